"""The words we know, so that misspelt ones can be put right."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from functools import cache

from simtrainer.language.corpus import corpus
from simtrainer.language.normalise import Speller, plain
from simtrainer.language.stems import FRAME, computed
from simtrainer.scenario.topics import topics

_COMMON = "none nor ours theirs else shall upon".split()  # spelt right, though no example has them


@cache
def known_words() -> Counter[str]:
    """Every word of the ontology and of our examples, and how often it stands there."""
    texts = [term for topic in topics().values() for term in (*topic.words, *topic.denial)]
    texts.extend(corpus().jargon)
    for group in (corpus().asks, corpus().answers, corpus().acts, corpus().names, corpus().hints):
        texts.extend(text for block in group.values() for text in block)
    counts = Counter((*FRAME, *_COMMON))
    counts.update(word for text in texts for word in plain(text))
    return counts


def stems_table() -> str:
    """What ``data/stems.txt`` should hold: each word that we use and its stem.

    ``python -m simtrainer.language.reading > simtrainer/language/data/stems.txt`` writes it anew.
    """
    return "".join(f"{word} {computed(word)}\n" for word in sorted(known_words()))


def speller_for(texts: Iterable[str]) -> Speller:
    """A speller that also knows the words of ``texts``."""
    return Speller(known_words() | Counter(word for text in texts for word in plain(text)))


if __name__ == "__main__":
    sys.stdout.write(stems_table())
