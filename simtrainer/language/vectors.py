"""Texts as weighted words and word pairs, and which known texts a new one resembles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from simtrainer.language.stems import FRAME, stem

Floats = NDArray[np.float32]
_FRAME_WEIGHT = 0.35  # a frame word tells a little: "when" wants a time
_PAIR_WEIGHT = 0.6


def features(words: Sequence[str]) -> dict[str, float]:
    """Stems and pairs of neighbouring stems with their weights before idf."""
    weights: dict[str, float] = {}
    before = "^"
    for word in words:
        root = stem(word)
        weights[root] = _FRAME_WEIGHT if word in FRAME else 1.0
        weights[f"{before} {root}"] = _PAIR_WEIGHT
        before = root
    return weights


class Index:
    """A TF-IDF index of texts; ``scores`` gives the cosine of a new text with each of them."""

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        rows = [features(words) for words in texts]
        counts = Counter(name for row in rows for name in row)
        self.size = len(rows)
        self._ids = {name: i for i, name in enumerate(counts)}
        df = np.fromiter(counts.values(), dtype=np.float32, count=len(counts))
        self._idf = np.log((1.0 + self.size) / (0.5 + df)).astype(np.float32)
        self._fill(rows, counts)

    def _fill(self, rows: list[dict[str, float]], counts: Counter[str]) -> None:
        """Inverted lists in three flat arrays: where each feature starts, texts, values."""
        ids = np.fromiter((self._ids[n] for r in rows for n in r), dtype=np.int32)
        texts = np.repeat(np.arange(self.size, dtype=np.int32), [len(r) for r in rows])
        values = np.fromiter((v for r in rows for v in r.values()), dtype=np.float32)
        values *= self._idf[ids]
        norms = np.sqrt(np.bincount(texts, values * values, minlength=self.size))
        values /= np.maximum(norms, 1e-6)[texts].astype(np.float32)
        order = np.argsort(ids, kind="stable")
        self._texts, self._values = texts[order], values[order]
        self._starts = np.concatenate([[0], np.cumsum(list(counts.values()))])

    def scores(self, words: Sequence[str]) -> Floats:
        """Cosine similarity (0 to 1) with each text of the index; shape (size,)."""
        weights = features(words)
        unseen = float(np.log(1.0 + self.size))
        total = np.zeros(self.size, dtype=np.float32)
        norm = 0.0
        for name, weight in weights.items():
            at = self._ids.get(name)
            value = weight * (float(self._idf[at]) if at is not None else unseen * 0.5)
            norm += value * value
            if at is not None:
                span = slice(self._starts[at], self._starts[at + 1])
                total[self._texts[span]] += value * self._values[span]
        return total / np.float32(max(norm, 1e-6) ** 0.5)
