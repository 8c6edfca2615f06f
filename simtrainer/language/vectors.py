"""Texts as weighted words and word pairs, and which known texts a new one resembles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from simtrainer.language.stems import FRAME, stem

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
_FRAME_WEIGHT = 0.35  # a frame word tells a little: "when" wants a time
_PAIR_WEIGHT = 0.6
_IMPURE = 0.3  # what is left of the weight of a word that is spread over all topics


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
    """A TF-IDF index of texts; ``scores`` gives the cosine of a new text with each of them.

    ``owners`` says which group (topic) each text belongs to; a feature then weighs more, the
    more of its texts belong to one group.
    """

    def __init__(self, texts: Sequence[Sequence[str]], owners: Ints | None = None) -> None:
        rows = [features(words) for words in texts]
        counts = Counter(name for row in rows for name in row)
        self.size = len(rows)
        self._ids = {name: i for i, name in enumerate(counts)}
        df = np.fromiter(counts.values(), dtype=np.float32, count=len(counts))
        self._idf = np.log((1.0 + self.size) / (0.5 + df)).astype(np.float32)
        ids = np.fromiter((self._ids[n] for r in rows for n in r), dtype=np.int32)
        of = np.repeat(np.arange(self.size, dtype=np.int32), [len(r) for r in rows])
        if owners is not None and self.size:
            self._idf *= _purity(ids, owners[of], df)
        values = np.fromiter((v for r in rows for v in r.values()), dtype=np.float32)
        self._fill(ids, of, values, df)

    def _fill(self, ids: Ints, of: Ints, values: Floats, df: Floats) -> None:
        """Inverted lists in three flat arrays: where each feature starts, texts, values."""
        values = values * self._idf[ids]
        norms = np.sqrt(np.bincount(of, values * values, minlength=self.size))
        values = (values / np.maximum(norms, 1e-6)[of]).astype(np.float32)
        order = np.argsort(ids, kind="stable")
        self._texts, self._values = of[order], values[order]
        self._starts = np.concatenate([[0], np.cumsum(df)]).astype(np.int64)

    def scores(self, words: Sequence[str]) -> Floats:
        """Cosine similarity (0 to 1) with each text of the index; shape (size,)."""
        unseen = 0.4 * float(np.log(1.0 + self.size))
        total = np.zeros(self.size, dtype=np.float32)
        norm = 0.0
        for name, weight in features(words).items():
            at = self._ids.get(name)
            if at is None:
                norm += (weight * unseen) ** 2 if " " not in name else 0.0
                continue
            value = weight * float(self._idf[at])
            norm += value * value
            span = slice(self._starts[at], self._starts[at + 1])
            total[self._texts[span]] += value * self._values[span]
        return total / np.float32(max(norm, 1e-6) ** 0.5)


def _purity(ids: Ints, groups: Ints, df: Floats) -> Floats:
    """For each feature, the share of its texts in its commonest group, less for rare features."""
    width = int(groups.max()) + 1
    pairs, counts = np.unique(ids.astype(np.int64) * width + groups, return_counts=True)
    most = np.zeros(len(df), dtype=np.float32)
    np.maximum.at(most, pairs // width, counts.astype(np.float32))
    share = most / (df + 1.0)
    return (_IMPURE + (1.0 - _IMPURE) * share).astype(np.float32)
