"""Which facts may be told now: who knows them, how they were asked for, and how trust stands."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import assert_never

from simtrainer.language.facts_match import is_bare
from simtrainer.language.normalise import words
from simtrainer.language.stems import content
from simtrainer.language.understanding import SentenceUnderstood
from simtrainer.patient.bare import belongs_to_story
from simtrainer.patient.conditions import Moment, holds
from simtrainer.patient.points import View, is_open
from simtrainer.patient.sentences import plain
from simtrainer.patient.who import covers
from simtrainer.scenario.content import Fact
from simtrainer.scenario.topics import descendants, topics

_HPC = ("hpc", "opening", "sx")
_EVERYDAY = frozenset(
    "problem condit medic tablet pain hurt ill health take work start happen today time day".split()
)  # stems that tell no question from another
# Topics named after what they ask for, and where else an author may have filed it.
_FILED = {
    "sx": ("sx", "hpc", "opening", ""),
    "pmh": ("pmh", ""),
    "drugs": ("drugs", "hpc", ""),
    "family": ("family",),
    "allergy": ("allergy", "drugs", ""),
}
_PAINS = ("sx.headache",)
_WHAT_IT_IS = ("hpc.character", "hpc.site", "hpc.radiation", "hpc.severity", "sx.pain", "opening")


def about_topic(asked: str, topic: str) -> bool:
    """Whether asking about ``asked`` asks about ``topic``, itself or beneath it."""
    return covers(asked, topic) or topic in descendants(asked)


def may_tell(view: View, fact: Fact, specific: bool) -> bool:
    """Whether the person would tell this fact now that it was asked about."""
    match fact.tell.kind:
        case "volunteered" | "when_asked":
            return True
        case "when_asked_specifically":
            return specific
        case "when_trusting":
            return view.mood["trust"] >= fact.tell.level
        case "only_if":
            moment = Moment(view.state, view.person.key, view.turn)
            return fact.tell.condition is not None and holds(fact.tell.condition, moment)
        case _:
            assert_never(fact.tell.kind)


def is_specific(view: View, fact: Fact, sentence: SentenceUnderstood) -> bool:
    """Asked for by itself: its own topic in a closed question, or its own words in any.

    A fact found only because a broader topic was asked about was not asked for specifically.
    """
    if own_words(view, fact, sentence.text) or named_outright(fact.topic, sentence.text):
        return fact.id in sentence.facts or fact.topic in sentence.topics
    if is_open(sentence) or "." not in fact.topic or fact.topic not in sentence.topics:
        broader = any(about_topic(topic, fact.topic) for topic in sentence.topics)
        return fact.id in sentence.facts and not broader
    return sum(other.topic == fact.topic for other in view.facts) == 1


def named_outright(topic: str, text: str) -> bool:
    """Whether a question uses one of the topic's own words."""
    entry = topics().get(topic)
    said = f" {plain(text)} "
    return entry is not None and any(f" {plain(word)}" in said for word in entry.words)


def own_words(view: View, fact: Fact, text: str) -> bool:
    """Whether a question has a word that only this fact's example questions have, or is one of
    those questions to the word."""
    if _is_example(fact, text):
        return True
    mine = (_asked_in(fact) & set(content(words(text)))) - _EVERYDAY
    return bool(mine) and not any(
        mine <= _asked_in(other) for other in view.facts if other.id != fact.id
    )


def _is_example(fact: Fact, text: str) -> bool:
    asked = plain(text)
    return any(plain(example) == asked for example in fact.ask)


def _asked_in(fact: Fact) -> frozenset[str]:
    return _stems_of(fact.ask)


@lru_cache(maxsize=2_000)
def _stems_of(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(stem for text in texts for stem in content(words(text)))


def asked_facts(view: View, sentence: SentenceUnderstood, topic: str) -> list[Fact]:
    """Known facts that a question about ``topic`` reaches, best first.

    A broad question leaves sensitive ground alone unless the person would bring it up unasked.
    """
    reached = [
        fact
        for fact in view.facts
        if fact.topic == topic
        or (
            about_topic(topic, fact.topic)
            and (fact.tell.kind == "volunteered" or not is_sensitive(fact.topic))
        )
    ]
    rank = {fact: place for place, fact in enumerate(sentence.facts)}
    last = len(rank)

    def order(fact: Fact) -> tuple[bool, int, bool]:
        return (fact.topic != topic, rank.get(fact.id, last), fact.denial)

    return sorted(reached, key=order)


def is_sensitive(topic: str) -> bool:
    entry = topics().get(topic)
    return entry is not None and entry.sensitive


def opening_facts(view: View) -> list[Fact]:
    """What comes out when somebody is simply asked what happened, in the author's order."""
    told = view.told
    untold = [f for f in view.facts if f.id not in told and not f.denial and f.say]
    free = [fact for fact in untold if fact.tell.kind == "volunteered"]
    story = [
        fact
        for fact in untold
        if fact.tell.kind == "when_asked" and _is_story(view, fact) and not is_sensitive(fact.topic)
    ]
    return free + story


def _is_story(view: View, fact: Fact) -> bool:
    return belongs_to_story(view, fact) if is_bare(fact) else fact.topic.split(".")[0] in _HPC


def volunteered_beside(view: View, topic: str, planned: set[str]) -> Fact | None:
    """A volunteered fact near ``topic`` that a talkative person adds to an answer."""
    if view.person.persona.talkativeness < 0.6 or view.manner.short:
        return None
    group = topic.split(".")[0]
    for fact in view.facts:
        near = fact.topic.split(".")[0] == group and fact.tell.kind == "volunteered"
        if near and fact.id not in planned and fact.id not in view.told:
            return fact
    return None


def mentioned(view: View, topic: str) -> list[Fact]:
    """Facts whose words name the topic though they are filed elsewhere; so no denial slips out."""
    filed = _FILED.get(topic.split(".")[0], ())
    parts = re.split(r"[._]", topic)[1:]
    pain = "pain" in parts or topic in _PAINS
    stems = [part[:5] for part in parts if len(part) > 3 and part != "pain"]
    facts = [f for f in view.facts if not f.denial and f.topic.split(".")[0] in filed]
    facts = [f for f in facts if not pain or f.topic in _WHAT_IT_IS]
    if not stems and not pain:
        return []
    return [fact for fact in facts if _names(fact, stems)]


def _names(fact: Fact, stems: list[str]) -> bool:
    words = plain(" ".join(fact.say)).split()
    return all(any(word.startswith(stem) for word in words) for stem in stems)
