"""Which topics the words of a text name: the key terms of the ontology, found as phrases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from simtrainer.language.normalise import words
from simtrainer.language.stems import FRAME, stem
from simtrainer.scenario.topics import topics

Phrase = tuple[str, ...]
_LONGEST = 5


@dataclass(frozen=True)
class Mention:
    """A key term found at words ``start`` to ``end`` of a text, and the topics it may mean."""

    start: int
    end: int
    topics: tuple[str, ...]
    weight: float


class Lexicon:
    """Key terms -> topics. Longer and less shared terms weigh more."""

    def __init__(self, terms: Iterable[tuple[str, str]]) -> None:
        found: dict[Phrase, dict[str, None]] = {}
        for topic, term in terms:
            plain = words(term)
            phrase = tuple(stem(word) for word in plain)
            if phrase and not (len(phrase) == 1 and plain[0] in FRAME):
                found.setdefault(phrase, {})[topic] = None
        self._topics = {phrase: tuple(ids) for phrase, ids in found.items()}

    def mentions(self, plain: Sequence[str]) -> list[Mention]:
        """The longest key terms of a text, left to right, without overlap."""
        roots = [stem(word) for word in plain]
        found: list[Mention] = []
        at = 0
        while at < len(roots):
            hit = self._longest(roots, at)
            if hit:
                found.append(hit)
            at = hit.end if hit else at + 1
        return found

    def _longest(self, roots: list[str], at: int) -> Mention | None:
        for end in range(min(len(roots), at + _LONGEST), at, -1):
            ids = self._topics.get(tuple(roots[at:end]))
            if ids:
                weight = min(1.0, 0.55 + 0.2 * (end - at)) / len(ids) ** 0.5
                return Mention(at, end, ids, weight)
        return None


@cache
def lexicon() -> Lexicon:
    """The lexicon of the ontology's own key terms."""
    return Lexicon((t.id, word) for t in topics().values() for word in t.words)
