"""Questions that lean on what was said before: "and at night?", "how long?", "does it?"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from simtrainer.language.stems import content
from simtrainer.language.understanding import Context

_LEANS = re.compile(
    r"^(?:(?:so|okay|right|oh|all right|well) )*(?:and (?:at|in|on|after|before|during|when|with|your|the|how|what|then|does|do|is|are|was|did|now"
    r"|since|where|who|if|that|it|has|have|why)\b|(?:what|how) about\b|like what|such as|why(?: not| is that| was that)?$|since when|how so"
    r"|(?:does|do|did|is|are|was|were|has|have|can|could|would|will) (?:it|that|they|this|those|these|he|she|you)(?: (?:all|too|as well|now|ever|still|always"
    r"|really|help|hurt|work|happen(?:ed)?|that|it|get|change(?:d)?|come|go|start|bother(?: you)?))*$|really$|go on|carry on|tell me more|(?:can|could|would) you"
    r" (?:tell me more|say more|elaborate|describe (?:it|that|them|this)|explain that|expand on)|more about (?:it|that)|what (?:kind|sort|type|colou?r|happened|was it|is it|were they|are they|for|else|do you mean|then|did they say|are they for)\b"
    r"|how (?:long|often|many|much|bad|far|old|big)(?: (?:ago|a day|a week|each|do you|did you|have you|was it|was that|is it|is that|did it|does it|did that|a|per|for|times|of them|in a|now|then|exactly|did|has it|has that|have|been|the|you|it|that|last|going|on|taking|had|is|was|each|each time|were)*)*$"
    r"|(?:when|where|who|which)(?: (?:one|ones|was|is|did|were|exactly|that|it|this|happen|start|stop|about|does|do|side|are|they|you|last|abouts|finish))*$|anything else|any others?|any more|for how long|at all|no\b.{0,12}$|and\?*$|(?:is|was|were|are) (?:it|that|they|there) (?:worse|better|bad|constant|regular|painful|new|sudden|severe|the same|any|a lot))"
)


def leans(plain: Sequence[str]) -> bool:
    """Whether a question needs the earlier talk to be understood."""
    text = " ".join(plain)
    return len(plain) <= 9 and bool(_LEANS.match(text)) and len(content(plain)) <= 3


def last_topics(context: Context) -> tuple[str, ...]:
    """What the trainee last asked about, newest line first; empty at the start."""
    for line in reversed(context.lines):
        if line.topics:
            return line.topics
    return ()


def last_facts(context: Context) -> tuple[str, ...]:
    """The facts of the newest line that has any."""
    for line in reversed(context.lines):
        if line.facts:
            return line.facts
    return ()


# People one worries about, by the words that mean the same one.
_PEOPLE = {
    word: group[0]
    for group in (
        ("dad", "father", "dads", "fathers"),
        ("mum", "mother", "mums", "mothers"),
        ("gran", "nan", "grandmother", "grandma", "granny"),
        ("grandad", "granddad", "grandfather", "grandpa"),
        ("wife", "husband", "partner", "boyfriend", "girlfriend"),
        ("brother", "brothers"),
        ("sister", "sisters"),
        ("son", "boy", "daughter", "girl", "child", "children", "kids"),
        ("friend", "friends", "mate"),
        ("uncle", "uncles"),
        ("aunt", "auntie", "aunty"),
        ("cousin", "cousins"),
        ("neighbor", "neighbors"),
    )
    for word in group
}
_BACK = re.compile(
    r"\b(?:you (?:\w+ )?(?:started|began|were (?:going|about)|wanted) to (?:say|tell|mention)"
    r"|were you (?:going|about) to say|you were saying|you (?:just )?(?:mentioned|stopped"
    r"|broke off|trailed off)|(?:were|was) (?:you|that) you were|finish what you were)\b"
)
_OF_SOMEONE = re.compile(
    r"^(?:(?:so|and|okay|right|oh|sorry|well|please) )*(?:what (?:about|happened (?:to|with)|was it about"
    r"|is it about)|how about|(?:can|could|would|will) you (?:\w+ )?(?:tell|say)|tell me|say more"
    r"|you (?:\w+ )?(?:mentioned|said|spoke|talked|told)|did you say|was that|i heard you|is it|is this)\b"
)
_HINTED = 8  # lines back that somebody's hint is still in the air


def taken_up(plain: Sequence[str], context: Context) -> tuple[str, ...]:
    """The topics of a worry that just showed and that the question goes back to, or nothing.

    "What about your dad?" asks for the worry, where the person spoke of their father with it.
    """
    text = " ".join(plain)
    back = bool(_BACK.search(text))
    if not back and not _OF_SOMEONE.match(text):
        return ()
    named = _named_people(plain)
    for line in reversed(context.lines[-_HINTED:]):
        worry = tuple(topic for topic in line.topics if topic.startswith("ice."))
        if line.speaker == "trainee" or not worry:
            continue
        if named & _named_people(line.text.lower().replace("'", " ").split()) or (
            back and not named
        ):
            return worry
    return ()


def _named_people(said: Sequence[str]) -> set[str]:
    bare = (word.strip(".,!?;:…") for word in said)
    return {_PEOPLE[word] for word in bare if word in _PEOPLE}
