"""What speaks against a drug in this patient: allergies, conditions, other medicines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from simtrainer.scenario.catalogue.models import Contraindication, Drug, PersonLike
from simtrainer.scenario.catalogue.search import plain

Reason = Literal["allergy", "contraindication", "interaction"]
Grade = Literal["absolute", "caution"]
_ABOUT_AGE = {"age_under_12": (0, 12), "age_under_16": (0, 16), "age_under_20": (0, 20),
              "age_over_75": (75, 200)}  # fmt: skip
_ABOUT_WEIGHT = {"weight_under_50_kg": 50.0, "weight_under_60_kg": 60.0}


class Treated(PersonLike, Protocol):
    """A person with what is known of their health, in words or ids."""

    @property
    def allergies(self) -> tuple[str, ...]: ...
    @property
    def conditions(self) -> tuple[str, ...]: ...
    @property
    def medicines(self) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class Concern:
    """``about`` is the allergy, condition or other drug; ``sentence`` is shown to the trainee."""

    reason: Reason
    grade: Grade
    about: str
    sentence: str


def concerns(drug: Drug, patient: Treated, drugs: Mapping[str, Drug]) -> tuple[Concern, ...]:
    """Every concern, the gravest first."""
    found = [
        *_allergies(drug, patient),
        *_contraindications(drug, patient),
        *_interactions(drug, patient, drugs),
    ]
    return tuple(sorted(found, key=lambda concern: concern.grade))


def _allergies(drug: Drug, patient: Treated) -> Iterator[Concern]:
    names = {plain(word) for word in (drug.id, drug.name, drug.us_name, *drug.also) if word}
    names = {word.replace("_", " ") for word in names} | _spoken(drug.drug_class, *drug.classes)
    names |= _spoken(*drug.allergy_classes)
    for allergy in patient.allergies:
        word = _spoken(allergy).pop()
        if word in names or f"{word}s" in names or word.removesuffix("s") in names:
            sentence = f"The patient is allergic to {word}; this is {drug.name}."
            yield Concern("allergy", "absolute", allergy, sentence)


def _contraindications(drug: Drug, patient: Treated) -> Iterator[Concern]:
    for each in drug.contraindications:
        grade = _grade(each, patient)
        if grade:
            about = each.condition.replace("_", " ")
            sentence = f"{drug.name} with {about}: {each.why}"
            yield Concern("contraindication", grade, each.condition, sentence)


def _grade(each: Contraindication, patient: Treated) -> Grade | None:
    """A plainer word of the patient ("heart failure" for "severe heart failure") is a caution."""
    if each.condition == "pregnancy":
        return each.severity if patient.pregnant else None
    if each.condition in _ABOUT_AGE:
        youngest, oldest = _ABOUT_AGE[each.condition]
        return each.severity if youngest <= patient.age < oldest else None
    if each.condition in _ABOUT_WEIGHT:
        light = (patient.weight_kg or 70.0) < _ABOUT_WEIGHT[each.condition]
        return each.severity if light else None
    wanted = set(_spoken(each.condition).pop().split())
    for condition in patient.conditions:
        had = set(_spoken(condition).pop().split())
        if wanted <= had:
            return each.severity
        if had and had < wanted:
            return "caution"
    return None


def _interactions(drug: Drug, patient: Treated, drugs: Mapping[str, Drug]) -> Iterator[Concern]:
    taken = {other.id: other for word in patient.medicines if (other := _drug_named(word, drugs))}
    for other in taken.values():
        if other.id == drug.id:
            continue
        known = [each for each in drug.interactions if other.is_a(each.other)]
        known += [each for each in other.interactions if drug.is_a(each.other)]
        if known:
            gravest = min(known, key=lambda each: each.severity)
            sentence = f"{drug.name} with {other.name}: {gravest.why}"
            yield Concern("interaction", gravest.severity, other.id, sentence)


def _drug_named(word: str, drugs: Mapping[str, Drug]) -> Drug | None:
    """The drug meant by "Ramipril 5 mg once a day"."""
    spoken = f" {_spoken(word).pop()} "
    for drug in drugs.values():
        names = (drug.id.replace("_", " "), drug.name, drug.us_name)
        if any(f" {plain(name)} " in spoken for name in names if name):
            return drug
    return None


def _spoken(*words: str) -> set[str]:
    return {plain(word.replace("_", " ")).replace("sulph", "sulf") for word in words}
