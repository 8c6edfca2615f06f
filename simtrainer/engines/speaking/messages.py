"""What is said between the program and the synthesiser child. PCM as in ``audio.messages``."""

from __future__ import annotations

from typing import Annotated, Literal, Protocol

from pydantic import Field, TypeAdapter

from simtrainer.engines.frames import Message

MAX_CHARACTERS = 600  # of one sentence; nobody says more in one breath


class VoiceWish(Message):
    """Whom the voice should suit. ``key`` tells people of the same age and sex apart."""

    language: str = "en-GB"
    sex: Literal["male", "female"] = "female"
    age: float = 40
    key: str = ""


class Delivery(Message):
    """How one sentence is said."""

    voice: VoiceWish = VoiceWish()
    rate: int = Field(150, ge=60, le=320, description="words a minute")
    pitch: float = Field(0.0, ge=-1, le=1, description="0 is the voice's own; 1 about a fifth up")
    volume: float = Field(1.0, ge=0, le=1)
    breath_ms: int = Field(300, ge=0, le=3000, description="silence for each '...' in the text")
    pause_ms: int = Field(180, ge=0, le=3000, description="silence after the sentence")
    call: bool = Field(False, description="with the sound of a telephone or video call")


class VoiceInfo(Message):
    """One voice that is installed. Empty or 0 where the engine does not say."""

    id: str
    name: str = ""
    languages: tuple[str, ...] = ()
    gender: Literal["male", "female", ""] = ""
    age: float = 0


# --- to the child


class Speak(Message):
    kind: Literal["speak"] = "speak"
    id: int
    text: str = Field(max_length=MAX_CHARACTERS)
    delivery: Delivery


SpeakAsk = Speak
ASKS: TypeAdapter[Speak] = TypeAdapter(Speak)


# --- from the child


class Ready(Message):
    """It can speak, with these voices."""

    kind: Literal["ready"] = "ready"
    engine: str
    voices: tuple[VoiceInfo, ...] = ()


class Unable(Message):
    """It cannot speak at all on this computer; ``detail`` is for a log."""

    kind: Literal["unable"] = "unable"
    detail: str


class Made(Message):
    """The sound of one sentence.

    ``marks``: pairs of (characters said by then, ms), rising, the last one the end of the speech;
    the silence after it is part of ``pcm``.
    """

    kind: Literal["made"] = "made"
    id: int
    pcm: bytes
    rate: int
    marks: tuple[tuple[int, int], ...]


class NotMade(Message):
    """This sentence came out as nothing that can be played."""

    kind: Literal["not_made"] = "not_made"
    id: int
    detail: str


Answer = Ready | Unable | Made | NotMade
ANSWERS: TypeAdapter[Answer] = TypeAdapter(Annotated[Answer, Field(discriminator="kind")])


class SpeechSynthesiser(Protocol):
    """What a backend in the child can do. One utterance a call.

    Raises:
        CannotSpeak: this text gave no sound.
    """

    def voices(self) -> tuple[VoiceInfo, ...]: ...
    def make(self, text: str, delivery: Delivery) -> tuple[bytes, int]:
        """PCM of ``text`` without pauses, and its rate."""
        ...


class CannotSpeak(Exception):
    """A synthesiser gave no sound, or cannot be used at all; ``str()`` says why."""
