"""Kind words that stay with a person, and kind words on the way to something else."""

from __future__ import annotations

from simtrainer.encounter.events import TraineeSpoke
from simtrainer.language.understanding import SentenceUnderstood

# Acts that turn to what somebody feels or fears: they ask after it, or name it and give it back.
ASKS_AFTER = frozenset(
    ("empathy.explore", "ask.concerns", "ask.ideas", "ask.expectations", "evoke")
)
GIVES_BACK = frozenset(("empathy.name", "reflection", "summarise"))
FORMULAS = frozenset(
    ("empathy.understand", "empathy.support", "empathy.respect", "affirm", "apologise", "thank")
)
_LEAVES_ROOM = frozenset(
    ("consent", "invite", "check_understanding", "share_decision", "agree_agenda", "identify")
)
_BUSINESS = frozenset(("explain", "advise", "signpost", "safety_net", "close"))
_PERSONAL = (
    *("ice", "opening", "mood", "understanding", "preferences", "closing", "wellbeing"),
    *("social.support", "social.religion", "family.children"),
)


def is_warm(sentence: SentenceUnderstood) -> bool:
    return bool(set(sentence.acts) & (FORMULAS | ASKS_AFTER | GIVES_BACK) - {"thank"})


def is_business(sentence: SentenceUnderstood) -> bool:
    """Whether a sentence is about the matter and not about what the person feels."""
    acts = set(sentence.acts)
    if acts & (ASKS_AFTER | GIVES_BACK | _LEAVES_ROOM):
        return False
    if any(act.startswith("question.") for act in acts):
        asked = sentence.topics[:1]
        return bool(asked or sentence.facts) and not any(t.startswith(_PERSONAL) for t in asked)
    return bool(sentence.messages) or (bool(acts & _BUSINESS) and not acts & FORMULAS - {"thank"})


def moves_on(turn: TraineeSpoke) -> bool:
    """Whether the kind words of a turn lead straight on to business."""
    warm = [place for place, sentence in enumerate(turn.sentences) if is_warm(sentence)]
    return bool(warm) and any(is_business(sentence) for sentence in turn.sentences[warm[-1] :])
