"""What can be claimed in a sentence, and by which words: concepts and their phrases."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from simtrainer.language.normalise import words
from simtrainer.language.stems import stem
from simtrainer.scenario.catalogue.load import catalogue

_DATA = resources.files("simtrainer.patient.voice").joinpath("data")
_LONGEST = 8
_OWN = frozenset("my his her their our your the a an its this that these".split())
# Adverbs between the words of a phrase: "can't quite get my breath".
_PASSING = frozenset("quite really just even so very actually properly usually normally".split())
_DRUG_ENDING = re.compile(
    r".{3,}(?:pril|olol|sartan|statin|cillin|mycin|floxacin|azole|pidem|zepam|zolam|prazole|parin"
    r"|dipine|gliptin|gliflozin|formin|xaban|gatran|triptan|oxetine|profen|sone|solone|terol"
    r"|cycline|tidine|setron|lukast|tropium|thiazide|semide|codeine|morphine|caine|fenac)s?"
)
_LAY = {  # the classes that patients have words for
    "anticoagulant": "blood_thinner",
    "antibiotic": "antibiotic",
    "diuretic": "water_tablet",
    "loop_diuretic": "water_tablet",
    "thiazide": "water_tablet",
    "statin": "statin",
    "beta_blocker": "beta_blocker",
    "steroid": "steroid",
    "corticosteroid": "steroid",
    "opioid": "opioid",
    "nsaid": "anti_inflammatory",
    "insulin": "insulin",
    "antacid": "antacid",
}
_PAIN_RELIEF = ("opioid", "nsaid", "analgesic")

Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Meaning:
    """What a phrase claims: concepts, all of them at once; ``opposite``: that they are not so."""

    concepts: tuple[str, ...]
    opposite: bool = False


@dataclass(frozen=True)
class Found:
    """A phrase at words ``start`` to ``end`` (exclusive) of a clause."""

    start: int
    end: int
    meaning: Meaning


def _length(found: Found) -> int:
    return found.end - found.start


class Lexicon:
    """Phrases -> meanings, the kind of each concept, and what each concept implies."""

    def __init__(self) -> None:
        self.kinds: dict[str, str] = {}
        self._wider: dict[str, frozenset[str]] = {}
        self._phrases: dict[Phrase, Meaning] = {}
        tables = tomllib.loads(_DATA.joinpath("concepts.toml").read_text("utf-8"))
        wider = tables.pop("wider")
        for kind, entries in tables.items():
            for names, phrases in entries.items():
                self._add(kind, tuple(names.split("+")), phrases.split(","))
        self._add("idiom", ("idiom",), _phrases_of("idioms.txt"))
        self._links = {name: frozenset(_listed(others)) for name, others in wider.items()}
        self._add_catalogue()

    def _add(self, kind: str, concepts: tuple[str, ...], phrases: Iterable[str]) -> None:
        for name in concepts:
            self.kinds.setdefault(name, kind)
        for phrase in phrases:
            given = phrase.strip()
            opposite = given.startswith("-")
            plain = words(given.lstrip("-=").replace("_", "the"))
            key = tuple(f"={word}" for word in plain) if "=" in given[:2] else pattern(plain)
            if key:
                self._phrases.setdefault(key, Meaning(concepts, opposite))

    def _add_catalogue(self) -> None:
        held = catalogue()
        for drug in held.drugs.values():
            name = f"drug:{drug.id}"
            also = [drug.name, drug.us_name, *drug.also]
            self._add("drug", (name,), [text for text in also if text and len(text) > 3])
            classes = {drug.drug_class, *drug.classes}
            lay = {_LAY[each] for each in classes if each in _LAY}
            if classes & set(_PAIN_RELIEF):
                lay.add("painkiller")
            self._links[name] = frozenset({"tablet", *lay})
        for test in held.tests.values():
            long = [text for text in (test.name, *test.also) if len(words(text)) > 1]
            self._add("test", (f"test:{test.id}",), long)

    def found(self, plain: Sequence[str]) -> list[Found]:
        """The longest phrases of a clause, left to right, without overlap."""
        roots, places = _bare(plain)
        exact = [f"={word}" for word in plain]
        hits: list[Found] = []
        at = 0
        while at < len(plain):
            found = self._longest(exact, range(len(plain)), at)
            if at in places:
                rough = self._longest(roots, places, places.index(at))
                found = max((f for f in (found, rough) if f), key=_length, default=None)
            hits += [found] if found else []
            at = found.end if found else at + 1
        return hits

    def _longest(self, keys: Sequence[str], places: Sequence[int], at: int) -> Found | None:
        for end in range(min(len(keys), at + _LONGEST), at, -1):
            if meaning := self._phrases.get(tuple(keys[at:end])):
                return Found(places[at], places[end - 1] + 1, meaning)
        return None

    @cache  # noqa: B019  (one lexicon lives as long as the program)
    def implied(self, concept: str) -> frozenset[str]:
        """The concept and whatever it implies: a calf is part of a leg."""
        seen = {concept}
        left = [concept]
        while left:
            for other in self._links.get(left.pop(), ()):
                if other not in seen:
                    seen.add(other)
                    left.append(other)
        return frozenset(seen)

    def links(self) -> Iterator[tuple[str, str]]:
        """Every "whoever says the first may say the second"."""
        return ((name, other) for name, others in self._links.items() for other in others)


def _phrases_of(name: str) -> list[str]:
    lines = _DATA.joinpath(name).read_text("utf-8").splitlines()
    return [phrase for line in lines if not line.startswith("#") for phrase in _listed(line)]


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _bare(plain: Sequence[str]) -> tuple[list[str], list[int]]:
    """Roots without passing adverbs, and where each stood; ``_`` for a determiner."""
    kept = [place for place, word in enumerate(plain) if word not in _PASSING]
    return ["_" if plain[p] in _OWN else root(plain[p]) for p in kept], kept


def pattern(plain: Sequence[str]) -> Phrase:
    """A phrase as it is looked up."""
    return tuple(_bare(plain)[0])


@cache
def lexicon() -> Lexicon:
    return Lexicon()


@cache
def harmless() -> frozenset[str]:
    """Roots of the words that claim nothing."""
    lines = _DATA.joinpath("harmless.txt").read_text("utf-8").splitlines()
    text = " ".join(line for line in lines if not line.startswith("#"))
    return frozenset(root(word) for word in words(text))


@cache
def same() -> dict[str, frozenset[str]]:
    """For the root of an everyday word those of the words that say the same."""
    found: dict[str, set[str]] = {}
    for line in _DATA.joinpath("same.txt").read_text("utf-8").splitlines():
        roots = {root(word) for word in words(line)} if not line.startswith("#") else set()
        for one in roots:
            found.setdefault(one, set()).update(roots)
    return {one: frozenset(others) for one, others in found.items()}


def like_a_drug(word: str) -> bool:
    """Whether a word ends as the names of drugs do."""
    return bool(_DRUG_ENDING.fullmatch(word))


def root(word: str) -> str:
    """The stem of a word, of an irregular form that of its plain one; "roughly" is not rough."""
    if word.endswith("ly") and len(word) > 4:
        return word
    return stem(_irregular().get(word, word))


@cache
def _irregular() -> dict[str, str]:
    text = _DATA.joinpath("irregular.txt").read_text("utf-8")
    forms: dict[str, str] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            plain, *others = line.split()
            forms.update(dict.fromkeys(others, plain))
    return forms
