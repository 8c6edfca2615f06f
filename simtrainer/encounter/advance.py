"""Case time: it moves only here, by recorded events, and things fall due on the way."""

from __future__ import annotations

import hashlib

from simtrainer.encounter import events as ev
from simtrainer.encounter.body import shown, step_to, stored_body
from simtrainer.encounter.carry_out import carry_out
from simtrainer.encounter.record import Record
from simtrainer.encounter.results import result_of
from simtrainer.encounter.state import EncounterState
from simtrainer.physiology.model import BodyEvent

TRAINEE_WPM = 150  # the pace of the trainee's words, whether typed or spoken
WARNING_MS = 120_000
STEP_MS = 60_000  # the longest stretch between two records of the body

_BODY_TEXT = {
    "arrest_vf": "The monitor shows ventricular fibrillation. The patient is unresponsive.",
    "arrest_pea": "The patient is unresponsive and has no pulse.",
    "arrest_asystole": "The monitor shows a flat line. The patient is unresponsive.",
    "shock": "A shock is delivered.",
    "rosc": "A pulse is back.",
    "death": "The patient has died.",
    "collapse": "The patient slumps and barely responds.",
    "recovered": "The patient opens their eyes and responds again.",
    "reperfused": "",  # nothing that anyone in the room can see as such
    "pain_change": "",
}


def speaking_ms(words: int, pace_wpm: int) -> int:
    """Case time that ``words`` take at ``pace_wpm`` words a minute."""
    return max(400, words * 60_000 // pace_wpm)


def advance(record: Record, ms: int, why: str) -> None:
    """Let ``ms`` of case time pass: the body moves, results arrive, people come, time runs out."""
    end = record.state.clock_ms + ms
    while record.state.clock_ms < end and record.state.time_moves:
        clock = record.state.clock_ms
        stop = min([end, clock + STEP_MS, *(d for d in _due_times(record.state) if d > clock)])
        _pass_time(record, stop - clock, why)
        _what_is_due(record)


def seal_of(lines: list[str]) -> str:
    """SHA-256 over an encounter's lines before its last."""
    return hashlib.sha256("\n".join(lines).encode("utf-8")).hexdigest()


def _due_times(state: EncounterState) -> list[int]:
    due = [order.due_at for order in state.pending_orders]
    due += [at for _, at in state.arrivals]
    due += [at for _, at in _late_people(state)]
    due += [end for _, end in _infusion_ends(state)]
    due += [task.done_at for task in state.delegated]
    if state.mode == "exam":
        due += [state.station_ms, state.station_ms - WARNING_MS]
    return due


def _late_people(state: EncounterState) -> list[tuple[str, int]]:
    return [
        (person.key, person.arrives)
        for person in state.case.body.people
        if person.arrives and person.key not in state.present
    ]


def _infusion_ends(state: EncounterState) -> list[tuple[str, int]]:
    return [
        (running.started.treatment, running.started.at + running.started.over_ms)
        for running in state.treatments
        if running.stopped_ms is None and running.started.over_ms
    ]


def _pass_time(record: Record, ms: int, why: str) -> None:
    state = record.state
    body, happened = step_to(state, stored_body(state), state.clock_ms + ms)
    record.add(ev.TimePassed(seq=0, at=0, ms=ms, why=why, **shown(state.case, body)))
    for change in happened:
        _body_changed(record, change)


def _body_changed(record: Record, change: BodyEvent) -> None:
    text = _BODY_TEXT[change.kind]
    if text:
        record.add(ev.BodyChanged(seq=0, at=0, what=change.kind, text=text))
    if change.kind == "death":
        record.add(ev.EncounterClosing(seq=0, at=0, reason="died"))


def _what_is_due(record: Record) -> None:
    state = record.state
    if not state.time_moves:
        return
    now = state.clock_ms
    for order in state.pending_orders:
        if order.due_at <= now:
            record.add(result_of(record.state, order))
    for task in state.delegated:
        if task.done_at <= now:
            record.add(ev.TaskDone(seq=0, at=0, task=task.seq))
            carry_out(record, task.task, task.to)
    for treatment, end in _infusion_ends(state):
        if end <= now:
            record.add(ev.TreatmentEnded(seq=0, at=0, treatment=treatment, reason="finished"))
    for who, at in [*state.arrivals, *_late_people(state)]:
        if at <= now and who not in record.state.present:
            record.add(ev.PersonArrived(seq=0, at=0, who=who))
    _station_clock(record)


def _station_clock(record: Record) -> None:
    state = record.state
    if state.mode != "exam":
        return
    if not state.warned and state.clock_ms >= state.station_ms - WARNING_MS:
        record.add(ev.TwoMinuteWarning(seq=0, at=0))
    if state.clock_ms >= state.station_ms:
        record.add(ev.EncounterClosing(seq=0, at=0, reason="time_up"))
