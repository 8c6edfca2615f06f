"""Whether what a person could tell is about the very thing that a question asks.

The nearest thing in a case is not yet an answer: asked about their diet, nobody says that they put
on a stone. Topics that are only related do not count here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from simtrainer.scenario.topics import descendants

_PLAIN = 0.7  # weight from which it is plain what a question is about
_BESIDE = 0.7  # share of the best topic's weight from which a question is about another as well
_BENEATH = 0.9  # what an answer counts that is about a part of what was asked
# Of 471 answers on three beds of ours 7 are taken to be beside the point by these; of 202 facts
# told in place of an answer that the case does not have, 79.
_ABOUT = 0.3  # the least agreement of topics
_SURE = 0.7  # chance from which a fact is told whatever its topic seems to be
_ALIKE = 0.5  # likeness of the sentences from which it is
_OPEN = ("opening", "opening.reason_now", "opening.feeling_now", "closing.anything_else",
         "closing.questions")  # fmt: skip  # no subject of their own
_EARLIER = re.compile(
    r"\b(?:in the past|previous\w*|(?:like (?:this|that|it) |problems? |trouble )before)\b"
)
_HISTORY = ("pmh", "hpc.previous_episodes", "family")


def beside_the_point(
    asked: Mapping[str, float],
    told: tuple[Mapping[str, float], ...],
    chance: float,
    alike: float = 0.0,
    earlier: bool = False,
) -> bool:
    """Whether a fact is about something else than a question plainly asks.

    ``asked``: topic -> weight; ``told``: the fact's topics with weights, by each view of it;
    ``chance``: how likely the fact is to be meant, 0 to 1; ``alike``: likeness of the sentences.
    ``earlier``: the question wants what was before: the illness of today is no answer to it.
    """
    lead = max(asked, key=lambda topic: asked[topic], default="")
    history = {topic: w for topic, w in asked.items() if topic.startswith(_HISTORY)}
    if earlier and history:
        return max(_agreement(history, view) for view in told) < _ABOUT
    if not lead or asked[lead] < _PLAIN or lead in _OPEN:
        return False
    if chance >= _SURE or alike >= _ALIKE:
        return False
    most = asked[lead]
    near = {topic: w / most for topic, w in asked.items() if w >= _BESIDE * most}
    return max(_agreement(near, view) for view in told) < _ABOUT


def asks_of_the_past(plain: Sequence[str]) -> bool:
    """Whether plain words ask for what was before this illness."""
    return bool(_EARLIER.search(" ".join(plain)))


def _agreement(asked: Mapping[str, float], told: Mapping[str, float]) -> float:
    return max(
        (
            w * share * _same(topic, own)
            for topic, w in asked.items()
            for own, share in told.items()
        ),
        default=0.0,
    )


@lru_cache(maxsize=20_000)
def _same(asked: str, told: str) -> float:
    if asked == told:
        return 1.0
    return _BENEATH if told in descendants(asked) else 0.0
