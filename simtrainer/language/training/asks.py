"""Writes ``asks.npz``, the vectors of how trainees ask, and its entry in the manifest.

    python -m simtrainer.language.training.asks

To be run whenever a phrasing in ``asks*.toml`` has changed; takes half a minute.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

import numpy as np

from simtrainer.language.corpus import STYLES, corpus
from simtrainer.language.encoder import folder, load, manifest
from simtrainer.language.normalise import plain
from simtrainer.language.topics_meaning import FILE
from simtrainer.scenario.topics import topics

_SCALE = 280.0  # the largest entries of a vector of length 1 are near 0.4


def rows() -> Iterator[tuple[str, str, str]]:
    """Style, topic and plain words of every phrasing, in the order in which they are stored."""
    for style in STYLES:
        for topic, texts in corpus().styles[style].items():
            yield from ((style, topic, " ".join(plain(text))) for text in texts)


def fingerprint() -> str:
    """SHA-256 of all phrasings: tells whether the stored vectors are still theirs."""
    return hashlib.sha256("\n".join("\t".join(row) for row in rows()).encode()).hexdigest()


def write() -> None:
    """The vectors as whole numbers of eight bits, with topic and style of each."""
    every, names = list(rows()), list(topics())
    vectors = load(folder()).encode([text for _, _, text in every])
    np.savez(
        folder() / FILE,
        vectors=np.clip(np.round(vectors * _SCALE), -127, 127).astype(np.int8),
        topics=np.array(names),
        owners=np.array([names.index(topic) for _, topic, _ in every], dtype=np.int16),
        styles=np.array([STYLES.index(style) for style, _, _ in every], dtype=np.int8),
        of=np.array(fingerprint()),
    )
    held = manifest()
    held["files"][FILE] = hashlib.sha256((folder() / FILE).read_bytes()).hexdigest()
    (folder() / "manifest.json").write_text(json.dumps(held, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    write()
