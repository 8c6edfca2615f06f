"""What a text claims, read clause by clause: concepts and words with their sign and their subject,
amounts, moments, sides. No judgement is made here; ``check`` compares two of these readings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from simtrainer.language.normalise import words
from simtrainer.patient.voice.lexicon import Found, lexicon, root
from simtrainer.patient.voice.measures import Measure, measures, unit_of
from simtrainer.patient.voice.moments import moments
from simtrainer.patient.voice.sides import sides

_BREAK = re.compile(
    r"(?:[!?;…—–\n()\"“”]|[.,:](?!\d))+|\s-\s"
    r"|\b(?:but|though|although|because|cos|while|so that|so much as|except|then)\b",
    re.IGNORECASE,
)
_QUESTION = re.compile(r"([^.!?…]+)\?")
_NEGATORS = frozenset(
    "not no never none nothing nobody neither nor without hardly barely scarcely nowhere unable"
    " cannot".split()
)
# These turn round whatever follows them: "I stopped taking it", and "I can't stop itching".
_TURNERS = frozenset(
    "stop stopped stopping stops refuse refused refuses refusing avoid avoided avoiding hate hates"
    " loathe quit".split()
)
_GIVE = frozenset("give gave given giving".split())
_HARD = frozenset("hard difficult struggle struggling trouble".split())
_NO_DRUG = frozenset("a an the my his her it well so as at in on and when with".split())
_GIVEN = frozenset("given started begun prescribed sent gone".split())
_COME = frozenset("come came coming comes".split())
_WHAT_ENDS = frozenset("the my his her them these those all to that for".split())
ENDS_SCOPE = frozenset("till until when if before since after unless only".split())
_AFTER_AND = frozenset(
    "i he she it they we you there my his her their our the a an that this no not never"
    " nothing then now just was were is are had have has".split()
)
_AFTER_PARTICLE = frozenset(
    "i he she it they we there not never nothing nobody no my his her the that this none"
    " not you".split()
)
FUNCTION = frozenset(
    """a an the and or so than of in on at to for from by with as into about any some i me my
    mine you your yours he him his she her hers it its we us our they them their this that
    these those is are was were be been being am do does did done have has had having can
    could will would shall should may might must not no yes yeah never none nothing nobody
    neither nor without hardly barely if when what where who which why how there here too
    also just even still up down out over off back very really quite such own self all both
    each now then again get got go went gone going come came one ones thing things bit like
    well oh okay ever anything anyone anybody something someone""".split()
)
_FIRST_PERSON = frozenset("i my mine myself we our".split())
_THIRD = {
    "he": "he", "him": "he", "his": "he", "himself": "he",
    "she": "she", "her": "she", "hers": "she", "herself": "she",
}  # fmt: skip
_AT_WORK = frozenset("gp surgery nurse ambulance dentist pharmacist consultant midwife".split())
_LINKS = frozenset(
    "is are was were not no been be has have had always all quite with my his her the about in"
    " a".split()
)


@dataclass(frozen=True)
class Claim:
    """A concept or the root of a word, whether it is denied, and of whom it is said."""

    name: str
    denied: bool
    of: str = ""  # me, he, she, kin, you, or empty where nobody is named
    word: str = ""


@dataclass(frozen=True)
class Clause:
    """A stretch of words in which one negation holds; ``plain`` are all its words."""

    plain: tuple[str, ...]
    concepts: tuple[Claim, ...] = ()
    words: tuple[Claim, ...] = ()  # content words outside any concept
    denied: bool = False  # holds a negator
    asked: bool = False  # stands before a question mark
    negator: bool = False  # one that stands outside of any phrase


@dataclass(frozen=True)
class Reading:
    """What a text claims."""

    clauses: tuple[Clause, ...] = ()
    amounts: tuple[Measure, ...] = ()
    moments: frozenset[str] = frozenset()
    sides: frozenset[tuple[str, str]] = frozenset()  # (side, the part it is of or "")
    people: frozenset[str] = frozenset()  # he, she: who is spoken of by pronoun
    answers: str = ""  # yes or no, where it begins so
    question: bool = False
    plain: tuple[str, ...] = ()
    names: frozenset[str] = field(default=frozenset())  # words with a capital, lower-cased

    def counted(self) -> frozenset[str]:
        """The words that stand in an amount."""
        return frozenset(w for each in self.amounts for w in self.plain[each.start : each.end])

    def concepts(self) -> Iterator[Claim]:
        return (claim for clause in self.clauses for claim in clause.concepts)

    def words(self) -> Iterator[Claim]:
        return (claim for clause in self.clauses for claim in clause.words)


@lru_cache(maxsize=4_000)
def reading(text: str) -> Reading:
    """Read one sentence or a few."""
    parts = _pieces(text)
    asked = {piece for question in _QUESTION.findall(text) for piece in _pieces(question)}
    plain = tuple(words(text))
    answers, parts = _answer(parts)
    clauses = [replace(_clause(part), asked=part in asked) for part in parts]
    return Reading(
        clauses=tuple(clauses),
        amounts=tuple(measures(plain)),
        moments=moments(" ".join(plain)),
        sides=frozenset(side for part in _BREAK.split(text) for side in sides(words(part))),
        people=frozenset(_THIRD[word] for word in plain if word in _THIRD),
        answers=answers,
        question=text.rstrip(" \"'”’").endswith("?"),
        plain=plain,
        names=frozenset(_capitals(text)),
    )


def _pieces(text: str) -> list[tuple[str, ...]]:
    parts = [tuple(words(part)) for part in _BREAK.split(text)]
    return [piece for part in parts for piece in _joined(part)]


def _joined(part: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The pieces between "and"s that begin a statement of their own."""
    pieces: list[tuple[str, ...]] = []
    start = 0
    for place, word in enumerate(part):
        rest = part[place + 1 :]
        if word == "and" and rest and (rest[0] in _AFTER_AND or len(rest) > 3):
            pieces.append(part[start:place])
            start = place + 1
    pieces.append(part[start:])
    return [piece for piece in pieces if piece]


_YES, _NO = frozenset("yes yeah yep aye yup".split()), frozenset("no nope nah".split())


def _answer(parts: list[tuple[str, ...]]) -> tuple[str, list[tuple[str, ...]]]:
    """Whether a text begins with yes or no; such particles deny nothing that follows."""
    answers = ""
    kept: list[tuple[str, ...]] = []
    for place, part in enumerate(parts):
        left = part
        while left and left[0] in _YES | _NO and _is_particle(left):
            if place == 0 and not answers:
                answers = "yes" if left[0] in _YES else "no"
            left = left[1:]
        if left[-1:] == ("no",) and len(left) > 1:  # "I've not been laid up no"
            left = left[:-1]
        if left:
            kept.append(left)
    return answers, kept


def _is_particle(part: tuple[str, ...]) -> bool:
    return len(part) == 1 or part[0] in _YES or part[1] in _AFTER_PARTICLE


def _clause(part: tuple[str, ...]) -> Clause:
    hits = lexicon().found(part)
    inside = {place for hit in hits for place in range(hit.start, hit.end)}
    denied = _denials(part, inside)
    subjects = _subjects(part)
    concepts = [
        Claim(name, sign, subjects[hit.start], " ".join(part[hit.start : hit.end]))
        for hit, sign in _judged(part, hits, denied)
        for name in hit.meaning.concepts
        if name != "idiom"
    ]
    loose = [
        Claim(root(word), denied[place], subjects[place], word)
        for place, word in enumerate(part)
        if place not in inside and word not in FUNCTION and not unit_of(word)
    ]
    negators = sum(word in _NEGATORS for word in part)
    if not ENDS_SCOPE & set(part):
        concepts = [_as_clause(claim, part, negators > 0) for claim in concepts]
    free = [place for place, word in enumerate(part) if word in _NEGATORS and place not in inside]
    turned = any(_turns(part, place) for place in range(len(part)))
    return Clause(
        part,
        tuple(concepts),
        tuple(loose),
        denied=(negators > 0) != turned,
        negator=bool(free) and not turned,
    )


def _as_clause(claim: Claim, part: Sequence[str], denied: bool) -> Claim:
    """ "The bloods haven't gone": of what is no trouble in itself the whole clause is denied."""
    kind = lexicon().kinds[claim.name]
    if kind == "test" or (kind == "drug" and _GIVEN & set(part)):
        return replace(claim, denied=denied)
    return claim


def _judged(
    part: Sequence[str], hits: Sequence[Found], denied: Sequence[bool]
) -> Iterator[tuple[Found, bool]]:
    """Each phrase with its sign. "My legs are fine", "nothing wrong with my legs": the part is
    denied with the trouble that is said of it."""
    signs = [denied[hit.start] != hit.meaning.opposite for hit in hits]
    wrong = next((n for n, hit in enumerate(hits) if "wrong" in hit.meaning.concepts), None)
    for place, hit in enumerate(hits):
        sign = signs[place]
        if wrong is not None and place != wrong:
            one, other = sorted((hit, hits[wrong]), key=lambda each: each.start)
            near = set(part[one.end : other.start]) <= _LINKS
            sign = signs[wrong] if near and _may_be_wrong(hit) else sign
        yield hit, sign


def _may_be_wrong(hit: Found) -> bool:
    kinds = {lexicon().kinds[name] for name in hit.meaning.concepts}
    return bool(kinds & {"body", "symptom", "disease"})


def _denials(part: Sequence[str], inside: set[int]) -> list[bool]:
    """For each word whether a negator before it in the clause holds."""
    states: list[bool] = []
    denied = False
    for place, word in enumerate(part):
        if word in ENDS_SCOPE:
            denied = False
        states.append(denied)
        if word in _NEGATORS and place not in inside:
            denied = True
        elif _turns(part, place):
            denied = not denied
    return states


def _turns(part: Sequence[str], place: int) -> bool:
    """ "I stopped taking it", "I came off them"; not "it went when I stopped"."""
    after = part[place + 1] if place + 1 < len(part) else ""
    if part[place] == "off":
        return bool(after) and bool(place) and part[place - 1] in _COME and after not in _NO_DRUG
    if part[place] == "up" and place and part[place - 1] in _GIVE:
        return bool(after) and after not in ENDS_SCOPE
    if part[place] in _HARD:
        return after == "to"
    stops = part[place] in _TURNERS
    return stops and (after in _WHAT_ENDS or (after.endswith("ing") and after != "during"))


def _subjects(part: Sequence[str]) -> list[str]:
    """For each word whom it is said of: the nearest person named before it in the clause."""
    found: list[str] = []
    subject = ""
    for place, word in enumerate(part):
        if word in _FIRST_PERSON:
            following = part[place + 1] if place + 1 < len(part) else ""
            subject = "kin" if _is_kin(following) else "me"
        elif word in _THIRD:
            subject = _THIRD[word]
        elif _is_kin(word):
            subject = "kin"
        elif word in ("you", "your"):
            subject = "you"
        elif word in ("it", "that", "there"):
            subject = ""
        found.append(subject)
    return found


@lru_cache(maxsize=2_000)
def _is_kin(word: str) -> bool:
    hits = lexicon().found((word,))
    named = {name for hit in hits for name in hit.meaning.concepts} - _AT_WORK
    return any(lexicon().kinds.get(name) == "person" for name in named)


_CAPITAL = re.compile(r"(?<![A-Za-z’'])([A-Z][a-z]+(?:[-’'][A-Za-z]+)?)")


_DOES = re.compile(
    r"(?:['’]s)?,? (?:is|was|has|had|and|will|would|does|did|who|says?|said|thinks?|came|comes|told"
    r"|tells|knows?|rang|rings|took|takes|gave|gives|my|[A-Z])|['’]s\b|[.!,]"
)


def _capitals(text: str) -> Iterator[str]:
    """Words with a capital; the first of a sentence only where it is said to do something."""
    for match in _CAPITAL.finditer(text):
        begins = not text[: match.start()].rstrip(" \"'“‘").strip() or text[: match.start()].rstrip(
            " \"'“‘"
        ).endswith((".", "!", "?", "…"))
        if not begins or _DOES.match(text, match.end()):
            yield from words(match[1])
