"""What is decided before it is worded: one point of a reply, and the view it is decided from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from simtrainer.encounter.events import Basis, TraineeSpoke
from simtrainer.encounter.state import EncounterState
from simtrainer.language.understanding import SentenceUnderstood
from simtrainer.patient.phrases import every_way
from simtrainer.patient.sentences import plain, was_said
from simtrainer.patient.who import known_facts
from simtrainer.patient.word import Manner
from simtrainer.scenario.content import Fact
from simtrainer.scenario.people import Person


@dataclass(frozen=True)
class Point:
    """One thing to say. ``options`` are authored wordings; without them ``phrase`` names ours."""

    basis: Basis
    options: tuple[str, ...] = ()
    phrase: str = ""
    fill: Mapping[str, str] = field(default_factory=dict)
    facts: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    again: bool = False  # told before: a reminder
    seen: str = ""  # what one sees along with it, a key of SEEN


@dataclass(frozen=True)
class View:
    """What a person goes by when answering: the moment, who they are, how they feel."""

    state: EncounterState
    turn: TraineeSpoke
    person: Person
    mood: Mapping[str, float]
    manner: Manner

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """Facts this person can tell at all."""
        return known_facts(self.state.case, self.person)

    @cached_property
    def told(self) -> frozenset[str]:
        """Facts this person has told already."""
        mine = (line for line in self.state.spoken if line.who == self.person.key)
        return frozenset(fact for line in mine for fact in line.facts)

    @cached_property
    def said(self) -> list[str]:
        return [plain(line.text) for line in self.state.spoken if line.who == self.person.key]

    @property
    def size(self) -> int:
        """How many facts an open answer holds: one to three."""
        if self.manner.short:
            return 1
        persona = self.person.persona
        closed = persona.openness < 0.3 or self.mood["trust"] < 0.2
        size = 1 + (persona.talkativeness >= 0.35) + (persona.talkativeness >= 0.7)
        return max(1, size - closed)

    def earlier(self, phrase: str) -> bool:
        """Whether this person has used one of our phrases of this name before."""
        return any(was_said(option, said) for option in every_way(phrase) for said in self.said)


def is_question(sentence: SentenceUnderstood) -> bool:
    return any(act.startswith(("question.", "ask.")) for act in sentence.acts)


def is_open(sentence: SentenceUnderstood) -> bool:
    return "question.open" in sentence.acts
