"""What the trainee asks for, imperative. A closed union; ``kind`` tells them apart."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, TypeAdapter

from simtrainer.scenario.base import Frozen
from simtrainer.scenario.words import Disposition, Gesture, Preparation

MAX_UTTERANCE = 4_000

Actor = Literal["trainee", "examiner"]
Source = Literal["typed", "speech", "scripted", "llm", "human"]


class _Action(Frozen):
    actor: Actor = "trainee"


class HeardWord(Frozen):
    """A word as a recogniser heard it; ``confidence`` 0 to 1."""

    text: str = Field(max_length=100)
    confidence: float = Field(ge=0, le=1)


class Speech(Frozen):
    """How something was said aloud: for measures of pace, and for what a mark may rest on.

    Times are wall time in ms. ``unsure``: the recogniser doubted it, and the trainee has neither
    corrected nor confirmed it (``edited``).
    """

    recogniser: str
    words: tuple[HeardWord, ...] = Field(default=(), max_length=3000)
    unsure: bool = False
    edited: bool = False
    talk_ms: int = Field(0, ge=0)  # from the first sound of the voice to the last
    pause_ms: int = Field(0, ge=0)  # silent within that
    longest_pause_ms: int = Field(0, ge=0)
    delay_ms: int = Field(0, ge=0)  # from the end of the person's last words to the first sound
    overlap_ms: int = Field(0, ge=0)  # both talked


class Say(_Action):
    kind: Literal["say"] = "say"
    text: str = Field(min_length=1, max_length=MAX_UTTERANCE)
    to: str = "patient"
    source: Source = "typed"
    speech: Speech | None = None


class BargeIn(_Action):
    """The trainee talks while a person's voice is heard, and the voice stops.

    ``sentence`` is the ``seq`` of what was being spoken, ``heard`` how much of it, 0 to 1.
    """

    kind: Literal["barge_in"] = "barge_in"
    sentence: int = Field(ge=0)
    heard: float = Field(ge=0, le=1)


class Prepare(_Action):
    kind: Literal["prepare"] = "prepare"
    what: tuple[Preparation, ...] = Field(min_length=1)


class Examine(_Action):
    kind: Literal["examine"] = "examine"
    manoeuvre: str


class Interpret(_Action):
    kind: Literal["interpret"] = "interpret"
    of: str
    text: str = Field(min_length=1, max_length=2_000)


class ReadDocument(_Action):
    kind: Literal["read_document"] = "read_document"
    document: str


class OrderTest(_Action):
    kind: Literal["order_test"] = "order_test"
    test: str


class Give(_Action):
    """Give a drug, fluid or oxygen now. ``over_minutes`` 0 is a bolus; None the catalogue's."""

    kind: Literal["give"] = "give"
    drug: str
    dose: float = Field(gt=0, le=1_000_000)
    unit: str
    route: str
    over_minutes: float | None = Field(None, ge=0, le=1_440)


class StopTreatment(_Action):
    """Stop something that is running. ``treatment`` is its id."""

    kind: Literal["stop_treatment"] = "stop_treatment"
    treatment: str


class ChangeTreatment(_Action):
    kind: Literal["change_treatment"] = "change_treatment"
    treatment: str
    dose: float = Field(gt=0, le=1_000_000)


class Prescribe(_Action):
    kind: Literal["prescribe"] = "prescribe"
    drug: str
    text: str = Field("", max_length=500)


class Procedure(_Action):
    kind: Literal["procedure"] = "procedure"
    procedure: str


class Delegate(_Action):
    """Ask someone present to do an action; it runs in parallel with the trainee's own."""

    kind: Literal["delegate"] = "delegate"
    to: str
    task: Examine | OrderTest | Give | Procedure


class Call(_Action):
    kind: Literal["call"] = "call"
    target: str
    text: str = Field("", max_length=MAX_UTTERANCE)


class Handover(_Action):
    kind: Literal["handover"] = "handover"
    to: str = "senior"
    text: str = Field(min_length=1, max_length=MAX_UTTERANCE)


class MakeGesture(_Action):
    kind: Literal["gesture"] = "gesture"
    gesture: Gesture
    to: str = "patient"


class Wait(_Action):
    """Let case time pass: ``minutes``, or until the next result (at most 60 minutes)."""

    kind: Literal["wait"] = "wait"
    minutes: float = Field(0, ge=0, le=240)
    until_result: bool = False


class WriteNote(_Action):
    kind: Literal["write_note"] = "write_note"
    text: str = Field("", max_length=20_000)
    diagnosis: str = Field("", max_length=500)
    differential: tuple[str, ...] = ()
    plan: str = Field("", max_length=4_000)


class AnswerExaminer(_Action):
    kind: Literal["answer_examiner"] = "answer_examiner"
    question: str
    text: str = Field(min_length=1, max_length=4_000)


class Dispose(_Action):
    kind: Literal["dispose"] = "dispose"
    disposition: Disposition
    to: str = Field("", max_length=200)


class AskHint(_Action):
    kind: Literal["ask_hint"] = "ask_hint"


class Flag(_Action):
    """The trainee says that we misunderstood a turn (``event`` is its ordinal)."""

    kind: Literal["flag"] = "flag"
    event: int = Field(ge=0)
    text: str = Field("", max_length=500)


class Pause(_Action):
    kind: Literal["pause"] = "pause"


class Resume(_Action):
    kind: Literal["resume"] = "resume"


class Tick(_Action):
    """A few idle seconds: nobody spoke or typed."""

    kind: Literal["tick"] = "tick"
    seconds: int = Field(5, ge=1, le=30)


class Finish(_Action):
    """Leave the patient and go on to the note; the clock stops, the encounter is not sealed yet."""

    kind: Literal["finish"] = "finish"


class End(_Action):
    """Hand in: seal the encounter."""

    kind: Literal["end"] = "end"


class Stop(_Action):
    """Leave without a mark."""

    kind: Literal["stop"] = "stop"


Action = Annotated[
    Say
    | BargeIn
    | Prepare
    | Examine
    | Interpret
    | ReadDocument
    | OrderTest
    | Give
    | StopTreatment
    | ChangeTreatment
    | Prescribe
    | Procedure
    | Delegate
    | Call
    | Handover
    | MakeGesture
    | Wait
    | WriteNote
    | AnswerExaminer
    | Dispose
    | AskHint
    | Flag
    | Pause
    | Resume
    | Tick
    | Finish
    | End
    | Stop,
    Field(discriminator="kind"),
]
ACTION: TypeAdapter[Action] = TypeAdapter(Action, config=ConfigDict(defer_build=True))
