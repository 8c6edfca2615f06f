"""Finding an entry by what a clinician would type: names, synonyms, parts of words, slips."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, Protocol

from rapidfuzz import fuzz, process, utils

Kind = Literal["test", "analyte", "manoeuvre", "drug", "procedure", "call"]

_LONGEST = 80
_SCORERS = ((fuzz.ratio, 72.0), (fuzz.token_sort_ratio, 76.0), (fuzz.partial_ratio, 86.0))
_FILLERS = frozenset("a an and check for give in look of on please the to with".split())
# In this order: the whole term, its beginning, the beginning of a word in it, every word typed
# begins a word in it, anywhere inside.
_EXACT, _PREFIX, _WORD, _WORDS, _INSIDE = 1000.0, 900.0, 800.0, 700.0, 600.0
_SHORTEST_INSIDE = 3
_TOLERANCE = 30.0  # the most that a long term loses


class Findable(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def also(self) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class Hit:
    """``matched`` is the name or synonym that was found; a higher ``score`` is a better match."""

    kind: Kind
    id: str
    name: str
    matched: str
    score: float


@dataclass(frozen=True)
class Term:
    """One name of one entry; ``own`` when it is the entry's own name and not a synonym."""

    plain: str
    shown: str
    id: str
    name: str
    own: bool


def index(entries: Iterable[Findable]) -> tuple[Term, ...]:
    """Every name by which the entries can be found."""
    found = []
    for entry in entries:
        shown = [entry.name, getattr(entry, "us_name", ""), *entry.also]
        found += [
            Term(plain(each), each, entry.id, entry.name, each == entry.name)
            for each in shown
            if each
        ]
        by_id = plain(re.sub(r"[._]", " ", entry.id))
        found.append(Term(by_id, entry.name, entry.id, entry.name, False))
    return tuple(found)


def find(terms: tuple[Term, ...], kind: Kind, text: str, limit: int) -> list[Hit]:
    """The best match of each entry, best first; never raises, whatever the text."""
    wanted = plain(text[:_LONGEST])
    best: dict[str, tuple[float, Term]] = {}
    for score, term in _scored(terms, wanted):
        if term.id not in best or score > best[term.id][0]:
            best[term.id] = (score, term)
    ranked = sorted(best.values(), key=lambda found: (-found[0], found[1].name.casefold()))
    return [Hit(kind, term.id, term.name, term.shown, score) for score, term in ranked[:limit]]


def plain(text: str) -> str:
    """Lower case, without accents and punctuation, single spaces."""
    bare = unicodedata.normalize("NFKD", text)
    bare = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return " ".join(utils.default_process(re.sub(r"['\u2019]", "", bare)).split())


def _scored(terms: tuple[Term, ...], wanted: str) -> list[tuple[float, Term]]:
    if not wanted:
        return [(0.0, term) for term in terms if term.own]
    words = [word for word in wanted.split() if word not in _FILLERS] or [wanted]
    literal = [(score, term) for term in terms if (score := _literal(term, wanted, words))]
    if any(score >= _WORDS - _TOLERANCE for score, _ in literal):
        return literal
    return [*literal, *_alike(terms, wanted)]


def _literal(term: Term, wanted: str, words: list[str]) -> float:
    """How well a term holds the text letter by letter; shorter terms and own names come first."""
    padded = f" {term.plain}"
    if term.plain == wanted:
        base = _EXACT
    elif term.plain.startswith(wanted):
        base = _PREFIX
    elif f" {wanted}" in padded:
        base = _WORD
    elif all(f" {word}" in padded for word in words):
        base = _WORDS
    elif len(wanted) >= _SHORTEST_INSIDE and wanted in term.plain:
        base = _INSIDE
    else:
        return 0.0
    return base + (5.0 if term.own else 0.0) - min(len(term.plain), 60) / 2


def _alike(terms: tuple[Term, ...], wanted: str) -> list[tuple[float, Term]]:
    """Slips of the finger and words in another order, for what no name holds as typed."""
    if len(wanted) <= _SHORTEST_INSIDE:
        return []
    choices = [term.plain for term in terms]
    found: list[tuple[float, Term]] = []
    for scorer, cutoff in _SCORERS:
        close = process.extract(wanted, choices, scorer=scorer, score_cutoff=cutoff, limit=30)
        found += [(score, terms[place]) for _, score, place in close]
    return found
