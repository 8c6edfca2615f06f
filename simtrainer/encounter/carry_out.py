"""Examining, ordering, giving and doing: the same whether the trainee or a nurse does it."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from simtrainer.encounter import actions as ac
from simtrainer.encounter import events as ev
from simtrainer.encounter.findings import examination_of
from simtrainer.encounter.naming import name_of
from simtrainer.encounter.record import Record
from simtrainer.encounter.state import EncounterState
from simtrainer.physiology.drugs import knows
from simtrainer.scenario.catalogue import catalogue
from simtrainer.scenario.catalogue.models import Drug

TASK: TypeAdapter[ac.Examine | ac.OrderTest | ac.Give | ac.Procedure] = TypeAdapter(
    ac.Examine | ac.OrderTest | ac.Give | ac.Procedure
)


def carry_out(record: Record, task: dict[str, Any], actor: str) -> None:
    """Do a task that was delegated as plain data."""
    action = TASK.validate_python(task)
    match action:
        case ac.Examine():
            examine(record, action, actor)
        case ac.OrderTest():
            order(record, action, actor)
        case ac.Give():
            give(record, action, actor)
        case ac.Procedure():
            do_procedure(record, action, actor)


def examine(record: Record, action: ac.Examine, actor: str) -> None:
    manoeuvre = catalogue().manoeuvres[action.manoeuvre]
    record.add(examination_of(record.state, manoeuvre, actor))


def order(record: Record, action: ac.OrderTest, actor: str) -> None:
    state = record.state
    test = catalogue().test(action.test)
    authored = state.case.body.tests.get(test.id)
    minutes = test.result_minutes
    if authored is not None and authored.minutes is not None:
        minutes = authored.minutes
    record.add(
        ev.TestOrdered(
            seq=0,
            at=0,
            actor=actor,
            order=f"order-{len(state.orders) + 1}",
            test=test.id,
            name=name_of(test, state.locale),
            due_at=state.clock_ms + test.take_seconds * 1000 + round(minutes * 60_000),
            cost=test.cost,
        )
    )


def by_a_known_route(action: ac.Give) -> ac.Give:
    """``iv`` of a drug that only runs in slowly means its infusion, and the other way round."""
    drug = catalogue().drugs.get(action.drug)
    other = {"iv": "iv_infusion", "iv_infusion": "iv"}.get(action.route)
    routes = {route.route for route in drug.routes} if drug else set()
    if action.route in routes or other not in routes:
        return action
    return action.model_copy(update={"route": other})


def give(record: Record, action: ac.Give, actor: str) -> None:
    state = record.state
    action = by_a_known_route(action)
    drug = catalogue().drug(action.drug)
    number = len(state.treatments) + 1
    started = ev.TreatmentStarted(
        seq=0,
        at=0,
        actor=actor,
        treatment=f"treatment-{number}",
        drug=drug.id,
        name=name_of(drug, state.locale),
        drug_class=drug.drug_class,
        dose=action.dose,
        unit=action.unit,
        route=action.route,
        over_ms=_over_ms(drug, action),
        effect=drug.id if knows(drug.id) else drug.effects,
        warnings=warnings(state, drug, action),
        harm=_harm(state, drug),
    )
    record.add(started)
    if _allergic(state, drug):
        record.add(started.model_copy(update=_anaphylaxis(number)))


def do_procedure(record: Record, action: ac.Procedure, actor: str) -> None:
    procedure = catalogue().procedures[action.procedure]
    note = record.state.case.body.treatments.get(procedure.id)
    record.add(
        ev.ProcedureDone(
            seq=0,
            at=0,
            actor=actor,
            procedure=procedure.id,
            name=procedure.name,
            text=note.response if note else "",
            consented="consent" in record.state.prepared,
        )
    )


def warnings(state: EncounterState, drug: Drug, action: ac.Give) -> tuple[str, ...]:
    """What speaks against it, for the record; the trainee was not told and it was given."""
    patient = state.case.patient
    check = catalogue().dose_check(
        drug.id, action.route, action.dose, action.unit, patient, action.over_minutes
    )
    concerns = [concern.sentence for concern in catalogue().concerns(drug.id, patient)]
    return tuple(sentence for sentence in (check.sentence, *concerns) if sentence)


def _over_ms(drug: Drug, action: ac.Give) -> int | None:
    """How long it runs: None until stopped, 0 at once."""
    if action.over_minutes is not None:
        return round(action.over_minutes * 60_000)
    for route in drug.routes:
        if route.route == action.route:
            if route.form == "continuous":
                return None
            return round((route.over_minutes or 0) * 60_000)
    return 0


def _allergic(state: EncounterState, drug: Drug) -> bool:
    concerns = catalogue().concerns(drug.id, state.case.patient)
    return any(concern.reason == "allergy" for concern in concerns)


def _harm(state: EncounterState, drug: Drug) -> str:
    if _allergic(state, drug):
        return f"The patient is allergic to {name_of(drug, state.locale)}."
    note = state.case.body.treatments.get(drug.id)
    return note.harm if note else ""


def _anaphylaxis(number: int) -> dict[str, Any]:
    """The body's answer to an allergen, as one more effect beside the drug's own."""
    return {
        "treatment": f"treatment-{number}-allergy",
        "effect": "anaphylaxis",
        "name": "",
        "warnings": (),
        "harm": "",
    }
