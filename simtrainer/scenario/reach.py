"""Rubric items that nobody could earn in a draw, times that do not fit, points that do nothing."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from simtrainer.errors import UserError
from simtrainer.scenario.case import Case
from simtrainer.scenario.catalogue import canonical_unit, catalogue
from simtrainer.scenario.conditions import GivenDrug
from simtrainer.scenario.notes import Loc, Note, error, models_in, warning
from simtrainer.scenario.rubric import Item, Rule
from simtrainer.scenario.topics import topics

_DOSE = re.compile(r"\s*\d+(?:\.\d+)?(?:\s*(?:-|to)\s*\d+(?:\.\d+)?)?\s*(\S+)\s*")
_MINUTE = 60_000
_NEED_SOURCE = ("decisions", "safety")
_COUNTED = (
    "ask", "elicit", "told", "order", "examine", "prepare", "procedure", "call", "read", "gesture",
)  # fmt: skip


def unreachable(case: Case) -> Iterator[Note]:
    """Items that cannot be earned in this draw."""
    for number, item in enumerate(case.body.rubric.items):
        reason = _why_not(item.rule, case)
        if reason:
            remedy = "write it, or give the item the same if as what it needs"
            loc = ("rubric", "items", number)
            yield error(loc, f"this item cannot be earned: {reason}", remedy)


def _why_not(rule: Rule, case: Case) -> str:
    """Why a rule can never be fulfilled in this case, or ""."""
    for inner in (rule.after, rule.of):
        if inner is not None and (reason := _why_not(inner, case)):
            return reason
    match rule.kind:
        case "elicit":
            told = [name for name in rule.elicit if _tellable(name, case)]
            return _too_few("nobody tells", rule.elicit, told, rule.at_least)
        case "ask":
            if rule.ask == ("any",):
                return ""
            known = {*topics(), *(fact.id for fact in case.body.facts)}
            return _too_few("there is no", rule.ask, known & {*rule.ask}, rule.at_least)
        case "answer_cue":
            there = any(cue.id == rule.answer_cue for cue in case.body.cues)
            return "" if there else f"the cue {rule.answer_cue} is not in this draw"
        case "read":
            known = {*case.body.documents} & {*rule.read}
            return _too_few("there is no document", rule.read, known, rule.at_least)
        case "all" | "in_order" | "any":
            return _why_not_together(rule, case)
        case _:
            return _more_than_named(rule)


def _why_not_together(rule: Rule, case: Case) -> str:
    parts = rule.any or rule.all or rule.in_order
    reasons = [reason for part in parts if (reason := _why_not(part, case))]
    wanted = rule.at_least if rule.any else len(parts)
    if len(parts) - len(reasons) >= wanted:
        return ""
    return reasons[0] if reasons else f"it wants {wanted} of {len(parts)}"


def _more_than_named(rule: Rule) -> str:
    """Asking for three of two."""
    names: Sequence[str] = getattr(rule, rule.kind) if rule.kind in _COUNTED else ()
    if names and "any" not in names and rule.at_least > len(names):
        return f"it wants {rule.at_least} and names {len(names)}"
    return ""


def _too_few(what: str, wanted: Sequence[str], possible: Collection[str], at_least: int) -> str:
    if len(possible) >= at_least:
        return ""
    missing = [name for name in wanted if name not in possible]
    return f"{what} {', '.join(missing)}" if missing else f"it wants {at_least} of {len(wanted)}"


def _tellable(name: str, case: Case) -> bool:
    """Whether somebody who may be there can tell a fact, or a topic or one beneath it."""
    stage = {person.key for person in case.body.people} | {p.role for p in case.body.people}
    in_documents = {fact for document in case.body.documents.values() for fact in document.facts}
    for fact in case.body.facts:
        named = name in (fact.id, fact.topic) or fact.topic.startswith(name + ".")
        if named and (set(fact.by) & stage or fact.id in in_documents):
            return True
    return False


def points(case: Case) -> Iterator[Note]:
    """Points, flags and sources that are missing or that do nothing."""
    rubric = case.body.rubric
    if rubric.max_points <= 0:
        yield error(("rubric", "items"), "the rubric gives no points", "give an item points")
    for number, item in enumerate(rubric.items):
        loc: Loc = ("rubric", "items", number)
        avoids = item.rule.kind in ("avoid", "not_")
        if item.rule.kind == "avoid" and item.points:
            message = "avoiding something earns no points, it only deducts"
            yield warning((*loc, "points"), message, "write points: 0 and a deduct")
        if item.rule.kind == "avoid" and not item.deduct and not item.flag:
            yield warning(loc, "this changes nothing when it happens", "add a deduct or a flag")
        if item.deduct and not avoids:
            message = "deduct is only looked at in an avoid item"
            yield warning((*loc, "deduct"), message, "delete it, or write avoid")
        if item.domain in _NEED_SOURCE and not item.source:
            message = f"an item of {item.domain} names no source"
            yield warning(loc, message, "add source: with a key of sources")


def times(case: Case) -> Iterator[Note]:
    """What comes too late for the station."""
    station = case.heading.station.minutes * _MINUTE
    for number, item in enumerate(case.body.rubric.items):
        loc: Loc = ("rubric", "items", number)
        if item.rule.within is not None and item.rule.of is None and item.rule.within > station:
            message = f"the station ends after {case.heading.station.minutes} minutes"
            yield warning((*loc, "within"), message, "make it shorter, or the station longer")
        yield from _late_result(item, loc, case)
    for number, reaction in enumerate(case.body.reactions):
        if reaction.when.after is not None and reaction.when.after > station:
            message = f"the station ends after {case.heading.station.minutes} minutes"
            yield warning(("reactions", number, "when", "after"), message, "make it earlier")


def _late_result(item: Item, loc: Loc, case: Case) -> Iterator[Note]:
    if item.rule.interpret is None:
        return
    test = item.rule.interpret.of
    known = catalogue().tests.get(test)
    own = case.body.tests.get(test)
    minutes = own.minutes if own is not None and own.minutes is not None else None
    if minutes is None:
        minutes = known.result_minutes if known is not None else 0
    if minutes > case.heading.station.minutes:
        message = f"the result of {test} takes {minutes:g} minutes, longer than the station"
        yield warning((*loc, "interpret"), message, "set minutes at the test, or score the order")


def doses(case: Case) -> Iterator[Note]:
    """Dose ranges that cannot be read."""
    for loc, model in models_in(case.body):
        if not isinstance(model, GivenDrug) or not model.dose:
            continue
        match = _DOSE.fullmatch(model.dose)
        try:
            known = bool(match and canonical_unit(match[1]))
        except UserError:
            known = False
        if not known:
            message = f'"{model.dose[:40]}" is not a dose'
            yield error((*loc, "dose"), message, "write for example 300 mg or 150-300 mg")
