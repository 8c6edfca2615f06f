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
# Who somebody is tells nothing of what they have: "I'm one of the cancer doctors".
_WHO_I_AM = re.compile(
    r"\b(?:i am|this is|it is) (?:\w+ )?(?:one of|a|an|the|your|part of|from|dr|doctor)\b.*"
    r"\b(?:doctors?|nurses?|team|clinic|unit|ward|department|specialists?|surgeons?|consultants?|registrar)\b"
)
_FEW = 2  # telling words, up to which the small words of a phrasing count as well
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
        self._words = [(frozenset(content(plain)), frozenset(plain)) for _, plain in rows]
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
        if _WHO_I_AM.search(text):
            return []
        negated, doubted = bool(_NEGATION.search(text)), bool(_DOUBT.search(text))
        dated = bool(_DAY.search(text))
        mine = frozenset((*content(plain), *plain))
        best: dict[str, float] = {}
        for i, message in enumerate(self._ids):
            if negated != self._negated[i] or (doubted and not self._doubted[i]):
                continue
            if self._dated[i] and not dated:
                continue
            score = 0.5 * float(likeness[i]) + 0.6 * _covered(mine, self._words[i])
            best[message] = max(best.get(message, 0.0), score)
        found = [pair for pair in best.items() if pair[1] >= _CONVEYED]
        return sorted(found, key=lambda pair: -pair[1])


def _covered(words: frozenset[str], theirs: tuple[frozenset[str], frozenset[str]]) -> float:
    """The share of a phrasing's telling words; where there are few, the small words count too."""
    telling, every = theirs
    share = len(words & telling) / max(1, len(telling))
    if len(telling) > _FEW:
        return share
    if telling and not share:
        return 0.0
    whole = len(words & every) / max(1, len(every))
    return (share + whole) / 2 if telling else whole
