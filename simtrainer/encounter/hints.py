"""Hints: a nudge towards ground not yet covered, never the answer."""

from __future__ import annotations

from dataclasses import dataclass

from simtrainer.encounter.state import EncounterState
from simtrainer.scenario.rubric import Item

_BY_DOMAIN = {
    "history": "There is more in the story. Think of what you have not asked about yet.",
    "examination": "There is something you have not examined yet.",
    "investigation": "A test would help you here.",
    "decisions": "Think about what this patient needs from you now.",
    "communication": "Notice how the person in front of you feels, and what they want to know.",
    "note": "Your note is part of the work.",
    "safety": "Before you go on, think about what could harm this patient.",
}


OFFER_AFTER_MS = 20_000  # of quiet, in guided mode
OFFER_EVERY_MS = 90_000


@dataclass(frozen=True)
class Hint:
    text: str
    item: str


def offered_hint(state: EncounterState) -> Hint | None:
    """In guided mode, a hint when the trainee has been quiet for a while; never often."""
    quiet = state.clock_ms - state.last_spoken_ms
    since = state.clock_ms - state.last_hint_ms
    if state.mode != "guided" or quiet < OFFER_AFTER_MS or since < OFFER_EVERY_MS:
        return None
    return next_hint(state)


def next_hint(state: EncounterState) -> Hint | None:
    """The next domain with an item not hinted at, must-do items first; None when all are used.

    It looks at the rubric's domains alone, so it gives away neither a fact nor the diagnosis.
    """
    used = set(state.hints)
    left = [item for item in state.case.body.rubric.items if item.id not in used]
    left = [item for item in left if _seems_open(state, item)]
    if not left:
        return None
    item = max(left, key=lambda i: (i.must, i.points))
    return Hint(text=_BY_DOMAIN[item.domain], item=item.id)


def _seems_open(state: EncounterState, item: Item) -> bool:
    """Whether nothing of what the rule's own names ask for has been done yet."""
    rule = item.rule
    done = set(state.topics_asked) | state.facts_asked | state.facts_told | state.topics_told
    done |= {e.manoeuvre for e in state.examined} | {o.test for o in state.orders}
    done |= set(state.called) | state.messages_told
    wanted = (*rule.ask, *rule.elicit, *rule.examine, *rule.order, *rule.call, *rule.told)
    return rule.kind != "avoid" and not (set(wanted) & done)
