"""The scorecard: the graded result, every verdict with the events that are its evidence."""

from __future__ import annotations

from typing import Literal

from simtrainer.scenario.base import Frozen

Verdict = Literal["met", "partly", "not met", "not assessed", "not applicable"]


class Evidence(Frozen):
    """An event (its ordinal) and the words or act in it that count."""

    event: int
    quote: str = ""


class ItemResult(Frozen):
    """``rules_verdict`` is what the rules said where a person's verdict stands over theirs."""

    id: str
    text: str
    domain: str
    verdict: Verdict
    points: float
    max_points: float
    must_do: bool
    evidence: tuple[Evidence, ...] = ()
    reason: str = ""
    marker: str = "rules"
    rules_verdict: Verdict | None = None
    confidence: float = 1.0
    could_say: str = ""
    why: str = ""
    source: str = ""


class SafetyFlag(Frozen):
    """A harmful action or a dangerous omission; apart from points."""

    item: str
    text: str
    kind: Literal["harm", "omission"]
    evidence: tuple[Evidence, ...] = ()


class DomainScore(Frozen):
    domain: str
    points: float
    max_points: float


class Measures(Frozen):
    """Talk in figures. ``None`` where it does not apply (typed talk has no pace)."""

    trainee_words: int = 0
    patient_words: int = 0
    talk_share: float | None = None
    words_per_turn: float | None = None
    open_questions: int = 0
    closed_questions: int = 0
    cues_given: int = 0
    cues_answered: int = 0
    misunderstood: int = 0
    pace_wpm: float | None = None  # words a minute of the time in which the trainee talked
    talk_s: float | None = None
    pause_share: float | None = None  # of the trainee's own talk
    longest_pause_s: float | None = None
    response_s: float | None = None  # median time before the trainee answers
    overlap_s: float | None = None
    talked_over: int = 0  # times a person was cut short
    unclear: int = 0  # turns the recogniser was unsure of


class Scorecard(Frozen):
    case: str
    seed: int
    difficulty: str
    mode: str
    rubric_version: int
    points: float
    max_points: float
    provisional: bool
    passed: bool | None
    must_do_met: int
    must_do_total: int
    flags: tuple[SafetyFlag, ...]
    domains: tuple[DomainScore, ...]
    global_rating: int | None
    items: tuple[ItemResult, ...]
    measures: Measures = Measures()
    encounter: str = ""  # the seal of the encounter
    review: str = "unreviewed"
    formative: bool = True
    scorer: str = ""
