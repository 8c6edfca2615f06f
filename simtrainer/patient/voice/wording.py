"""A decided reply in a model's words: each sentence checked, the rest said by the scripted voice.

Knows no engine: ``generate`` gives the sentences for a directive, and may raise ``Silent``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from simtrainer.patient.sentences import plain
from simtrainer.patient.voice.allowed import Allowed
from simtrainer.patient.voice.checking import check
from simtrainer.patient.voice.conveys import conveys
from simtrainer.patient.voice.prompt import Directive
from simtrainer.patient.voice.shape import tidied
from simtrainer.patient.voice.stream import single_sentences
from simtrainer.patient.voice.verdict import Reason, Verdict, refused

ATTEMPTS = 2
RETRY_SECONDS = 2.0  # less time than this is left to the scripted voice
_ENDS = (".", "!", "?", "…")
EXTRA = 2  # sentences a model may say beyond as many as the scripted voice has


class Silent(Exception):
    """The engine gave nothing more: lost, cut off, or out of time. ``str()`` says which."""


@dataclass(frozen=True)
class Decided:
    """One point of a reply as the scripted voice would say it, sentence by sentence."""

    sentences: tuple[str, ...]
    facts: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    basis: str = "case"

    @property
    def text(self) -> str:
        return " ".join(self.sentences)


@dataclass(frozen=True)
class Sentence:
    """A sentence that may be stored and shown.

    points: places of the decided points that are told once this is said, so its facts count now.
    reason: why the scripted voice stepped in; empty for a model's own sentence.
    """

    text: str
    source: Literal["llm", "scripted"]
    points: tuple[int, ...] = ()
    reason: Reason = ""


@dataclass
class CheckedReply:
    """One reply being worded. ``sentences()`` may be run once; ``refusals`` fill as it goes on."""

    decided: Sequence[Decided]
    allowed: Allowed
    generate: Callable[[Directive], Iterator[str]]
    direct: Callable[[Sequence[int], int], Directive]  # points still to say, attempt from 0
    seconds_left: Callable[[], float]
    refusals: list[tuple[str, Verdict]] = field(default_factory=list)
    accepted: list[str] = field(default_factory=list)

    def sentences(self) -> Iterator[Sentence]:
        """Checked sentences in order; every decided point is told by the end."""
        left = list(range(len(self.decided)))
        reason: Reason = "left_out"
        for attempt in range(ATTEMPTS):
            if attempt and self.seconds_left() < RETRY_SECONDS:
                break
            before = len(self.refusals)
            yield from self._attempt(left, attempt)
            if not left:
                return
            if len(self.refusals) == before:
                break  # it came to its end; what is missing it would leave out again
            reason = self.refusals[-1][1].reason
            if reason == "engine":
                break
        yield from self._scripted(left, reason)

    def _attempt(self, left: list[int], attempt: int) -> Iterator[Sentence]:
        """Sentences of one run of the model, until it ends or one is refused."""
        directive = self.direct(tuple(left), attempt)
        if not directive.points:
            return
        most = sum(len(self.decided[place].sentences) for place in directive.points) + EXTRA
        pieces = self.generate(directive)
        try:
            for count, raw in enumerate(single_sentences(pieces)):
                text = tidied(raw)
                if count >= most or not self._passes(text):
                    return
                self.accepted.append(text)
                told = tuple(p for p in left if conveys(self.decided[p].text, self.accepted))
                left[:] = [place for place in left if place not in told]
                yield Sentence(text, "llm", told)
                if not left:
                    return
            if not self.accepted:
                self.refusals.append(("", refused("empty")))
        except Silent as silent:
            self.refusals.append(("", refused("engine", str(silent))))
        finally:
            close = getattr(pieces, "close", None)
            if close:
                close()

    def _passes(self, text: str) -> bool:
        verdict = check(text, self.allowed)
        if verdict.ok and not text.rstrip("\"'”’)").endswith(_ENDS):
            verdict = refused("junk", "cut off")
        if verdict.ok and plain(text) in map(plain, self.accepted):
            verdict = refused("repeated", text)
        if not verdict.ok:
            self.refusals.append((text[:200], verdict))
        return verdict.ok

    def _scripted(self, left: Sequence[int], reason: Reason) -> Iterator[Sentence]:
        for place in left:
            *others, last = self.decided[place].sentences
            for text in others:
                yield Sentence(text, "scripted", (), reason)
            yield Sentence(last, "scripted", (place,), reason)
