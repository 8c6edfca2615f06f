"""Cutting talk into sentences, also where nobody put a full stop, and sentences into clauses."""

from __future__ import annotations

import re

from simtrainer.language.forms import forms
from simtrainer.language.questions import asking

_ABBREVIATION = re.compile(r"\b(?:dr|mr|mrs|ms|prof|st|e\.g|i\.e|etc|vs|approx|no)\.$", re.I)
_END = re.compile(r"[.!?…]+[\"')\]]*(?=\s|$)|\n+|;\s")
_FILLER = re.compile(  # "ER" in capitals is a place
    r",?\s*(?:\.{2,}|…)?\s*\b(?:[Uu]m+|[Uu]hm?|[Ee]rm?|[Hh]m+|[Mm]m+|[Aa]h)\b(?:,|\.{2,}|…)?(?=\s+\w)"
)
_SETS_IN = re.compile(
    r"\s*(?:is|are|was|were|do|does|did|have|has|had|can|could|would|will|what|how|when|where|who|why"
    r"|which|any)\b",
    re.I,
)
_PRONOUNS = frozenset("it he she they there that this any anyone anybody anything".split())
_MIN_WORDS = 3
_LEAST = 3  # words of a last question: "lots of people have this" ends in none
_CLAUSE = re.compile(
    r"\s*(?:,|;|:|\?|\.{2,}|\band\b|\bor\b|\bbut\b|\balso\b|\bas well as\b"
    r"|\bthen\b|\bwhether\b|\bif\b)\s*",
    re.I,
)


def sentences(text: str) -> list[str]:
    """The sentences of ``text`` in order; each is a piece of it without outer space."""
    plain = fluent(text)
    spans = [
        (start + a, start + b)
        for start, end in _by_marks(plain)
        for a, b in _run_on(plain[start:end])
    ]
    found = (text[start:end].strip() for start, end in spans)
    return [piece for piece in found if piece]


def clauses(sentence: str) -> list[str]:
    """The parts between commas and joining words."""
    return [part for part in _CLAUSE.split(" ".join(fluent(sentence).split())) if part]


def fluent(text: str) -> str:
    """The text with blanks of the same length for "er" and the pauses around it.

    A comma stays where a question sets in: "when you pass urine, er, is there any pain".
    """
    return _FILLER.sub(_pause, text)


def _pause(filler: re.Match[str]) -> str:
    sets_in = "," in filler[0] and _SETS_IN.match(filler.string, filler.end())
    return ("," if sets_in else " ") + " " * (len(filler[0]) - 1)


def _by_marks(text: str) -> list[tuple[int, int]]:
    pieces: list[tuple[int, int]] = []
    start = 0
    for mark in _END.finditer(text):
        if mark.group().startswith(".") and _ABBREVIATION.search(text[start : mark.start() + 1]):
            continue
        pieces.append((start, mark.end()))
        start = mark.end()
    pieces.append((start, len(text)))
    return [(a + len(text[a:b]) - len(text[a:b].lstrip()), b) for a, b in pieces]


def _run_on(piece: str) -> list[tuple[int, int]]:
    """Where speech without punctuation is cut: a new question or statement plainly starts."""
    form = forms("split")
    courtesy = form["courtesy"].match(piece) or form["formula"].match(piece)
    found = [courtesy.span()] if courtesy else []
    start = courtesy.end() if courtesy else 0
    for gap in form["start"].finditer(piece, start):
        head = piece[start : gap.start()]
        if form["tag"].match(piece, gap.start()):
            break
        if form["goes_on"].match(piece, gap.end()) and _takes_any(head):
            continue  # "are you bringing up any phlegm" goes on; "any fever any cough" does not
        if _carries_on(head, piece[gap.start() :]):
            continue
        if len(head.split()) >= _MIN_WORDS and not _waits(head):
            found.append((start, gap.start()))
            start = gap.end() if gap.group(1).strip() == "," else gap.start()
            start += piece[start : start + 1] == ","
    return [*found, (start, len(piece))]


def _takes_any(head: str) -> bool:
    """Whether "any ..." after ``head`` is still asked by it."""
    asked = asking(head.lower().replace("'s", " is"), False).asks
    return asked and " any " not in f" {head.lower()} "


def _waits(head: str) -> bool:
    """Whether a clause that ends here still waits for more."""
    form = forms("split")
    if form["sets_scene"].match(head):
        return True
    return bool(form["open_end"].search(head)) and not form["rounded_off"].search(head)


def _carries_on(head: str, rest: str) -> bool:
    """Whether ``rest`` begins with the verb that ``head`` still waits for: "the good news | is",
    "and your bowels | are they".
    """
    form = forms("split")
    if form["names"].match(head) and form["of_it"].match(rest):
        return True
    verb = form["main_verb"].match(rest)
    if verb is None or len(rest.split()) < _LEAST:
        return verb is not None
    clause = form["opens_clause"].sub("", head, count=1)
    if form["verb"].search(clause):
        return False
    waits = len(clause) < len(head) or bool(form["abstract"].search(head))
    return waits or verb[1].lower() not in _PRONOUNS
