"""How well topics are found in a style that the examples leave out.

    python -m simtrainer.language.training.styles [BED...]

Each style of ``asks*.toml`` in turn is asked of a model that knows only the other styles, by words
alone and by words and meaning. A BED holds lines of kind ``topic``, asked of all styles together.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from simtrainer.language.corpus import STYLES, corpus
from simtrainer.language.encoder import folder, load
from simtrainer.language.lexicon import asking_lexicon
from simtrainer.language.normalise import words
from simtrainer.language.topics_match import TopicModel
from simtrainer.language.topics_meaning import FILE, MeantTopics, stored
from simtrainer.scenario.topics import topics

_LEAST, _NEAR, _MOST = 0.42, 0.72, 4  # as in ``understand``
Row = tuple[str, tuple[str, ...]]  # a question, and the topics any of which is right


def without(style: str) -> tuple[TopicModel, MeantTopics]:
    """How trainees ask, were this style not written: by words, and by meaning."""
    asks = corpus().styles
    held = [pair for name in STYLES if name != style for pair in asks[name].items()]
    words_only = TopicModel(
        [*held, *((t.id, t.words) for t in topics().values())], asking_lexicon()
    )
    vectors, owners, styles = stored(folder() / FILE)
    kept = styles != (STYLES.index(style) if style in STYLES else -1)
    return words_only, MeantTopics(load(folder()), vectors[kept], owners[kept])


def shares(
    model: TopicModel, meant: MeantTopics | None, rows: Sequence[Row]
) -> tuple[float, float]:
    """The share whose first topic is right, and the share with a right one among the found."""
    found = [
        [topic for topic, _ in model.best(words(text), _LEAST, _NEAR, meant)[:_MOST]]
        for text, _ in rows
    ]
    pairs = list(zip(found, rows, strict=True))
    first = sum(bool(got) and got[0] in right for got, (_, right) in pairs)
    among = sum(bool(set(got) & set(right)) for got, (_, right) in pairs)
    return first / len(rows), among / len(rows)


def of_style(style: str) -> list[Row]:
    asks = corpus().styles[style]
    return [(text, (topic,)) for topic, texts in asks.items() for text in texts]


def of_bed(bed: Path) -> list[Row]:
    lines = [json.loads(line) for line in bed.read_text("utf-8").splitlines()]
    return [(row["text"], tuple(row["topics"])) for row in lines if row["kind"] == "topic"]


def report(beds: Iterable[Path]) -> str:
    """For each style and bed: questions; first right and right among the found, by words; both."""
    rows = {style: of_style(style) for style in STYLES} | {bed.stem: of_bed(bed) for bed in beds}
    lines = []
    for name, asked in rows.items():
        model, meant = without(name)
        measured = (*shares(model, None, asked), *shares(model, meant, asked))
        lines.append(f"{name:16} {len(asked):5} " + " ".join(f"{s:.3f}" for s in measured) + "\n")
    return "".join(lines)


if __name__ == "__main__":
    sys.stdout.write(report(Path(name) for name in sys.argv[1:]))
