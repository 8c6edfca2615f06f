"""Whether free text of the trainee names something: accepted words, not denied, small typos."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rapidfuzz import fuzz

MAX_TEXT = 20_000
_NOT_A_WORD = re.compile(r"[^a-z0-9+]+")
_DENIALS = frozenset(
    {"no", "not", "without", "unlikely", "excluded", "exclude", "excludes"}
    | {"isnt", "never", "denies", "negative", "against"}
)
_PART = re.compile(
    r"(?i)\b(imp(?:ression)?|diagnosis|dx|ddx|d/dx|differentials?|plan|mx|management)\s*[:\-]"
)
_NAMES = {
    "imp": "diagnosis",
    "impression": "diagnosis",
    "diagnosis": "diagnosis",
    "dx": "diagnosis",
    "ddx": "differential",
    "d/dx": "differential",
    "differential": "differential",
    "differentials": "differential",
    "plan": "plan",
    "mx": "plan",
    "management": "plan",
}


def plain(text: str) -> str:
    """Lower case, words separated by single spaces."""
    return _NOT_A_WORD.sub(" ", text[:MAX_TEXT].lower().replace("'", "")).strip()


def names(text: str, accepted: Iterable[str]) -> str:
    """The first of ``accepted`` that ``text`` names and does not deny in the words before it."""
    words = plain(text).split()
    for name in accepted:
        if _named(words, plain(name).split()):
            return name
    return ""


def _named(words: list[str], name: list[str]) -> bool:
    if not name:
        return False
    for start in range(len(words) - len(name) + 1):
        window = words[start : start + len(name)]
        if _alike(window, name) and not _DENIALS & set(words[max(0, start - 3) : start]):
            return True
    return False


def _alike(window: list[str], name: list[str]) -> bool:
    """Equal, or a small slip in long words; short ones (MI, PE) must be exact."""
    if window == name:
        return True
    if any(len(word) <= 4 and word != other for word, other in zip(name, window, strict=True)):
        return False
    return fuzz.ratio(" ".join(window), " ".join(name)) >= 90


def note_parts(text: str) -> dict[str, str]:
    """A free note split at headings such as ``Imp:``, ``DDx:`` and ``Plan:``."""
    parts: dict[str, str] = {}
    marks = list(_PART.finditer(text[:MAX_TEXT]))
    for i, mark in enumerate(marks):
        end = marks[i + 1].start() if i + 1 < len(marks) else len(text)
        name = _NAMES[mark[1].lower()]
        parts[name] = (parts.get(name, "") + " " + text[mark.end() : end]).strip()
    return parts
