"""Normal values of analytes: which range suits a person, a plausible draw from it, and flags."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from simtrainer.scenario.catalogue.derive import RULES, derive
from simtrainer.scenario.catalogue.models import Analyte, Flag, PersonLike, Range

Value = float | str
_ATTEMPTS = 40


def range_for(analyte: Analyte, person: PersonLike) -> Range | None:
    """The most particular range that suits the person; None when the analyte has no ranges.

    When none suits (an age no range speaks of), the first range stands in.
    """
    suiting = [each for each in analyte.ranges if each.suits(person)]
    if suiting:
        return max(suiting, key=_particular)
    return analyte.ranges[0] if analyte.ranges else None


def flag(analyte: Analyte, value: Value, person: PersonLike) -> Flag:
    """How a value (in the catalogue's unit, or a word) stands to the person's range."""
    if isinstance(value, str):
        return "normal" if value.casefold() == analyte.normal.casefold() else "abnormal"
    bounds = range_for(analyte, person)
    if bounds is None:
        return "normal"
    if bounds.low is not None and value < bounds.low:
        critical = analyte.critical_low is not None and value <= analyte.critical_low
        return "critical_low" if critical else "low"
    if bounds.high is not None and value > bounds.high:
        critical = analyte.critical_high is not None and value >= analyte.critical_high
        return "critical_high" if critical else "high"
    return "normal"


def normal_result(
    wanted: Sequence[Analyte],
    analytes: Mapping[str, Analyte],
    person: PersonLike,
    seed: str,
    given: Mapping[str, Value],
) -> dict[str, Value]:
    """Values for ``wanted``: the given ones, those computed from others, the rest drawn.

    One seed and person draw one consistent body of values, whichever tests ask for parts of it.
    """
    drawn = _normal_draws(analytes, person, seed)
    values = derive({**drawn, **given}, frozenset(given), person)
    return {
        each.id: given[each.id] if each.id in given else _rounded(each, values[each.id])
        for each in wanted
        if each.id in values
    }


def _normal_draws(
    analytes: Mapping[str, Analyte], person: PersonLike, seed: str
) -> dict[str, Value]:
    """Draws repeated until what is computed from them is normal as well."""
    draws: dict[str, Value] = {}
    for attempt in range(_ATTEMPTS):
        draws = {each.id: _draw(each, person, seed, attempt) for each in analytes.values()}
        computed = derive(draws, frozenset(), person)
        names = [rule.result for rule in RULES if rule.result in computed]
        rounded = [(analytes[name], _rounded(analytes[name], computed[name])) for name in names]
        if all(flag(analyte, value, person) == "normal" for analyte, value in rounded):
            break
    return draws


def bounds_to_draw(analyte: Analyte, bounds: Range | None) -> tuple[float, float]:
    """Where a normal value is drawn: the range, narrowed by the analyte's spread if they meet."""
    low, high = analyte.spread or (0.0, float("inf"))
    if bounds is None:
        return low, high
    least = 0.0 if bounds.low is None else bounds.low
    most = float("inf") if bounds.high is None else bounds.high
    if max(low, least) > min(high, most):
        return least, most
    if analyte.spread is None:
        return least, most
    return low if bounds.low is None else max(low, least), min(high, most)


def _draw(analyte: Analyte, person: PersonLike, seed: str, attempt: int) -> Value:
    if analyte.normal:
        return analyte.normal
    low, high = bounds_to_draw(analyte, range_for(analyte, person))
    digest = hashlib.sha256(f"{seed}/{analyte.id}/{attempt}".encode()).digest()
    # The mean of two even draws: people are more often near the middle of a range than at its ends.
    share = (_share(digest[:8]) + _share(digest[8:16])) / 2
    return _rounded(analyte, low + share * (high - low))


def _rounded(analyte: Analyte, value: Value) -> Value:
    return value if isinstance(value, str) else round(value, analyte.decimals) + 0.0


def _share(part: bytes) -> float:
    return int.from_bytes(part, "big") / 2**64


def _particular(each: Range) -> tuple[bool, float, bool]:
    span = (each.age_max or 200.0) - each.age_min
    return bool(each.pregnant), -span, each.sex is not None
