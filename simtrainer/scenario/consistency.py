"""Whether the people of a draw fit together with what they say of themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator

from simtrainer.scenario.case import Case
from simtrainer.scenario.catalogue import catalogue
from simtrainer.scenario.content import Fact
from simtrainer.scenario.notes import Loc, Note, error, warning
from simtrainer.scenario.people import Person
from simtrainer.scenario.problems import nearest, quoted
from simtrainer.scenario.references import drug_words

_TITLES = {"mr": "male", "mrs": "female", "miss": "female", "ms": "female"}
_PRONOUNS = {"he": "male", "she": "female"}
_HE = re.compile(r"\b(he|him|his|himself)\b", re.IGNORECASE)
_SHE = re.compile(r"\b(she|her|hers|herself)\b", re.IGNORECASE)
_CHILD = 16
_MUST_BE_WRITTEN = ("name", "age", "sex")


def inconsistencies(case: Case) -> Iterator[Note]:
    """What contradicts itself in the people of this draw."""
    for number, person in enumerate(case.body.people):
        yield from _sex_and_names(person, ("people", number))
        yield from _measures(person, ("people", number))
    patient = case.body.people.index(case.patient)
    yield from _patient_is_described(case.patient, ("people", patient))
    yield from _door_note(case)
    yield from _allergies(case, ("people", patient, "allergies"))
    yield from _medicines(case, ("people", patient, "medicines"))
    yield from _pregnancy(case, ("people", patient, "pregnant"))


def _patient_is_described(person: Person, loc: Loc) -> Iterator[Note]:
    for field in _MUST_BE_WRITTEN:
        if field not in person.model_fields_set:
            message = f"the patient has no {field}"
            yield error(loc, message, f"add {field}: to the patient or the cast member")


def _sex_and_names(person: Person, loc: Loc) -> Iterator[Note]:
    if person.gender:
        return  # somebody thought about it
    title = person.address.partition(" ")[0].rstrip(".").lower()
    if _TITLES.get(title, person.sex) != person.sex:
        message = f"{quoted(person.address)} is of sex {person.sex}"
        yield warning((*loc, "address"), message, "change one, or write the gender to say so")
    first = re.split(r"[\s/]", person.pronouns.lower())[0]
    if _PRONOUNS.get(first, person.sex) != person.sex:
        message = f"the pronouns {person.pronouns} stand beside sex {person.sex}"
        yield warning((*loc, "pronouns"), message, "change one, or write the gender to say so")


def _measures(person: Person, loc: Loc) -> Iterator[Note]:
    if person.age < _CHILD and "weight_kg" not in person.model_fields_set:
        if person.role == "patient":
            yield error(loc, "a child has no weight", "add weight_kg, doses depend on it")
        return
    if person.age >= _CHILD and person.weight_kg < 30:
        message = f"{person.weight_kg:g} kg at {person.age:g} years"
        yield warning((*loc, "weight_kg"), message, "check the weight")
    if person.age < 1 and person.weight_kg > 15:
        message = f"{person.weight_kg:g} kg at {person.age:g} years"
        yield warning((*loc, "weight_kg"), message, "check the weight")


def _door_note(case: Case) -> Iterator[Note]:
    """Only one of he and she, and it is not the patient's."""
    patient, text = case.patient, case.heading.briefs.candidate
    he, she = bool(_HE.search(text)), bool(_SHE.search(text))
    own = _PRONOUNS.get(re.split(r"[\s/]", patient.pronouns.lower())[0], patient.sex)
    if he != she and own != ("male" if he else "female"):
        message = f"the door note says {'he' if he else 'she'} of a patient of sex {patient.sex}"
        yield warning(("briefs", "candidate"), message, "write {patient.they}, {patient.them}")


def _about(case: Case, topic: str, denial: bool) -> list[tuple[int, Fact]]:
    return [
        (number, fact)
        for number, fact in enumerate(case.body.facts)
        if (fact.topic == topic or fact.topic.startswith(topic + "."))
        and fact.denial == denial
        and "patient" in fact.by
    ]


def _allergies(case: Case, loc: Loc) -> Iterator[Note]:
    patient = case.patient
    told, denied = _about(case, "allergy", False), _about(case, "allergy", True)
    denied = [(n, fact) for n, fact in denied if fact.topic == "allergy"]
    if patient.allergies and not told:
        message = f"the allergy to {', '.join(patient.allergies)} is told by nobody"
        yield error(loc, message, "add a fact of topic allergy")
    if patient.allergies and denied:
        message = "the patient denies an allergy that the patient has"
        yield error(("facts", denied[0][0]), message, "give the fact an if, or end the allergy")
    if told and not patient.allergies:
        message = "this allergy is not in the patient's allergies, so no drug will set it off"
        yield warning(("facts", told[0][0]), message, "add it to allergies")
    for name in patient.allergies:
        if name not in drug_words():
            near = nearest(name, drug_words())
            remedy = f"did you mean {near}?" if near else "use a drug's id or class if it is a drug"
            yield warning(loc, f"no drug or class is called {quoted(name)}", remedy)


def _medicines(case: Case, loc: Loc) -> Iterator[Note]:
    patient = case.patient
    told = _about(case, "drugs", False)
    denied = [n for n, fact in _about(case, "drugs", True) if fact.topic == "drugs.current"]
    if patient.medicines and not told:
        message = f"nobody tells that the patient takes {', '.join(patient.medicines)}"
        yield warning(loc, message, "add a fact of topic drugs.current")
    if patient.medicines and denied:
        message = "the patient denies taking medicines, and takes some"
        yield error(("facts", denied[0]), message, "give the fact an if, or take them away")
    for number, fact in told:
        if fact.topic in ("drugs.current", "drugs.list"):
            yield from _unlisted(fact, number, patient)
    for name in patient.medicines:
        near = "" if name in drug_words() else nearest(name, drug_words())
        if near:
            yield warning(loc, f"no drug is called {quoted(name)}", f"did you mean {near}?")


def _unlisted(fact: Fact, number: int, patient: Person) -> Iterator[Note]:
    text = " ".join(fact.say).lower()
    for drug in catalogue().drugs.values():
        named = re.search(rf"\b{re.escape(drug.name.lower())}\b", text)
        if named and not any(drug.is_a(medicine) for medicine in patient.medicines):
            message = f"{drug.id} is told here and is not among the patient's medicines"
            yield warning(("facts", number), message, "add it to medicines")


def _pregnancy(case: Case, loc: Loc) -> Iterator[Note]:
    if case.patient.pregnant and not _about(case, "obstetric", False):
        message = "nobody tells that the patient is pregnant"
        yield warning(loc, message, "add a fact of topic obstetric.pregnant")
    if not case.patient.pregnant:
        for number, _ in _about(case, "obstetric.pregnant", False):
            message = "this tells of a pregnancy, and the patient is not marked pregnant"
            yield warning(("facts", number), message, "add pregnant: yes, or denial: true")
