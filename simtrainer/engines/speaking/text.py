"""The text of a sentence as it may be spoken, and how much of it was heard."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from simtrainer.engines.speaking.messages import MAX_CHARACTERS

# What synthesisers take for orders: SSML and other tags, and espeak's phonemes in [[ ]].
_TAG = re.compile(r"<[^<>]{0,200}>")
_PHONEMES = re.compile(r"\[\[.{0,200}?\]\]")
_LEFT_OVER = re.compile(r"[<>\[\]{}|\\^`~*_#]+")
_LOOSE = re.compile(r" ([.,;:?!])(?!\.)")  # what markup leaves before a full stop
_PAUSE = re.compile(r"\s*(?:\.{2,}|…|\s[–—-]\s|—)\s*")


def speakable(text: str) -> str:
    """``text`` without control characters, markup and symbols; at most ``MAX_CHARACTERS``.

    Empty when nothing of it can be said.
    """
    plain = "".join(c if unicodedata.category(c)[0] not in "CS" else _symbol(c) for c in text)
    plain = _PHONEMES.sub(" ", _TAG.sub(" ", plain))
    plain = " ".join(_LEFT_OVER.sub(" ", plain).split())
    plain = _LOOSE.sub(r"\1", plain)
    if len(plain) > MAX_CHARACTERS:
        plain = plain[:MAX_CHARACTERS].rsplit(" ", 1)[0]
    return plain if any(c.isalnum() for c in plain) else ""


def _symbol(character: str) -> str:
    """Symbols that are read aloud stay (money, degrees, plus), and those that markup needs to be
    recognised; control characters and pictures become spaces."""
    category = unicodedata.category(character)
    return character if category in ("Sc", "Sm") or character in "°^`|" else " "


def runs_of(text: str) -> list[tuple[str, int]]:
    """What is said between two pauses for breath, each with the characters said by its end."""
    runs: list[tuple[str, int]] = []
    start = 0
    for pause in [*_PAUSE.finditer(text), None]:
        end = pause.start() if pause else len(text)
        run = text[start:end].strip()
        if any(c.isalnum() for c in run):
            runs.append((run, end))
        start = pause.end() if pause else end
    return runs


def heard_of(text: str, marks: Sequence[tuple[int, int]], ms: int) -> str:
    """The words of ``text`` that were out after ``ms``, in step with the marks of the sound."""
    if not marks or ms >= marks[-1][1]:
        return text if marks else ""
    said_before = ms_before = 0
    for said, at in marks:
        if ms < at:
            share = (ms - ms_before) / max(1, at - ms_before)
            return _whole_words(text, said_before + share * (said - said_before))
        said_before, ms_before = said, at
    return text


def _whole_words(text: str, characters: float) -> str:
    """Words of which at least the greater part lies before ``characters``."""
    end = 0
    for word in re.finditer(r"\S+", text):
        if (word.start() + word.end()) / 2 > characters:
            break
        end = word.end()
    return text[:end]
