"""A scripted reply as points to be worded, and worded sentences as events again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from simtrainer.encounter import events as ev
from simtrainer.patient.voice.prompt import PROMPT_VERSION
from simtrainer.patient.voice.wording import Decided, Sentence


@dataclass(frozen=True)
class Point:
    """Successive sentences that tell one thing."""

    drafts: tuple[ev.SentenceSpoken, ...]

    @property
    def decided(self) -> Decided:
        first = self.drafts[0]
        texts = tuple(draft.text for draft in self.drafts)
        return Decided(texts, first.facts, first.topics, first.basis)


def is_free(event: ev.Event, who: str) -> bool:
    """Whether other words will do. Authored reactions and cues keep theirs, since what a trainee
    can hear in them hangs on each word; so does our own "say that again"."""
    if not isinstance(event, ev.SentenceSpoken) or event.who != who:
        return False
    return not (event.reaction or event.cue or event.basis in ("misunderstood", "reaction"))


def points_of(drafts: Iterable[ev.SentenceSpoken]) -> list[Point]:
    def same(draft: ev.SentenceSpoken) -> tuple[object, ...]:
        return draft.facts, draft.topics, draft.basis

    return [Point(tuple(group)) for _, group in groupby(drafts, key=same)]


def event_of(
    sentence: Sentence, points: Sequence[Point], wording: ev.Wording | None
) -> ev.SentenceSpoken:
    """The draft of ``sentence``; it carries the facts of those points that it completes."""
    told = [points[place].drafts[0] for place in sentence.points]
    pattern = told[0] if told else points[0].drafts[0]
    model = sentence.source == "llm"
    return pattern.model_copy(
        update={
            "text": sentence.text,
            "facts": _each(fact for draft in told for fact in draft.facts),
            "topics": _each(topic for draft in told for topic in draft.topics),
            "source": sentence.source,
            "reason": sentence.reason,
            "by": PROMPT_VERSION if model else pattern.by,
            "wording": wording if model else None,
        }
    )


def _each(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
