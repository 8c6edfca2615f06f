"""Which facts of a case a question asks for."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from simtrainer.language.corpus import corpus
from simtrainer.language.kin import without_reporter
from simtrainer.language.meaning import chance, far_from_all, meanings_of
from simtrainer.language.normalise import words
from simtrainer.language.questions import without_lead
from simtrainer.language.stems import content
from simtrainer.language.to_the_point import asks_of_the_past, beside_the_point
from simtrainer.language.topics_match import answers, questions
from simtrainer.language.vectors import Floats, Index
from simtrainer.scenario.content import Fact
from simtrainer.scenario.topics import descendants, topics

_ASKED = 0.3  # a fact at or above this is asked for
_NEAR = 0.8  # and its least share of the best one's score
_LIKELY = 0.15  # a bare fact with at least this chance is asked for
_NEAR_LIKELY = 0.5  # and its least share of the best chance
_PLAIN_WORDS = 0.8  # a bare fact named by words alone, in a question unlike any we know
_OPENINGS = ("opening", "opening.reason_now")
_AUTHORED_ASK = 0.62  # likeness to an author's own example question that counts as fully asked
_ALLERGIC = 0.45
# "Codeine makes me sick": of a medicine, it is what people say when asked for allergies.
_REACTS = re.compile(r"\b(?:makes?|made|gives?|gave|brings?|brought|sends?|sent) (?:me|him|her)\b")
# Times, places and numbers say when or where something is; they are the subject only by themselves.
_FACETS = frozenset(
    f"hpc.{name}"
    for name in ("onset", "duration", "timing", "frequency", "site", "severity", "context")
)
_WANTS_FACET = re.compile(
    r"(?:(?:can|could) you (?:tell|show) me |do you (?:know|remember) )?"
    r"(?:when|where|since when|how (?:long|often|many|bad|severe)|what time"
    r"|which (?:side|part|leg|arm))\b"
)
_NOT_THE_POINT = 0.5
_FACET_SHARE, _SUBSTANCE = 0.65, 0.4
# Words that many questions and answers share without being about the same.
_VAGUE = frozenset(
    content(
        "long often far old bad worse better time times day days week weeks month months year"
        " years today tonight yesterday morning night last ago recently lately usually normally"
        " start started problem problems medical history take taking work home make makes good"
        " big".split()
    )
)
_ALL_NAMED = 0.6  # a fact that holds the one telling word of the question
_SHARED = 0.45  # how much shared telling words add
_NAMED = 0.55  # share of the question's telling words from which they alone are enough
_SHAPED, _SHAPED_FACET = 0.6, 0.4  # the least weight of a topic whose pattern fits
_SHAPE = 0.5  # what a fitting pattern adds to a topic's score
_SHARP = 2.0  # how fast a topic that is not the best one loses weight
_PLAIN_ASK, _PLAIN_SAY = 0.75, 0.6  # scores at which a topic counts as fully meant


@dataclass(frozen=True)
class _Known:
    """A fact, the topics it answers with their weights, and its telling words."""

    fact: Fact
    topics: Mapping[str, float]
    words: frozenset[str]
    asks: Index | None = field(compare=False, default=None)

    def named_in(self, telling: frozenset[str]) -> list[int]:
        """The places of the example questions that share a telling word with a question."""
        asked = [frozenset(content(words(text))) for text in self.fact.ask]
        return [i for i, theirs in enumerate(asked) if not theirs or theirs & telling]

    @property
    def bare(self) -> bool:
        """Nothing but what the person says: words alone often miss it, so meaning counts too."""
        return is_bare(self.fact)


class FactMatcher:
    """Finds the facts that a question asks for, among those of one case."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._known = [_know(fact) for fact in facts]
        counts = Counter(word for known in self._known for word in known.words)
        total = max(1, len(self._known))
        self._idf = {word: math.log(1.0 + total / n) for word, n in counts.items()}
        bare = any(known.bare for known in self._known)
        self._meanings = meanings_of([f.fact.say for f in self._known]) if bare else None

    def matches(
        self,
        plain: Sequence[str],
        asked: Mapping[str, float],
        told: Set[str] = frozenset(),
    ) -> list[tuple[str, float]]:
        """``(fact id, score)`` of the facts asked for, best first. ``asked``: topic -> weight.

        A bare fact told already takes nothing from one that was not: people seldom ask again.
        """
        worded = self.by_words(plain, asked)
        floor = max(_ASKED, _NEAR * max(worded, default=0.0))
        found = {known.fact.id: s for known, s in zip(self._known, worded, strict=True)}
        least = dict.fromkeys(found, floor)
        if self._meanings is not None and not far_from_all(" ".join(plain)):
            meant = self._to_the_point(worded, asked, plain)
            fresh = [share for fact, share in meant.items() if fact not in told]
            near = max(_LIKELY, _NEAR_LIKELY * max(fresh, default=1.0))
            for known in self._known:
                if known.bare:
                    found[known.fact.id], least[known.fact.id] = meant[known.fact.id], near
        elif self._meanings is not None:
            least |= dict.fromkeys((k.fact.id for k in self._known if k.bare), _PLAIN_WORDS)
        kept = [pair for pair in found.items() if pair[1] >= least[pair[0]]]
        return sorted(kept or self._first(asked), key=lambda pair: -pair[1])[:8]

    def _to_the_point(
        self, worded: list[float], asked: Mapping[str, float], plain: Sequence[str]
    ) -> dict[str, float]:
        """The chance of each fact, 0 where it is about something else than the question."""
        assert self._meanings is not None
        likeness, earlier = self.by_meaning(plain), asks_of_the_past(plain)
        likely = chance(np.array(worded, dtype=np.float32), likeness).tolist()
        found = {}
        for place, (known, share) in enumerate(zip(self._known, likely, strict=True)):
            views = (known.topics, self._meanings.topics_told(place))
            alike = float(likeness[place, 0])
            off = known.bare and beside_the_point(asked, views, share, alike, earlier)
            found[known.fact.id] = 0.0 if off else share
        return found

    def by_words(self, plain: Sequence[str], asked: Mapping[str, float]) -> list[float]:
        """How far words and topics say that each fact is asked for, in the order of the facts."""
        mine = frozenset(content(plain)) - _VAGUE
        return [self._score(known, plain, mine, asked) for known in self._known]

    def by_meaning(self, plain: Sequence[str]) -> Floats:
        """Likeness in meaning to each fact, shape (facts, 3); only where there is an encoder."""
        assert self._meanings is not None
        return self._meanings.likeness(" ".join(plain))

    def _first(self, asked: Mapping[str, float]) -> list[tuple[str, float]]:
        """Asked what brings them, people start with what their author put first."""
        lead = max(asked, key=lambda topic: asked[topic], default="")
        opens = self._meanings is not None and lead in _OPENINGS and self._known[0].bare
        return [(self._known[0].fact.id, _LIKELY)] if opens else []

    def _score(
        self,
        known: _Known,
        plain: Sequence[str],
        mine: frozenset[str],
        asked: Mapping[str, float],
    ) -> float:
        link = max(
            (
                weight * share * kinship(topic, own)
                for topic, weight in asked.items()
                for own, share in known.topics.items()
            ),
            default=0.0,
        )
        shared = self._overlap(mine, known.words)
        direct = 0.0
        if known.asks is not None:
            likeness = known.asks.scores(plain)
            if not link:  # "do you have children" is worded like "do you have diabetes"
                likeness = likeness[known.named_in(frozenset(content(plain)))]
            nearest = float(likeness.max(initial=0.0))
            direct = nearest / _AUTHORED_ASK if nearest > 0.45 else 0.0
        named = 0.8 * shared if shared > _NAMED and len(mine & known.words) > 1 else 0.0
        named = max(named, _ALL_NAMED if shared == 1.0 else 0.0)
        return max(direct, link + _SHARED * shared, named)

    def _overlap(self, mine: frozenset[str], theirs: frozenset[str]) -> float:
        """The share of the question's telling words that the fact has, rare ones counting more."""
        if not mine:
            return 0.0
        unseen = math.log(1.0 + max(1, len(self._known)))
        weight = {word: self._idf.get(word, unseen) for word in mine}
        return sum(weight[word] for word in mine & theirs) / sum(weight.values())


def is_bare(fact: Fact) -> bool:
    """Whether a fact has nothing but its sentence to be found by."""
    return not fact.ask and fact.topic not in topics()


def told_topics(fact: Fact) -> Mapping[str, float]:
    """The topics that a fact answers, with weights to 1: its own, or those its words speak of."""
    return {fact.topic: 1.0} if fact.topic in topics() else _spoken_of(fact.say, fact.ask)


def shaped(text: str) -> list[str]:
    """The topics whose manner of answering the plain words have."""
    return [topic for topic, pattern in corpus().shapes.items() if pattern.search(text)]


def pointed(asked: Mapping[str, float], plain: Sequence[str]) -> dict[str, float]:
    """Topics weighed by the point of a question: "when did the cough start" wants a time, "do you
    cough at night" a cough."""
    facets = {topic for topic in asked if topic in _FACETS}
    if not facets or len(facets) == len(asked):
        return dict(asked)
    wants_facet = bool(_WANTS_FACET.match(without_lead(" ".join(plain))))
    less = set(asked) - facets if wants_facet else facets
    return {t: weight * (_NOT_THE_POINT if t in less else 1.0) for t, weight in asked.items()}


def weights(found: Iterable[tuple[str, float]], plain_hit: float) -> dict[str, float]:
    """Topic scores as weights to 1: the best counts fully if it is a plain hit, others less."""
    pairs = list(found)
    best = max((score for _, score in pairs), default=0.0)
    trust = min(1.0, best / plain_hit)
    return {topic: trust * (score / best) ** _SHARP for topic, score in pairs if best > 0.0}


def kinship(asked: str, own: str) -> float:
    """1 for the same topic, nearly 1 when the question is broader, less for a related one."""
    if asked == own:
        return 1.0
    if own in descendants(asked):
        return 0.9
    share, related = corpus().related
    if own in related.get(asked, frozenset()):
        return share
    if asked in descendants(own):
        return 0.45
    both_family = all(t.startswith("family.") and t != "family.children" for t in (asked, own))
    return 0.45 if both_family else 0.0


def _know(fact: Fact) -> _Known:
    texts = (*fact.say, *fact.ask)
    telling = frozenset(w for text in texts for w in content(words(text))) - _VAGUE
    asks = Index([words(text) for text in fact.ask]) if fact.ask else None
    return _Known(fact, told_topics(fact), telling, asks)


@lru_cache(maxsize=2_000)
def _spoken_of(say: tuple[str, ...], ask: tuple[str, ...]) -> Mapping[str, float]:
    found: dict[str, float] = {}
    for text in say:
        for topic, weight in _told(text).items():
            found[topic] = max(found.get(topic, 0.0), weight)
    for text in ask:
        for topic, weight in weights(questions().best(words(text), 0.35, 0.8), _PLAIN_ASK).items():
            found[topic] = max(found.get(topic, 0.0), weight)
    return found


def _told(text: str) -> dict[str, float]:
    """The topics that one sentence of a person answers, with weights to 1."""
    plain = without_reporter(" ".join(words(text))).split()
    text = " ".join(plain)
    found = dict(answers().best(plain, least=0.12, near=0.3))
    shapes = shaped(text)
    for topic in shapes:
        found[topic] = found.get(topic, 0.0) + _SHAPE
    if _REACTS.search(text) and any(topic.startswith("drugs.") for topic in found):
        found["allergy"] = max(_ALLERGIC, found.get("allergy", 0.0))
    if any(score >= _SUBSTANCE for topic, score in found.items() if topic not in _FACETS):
        found = {t: s * (_FACET_SHARE if t in _FACETS else 1.0) for t, s in found.items()}
    if found.get("allergy", 0.0) >= _ALLERGIC:  # "aspirin" in it is not a medicine they take
        found = {t: s for t, s in found.items() if not t.startswith("drugs.")}
    weighed = weights(found.items(), _PLAIN_SAY)
    least = {t: _SHAPED if t not in _FACETS else _SHAPED_FACET for t in shapes if t in weighed}
    return {t: max(weight, least.get(t, 0.0)) for t, weight in weighed.items()}
