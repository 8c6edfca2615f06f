"""Is a dose plausible? Limits are for single doses; they warn, they do not teach prescribing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from simtrainer.errors import UserError
from simtrainer.scenario.catalogue.display import show_unit
from simtrainer.scenario.catalogue.models import Drug, PersonLike, Route
from simtrainer.scenario.catalogue.quantity import canonical_unit, convert, parse_quantity

Level = Literal["ok", "unusual", "implausible"]

CHILD_BELOW = 16.0
# How many times faster than usual an infusion is fast, and (if usually this slow) as if pushed.
_HASTY, _PUSHED, _SLOW = 2.5, 10.0, 30.0
_RANK: dict[Level, int] = {"ok": 0, "unusual": 1, "implausible": 2}
_ROUTES = {
    "po": "oral", "by mouth": "oral", "orally": "oral", "intravenous": "iv", "i.v.": "iv",
    "intramuscular": "im", "i.m.": "im", "subcutaneous": "sc", "subcut": "sc", "s.c.": "sc",
    "sl": "sublingual", "under the tongue": "sublingual", "neb": "nebulised",
    "nebulized": "nebulised", "nebuliser": "nebulised", "nebulizer": "nebulised", "inh": "inhaled",
    "pr": "rectal", "per rectum": "rectal", "pv": "vaginal", "io": "intraosseous",
    "in": "intranasal", "infusion": "iv_infusion", "iv infusion": "iv_infusion",
    "intravenous infusion": "iv_infusion", "ng": "nasogastric", "patch": "transdermal",
    "non-rebreathe mask": "reservoir_mask", "non-rebreather": "reservoir_mask",
    "nrb": "reservoir_mask",
    "nasal cannulae": "nasal_cannula", "nasal specs": "nasal_cannula", "venturi": "venturi_mask",
    "face mask": "simple_face_mask", "mask": "simple_face_mask", "bipap": "niv",
    "hudson mask": "simple_face_mask", "nrbm": "reservoir_mask", "nasal prongs": "nasal_cannula",
    "non rebreather mask": "reservoir_mask", "trauma mask": "reservoir_mask",
    "non-rebreather mask": "reservoir_mask", "non rebreathe mask": "reservoir_mask",
    "hfno": "high_flow_nasal", "hfnc": "high_flow_nasal", "bvm": "bag_valve_mask",
    "bag valve mask": "bag_valve_mask", "bag mask": "bag_valve_mask", "ett": "tracheal_tube",
}  # fmt: skip
# What a named route may mean in the data: "iv" covers an infusion, a tube stands in for the mouth.
_COVERS = {
    "iv": ("iv", "iv_infusion"),
    "iv_infusion": ("iv_infusion", "iv"),
    "intraosseous": ("intraosseous", "iv", "iv_infusion"),
    "nasogastric": ("nasogastric", "oral"),
}


@dataclass(frozen=True)
class DoseVerdict:
    """``sentence`` is "" when ok; ``route`` is the route it was held against, if there is one.

    ``amount`` is the dose in the unit of that route, for the whole person.
    """

    level: Level
    sentence: str
    route: Route | None = None
    amount: float | None = None
    unit: str = ""


def route_named(text: str) -> str:
    """The catalogue's word for a route: "PO" is "oral", "IV infusion" is "iv_infusion"."""
    word = " ".join(text.replace("_", " ").lower().split())
    return _ROUTES.get(word, word.replace(" ", "_"))


def dose_check(
    drug: Drug,
    route: str,
    dose: float,
    unit: str,
    person: PersonLike,
    over_minutes: float | None = None,
) -> DoseVerdict:
    """The kindest verdict over the routes that could be meant; then on the speed, if it is given.

    Raises UserError when the dose is not above zero or the unit is unknown.
    """
    if not dose > 0:
        raise UserError(f"The dose of {drug.name} must be more than zero.")
    unit = canonical_unit(unit)
    word = route_named(route)
    named = [each for each in drug.routes if each.route in _COVERS.get(word, (word,))]
    if not named:
        return DoseVerdict("implausible", _no_route(drug, word))
    checked = [_check(drug, each, dose, unit, person) for each in _for_age(named, person)]
    verdicts = [_hasty(drug, verdict, over_minutes) for verdict in checked]
    return min(verdicts, key=lambda verdict: (_RANK[verdict.level], verdict.amount is None))


def _hasty(drug: Drug, verdict: DoseVerdict, over_minutes: float | None) -> DoseVerdict:
    """A drug that is infused is unusual when run far faster, implausible when pushed at once."""
    route = verdict.route
    infused = route is not None and route.form == "infusion" and drug.kind == "drug"
    if not infused or over_minutes is None or verdict.level == "implausible":
        return verdict
    assert route is not None
    usual = route.over_minutes or 0.0
    if over_minutes * _HASTY >= usual:
        return verdict
    sentence = (
        f"{drug.name} {_by(route)} is given over {_plain(usual)} minutes;"
        f" {_plain(over_minutes)} is fast."
    )
    pushed = usual >= _SLOW and over_minutes * _PUSHED < usual
    return replace(verdict, level="implausible" if pushed else "unusual", sentence=sentence)


def _for_age(routes: list[Route], person: PersonLike) -> list[Route]:
    who = "child" if person.age < CHILD_BELOW else "adult"
    return [each for each in routes if each.who == who] or routes


def _check(drug: Drug, route: Route, dose: float, unit: str, person: PersonLike) -> DoseVerdict:
    try:
        amount = _in_unit_of(drug, route, dose, unit, person)
    except UserError:
        asked = f"{route.unit}/kg" if route.per_kg else route.unit
        return DoseVerdict(
            "implausible",
            f"{drug.name} {_by(route)} is given in {show_unit(asked)}, not {show_unit(unit)}.",
            route,
        )
    weight = (person.weight_kg or 70.0) if route.per_kg else 1.0
    level, sentence = _judge(drug, route, amount, weight)
    if level == "ok" and route.who == "adult" and person.age < CHILD_BELOW:
        level = "unusual"
        sentence = f"We hold only adult doses of {drug.name}; check a children's formulary."
    return DoseVerdict(level, sentence, route, amount, route.unit)


def _judge(drug: Drug, route: Route, amount: float, weight: float) -> tuple[Level, str]:
    low, high = route.low * weight, route.high * weight
    shown = f"{drug.name} {_by(route)}: {_plain(amount)} {show_unit(route.unit)}"
    between = f"{_plain(low)} to {_plain(high)}" if low < high else _plain(low)
    usual = f"the usual dose is {between} {show_unit(route.unit)}"
    slack = 1.0 + 1e-9
    if amount > route.max * weight * slack:
        return "implausible", f"{shown} is far above what is given; {usual}."
    if amount * 20 < low:
        return "implausible", f"{shown} is far below what is given; {usual}."
    if amount > high * slack:
        return "unusual", f"{shown} is more than usual; {usual}."
    if amount * slack < low:
        return "unusual", f"{shown} is less than usual; {usual}."
    return "ok", ""


def _in_unit_of(drug: Drug, route: Route, dose: float, unit: str, person: PersonLike) -> float:
    """The dose in the route's unit for the whole person; "2 spray" by the strength of a spray."""
    top, *per = unit.split("/")
    if top in drug.strengths and not route.unit.startswith(top):
        each, each_unit = parse_quantity(drug.strengths[top])
        dose, unit = dose * each, "/".join((each_unit, *per))
    if "kg" in per:
        dose, unit = dose * (person.weight_kg or 70.0), unit.replace("/kg", "", 1)
    return convert(dose, unit, route.unit)


def _no_route(drug: Drug, word: str) -> str:
    known = sorted({_say(each.route) for each in drug.routes})
    return f'{drug.name} is not given by the route "{_say(word)}"; use {" or ".join(known)}.'


def _by(route: Route) -> str:
    words = {
        "oral": "by mouth",
        "iv": "IV",
        "iv_infusion": "by IV infusion",
        "im": "IM",
        "sc": "SC",
    }
    return words.get(route.route, f"({_say(route.route)})")


def _say(word: str) -> str:
    shown = word.replace("_", " ")
    return shown.replace("iv", "IV", 1) if shown.startswith("iv") else shown


def _plain(amount: float) -> str:
    return f"{amount:,.4g}" if amount < 1000 else f"{amount:,.0f}"
