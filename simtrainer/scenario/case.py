"""The case: a template with its variables drawn. Fully concrete, frozen, and stored whole."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from simtrainer.scenario.base import Frozen, content_hash
from simtrainer.scenario.conditions import Names
from simtrainer.scenario.content import (
    Cue,
    Diagnosis,
    Document,
    ExaminerQuestion,
    ExpertStep,
    Fact,
    Finding,
    Message,
    PhysiologySpec,
    Reaction,
    TestResult,
    TreatmentNote,
)
from simtrainer.scenario.people import Person
from simtrainer.scenario.rubric import Rubric
from simtrainer.scenario.words import Channel, DeathPolicy, Difficulty

Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{1,60}$")]


class Station(Frozen):
    minutes: int = Field(ge=1, le=180)
    reading: int = Field(2, ge=0, le=30)


class Setting(Frozen):
    place: str
    role: str
    channel: Channel = "in_person"


class Briefs(Frozen):
    """Texts for the people who run or take the case."""

    candidate: str = Field(description="the door note")
    tasks: tuple[str, ...] = ()
    examiner: str = ""
    role_player: str = ""
    debrief: str = ""


class Scope(Frozen):
    age: str = ""
    pregnancy: bool | None = None


class SourceRef(Frozen):
    """A guideline at a version, so that what is taught can be looked up."""

    title: str
    version: str
    passage: str = ""
    jurisdiction: str = ""
    scope: Scope = Scope()


class Heading(Frozen):
    """What the library shows without drawing a case."""

    format: int = Field(1, ge=1, le=1)
    id: Id
    version: str = Field(pattern=r"^\d+\.\d+\.\d+$")
    title: str = Field(min_length=1, max_length=80)
    summary: str = Field(min_length=1, max_length=400)
    language: str = "en"
    licence: str
    authors: Names
    review: str = "unreviewed"
    specialty: str
    level: Names = ()
    station: Station
    setting: Setting
    content_warnings: Names = ()
    death: DeathPolicy = "never"
    difficulty_notes: dict[Difficulty, str] = Field(default_factory=dict)
    briefs: Briefs
    objectives: tuple[str, ...] = ()
    blueprint: tuple[str, ...] = ()
    sources: dict[str, SourceRef] = Field(default_factory=dict)


def _keyed(field: str) -> BeforeValidator:
    """Puts each mapping key into its entry's ``field`` and lists the entries."""

    def spread(value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        return [{field: k, **v} if isinstance(v, dict) else v for k, v in value.items()]

    return BeforeValidator(spread)


def _messages(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return [{"id": k, **(v if isinstance(v, dict) else {"phrasings": v})} for k, v in value.items()]


def _facts(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    return [{"say": entry} if isinstance(entry, str) else entry for entry in value]


class Body(Frozen):
    """Everything in a case besides its heading and where it came from."""

    people: Annotated[tuple[Person, ...], _keyed("key")] = Field(min_length=1)
    facts: Annotated[tuple[Fact, ...], BeforeValidator(_facts)] = ()
    messages: Annotated[tuple[Message, ...], BeforeValidator(_messages)] = ()
    cues: tuple[Cue, ...] = ()
    reactions: tuple[Reaction, ...] = ()
    documents: dict[str, Document] = Field(default_factory=dict)
    examination: dict[str, Finding] = Field(default_factory=dict)
    tests: dict[str, TestResult] = Field(default_factory=dict)
    treatments: dict[str, TreatmentNote] = Field(default_factory=dict)
    physiology: PhysiologySpec = PhysiologySpec()
    problems: Names = ()  # besides the one in physiology: what they must produce is checked
    diagnosis: tuple[Diagnosis, ...] = Field(min_length=1)
    differential: Names = ()
    must_not_miss: Names = ()
    examiner_questions: dict[str, ExaminerQuestion] = Field(default_factory=dict)
    rubric: Rubric
    expert_path: tuple[ExpertStep, ...] = ()


class Case(Frozen):
    """One draw of a template: what an encounter freezes. ``people[0]`` is the patient."""

    heading: Heading
    body: Body
    seed: int = Field(ge=0)
    difficulty: Difficulty
    variables: dict[str, str | int | float | bool]
    template_hash: str

    @property
    def hash(self) -> str:
        return content_hash(self.model_dump(mode="json"))

    def person(self, key: str) -> Person:
        """The person with this key. Raises KeyError."""
        for person in self.body.people:
            if person.key == key:
                return person
        raise KeyError(key)

    @property
    def patient(self) -> Person:
        return next(p for p in self.body.people if p.role == "patient")

    def fact(self, fact_id: str) -> Fact:
        """The fact with this id. Raises KeyError."""
        for fact in self.body.facts:
            if fact.id == fact_id:
                return fact
        raise KeyError(fact_id)

    def has_fact(self, fact_id: str) -> bool:
        return any(fact.id == fact_id for fact in self.body.facts)
