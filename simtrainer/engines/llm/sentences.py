"""Cutting a stream of pieces into sentences, each as soon as it is surely over."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 600  # characters; a "sentence" beyond this is cut, and will not pass the check anyway
_ABBREVIATIONS = frozenset("Dr Mr Mrs Ms Prof St Jr Sr vs approx e.g i.e etc a.m p.m".split())
_END = re.compile(r"(?:[!?]+|(?<![.…])\.)[\"'”’)\]]*(?=\s)")  # three dots end nothing
_LEFT_OVER = " .…”’)"  # what may still come after a sentence was taken for over
_WORD_BEFORE = re.compile(r"([A-Za-z][A-Za-z.]*)\.$")


class SentenceCutter:
    """Feed it text; it returns whole sentences, stripped and without control characters."""

    def __init__(self) -> None:
        self._rest = ""

    def feed(self, text: str) -> list[str]:
        self._rest += _plain(text)
        found = []
        while (cut := self._cut()) is not None:
            sentence, self._rest = self._rest[:cut].strip(), self._rest[cut:].lstrip(_LEFT_OVER)
            if sentence:
                found.append(sentence)
        return found

    def rest(self) -> str:
        """What is left when nothing more comes."""
        rest, self._rest = self._rest.strip(), ""
        return rest

    def _cut(self) -> int | None:
        for match in _END.finditer(self._rest):
            if not _is_abbreviation(self._rest[: match.end()]):
                return match.end()
        if _surely_over(self._rest.rstrip(" ")):
            return len(self._rest)
        return LONGEST if len(self._rest) > LONGEST else None


def _surely_over(text: str) -> bool:
    """Whether the end of ``text`` ends a sentence whatever comes: no need to wait for a space."""
    if text.endswith(("!", "?")):
        return True
    word = _WORD_BEFORE.search(text)
    return (
        word is not None
        and len(word[1]) > 2
        and not word[1].endswith(".")
        and not _is_abbreviation(text)
    )


def _is_abbreviation(text: str) -> bool:
    """Whether the full stop at the end belongs to the word before it."""
    word = _WORD_BEFORE.search(text)
    if word is None:
        return False
    initial = len(word[1]) == 1 and word[1] != "I"
    return initial or word[1] in _ABBREVIATIONS


def _plain(text: str) -> str:
    """Without control and formatting characters; every white space is a space."""
    return "".join(
        " " if character.isspace() else character
        for character in text
        if character.isspace() or not unicodedata.category(character).startswith("C")
    )
