"""How near a question and the sentences of a person's facts are in meaning.

Three views of each pair, all from the encoder: the two sentences themselves; the topics that our
examples nearest to each belong to; and the sentence against how people answer on those topics.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

import numpy as np

from simtrainer.language.encoder import Encoder, Floats, encoder, folder, manifest
from simtrainer.scenario.topics import topics

_SHARPNESS = 1 / 0.05  # of likeness to topics
_KEPT = 64  # sentences whose likeness to our examples is kept: each is looked at twice
_FAMILIAR = 0.5  # of 431 questions of real doctors, 1 in 100 is less like any of ours
_FEW = 3  # topics that one fact is taken to be about
_LIKELY = 5  # topics of a question whose answers are expected


class Examples:
    """The vectors of our example questions and answers by topic (``topics.npz``)."""

    def __init__(self, file: Path) -> None:
        with np.load(file, allow_pickle=False) as held:
            self._asks = _unit(held["asks"])
            self._answers = _unit(held["answers"])
            self._ask_starts, self._answer_starts = held["ask_starts"], held["answer_starts"]
            self._answer_topics = held["answer_topics"]
            self._kin_of = held["kin"].T.astype(np.float32)  # (answered, asked) -> share
        sums = np.add.reduceat(self._answers, self._answer_starts, axis=0)
        counts = np.diff([*self._answer_starts, len(self._answers)])
        self._typical = np.zeros((len(self._kin_of), self._answers.shape[1]), dtype=np.float32)
        self._typical[self._answer_topics] = sums / counts[:, None]
        self._asked_before = lru_cache(maxsize=_KEPT)(self._to_asks)

    def _to_asks(self, vector: bytes) -> Floats:
        return _products(self._asks, np.frombuffer(vector, dtype=np.float32))

    def asked(self, vector: Floats) -> tuple[Floats, Floats]:
        """The topics a question asks for, length 1, kin included; and the expected answer."""
        likeness = self._asked_before(vector.tobytes())
        shares = _shares(np.maximum.reduceat(likeness, self._ask_starts))
        likely = np.argsort(-shares, kind="stable")[:_LIKELY]
        expected = shares[likely] @ self._typical[likely]
        topics = _products(self._kin_of, shares) / np.linalg.norm(shares)
        return topics.astype(np.float32), expected.astype(np.float32)

    def nearest(self, vector: Floats) -> float:
        """Likeness to the nearest of our example questions."""
        return float(self._asked_before(vector.tobytes()).max())

    def told(self, vectors: Floats) -> Floats:
        """The topics that sentences of a person answer: a row of length 1 for each."""
        rows = np.zeros((len(vectors), len(self._kin_of)), dtype=np.float32)
        for row, vector in zip(rows, vectors, strict=True):
            best = np.maximum.reduceat(_products(self._answers, vector), self._answer_starts)
            row[self._answer_topics] = _shares(best)
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        return np.asarray(rows / lengths, dtype=np.float32)


class Meanings:
    """What the facts of one case say, ready to be compared with questions."""

    def __init__(self, encode: Encoder, examples: Examples, says: Iterable[Sequence[str]]) -> None:
        """``says``: for each fact its phrasings, at least one."""
        facts = [tuple(texts) for texts in says]
        self._encode, self._examples = encode, examples
        self._starts = np.cumsum([0, *(len(texts) for texts in facts)][:-1])
        self._vectors = encode.encode([text for texts in facts for text in texts])
        self._topics = examples.told(self._vectors)

        self._told = lru_cache(maxsize=None)(self._topics_told)

    def topics_told(self, place: int) -> Mapping[str, float]:
        """The topics that the fact at ``place`` answers most likely, with shares to 1."""
        return self._told(place)

    def _topics_told(self, place: int) -> Mapping[str, float]:
        end = [*self._starts[1:], len(self._topics)][place]
        shares = self._topics[self._starts[place] : end].max(axis=0)
        known = tuple(topics())
        likely = np.argsort(-shares, kind="stable")[:_FEW]
        return {known[at]: float(shares[at]) for at in likely}

    def likeness(self, question: str) -> Floats:
        """Shape (facts, 3): likeness of the sentences, of their topics, to the expected answer."""
        (vector,) = self._encode.encode([question])
        topics, expected = self._examples.asked(vector)
        views = (
            _products(self._vectors, vector),
            _products(self._topics, topics),
            _products(self._vectors, expected),
        )
        return np.stack([np.maximum.reduceat(view, self._starts) for view in views], axis=1)


def chance(words_score: Floats, likeness: Floats) -> Floats:
    """The chance, 0 to 1, that each fact is asked for; shape (facts,).

    ``words_score``: what likeness of words and topics found, shape (facts,). A logistic model
    over each view, the best other fact in that view, and the lead over it; weights in the manifest.
    """
    held = manifest()["weights"]
    features = views_and_leads(words_score, likeness)
    sums = features @ np.array(held["of"], dtype=np.float32) + held["base"]
    return np.asarray(1.0 / (1.0 + np.exp(-sums)), dtype=np.float32)


def views_and_leads(words_score: Floats, likeness: Floats) -> Floats:
    """Shape (facts, 12): the four views, the best of the other facts, and the lead over it."""
    views = np.column_stack([np.minimum(words_score, 1.5), likeness])
    padded = np.vstack([views, np.zeros((2, views.shape[1]))])  # a case may hold a single fact
    best, second = -np.sort(-padded, axis=0)[:2]
    others = np.where(views == best, second, best)
    return np.hstack([views, others, views - others]).astype(np.float32)


@cache
def examples() -> Examples | None:
    """Our examples as vectors; None where there is no encoder."""
    return Examples(folder() / "topics.npz") if encoder() else None


def meanings_of(says: Sequence[Sequence[str]]) -> Meanings | None:
    """What some facts mean; None where there is no encoder or nothing is said."""
    encode, known = encoder(), examples()
    return Meanings(encode, known, says) if encode and known and says else None


def far_from_all(question: str) -> bool:
    """Whether plain words are unlike anything that we know to be asked of a patient."""
    encode, known = encoder(), examples()
    if not encode or not known:
        return False
    return known.nearest(encode.encode([question])[0]) < _FAMILIAR


def _products(rows: Floats, vector: Floats) -> Floats:
    """Likeness to each row, in this thread: the many threads of a matrix library wait for one
    another on a busy computer far longer than the sums take."""
    return np.asarray(np.einsum("ij,j->i", rows, vector, optimize=False), dtype=np.float32)


def _unit(whole: np.ndarray[tuple[int, ...], np.dtype[np.int8]]) -> Floats:
    vectors = whole.astype(np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def _shares(likeness: Floats) -> Floats:
    powers = np.exp((likeness - likeness.max()) * _SHARPNESS)
    return np.asarray(powers / powers.sum(), dtype=np.float32)
