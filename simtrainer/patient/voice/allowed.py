"""What a person may say now: what was decided, what was said, and what must never be said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from simtrainer.encounter.state import EncounterState
from simtrainer.patient.voice.claims import Reading, reading
from simtrainer.patient.who import said_by
from simtrainer.scenario.case import Case
from simtrainer.scenario.people import Person
from simtrainer.scenario.topics import topics

# Topics that ask for one thing; "what is it like" names many that it may not be.
_OF_ONE_THING = ("sx.", "pmh.", "allergy", "drugs.", "social.", "family.", "mood.")
MOST_SAID = 60  # sentences of a person that still count: the latest


@dataclass(frozen=True)
class Allowed:
    """What one sentence of a model is checked against. Nothing of it but ``decided``, ``said``,
    ``heard`` and ``public`` may ever stand in a prompt.

    decided: the scripted sentences of this reply, with their other authored wordings.
    said: what this person has said before.  heard: what the trainee has said.
    public: what everyone here knows (name, age, occupation, what one is to the patient).
    secret: what this person knows and has not been allowed to tell.
    forbidden: names of the diagnosis and its rivals, and the words of the rubric.
    about: words for what the decided sentences answer, each with whether they deny it.
    known_people: ``he`` and ``she`` for those present, of whom one may speak by pronoun.
    """

    decided: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    heard: tuple[str, ...] = ()
    public: tuple[str, ...] = ()
    secret: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    about: tuple[tuple[str, bool], ...] = ()
    known_people: frozenset[str] = frozenset()
    most_words: int = 45

    @cached_property
    def told(self) -> tuple[Reading, ...]:
        """Readings of everything this person may claim: decided, then said, then public."""
        return tuple(reading(text) for text in (*self.decided, *self.said, *self.public))

    @cached_property
    def now(self) -> tuple[Reading, ...]:
        """Readings of what was decided for this reply."""
        return tuple(reading(text) for text in self.decided)


def about(topic: str, text: str, denial: bool = False) -> tuple[tuple[str, bool], ...]:
    """The words of the topic that ``text`` answers, where it is plain whether it says yes or no."""
    known = topics().get(topic) if topic.startswith(_OF_ONE_THING) else None
    read = reading(text)
    denied = denial or read.answers == "no"
    if known is None or (not denied and any(clause.denied for clause in read.clauses)):
        return ()
    return tuple((words, denied) for words in (known.label, *known.words))


def allowed_for(
    state: EncounterState,
    person: Person,
    decided: Iterable[str],
    answers: Iterable[tuple[str, bool]] = (),
    most_words: int = 45,
) -> Allowed:
    """What ``person`` may say in ``state``; ``decided``: the sentences of the reply.

    answers: what ``about`` gives for each decided point.
    """
    case = state.case
    texts = tuple(decided)
    return Allowed(
        decided=texts,
        said=tuple(dict.fromkeys(said_by(state, person.key)[-MOST_SAID:])),
        heard=tuple(turn.text for turn in state.turns),
        public=(*_public(person), *_of_the_patient(case, person)),
        secret=_secret(state, texts),
        forbidden=forbidden_names(case),
        about=tuple(answers),
        known_people=frozenset(
            {"male": "he", "female": "she"}[p.sex] for p in case.body.people if p.key != person.key
        ),
        most_words=most_words,
    )


def _public(person: Person) -> tuple[str, ...]:
    years = f"I am {person.age:g} years old."
    work = f"I am a {person.occupation}." if person.occupation else ""
    name = f"My name is {person.name}, {person.address}."
    return tuple(text for text in (name, years, work) if text)


# What the patient is to a relative, by what the relative is to the patient: of women, of men.
_BACK = {
    "daughter": ("mother", "father"), "son": ("mother", "father"),
    "daughter-in-law": ("mother in law", "father in law"),
    "son-in-law": ("mother in law", "father in law"),
    "husband": ("wife", "husband"), "wife": ("wife", "husband"), "partner": ("partner", "partner"),
    "mother": ("daughter", "son"), "father": ("daughter", "son"),
    "sister": ("sister", "brother"), "brother": ("sister", "brother"),
    "niece": ("aunt", "uncle"), "nephew": ("aunt", "uncle"),
    "granddaughter": ("grandmother", "grandfather"), "grandson": ("grandmother", "grandfather"),
    "grandmother": ("granddaughter", "grandson"), "grandfather": ("granddaughter", "grandson"),
    "friend": ("friend", "friend"), "neighbour": ("neighbour", "neighbour"),
}  # fmt: skip


def _of_the_patient(case: Case, person: Person) -> tuple[str, ...]:
    """What anybody but the patient may call the patient: by name, and "Mum" by a daughter."""
    patient = case.patient
    if person.key == patient.key:
        return ()
    name = f"The patient is {patient.name}, {patient.address}."
    back = _BACK.get(person.relation)
    if back is None:
        return (name,)
    called = back[patient.sex == "male"]
    whose = "his" if patient.sex == "male" else "her"
    return (name, f"I am {whose} {person.relation}.", f"That is my {called}.")


def _secret(state: EncounterState, decided: tuple[str, ...]) -> tuple[str, ...]:
    """Facts not told yet, whoever knows them."""
    hidden = (f for f in state.case.body.facts if f.id not in state.facts_told)
    return tuple(text for fact in hidden for text in fact.say if text not in decided)


def forbidden_names(case: Case) -> tuple[str, ...]:
    """Names of the diagnosis, of its rivals, and of what must not be missed."""
    body = case.body
    names = [name for each in body.diagnosis for name in (each.name, *each.also)]
    return tuple(dict.fromkeys([*names, *body.differential, *body.must_not_miss]))
