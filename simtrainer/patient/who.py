"""The people one can talk to: who they are, how awake they are, what they have said."""

from __future__ import annotations

from collections.abc import Mapping

from simtrainer.encounter.naming import colleague_name
from simtrainer.encounter.state import EncounterState
from simtrainer.scenario.case import Case
from simtrainer.scenario.catalogue import catalogue
from simtrainer.scenario.content import Fact
from simtrainer.scenario.people import Person

UNRESPONSIVE_GCS = 9  # below this no words come (verbal score 2 or less in practice)
CONFUSED_GCS = 14
TALKS_AT = 3  # years; younger children are spoken for
STAFF = ("nurse", "senior", "team", "examiner")


def person_of(state: EncounterState, key: str) -> Person:
    """The person with this key; a colleague from the catalogue when the case has no such person."""
    for person in state.case.body.people:
        if person.key == key:
            return person
    if key == "patient":
        return state.case.patient
    called = catalogue().calls.get(key)
    if called is None:
        return Person(key=key, name="Colleague", role="team")
    title = colleague_name(called, state.locale)
    return Person(key=key, name=title[:80] or called.name, role="senior")


def is_patient(state: EncounterState, person: Person) -> bool:
    return person.key == state.case.patient.key


def number(values: Mapping[str, float | str], name: str, otherwise: float) -> float:
    """A vital or sign as a number, ``otherwise`` when it is missing or a word."""
    value = values.get(name, otherwise)
    return float(value) if isinstance(value, int | float) else otherwise


def alertness(state: EncounterState) -> float:
    """1 awake and clear, about 0.7 confused, below 0.5 no words any more."""
    gcs = number(state.vitals, "gcs", 15)
    acvpu = str(state.vitals.get("acvpu", "A"))
    if gcs < UNRESPONSIVE_GCS or acvpu in ("P", "U"):
        return max(0.0, (gcs - 3) / 12 * 0.9) if gcs < UNRESPONSIVE_GCS else 0.4
    if acvpu == "V" or gcs <= 12:
        return 0.55
    if acvpu == "C" or gcs <= CONFUSED_GCS:
        return 0.75
    return 1.0


def can_speak(state: EncounterState, person: Person) -> bool:
    """Whether any words can come from this person now."""
    if person.age < TALKS_AT:
        return False
    return not is_patient(state, person) or alertness(state) >= 0.5


def said_by(state: EncounterState, key: str) -> list[str]:
    """Everything this person has said, oldest first."""
    return [sentence.text for sentence in state.spoken if sentence.who == key]


def covers(asked: str, topic: str) -> bool:
    """Whether asking about ``asked`` asks about ``topic``: the same one, or one beneath it."""
    return bool(topic) and (topic == asked or topic.startswith(asked + "."))


def knows(person: Person, fact: Fact) -> bool:
    """Whether this person can tell the fact: by its author's ``by``, or named in ``knows``."""
    if person.role == "interpreter":
        return "patient" in fact.by  # an interpreter says what the patient says
    named = any(fact.id == name or covers(name, fact.topic) for name in person.knows)
    listed = person.key in fact.by or person.role in fact.by
    return named or (listed and "all" in person.knows)


def known_facts(case: Case, person: Person) -> tuple[Fact, ...]:
    return tuple(fact for fact in case.body.facts if knows(person, fact))
