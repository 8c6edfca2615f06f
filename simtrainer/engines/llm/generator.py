"""What the rest of the program knows of a language model: it words replies, or it does not.

A generator holds one conversation. It is told what was heard and what was shown, in order, and
asked for one reply at a time; what it offers counts for nothing until it is shown and kept.
Whoever asks must be able to go on without it: any outcome but ``end`` leaves the rest of the
reply to the scripted voice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from simtrainer.engines.llm.messages import Turn

State = Literal["off", "loading", "warming", "ready"]
Reason = Literal["end", "length", "stop", "deadline", "cancelled", "refused", "lost"]


@dataclass(frozen=True)
class Status:
    """How a generator is. ``why`` is a sentence for people when it is ``off``."""

    state: State
    done: int = 0  # tokens evaluated, while warming
    total: int = 0
    why: str = ""


@dataclass(frozen=True)
class Order:
    """One reply to be worded. ``directive``: whole sentences as the model shall read them."""

    directive: str
    seed: int = 0
    max_tokens: int = 120
    temperature: float = 0.7
    deadline_s: float = 8.0
    stop: tuple[str, ...] = ("\n",)
    teacher: str = ""  # measurements only: these words, at the cost of generating them


@dataclass(frozen=True)
class Said:
    """One sentence that a generator offers: its tokens, and ms since it was asked."""

    text: str
    tokens: int
    ms: float


@dataclass(frozen=True)
class Outcome:
    """How the attempt ended, with the tokens and times of the critical path (for the event).

    ``needed`` are the tokens of the new utterance, the directive and the template around them,
    ``evaluated`` those that were evaluated before the first could be generated.
    """

    reason: Reason
    why: str = ""
    needed: int = 0
    evaluated: int = 0
    generated: int = 0
    prefill_ms: float = 0.0
    decode_ms: float = 0.0
    cached: int = 0


class Wording(Protocol):
    """One attempt at a reply: iterate over it, then look at ``outcome``."""

    @property
    def outcome(self) -> Outcome | None:
        """None while more may come."""

    def __iter__(self) -> Iterator[Said]:
        """Waits for each sentence, never beyond the deadline."""

    def next(self) -> Said | None:
        """The next sentence, waited for until the deadline; None when nothing more comes."""

    def cancel(self) -> None:
        """No more is wanted. May be called from any thread, also in the middle of ``next``."""


class TextGenerator(Protocol):
    """All methods return at once; only iterating over a Wording waits."""

    @property
    def status(self) -> Status: ...

    @property
    def model_hash(self) -> str:
        """SHA-256 of the model; empty until it is known."""

    def begin(self, prefix: str, turns: Sequence[Turn] = (), memory: str = "") -> None:
        """A conversation begins, or goes on after ``turns``: make ready for it."""

    def heard(self, text: str) -> None:
        """The trainee said ``text``."""

    def word(self, order: Order) -> Wording:
        """Word a reply to what was heard last."""

    def keep(self, text: str, wording: Wording | None = None) -> None:
        """``text`` was shown as the reply, whoever worded it (``wording``, if that did)."""

    def remember(self, text: str) -> None:
        """What to hold on to when the oldest turns no longer fit, one paragraph."""

    def close(self) -> None:
        """End it; nothing comes after."""
