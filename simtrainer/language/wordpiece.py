"""Text as the word pieces of a vocabulary: lower case, no accents, longest piece first."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_PIECES = re.compile(r"[^\W_]+|[^\w\s]|_")
_LONGEST_WORD = 100  # letters; anything longer is one unknown piece


class WordPieces:
    """The piece numbers of a text, between the marks for its start and end."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        """``vocabulary``: the pieces in order of their numbers. KeyError without the marks."""
        self._ids = {piece: i for i, piece in enumerate(vocabulary)}
        self._start, self._end = self._ids["[CLS]"], self._ids["[SEP]"]
        self._unknown = self._ids["[UNK]"]
        self._of_word = lru_cache(maxsize=5_000)(self._split)

    def ids(self, text: str, most: int) -> list[int]:
        """At most ``most`` numbers, the two marks included."""
        letters = unicodedata.normalize("NFD", text.lower())
        bare = "".join(c for c in letters if unicodedata.category(c) != "Mn")
        found = [i for word in _PIECES.findall(bare) for i in self._of_word(word)]
        return [self._start, *found[: most - 2], self._end]

    def _split(self, word: str) -> tuple[int, ...]:
        found: list[int] = []
        at = 0
        while at < len(word) <= _LONGEST_WORD:
            end = next(
                (e for e in range(len(word), at, -1) if _piece(word, at, e) in self._ids), at
            )
            if end == at:
                return (self._unknown,)
            found.append(self._ids[_piece(word, at, end)])
            at = end
        return tuple(found) or (self._unknown,)


def _piece(word: str, at: int, end: int) -> str:
    return ("##" if at else "") + word[at:end]
