"""What is said between the program and the audio child.

Sound is always PCM: signed 16-bit little-endian, one channel. What is captured has 16,000 samples
a second; what is played says its own rate.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from simtrainer.engines.frames import Message

CAPTURE_RATE = 16_000  # samples a second, what recognisers take
CHUNK_MS = 40  # of captured sound in a message
MAX_SOUND_S = 90  # of one sentence

Problem = Literal[
    "no_output",  # no device to play on
    "no_input",  # no microphone
    "output_lost",  # the device went away or reported an error in mid-sound
    "output_stuck",  # it takes no more sound
    "input_lost",
    "microphone_denied",  # the system does not let us listen
    "microphone_silent",  # nothing but zeros: denied, muted or unplugged
    "library",  # the audio library cannot be loaded
]


# --- to the child


class Choose(Message):
    """Which devices to use, by id; an empty id is the system's default."""

    kind: Literal["choose"] = "choose"
    output: str = ""
    input: str = ""


class Play(Message):
    """Play after what is queued already. ``from_ms`` skips what was heard before a restart."""

    kind: Literal["play"] = "play"
    id: int
    pcm: bytes
    rate: int = Field(ge=4_000, le=192_000)
    from_ms: int = Field(0, ge=0)


class StopPlaying(Message):
    """Be silent at once and forget what is queued; answered by ``Stopped``."""

    kind: Literal["stop_playing"] = "stop_playing"


class Listen(Message):
    kind: Literal["listen"] = "listen"
    on: bool


AudioAsk = Annotated[Choose | Play | StopPlaying | Listen, Field(discriminator="kind")]
ASKS: TypeAdapter[Choose | Play | StopPlaying | Listen] = TypeAdapter(AudioAsk)


# --- from the child


class Device(Message):
    id: str
    name: str
    default: bool = False


class Devices(Message):
    """What is plugged in; sent at the start and after every change."""

    kind: Literal["devices"] = "devices"
    outputs: tuple[Device, ...] = ()
    inputs: tuple[Device, ...] = ()


class Started(Message):
    """The first sample of this sound is being heard."""

    kind: Literal["started"] = "started"
    id: int


class Level(Message):
    """How loud it is now, 0 to 1, and how much of this sound was heard. About 25 a second."""

    kind: Literal["level"] = "level"
    id: int
    value: float = Field(ge=0, le=1)
    ms: int


class Finished(Message):
    kind: Literal["finished"] = "finished"
    id: int


class Stopped(Message):
    """Answers ``StopPlaying``: what was playing, or None, and how much of it was heard."""

    kind: Literal["stopped"] = "stopped"
    id: int | None = None
    ms: int = 0


class Captured(Message):
    """The next ``CHUNK_MS`` from the microphone; ``level`` 0 to 1."""

    kind: Literal["captured"] = "captured"
    pcm: bytes
    level: float


class Trouble(Message):
    """Something does not work; ``detail`` is for a log, in whatever words the system has."""

    kind: Literal["trouble"] = "trouble"
    problem: Problem
    detail: str = ""


class Beat(Message):
    """The event loop is alive; four a second."""

    kind: Literal["beat"] = "beat"


AudioAnswer = Annotated[
    Devices | Started | Level | Finished | Stopped | Captured | Trouble | Beat,
    Field(discriminator="kind"),
]
Answer = Devices | Started | Level | Finished | Stopped | Captured | Trouble | Beat
ANSWERS: TypeAdapter[Answer] = TypeAdapter(AudioAnswer)
BEAT_S = 0.25
