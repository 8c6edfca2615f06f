"""What the parent asks of the language model's child process, and what that answers.

The child knows no case: it holds one conversation, a fixed prefix and the turns as they were
shown, and words one reply at a time in a fork that is dropped.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from simtrainer.engines.frames import Message

MAX_TEXT = 20_000  # characters of a prefix, an utterance, a directive
MAX_SENTENCE = 4_000  # a child that says more in one sentence has lost its mind

FORK_ROOM = 320  # tokens that a directive, the template around it and a long reply may take

Text = Annotated[str, Field(max_length=MAX_TEXT)]
Count = Annotated[int, Field(ge=0)]
Ms = Annotated[float, Field(ge=0)]


class Turn(Message):
    """One line of the conversation, as it was shown. ``patient`` stands for whoever replies."""

    speaker: Literal["trainee", "patient"]
    text: Text


# --- what is asked


class Load(Message):
    """Load a model. ``n_threads`` 0: measure which number is fastest, and say so in Loaded."""

    kind: Literal["load"] = "load"
    path: Path
    n_ctx: int = Field(default=4096, ge=256)
    n_threads: Count = 0
    sha256: str = ""  # when it is known already; else the child reads the file for it


class Warm(Message):
    """Begin a conversation: evaluate ``prefix`` and what was said so far, in the background.

    What is cached already and begins the same stays, unless ``afresh``.
    """

    kind: Literal["warm"] = "warm"
    prefix: Text
    turns: tuple[Turn, ...] = ()
    memory: Text = ""
    afresh: bool = False


class Heard(Message):
    """The trainee said this; it joins the conversation."""

    kind: Literal["heard"] = "heard"
    text: Text


class Word(Message):
    """Word one reply in a fork, sentence by sentence; nothing of it joins the conversation.

    ``directive`` is what this reply must say, whole sentences as the model shall read them.
    ``deadline_ms`` counts from when the child reads this. ``teacher`` gives the words that are
    "generated" at the true cost of generating them: for measurements only.
    """

    kind: Literal["word"] = "word"
    ticket: Count
    directive: Text
    max_tokens: int = Field(default=120, ge=1, le=2000)
    seed: int = Field(default=0, ge=0, lt=2**32)
    temperature: float = Field(default=0.7, ge=0, le=5)
    stop: tuple[str, ...] = ("\n",)
    deadline_ms: Ms = 8000
    teacher: Text = ""


class Cancel(Message):
    """Stop wording; Finished still comes."""

    kind: Literal["cancel"] = "cancel"
    ticket: Count


class Keep(Message):
    """This is what was shown as the reply; it joins the conversation, in the background.

    ``ticket``: the attempt it came from; its tokens are used again where the words are the same.
    """

    kind: Literal["keep"] = "keep"
    text: Text
    ticket: Count | None = None


class Remember(Message):
    """What to hold on to in one paragraph when the oldest turns must go."""

    kind: Literal["remember"] = "remember"
    text: Text


class Measure(Message):
    """The bare cost of evaluating ``new`` tokens after the conversation and generating some more;
    with ``whole`` also that of evaluating the conversation again. For measurements only."""

    kind: Literal["measure"] = "measure"
    new: int = Field(ge=1, le=FORK_ROOM)
    generate: int = Field(ge=1, le=FORK_ROOM)
    whole: bool = False


Ask = Annotated[
    Load | Warm | Heard | Word | Cancel | Keep | Remember | Measure, Field(discriminator="kind")
]
ASKS: TypeAdapter[Ask] = TypeAdapter(Ask)


# --- what is answered


class Loaded(Message):
    """The model is ready for ``Warm``. Speeds are measured where threads were, else 0."""

    kind: Literal["loaded"] = "loaded"
    sha256: str
    name: str
    n_ctx: Count
    n_threads: Count
    prefill_per_s: float = 0.0  # tokens
    decode_per_s: float = 0.0


class Progress(Message):
    """How much of the conversation is evaluated; ``done == total`` is warm."""

    kind: Literal["progress"] = "progress"
    done: Count
    total: Count


class Sentence(Message):
    """One sentence of the reply, ``ms`` after the child began with it."""

    kind: Literal["sentence"] = "sentence"
    ticket: Count
    text: str = Field(max_length=MAX_SENTENCE)
    tokens: Count  # generated for it
    ms: Ms


class Finished(Message):
    """The attempt is over. Tokens and times of the critical path.

    ``needed`` are the tokens of the new utterance, the directive and the template around them;
    ``evaluated`` is what was evaluated from hearing the utterance to the first generated token.
    """

    kind: Literal["finished"] = "finished"
    ticket: Count
    reason: Literal["end", "length", "stop", "deadline", "cancelled"]
    needed: Count
    evaluated: Count
    generated: Count
    prefill_ms: Ms
    decode_ms: Ms
    cached: Count  # tokens of the conversation that were there already


class Refused(Message):
    """Something asked cannot be done: with a ``ticket`` that reply, without ``fatal`` this
    conversation, else anything with this model.

    ``reason`` is a sentence for people.
    """

    kind: Literal["refused"] = "refused"
    reason: str
    ticket: Count | None = None
    fatal: bool = False


class Background(Message):
    """Work between turns was done: a reply joined the conversation, or old turns were let go."""

    kind: Literal["background"] = "background"
    work: Literal["kept", "condensed"]
    tokens: Count
    ms: Ms  # of evaluation, without the pauses that turns made
    longest_batch_ms: Ms
    length: Count  # tokens of the conversation after it
    more: bool = False  # whether other work goes on


class Measured(Message):
    """Times of ``Measure``; ``whole_tokens`` were evaluated again in ``whole_ms``."""

    kind: Literal["measured"] = "measured"
    prefill_ms: Ms
    decode_ms: Ms
    whole_tokens: Count = 0
    whole_ms: Ms = 0.0


Answer = Annotated[
    Loaded | Progress | Sentence | Finished | Refused | Background | Measured,
    Field(discriminator="kind"),
]
ANSWERS: TypeAdapter[Answer] = TypeAdapter(Answer)
