"""Which topics the words of a text name: key terms, names and hints, found as phrases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from simtrainer.language.corpus import corpus
from simtrainer.language.normalise import plain as read
from simtrainer.language.stems import FRAME, stem
from simtrainer.scenario.topics import topics

Phrase = tuple[str, ...]
_LONGEST = 5
_FIRST, _PER_WORD = 0.55, 0.2  # the weight of a term grows with its length


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
            plain = read(term)
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
                weight = min(1.0, _FIRST + _PER_WORD * (end - at)) / len(ids) ** 0.5
                return Mention(at, end, ids, weight)
        return None


def _named() -> list[tuple[str, str]]:
    known = [(t.id, term) for t in topics().values() for term in t.words]
    return known + [(key, name) for key, names in corpus().names.items() for name in names]


@cache
def asking_lexicon() -> Lexicon:
    """Key terms and names: what a question may name."""
    return Lexicon(_named())


@cache
def telling_lexicon() -> Lexicon:
    """Key terms, names and hints: what an answer may name."""
    hints = [(key, term) for key, terms in corpus().hints.items() for term in terms]
    return Lexicon(_named() + hints)
