"""What a case holds besides people: facts, messages, reactions, findings, results, diagnosis."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from simtrainer.scenario.base import Frozen
from simtrainer.scenario.conditions import Acts, Condition, Milliseconds, Names
from simtrainer.scenario.words import Behaviour, MoodName

Sentences = Annotated[
    tuple[Annotated[str, Field(min_length=1, max_length=600)], ...],
    BeforeValidator(lambda v: (v,) if isinstance(v, str) else v),
]
_TRUSTING = re.compile(r"when_trusting\s+([01](?:\.\d+)?|\.\d+)")


class Disclosure(Frozen):
    """When a person tells a fact. ``level`` is the trust needed (0 to 1)."""

    kind: Literal[
        "volunteered", "when_asked", "when_asked_specifically", "when_trusting", "only_if"
    ]
    level: float = Field(0.0, ge=0.0, le=1.0)
    condition: Condition | None = None


def _disclosure(value: Any) -> Any:
    if isinstance(value, dict) and "only_if" in value:
        return {"kind": "only_if", "condition": value["only_if"]}
    if isinstance(value, str):
        match = _TRUSTING.fullmatch(value.strip())
        return {"kind": "when_trusting", "level": float(match[1])} if match else {"kind": value}
    return value


Tell = Annotated[Disclosure, BeforeValidator(_disclosure)]


class Fact(Frozen):
    """Something a person can tell, in their own words."""

    id: str = ""
    say: Sentences
    topic: str = ""
    ask: Sentences = ()
    by: Names = ("patient",)
    red_flag: bool = False
    denial: bool = Field(False, description="an authored 'no': the absence of something")
    attributes: dict[str, str] = Field(default_factory=dict)
    tell: Tell = Disclosure(kind="when_asked")


class Message(Frozen):
    """Something the trainee should convey, known by example phrasings."""

    id: str = ""
    phrasings: Sentences


class Cue(Frozen):
    """A verbal hint of worry. It is answered by ``answered_by`` acts, or by asking its topics."""

    id: str
    by: str = "patient"
    say: Sentences
    when: Condition | None = None
    topics: Names = ()
    answered_by: Acts = (
        "empathy.name",
        "empathy.understand",
        "empathy.support",
        "empathy.explore",
        "ask.concerns",
        "reflection",
    )


class Effect(Frozen):
    """How a person changes. Mood changes are added, then kept between 0 and 1."""

    mood: dict[MoodName, float] = Field(default_factory=dict)
    say: Sentences = ()
    behaviour: Behaviour | None = None
    silent: Milliseconds = 0
    facts: Names = ()


def _effect(value: Any) -> Any:
    """``{anxiety: +0.4, say: ...}`` -> ``{mood: {anxiety: 0.4}, say: ...}``."""
    if not isinstance(value, dict):
        return value
    moods = set(MoodName.__args__)  # type: ignore[attr-defined]
    mood = {**value.get("mood", {}), **{k: v for k, v in value.items() if k in moods}}
    rest = {k: v for k, v in value.items() if k not in moods and k != "mood"}
    return {**rest, "mood": mood} if mood else rest


class Reaction(Frozen):
    """How ``who`` changes when something is said, done or left undone."""

    id: str = ""
    who: str = "patient"
    when: Condition
    then: Annotated[Effect, BeforeValidator(_effect)]
    times: int = Field(1, ge=1, le=20, description="how often it may happen")
    pause_turns: int = Field(2, ge=0, description="trainee turns before it may happen again")


class Finding(Frozen):
    """What examining shows: raw words, never the interpretation."""

    finding: str = Field(min_length=1, max_length=800)
    sound: str = ""
    picture: str = ""
    painful: bool = False
    interpretation: Names = ()  # names a correct reading may use


class Result(Frozen):
    """What a test shows from ``after`` (case time) on."""

    after: Milliseconds = 0
    values: dict[str, float | str] = Field(default_factory=dict)
    report: str = ""
    ecg: str = ""
    picture: str = ""
    interpretation: Names = ()


class TestResult(Frozen):
    """A test's results in this case; repeats later in the case may show later ``results``."""

    results: tuple[Result, ...]
    minutes: float | None = Field(None, ge=0, description="turnaround; else the catalogue's")

    @model_validator(mode="before")
    @classmethod
    def _shorthand(cls, data: Any) -> Any:
        if not isinstance(data, dict) or "results" in data:
            return data
        rest = {k: v for k, v in data.items() if k != "minutes"}
        if "value" in rest:
            rest["values"] = {"value": rest.pop("value")}
        series = rest.pop("series", None)
        results = [rest] if rest or not series else []
        for entry in series or []:
            if isinstance(entry, dict) and "value" in entry:
                entry = {**entry, "values": {"value": entry["value"]}}
                entry.pop("value")
            results.append(entry)
        kept = {"minutes": data["minutes"]} if "minutes" in data else {}
        return {**kept, "results": results}


class Document(Frozen):
    """Something to read: a letter, a chart, old notes. ``known_by`` may hand it over."""

    title: str
    kind: Literal["letter", "drug_chart", "observations", "notes", "ecg", "photograph", "other"] = (
        "notes"
    )
    text: str = Field("", max_length=20_000)
    ecg: str = ""
    seconds: int = Field(30, ge=0)
    available: Annotated[Literal["at start", "when asked"], Field()] = "at start"
    facts: Names = ()


class TreatmentNote(Frozen):
    """What is special about giving something to this patient, beyond the catalogue."""

    response: str = ""
    harm: str = ""


class BodyStep(Frozen):
    """An authored move of the vitals towards ``set``."""

    at: Milliseconds
    set: dict[str, float]
    over: Milliseconds = 300_000


class PhysiologySpec(Frozen):
    """Where the body starts; the physiology package interprets ``problem``."""

    problem: str = "stable"
    severity: float = Field(0.5, ge=0.0, le=1.0)
    onset: Milliseconds = 0
    start: dict[str, float] = Field(default_factory=dict)
    steps: tuple[BodyStep, ...] = ()
    monitor: bool = Field(True, description="the monitor is attached when the encounter starts")


class Diagnosis(Frozen):
    name: str
    also: Names = ()


class ExaminerQuestion(Frozen):
    """Asked after the patient; an answer that uses one of ``accept`` is right."""

    ask: str = Field(min_length=1, max_length=400)
    accept: Names


class ExpertStep(Frozen):
    """One step of the expert's path, for the debrief."""

    at: Milliseconds = 0
    text: str
    why: str = ""
