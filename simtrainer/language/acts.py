"""The communication acts of one sentence: rules and likeness to our examples, weighed together."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache

import numpy as np

from simtrainer.language.act_rules import ruled_out, suggested
from simtrainer.language.acts_meaning import meant_acts
from simtrainer.language.agreement import lets_decide, seeks_agreement
from simtrainer.language.corpus import corpus
from simtrainer.language.normalise import plain as read
from simtrainer.language.questions import Asking
from simtrainer.language.stating import echoes, gives_back, informs, mirrors
from simtrainer.language.stems import ready_made
from simtrainer.language.understanding import Context
from simtrainer.language.vectors import Index
from simtrainer.scenario.words import ACTS, Act

# Acts that only a question can be, and acts that a question is not.
_NEEDS_ASKING = frozenset(
    ("ask.ideas", "ask.concerns", "ask.expectations", "evoke", "empathy.explore", "invite")
)
_NEVER_ASKING = frozenset(
    (
        *("explain", "advise", "safety_net", "false_reassurance", "warning_shot"),
        *("empathy.understand", "reflection", "close", "affirm"),
    )
)
# A sentence that is one of these explains only in passing.
_MAIN = frozenset(
    (
        *("introduce", "signpost", "consent", "warning_shot", "thank", "apologise", "close"),
        *("identify", "empathy.name", "empathy.understand", "empathy.respect", "empathy.support"),
        *("affirm", "social", "reflection", "summarise", "false_reassurance", "dismissive"),
        *("judgemental", "safety_net", "interrupt", "agree_agenda", "share_decision", "advise"),
    )
)
# What an act makes unlikely when both seem to fit.
_YIELDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("summarise", ("signpost", "reflection", "identify")),
    ("safety_net", ("ask.concerns", "signpost", "advise", "reflection", "social", "close")),
    ("warning_shot", ("social", "apologise", "advise", "reflection", "signpost", "empathy.name")),
    ("judgemental", ("advise", "reflection", "ask.expectations", "evoke", "social")),
    ("dismissive", ("advise", "reflection", "ask.expectations", "introduce")),
    ("false_reassurance", ("reflection", "ask.concerns", "advise", "dismissive")),
    ("identify", ("consent", "evoke", "summarise")),
    ("agree_agenda", ("evoke", "invite", "ask.expectations")),
    ("ask.expectations", ("evoke", "ask.ideas")),
    ("invite", ("consent", "share_decision")),
    ("share_decision", ("ask.ideas", "empathy.explore", "summarise")),
    ("check_understanding", ("judgemental", "ask.ideas", "invite")),
    ("empathy.name", ("reflection", "empathy.understand", "advise")),
    ("empathy.understand", ("reflection", "apologise", "thank")),
    ("empathy.respect", ("reflection", "affirm", "empathy.understand")),
    ("empathy.support", ("advise", "reflection", "close", "dismissive")),
    ("affirm", ("reflection", "empathy.understand")),
    ("evoke", ("ask.ideas", "ask.concerns")),
    ("interrupt", ("signpost", "apologise")),
    ("introduce", ("social", "reflection")),
    ("close", ("social", "signpost", "advise")),
    ("signpost", ("advise", "reflection")),
    ("reflection", ("social",)),
)
_DIAGNOSIS = re.compile(
    r"^(?:so |well |and )?you (?:do |may |might |could |probably |do not |seem to )?(?:have|have got"
    r"|are having|have had|had|are) (?:an? |the |some |not )?(?:\w+ ){0,2}(?:(?:broken|fractured|torn|sprained|dislocated"
    r"|bruised|strained|cracked|chipped) (?:your|a|the|two|some)|attack|stroke|infection|cancer|pneumonia"
    r"|diabetes|diabetic|fracture|broken|clot|asthma|appendicitis|migraine|ulcer|anaemic|anemic|failure"
    r"|disease|angina|sepsis|bleed\w*|tumou?r|hernia|gallstones|stones|epilepsy|pregnant|condition)\b"
)
_ARRANGED = re.compile(  # what the trainee knows and the person does not: dates, who will come
    r"^(?:so |and |then |well )*(?:you (?:have|have got|will have|are having|will get|are booked|are due|are listed|are down)"
    r" (?:\w+ ){0,5}(?:appointment|scan|follow up|clinic|biopsy|operation|slot|meeting|blood test|visit)\b.*"
    r"\b(?:on|in|at|for|next|tomorrow|today|within|with)\b)"
)
_HURTS = frozenset(("judgemental", "dismissive", "false_reassurance", "interrupt"))
_KIND = frozenset(
    (*("empathy.name", "empathy.understand", "empathy.respect", "empathy.support"), "affirm")
)
_NEVER = -np.inf
# Logits at which meaning outweighs a rule that found an act, and finds one without a rule. Chosen on
# styles left out; what a statement tells, and what costs trust, need more.
_LEVEL = (-2.5, 0.5)
_LEVELS: dict[str, tuple[float, float]] = {
    **dict.fromkeys(("introduce", "thank", "apologise", *_KIND), (_NEVER, 0.5)),
    **dict.fromkeys(("reflection", "summarise", "safety_net", "close"), (_NEVER, 1.5)),
    **dict.fromkeys(("explain", "advise"), (-5.0, 1.5)),
    **dict.fromkeys(_HURTS, (-5.0, 2.5)),
}
_PLAIN_STATEMENTS = (
    *("reflection", "explain", "advise", "safety_net", "warning_shot", "share_decision"),
)
_HINT = -2.5
_ALIKE = 0.72  # likeness to one of our examples that makes a sentence what the example is


def acts_of(plain: Sequence[str], how: Asking, context: Context) -> tuple[Act, ...]:
    """The acts of one sentence, in the order of the coding scheme."""
    text = " ".join(plain)
    found: set[str] = {*suggested(text), *(set(_alike(plain)) - ruled_out(text))}
    scores = _scores(plain)
    if how.asks:
        found -= _NEVER_ASKING
        found.add("question.open" if how.open else "question.closed")
        if how.leading:
            found.add("question.leading")
    else:
        asked = _NEEDS_ASKING - ({"invite"} if "some people" in text else set())
        found = {act for act in found if not act.startswith("question.")} - asked
        found |= _listening(text, plain, found, context)
        if not found and informs(text, plain):
            found = {"explain"}
    found = _heard(found, how.asks, scores, ruled_out(text))
    kept = _weighed(found)
    if not (kept or how.asks):
        kept = _likeliest(scores)
    if not how.asks and "empathy.name" in kept and (mirrors(text) or "reflection" in found):
        kept.add("reflection")  # a feeling given back is both
    return in_order({*kept, *(_leave(text) if how.asks else ())})


def _scores(plain: Sequence[str]) -> Mapping[str, float]:
    """Nothing for a sentence of which most words are strange: any meaning found would be chance."""
    meant = meant_acts()
    strange = sum(word not in ready_made() for word in plain)
    return meant.scores(plain) if meant and 2 * strange <= len(plain) else {}


def _heard(
    found: set[str], asks: bool, scores: Mapping[str, float], out: Collection[str]
) -> set[str]:
    """What the rules found and meaning does not speak against, and what meaning is sure of."""
    unlike = {*out, *(_NEVER_ASKING if asks else _NEEDS_ASKING - {"invite"})}
    if found & {*_KIND, "apologise", "thank"}:  # which kindness it is, rules say best
        unlike |= _KIND
    kept = set(found)
    for act, score in scores.items():
        least, sure = _LEVELS.get(act, _LEVEL)
        if act in found:
            if score <= least and not act.startswith("question."):
                kept.discard(act)
        elif score > sure and act not in unlike and not act.startswith("question."):
            kept.add(act)
    return kept


def _likeliest(scores: Mapping[str, float]) -> set[str]:
    """What a statement that is nothing else tells or gives back, if meaning hints at it."""
    best = max(_PLAIN_STATEMENTS, key=lambda act: scores.get(act, -np.inf))
    return {best} if scores.get(best, -np.inf) > _HINT else set()


def _leave(text: str) -> tuple[str, ...]:
    """Leave asked for is consent, whatever else it is."""
    if lets_decide(text):
        return ("consent", "share_decision")
    return ("consent",) if seeks_agreement(text) else ()


def in_order(found: Iterable[str]) -> tuple[Act, ...]:
    kept = set(found)
    return tuple(act for act in ACTS if act in kept)


@cache
def _examples() -> tuple[Index, tuple[tuple[str, ...], ...]]:
    """Our example sentences, and the acts of each."""
    acts: dict[str, list[str]] = {}
    for act, texts in corpus().acts.items():
        for text in texts:
            acts.setdefault(text, []).append(act)
    index = Index([read(text) for text in acts])
    return index, tuple(tuple(kinds) for kinds in acts.values())


def _alike(plain: Sequence[str]) -> tuple[str, ...]:
    """The acts of the example most like the sentence, if it is like it enough.

    Openness and closedness, jargon and the rest that hangs on form are not taken from likeness.
    """
    index, kinds = _examples()
    likeness = index.scores(plain)
    at = int(np.argmax(likeness))
    if likeness[at] < _ALIKE:
        return ()
    return tuple(kind for kind in kinds[at] if not kind.startswith(("question.", "jargon", "none")))


def _listening(text: str, plain: Sequence[str], found: set[str], context: Context) -> set[str]:
    """Reflection or summary: what the person said, given back as a statement."""
    if "summarise" in found or _DIAGNOSIS.match(text):
        return set()
    if _ARRANGED.match(text) and not echoes(text, plain, context):
        return set()
    busy = bool(found & (_MAIN - {"reflection", "social"}))
    return gives_back(text, plain, busy, context)


def _weighed(found: set[str]) -> set[str]:
    kept = set(found)
    for act, yields in _YIELDS:
        if act in kept:
            kept -= set(yields)
    if kept & (_MAIN - {"advise", "social", "consent"}):
        kept -= {"explain"}
    if "reflection" in kept:
        kept -= {"explain", "advise"}
    return kept
