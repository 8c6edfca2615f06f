"""Which topics a question asks for, by the meaning of our examples that are nearest to it.

The vectors of all phrasings of ``asks*.toml`` lie ready in ``asks.npz``; where there is no encoder,
topics are found by words alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from simtrainer.language.encoder import Encoder, Floats, encoder, folder
from simtrainer.scenario.topics import topics

Numbers = NDArray[np.int32]
FILE = "asks.npz"
# Chosen on each style of our phrasings left out in turn (``training.styles``).
_FAR, _NEAR = 0.5, 0.8  # likeness of unrelated questions, and of another wording of the same one
_SURE = 0.7  # likeness of the nearest example from which meaning counts in full
_WORDS = 0.3  # how much likeness of words then still counts
_WORDS_MOST, _MOST = 1.5, 1.3
_SHORT = 2  # in so few words each one tells: "PMH?" is known by itself or not at all


class MeantTopics:
    """Scores topics for a question by the nearest example of each."""

    def __init__(self, encode: Encoder, vectors: Floats, owners: Numbers) -> None:
        """``vectors``: shape (examples, size), length 1; ``owners``: topic number of each."""
        order = np.argsort(owners, kind="stable")
        self._encode, self._vectors = encode, vectors[order]
        self._owners, self._starts = np.unique(owners[order], return_index=True)
        self._size = len(topics())

    def weighed(self, by_words: Floats, plain: Sequence[str]) -> Floats:
        """Scores by words and by meaning together, on the scale of words; shape (topics,).

        Words alone count where no example is near: an abbreviation, a name.
        """
        likeness = self.likeness(plain)
        sure = float(np.clip((likeness.max() - _FAR) / (_SURE - _FAR), 0.0, 1.0))
        meant = np.clip((likeness - _FAR) / (_NEAR - _FAR), 0.0, _MOST)
        words = np.minimum(by_words, _WORDS_MOST) * (1.0 - (1.0 - _WORDS) * sure)
        weighed = words + sure * meant
        if len(plain) <= _SHORT:
            weighed = np.maximum(weighed, by_words)
        return np.asarray(weighed, dtype=np.float32)

    def likeness(self, plain: Sequence[str]) -> Floats:
        """Cosine with the nearest example of each topic, 0 for a topic without any."""
        (vector,) = self._encode.encode([" ".join(plain)])
        every = np.einsum("ij,j->i", self._vectors, vector)  # one thread, unlike ``@``
        found = np.zeros(self._size, dtype=np.float32)
        found[self._owners] = np.maximum.reduceat(every, self._starts)
        return found


@cache
def meant_topics() -> MeantTopics | None:
    """The topics of our phrasings; None where there is no encoder."""
    encode = encoder()
    return MeantTopics(encode, *stored(folder() / FILE)[:2]) if encode else None


def stored(file: Path) -> tuple[Floats, Numbers, Numbers]:
    """Vectors of length 1, topic numbers, and style numbers of the phrasings in a file."""
    with np.load(file, allow_pickle=False) as held:
        vectors = held["vectors"].astype(np.float32)
        number = {topic: i for i, topic in enumerate(topics())}
        known = np.array([number.get(str(topic), -1) for topic in held["topics"]], dtype=np.int32)
        owners, styles = known[held["owners"]], held["styles"]
    kept = owners >= 0
    vectors = vectors[kept]
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors, owners[kept], styles[kept]
