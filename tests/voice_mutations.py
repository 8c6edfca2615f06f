"""Sentences of every template with one thing changed by rule: they say what nobody decided.

They measure how many of such sentences the check of a model's words refuses.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from simtrainer.patient.sentences import sentences_of
from simtrainer.scenario.case import Case
from simtrainer.scenario.draw import draw
from simtrainer.scenario.loader import load_template
from simtrainer.scenario.words import Difficulty

_SEEDS = range(8)
_LEVELS: tuple[Difficulty, ...] = ("easy", "standard", "hard")
_NUMBERS = (
    "two three four five six seven eight nine ten eleven twelve thirteen fifteen twenty forty sixty"
).split()
_UNITS = ("minute", "hour", "day", "week", "month", "year")
_TIMES = {
    "this morning": "last week",
    "last night": "three nights ago",
    "yesterday": "last month",
    "since breakfast": "since Christmas",
    "at the weekend": "every morning",
    "last week": "last year",
    "at night": "at lunchtime",
    "once a day": "four times a day",
    "twice a year": "every day",
    "on a Sunday": "on a Friday",
    "in the night": "in the afternoon",
    "Most days": "Once a month",
}
_DRUGS = {
    "amlodipine": "warfarin",
    "metformin": "prednisolone",
    "ramipril": "digoxin",
    "atorvastatin": "lithium",
    "penicillin": "morphine",
    "aspirin": "ibuprofen",
    "viagra": "diazepam",
    "antacids": "antibiotics",
    "nitrofurantoin": "trimethoprim",
    "amoxicillin": "erythromycin",
    "blood thinners": "steroids",
    "bisoprolol": "verapamil",
    "furosemide": "insulin",
    "apixaban": "clopidogrel",
    "ibuprofen": "codeine",
    "cocaine": "heroin",
}
_PEOPLE = {
    "father": "uncle",
    "mother": "sister",
    "wife": "brother",
    "husband": "cousin",
    "sister": "mother",
    "brother": "father",
    "daughter": "nephew",
    "friend": "grandmother",
    "partner": "mother",
    "boys": "girls",
    "nurse": "surgeon",
    "GP": "dentist",
}
_SYMPTOMS = (
    "and I've been coughing up blood",
    "and my vision has gone blurred",
    "and I keep vomiting",
    "and my left leg is swollen",
    "and I've had a terrible headache",
    "and I came out in a rash",
    "and I've lost a lot of weight",
    "and I can't stop itching",
    "and my ears are ringing",
    "and I passed out twice",
    "and I've got diarrhoea",
    "and my hands are numb",
)
_DIAGNOSES = (
    "I think it's pneumonia.",
    "They said it was a stroke.",
    "It must be appendicitis.",
    "I've got leukaemia.",
    "It's sepsis, isn't it.",
    "My GP called it angina.",
)
_WITH_NOT = re.compile(
    r"\b(don't|doesn't|didn't|isn't|wasn't|haven't|hasn't|can't|couldn't|won't|not|never)\b"
)
_TURNED = {
    "don't": "do", "doesn't": "does", "didn't": "did", "isn't": "is", "wasn't": "was",
    "haven't": "have", "hasn't": "has", "can't": "can", "couldn't": "could", "won't": "will",
    "not": "", "never": "always",
}  # fmt: skip
_TO_DENY = {
    "It's": "It isn't", "I've": "I haven't", "I'm": "I'm not", "It is": "It is not",
    "There's": "There isn't", "I was": "I wasn't", "It started": "It didn't start",
    "He's": "He isn't", "She's": "She isn't", "I took": "I never took", "I had": "I never had",
    "I feel": "I don't feel", "I live": "I don't live", "My father died": "My father didn't die",
    "I can": "I can't", "It goes": "It doesn't go", "It burns": "It doesn't burn",
    "I always": "I never", "She shook": "She never shook", "He shook": "He never shook",
    "I came": "I never came", "They put": "They never put", "I stopped": "I never stopped",
    "I found": "I never found", "My mother had": "My mother never had", "I drive": "I don't drive",
    "I teach": "I don't teach", "I take": "I don't take", "I've been": "I haven't been",
}  # fmt: skip


_OTHERS = {
    "I've ": "My wife has ",
    "I had ": "My son had ",
    "I'm ": "My mother is ",
    "She's ": "My neighbour is ",
    "He's ": "My cousin is ",
}


@dataclass(frozen=True)
class Changed:
    """What an author wrote, and the same with one thing changed."""

    kind: str
    told: str
    changed: str


def told_sentences(folder: Path) -> list[str]:
    """Every distinct thing to say of every template, over some draws, in a fixed order."""
    texts: dict[str, None] = {}
    for path in sorted(folder.glob("*.yaml")):
        template = load_template(path, thorough=False)
        for seed in _SEEDS:
            for level in _LEVELS:
                texts.update(dict.fromkeys(_says(draw(template, seed, level))))
    return list(texts)


def _says(case: Case) -> Iterator[str]:
    for fact in case.body.facts:
        yield from fact.say


def changed(texts: Sequence[str]) -> list[Changed]:
    """One change of each kind to each text that can take it."""
    found = []
    for place, text in enumerate(texts):
        for kind, change in CHANGES.items():
            other = change(text, place)
            if other and other != text:
                found.append(Changed(kind, text, other))
    return found


def _number(text: str, place: int) -> str:
    def other(match: re.Match[str]) -> str:
        at = _NUMBERS.index(match[0].lower())
        new = _NUMBERS[(at + 3 + place % 5) % len(_NUMBERS)]
        return new.capitalize() if match[0][0].isupper() else new

    return re.sub(rf"\b({'|'.join(_NUMBERS)})\b", other, text, count=1, flags=re.IGNORECASE)


def _side(text: str, place: int) -> str:
    if re.search(r"\bleft\b (?=arm|side|shoulder|hand)|on the left|The left", text):
        return re.sub(r"\bleft\b", "right", text)
    if re.search(r"\bright\b (?=arm|side|shoulder|hand)|on the right|The right", text):
        return re.sub(r"\bright\b", "left", text)
    return ""


def _drug(text: str, place: int) -> str:
    for drug, other in _DRUGS.items():
        if drug in text.lower():
            return re.sub(drug, other, text, count=1, flags=re.IGNORECASE).capitalize()
    return ""


def _time(text: str, place: int) -> str:
    for moment, other in _TIMES.items():
        if moment in text:
            return text.replace(moment, other, 1)
    for at, unit in enumerate(_UNITS):
        if re.search(rf"\b{unit}s? (?:ago|back|now)\b|\b(?:few|couple of) {unit}s\b", text):
            other = _UNITS[(at + 2 + place % 2) % len(_UNITS)]
            return re.sub(rf"\b{unit}(?=s?\b)", other, text, count=1)
    return ""


def _negation(text: str, place: int) -> str:
    first = sentences_of(text)[0]
    if match := _WITH_NOT.search(first):
        turned = first[: match.start()] + _TURNED[match[0]] + first[match.end() :]
        return re.sub(r"^No, ", "Yes, ", " ".join(turned.split()))
    if match := re.match(r"No, (?:no|nothing) (\w+)", first):
        return f"Yes, some {match[1]}."
    for start, denied in _TO_DENY.items():
        if first.startswith(start + " "):
            return denied + first[len(start) :]
    return ""


def _symptom(text: str, place: int) -> str:
    first = sentences_of(text)[0].rstrip(".!?")
    return f"{first} {_SYMPTOMS[place % len(_SYMPTOMS)]}."


def _diagnosis(text: str, place: int) -> str:
    return f"{sentences_of(text)[0]} {_DIAGNOSES[place % len(_DIAGNOSES)]}"


def _person(text: str, place: int) -> str:
    for person, other in _PEOPLE.items():
        if re.search(
            rf"\b[Mm]y {person}\b|\b[Tt]he {person}\b|\b[Aa] {person}\b|\b{person}\b", text
        ):
            return re.sub(rf"\b{person}\b", other, text, count=1)
    first = sentences_of(text)[0]
    for start, other in _OTHERS.items():
        if first.startswith(start):
            return other + first[len(start) :]
    return ""


CHANGES: dict[str, Callable[[str, int], str]] = {
    "number": _number,
    "side": _side,
    "drug": _drug,
    "time": _time,
    "negation": _negation,
    "symptom": _symptom,
    "diagnosis": _diagnosis,
    "person": _person,
}


def held_out(text: str) -> bool:
    """Whether a text belongs to the half that nobody tunes on."""
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % 2 == 1
