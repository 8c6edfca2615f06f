"""Writes ``acts.npz``, the weights by which acts are heard from meaning and wording.

    python -m simtrainer.language.training.acts

To be run whenever a sentence in ``acts*.toml`` has changed; takes a minute. One logistic model an
act, fitted to our labelled sentences, and weakly to how topics are asked for, which shows how
questions look.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simtrainer.language.acts_meaning import FILE, features, grams
from simtrainer.language.corpus import ACT_STYLES, corpus
from simtrainer.language.encoder import Floats, folder, load, manifest
from simtrainer.language.normalise import plain
from simtrainer.language.questions import asking
from simtrainer.scenario.words import ACTS

# The form alone decides these.
LEARNT = tuple(a for a in ACTS if a not in ("jargon", "question.leading", "question.multiple"))
_ASKED = 0.03  # weight of a question about a topic
_RARE = 3.0  # weight of the sentences that are an act against those that are not
_HELD = 1.0  # how firmly weights are held near zero
_LEAST = 4  # labelled sentences with a gram for it to count
_ROUNDS, _PUSH = 60, 0.8
_WISHES = {f"ice.{kind}": f"ask.{kind}" for kind in ("ideas", "concerns", "expectations")}
Numbers = NDArray[np.float64]


class Row(NamedTuple):
    """A sentence, the acts that it is, and how much it counts."""

    style: str
    plain: tuple[str, ...]
    acts: frozenset[str]
    weight: float


def labelled() -> list[tuple[str, str, frozenset[str]]]:
    """Style, text and acts of every sentence in ``acts*.toml``."""
    found: dict[tuple[str, str], set[str]] = {}
    for style in ACT_STYLES:
        for act, texts in corpus().act_styles[style].items():
            for text in texts:
                found.setdefault((style, text), set()).add(act)
    return [(style, text, frozenset(acts)) for (style, text), acts in found.items()]


def fingerprint() -> str:
    """SHA-256 of all labelled sentences: tells whether the stored weights are still theirs."""
    rows = ("\t".join((style, text, *sorted(acts))) for style, text, acts in labelled())
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def rows() -> list[Row]:
    """Everything that the weights are fitted to."""
    return [*_labelled(), *_asked()]


def _labelled() -> Iterator[Row]:
    for style, text, acts in labelled():
        read = tuple(plain(text))
        yield Row(style, read, acts | (_form(read) if "?" in text else frozenset()), 1.0)


def _form(read: Sequence[str]) -> frozenset[str]:
    how = asking(" ".join(read), True)
    return frozenset(("question.open" if how.open else "question.closed",))


def _asked() -> Iterator[Row]:
    for style, table in corpus().styles.items():
        for topic, texts in table.items():
            if topic.startswith(("opening", "closing", "consent")):
                continue
            wish = {_WISHES[topic]} if topic in _WISHES else set()
            for read in (tuple(plain(text)) for text in texts):
                yield Row(style, read, _form(read) | wish, _ASKED)


def fit(every: Sequence[Row], vectors: Floats) -> tuple[dict[str, int], Floats]:
    """Numbers of the grams that count, and weights of shape (features, acts).

    Böhning's lower bound of the curvature (1992), one for all acts, with momentum.
    """
    counted = Counter(gram for row in every if row.weight == 1 for gram in set(grams(row.plain)))
    known = {gram: at for at, gram in enumerate(g for g, n in counted.items() if n >= _LEAST)}
    x = np.array([features(r.plain, v, known) for r, v in zip(every, vectors, strict=True)])
    x = x.astype(np.float64)
    wanted = np.array([[act in row.acts for act in LEARNT] for row in every], dtype=np.float64)
    weight = np.array([row.weight for row in every])[:, None]
    counts = weight * np.where(wanted > 0, _RARE, 1.0)
    inverse = np.linalg.inv((x * weight * 0.25).T @ x + _HELD * np.eye(x.shape[1]))
    at = np.zeros((x.shape[1], len(LEARNT)))
    push = np.zeros_like(at)
    for _ in range(_ROUNDS):
        ahead = at + _PUSH * push
        share = 1.0 / (1.0 + np.exp(-x @ ahead))
        new = ahead + inverse @ (x.T @ (counts * (wanted - share)) - _HELD * ahead)
        at, push = new, new - at
    return known, at.astype(np.float32)


def write() -> None:
    """The weights as numbers of sixteen bits, and their entry in the manifest."""
    every = rows()
    known, weights = fit(every, load(folder()).encode([" ".join(row.plain) for row in every]))
    np.savez_compressed(
        folder() / FILE,
        acts=np.array(LEARNT),
        grams=np.array(list(known)),
        weights=weights.astype(np.float16),
        of=np.array(fingerprint()),
    )
    held = manifest()
    held["files"][FILE] = hashlib.sha256((folder() / FILE).read_bytes()).hexdigest()
    (folder() / "manifest.json").write_text(json.dumps(held, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    write()
