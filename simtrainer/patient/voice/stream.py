"""Sentences out of what an engine gives: few, short, and never more than is needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from simtrainer.patient.sentences import sentences_of

LONGEST = 400  # characters of a sentence that are looked at: beyond this it is refused anyway
MOST = 2_000  # characters of one reply; what comes after is never looked at


def single_sentences(pieces: Iterable[str]) -> Iterator[str]:
    """The sentences of each piece; a line end ends one too. A piece is one sentence or more."""
    taken = 0
    for piece in pieces:
        room = MOST - taken
        for line in piece[:room].splitlines():
            for sentence in sentences_of(line):
                yield sentence[: LONGEST + 1]
        taken += len(piece)
        if taken >= MOST:
            return
