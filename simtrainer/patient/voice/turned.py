"""Whether a sentence turns round what was decided: the same thing with the other sign, the other
way about, more for less, or a little for never."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from simtrainer.patient.voice.claims import ENDS_SCOPE, FUNCTION, Clause, Reading
from simtrainer.patient.voice.lexicon import lexicon, root, same
from simtrainer.patient.voice.licence import UNSIGNED, Licence

# In a clause with one of these nothing is said to be so, or not to be so.
MAYBE = frozenset("might may nearly almost if whether hope hoping thought wonder".split())
SINCE = re.compile(
    r"\b(?:years?|months?|weeks?|days?|ages|long) since\b|\bnot (?:had|been|seen) .*\bsince\b"
)
# Denials that deny no fact: "I don't know", "I'm not sure", "don't worry".
SHRUG = re.compile(
    r"\bnot (?:know|sure|worry|think|mind|want|like|remember|understand|believe|suppose|matter|say"
    r"|really|tell me|forgotten|forget|long|lie|help|get it|expect|imagine|mean|care|see"
    r"|going to lie|stop thinking|bad|nice|good|great|easy|fair|right|very nice|much fun|wait|bear"
    r"|stand|cope|quite|exactly|ideal"
    r"|should|shall|make|face|stop|stopped|know how|doing|blame|knowing|going to|too)\b"
    r"|\b(?:should|need|must) not\b|\bnot (?:this|that|as|so) bad"
    r"|\bno (?:idea|doubt|wonder|way|fun|joke|more|worries|use|point)\b"
    r"|\b(?:hardly|barely) (?:think|believe|bear|stand)\b|\bnever (?:mind|know|felt so)\b"
    r"|\bdare not\b|\b(?:can|could) not tell\b"
    r"|\bnot (?:had|been|seen|done|gone|used|needed)\b.*\bsince\b"
    r"|\bnothing like it\b|\bnone of (?:us|it)\b"
)
SHARED = 0.5  # share of the things of the shorter clause from which two clauses tell of the same
# Words that colour what is said and do not tell of what.
_LIGHT = frozenset(
    root(word)
    for word in """actually all almost always any anything anyone about around bad badly barely bit
    completely day days doctor even ever every everything everyone exactly feel fine first get give
    god going good hardly hope just keep kept kind know last least like little long look lot love
    make may maybe mean mind month more most much must nearly need never nothing now off oh okay
    old once only other perhaps please probably properly put quite rather real really right said
    same say seem since so some sorry sort still stop such sure that thing things
    think though time times today too try turn usual very want way week well whole year yet do
    let sit set use find might without until after before""".split()
)
# With one of these a clause may say with no "not" what another says with one.
_LEAVING = frozenset(
    "gone lost lose losing away without forgot forgotten missed little few hardly barely nearly"
    " only used till until unless except".split()
)
_WISHED = frozenset("should ought wish wished rather sooner".split())
_OPPOSITES = (
    ("more", "less fewer"),
    ("always", "never seldom rarely"),
    ("everybody everyone", "nobody"),
    ("early", "late"),
    ("start started", "stopped"),
    ("still", "stopped used"),
    ("tight tighter", "loose looser"),
    ("plenty", "run"),
    ("nicely", "hardly"),
    ("hungry", "appetite"),
)
_OPPOSED = [(frozenset(a.split()), frozenset(b.split())) for a, b in _OPPOSITES]
_NOT = frozenset("not no never none nothing nobody neither nor without hardly".split())
_DEGREE = re.compile(
    r"\b(?:not|never)(?: \w+)?(?: \w+)? (?:much|often|a lot|very much|every day|usually|always)\b"
)
_FLATLY = re.compile(r"\b(?:never|not one|none|at all|not a|no|not any)\b")
_OF_DEGREE = frozenset("smoke alcohol recreational sport".split())
# Words that want a "not" before them, and a "do" that stresses that something is so.
_WANTS_NOT = re.compile(
    r"\b(?:at all|anywhere|have ever|eaten a thing|changed a thing|a wink|a blind bit|either)\b"
)
_STRESSED = re.compile(
    r"\b(?:i|it|he|she|they|we) (?:just |really )?(?:do|does|did) (?:remember|know|want|feel|have"
    r"|go|touch|stop|drink|smoke|sleep|eat|help|come|say|take|like|get|complain|hurt|make|do)\b"
)
_SUBJECTS = {"i": "me", "he": "he", "she": "she", "they": "they", "we": "us", "you": "you"}
_OBJECTS = {"me": "me", "him": "he", "her": "she", "them": "they", "us": "us", "you": "you"}
_DID = re.compile(
    r"\b(i|he|she|they|we|you|my \w+) (?:(?:have|has|had|will|would|did|do|also|then) )?"
    r"(\w+) (me|him|her|them|us|you|my \w+)\b"
)
_BEFORE = re.compile(r"\b(before|after) (?:i |he |she |my |the |a )?(\w+)")


def turned(claims: Reading, licence: Licence) -> str:
    """The words that turn round what was decided; empty where none do."""
    for clause in claims.clauses:
        if (
            _other_sign(clause, licence)
            or _merely_less(clause, licence)
            or _without_its_not(clause, licence)
        ):
            return " ".join(clause.plain)
    return _swapped(claims.plain, licence) or _opposed(claims.plain, licence)


def _other_sign(clause: Clause, licence: Licence) -> bool:
    """Whether every clause that tells of the same things tells them with the other sign."""
    mine = _things(clause, licence)
    told = []
    for other in licence.clauses:
        theirs = _things(other, licence)
        shared = mine.keys() & theirs.keys()
        if shared and len(shared) >= SHARED * min(len(mine), len(theirs)):
            told.append(all(mine[name] != theirs[name] for name in shared))
    return bool(told) and all(told)


def _things(clause: Clause, licence: Licence) -> dict[str, bool]:
    """What a clause tells of, each with whether it is denied; nothing where that is open."""
    if clause.asked or _open(clause) or any(_unsigned(c.name, licence) for c in clause.concepts):
        return {}
    kinds = lexicon().kinds
    loose = {
        min({claim.name} | same().get(claim.name, frozenset())): claim.denied
        if ENDS_SCOPE & set(clause.plain)
        else clause.denied
        for claim in clause.words
        if claim.name not in _LIGHT and not claim.word.endswith("ly")
    }
    named = {
        claim.name: claim.denied
        for claim in clause.concepts
        if kinds[claim.name] not in ("course", "body")
    }
    return loose | named


def _open(clause: Clause) -> bool:
    plain = " ".join(clause.plain)
    gone = (_LEAVING | MAYBE | _WISHED) & set(clause.plain) or any(
        c.name == "quit" for c in clause.concepts
    )
    return bool(gone or SHRUG.search(plain) or SINCE.search(plain))


def _unsigned(name: str, licence: Licence) -> bool:
    return name in UNSIGNED or len(licence.decided.get(name, ())) > 1


def _merely_less(clause: Clause, licence: Licence) -> bool:
    """ "I don't drink much" where it was "I never drink"."""
    names = {claim.name for claim in clause.concepts} & _OF_DEGREE
    if not names or not _DEGREE.search(" ".join(clause.plain)):
        return False
    said = [each for each in licence.clauses if names & {claim.name for claim in each.concepts}]
    flatly = any(_FLATLY.search(" ".join(each.plain)) for each in licence.clauses)
    return bool(said) and flatly and not any(_DEGREE.search(" ".join(each.plain)) for each in said)


def _without_its_not(clause: Clause, licence: Licence) -> bool:
    """ "I do remember", "I've eaten a thing since": where something was denied, it is so."""
    plain = " ".join(clause.plain)
    if clause.denied or clause.asked or licence.plainly_so:
        return False
    told = " ".join(" ".join(each.plain) for each in licence.clauses if not each.denied)
    return any(find.search(plain) and not find.search(told) for find in (_WANTS_NOT, _STRESSED))


def _swapped(plain: Sequence[str], licence: Licence) -> str:
    """ "I called him" where it was "he called me"."""
    told = {did for each in licence.clauses for did in _did(each.plain)}
    for one, verb, other in _did(plain):
        if (other, verb, one) in told and (one, verb, other) not in told:
            return f"{one} {verb} {other}"
    return ""


def _did(plain: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Who did what to whom; a relative counts as somebody else, whoever it is."""
    for match in _DID.finditer(" ".join(plain)):
        subject = _SUBJECTS.get(match[1], "they")
        other = _OBJECTS.get(match[3], "they")
        if match[2] in FUNCTION:
            continue
        people = ["they" if who in ("he", "she") else who for who in (subject, other)]
        yield people[0], root(match[2]), people[1]


def _opposed(plain: Sequence[str], licence: Licence) -> str:
    """ "Less" where it was "more", "before food" where it was "after food"."""
    told = [word for each in licence.clauses for word in each.plain]
    mine, theirs = set(plain), set(told)
    if bool(_NOT & mine) != bool(_NOT & theirs):
        return ""
    for one, other in _OPPOSED:
        for here, there in ((one, other), (other, one)):
            if here & mine and there & theirs and not here & theirs and not there & mine:
                return " ".join(sorted(here & mine))
    when = dict(_when(told))
    clash = [what for what, side in _when(plain) if when.get(what, side) != side]
    return " ".join(clash)


def _when(plain: Sequence[str]) -> Iterator[tuple[str, str]]:
    for match in _BEFORE.finditer(" ".join(plain)):
        yield root(match[2]), match[1]
