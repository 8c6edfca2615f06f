"""Whether a sentence of a model may be shown: every claim in it needs a licence.

Amounts, moments, sides, body parts, symptoms, drugs, illnesses, people and circumstances must have
been decided for this reply or said before, with the same sign and of the same person. Words outside
these kinds may be new as long as they claim nothing, or as the sentence means what was decided.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from simtrainer.language.encoder import encoder
from simtrainer.language.stems import ready_made
from simtrainer.patient.sentences import plain
from simtrainer.patient.voice.allowed import Allowed
from simtrainer.patient.voice.claims import FUNCTION, Clause, Reading, reading
from simtrainer.patient.voice.lexicon import harmless, lexicon, like_a_drug, root, same
from simtrainer.patient.voice.licence import Licence, licence_of
from simtrainer.patient.voice.measures import MANY, Measure, agrees, span
from simtrainer.patient.voice.shape import form, tidied
from simtrainer.patient.voice.turned import MAYBE, SHRUG, SINCE, turned
from simtrainer.patient.voice.verdict import GOOD, Reason, Verdict, refused

VERSION = "check-1"
NEAR = 0.38  # likeness from which a sentence with a strange word counts as a paraphrase
NEAR_A_THING = 0.55  # the same where the strange word names a thing
_BEFORE_NOUNS = frozenset(
    "a an the my his her our their your some any this that of in at on with for from by".split()
)
NEARER = 0.08  # how much nearer each further strange word must bring it
CLEARLY = 0.6  # likeness from which a clause with another word for something is a paraphrase
_UN = ("un", "in", "im", "dis")
_SECRET = 0.75  # share of words in common from which a sentence is an undisclosed one
_COPY = 0.7  # share of words in common from which two sentences differ only in detail
_REASONS: dict[str, Reason] = {
    "body": "body",
    "symptom": "symptom",
    "course": "course",
    "life": "life",
    "person": "person",
    "disease": "disease",
    "test": "test",
    "drug": "drug",
}
# These claim nothing without what they are said of.
_OLD = frozenset("old long age past alway".split())
_SIGN_ONLY = frozenset("wrong ill quit constant change new".split())
# Licensed too where the clause means what was decided.
_SOFT = frozenset(
    "live job money school care faith retired walking spread deep lying leaning exertion change new"
    " sleep eating forgetful toilet night_water thirst bring_up drive car travel boss light"
    " sight_of self_employed".split()
)
_HEARD_KINDS = ("disease", "test", "drug", "body")
_OWN_CLAIM = re.compile(
    r"\b(?:i|i've|we|he|she|they)\b[^,.;?!]*\b(?:had|have|take|took|got|on|has)\b", re.I
)


def check(sentence: str, allowed: Allowed) -> Verdict:
    """Judge one sentence. A few milliseconds at most, whatever it holds."""
    text = tidied(sentence)
    if against := form(text, allowed.most_words):
        return against
    licence = licence_of(allowed)
    if plain(text) in licence.sentences:
        return GOOD
    if against := _names_diagnosis(text, allowed):
        return against
    claims = reading(text)
    if _tells_secret(claims, licence):
        return refused("leak", text)
    steps = (
        _amounts,
        _moments,
        _sides,
        _concepts,
        _people,
        _names,
        _signs,
        _copies,
        _denials,
        _turns,
        _novelty,
    )
    for step in steps:
        if against := step(claims, licence):
            return against
    return GOOD


def _tells_secret(claims: Reading, licence: Licence) -> bool:
    """Whether the sentence is, in nearly the same words, one that may not be said yet."""
    mine = licence.bag(claims.plain)
    return any(len(mine & bag) >= _SECRET * len(mine | bag) for bag in licence.secret_bags)


def _names_diagnosis(text: str, allowed: Allowed) -> Verdict | None:
    find = _finder(allowed.forbidden)
    if find is None:
        return None
    spoken = " | ".join((*allowed.heard, *allowed.decided, *allowed.said)).lower()
    for match in find.finditer(text):
        if match[0].lower() not in spoken:
            return refused("diagnosis", match[0])
    return None


@lru_cache(maxsize=64)
def _finder(names: tuple[str, ...]) -> re.Pattern[str] | None:
    parts = []
    for name in sorted(set(names), key=len, reverse=True):
        pieces = r"[\s-]+".join(re.escape(word) for word in re.split(r"[\s-]+", name) if word)
        short = len(name) <= 5 and name.isupper()
        parts.append(pieces if short else f"(?i:{pieces})")
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)") if parts else None


def _amounts(claims: Reading, licence: Licence) -> Verdict | None:
    for amount in claims.amounts:
        if not agrees(amount, licence.amounts) and not (
            _is_rate(amount, licence)
            or _is_scale(amount, claims, licence)
            or _is_long_ago(amount, licence)
            or _is_us(claims.plain[amount.start : amount.end + 2])
        ):
            return refused("number", " ".join(claims.plain[amount.start : amount.end]))
    return None


def _is_scale(amount: Measure, claims: Reading, licence: Licence) -> bool:
    """ "If ten is the worst, it's a seven"."""
    scales = [each.low for each in licence.amounts if each.kind == "scale"]
    return amount.low in scales and len(claims.amounts) > 1


def _is_long_ago(amount: Measure, licence: Licence) -> bool:
    """ "Years back" of what was said to be old."""
    return amount.kind == "span" and amount.high >= MANY and bool(_OLD & licence.roots.keys())


def _is_us(plain: Sequence[str]) -> bool:
    """ "The two of us" counts nobody who is not there."""
    return tuple(plain) in (("two", "of", "us"), ("couple", "of", "us"))


def _is_rate(amount: Measure, licence: Licence) -> bool:
    """ "One tablet a day": of "a day" it says how often."""
    return (
        amount.kind == "span"
        and amount.low == span(1, amount.unit).low
        and (f"each {amount.unit}" in licence.moments)
    )


def _moments(claims: Reading, licence: Licence) -> Verdict | None:
    extra = claims.moments - licence.moments
    return refused("time", ", ".join(sorted(extra))) if extra else None


def _sides(claims: Reading, licence: Licence) -> Verdict | None:
    held = {side for side, _ in licence.sides}
    for side, part in sorted(claims.sides):
        if side == "both" and not held:
            continue
        if side not in held:
            return refused("side", side)
        parts = {p for s, p in licence.sides if p == part and part}
        if parts and (side, part) not in licence.sides:
            return refused("side", f"{side} {part}")
    return None


def _concepts(claims: Reading, licence: Licence) -> Verdict | None:
    for clause in claims.clauses:
        for claim in clause.concepts:
            if licence.holds(claim):
                continue
            kind = lexicon().kinds[claim.name]
            if claim.name in _SIGN_ONLY:
                continue
            if claim.name in _SOFT and _clearly_meant(claims, clause, licence):
                continue
            own = not claims.question and _OWN_CLAIM.search(" ".join(clause.plain))
            if claim.name in licence.heard and kind in _HEARD_KINDS and not own:
                continue
            return refused(_REASONS[kind], claim.word)
    return None


def _clearly_meant(claims: Reading, clause: Clause, licence: Licence) -> bool:
    """Whether the clause or the whole sentence means what was decided, whatever its words."""
    texts = (" ".join(clause.plain), " ".join(claims.plain))
    return any(likeness(text, licence.texts) >= CLEARLY for text in texts)


def _people(claims: Reading, licence: Licence) -> Verdict | None:
    extra = claims.people - (licence.spoken_of or licence.people)
    return refused("person", ", ".join(sorted(extra))) if extra else None


def _names(claims: Reading, licence: Licence) -> Verdict | None:
    for name in sorted(claims.names):
        stem = root(name)
        known = stem in licence.roots or name in FUNCTION or stem in harmless()
        if not (known or name in ready_made() or lexicon().found((name,))):
            return refused("person", name)
    return None


def _signs(claims: Reading, licence: Licence) -> Verdict | None:
    """What was said is not denied, what was denied is not said, and of nobody else."""
    if claims.answers and licence.answers and claims.answers not in licence.answers:
        return refused("contradiction", claims.answers)
    for clause in claims.clauses:
        for claim in clause.concepts:
            unsure = MAYBE & set(clause.plain) or SINCE.search(" ".join(clause.plain))
            surely = not claims.question and not unsure
            if surely and licence.contradicts(claim, clause):
                return refused("contradiction", claim.word)
            if licence.of_another(claim):
                return refused("person", claim.word)
    if claims.question:
        return None
    for clause in claims.clauses:
        for claim in clause.words:
            plain_word = claim.name not in harmless() and claim.word not in claims.counted()
            if plain_word and licence.contradicts_word(claim, clause):
                return refused("contradiction", claim.word)
    return None


def _copies(claims: Reading, licence: Licence) -> Verdict | None:
    """A sentence that differs from a decided one in little but a "not"."""
    for clause in claims.clauses:
        for other in licence.clauses:
            mine, theirs = licence.bag(clause.plain), licence.bag(other.plain)
            if len(mine) < 2 or not theirs:
                continue
            alike = len(mine & theirs) / len(mine | theirs)
            if alike >= _COPY and clause.denied != other.denied:
                same = [c for c in licence.clauses if licence.bag(c.plain) == theirs]
                if all(c.denied != clause.denied for c in same):
                    return refused("contradiction", " ".join(clause.plain))
    return None


def _denials(claims: Reading, licence: Licence) -> Verdict | None:
    """Where nothing was denied, nothing is; where all was, something is."""
    if claims.question:
        return None
    if "always" in claims.plain and licence.never:
        return refused("contradiction", "always")
    for clause in claims.clauses:
        bare = clause.negator and not SHRUG.search(" ".join(clause.plain))
        bare = bare and not _is_opposite(clause.plain, licence)
        if bare and licence.plainly_so:
            return refused("contradiction", " ".join(clause.plain))
    return None


def _turns(claims: Reading, licence: Licence) -> Verdict | None:
    """What was decided, turned round."""
    if claims.question or MAYBE & set(claims.plain):
        return None
    against = turned(claims, licence)
    return refused("contradiction", against) if against else None


def _is_opposite(plain: Sequence[str], licence: Licence) -> bool:
    """ "Not comfortable" where it was said to be uncomfortable."""
    return any(root(f"{less}{word}") in licence.roots for word in plain for less in _UN)


def _novelty(claims: Reading, licence: Licence) -> Verdict | None:
    """Strange words: only in a sentence that means what was decided."""
    strange = []
    counted = claims.counted()
    for claim in claims.words():
        known = same().get(claim.name, frozenset()) | {claim.name}
        if known & licence.roots.keys() or claim.name in harmless() or claim.word in counted:
            continue
        if like_a_drug(claim.word):
            return refused("drug", claim.word)
        if claim.name in licence.secret_roots and claim.name not in licence.heard_roots:
            return refused("leak", claim.word)
        strange.append(claim.word)
    if not strange:
        return None
    near = NEAR_A_THING if any(_is_thing(word, claims.plain) for word in strange) else NEAR
    if likeness(" ".join(claims.plain), licence.texts) < near + NEARER * (len(strange) - 1):
        return refused("new", ", ".join(strange))
    return None


def _is_thing(word: str, plain: Sequence[str]) -> bool:
    """Whether a word stands where a noun does: a strange thing says more than a strange verb."""
    at = plain.index(word)
    return at > 0 and plain[at - 1] in _BEFORE_NOUNS


def likeness(text: str, others: Sequence[str]) -> float:
    """The nearest of some texts in meaning, 0 to 1; 0 where there is no encoder."""
    encode = encoder()
    if encode is None or not others:
        return 0.0
    mine = encode.encode([text])[0]
    return float(np.max(encode.encode(others) @ mine))
