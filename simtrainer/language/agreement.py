"""Asking for agreement: "Is that all right with you?" wants a yes or a no, and no story."""

from __future__ import annotations

import re

_FINE = (
    r"(?:okay|fine|all right|acceptable|good|agreeable|comfortable|reasonable|sensible|doable"
    r"|manageable|fair|like a (?:\w+ )?plan|like something)"
)
_THAT = r"(?:that|this|it|the plan|this plan|that plan|what i have said|what we have said)"
# A plan is laid before the person: they have a part in the decision.
_DECIDES = re.compile(
    rf"\b(?:are|would) you (?:be )?(?:\w+ )?(?:happy|okay|fine|content|comfortable|all right"
    rf"|on board|in agreement|satisfied)(?: \w+)? (?:with|about) {_THAT}$"
    rf"|(?<!how )(?<!what )(?<!where )(?<!when )\b(?:does|would|do) {_THAT}(?: all)?"
    rf" (?:sound|seem|feel|work|look|suit)(?: {_FINE})?(?: (?:to|for|with) you| you)?$"
    rf"|\bhow (?:does|would) {_THAT}(?: all)? sound(?: to you)?$"
    rf"|\b(?:do|would|did) you agree(?: (?:to|with) (?:{_THAT}|me|us))?$"
    rf"|\bcan we agree (?:on|to) {_THAT}$|\bare we agreed(?: on {_THAT})?$"
)
_ALLOWS = re.compile(
    rf"\b(?:is|would|will) (?:that|this|it)(?: all)?(?: be)? {_FINE}(?: (?:with|by|for|to) you)?$"
    r"|\b(?:okay|all right|fine) (?:with|by|for) you$"
    rf"|\b(?:is|would|will) it (?:be )?{_FINE}(?: with you| by you)? "
    r"(?:if (?:i|we)|for (?:me|us) to|to) "
    r"(?!ask\b(?! you (?:some|a few|a couple|several|more|a bit)\b))\w+"
    r"|\b(?:are you|would you be) (?:ready|happy|okay|all right) (?:for (?:me|us) to|if (?:i|we)) "
    r"(?!ask\b)\w+"
    r"|^(?:so |and |okay |now |then )*(?:may|can|could|shall) i (?:just |now )?(?:tell you|explain"
    r"|go on|carry on|continue|go ahead|share|come (?:back|in)|sit|leave you|step out|pop"
    r"|(?:have|take) (?:a|some|a few|five|a couple of)"
    r" (?:\w+ )?(?:chat|word|talk|minutes?|moment|time)|(?:speak|talk|chat) (?:to|with) you)\b"
)
# What leave is asked for, where it is not to touch: first match wins.
_MATTERS = (
    (
        re.compile(
            r"\b(?:can|could|may|shall|should) (?:i|we) (?:just |maybe )?"
            r"(?:get|fetch|bring|find|offer) you\b"
            r"|\bwould you like (?:a|an|some|another) (?:\w+ )?(?:tea|coffee|water|drink"
            r"|blanket|tissue|pillow|break|moment|minute|chair|seat)\b"
        ),
        "wellbeing.comfort",
    ),
    (
        re.compile(r"\b(?:call|address) you\b(?! (?:back|a|an|the|when|later|in)\b)"),
        "identity.preferred",
    ),
    (
        re.compile(
            r"\b(?:discuss|share|talk|speak|tell|go over|explain)\b.*\b(?:your|his|her|their|the) "
            r"(?:\w+ )?(?:mum|mother|dad|father|parents?|wife|husband|partner|son|daughter|family"
            r"|relatives?|patient|grandm\w+|grandf\w+|aunt|uncle|brother|sister|friend|gp|boss|employer|school|teacher|girlfriend|boyfriend)\b"
        ),
        "preferences.confidentiality",
    ),
)


def lets_decide(text: str) -> bool:
    """Whether plain words ask if the person goes along with a plan."""
    return bool(_DECIDES.search(text))


def asks_leave_for(text: str) -> str:
    """The topic of a permission that has nothing to do with the body; empty for any other."""
    return next((topic for pattern, topic in _MATTERS if pattern.search(text)), "")


def seeks_agreement(text: str) -> bool:
    """Whether plain words ask for leave, or if the person goes along with a plan."""
    return lets_decide(text) or bool(_ALLOWS.search(text))
