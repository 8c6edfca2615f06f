"""Weighs likeness of words and of meaning together, and writes ``manifest.json``.

A logistic model on every pair of a question and a fact of its case; each question is used again
with its own facts taken away, so that a question that nothing answers tells nothing. ``curve``
leaves out each case in turn.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from simtrainer.language.encoder import Floats, folder
from simtrainer.language.facts_match import FactMatcher, weights
from simtrainer.language.meaning import views_and_leads
from simtrainer.language.normalise import words
from simtrainer.language.topics_match import questions
from simtrainer.scenario.content import Fact

_UNANSWERED = 0.4  # the weight of a question whose facts were taken away
_PRIOR = 1.0  # how firmly weights are held near zero
_ROUNDS = 25
_BASE = "sentence-transformers/all-MiniLM-L6-v2, Apache-2.0, model.safetensors SHA-256 " + (
    "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
)


@dataclass(frozen=True)
class Asked:
    """One question of a bed: each fact's two kinds of likeness, and whether it is wanted."""

    case: str
    worded: Floats
    meant: Floats
    wanted: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]

    def rows(self, answered: bool) -> tuple[Floats, Floats]:
        kept = np.ones(len(self.wanted), dtype=bool) if answered else ~self.wanted
        features = views_and_leads(self.worded[kept], self.meant[kept])
        return features, self.wanted[kept].astype(np.float32)


def read(bed: Path) -> list[Asked]:
    """The questions of a bed (lines of kind ``case`` and ``ask``)."""
    rows = [json.loads(line) for line in bed.read_text("utf-8").splitlines()]
    cases = {row["case"]: row["facts"] for row in rows if row["kind"] == "case"}
    hears = {
        case: FactMatcher(Fact(id=key, say=text) for key, text in facts.items())
        for case, facts in cases.items()
    }
    return [
        _asked(row, hears[row["case"]], cases[row["case"]]) for row in rows if row["kind"] == "ask"
    ]


def _asked(row: dict[str, Any], matcher: FactMatcher, facts: Iterable[str]) -> Asked:
    plain = words(row["text"])
    topics = weights(questions().best(plain, 0.2, 0.5), 0.75)
    topics |= {key: min(1.0, score) for key, score in questions().best(plain, 0.42, 0.72)[:4]}
    wanted = np.array([key in row["facts"] for key in facts])
    worded = np.array(matcher.by_words(plain, topics), dtype=np.float32)
    return Asked(row["case"], worded, matcher.by_meaning(plain), wanted)


def fit(asked: Iterable[Asked]) -> tuple[Floats, float]:
    """Weights of the features and the base, by Newton's method."""
    parts, wanted, counts = [], [], []
    for one in asked:
        for answered, weight in ((True, 1.0), (False, _UNANSWERED)):
            features, right = one.rows(answered)
            parts.append(features)
            wanted.append(right)
            counts.append(np.full(len(right), weight))
    x = np.hstack([np.vstack(parts), np.ones((sum(map(len, wanted)), 1))]).astype(np.float64)
    y, count = np.concatenate(wanted), np.concatenate(counts)
    held = np.diag([_PRIOR] * (x.shape[1] - 1) + [1e-9])
    at = np.zeros(x.shape[1])
    for _ in range(_ROUNDS):
        share = 1.0 / (1.0 + np.exp(-x @ at))
        slope = x.T @ (count * (y - share)) - held @ at
        bend = (x * (count * share * (1.0 - share))[:, None]).T @ x + held
        at = at + np.linalg.solve(bend, slope)
    return at[:-1].astype(np.float32), float(at[-1])


def curve(asked: list[Asked], least: float, near: float) -> tuple[float, float, float]:
    """Share of wanted facts told, of the others told, and of the told that is not wanted."""
    told = extra = 0
    for case in sorted({one.case for one in asked}):
        of, base = fit(one for one in asked if one.case != case)
        for one in (one for one in asked if one.case == case):
            share = 1.0 / (1.0 + np.exp(-(one.rows(True)[0] @ of + base)))
            given = share >= max(least, near * share.max())
            told += int((given & one.wanted).sum())
            extra += int((given & ~one.wanted).sum())
    wanted = sum(int(one.wanted.sum()) for one in asked)
    others = sum(len(one.wanted) for one in asked) - wanted
    return told / wanted, extra / others, extra / max(1, told + extra)


def write(asked: list[Asked]) -> None:
    """The manifest: what the files are, and the weights."""
    of, base = fit(asked)
    names = ("model.onnx", "vocab.txt", "topics.npz", "asks.npz", "acts.npz")
    manifest = {
        "version": "encoder-1",
        "base": _BASE,
        "files": {n: hashlib.sha256((folder() / n).read_bytes()).hexdigest() for n in names},
        "weights": {"of": [round(float(w), 4) for w in of], "base": round(base, 4)},
    }
    (folder() / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    every = [one for name in sys.argv[1:] for one in read(Path(name))]
    for threshold in (0.03, 0.05, 0.07, 0.1, 0.12, 0.15, 0.2, 0.3, 0.4):
        found = " ".join(f"{share:.3f}" for share in curve(every, threshold, 0.5))
        sys.stderr.write(f"{threshold:.2f}: {found}\n")
    write(every)
