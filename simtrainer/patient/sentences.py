"""Text as people say it: one sentence at a time, clean, and comparable."""

from __future__ import annotations

import re
from functools import lru_cache

_NOT_WORDS = re.compile(r"[^\w']+")
_SENTENCE_END = re.compile(
    r"(?<!\bMr\.)(?<!\bMrs\.)(?<!\bMs\.)(?<!\bDr\.)(?<!\bSt\.)(?<!\.\.)(?<=[.!?])(?<!\.\.\.)"
    r"[\"”’']?\s+(?=[A-Z0-9“\"‘…])"
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+")


def sentences_of(text: str) -> list[str]:
    """Single sentences, cleaned of control characters; a pause of dots does not end one."""
    cleaned = " ".join(_CONTROL.sub(" ", text).split())
    return [part for part in _SENTENCE_END.split(cleaned) if part]


@lru_cache(maxsize=4_000)
def plain(text: str) -> str:
    """``text`` without case, punctuation and pauses, to see whether it was said before."""
    return _NOT_WORDS.sub(" ", text.lower()).strip()


@lru_cache(maxsize=4_000)
def first_words(text: str) -> str:
    """What tells a text when it is heard again: its first sentence, plain, up to what is filled in.

    A phrase that begins with what is filled in is known by what follows it.
    """
    fixed = [part for part in re.split(r"\{\w+\}", text) if plain(part)]
    return plain(sentences_of(fixed[0])[0]) if fixed else ""


def was_said(text: str, said: str) -> bool:
    """Whether ``said`` (plain) holds the beginning of ``text``; a word or two must stand alone."""
    wanted = first_words(text)
    if len(wanted.split()) <= 2:
        return wanted == said
    return f" {wanted} " in f" {said} "
