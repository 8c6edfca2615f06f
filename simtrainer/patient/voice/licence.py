"""What was decided and said, indexed for looking up single claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from simtrainer.patient.sentences import plain, sentences_of
from simtrainer.patient.voice.allowed import Allowed
from simtrainer.patient.voice.claims import FUNCTION, Claim, Clause, Reading, reading
from simtrainer.patient.voice.lexicon import lexicon, root
from simtrainer.patient.voice.measures import Measure, span
from simtrainer.patient.voice.moments import implied_moments

_GENDER = {
    "he": "father husband son brother uncle nephew grandfather".split(),
    "she": "mother wife daughter sister aunt niece grandmother".split(),
}
_NEGATION = frozenset(
    "not no never none nothing do does did is are was were be have has had".split()
)
# Whether these are so hangs on more than a "not": "nothing since", "never more than a glass".
UNSIGNED = frozenset(
    "eating change weight light deep lying leaning drive breathing toilet urine period alcohol"
    " thirst walking".split()
)
_WISHED = frozenset("should ought might if".split())
_ALIKE = 0.4
# A topic names these for whoever answers; where a pain goes, or who is at home, it does not.
_ASKED_KINDS = ("symptom", "disease")
_ASKED = frozenset("tablet smoke alcohol worse constant change live job money school".split())
_LOOKING = frozenset("check checked test tested look looked screen screened".split())
_PAINED = frozenset("worse constant spread".split())  # said of a pain, with or without its name
_TELLING = 3  # words from which a sentence may tell a secret
_ENDED = frozenset(
    "off stop stopped stops lost gone refuse refused empty used until little".split()
)
_DONE = frozenset("done did gave checked sent measured".split())  # to somebody else, by a nurse
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
    plainly_so: bool  # nothing that was decided denies anything
    never: bool  # what was decided says never, and nowhere always
    heard: frozenset[str]
    heard_roots: frozenset[str]
    secret_roots: frozenset[str]
    secret_bags: tuple[frozenset[str], ...]  # of sentences that are long enough to tell something

    def holds(self, claim: Claim) -> bool:
        """Whether the concept was named, or every word of the claim was."""
        content = [root(word) for word in claim.word.split() if word not in FUNCTION]
        repeated = bool(content) and all(word in self.roots for word in content)
        return claim.name in self.concepts or repeated

    def contradicts(self, claim: Claim, clause: Clause) -> bool:
        """The same concept with the other sign."""
        if claim.name in UNSIGNED or _is_place(claim, clause) or _looked_for(clause):
            return False
        if lexicon().kinds[claim.name] == "person" and _says_more(clause):
            return False
        signs = self.decided.get(claim.name) or self.concepts.get(claim.name, frozenset())
        if len(signs) == 2:
            return self._elsewhere(claim, clause)
        return bool(signs) and claim.denied not in signs

    def _elsewhere(self, claim: Claim, clause: Clause) -> bool:
        """Said of one thing and denied of another: which of them does the clause speak of?"""
        beside = {each.name for each in (*clause.concepts, *clause.words)} - {claim.name}
        signs = {
            other.denied
            for near in self.clauses
            if beside & {each.name for each in (*near.concepts, *near.words)}
            for other in near.concepts
            if other.name == claim.name
        }
        return bool(signs) and claim.denied not in signs

    def contradicts_word(self, claim: Claim, clause: Clause) -> bool:
        """The same word with the other sign, in a clause that is otherwise much the same."""
        signs = self.decided_roots.get(claim.name)
        if not signs or claim.denied in signs:
            return False
        mine = self.bag(clause.plain)
        return any(
            claim.name in theirs and len(mine & theirs) >= _ALIKE * len(mine | theirs)
            for theirs in (self.bag(o.plain) for o in self.clauses if o.denied != clause.denied)
        )

    def of_another(self, claim: Claim) -> bool:
        """Whether the body or illness of one person is claimed of another."""
        if (
            claim.name == "ill"
            or lexicon().kinds[claim.name] not in _MY_BODY
            or claim.of not in ("me", "he", "she")
        ):
            return False
        known = self.subjects.get(claim.name, frozenset())
        if not known or known & {"", "you"}:
            return False
        return not known & ({"me"} if claim.of == "me" else {claim.of, "kin"})

    @staticmethod
    def bag(words: Iterable[str]) -> frozenset[str]:
        """The words of a clause without those of negation and tense."""
        return frozenset(root(word) for word in words if word not in _NEGATION)


def _is_place(claim: Claim, clause: Clause) -> bool:
    """A part of the body beside a symptom says where: the symptom carries the sign."""
    kinds = lexicon().kinds
    others = {kinds[each.name] for each in clause.concepts if each.name != claim.name}
    return kinds[claim.name] == "body" and "symptom" in others


def _says_more(clause: Clause) -> bool:
    """Whether a clause says something of a person: only "no children" denies the person."""
    others = any(lexicon().kinds[claim.name] != "person" for claim in clause.concepts)
    return others or bool(clause.words)


def _looked_for(clause: Clause) -> bool:
    """ "They checked me for diabetes" says neither that it was there nor that it was not."""
    return "for" in clause.plain and bool(_LOOKING & set(clause.plain))


@lru_cache(maxsize=64)
def licence_of(allowed: Allowed) -> Licence:
    """The lookups for what is allowed."""
    now, told = allowed.now, allowed.told
    decided = _concepts(now)
    answered = _answered(allowed, decided)
    heard = [reading(text) for text in allowed.heard]
    parts = [part for text in allowed.decided for part in sentences_of(text)]
    said = [part for text in allowed.said for part in sentences_of(text)]
    return Licence(
        texts=tuple(dict.fromkeys([*parts, *allowed.decided])),
        sentences=frozenset(plain(text) for text in (*parts, *said, *allowed.decided)),
        concepts=answered | _concepts(told),
        decided=decided | answered,
        subjects=_subjects(told),
        roots=_roots(told),
        decided_roots=_content(now),
        clauses=tuple(clause for each in now for clause in each.clauses),
        amounts=tuple(_amounts(told)),
        moments=implied_moments(_moments(told)) | _at_night(told) | _waking(told),
        sides=frozenset(side for each in told for side in each.sides),
        people=_people(told) | allowed.known_people,
        spoken_of=_people(now),
        answers=_answers(now),
        plainly_so=bool(now) and not any(map(_denies, now)) and not _regrets(now),
        never=_says_never(now),
        heard=frozenset(_concepts(heard)),
        heard_roots=frozenset(_roots(heard)),
        secret_bags=_secret_bags(allowed, {*parts, *said}),
        secret_roots=frozenset(_roots([reading(text) for text in allowed.secret])),
    )


def _secret_bags(allowed: Allowed, open_ones: set[str]) -> tuple[frozenset[str], ...]:
    known = {plain(text) for text in open_ones}
    hidden = (part for text in allowed.secret for part in sentences_of(text))
    bags = [Licence.bag(reading(text).plain) for text in hidden if plain(text) not in known]
    return tuple(bag for bag in bags if len(bag) >= _TELLING)


def _concepts(readings: Iterable[Reading]) -> dict[str, frozenset[bool]]:
    found: dict[str, set[bool]] = {}
    for each in readings:
        for claim in each.concepts():
            for name in lexicon().implied(claim.name):
                found.setdefault(name, set()).add(claim.denied)
        questions = [clause for clause in each.clauses if _is_open(clause)]
        for name in {claim.name for clause in questions for claim in clause.concepts}:
            found[name] |= {True, False}
    return {name: frozenset(signs) for name, signs in found.items()}


def _is_open(clause: Clause) -> bool:
    """ "Cancer? No.", "I should have rung": said, but neither so nor not so."""
    return clause.asked or bool(_WISHED & set(clause.plain))


def _answered(
    allowed: Allowed, decided: Mapping[str, frozenset[bool]]
) -> dict[str, frozenset[bool]]:
    """What the decided sentences answer without naming it: "Penicillin. They said never again."."""
    found: dict[str, set[bool]] = {}
    for text, denied in allowed.about:
        named = list(reading(text).concepts())
        for claim in () if any(each.name == "quit" for each in named) else named:
            if claim.name in _ASKED or lexicon().kinds[claim.name] in _ASKED_KINDS:
                found.setdefault(claim.name, set()).add(denied != claim.denied)
    for sign in (
        () if "pain" in decided else _signs_of_places(decided)
    ):  # "nothing in my chest", "it goes into my jaw"
        found.setdefault("pain", set()).add(sign)
    if "quit" in decided:
        found["smoke"] = {True, False}
    if True in decided.get("sudden", ()):  # what builds up gets worse
        found.setdefault("worse", set()).add(False)
    if any("take" in read.plain and _denies(read) for read in allowed.now):
        found.setdefault("tablet", {True})
    if _reacted(decided):
        found["allergy"] = {False}
    if "allergy" in found or "allergy" in decided:  # "don't give me aspirin"
        drugs = [name for name in decided if lexicon().kinds[name] == "drug"]
        found.update({name: {True, False} for name in drugs})
    return {name: frozenset(signs) for name, signs in found.items()}


def _signs_of_places(decided: Mapping[str, frozenset[bool]]) -> set[bool]:
    if _PAINED & decided.keys():
        return {False}
    places = [name for name in decided if lexicon().kinds.get(name) == "body"]
    return {sign for name in places for sign in decided[name]}


def _reacted(decided: Mapping[str, frozenset[bool]]) -> bool:
    """A drug and what it did: an allergy, though the word was not said."""
    kinds = {lexicon().kinds[name] for name, signs in decided.items() if False in signs}
    return {"drug", "symptom"} <= kinds and "disease" not in kinds


def _subjects(readings: Iterable[Reading]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for each in readings:
        for clause in each.clauses:
            done = bool(_DONE & set(clause.plain))
            for claim in clause.concepts:
                of = "" if done and claim.of == "me" else claim.of
                for name in lexicon().implied(claim.name):
                    found.setdefault(name, set()).add(of)
    return {name: frozenset(of) for name, of in found.items()}


def _roots(readings: Iterable[Reading]) -> dict[str, frozenset[bool]]:
    """Every word, those inside phrases too."""
    return {root(word): frozenset() for each in readings for word in each.plain}


def _content(readings: Iterable[Reading]) -> dict[str, frozenset[bool]]:
    found: dict[str, set[bool]] = {}
    for each in readings:
        for clause in each.clauses:
            for claim in clause.words:
                signs = {True, False} if _is_open(clause) else {claim.denied}
                found.setdefault(claim.name, set()).update(signs)
    return {name: frozenset(signs) for name, signs in found.items()}


def _people(readings: Iterable[Reading]) -> frozenset[str]:
    told = list(readings)
    named = {claim.name for each in told for claim in each.concepts()}
    spoken = {who for each in told for who in each.people}
    kin = {who for who, relations in _GENDER.items() if named & set(relations)}
    either = {"he", "she"} if named & _OF_EITHER_SEX else set()
    return frozenset(spoken | kin | either)


def _says_never(readings: Iterable[Reading]) -> bool:
    said = {word for each in readings for word in each.plain}
    return "never" in said and "always" not in said


def _denies(read: Reading) -> bool:
    denied = any(claim.denied for claim in (*read.concepts(), *read.words()))
    if _ENDED & set(read.plain):
        return True
    return denied or read.answers == "no" or any(clause.denied for clause in read.clauses)


def _waking(readings: Iterable[Reading]) -> frozenset[str]:
    """ "When I wake up" is in the morning; "twice a day" morning and evening."""
    found: set[str] = set()
    for each in readings:
        if {"wake", "waking", "woke"} & set(each.plain) and "night" not in each.moments:
            found.add("morning")
        if "twice" in each.plain and "each day" in each.moments:
            found |= {"morning", "evening", "night"}
    return frozenset(found)


def _regrets(readings: Iterable[Reading]) -> bool:
    """ "I should have rung" says that nobody did."""
    return any({"should", "ought", "wish"} & set(each.plain) for each in readings)


def _at_night(readings: Iterable[Reading]) -> frozenset[str]:
    slept = any(claim.name == "sleep" for each in readings for claim in each.concepts())
    return frozenset({"night"}) if slept else frozenset()


_LAST = {
    (1, "week"): "last_week",
    (1, "month"): "last_month",
    (1, "year"): "last_year",
    (1, "day"): "yesterday",
    (2, "day"): "day_before_yesterday",
}


def _amounts(readings: Iterable[Reading]) -> Iterator[Measure]:
    """Amounts as told, "last month" as one month, and two things named as two."""
    for each in readings:
        yield from each.amounts
        for (count, unit), moment in _LAST.items():
            if moment in each.moments:
                yield span(count, unit)
        bare = [amount for amount in each.amounts if amount.kind == "number"]
        pairs = pairwise(bare)
        if any(each.plain[one.end : two.start] == ("and",) for one, two in pairs):
            yield Measure("number", 2, 2)


def _moments(readings: Iterable[Reading]) -> Iterator[str]:
    """Moments as told, and one month ago as last month."""
    for each in readings:
        yield from each.moments
        spans = [replace(amount, start=0, end=0) for amount in each.amounts]
        yield from (moment for back, moment in _LAST.items() if span(*back) in spans)


def _answers(readings: Iterable[Reading]) -> frozenset[str]:
    """The yes or no that decided sentences begin with; empty where either would do."""
    found = {each.answers for each in readings}
    return frozenset(found - {""}) if found - {""} else frozenset()
