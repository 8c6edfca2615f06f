"""What is said between the program and a recogniser child.

Sound is PCM: signed 16-bit little-endian, one channel, 16,000 samples a second, in chunks of any
length. Times are ms of sound since the listening began, never wall time.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from simtrainer.engines.frames import Message

RATE = 16_000  # samples a second
BYTES_PER_MS = 2 * RATE // 1000
MAX_UTTERANCE_S = 60  # a longer one is taken in pieces
END_SILENCE_MS = 900  # of silence that end what is said in hands-free mode

Mode = Literal[
    "hold",  # one utterance, from the press of a key to its release
    "hands_free",  # utterances one after another; each ends with a silence
]


class Expectation(Message):
    """What is likely to be said, so that it is recognised: our examples, and this case's words."""

    sentences: tuple[str, ...] = ()
    here: tuple[str, ...] = ()  # sentences that belong to this case
    words: tuple[str, ...] = ()  # single words that may be said here


# --- to the child


class Prepare(Message):
    """Load, or load anew. Answered by ``Ready`` or ``Unable``. ``model``: a folder; "" is none."""

    kind: Literal["prepare"] = "prepare"
    model: str = ""
    expectation: Expectation = Expectation()


class Begin(Message):
    """Listen, and forget what went before."""

    kind: Literal["begin"] = "begin"
    mode: Mode
    end_silence_ms: int = Field(END_SILENCE_MS, ge=300, le=5000)


class Sound(Message):
    kind: Literal["sound"] = "sound"
    pcm: bytes


class End(Message):
    """The key was released, or nobody listens any more: what is still open becomes final."""

    kind: Literal["end"] = "end"


class Cancel(Message):
    """Forget what was heard."""

    kind: Literal["cancel"] = "cancel"


Ask = Prepare | Begin | Sound | End | Cancel
ASKS: TypeAdapter[Ask] = TypeAdapter(Annotated[Ask, Field(discriminator="kind")])


# --- from the child


class Ready(Message):
    """It can listen. ``stopgap``: better than nothing, and something better is to be had."""

    kind: Literal["ready"] = "ready"
    engine: str
    stopgap: bool = False


class Unable(Message):
    """It cannot listen on this computer; ``detail`` is for a log."""

    kind: Literal["unable"] = "unable"
    detail: str


class VoiceHeard(Message):
    """Somebody began to talk at ``at_ms``: time for the patient to stop talking."""

    kind: Literal["voice_heard"] = "voice_heard"
    at_ms: int


class Partial(Message):
    """A caption of what is being said; it may still change."""

    kind: Literal["partial"] = "partial"
    text: str


class Word(Message):
    text: str
    confidence: float = Field(ge=0, le=1)
    start_ms: int
    end_ms: int


class Final(Message):
    """What was said, as far as it was understood; an empty text where nothing was.

    ``unsure``: let the trainee look at it before it counts. ``talk_ms`` runs from the first sound
    of the voice to the last, ``pause_ms`` of it were silent.
    """

    kind: Literal["final"] = "final"
    text: str = ""
    words: tuple[Word, ...] = ()
    confidence: float = Field(0.0, ge=0, le=1)
    unsure: bool = True
    start_ms: int = 0
    talk_ms: int = 0
    pause_ms: int = 0
    longest_pause_ms: int = 0
    engine: str = ""


class Followed(Message):
    """It has worked through the sound up to here."""

    kind: Literal["followed"] = "followed"
    ms: int


class Ended(Message):
    """The answer to ``End``, after the last ``Final``."""

    kind: Literal["ended"] = "ended"


Answer = Ready | Unable | VoiceHeard | Partial | Final | Followed | Ended
ANSWERS: TypeAdapter[Answer] = TypeAdapter(Annotated[Answer, Field(discriminator="kind")])
