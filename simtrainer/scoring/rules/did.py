"""What was done: ordered, examined, given, prepared, called, disposed ..."""

from __future__ import annotations

import re
from collections.abc import Iterable

from simtrainer.encounter import events as ev
from simtrainer.encounter.naming import route_words
from simtrainer.errors import UserError
from simtrainer.scenario.catalogue import catalogue
from simtrainer.scenario.catalogue.quantity import convert
from simtrainer.scenario.conditions import GivenDrug
from simtrainer.scenario.rubric import Rule
from simtrainer.scoring.hits import Hit, Judged
from simtrainer.scoring.view import View

_RANGE = re.compile(r"\s*([\d.]+)(?:\s*(?:-|to)\s*([\d.]+))?\s*(\S+)\s*")


def order(rule: Rule, view: View) -> Judged:
    return _found(
        Hit(e.seq, e.at, e.test, f"Ordered: {e.name}")
        for e in view.each(ev.TestOrdered)
        if e.test in rule.order or "any" in rule.order
    )


def examine(rule: Rule, view: View) -> Judged:
    return _found(
        Hit(e.seq, e.at, e.manoeuvre, f"Examined: {e.name}")
        for e in view.each(ev.Examined)
        if any(_same_part(e.manoeuvre, name) for name in rule.examine)
    )


def _same_part(manoeuvre: str, name: str) -> bool:
    """``chest`` stands for every manoeuvre of the chest."""
    return manoeuvre == name or manoeuvre.startswith(name + ".")


def prepare(rule: Rule, view: View) -> Judged:
    """By an action, or in words: asking for consent and identity counts as said."""
    done = [
        Hit(e.seq, e.at, what, what.replace("_", " "))
        for e in view.each(ev.Prepared)
        for what in e.what
        if what in rule.prepare
    ]
    said = {"identity": "identify", "consent": "consent"}
    done += [
        Hit(turn.seq, turn.at, what, sentence.text)
        for turn, sentence in view.said
        for what in rule.prepare
        if said.get(what) in sentence.acts
    ]
    return _found(sorted(done, key=lambda hit: hit.seq))


def give(rule: Rule, view: View) -> Judged:
    wanted = rule.give
    assert wanted is not None
    started = [e for e in view.each(ev.TreatmentStarted) if e.name and _is_drug(e, wanted)]
    right = [e for e in started if _dose_and_route_suit(e, wanted)]
    others = tuple(_given_hit(e) for e in started if e not in right)
    return Judged(None, tuple(_given_hit(e) for e in right), near=others)


def prescribe(rule: Rule, view: View) -> Judged:
    wanted = rule.prescribe
    assert wanted is not None
    return _found(
        Hit(e.seq, e.at, e.drug, f"Prescribed: {e.name}")
        for e in view.each(ev.Prescribed)
        if _names_drug(e.drug, wanted)
    )


def _given_hit(e: ev.TreatmentStarted) -> Hit:
    return Hit(e.seq, e.at, e.drug, f"Gave {e.name} {e.dose:g} {e.unit}, {route_words(e.route)}")


def _is_drug(e: ev.TreatmentStarted, wanted: GivenDrug) -> bool:
    return _names_drug(e.drug, wanted)


def _names_drug(drug_id: str, wanted: GivenDrug) -> bool:
    drug = catalogue().drugs.get(drug_id)
    if drug is None:
        return False
    if wanted.drug == "any":
        return drug.kind == "drug"
    return any(drug.is_a(name) for name in (wanted.drug, wanted.drug_class) if name)


def _dose_and_route_suit(e: ev.TreatmentStarted, wanted: GivenDrug) -> bool:
    if wanted.route and e.route not in wanted.route:
        return False
    match = _RANGE.fullmatch(wanted.dose) if wanted.dose else None
    if match is None:
        return True
    low, high = float(match[1]), float(match[2] or match[1])
    try:
        dose = convert(e.dose, e.unit, match[3])
    except UserError:
        return False  # another kind of unit is another kind of dose
    return low * 0.999 <= dose <= high * 1.001


def procedure(rule: Rule, view: View) -> Judged:
    return _found(
        Hit(e.seq, e.at, e.procedure, e.name)
        for e in view.each(ev.ProcedureDone)
        if e.procedure in rule.procedure
    )


def call(rule: Rule, view: View) -> Judged:
    return _found(
        Hit(e.seq, e.at, e.target, f"Called: {e.name}")
        for e in view.each(ev.Called)
        if e.target in rule.call
    )


def handover(rule: Rule, view: View) -> Judged:
    return _found(
        Hit(e.seq, e.at, e.to, e.text)
        for e in view.each(ev.HandedOver)
        if e.to in rule.handover or "any" in rule.handover
    )


def dispose(rule: Rule, view: View) -> Judged:
    return _found(
        Hit(e.seq, e.at, e.disposition, f"{e.disposition.replace('_', ' ')} {e.to}".strip())
        for e in view.each(ev.Disposed)
        if e.disposition in rule.dispose
    )


def gesture(rule: Rule, view: View) -> Judged:
    return _found(
        Hit(e.seq, e.at, e.gesture, e.gesture.replace("_", " "))
        for e in view.each(ev.Gestured)
        if e.gesture in rule.gesture
    )


def read(rule: Rule, view: View) -> Judged:
    return _found(
        Hit(e.seq, e.at, e.document, f"Read: {e.title}")
        for e in view.each(ev.DocumentRead)
        if e.document in rule.read
    )


def _found(hits: Iterable[Hit]) -> Judged:
    return Judged(None, tuple(hits))
