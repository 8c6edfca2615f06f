"""What happened, past tense, frozen and versioned. A closed union; ``kind`` tells them apart.

Every event has ``seq`` (its ordinal, from 0) and ``at`` (case time in ms). Events carry what was
decided, so that folding copies and scoring reads nothing else. Wall time is never in an event:
the same run is the same bytes.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, TypeAdapter

from simtrainer.encounter.actions import Actor, Source, Speech
from simtrainer.language.understanding import SentenceUnderstood
from simtrainer.scenario.base import Frozen, canonical_json
from simtrainer.scenario.words import (
    Behaviour,
    Disposition,
    Gesture,
    Locale,
    Mode,
    Preparation,
)

Basis = Literal[
    "case",  # told or denied by the author
    "defaulted",  # nobody wrote it: a harmless default was used, and this records it
    "not_known",  # the person does not know
    "withheld",  # known, but not told yet
    "deflected",  # a sensitive topic nobody wrote about
    "misunderstood",  # we did not understand; never the trainee's fault
    "social",  # greeting, thanks, small talk
    "reaction",  # a reaction, cue or initiative
]


class _Event(Frozen):
    v: int = 1
    seq: int = Field(ge=0)
    at: int = Field(ge=0)


class EncounterStarted(_Event):
    """Freezes the whole concrete case and everything that decides."""

    kind: Literal["encounter_started"] = "encounter_started"
    case: dict[str, Any]
    case_hash: str
    mode: Mode
    locale: Locale
    versions: dict[str, str]
    input_channel: Literal["typed", "speech"] = "typed"
    station_ms: int
    accommodations: dict[str, float] = Field(default_factory=dict)
    idle_ticks: bool = True
    moods: dict[str, dict[str, float]]
    present: tuple[str, ...]
    vitals: dict[str, int | float | str]
    signs: dict[str, int | float | str]
    physiology: dict[str, Any]


class TraineeSpoke(_Event):
    kind: Literal["trainee_spoke"] = "trainee_spoke"
    actor: Actor = "trainee"
    to: str
    text: str
    source: Source
    sentences: tuple[SentenceUnderstood, ...]
    words: int
    by: str  # version of what understood it
    speech: Speech | None = None  # how it was said, where it was said aloud


class Wording(Frozen):
    """How a language model came to a sentence. Times are wall time in ms, from the request."""

    model: str  # SHA-256 of its file
    prompt: str  # version of the prompt
    seed: int
    attempt: int = 1
    tokens: int = 0  # generated for this sentence
    ms: int = 0  # when the sentence was whole


class SentenceSpoken(_Event):
    """One checked sentence of a person: the stored unit of talk."""

    kind: Literal["sentence_spoken"] = "sentence_spoken"
    who: str
    text: str
    turn: int | None = None  # seq of the TraineeSpoke it answers; None for initiative
    facts: tuple[str, ...] = ()  # facts told by this sentence
    topics: tuple[str, ...] = ()
    basis: Basis = "case"
    cue: str = ""  # the cue that this sentence carries
    behaviour: Behaviour | None = None
    reaction: str = ""
    source: Source = "scripted"
    reason: str = ""  # why another source stepped in
    by: str = ""  # version of what worded it
    wording: Wording | None = None  # of a language model


class BargedIn(_Event):
    """The trainee talked over a person; ``words`` of the sentence's ``of`` had been heard."""

    kind: Literal["barged_in"] = "barged_in"
    who: str
    sentence: int  # seq of the SentenceSpoken
    words: int
    of: int


class TurnClosed(_Event):
    """``interrupted``: the program ended in mid-turn. ``barged_in``: the trainee talked on.
    ``engine_lost``: the scripted voice completed what the language model had begun."""

    kind: Literal["turn_closed"] = "turn_closed"
    turn: int
    reason: Literal["finished", "interrupted", "barged_in", "engine_lost"] = "finished"


class MoodChanged(_Event):
    kind: Literal["mood_changed"] = "mood_changed"
    who: str
    mood: dict[str, float]  # whole mood afterwards
    because: tuple[str, ...]


class PersonBehaved(_Event):
    """What one sees a person do, without words."""

    kind: Literal["person_behaved"] = "person_behaved"
    who: str
    behaviour: Behaviour
    text: str
    ms: int = 0
    reaction: str = ""


class CueAnswered(_Event):
    """The first fitting response to a cue, within two trainee turns of it."""

    kind: Literal["cue_answered"] = "cue_answered"
    cue: str
    cue_event: int
    turn: int


class Prepared(_Event):
    kind: Literal["prepared"] = "prepared"
    actor: Actor = "trainee"
    what: tuple[Preparation, ...]


class Examined(_Event):
    kind: Literal["examined"] = "examined"
    actor: str = "trainee"
    manoeuvre: str
    name: str
    finding: str
    values: dict[str, int | float | str] = Field(default_factory=dict)  # vitals that were measured
    sound: str = ""
    picture: str = ""
    painful: bool = False
    defaulted: bool = False
    consented: bool = False
    chaperoned: bool = False


class Interpreted(_Event):
    kind: Literal["interpreted"] = "interpreted"
    of: str
    text: str


class DocumentRead(_Event):
    kind: Literal["document_read"] = "document_read"
    document: str
    title: str
    text: str
    ecg: str = ""
    facts: tuple[str, ...] = ()


class TestOrdered(_Event):
    __test__ = False  # not a test, whatever pytest thinks of the name
    kind: Literal["test_ordered"] = "test_ordered"
    actor: str = "trainee"
    order: str  # id of this order
    test: str
    name: str
    due_at: int
    cost: int = 1


class ResultLine(Frozen):
    """One line of a result: as text in the encounter's units, and as a number where it is one."""

    id: str
    name: str
    value: float | str
    text: str
    unit: str = ""
    usual: str = ""
    flag: Literal["", "low", "high", "critical_low", "critical_high", "abnormal"] = ""
    defaulted: bool = False


class TestResulted(_Event):
    __test__ = False
    kind: Literal["test_resulted"] = "test_resulted"
    order: str
    test: str
    name: str
    taken_at: int
    lines: tuple[ResultLine, ...] = ()
    report: str = ""
    ecg: str = ""  # preset; drawn with ``ecg_rate``
    ecg_rate: int = 0
    ecg_rhythm: str = "sinus"
    picture: str = ""
    defaulted: bool = False


class TreatmentStarted(_Event):
    kind: Literal["treatment_started"] = "treatment_started"
    actor: str = "trainee"
    treatment: str  # id of this treatment
    drug: str
    name: str
    drug_class: str
    dose: float
    unit: str
    route: str
    over_ms: int | None  # None runs until stopped; 0 is a bolus
    effect: str
    warnings: tuple[str, ...] = ()
    harm: str = ""


class TreatmentChanged(_Event):
    kind: Literal["treatment_changed"] = "treatment_changed"
    treatment: str
    dose: float


class TreatmentEnded(_Event):
    kind: Literal["treatment_ended"] = "treatment_ended"
    treatment: str
    reason: Literal["finished", "stopped", "changed"]


class Prescribed(_Event):
    kind: Literal["prescribed"] = "prescribed"
    drug: str
    name: str
    drug_class: str
    text: str
    warnings: tuple[str, ...] = ()


class ProcedureDone(_Event):
    kind: Literal["procedure_done"] = "procedure_done"
    actor: str = "trainee"
    procedure: str
    name: str
    text: str = ""
    consented: bool = False


class Delegated(_Event):
    kind: Literal["delegated"] = "delegated"
    to: str
    what: str
    done_at: int
    task: dict[str, Any]


class Called(_Event):
    kind: Literal["called"] = "called"
    target: str
    name: str
    text: str
    answer: str
    arrives_at: int | None = None


class PersonArrived(_Event):
    kind: Literal["person_arrived"] = "person_arrived"
    who: str


class HandedOver(_Event):
    kind: Literal["handed_over"] = "handed_over"
    to: str
    text: str


class Gestured(_Event):
    kind: Literal["gestured"] = "gestured"
    gesture: Gesture
    to: str


class NoteWritten(_Event):
    kind: Literal["note_written"] = "note_written"
    text: str
    diagnosis: str
    differential: tuple[str, ...]
    plan: str


class ExaminerAnswered(_Event):
    kind: Literal["examiner_answered"] = "examiner_answered"
    question: str
    text: str


class Disposed(_Event):
    kind: Literal["disposed"] = "disposed"
    disposition: Disposition
    to: str


class HintGiven(_Event):
    kind: Literal["hint_given"] = "hint_given"
    text: str
    item: str = ""


class TurnFlagged(_Event):
    kind: Literal["turn_flagged"] = "turn_flagged"
    event: int
    text: str


class TimePassed(_Event):
    """Case time moved by ``ms`` up to ``at``; the body afterwards, whole."""

    kind: Literal["time_passed"] = "time_passed"
    ms: int = Field(gt=0)
    why: str
    vitals: dict[str, int | float | str]
    signs: dict[str, int | float | str]
    physiology: dict[str, Any]


class BodyChanged(_Event):
    """Something sudden: an arrest, a return of circulation, a collapse, a death."""

    kind: Literal["body_changed"] = "body_changed"
    what: str
    text: str


class TwoMinuteWarning(_Event):
    kind: Literal["two_minute_warning"] = "two_minute_warning"


class Paused(_Event):
    kind: Literal["paused"] = "paused"


class Resumed(_Event):
    kind: Literal["resumed"] = "resumed"


class EncounterClosing(_Event):
    """The time with the patient is over; what is left is the note."""

    kind: Literal["encounter_closing"] = "encounter_closing"
    reason: Literal["ended", "time_up", "died"]


class TaskDone(_Event):
    """A delegated task is finished; what it brought comes in the events after this one."""

    kind: Literal["task_done"] = "task_done"
    task: int  # seq of the Delegated event


class EncounterEnded(_Event):
    """The last event. ``seal`` is SHA-256 over all earlier lines, one canonical JSON a line."""

    kind: Literal["encounter_ended"] = "encounter_ended"
    reason: Literal["ended", "time_up", "stopped", "died"]
    seal: str


Event = Annotated[
    EncounterStarted
    | TraineeSpoke
    | SentenceSpoken
    | BargedIn
    | TurnClosed
    | MoodChanged
    | PersonBehaved
    | CueAnswered
    | Prepared
    | Examined
    | Interpreted
    | DocumentRead
    | TestOrdered
    | TestResulted
    | TreatmentStarted
    | TreatmentChanged
    | TreatmentEnded
    | Prescribed
    | ProcedureDone
    | Delegated
    | Called
    | PersonArrived
    | HandedOver
    | Gestured
    | NoteWritten
    | ExaminerAnswered
    | Disposed
    | HintGiven
    | TurnFlagged
    | TimePassed
    | BodyChanged
    | TwoMinuteWarning
    | Paused
    | Resumed
    | TaskDone
    | EncounterClosing
    | EncounterEnded,
    Field(discriminator="kind"),
]
EVENT: TypeAdapter[Event] = TypeAdapter(Event, config=ConfigDict(defer_build=True))


def to_line(event: Event) -> str:
    """The event as one line of canonical JSON, without a newline."""
    return canonical_json(event.model_dump(mode="json"))
