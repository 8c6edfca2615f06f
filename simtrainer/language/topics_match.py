"""Which topics a sentence asks about: likeness to our phrasings, and key terms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

import numpy as np

from simtrainer.language.corpus import corpus
from simtrainer.language.lexicon import lexicon
from simtrainer.language.normalise import words
from simtrainer.language.vectors import Floats, Index
from simtrainer.scenario.topics import topics

_TERM_SHARE = 0.45  # how much a named key term counts beside likeness
_NEIGHBOURS = 0.25  # how much the second-best phrasing of a topic adds


class TopicModel:
    """Scores topics for a text. One for questions, one for what patients say."""

    def __init__(self, examples: Iterable[tuple[str, Sequence[str]]]) -> None:
        rows = [(topic, words(text)) for topic, texts in examples for text in texts]
        self.ids = tuple(topics())
        self._at = {topic: i for i, topic in enumerate(self.ids)}
        self._owner = np.array([self._at[topic] for topic, _ in rows], dtype=np.int32)
        self._index = Index([plain for _, plain in rows])

    def scores(self, plain: Sequence[str]) -> Floats:
        """Score (about 0 to 1.4) of each topic of ``ids``."""
        likeness = self._index.scores(plain)
        best = np.zeros(len(self.ids), dtype=np.float32)
        np.maximum.at(best, self._owner, likeness)
        total = np.bincount(self._owner, likeness**2, minlength=len(self.ids))
        best += _NEIGHBOURS * np.sqrt(np.maximum(total - best**2, 0.0)) / 3.0
        for mention in lexicon().mentions(plain):
            for topic in mention.topics:
                best[self._at[topic]] += _TERM_SHARE * mention.weight
        return best

    def best(self, plain: Sequence[str], least: float, near: float) -> list[tuple[str, float]]:
        """Topics scoring at least ``least`` and ``near`` times the best one, best first."""
        found = self.scores(plain)
        floor = max(least, float(found.max(initial=0.0)) * near)
        order = np.argsort(-found)[:6]
        return [(self.ids[i], float(found[i])) for i in order if found[i] >= floor]


def _terms() -> list[tuple[str, Sequence[str]]]:
    return [(t.id, t.words) for t in topics().values()]


@cache
def questions() -> TopicModel:
    """The model of how trainees ask."""
    return TopicModel([*corpus().asks.items(), *_terms()])


@cache
def answers() -> TopicModel:
    """The model of how patients answer."""
    denials = [(t.id, t.denial) for t in topics().values() if t.denial]
    return TopicModel([*corpus().answers.items(), *denials, *_terms()])
