"""How likely each act is by the meaning and the wording of a sentence: one linear score an act.

The weights lie ready in ``acts.npz``, fitted to our labelled sentences by ``training.acts``; where
there is no encoder, acts are heard by rules alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np

from simtrainer.language.encoder import Encoder, Floats, encoder, folder

FILE = "acts.npz"
_MEANING, _WORDING = 3.0, 4.0  # how much each counts, chosen on styles left out


def grams(plain: Sequence[str]) -> list[str]:
    """Single words and pairs of neighbours, with where the sentence starts and ends."""
    ends = ["<", *plain, ">"]
    return [*plain, *(f"{one} {two}" for one, two in pairwise(ends))]


def features(plain: Sequence[str], vector: Floats, known: Mapping[str, int]) -> Floats:
    """Shape (size of a vector + number of known grams + 1,); the last one is always 1."""
    wording = np.zeros(len(known), dtype=np.float32)
    at = [known[gram] for gram in grams(plain) if gram in known]
    if at:
        wording[at] = _WORDING / np.sqrt(len(at))
    return np.concatenate((vector * _MEANING, wording, np.ones(1, dtype=np.float32)))


class MeantActs:
    """Scores acts for a sentence; logits, so that 0 is as likely as not."""

    def __init__(
        self, encode: Encoder, acts: Sequence[str], known: Mapping[str, int], weights: Floats
    ) -> None:
        """``weights``: shape (features, acts)."""
        self._encode, self._acts, self._known, self._weights = encode, acts, known, weights

    def scores(self, plain: Sequence[str]) -> dict[str, float]:
        """The logit of each act that is learnt."""
        (vector,) = self._encode.encode([" ".join(plain)])
        found = np.einsum("i,ij->j", features(plain, vector, self._known), self._weights)
        return dict(zip(self._acts, found.tolist(), strict=True))


@cache
def meant_acts() -> MeantActs | None:
    """The acts of our labelled sentences; None where there is no encoder."""
    encode = encoder()
    return stored(encode, folder() / FILE) if encode else None


def stored(encode: Encoder, file: Path) -> MeantActs:
    with np.load(file, allow_pickle=False) as held:
        known = {str(gram): i for i, gram in enumerate(held["grams"])}
        acts = [str(act) for act in held["acts"]]
        return MeantActs(encode, acts, known, held["weights"].astype(np.float32))
