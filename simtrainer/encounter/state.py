"""The state of an encounter: what folding its events gives. Immutable; copied, never changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from simtrainer.encounter.events import (
    BodyChanged,
    CueAnswered,
    Delegated,
    Disposed,
    Examined,
    HandedOver,
    Interpreted,
    NoteWritten,
    Prescribed,
    ProcedureDone,
    SentenceSpoken,
    TestOrdered,
    TestResulted,
    TraineeSpoke,
    TreatmentStarted,
)
from simtrainer.scenario.case import Case
from simtrainer.scenario.words import Gesture, Locale, Mode, Preparation

Phase = Literal["running", "paused", "closing", "ended"]


@dataclass(frozen=True)
class RunningTreatment:
    """A treatment and what became of it. ``stopped_ms`` is None while it runs or acts."""

    started: TreatmentStarted
    dose: float
    stopped_ms: int | None = None


@dataclass(frozen=True)
class OpenCue:
    """A cue that nobody answered yet; ``turns`` trainee turns have passed since."""

    cue: str
    event: int
    turns: int = 0


@dataclass(frozen=True)
class EncounterState:
    """Everything that is true now. Tuples are in the order things happened."""

    case: Case
    mode: Mode
    locale: Locale
    station_ms: int
    idle_ticks: bool
    clock_ms: int
    next_seq: int
    moods: Mapping[str, Mapping[str, float]]
    present: tuple[str, ...]
    vitals: Mapping[str, int | float | str]
    signs: Mapping[str, int | float | str]
    physiology: Mapping[str, Any]
    phase: Phase = "running"
    end_reason: str = ""
    turns: tuple[TraineeSpoke, ...] = ()
    spoken: tuple[SentenceSpoken, ...] = ()
    facts_told: frozenset[str] = frozenset()
    facts_asked: frozenset[str] = frozenset()
    topics_asked: tuple[str, ...] = ()
    topics_told: frozenset[str] = frozenset()
    messages_told: frozenset[str] = frozenset()
    open_cues: tuple[OpenCue, ...] = ()
    cues_given: tuple[str, ...] = ()
    cues_answered: tuple[CueAnswered, ...] = ()
    reactions_fired: tuple[tuple[str, int], ...] = ()  # (reaction id, number of turns then)
    prepared: frozenset[Preparation] = frozenset()
    examined: tuple[Examined, ...] = ()
    orders: tuple[TestOrdered, ...] = ()
    results: tuple[TestResulted, ...] = ()
    treatments: tuple[RunningTreatment, ...] = ()
    delegated: tuple[Delegated, ...] = ()  # tasks still under way
    arrivals: tuple[tuple[str, int], ...] = ()  # (person key, case time due)
    called: tuple[str, ...] = ()
    gestures: tuple[tuple[Gesture, int], ...] = ()
    documents_read: tuple[str, ...] = ()
    interpreted: tuple[Interpreted, ...] = ()
    prescribed: tuple[Prescribed, ...] = ()
    procedures: tuple[ProcedureDone, ...] = ()
    handovers: tuple[HandedOver, ...] = ()
    body_changes: tuple[BodyChanged, ...] = ()
    note: NoteWritten | None = None
    disposals: tuple[Disposed, ...] = ()
    hints: tuple[str, ...] = ()
    last_hint_ms: int = 0
    flagged: frozenset[int] = frozenset()
    last_spoken_ms: int = 0  # when anyone last spoke or did something
    talked_over: bool = False  # since the last turn, the trainee cut somebody short
    open_turn: int | None = None  # seq of a trainee turn not yet closed
    warned: bool = False

    @property
    def pending_orders(self) -> tuple[TestOrdered, ...]:
        """Orders whose result is not back."""
        back = {result.order for result in self.results}
        return tuple(order for order in self.orders if order.order not in back)

    @property
    def last_turn(self) -> TraineeSpoke | None:
        return self.turns[-1] if self.turns else None

    @property
    def time_moves(self) -> bool:
        """Whether the trainee is with the patient and case time can pass."""
        return self.phase == "running"

    @property
    def over(self) -> bool:
        return self.phase == "ended"
