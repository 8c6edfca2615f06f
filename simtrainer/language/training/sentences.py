"""Our sentences by topic, and which topics are too close to be told apart."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Mapping
from importlib import resources

from simtrainer.language.corpus import corpus
from simtrainer.scenario.topics import descendants, topics

Sentences = Mapping[str, tuple[str, ...]]
_LONG_DENIAL = 4  # words; "No, nothing like that." answers anything
_STARTS_ASKING = ("Okay. ", "So, ", "And ", "Um, ", "Right, ", "All right, ", "Okay, and ")
_STARTS_TELLING = ("Yeah, ", "Um, ", "Well, ", "Oh, ", "Hmm. ", "So, ", "Er, ")


def questions() -> Sentences:
    """How each topic is asked about."""
    return corpus().asks


def answers() -> Sentences:
    """How people answer, by topic; topics without an answer of ours are absent."""
    found = {key: list(texts) for key, texts in corpus().answers.items()}
    file = resources.files("simtrainer.language").joinpath("data", "replies.toml")
    for key, block in tomllib.loads(file.read_text("utf-8")).items():
        found.setdefault(key, []).extend(line for line in block.strip().splitlines() if line)
    for topic in topics().values():
        told = [text for text in topic.denial if len(text.split()) > _LONG_DENIAL]
        found.setdefault(topic.id, []).extend(told)
    return {key: tuple(dict.fromkeys(texts)) for key, texts in found.items() if texts}


def close(one: str, other: str) -> bool:
    """Whether one topic lies below the other, or both are neighbours: no contrast is learnt."""
    near = corpus().related[1]
    return (
        one == other
        or one in descendants(other)
        or other in descendants(one)
        or other in near.get(one, frozenset())
    )


def as_asked(text: str, dice: random.Random) -> str:
    """A question as it may be typed or recognised: unmarked now and then, or with a run-up."""
    return _varied(text, dice, _STARTS_ASKING, 0.25, 0.2)


def as_told(text: str, dice: random.Random) -> str:
    """An answer likewise."""
    return _varied(text, dice, _STARTS_TELLING, 0.15, 0.15)


def _varied(
    text: str, dice: random.Random, starts: tuple[str, ...], unmarked: float, led: float
) -> str:
    at = dice.random()
    if at < unmarked:
        return re.sub(r"[?.,!]", "", text).lower()
    return dice.choice(starts) + text[0].lower() + text[1:] if at > 1.0 - led else text
