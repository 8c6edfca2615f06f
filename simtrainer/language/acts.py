"""The communication acts of one sentence: rules over its words, weighed against each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from simtrainer.language.act_rules import suggested
from simtrainer.language.questions import Asking
from simtrainer.language.stems import content
from simtrainer.language.understanding import Context
from simtrainer.scenario.words import ACTS, Act

# Acts that only a question can be, and acts that a question is not.
_NEEDS_ASKING: frozenset[Act] = frozenset(
    ("ask.ideas", "ask.concerns", "ask.expectations", "evoke", "empathy.explore", "invite")
)
_NEVER_ASKING: frozenset[Act] = frozenset(
    ("explain", "advise", "safety_net", "false_reassurance", "warning_shot", "empathy.understand")
)
# A sentence that is one of these explains or advises only in passing.
_MAIN: frozenset[Act] = frozenset(
    (
        "introduce", "signpost", "consent", "warning_shot", "thank", "apologise", "close", "identify",
        "empathy.name", "empathy.understand", "empathy.respect", "empathy.support", "affirm", "social",
        "reflection", "summarise", "false_reassurance", "dismissive", "judgemental", "safety_net",
        "interrupt", "agree_agenda", "share_decision",
    )
)  # fmt: skip
_REFLECTS = re.compile(
    r"^(?:(?:so|and|but|okay|right|well|yes|yeah|i see|all right) )*(?:it (?:\w+ )?(?:sounds?|seems?|feels?|looks?) (?:like|as if|as though|that)"
    r"|(?:sounds?|seems?|looks?) (?:like|as if|as though)|what i am hearing|i (?:am )?hear(?:ing)? (?:you|that)|on (?:the )?one hand|(?:a )?part of you"
    r"|if i (?:understand|hear) you|you (?:are saying|mean|feel|felt|said|say|mentioned|told me|describe|are telling|are wondering|are thinking))\b"
)
_YOU_STATEMENT = re.compile(
    r"^(?:(?:so|and|but|okay|right|well|yes|yeah|i see|all right|because|then|even though|although|at the same time|now|in other words) )*"
    r"(?:you|your|it|the \w+|that|things|this) (?!(?:can|could|should|must|may|might|will|would need|need to|ought|do not have to|shall)\b)"
)
_LONG = 24


def acts_of(plain: Sequence[str], how: Asking, context: Context) -> tuple[Act, ...]:
    """The acts of one sentence, in the order of the coding scheme."""
    text = " ".join(plain)
    found = suggested(text)
    if how.asks:
        found -= _NEVER_ASKING
        found.add("question.open" if how.open else "question.closed")
        if how.leading:
            found.add("question.leading")
    else:
        found -= _NEEDS_ASKING
        found |= _listening(text, plain, found, context)
    return in_order(_weighed(found))


def in_order(found: Iterable[str]) -> tuple[Act, ...]:
    kept = set(found)
    return tuple(act for act in ACTS if act in kept)


def _listening(text: str, plain: Sequence[str], found: set[Act], context: Context) -> set[Act]:
    """Reflection or summary: what the person said, given back as a statement."""
    if "summarise" in found:
        return set()
    about_you = " you" in f" {text}"
    echo = _echoes(plain, context)
    reflects = bool(_REFLECTS.match(text)) and about_you
    if not reflects and _YOU_STATEMENT.match(text):
        spoken_to = text.startswith(("you", "so you", "and you", "but you"))
        reflects = echo or (spoken_to and not found & (_MAIN | {"advise", "explain"}))
    if not reflects:
        return set()
    return {"summarise"} if len(plain) >= _LONG and text.count("you") >= 3 else {"reflection"}


def _echoes(plain: Sequence[str], context: Context) -> bool:
    """Half of what the sentence is about was just said by the other person."""
    said = [line.text for line in context.lines[-4:] if line.speaker != "trainee"]
    mine = set(content(plain))
    if not said or not mine:
        return False
    theirs = set(content(" ".join(said).lower().replace(".", " ").replace(",", " ").split()))
    return len(mine & theirs) / len(mine) >= 0.5


def _weighed(found: set[Act]) -> set[Act]:
    main = found & _MAIN
    if "reflection" in found or "summarise" in found:
        main = main - {"signpost"}
        found = found - {"signpost", "explain"} if "summarise" in found else found - {"explain"}
    if main:
        found = found - {"explain"}
    if found & {"safety_net", "judgemental", "dismissive", "warning_shot"}:
        found = found - {"advise", "reflection"}
    if "safety_net" in found:
        found = found - {"ask.concerns", "signpost"}
    if found & {"empathy.name", "empathy.understand"} and "question.closed" in found:
        found = found - {"empathy.name"} if "ask.concerns" in found else found
    return found
