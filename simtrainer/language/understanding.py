"""What understanding takes and gives: the context of talk, and a sentence understood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from simtrainer.scenario.base import Frozen
from simtrainer.scenario.words import Act


class SentenceUnderstood(Frozen):
    """One sentence of the trainee, and what we took it to be."""

    text: str
    acts: tuple[Act, ...] = ()
    topics: tuple[str, ...] = ()  # topics asked about
    facts: tuple[str, ...] = ()  # ids of facts asked about
    messages: tuple[str, ...] = ()  # ids of messages conveyed
    terms: tuple[str, ...] = ()  # jargon used
    sure: float = 1.0  # 0 to 1; low means that we may have misunderstood


@dataclass(frozen=True)
class Line:
    """One earlier sentence of talk, newest last in a context."""

    speaker: str  # "trainee" or a person's key
    text: str
    topics: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    acts: tuple[Act, ...] = ()


@dataclass(frozen=True)
class Context:
    """What was said before: enough for "and at night?" to be understood."""

    to: str = "patient"
    lines: tuple[Line, ...] = ()  # at most the last dozen
    words_since_person_spoke: int = 0
    heard: tuple[str, ...] = ()  # everything that the patient and the family have said so far
    told: frozenset[str] = frozenset()  # ids of the facts told so far, by anyone


class Understander(Protocol):
    """Utterance -> sentences with acts, topics, facts asked and messages told. Milliseconds."""

    version: str

    def understand(self, text: str, context: Context) -> tuple[SentenceUnderstood, ...]: ...
