"""Between the case and the body: what physiology is told, and what of it goes into events."""

from __future__ import annotations

from typing import Any

from simtrainer.encounter.events import ProcedureDone
from simtrainer.encounter.state import EncounterState, RunningTreatment
from simtrainer.physiology import body
from simtrainer.physiology.model import (
    AuthoredStep,
    BodyEvent,
    BodyPerson,
    PhysiologyBlock,
    PhysiologyState,
    Treatment,
)
from simtrainer.scenario.case import Case


def body_person(case: Case) -> BodyPerson:
    patient = case.patient
    return BodyPerson(
        age=patient.age,
        sex=patient.sex,
        weight_kg=patient.weight_kg,
        pregnant=patient.pregnant,
        frailty=patient.frailty,
        allergies=patient.allergies,
        conditions=patient.conditions,
        medicines=patient.medicines,
    )


def _block(case: Case) -> PhysiologyBlock:
    spec = case.body.physiology
    steps = tuple(
        AuthoredStep(at_min=step.at / 60_000, set=step.set, over_min=step.over / 60_000)
        for step in spec.steps
    )
    return PhysiologyBlock(
        problem=spec.problem,
        severity=spec.severity,
        onset_h=abs(spec.onset) / 3_600_000,
        start=spec.start,
        death=case.heading.death,
        steps=steps,
    )


def start_body(case: Case) -> PhysiologyState:
    seed = f"{case.heading.id}/{case.seed}/{case.difficulty}"
    return body.start(_block(case), body_person(case), seed)


def shown(case: Case, physiology: PhysiologyState) -> dict[str, dict[str, Any]]:
    """The parts of an event that describe the body: ``vitals``, ``signs`` and ``physiology``."""
    person = body_person(case)
    return {
        "vitals": body.vitals(physiology, person).model_dump(mode="json"),
        "signs": body.signs(physiology, person).model_dump(mode="json"),
        "physiology": physiology.model_dump(mode="json", exclude={"base"}),
    }


def stored_body(state: EncounterState) -> PhysiologyState:
    """The body as the last event left it; its unchanging base stands in ``EncounterStarted``."""
    return PhysiologyState.model_validate(dict(state.physiology))


def _treatment(running: RunningTreatment) -> Treatment:
    started = running.started
    stopped = running.stopped_ms
    return Treatment(
        id=started.treatment,
        effect=started.effect,
        dose=running.dose,
        unit=started.unit,
        route=started.route,
        started_s=started.at // 1000,
        stopped_s=None if stopped is None else stopped // 1000,
        over_s=None if started.over_ms is None else started.over_ms // 1000,
    )


def _procedure(number: int, done: ProcedureDone) -> Treatment:
    """A procedure acts from when it is done; most are unknown to the body and change nothing."""
    return Treatment(
        id=f"procedure-{number}",
        effect=done.procedure,
        dose=1,
        unit="",
        route="",
        started_s=done.at // 1000,
    )


def step_to(
    state: EncounterState, physiology: PhysiologyState, at_ms: int
) -> tuple[PhysiologyState, tuple[BodyEvent, ...]]:
    """The body at case time ``at_ms``, in whole seconds; parts of a second wait for the next."""
    seconds = at_ms // 1000 - physiology.t_s
    if seconds <= 0:
        return physiology, ()
    given = tuple(_treatment(t) for t in state.treatments if t.started.effect)
    done = tuple(_procedure(number, p) for number, p in enumerate(state.procedures, 1))
    return body.step(physiology, given + done, seconds)
