"""Utterance -> sentences understood, by rules and likeness to our examples."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from simtrainer.language.acts import acts_of, in_order
from simtrainer.language.agreement import asks_leave_for, seeks_agreement
from simtrainer.language.encoder import manifest, problem
from simtrainer.language.facts_match import FactMatcher, pointed, weights
from simtrainer.language.follow_on import (
    by_form,
    last_facts,
    last_topics,
    leans,
    pointed_at,
    taken_up,
)
from simtrainer.language.jargon import terms_in
from simtrainer.language.meaning import far_from_all
from simtrainer.language.messages_match import MessageMatcher
from simtrainer.language.normalise import Speller, clean, words
from simtrainer.language.off_stage import all_off_stage, off_stage
from simtrainer.language.questions import Asking, asking
from simtrainer.language.reading import speller_for
from simtrainer.language.run_on import late_question, names_a_matter
from simtrainer.language.set_phrases import set_phrase
from simtrainer.language.split import clauses, sentences
from simtrainer.language.stating import mirrors
from simtrainer.language.stems import content
from simtrainer.language.topics_match import questions
from simtrainer.language.topics_meaning import meant_topics
from simtrainer.language.understanding import Context, Line, SentenceUnderstood
from simtrainer.language.unmarked import asking_unmarked, tells_after_all
from simtrainer.scenario.case import Case
from simtrainer.scenario.words import Act

VERSION = "scripted-1"
_TOPIC = 0.42  # least score of a topic
_NEAR = 0.72  # and its least share of the best one's score
_CLAUSE_TOPIC = 0.6
_CLAUSE_SHARE = 0.95
_MAX_CLAUSES = 8
_OFF_STAGE = 0.2  # how sure we are of a sentence that is not for the person in the room
_OWN = 0.8  # score at which a topic is plainly named
_OF_THE_TRADE = re.compile(  # people to whom our words are everyday words
    r"\b(?:nurse|doctor|gp|surgeon|pharmacist|paramedic|midwife|radiographer|physiotherapist"
    r"|dentist|vet|medical student|health visitor|dietitian|ambulance)\b",
    re.IGNORECASE,
)
_CLINICAL_EARS = frozenset(("nurse", "senior", "examiner", "team"))
# A clause that only goes on with what is told: "..., after what happened", "..., will ring you".
_GOES_ON = re.compile(
    r"(?:after|before|since|until|about|from|with|by|for|given|because of) "
    r"(?:\w+ )?(?:what|how|who|which)\b"
    r"|(?:am|is|are|was|were|will|would|can|could|may|might|must|should|shall"
    r"|has|have|had|do|does|did) (?!(?:not )?(?:you|your|i|we|our|he|she|it|its|they"
    r"|their|there|that|this|these|those|the|my|his|her|any\w*|some\w*|every\w*)\b)",
    re.IGNORECASE,
)
_MAY_ASK = frozenset(("reflection", "signpost", "summarise", "identify"))
_PLAINLY = 0.5  # how sure we are of what a sentence without the form of a question asks about
_RUNS_ON = 6  # words from which a question may start late
_LEAVE = ("consent.exam",)
_DECLARES = re.compile(
    r"^(?:(?:so|and|well|sorry|right|i am afraid) )*"
    r"(?:you|it|this|that|there) (?:have|has|is|are)\b"
)
_SETTLED = 0.9  # how sure we are where the form alone says what is meant
_MAX_SENTENCES = 60
_MAX_WORDS = 120  # of one sentence; nobody says more before a breath


@dataclass(frozen=True)
class _Read:
    """One sentence being understood."""

    text: str
    plain: list[str]
    parts: tuple[list[str], ...]  # the plain words of its clauses
    how: Asking
    asked: list[str]  # the plain words that ask; all of them but in run-on speech


class ScriptedUnderstander:
    """Understands what is said in one case. Raises nothing, whatever the text."""

    version = VERSION  # where there is an encoder, one understander says the encoder's instead

    def __init__(self, case: Case | None = None) -> None:
        facts = case.body.facts if case else ()
        messages = case.body.messages if case else ()
        self.version = version()
        self._facts = FactMatcher(facts)
        self._messages = MessageMatcher(messages)
        said = [text for f in facts for text in (*f.say, *f.ask)]
        said += [text for m in messages for text in m.phrasings]
        self._speller: Speller = speller_for(said)
        spoken = [text for f in facts for text in (*f.say, *f.ask)]  # the author's words for it
        self._plain_here = " ".join(" ".join(words(text)) for text in spoken)
        people = case.body.people if case else ()
        self._clinical = {
            p.key for p in people if p.role in _CLINICAL_EARS or _OF_THE_TRADE.search(p.occupation)
        }
        self.understand("Hello, how are you?", Context())  # so that the first turn is not slow

    def understand(self, text: str, context: Context) -> tuple[SentenceUnderstood, ...]:
        """The sentences of an utterance in order; topics of one are context for the next."""
        found: list[SentenceUnderstood] = []
        read = [self._read(piece, context) for piece in sentences(clean(text))[:_MAX_SENTENCES]]
        spoken = [words(one.text) for one in read]  # as said: a corrected word may hide an order
        nobody = all_off_stage(spoken)
        for piece, said in zip(read, spoken, strict=True):
            if nobody or off_stage(said):
                one = _heard_only(piece, context)
            else:
                one = self._sentence(piece, context)
            found.append(one)
            line = Line("trainee", one.text, one.topics, one.facts, one.acts)
            context = replace(context, lines=(*context.lines[-11:], line))
        return _with_multiple(found)

    def _read(self, piece: str, context: Context) -> _Read:
        plain = self._speller.correct(words(piece)[:_MAX_WORDS])
        parts = tuple(self._speller.correct(words(part)) for part in clauses(piece)[:_MAX_CLAUSES])
        how, asked = _late(plain, _how(plain, piece, context))
        return _Read(piece, plain, parts, how, asked)

    def _sentence(self, read: _Read, context: Context) -> SentenceUnderstood:
        acts = acts_of(read.plain, read.how, context)
        terms = () if context.to in self._clinical else terms_in(read.plain, context)
        terms = tuple(term for term in terms if term not in self._plain_here)
        if terms:
            acts = in_order((*acts, "jargon"))
        if not read.how.asks or self._tells(read):
            acts = tuple(act for act in acts if not act.startswith("question."))
            return self._statement(read, acts, terms, context)
        settled = _settled(read, context)
        if settled:
            worry = any(topic.startswith("ice.") for topic in settled)
            acts = in_order((*acts, "ask.concerns")) if worry else acts
            return SentenceUnderstood(
                text=read.text, acts=acts, topics=settled, terms=terms, sure=_SETTLED
            )
        asked = _topics(read, context)
        facts = self._asked_for(read.asked, asked, context)
        ids = tuple(fact for fact, _ in facts) or _carried_facts(read.plain, asked, context)
        return SentenceUnderstood(
            text=read.text,
            acts=acts,
            topics=tuple(asked),
            facts=ids,
            terms=terms,
            sure=_sureness(asked, facts),
        )

    def _statement(
        self, read: _Read, acts: tuple[Act, ...], terms: tuple[str, ...], context: Context
    ) -> SentenceUnderstood:
        """What is told; and what a few words that only name a matter ask about."""
        told = tuple(message for message, _ in self._messages.conveyed(read.plain))
        far = far_from_all(" ".join(read.plain))
        topics: dict[str, float] = dict.fromkeys(taken_up(read.plain, context), _SETTLED)
        facts: list[tuple[str, float]] = []
        if topics:
            acts = in_order((*acts, "ask.concerns"))
        elif not told and set(acts) <= _MAY_ASK and names_a_matter(read.plain) and not far:
            found = dict(questions().best(read.plain, _PLAINLY, _NEAR)[:2])
            facts = self._asked_for(read.plain, found, context, least=_PLAINLY)
            topics = {} if acts else found
        return SentenceUnderstood(
            text=read.text,
            acts=acts,
            topics=tuple(topics),
            facts=tuple(fact for fact, _ in facts),
            terms=terms,
            messages=told,
            sure=1.0 if acts or told else _sureness(topics, facts) if topics or facts else 0.3,
        )

    def _tells(self, read: _Read) -> bool:
        """Whether a message is told in words that might, without a mark, be a guess."""
        said = " ".join(read.plain)
        declares = "?" not in read.text and bool(_DECLARES.match(said))
        return declares and bool(self._messages.conveyed(read.plain))

    def _asked_for(
        self, plain: list[str], asked: Mapping[str, float], context: Context, least: float = 0.0
    ) -> list[tuple[str, float]]:
        """Facts asked for in plain words, best first, that score at least ``least``."""
        leaning = weights(questions().best(plain, 0.2, 0.5), 0.75)
        found = self._facts.matches(plain, pointed({**leaning, **asked}, plain), context.told)
        return [pair for pair in found if pair[1] >= least]


def _heard_only(read: _Read, context: Context) -> SentenceUnderstood:
    """A sentence that is not for the person in the room: what it does, but nothing it asks."""
    acts = acts_of(read.plain, read.how, context)
    return SentenceUnderstood(text=read.text, acts=acts, sure=_OFF_STAGE)


def analyse_turn(text: str, context: Context) -> tuple[SentenceUnderstood, ...]:
    """An utterance understood without a case: acts, topics and jargon only."""
    return _without_case().understand(text, context)


def version() -> str:
    """What understands on this computer: by words and meaning, or by words alone."""
    return VERSION if problem() else str(manifest()["version"])


@cache
def _without_case() -> ScriptedUnderstander:
    return ScriptedUnderstander()


def _how(plain: list[str], piece: str, context: Context) -> Asking:
    marked = "?" in piece
    whole = asking(" ".join(plain), marked)
    if whole.asks and (marked or not tells_after_all(" ".join(plain))):
        return whole
    if whole.asks:
        return Asking()
    for part in clauses(piece)[1:_MAX_CLAUSES]:
        how = asking(" ".join(words(part)), False)
        if how.asks and len(part.split()) > 2 and "," in piece and not _GOES_ON.match(part):
            return how
    return asking_unmarked(plain, context)


def _late(plain: list[str], how: Asking) -> tuple[Asking, list[str]]:
    """How run-on speech asks where its question starts late, and the words that ask."""
    late = late_question(plain) if len(plain) > _RUNS_ON else []
    if late[:1] in (["any"], ["no"]) and mirrors(" ".join(plain)):
        late = []  # "you would rather they did not treat you any different"
    asked = late if content(late) else plain
    if how.asks or not late:
        return how, asked if how.asks else plain
    found = asking(" ".join(late), False)
    return (found, asked) if found.asks else (how, plain)


def _settled(read: _Read, context: Context) -> tuple[str, ...]:
    """The topics of a question whose form alone says what it asks for."""
    hint = taken_up(read.plain, context)
    hint = hint or by_form(read.plain, context)
    if hint:
        return hint
    text = " ".join(read.plain)
    agreed = seeks_agreement(text)
    matter = asks_leave_for(text)
    if matter and (agreed or matter == "wellbeing.comfort"):
        return (matter,)
    return _LEAVE if agreed else ()


def _topics(read: _Read, context: Context) -> dict[str, float]:
    """Topics asked about, best first, with weights up to 1."""
    leaning = leans(read.plain)  # what it means, the sentence before it says
    meant = None if leaning else meant_topics()
    found = dict(questions().best(read.plain, _TOPIC, _NEAR, meant)[:4])
    if len(read.parts) > 1:
        least = _CLAUSE_TOPIC if found else _TOPIC
        for part in read.parts:
            for topic, score in questions().best(part, least, 0.9)[:1]:
                found.setdefault(topic, score * _CLAUSE_SHARE)
    if leaning and not _stands_alone(found):
        for topic in last_topics(context):
            found.setdefault(topic, 0.8)
    fixed = set_phrase(read.plain)
    for topic in (fixed,) if fixed else pointed_at(read.plain, context):
        found = {topic: max(1.0, *found.values(), found.get(topic, 0.0)), **found}
    return {topic: min(1.0, score) for topic, score in found.items()}


def _stands_alone(found: Mapping[str, float]) -> bool:
    """Whether a question names a subject of its own, not only a time, a place or a relative."""
    return any(
        score >= _OWN
        and not topic.startswith(("hpc.", "family", "closing.", "opening", "allergy."))
        for topic, score in found.items()
    )


def _carried_facts(plain: list[str], asked: dict[str, float], context: Context) -> tuple[str, ...]:
    """A follow-on question that names nothing new is about the facts just talked of."""
    return last_facts(context) if not asked and leans(plain) else ()


def _sureness(asked: dict[str, float], facts: list[tuple[str, float]]) -> float:
    best = max([*asked.values(), *(score for _, score in facts)], default=0.0)
    return round(min(1.0, max(0.1, best)), 3)


def _with_multiple(found: list[SentenceUnderstood]) -> tuple[SentenceUnderstood, ...]:
    """Marks questions asked before the one ahead could be answered."""
    marked: list[SentenceUnderstood] = []
    before: SentenceUnderstood | None = None
    for one in found:
        asks = any(act.startswith("question.") for act in one.acts)
        if asks and (_asks_several(one) or (before is not None and _unrelated(before, one))):
            acts: tuple[Act, ...] = in_order((*one.acts, "question.multiple"))
            one = one.model_copy(update={"acts": acts})
        before = one if asks else before
        marked.append(one)
    return tuple(marked)


def _asks_several(one: SentenceUnderstood) -> bool:
    """Two question marks, or a list of three things asked about."""
    listed = len(clauses(one.text)) >= 3 and len(one.topics) >= 3
    return one.text.count("?") > 1 or listed


def _unrelated(before: SentenceUnderstood, one: SentenceUnderstood) -> bool:
    easy = {"opening", "opening.feeling_now"}
    if not before.topics or not one.topics or easy & set(before.topics):
        return False
    return not set(before.topics) & set(one.topics)
