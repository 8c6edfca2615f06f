"""A second look at what passed the check: crude, independent of it, for qualification only.

It may cry wolf, so what it finds is listed for people to see; it shares no rule with the check.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from simtrainer.scenario.catalogue.load import catalogue

Kind = Literal["number", "drug", "diagnosis", "untold", "role", "prompt"]
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+(?:[.,]\d+)?")
_NUMBERS = frozenset(
    "two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty"
    " sixty seventy eighty ninety hundred thousand half".split()
)
_ROLE = re.compile(
    r"\b(?:language model|artificial|chatbot|as an ai|i am an ai|i'm an ai|assistant|system prompt"
    r"|my instructions|scenario|simulat\w+|pretend\w*|role-?play\w*)\b",
    re.IGNORECASE,
)
_LITTLE = frozenset(
    "a an and are as at be been but by can do does don't for from had has have he her his i i'm"
    " i've in is it it's its just me my no not of on or our she so that the them there they this to"
    " up was we were what when with yes you your very really".split()
)
_ENOUGH = 3  # content words of an untold fact that nobody else has said
_VOWELS = re.compile(r"[aeiouy]+")
_SENTENCE_END = re.compile(r"[.!?…]+(?:\s|$)")


@dataclass(frozen=True)
class Finding:
    kind: Kind
    words: str


def findings(
    sentence: str, told: str, forbidden: Sequence[str], untold: Iterable[str], prompt: str = ""
) -> list[Finding]:
    """What ``sentence`` says that is in nothing that was decided or said (``told``)."""
    found: list[Finding] = []
    known, mine = set(words(told)), words(sentence)
    for word in mine:
        if word not in known and (word in _NUMBERS or word[0].isdigit()):
            found.append(Finding("number", sentence))
        if word not in known and word in _drug_names():
            found.append(Finding("drug", sentence))
    if any(_names(sentence, name) and not _names(told, name) for name in forbidden):
        found.append(Finding("diagnosis", sentence))
    new = {word for word in mine if word not in known and word not in _LITTLE}
    if any(len(new & set(words(text))) >= _ENOUGH for text in untold):
        found.append(Finding("untold", sentence))
    if _ROLE.search(sentence):
        found.append(Finding("role", sentence))
    if len(mine) > 2 and " ".join(mine) in " ".join(words(prompt)):
        found.append(Finding("prompt", sentence))
    return list(dict.fromkeys(found))


def words(text: str) -> list[str]:
    return _WORD.findall(text.lower().replace("’", "'"))


def reading_level(text: str) -> float:
    """Flesch-Kincaid grade (Kincaid and others, 1975): years of school; 0 for no text.

    0.39 x words a sentence + 11.8 x syllables a word - 15.59; syllables are groups of vowels.
    """
    found = [word for word in words(text) if word[0].isalpha()]
    if not found:
        return 0.0
    sentences = max(1, len(_SENTENCE_END.findall(text)))
    syllables = sum(_syllables(word) for word in found)
    return round(0.39 * len(found) / sentences + 11.8 * syllables / len(found) - 15.59, 1)


def _syllables(word: str) -> int:
    groups = len(_VOWELS.findall(word))
    silent = word.endswith("e") and not word.endswith("le") and groups > 1
    return max(1, groups - silent)


def _names(text: str, name: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE) is not None


@cache
def _drug_names() -> frozenset[str]:
    drugs = catalogue().drugs.values()
    every = {name.lower() for drug in drugs for name in (drug.name, drug.us_name, *drug.also)}
    return frozenset(name for name in every if name and " " not in name and len(name) > 4)
