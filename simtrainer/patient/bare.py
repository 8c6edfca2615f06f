"""Facts that have nothing but their sentence: found by what a question means, told as it asks."""

from __future__ import annotations

import re

from simtrainer.language.facts_match import is_bare, told_topics
from simtrainer.language.understanding import SentenceUnderstood
from simtrainer.patient.points import View, is_open
from simtrainer.scenario.content import Fact
from simtrainer.scenario.topics import topics

_SEVERAL = re.compile(r"\b(and|or|nor|any other|both|all)\b|,", re.IGNORECASE)
_STORY = ("hpc", "sx", "opening")
_SPOKEN_OF = 0.5  # weight from which a fact speaks of a topic
_DENIES = re.compile(r"\b(?:no|not|nothing|none|never|\w+n't)\b", re.IGNORECASE)


def bare_facts(view: View, sentence: SentenceUnderstood) -> list[Fact]:
    """Bare facts that a sentence asks for, best first; none where a filed fact fits better."""
    known = {fact.id: fact for fact in view.facts}
    found = [known[fact] for fact in sentence.facts if fact in known]
    if not found or not is_bare(found[0]):
        return []
    return [fact for fact in found if is_bare(fact)]


def how_many(view: View, sentence: SentenceUnderstood) -> int:
    """A question for one thing gets one; an open one, or one for several, as many as they tell."""
    if is_open(sentence) or _SEVERAL.search(sentence.text[4:]):
        return view.size
    return 1


def belongs_to_story(view: View, fact: Fact) -> bool:
    """Whether a bare fact is of what happened, and no answer that only a question would draw.

    What an author put first is what brings the person.
    """
    if fact.id == view.facts[0].id:
        return True
    found = told_topics(fact)
    known = [topics()[topic] for topic, weight in found.items() if weight >= _SPOKEN_OF]
    best = max(found, key=lambda topic: found[topic], default="opening")
    private = any(topic.sensitive for topic in known)
    return best.split(".")[0] in _STORY and not private and not _DENIES.search(fact.say[0])
