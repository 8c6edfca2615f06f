"""Numbers, spans of time and clock times in plain words, made comparable.

Spans are in minutes. A vague amount ("a few days") is a range; an exact one has both ends equal.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

ONES = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
        " fifteen sixteen seventeen eighteen nineteen".split()
    )
}
_TENS = {
    word: 10 * value
    for value, word in enumerate(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2
    )
}
_ORDINALS = {
    word: value
    for value, word in enumerate(
        "third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"
        " fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(),
        start=3,
    )
} | {"thirtieth": 30}
_FIRST = {"first": 1, "second": 2}
_VAGUE = {"few": (2.0, 6.0), "several": (2.0, 9.0), "couple": (2.0, 2.0), "dozen": (12.0, 12.0)}
_UNITS = {
    "minute": 1.0,
    "min": 1.0,
    "hour": 60.0,
    "hr": 60.0,
    "day": 1440.0,
    "week": 10080.0,
    "fortnight": 20160.0,
    "month": 43830.0,
    "year": 525960.0,
    "yr": 525960.0,
    "decade": 5259600.0,
}
_MONTHS = (
    "january february march april may june july august september october november december".split()
)
_MARCH_MAY = frozenset("march may".split())
_RATE = frozenset("a per every each".split())
_THINGS, _FEW_THINGS = ("things", "reasons", "minds"), 3  # "two things" only counts what follows
_NO_FEW = frozenset("of other more others things".split())
# "A few words" counts nothing.
_LITTLE_THINGS = frozenset(
    "words bites sips mouthfuls spoonfuls nibbles things steps people folk questions moments bits"
    " seconds ticks".split()
)
MANY = 1e9
_OTHER_UNIT = 0.12  # how far a span may be off when it is put into another unit

_IN_PASSING = frozenset("these those some most all old of my recent".split())


# A bare ``number``; a ``span`` in minutes, in ``passing`` where it is only "these days"; a
# ``clock`` time in minutes; the ``scale`` of "seven out of ten".
Kind = Literal["number", "span", "passing", "clock", "scale"]


@dataclass(frozen=True)
class Measure:
    """An amount, from ``low`` to ``high``, at words ``start`` to ``end`` (exclusive)."""

    kind: Kind
    low: float
    high: float
    unit: str = ""  # of a span: as it was named, so that the same unit must agree exactly
    start: int = 0
    end: int = 0


def span(count: float, unit: str) -> Measure:
    """So many of a unit of time."""
    return Measure("span", count * _UNITS[unit], count * _UNITS[unit], unit)


@dataclass(frozen=True)
class Amount:
    """A number in words ``start`` to ``end`` (exclusive)."""

    low: float
    high: float
    start: int
    end: int
    weak: bool = False  # "a", "one", "once": an amount only beside a unit


def measures(plain: Sequence[str]) -> list[Measure]:
    """Every amount in some plain words, left to right."""
    found: list[Measure] = []
    at = 0
    while at < len(plain):
        read = _scale(plain, at) or _clock(plain, at) or _amount(plain, at)
        if read is None:
            at += 1
            continue
        if isinstance(read, Measure):
            found.append(read)
            at = read.end
            continue
        found += _with_unit(plain, read)
        at = max(read.end, found[-1].end if found else 0)
    return found + _bare_units(plain, found)


def _with_unit(plain: Sequence[str], amount: Amount) -> list[Measure]:
    amount = _ranged(plain, amount)
    at = amount.end
    while at < len(plain) and plain[at] in ("of", "or", "so", "more", "whole", "full", "good"):
        at += 1
    half = 0.0
    if plain[amount.end : amount.end + 3] == ["and", "a", "half"]:
        half, at = 0.5, amount.end + 3
    unit = unit_of(plain[at]) if at < len(plain) else ""
    low, high = amount.low + half, amount.high + half
    if unit == "minute" and low == high == 1:
        return []  # "one minute he knows me"
    if unit:
        after = tuple(plain[at + 1 : at + 5])
        if after[:3] == ("and", "a", "half"):
            low, high = low + 0.5, high + 0.5
        elif after[:2] == ("or", "two") or after[:3] == ("or", "so", "two"):
            high, at = 2.0, at + 2
        if after[:2] == ("of", "age") or after[:1] == ("old",):
            return [Measure("number", low, high, "", amount.start, at + 1)]
        size = _UNITS[unit]
        return [Measure("span", low * size, high * size, unit, amount.start, at + 1)]
    counted = plain[amount.end] if amount.end < len(plain) else ""
    few = plain[amount.start] == "few" and counted not in _NO_FEW  # "a few sweets": some
    if counted == "of" and amount.end + 1 < len(plain):
        counted = plain[amount.end + 1]
    vague = few or (plain[amount.start] in _VAGUE and counted in _LITTLE_THINGS)
    if amount.weak or vague or (counted in _THINGS and amount.high <= _FEW_THINGS):
        return []
    return [Measure("number", low, high, "", amount.start, amount.end)]


def _ranged(plain: Sequence[str], amount: Amount) -> Amount:
    """ "Two or three", "two to three": from one to the other."""
    if amount.end + 1 < len(plain) and plain[amount.end] in ("or", "to"):
        other = _amount(plain, amount.end + 1)
        if other and not other.weak and 0 < other.low - amount.high <= amount.high:
            return Amount(amount.low, other.high, amount.start, other.end)
    return amount


def _bare_units(plain: Sequence[str], found: Sequence[Measure]) -> list[Measure]:
    """ "Years ago", "for hours": more than one, nobody says how many."""
    taken = {place for each in found for place in range(each.start, each.end)}
    spans = []
    for place, word in enumerate(plain):
        unit = unit_of(word)
        if place in taken or not unit or unit == "min":
            continue
        passing = _IN_PASSING & set(plain[max(0, place - 2) : place])
        if word.endswith("s") and word != unit:
            kind: Kind = "passing" if passing else "span"
            spans.append(Measure(kind, 2 * _UNITS[unit], MANY, unit, place, place + 1))
    return spans


def _clock(plain: Sequence[str], at: int) -> Measure | None:
    """ "Half past six", "quarter to nine", "6:30"."""
    word = plain[at]
    if match := re.fullmatch(r"(\d{1,2})[:.](\d\d)", word):
        hour, minute = int(match[1]), int(match[2])
        if hour < 24 and minute < 60 and ":" in word:
            return _at(hour, minute, at, at + 1)
    if word in ("half", "quarter") and at + 2 < len(plain) and plain[at + 1] in ("past", "to"):
        named = _amount(plain, at + 2)
        if named and named.low == named.high <= 24:
            minutes = {"half": 30, "quarter": 15}[word]
            signed = minutes if plain[at + 1] == "past" else -minutes
            return _at(int(named.low), signed, at, named.end)
    return None


def _scale(plain: Sequence[str], at: int) -> Measure | None:
    whole = _number(plain, at + 2) if tuple(plain[at : at + 2]) == ("out", "of") else None
    return Measure("scale", whole.low, whole.high, "", at, whole.end) if whole else None


def _at(hour: int, minute: int, start: int, end: int) -> Measure:
    value = float((hour * 60 + minute) % 720)
    return Measure("clock", value, value, "", start, end)


def _amount(plain: Sequence[str], at: int) -> Amount | None:
    word = plain[at]
    if word in _VAGUE:
        return Amount(*_VAGUE[word], at, at + 1)
    if word == "half":
        skip = at + 1 < len(plain) and plain[at + 1] in ("a", "an")
        unit = plain[at + 1 + skip] if at + 1 + skip < len(plain) else ""
        return Amount(0.5, 0.5, at, at + 1 + skip) if unit_of(unit) else None
    if word in ("a", "an"):
        if at + 1 < len(plain) and (plain[at + 1] in _VAGUE or _number(plain, at + 1)):
            return None
        return None if _is_rate(plain, at) else Amount(1, 1, at, at + 1, weak=True)
    if word in ("twice", "thrice"):
        value = 2.0 if word == "twice" else 3.0
        return Amount(value, value, at, at + 1)
    if word == "once":
        daily = at + 1 < len(plain) and (plain[at + 1] in _RATE or plain[at + 1] == "daily")
        return Amount(1, 1, at, at + 1) if daily else None
    return _number(plain, at)


def _is_rate(plain: Sequence[str], at: int) -> bool:
    """ "Ten a day": how often, not how long."""
    before = plain[at - 1] if at else ""
    counted = before in ("once", "twice", "times", "time", "so", "few") or _number(plain, at - 1)
    return bool(at and counted) and at + 1 < len(plain) and bool(unit_of(plain[at + 1]))


def _number(plain: Sequence[str], at: int) -> Amount | None:
    if at < 0 or at >= len(plain):
        return None
    word = plain[at]
    if word[0].isdigit():
        return _digits(plain, at)
    if word in _ORDINALS:
        return Amount(_ORDINALS[word], _ORDINALS[word], at, at + 1)
    if word in _FIRST:
        near = {*plain[max(0, at - 2) : at], *plain[at + 1 : at + 3]}
        value = _FIRST[word]
        return Amount(value, value, at, at + 1) if near & set(_MONTHS) else None
    return _worded(plain, at)


def _digits(plain: Sequence[str], at: int) -> Amount | None:
    text = plain[at].replace(",", "").rstrip(".:/")
    parts = re.split(r"[:/]", text)
    try:
        value = float(parts[0])
    except ValueError:
        return None
    return Amount(value, value, at, at + 1)


def _worded(plain: Sequence[str], at: int) -> Amount | None:
    """ "Thirty eight point four", "nineteen sixty seven", "a hundred and twenty"."""
    total, end = _below_hundred(plain, at)
    if end == at:
        if plain[at] in ("hundred", "thousand"):
            total, end = 1, at
        else:
            return None
    if end < len(plain) and plain[end] in ("hundred", "thousand"):
        total *= 100 if plain[end] == "hundred" else 1000
        end += 1
        skip = end < len(plain) and plain[end] == "and"
        rest, after = _below_hundred(plain, end + skip)
        if after > end + skip:
            total, end = total + rest, after
    elif 10 <= total <= 29 and end < len(plain):
        rest, after = _below_hundred(plain, end)
        if after > end and rest >= 10:  # a year: nineteen sixty seven
            return Amount(total * 100 + rest, total * 100 + rest, at, after)
    value = float(total)
    kind = bool(at) and plain[at - 1] in ("type", "number", "stage", "grade")
    if end + 1 < len(plain) and plain[end] == "point" and plain[end + 1] in ONES:
        value += ONES[plain[end + 1]] / 10
        end += 2
    return Amount(value, value, at, end, weak=value == 1 and not kind)


def _below_hundred(plain: Sequence[str], at: int) -> tuple[int, int]:
    if at >= len(plain):
        return 0, at
    word = plain[at]
    if word in _TENS:
        following = plain[at + 1] if at + 1 < len(plain) else ""
        if following in ONES and 0 < ONES[following] < 10:
            return _TENS[word] + ONES[following], at + 2
        if following in (*_ORDINALS, *_FIRST) and {**_ORDINALS, **_FIRST}[following] < 10:
            return _TENS[word] + {**_ORDINALS, **_FIRST}[following], at + 2
        return _TENS[word], at + 1
    return (ONES[word], at + 1) if word in ONES else (0, at)


@lru_cache(maxsize=4_000)
def unit_of(word: str) -> str:
    """The unit of time that a word names, in the singular; empty for any other word."""
    single = word[:-1] if word.endswith("s") else word
    return single if single in _UNITS else ""


def agrees(claimed: Measure, held: Sequence[Measure]) -> bool:
    """Whether an amount is one of those held, perhaps in another unit or a little vaguer."""
    if claimed.kind == "passing":
        return True
    if claimed.kind == "span":
        return any(_same_span(claimed, other) for other in held if other.unit)
    if claimed.kind == "clock":
        return any(claimed.low == other.low for other in held if other.kind == "clock") or any(
            claimed.low == other.low * 60 % 720 for other in held if other.kind == "number"
        )
    if claimed.kind == "scale":
        return any(claimed.low == other.low for other in held if other.kind == "scale")
    return any(_same_number(claimed, other) for other in held if other.kind != "scale")


def _same_span(claimed: Measure, other: Measure) -> bool:
    vague = other.low != other.high
    if vague:
        fits = claimed.low <= other.high and claimed.high >= other.low
        return fits and (claimed.unit == other.unit) and claimed.low != claimed.high
    around = claimed.low <= other.low <= claimed.high
    if claimed.unit == other.unit:
        narrow = claimed.high - claimed.low <= max(other.low, _UNITS[claimed.unit] * 4)
        return around and (narrow or claimed.high == MANY)
    near = abs(claimed.low - other.low) <= _OTHER_UNIT * max(claimed.low, other.low)
    return claimed.low == claimed.high and near


def _same_number(claimed: Measure, other: Measure) -> bool:
    if other.kind == "clock":
        return claimed.low * 60 % 720 == other.low
    size = _UNITS[other.unit] if other.kind == "span" else 1.0
    low, high = other.low / size, other.high / size
    if claimed.low != claimed.high:  # a range or a vague amount
        return claimed.low <= high and claimed.high >= low and high < MANY / size
    if 1900 < low == high < 2000 and claimed.low == low - 1900:
        return True  # sixty-seven
    return low == claimed.low == high or (low != high and claimed.low in (low, high))
