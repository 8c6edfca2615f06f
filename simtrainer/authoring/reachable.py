"""For authors: which facts no natural question reaches, and which are told for another question."""

from __future__ import annotations

from simtrainer.language.corpus import corpus
from simtrainer.language.understand import ScriptedUnderstander
from simtrainer.language.understanding import Context
from simtrainer.scenario.base import Frozen
from simtrainer.scenario.case import Case
from simtrainer.scenario.content import Fact

MOST_QUESTIONS = 12


class Reach(Frozen):
    """How many of the questions tried find a fact; ``missed`` are some that do not."""

    fact: str
    say: str
    tried: int
    found: int
    missed: tuple[str, ...] = ()


def reach(case: Case) -> tuple[Reach, ...]:
    """Every fact of the case with the natural questions of its topic, the author's own first."""
    understander = ScriptedUnderstander(case)
    return tuple(_reach(understander, fact) for fact in case.body.facts)


def _reach(understander: ScriptedUnderstander, fact: Fact) -> Reach:
    tried = _questions(fact)
    missed = [question for question in tried if not _finds(understander, question, fact)]
    return Reach(
        fact=fact.id,
        say=fact.say[0],
        tried=len(tried),
        found=len(tried) - len(missed),
        missed=tuple(missed[:3]),
    )


def _questions(fact: Fact) -> tuple[str, ...]:
    natural = corpus().asks.get(fact.topic, ()) if fact.topic else ()
    return (*fact.ask, *natural)[:MOST_QUESTIONS]


def _finds(understander: ScriptedUnderstander, question: str, fact: Fact) -> bool:
    heard = understander.understand(question, Context(to=fact.by[0]))
    return any(
        fact.id in sentence.facts or (fact.topic and fact.topic in sentence.topics)
        for sentence in heard
    )
