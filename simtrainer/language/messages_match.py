"""Which messages of a case a statement conveys."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from simtrainer.language.normalise import words
from simtrainer.language.stems import content
from simtrainer.language.vectors import Index
from simtrainer.scenario.content import Message

_CONVEYED = 0.5
_NEGATION = re.compile(
    r"\b(?:not|never|no|without|unlikely|rules? out|ruled out|nothing|neither|nor|isn|instead of)\b"
)
_DOUBT = re.compile(
    r"\b(?:if|whether|in case|make sure|check for|wonder|worried about|might have had)\b"
)
# A statement that names no day does not convey one.
_DAY = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|tomorrow|january|february|april|june|july"
    r"|august|september|october|november|december)\b"
)


class MessageMatcher:
    """Finds the messages that a statement conveys, by likeness to their example phrasings."""

    def __init__(self, messages: Iterable[Message]) -> None:
        rows = [(m.id, words(text)) for m in messages for text in m.phrasings]
        self._ids = [message for message, _ in rows]
        self._index = Index([plain for _, plain in rows])
        self._content = [frozenset(content(plain)) for _, plain in rows]
        self._doubted = [bool(_DOUBT.search(" ".join(plain))) for _, plain in rows]
        self._dated = [bool(_DAY.search(" ".join(plain))) for _, plain in rows]
        self._negated = [bool(_NEGATION.search(" ".join(plain))) for _, plain in rows]

    def conveyed(self, plain: Sequence[str]) -> list[tuple[str, float]]:
        """``(message id, score)``, best first.

        A negated or doubting statement ("whether it has spread") never conveys a plain one.
        """
        if not self._ids:
            return []
        likeness = self._index.scores(plain)
        text = " ".join(plain)
        negated, doubted = bool(_NEGATION.search(text)), bool(_DOUBT.search(text))
        dated = bool(_DAY.search(text))
        mine = frozenset(content(plain))
        best: dict[str, float] = {}
        for i, message in enumerate(self._ids):
            if negated != self._negated[i] or (doubted and not self._doubted[i]):
                continue
            if self._dated[i] and not dated:
                continue
            theirs = self._content[i]
            covered = len(mine & theirs) / max(1, len(theirs))
            score = 0.5 * float(likeness[i]) + 0.6 * covered
            best[message] = max(best.get(message, 0.0), score)
        found = [pair for pair in best.items() if pair[1] >= _CONVEYED]
        return sorted(found, key=lambda pair: -pair[1])
