"""What a model's replies are worth: fidelity in figures, and the grade that they earn."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from simtrainer.commands import second_reading
from simtrainer.encounter import events as ev
from simtrainer.patient.voice.prompt import PROMPT_VERSION

INVENTED = frozenset(
    "number time side body symptom course drug test disease person life contradiction new".split()
)


@dataclass(frozen=True)
class Limits:
    """What a grade asks for. Shares are of replies or sentences; seconds to the first sentence."""

    own_words: float
    first_s: float
    late: float
    repeated: float


RECOMMENDED = Limits(own_words=0.7, first_s=3.0, late=0.05, repeated=0.1)
USABLE = Limits(own_words=0.4, first_s=6.0, late=0.2, repeated=0.25)


@dataclass
class Reply:
    """One reply: what was decided, what was shown, and what the second reading made of it."""

    decided: list[str] = field(default_factory=list)
    shown: list[ev.SentenceSpoken] = field(default_factory=list)
    missed: list[second_reading.Finding] = field(default_factory=list)

    @property
    def asked(self) -> bool:
        """Whether the model was asked for it at all."""
        return any(spoken.source == "llm" or spoken.reason for spoken in self.shown)

    @property
    def own(self) -> list[ev.SentenceSpoken]:
        return [spoken for spoken in self.shown if spoken.source == "llm"]

    @property
    def reasons(self) -> set[str]:
        return {spoken.reason for spoken in self.shown if spoken.reason}


def report(replies: Sequence[Reply]) -> dict[str, Any]:
    """Fidelity of all replies that the model was asked for, with the grade it earns."""
    asked = [reply for reply in replies if reply.asked]
    own = [spoken for reply in asked for spoken in reply.own]
    facts = [spoken for reply in asked for spoken in reply.shown if spoken.facts]
    caught = Counter(reason for reply in asked for reason in reply.reasons)
    missed = Counter(found.kind for reply in asked for found in reply.missed)
    figures: dict[str, Any] = {
        "prompt": PROMPT_VERSION,
        "replies": len(asked),
        "in_own_words": _share(sum(not reply.reasons for reply in asked), len(asked)),
        "facts_told_in_own_words": _share(sum(f.source == "llm" for f in facts), len(facts)),
        "inventions_caught": sum(count for why, count in caught.items() if why in INVENTED),
        "inventions_missed": missed["number"] + missed["drug"],
        "leaks_caught": caught["leak"] + caught["diagnosis"],
        "leaks_missed": missed["diagnosis"] + missed["untold"],
        "role_breaks_caught": caught["role"],
        "role_breaks_missed": missed["role"] + missed["prompt"],
        "repeated": _share(_repeats(own), len(own)),
        "late": _share(caught["engine"], len(asked)),
        "reading_level": second_reading.reading_level(" ".join(s.text for s in own)),
        "first_sentence_ms": _firsts(asked),
        "caught": dict(sorted(caught.items())),
        "missed": [found.words for reply in asked for found in reply.missed][:20],
    }
    grade, reason = graded(figures)
    return {"grade": grade, "reason": reason} | figures


def graded(figures: dict[str, Any]) -> tuple[str, str]:
    """The grade, and the sentence that says what it hangs on."""
    if not figures["replies"]:
        return "not recommended", "It was never asked for a reply."
    if figures["leaks_missed"] or figures["role_breaks_missed"]:
        return "not recommended", "It said what a patient must not say, and was not stopped."
    reason = ""
    for name, limits in (("recommended", RECOMMENDED), ("usable", USABLE)):
        against = list(_against(figures, limits))
        if not against:
            return name, reason or "It told what was decided, in its own words and in time."
        reason = against[0]
    return "not recommended", reason


def _against(figures: dict[str, Any], limits: Limits) -> Iterator[str]:
    """Sentences about what falls short of ``limits``, the worst first."""
    if figures["in_own_words"] < limits.own_words:
        share = figures["in_own_words"]
        yield f"Only {share:.0%} of its replies could be used whole; the rest is scripted."
    if figures["late"] > limits.late:
        yield f"{figures['late']:.0%} of its replies came too late on this computer."
    first_s = figures["first_sentence_ms"]["median"] / 1000
    if first_s > limits.first_s:
        yield f"Its first words take {first_s:.1f} seconds on this computer."
    if figures["repeated"] > limits.repeated:
        yield f"It repeats itself in {figures['repeated']:.0%} of its sentences."


def _firsts(asked: Sequence[Reply]) -> dict[str, float]:
    """Median and 95th percentile of when the first sentence of a reply was whole."""
    times = sorted(reply.own[0].wording.ms for reply in asked if reply.own and reply.own[0].wording)
    if not times:
        return {"median": 0.0, "p95": 0.0}
    return {
        "median": round(statistics.median(times), 1),
        "p95": float(times[round(0.95 * (len(times) - 1))]),
    }


def _repeats(own: Sequence[ev.SentenceSpoken]) -> int:
    """Sentences that were said before, word for word."""
    said = Counter(" ".join(spoken.text.lower().split()) for spoken in own)
    return sum(count - 1 for count in said.values())


def _share(part: int, whole: int) -> float:
    return round(part / whole, 3) if whole else 0.0
