"""Events -> state. Folding copies what events carry; it decides nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import assert_never

from simtrainer.encounter import events as ev
from simtrainer.encounter.state import EncounterState, OpenCue, RunningTreatment
from simtrainer.errors import OurBug
from simtrainer.scenario.case import Case

CUE_TURNS = 2  # a cue must be answered within this many trainee turns


def fold(events: Iterable[ev.Event]) -> EncounterState:
    """The state after ``events``, the first of which is ``EncounterStarted``.

    Raises OurBug when they do not start an encounter or skip an ordinal.
    """
    state: EncounterState | None = None
    for event in events:
        if state is None:
            if not isinstance(event, ev.EncounterStarted):
                raise OurBug("an encounter begins with EncounterStarted")
            state = begin(event)
        else:
            state = apply(state, event)
    if state is None:
        raise OurBug("an encounter without events cannot be folded")
    return state


def begin(event: ev.EncounterStarted) -> EncounterState:
    """The state that an ``EncounterStarted`` opens."""
    return EncounterState(
        case=Case.model_validate(event.case),
        mode=event.mode,
        locale=event.locale,
        station_ms=event.station_ms,
        idle_ticks=event.idle_ticks,
        clock_ms=event.at,
        next_seq=event.seq + 1,
        moods=event.moods,
        present=event.present,
        vitals=event.vitals,
        signs=event.signs,
        physiology=event.physiology,
    )


def apply(state: EncounterState, event: ev.Event) -> EncounterState:
    """``state`` with one more event. Raises OurBug when an ordinal is skipped."""
    if event.seq != state.next_seq:
        raise OurBug(f"event {event.seq} came where {state.next_seq} was expected")
    state = replace(state, next_seq=event.seq + 1, clock_ms=event.at)
    return _apply(state, event)


def _apply(state: EncounterState, event: ev.Event) -> EncounterState:  # noqa: C901 - one case an event
    match event:
        case ev.EncounterStarted():
            raise OurBug("an encounter starts only once")
        case ev.TraineeSpoke():
            return _trainee_spoke(state, event)
        case ev.SentenceSpoken():
            return _sentence_spoken(state, event)
        case ev.BargedIn():
            return replace(state, talked_over=state.talked_over or event.words < event.of)
        case ev.TurnClosed():
            return replace(state, open_turn=None)
        case ev.MoodChanged():
            return _mood_changed(state, event)
        case ev.PersonBehaved():
            return _acted(_fired(state, event.reaction))
        case ev.CueAnswered():
            return _cue_answered(state, event)
        case ev.Prepared():
            return _acted(replace(state, prepared=state.prepared | set(event.what)))
        case ev.Examined():
            return _acted(replace(state, examined=(*state.examined, event)))
        case ev.Interpreted():
            return _acted(replace(state, interpreted=(*state.interpreted, event)))
        case ev.DocumentRead():
            return _document_read(state, event)
        case ev.TestOrdered():
            return _acted(replace(state, orders=(*state.orders, event)))
        case ev.TestResulted():
            return replace(state, results=(*state.results, event))
        case ev.TreatmentStarted():
            running = RunningTreatment(event, event.dose)
            return _acted(replace(state, treatments=(*state.treatments, running)))
        case ev.TreatmentChanged():
            return _acted(_change(state, event.treatment, dose=event.dose))
        case ev.TreatmentEnded():
            return _change(state, event.treatment, stopped_ms=event.at)
        case ev.Prescribed():
            return _acted(replace(state, prescribed=(*state.prescribed, event)))
        case ev.ProcedureDone():
            return _acted(replace(state, procedures=(*state.procedures, event)))
        case ev.Delegated():
            return _acted(replace(state, delegated=(*state.delegated, event)))
        case ev.Called():
            return _called(state, event)
        case ev.PersonArrived():
            return _arrived(state, event)
        case ev.HandedOver():
            return _acted(replace(state, handovers=(*state.handovers, event)))
        case ev.Gestured():
            return _acted(replace(state, gestures=(*state.gestures, (event.gesture, event.at))))
        case ev.NoteWritten():
            return replace(state, note=event)
        case ev.ExaminerAnswered():
            return _acted(state)
        case ev.Disposed():
            return _acted(replace(state, disposals=(*state.disposals, event)))
        case ev.HintGiven():
            hints = (*state.hints, event.item or event.text)
            return replace(state, hints=hints, last_hint_ms=event.at)
        case ev.TurnFlagged():
            return replace(state, flagged=state.flagged | {event.event})
        case ev.TimePassed():
            return _time_passed(state, event)
        case ev.BodyChanged():
            return replace(state, body_changes=(*state.body_changes, event))
        case ev.TwoMinuteWarning():
            return replace(state, warned=True)
        case ev.Paused():
            return replace(state, phase="paused")
        case ev.Resumed():
            return replace(state, phase="running")
        case ev.TaskDone():
            left = tuple(task for task in state.delegated if task.seq != event.task)
            return replace(state, delegated=left)
        case ev.EncounterClosing():
            return replace(state, phase="closing", end_reason=event.reason)
        case ev.EncounterEnded():
            return replace(state, phase="ended", end_reason=event.reason)
        case _:
            assert_never(event)


def _acted(state: EncounterState) -> EncounterState:
    return replace(state, last_spoken_ms=state.clock_ms)


def _fired(state: EncounterState, reaction: str) -> EncounterState:
    if not reaction:
        return state
    return replace(state, reactions_fired=(*state.reactions_fired, (reaction, len(state.turns))))


def _trainee_spoke(state: EncounterState, event: ev.TraineeSpoke) -> EncounterState:
    sentences = event.sentences
    waiting = [OpenCue(cue.cue, cue.event, cue.turns + 1) for cue in state.open_cues]
    return replace(
        _acted(state),
        turns=(*state.turns, event),
        topics_asked=(*state.topics_asked, *(t for s in sentences for t in s.topics)),
        facts_asked=state.facts_asked | {f for s in sentences for f in s.facts},
        messages_told=state.messages_told | {m for s in sentences for m in s.messages},
        open_cues=tuple(cue for cue in waiting if cue.turns <= CUE_TURNS),
        talked_over=False,
        open_turn=event.seq,
    )


def _sentence_spoken(state: EncounterState, event: ev.SentenceSpoken) -> EncounterState:
    state = _fired(_acted(state), event.reaction)
    cues = state.open_cues
    given = state.cues_given
    if event.cue:
        cues = (*(c for c in cues if c.cue != event.cue), OpenCue(event.cue, event.seq))
        given = (*given, event.cue)
    told = {state.case.fact(f).topic for f in event.facts if state.case.has_fact(f)}
    return replace(
        state,
        spoken=(*state.spoken, event),
        facts_told=state.facts_told | set(event.facts),
        topics_told=state.topics_told | (told - {""}),
        open_cues=cues,
        cues_given=given,
    )


def _mood_changed(state: EncounterState, event: ev.MoodChanged) -> EncounterState:
    state = replace(state, moods={**state.moods, event.who: event.mood})
    for reaction in event.because:
        if reaction.startswith("reaction:"):
            state = _fired(state, reaction.removeprefix("reaction:"))
    return state


def _cue_answered(state: EncounterState, event: ev.CueAnswered) -> EncounterState:
    return replace(
        state,
        open_cues=tuple(c for c in state.open_cues if c.cue != event.cue),
        cues_answered=(*state.cues_answered, event),
    )


def _document_read(state: EncounterState, event: ev.DocumentRead) -> EncounterState:
    return replace(_acted(state), documents_read=(*state.documents_read, event.document))


def _change(
    state: EncounterState,
    treatment: str,
    dose: float | None = None,
    stopped_ms: int | None = None,
) -> EncounterState:
    def changed(running: RunningTreatment) -> RunningTreatment:
        if running.started.treatment != treatment:
            return running
        return replace(
            running,
            dose=running.dose if dose is None else dose,
            stopped_ms=running.stopped_ms if stopped_ms is None else stopped_ms,
        )

    return replace(state, treatments=tuple(changed(t) for t in state.treatments))


def _called(state: EncounterState, event: ev.Called) -> EncounterState:
    arrivals = state.arrivals
    if event.arrives_at is not None:
        arrivals = (*arrivals, (event.target, event.arrives_at))
    return replace(_acted(state), called=(*state.called, event.target), arrivals=arrivals)


def _arrived(state: EncounterState, event: ev.PersonArrived) -> EncounterState:
    return replace(
        state,
        present=(*state.present, event.who),
        arrivals=tuple(a for a in state.arrivals if a[0] != event.who),
    )


def _time_passed(state: EncounterState, event: ev.TimePassed) -> EncounterState:
    return replace(
        state,
        vitals=event.vitals,
        signs=event.signs,
        physiology={**state.physiology, **event.physiology},
    )
