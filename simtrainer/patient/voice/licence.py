"""What was decided and said, indexed for looking up single claims."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from simtrainer.patient.sentences import plain, sentences_of
from simtrainer.patient.voice.allowed import Allowed
from simtrainer.patient.voice.claims import FUNCTION, Claim, Clause, Reading, reading
from simtrainer.patient.voice.lexicon import lexicon, root
from simtrainer.patient.voice.measures import Measure, implied_moments

_GENDER = {
    "he": "father husband son brother uncle nephew grandfather".split(),
    "she": "mother wife daughter sister aunt niece grandmother".split(),
}
_NEGATION = frozenset(
    "not no never none nothing do does did is are was were be have has had".split()
)
# Whether these are so hangs on more than a "not": "nothing since", "never more than a glass".
_UNSIGNED = frozenset(
    "eating change weight breathing toilet urine period alcohol thirst walking".split()
)
_ALIKE = 0.4
_OF_EITHER_SEX = frozenset("child friend partner gp nurse parent".split())
_MY_BODY = ("symptom", "body", "disease", "drug")


@dataclass(frozen=True)
class Licence:
    """Lookups over what one person may claim now."""

    texts: tuple[str, ...]  # decided sentences and replies, for likeness
    sentences: frozenset[str]  # plain sentences that may be repeated as they are
    concepts: dict[str, frozenset[bool]]
    decided: dict[str, frozenset[bool]]
    subjects: dict[str, frozenset[str]]
    roots: dict[str, frozenset[bool]]
    decided_roots: dict[str, frozenset[bool]]
    clauses: tuple[Clause, ...]
    amounts: tuple[Measure, ...]
    moments: frozenset[str]
    sides: frozenset[tuple[str, str]]
    people: frozenset[str]
    spoken_of: frozenset[str]  # he or she of the decided sentences; empty where they name nobody
    answers: frozenset[str]
    heard: frozenset[str]
    heard_roots: frozenset[str]
    secret_roots: frozenset[str]

    def holds(self, claim: Claim) -> bool:
        """Whether the concept was named, or every word of the claim was."""
        content = [root(word) for word in claim.word.split() if word not in FUNCTION]
        repeated = bool(content) and all(word in self.roots for word in content)
        return claim.name in self.concepts or repeated

    def contradicts(self, claim: Claim) -> bool:
        if claim.name in _UNSIGNED:
            return False
        signs = self.decided.get(claim.name) or self.concepts.get(claim.name, frozenset())
        return bool(signs) and claim.denied not in signs

    def contradicts_word(self, claim: Claim, clause: Clause) -> bool:
        """The same word with the other sign, in a clause that is otherwise much the same."""
        signs = self.decided_roots.get(claim.name)
        if not signs or claim.denied in signs:
            return False
        mine = self.bag(clause.plain)
        return any(
            claim.name in theirs and len(mine & theirs) >= _ALIKE * len(mine | theirs)
            for theirs in (self.bag(other.plain) for other in self.clauses)
        )

    def of_another(self, claim: Claim) -> bool:
        """Whether the body or illness of one person is claimed of another."""
        if lexicon().kinds[claim.name] not in _MY_BODY or claim.of not in ("me", "he", "she"):
            return False
        known = self.subjects.get(claim.name, frozenset())
        return bool(known) and claim.of not in known and not known & {"", "you"}

    @staticmethod
    def bag(words: Iterable[str]) -> frozenset[str]:
        """The words of a clause without those of negation and tense."""
        return frozenset(root(word) for word in words if word not in _NEGATION)


@lru_cache(maxsize=64)
def licence_of(allowed: Allowed) -> Licence:
    """The lookups for what is allowed."""
    now, told = allowed.now, allowed.told
    heard = [reading(text) for text in allowed.heard]
    parts = [part for text in allowed.decided for part in sentences_of(text)]
    said = [part for text in allowed.said for part in sentences_of(text)]
    return Licence(
        texts=tuple(dict.fromkeys([*parts, *allowed.decided])),
        sentences=frozenset(plain(text) for text in (*parts, *said, *allowed.decided)),
        concepts=_concepts(told),
        decided=_concepts(now),
        subjects=_subjects(told),
        roots=_roots(told),
        decided_roots=_content(now),
        clauses=tuple(clause for each in now for clause in each.clauses),
        amounts=tuple(amount for each in told for amount in each.amounts),
        moments=implied_moments(moment for each in told for moment in each.moments),
        sides=frozenset(side for each in told for side in each.sides),
        people=_people(told) | allowed.known_people,
        spoken_of=_people(now),
        answers=_answers(now),
        heard=frozenset(_concepts(heard)),
        heard_roots=frozenset(_roots(heard)),
        secret_roots=frozenset(_roots([reading(text) for text in allowed.secret])),
    )


def _concepts(readings: Iterable[Reading]) -> dict[str, frozenset[bool]]:
    found: dict[str, set[bool]] = {}
    for each in readings:
        for claim in each.concepts():
            for name in lexicon().implied(claim.name):
                found.setdefault(name, set()).add(claim.denied)
    return {name: frozenset(signs) for name, signs in found.items()}


def _subjects(readings: Iterable[Reading]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for each in readings:
        for claim in each.concepts():
            for name in lexicon().implied(claim.name):
                found.setdefault(name, set()).add(claim.of)
    return {name: frozenset(of) for name, of in found.items()}


def _roots(readings: Iterable[Reading]) -> dict[str, frozenset[bool]]:
    """Every word, those inside phrases too."""
    return {root(word): frozenset() for each in readings for word in each.plain}


def _content(readings: Iterable[Reading]) -> dict[str, frozenset[bool]]:
    found: dict[str, set[bool]] = {}
    for each in readings:
        for claim in each.words():
            found.setdefault(claim.name, set()).add(claim.denied)
    return {name: frozenset(signs) for name, signs in found.items()}


def _people(readings: Iterable[Reading]) -> frozenset[str]:
    told = list(readings)
    named = {claim.name for each in told for claim in each.concepts()}
    spoken = {who for each in told for who in each.people}
    kin = {who for who, relations in _GENDER.items() if named & set(relations)}
    either = {"he", "she"} if named & _OF_EITHER_SEX else set()
    return frozenset(spoken | kin | either)


def _answers(readings: Iterable[Reading]) -> frozenset[str]:
    """The yes or no that decided sentences begin with; empty where either would do."""
    found = {each.answers for each in readings}
    return frozenset(found - {""}) if found - {""} else frozenset()
