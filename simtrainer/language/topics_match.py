"""Which topics a text is about: likeness to our examples, key terms, and whose illness is meant."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

import numpy as np

from simtrainer.language.corpus import corpus
from simtrainer.language.kin import asks_of_family, moved_to_family, speaks_of_family
from simtrainer.language.lexicon import Lexicon, asking_lexicon, telling_lexicon
from simtrainer.language.normalise import plain as read
from simtrainer.language.stems import FRAME
from simtrainer.language.topics_meaning import MeantTopics
from simtrainer.language.vectors import Floats, Index
from simtrainer.scenario.topics import topics

_TERM_SHARE = 0.35  # how much a named key term counts beside likeness
_TERM_COVER = 0.35  # and how much more where it is all that the text says
_TERM_MOST = 0.8  # what several of them may add up to
_NEIGHBOURS = 0.08  # how much the further phrasings of a topic add to the nearest
_CANDIDATES = 8
_WORSE = re.compile(
    r"\b(?:worse\w*|aggravat\w+|exacerbat\w+|triggers?|brings? (?:it|this|that) on)\b"
)
_BETTER = re.compile(r"\b(?:better|eas\w+|help\w*|relie\w+|improv\w+|sett\w+|soothe\w*)\b")


class TopicModel:
    """Scores topics for a text. One for questions, one for what people tell."""

    def __init__(self, examples: Iterable[tuple[str, Sequence[str]]], lexicon: Lexicon) -> None:
        rows = [(topic, read(text)) for topic, texts in examples for text in texts]
        self.ids = tuple(topics())
        self._at = {topic: i for i, topic in enumerate(self.ids)}
        self._owner = np.array([self._at[topic] for topic, _ in rows], dtype=np.int32)
        self._index = Index([plain for _, plain in rows], self._owner)
        self._lexicon = lexicon
        # A sentence is weighed for its topics, its facts and its clauses: once is enough.
        self._scored = lru_cache(maxsize=64)(self._scores)

    def best(
        self, plain: Sequence[str], least: float, near: float, meant: MeantTopics | None = None
    ) -> list[tuple[str, float]]:
        """Topics scoring at least ``least`` and ``near`` times the best one, best first.

        Scores run from 0 to about 1.5; 1 is a plain hit. ``meant`` also weighs the meaning.
        """
        if not any(word.isalpha() for word in plain):
            return []
        scores = self._scored(tuple(plain))
        if meant and plain:
            scores = meant.weighed(scores, plain)
        order = np.argsort(-scores)[:_CANDIDATES]
        found = {self.ids[i]: float(scores[i]) for i in order if scores[i] > 0.0}
        text = " ".join(plain)
        found = one_way(found, text)
        if speaks_of_family(text):
            found = moved_to_family(found, plainly=asks_of_family(text))
        floor = max(least, max(found.values(), default=0.0) * near)
        kept = [pair for pair in found.items() if pair[1] >= floor]
        return sorted(kept, key=lambda pair: -pair[1])

    def _scores(self, plain: tuple[str, ...]) -> Floats:
        likeness = self._index.scores(plain)
        best = np.zeros(len(self.ids), dtype=np.float32)
        np.maximum.at(best, self._owner, likeness)
        total = np.bincount(self._owner, likeness**2, minlength=len(self.ids))
        best += _NEIGHBOURS * np.sqrt(np.maximum(total - best**2, 0.0)).astype(np.float32)
        return best + self._named(plain)

    def _named(self, plain: Sequence[str]) -> Floats:
        """What the key terms add: more, the more of the telling words they cover."""
        named = np.zeros(len(self.ids), dtype=np.float32)
        telling = [i for i, word in enumerate(plain) if word not in FRAME]
        for mention in self._lexicon.mentions(plain):
            covered = sum(mention.start <= i < mention.end for i in telling)
            share = _TERM_SHARE + _TERM_COVER * covered / max(1, len(telling))
            for topic in mention.topics:
                named[self._at[topic]] += mention.weight * share
        return np.minimum(named, _TERM_MOST)


def one_way(found: dict[str, float], text: str) -> dict[str, float]:
    """Without what makes it better where only what makes it worse is named, and the reverse.

    The two are talked of in the same words but one.
    """
    worse, better = bool(_WORSE.search(text)), bool(_BETTER.search(text))
    if worse == better:
        return found
    other = "hpc.relieving" if worse else "hpc.exacerbating"
    return {topic: score for topic, score in found.items() if topic != other}


def _terms() -> list[tuple[str, Sequence[str]]]:
    return [(t.id, t.words) for t in topics().values()]


@cache
def questions() -> TopicModel:
    """The model of how trainees ask."""
    return TopicModel([*corpus().asks.items(), *_terms()], asking_lexicon())


@cache
def answers() -> TopicModel:
    """The model of what people tell."""
    told = [*corpus().answers.items(), *_own_denials(), *_terms()]
    return TopicModel(told, telling_lexicon())


def _own_denials() -> list[tuple[str, Sequence[str]]]:
    """Denials that only one topic has: "No, nothing like that" tells of nothing."""
    shared = Counter(text for topic in topics().values() for text in topic.denial)
    return [(t.id, [d for d in t.denial if shared[d] == 1]) for t in topics().values()]
