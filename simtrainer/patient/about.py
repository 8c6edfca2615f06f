"""What a person can say from who they are and how their body is, where no fact was written."""

from __future__ import annotations

import re
from collections.abc import Callable

from simtrainer.patient.points import Point, View
from simtrainer.patient.sentences import plain
from simtrainer.patient.who import alertness, is_patient, number
from simtrainer.scenario.catalogue import catalogue
from simtrainer.scenario.content import Fact
from simtrainer.scenario.topics import Topic, topics

PAIN_NOTICED = 3  # of 10; below it a person may say that nothing hurts
BREATHLESS_RR = 24
CLEAR = 0.9  # alertness of somebody who knows the day
_OF_ANOTHER = re.compile(
    r"\b(he|she|him|her|his|they|them|your (mum|mother|dad|father|brother|sister|son|daughter|wife|"
    r"husband|partner))\b",
    re.IGNORECASE,
)
_OFFERED = re.compile(
    r"\b(water|tea|coffee|drink|blanket|pillow|tissues?|chair|seat|sandwich|break)\b", re.IGNORECASE
)
_RELIEF = re.compile(r"\b(pain ?relief|pain ?killers?|(for|with) (the|your) pain)\b", re.IGNORECASE)
_ALONE = re.compile(
    r"\b(alone|in private|privately|outside|by (him|her)self|on (his|her|their) own)\b", re.I
)
_THE_DAY = re.compile(r"\b(day|date|month|year)\b", re.IGNORECASE)
_NUMBERS = ("nought one two three four five six seven eight nine ten").split()


def about(view: View, topic: str) -> Point | None:
    """An answer from the person's own fields or body, or None."""
    answer = _ANSWERS.get(topic)
    found = answer(view, topic) if answer else None
    if found is None and topic.startswith(("pmh", "drugs", "allergy")):
        found = _from_lists(view, topic)
    return found


def first_name(name: str) -> str:
    return name.split()[0]


def listed(names: tuple[str, ...]) -> str:
    """Names as one says them: "this, that and the other"."""
    words = [name.replace("_", " ") for name in names]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _said(phrase: str, topic: str, **fill: str) -> Point:
    return Point("case", phrase=phrase, fill=fill, topics=(topic,))


def _name(view: View, topic: str) -> Point:
    name = view.person.name
    asks = name.split()[-1].lower() in view.turn.text.lower()
    return _said("name_confirm" if asks else "name", topic, name=name)


def _age(view: View, topic: str) -> Point:
    return _said("age", topic, age=f"{view.person.age:g}")


def _own_age(view: View, topic: str) -> Point | None:
    """Their own age; of "him" or "her" a relative gives the patient's, and nobody their own."""
    if not _OF_ANOTHER.search(view.turn.text):
        return _age(view, topic)
    if is_patient(view.state, view.person):
        return None
    return _said("age_other", topic, age=f"{view.state.case.patient.age:g}")


def _birth(view: View, topic: str) -> Point:
    return _said("dob_age", topic, age=f"{view.person.age:g}")


def _preferred(view: View, topic: str) -> Point:
    person = view.person
    return _said("preferred", topic, address=person.address or first_name(person.name))


def _occupation(view: View, topic: str) -> Point | None:
    job = view.person.occupation.strip()
    if not job:
        return None
    plain_job = re.fullmatch(r"[a-z][a-z -]+", job) and not job.startswith(
        ("retired", "unemployed", "student", "works", "self", "none", "at school", "looks")
    )
    if plain_job:
        return _said("occupation", topic, job=job) if job[0] not in "aeiou" else _other(job, topic)
    return _other(job, topic)


def _other(job: str, topic: str) -> Point:
    return _said("occupation_other", topic, job=job[0].upper() + job[1:])


def _relation(view: View, topic: str) -> Point | None:
    relation = view.person.relation
    if not relation:
        return None
    patient = view.state.case.patient
    whose = f"{first_name(patient.name)}'s"
    return _said("relation", topic, whose=whose, relation=relation)


def _company(view: View, topic: str) -> Point | None:
    """Who is in the room with the patient."""
    if not is_patient(view.state, view.person):
        return _relation(view, topic)
    near = _relative_here(view)
    return _said("with_me", topic, relation=near) if near else _said("alone", topic)


def _relative_here(view: View) -> str:
    """What the relative in the room is to the patient; empty where there is none."""
    people = view.state.case.body.people
    here = (p for p in people if p.key in view.state.present and p.relation)
    return next((person.relation for person in here), "")


def _may_hear(view: View, topic: str) -> Point | None:
    if view.person.role == "relative" and _ALONE.search(view.turn.text):
        return _said("step_out", topic)
    near = _relative_here(view) if is_patient(view.state, view.person) else ""
    return _said("may_hear", topic, relation=near) if near else None


def _comfort(view: View, topic: str) -> Point | None:
    """Offered a drink or a blanket, people decline; asked how they lie, pain comes first."""
    if _RELIEF.search(view.turn.text) and is_patient(view.state, view.person):
        return _said("wants_relief" if _pain(view) >= PAIN_NOTICED else "no_relief", topic)
    if _pain(view) >= PAIN_NOTICED and not _OFFERED.search(view.turn.text):
        return _said("comfort_pain", topic)
    return None


def _knows_the_day(view: View, topic: str) -> Point | None:
    clear = is_patient(view.state, view.person) and alertness(view.state) >= CLEAR
    return _said("knows_day", topic) if clear and _THE_DAY.search(view.turn.text) else None


def _no_reaction(view: View, topic: str) -> Point | None:
    """Nobody tells of a reaction who has no allergy."""
    known = any(fact.topic.startswith("allergy") and not fact.denial for fact in view.facts)
    denied = any(fact.topic == "allergy" and fact.denial for fact in view.facts)
    listed_any = [name for name in view.person.allergies if name not in ("none", "no")]
    if known or listed_any or not denied:
        return None
    mine = is_patient(view.state, view.person)
    return _said("no_reaction" if mine else "no_reaction_other", topic)


def _weight(view: View, topic: str) -> Point:
    return _said("weight", topic, kg=f"{5 * round(view.person.weight_kg / 5):g}")


def _pain(view: View) -> int:
    return round(number(view.state.vitals, "pain", 0)) if is_patient(view.state, view.person) else 0


def _in_pain(view: View, topic: str) -> Point | None:
    return _said("pain_yes", topic) if _pain(view) >= PAIN_NOTICED else None


def _how_bad(view: View, topic: str) -> Point | None:
    score = _pain(view)
    if score < 1:
        return None
    word = _NUMBERS[min(10, score)]
    return _said("pain_score", topic, n=word, N=word.capitalize())


def _breathless(view: View, topic: str) -> Point | None:
    if not is_patient(view.state, view.person):
        return None
    hard = number(view.state.vitals, "rr", 16) >= BREATHLESS_RR
    hard = hard or number(view.state.signs, "effort", 0) >= 0.5
    return _said("breathless_yes", topic) if hard else None


def _feeling(view: View, topic: str) -> Point | None:
    mood = view.mood
    feelings = (
        ("feel_pain", mood["pain"] >= 0.5),
        ("feel_worried", mood["anxiety"] >= 0.5),
        ("feel_low", mood["sadness"] >= 0.5),
        ("feel_tired", mood["fatigue"] >= 0.5),
    )
    for phrase, felt in feelings:
        if felt:
            return Point("social", phrase=phrase, topics=(topic,))
    return None


_ANSWERS: dict[str, Callable[[View, str], Point | None]] = {
    "identity.name": _name,
    "identity.age": _own_age,
    "identity.dob": _birth,
    "identity.preferred": _preferred,
    "identity.relation": _relation,
    "opening.who_is_with": _company,
    "wellbeing.comfort": _comfort,
    "preferences.confidentiality": _may_hear,
    "sx.confusion": _knows_the_day,
    "allergy.reaction": _no_reaction,
    "identity.measures": _weight,
    "social.occupation": _occupation,
    "sx.pain": _in_pain,
    "hpc.severity": _how_bad,
    "sx.breathlessness": _breathless,
    "opening.feeling_now": _feeling,
}


def allergy_alarm(view: View) -> Fact | None:
    """The allergy that comes to mind when a drug one cannot have is announced by name."""
    told = view.told
    for fact in view.facts:
        free = fact.tell.kind in ("volunteered", "when_asked") and not fact.denial
        if fact.topic == "allergy" and free and fact.id not in told and _named_allergen(view):
            return fact
    return None


def _named_allergen(view: View) -> bool:
    said = f" {plain(view.turn.text)} "
    names = {
        name.lower()
        for allergy in view.person.allergies
        for drug in catalogue().drugs_in_class(allergy)
        for name in (drug.name, drug.us_name, *drug.also)
        if name
    }
    return any(f" {plain(name)} " in said for name in names | set(view.person.allergies))


def _from_lists(view: View, topic: str) -> Point | None:
    """Conditions, medicines and allergies of the patient; a list beats a default denial."""
    if not is_patient(view.state, view.person):
        return None
    group = topic.split(".")[0]
    names = _unwritten(view, group)
    phrase = {"pmh": "has", "drugs": "takes", "allergy": "allergic"}[group]
    if topic not in ("pmh", "drugs.current", "drugs.list", "allergy"):
        names = tuple(name for name in names if _fits(topics().get(topic), name))
        phrase = "has_yes" if group == "pmh" else phrase
    return _said(phrase, topic, what=listed(names)) if names else None


def _unwritten(view: View, group: str) -> tuple[str, ...]:
    """Entries of a list that no fact is about; where one is, its author decides when it is told."""
    person = view.person
    lists = {"pmh": person.conditions, "drugs": person.medicines, "allergy": person.allergies}
    facts = view.state.case.body.facts
    written = " ".join(f"{fact.topic} {fact.id} {' '.join(fact.say)}" for fact in facts).lower()
    names = [name for name in lists[group] if name not in ("none", "no")]
    return tuple(n for n in names if n.replace("_", " ").lower() not in written)


def _fits(topic: Topic | None, name: str) -> bool:
    """Whether a condition or medicine is one that the topic asks about."""
    if topic is None:
        return False
    drug = catalogue().drugs.get(name)
    classes = " ".join((drug.drug_class, *drug.classes)) if drug else ""
    text = f"{name} {classes}".replace("_", " ").lower()
    tail = topic.id.rpartition(".")[2].replace("_", " ")
    return any(word in text for word in (tail, *topic.words) if len(word) > 3)
