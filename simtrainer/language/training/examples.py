"""Writes ``topics.npz``: the vectors of our example questions and answers, and topic kinship."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from simtrainer.language.encoder import Encoder, folder, load
from simtrainer.language.facts_match import kinship
from simtrainer.language.normalise import plain
from simtrainer.language.training.sentences import Sentences, answers, questions
from simtrainer.scenario.topics import topics

_SCALE = 280.0  # the largest entries of a vector of length 1 are near 0.4


def write() -> None:
    """Rows lie together by topic; ``*_starts`` are the first rows, in order of topic number."""
    encode = load(folder())
    names = list(topics())
    asks = {key: tuple(" ".join(plain(t)) for t in texts) for key, texts in questions().items()}
    _, ask_starts, ask_rows = _rows(encode, names, asks)
    answer_topics, answer_starts, answer_rows = _rows(encode, names, answers())
    np.savez_compressed(
        folder() / "topics.npz",
        asks=ask_rows,
        ask_starts=ask_starts,
        answers=answer_rows,
        answer_starts=answer_starts,
        answer_topics=answer_topics,
        kin=np.array([[kinship(a, b) for b in names] for a in names], dtype=np.float16),
    )


def _rows(
    encode: Encoder, names: Sequence[str], texts: Sentences
) -> tuple[list[int], list[int], np.ndarray[tuple[int, ...], np.dtype[np.int8]]]:
    """Topic numbers, first rows, and the vectors as whole numbers of eight bits."""
    have = [i for i, name in enumerate(names) if texts.get(name)]
    counts = [len(texts[names[i]]) for i in have]
    starts = [0, *np.cumsum(counts)[:-1].tolist()]
    vectors = encode.encode([text for i in have for text in texts[names[i]]])
    return have, starts, np.clip(np.round(vectors * _SCALE), -127, 127).astype(np.int8)


if __name__ == "__main__":
    write()
