"""(state, action) -> events, or a refusal with its reason; answers of people come elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from simtrainer.encounter import actions as ac
from simtrainer.encounter import events as ev
from simtrainer.encounter import orders
from simtrainer.encounter.advance import TRAINEE_WPM, advance, speaking_ms
from simtrainer.encounter.hints import offered_hint
from simtrainer.encounter.record import Record
from simtrainer.encounter.state import EncounterState
from simtrainer.language.understanding import SentenceUnderstood

MAX_WAIT_MS = 60 * 60_000
WHILE_CLOSING = (
    ac.WriteNote,
    ac.Handover,
    ac.Dispose,
    ac.AnswerExaminer,
    ac.Flag,
    ac.Interpret,
    ac.End,
    ac.Stop,
)


@dataclass(frozen=True)
class Refusal:
    """Why an action cannot be done now, in words for the trainee."""

    reason: str


def decide(record: Record, action: ac.Action, heard: Heard | None = None) -> Refusal | None:
    """Add what ``action`` brings to ``record``, or say why it cannot be done and add nothing.

    ``heard`` is what language made of a ``Say``; it is required for that action alone.
    """
    refusal = _not_now(record.state, action)
    return refusal if refusal else _decide(record, action, heard)


@dataclass(frozen=True)
class Heard:
    """An utterance understood, and the version of what understood it."""

    sentences: tuple[SentenceUnderstood, ...]
    by: str


def _not_now(state: EncounterState, action: ac.Action) -> Refusal | None:
    if state.phase == "ended":
        return Refusal("This encounter is over. Open its debrief, or start a new one.")
    if state.phase == "closing" and not isinstance(action, WHILE_CLOSING):
        return Refusal("The time with the patient is over. Write your note, then hand in.")
    resumes = isinstance(action, ac.Resume | ac.End | ac.Finish | ac.Stop | ac.Flag)
    if state.phase == "paused" and not resumes:
        return Refusal("The encounter is paused. Resume it first.")
    return None


def _decide(record: Record, action: ac.Action, heard: Heard | None) -> Refusal | None:
    match action:
        case ac.Say():
            return _say(record, action, heard)
        case ac.Wait():
            return _wait(record, action)
        case ac.Tick():
            return _tick(record, action)
        case ac.Pause():
            return _pause(record)
        case ac.Resume():
            return _resume(record)
        case ac.Finish():
            record.add(ev.EncounterClosing(seq=0, at=0, reason="ended"))
            return None
        case ac.End() | ac.Stop():
            return None  # the session seals: only it has all the lines
        case _:
            reason = orders.act(record, action)
            return Refusal(reason) if reason else None


def _say(record: Record, action: ac.Say, heard: Heard | None) -> Refusal | None:
    state = record.state
    if action.to not in state.present:
        return Refusal(f"{_name(state, action.to)} is not here.")
    words = len(action.text.split())
    record.add(
        ev.TraineeSpoke(
            seq=0,
            at=0,
            actor=action.actor,
            to=action.to,
            text=action.text,
            source=action.source,
            sentences=heard.sentences if heard else (),
            words=words,
            by=heard.by if heard else "",
            speech=action.speech,
        )
    )
    advance(record, speaking_ms(words, TRAINEE_WPM), "the trainee spoke")
    return None


def _name(state: EncounterState, key: str) -> str:
    for person in state.case.body.people:
        if person.key == key:
            return person.spoken_name
    return "That person"


def _wait(record: Record, action: ac.Wait) -> Refusal | None:
    if action.until_result:
        due = [order.due_at for order in record.state.pending_orders]
        if not due:
            return Refusal("No result is on its way. Say how long to wait instead.")
        ms = min(min(due) - record.state.clock_ms, MAX_WAIT_MS)
    else:
        ms = round(action.minutes * 60_000)
    if ms <= 0:
        return Refusal("Say how many minutes to wait.")
    advance(record, ms, "the trainee waited")
    return None


def _tick(record: Record, action: ac.Tick) -> Refusal | None:
    if not record.state.idle_ticks:
        return Refusal("The clock only moves when you act in this encounter.")
    advance(record, action.seconds * 1000, "idle")
    hint = offered_hint(record.state) if record.state.time_moves else None
    if hint is not None:
        record.add(ev.HintGiven(seq=0, at=0, text=hint.text, item=hint.item))
    return None


def _pause(record: Record) -> Refusal | None:
    if record.state.mode == "exam":
        return Refusal("An exam cannot be paused.")
    record.add(ev.Paused(seq=0, at=0))
    return None


def _resume(record: Record) -> Refusal | None:
    if record.state.phase != "paused":
        return Refusal("The encounter is not paused.")
    record.add(ev.Resumed(seq=0, at=0))
    return None
