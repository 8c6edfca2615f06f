"""How faithful a patient's answers were to the case: counts for one encounter, in plain kinds."""

from __future__ import annotations

from collections import Counter

from simtrainer.encounter import events as ev
from simtrainer.scenario.base import Frozen
from simtrainer.scoring.view import View

_KINDS = {
    "case": "answered_from_case",
    "defaulted": "defaulted",
    "not_known": "not_known",
    "withheld": "withheld",
    "deflected": "deflected",
    "misunderstood": "misunderstood",
    "social": "small_talk",
    "reaction": "reactions",
}


class OverTold(Frozen):
    """A fact told although nobody asked for it and its author does not have it volunteered."""

    event: int
    fact: str
    text: str


class Fidelity(Frozen):
    """Sentences by kind, and what should not have happened."""

    sentences: int
    kinds: dict[str, int]
    denied: int  # authored denials told
    told_too_much: tuple[OverTold, ...]
    misunderstood: tuple[str, ...]  # what the trainee had said
    replaced: int  # sentences of another source that the scripted voice replaced


def fidelity(view: View) -> Fidelity:
    """The fidelity of one encounter, from its events alone."""
    kinds = Counter(_KINDS[sentence.basis] for sentence in view.spoken)
    told = [fact for sentence in view.spoken for fact in sentence.facts]
    denied = sum(view.case.has_fact(fact) and view.case.fact(fact).denial for fact in told)
    return Fidelity(
        sentences=len(view.spoken),
        kinds=dict(sorted(kinds.items())),
        denied=denied,
        told_too_much=tuple(_too_much(view)),
        misunderstood=tuple(_misunderstood(view)),
        replaced=sum(bool(sentence.reason) for sentence in view.spoken),
    )


def _too_much(view: View) -> list[OverTold]:
    found: list[OverTold] = []
    turns = {turn.seq: turn for turn in view.each(ev.TraineeSpoke)}
    for sentence in view.spoken:
        turn = turns.get(sentence.turn) if sentence.turn is not None else None
        if turn is None or sentence.basis == "reaction":
            continue
        found += [
            OverTold(event=sentence.seq, fact=fact, text=sentence.text)
            for fact in sentence.facts
            if view.case.has_fact(fact) and not _wanted(view, turn, fact)
        ]
    return found


def _wanted(view: View, turn: ev.TraineeSpoke, name: str) -> bool:
    """Asked for, on the topic that was asked, or something the author has volunteered."""
    fact = view.case.fact(name)
    asked = {f for s in turn.sentences for f in s.facts}
    topics = {t for s in turn.sentences for t in s.topics}
    opening = any(t.startswith("opening") for t in topics) or any(
        "question.open" in s.acts for s in turn.sentences
    )
    on_topic = fact.topic in topics or any(fact.topic.startswith(f"{t}.") for t in topics)
    return name in asked or on_topic or opening or fact.tell.kind == "volunteered"


def _misunderstood(view: View) -> list[str]:
    turns = {turn.seq: turn.text for turn in view.each(ev.TraineeSpoke)}
    lost = {s.turn for s in view.spoken if s.basis == "misunderstood" and s.turn is not None}
    return [text for seq, text in turns.items() if seq in lost]
