"""Questions that lean on what was said before: "and at night?", "how long?", "does it?"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from simtrainer.language.stems import content
from simtrainer.language.understanding import Context, Line

_LEANS = re.compile(
    r"^(?:(?:so|okay|right|oh|all right|well) )*(?:and (?:at|in|on|after|before|during|when|with|your|the|how|what|then|does|do|is|are|was|did|now"
    r"|since|where|who|if|that|it|has|have|why)\b|(?:what|how) about\b|like what|such as|why(?: not| is that| was that)?$|since when|how so"
    r"|(?:does|do|did|is|are|was|were|has|have|can|could|would|will) (?:it|that|they|this|those|these|he|she|you)(?: (?:all|too|as well|now|ever|still|always"
    r"|really|help|hurt|work|happen(?:ed)?|that|it|get|change(?:d)?|come|go|start|bother(?: you)?))*$|really$|go on|carry on|tell me more|tell me (?:a bit |a little )?about (?:it|that|this|them)$|(?:can|could|would) you"
    r" (?:tell me more|say more|elaborate|describe (?:it|that|them|this)|explain that|expand on)|more about (?:it|that)|what (?:kind|sort|type|colou?r|happened|was it|is it|were they|are they|for|else|do you mean|then|did they say|are they for)\b"
    r"|how (?:long|often|many|much|bad|far|old|big)(?: (?:ago|a day|a week|each|do you|did you|have you|was it|was that|is it|is that|did it|does it|did that|a|per|for|times|of them|in a|now|then|exactly|did|has it|has that|have|been|the|you|it|that|last|going|on|taking|had|is|was|each|each time|were|he|she|they|today|altogether)*)*$"
    r"|(?:when|where|who|which)(?: (?:one|ones|was|is|did|were|exactly|that|it|this|happen|start|stop|about|does|do|side|are|they|you|last|abouts|finish))*$|any (?:problems?|trouble|issues?|difficult\w+|changes?) (?:with|in) (?:it|that|them|those)|anything else|any others?|any more|for how long|at all|no\b.{0,12}$|and\?*$|(?:is|was|were|are) (?:it|that|they|there) (?:worse|better|bad|constant|regular|painful|new|sudden|severe|the same|any|a lot))"
)


def leans(plain: Sequence[str]) -> bool:
    """Whether a question needs the earlier talk to be understood."""
    text = " ".join(plain)
    return len(plain) <= 9 and bool(_LEANS.match(text)) and len(content(plain)) <= 3


def last_topics(context: Context) -> tuple[str, ...]:
    """What the trainee last asked about, newest line first; empty at the start."""
    for line in reversed(context.lines):
        if line.topics and not _slipped_out(line):
            return line.topics
    return ()


def _slipped_out(line: Line) -> bool:
    """A worry that showed unasked is no answer that a question could go on from."""
    return (
        line.speaker != "trainee"
        and not line.facts
        and all(topic.startswith("ice.") for topic in line.topics)
    )


def last_facts(context: Context) -> tuple[str, ...]:
    """The facts of the newest line that has any."""
    for line in reversed(context.lines):
        if line.facts:
            return line.facts
    return ()


# "Any blood in it?": what it is, is what was asked about before.
_BLOOD_IN = re.compile(
    r"\bblood(?:y|ied|stained)?\b(?: \w+){0,2} (?:it|them|that)$"
    r"|^(?:and |or )?(?:is|was|has|are|were|any|ever)(?: (?:it|there|that|they|been|ever|any))*"
    r" (?:blood|bloody|bloodstained|blood stained|streaked with blood|red)(?: at all)?$"
)
_BLOODY = {
    "sx.sputum": "sx.haemoptysis",
    "sx.cough": "sx.haemoptysis",
    "sx.vomiting": "sx.haematemesis",
    "sx.nausea": "sx.haematemesis",
    "sx.diarrhoea": "sx.rectal_bleeding",
    "sx.bowel_habit": "sx.rectal_bleeding",
    "sx.constipation": "sx.rectal_bleeding",
    "sx.mucus_stool": "sx.rectal_bleeding",
    "sx.urinary": "sx.haematuria",
    "sx.dysuria": "sx.haematuria",
    "sx.frequency": "sx.haematuria",
    "sx.urine_colour": "sx.haematuria",
}
_HOW_IT_WENT = re.compile(
    r"^(?:(?:so|and|okay|right|oh) )*(?:what|how|when|can you tell me what|tell me what)"
    r" (?:happened|happens|did (?:it|that|they) do|does (?:it|that) do|was (?:it|that)|was the reaction"
    r"|bad was (?:it|that)|went wrong|did you get|sort of reaction)\b"
)
_STILL = re.compile(
    r"^(?:(?:so|and|okay|right|but) )*(?:(?:is|are|does|do) (?:it|that|they|this|the \w+|you)"
    r"(?: all)? still (?:there|going(?: on)?|happening|hurts?|hurting|the same|bad|painful|sore|like that"
    r"|got (?:it|that)|have (?:it|that))|(?:has|have) (?:it|that|they|this|the \w+) "
    r"(?:gone(?: away)?|stopped|passed|eased(?: off)?|settled|cleared(?: up)?)|is (?:it|that) there"
    r"|do you have (?:it|that))(?: now| at the moment| today| at all| just now| right now)*$"
)
_FEELS = re.compile(
    r"^(?:(?:so|and|okay|right|but|now) )*how (?:do|are|does) (?:you|that|this|it|all (?:that|this))"
    r"(?: all)? (?:feel|feeling|make you feel|leave you(?: feeling)?)"
    r"(?: (?:about|hearing|knowing|with) (?:that|this|it|all (?:that|this)|the news))?"
    r"(?: now| at the moment)?$"
)
_RELIEF = re.compile(
    r"\b(?:do|would|will|could|can) you (?:need|want|like|do with|have) (?:\w+ ){0,3}"
    r"(?:pain relief|pain ?killers?|for (?:the|your|that) pain|for it)\b"
    r"|\b(?:can|shall|could|may) (?:i|we) (?:get|give|offer|fetch) you (?:\w+ ){0,3}(?:pain relief"
    r"|pain ?killers?|for (?:the|your|that) pain)\b"
)
_HOW_OLD = re.compile(r"^(?:(?:so|and|okay) )*how old (?:was|were|is|are) (?:he|she|they)\b")
_ABOUT_THAT = re.compile(
    r"^(?:(?:so|and|okay|please|can you|could you|will you) )*(?:tell me|say|talk to me)"
    r"(?: a bit| a little)?(?: more)? about (?:it|that|this|them)$"
)
_WHY_WE_TALK = re.compile(
    r"\bwhy (?:i am|we are|i have|we have|you are) (?:\w+ )?(?:ring\w*|rung|call\w*|phon\w+|talking"
    r"|speaking|meeting|asked you|here to see)\b"
)
_WHEN_IS_IT = re.compile(
    r"\bwh(?:at|ich) (?:day|date|month|year|season) (?:of the week )?(?:is it|it is|are we in)\b"
    r"|\bwhat is (?:the|today s|todays) (?:date|day|month|year)\b"
)
_OF_ALLERGY = re.compile(r"\b(?:allerg\w*|penicillin|red (?:wrist)?band|reacts? (?:badly )?to)\b")


def pointed_at(plain: Sequence[str], context: Context) -> tuple[str, ...]:
    """The topic of a question whose "it" stands for what was just spoken of, or nothing."""
    text = " ".join(plain)
    if _BLOOD_IN.search(text):
        found = (_BLOODY[topic] for topic in last_topics(context) if topic in _BLOODY)
        return tuple(dict.fromkeys(found))[:1]
    if len(plain) <= 9 and _HOW_IT_WENT.match(text) and _spoke_of_allergy(context):
        return ("allergy.reaction",)
    return ()


def by_form(plain: Sequence[str], context: Context) -> tuple[str, ...]:
    """The topic of a short question whose form alone says what it asks for, or nothing."""
    text = " ".join(plain)
    if _WHEN_IS_IT.search(text):
        return ("sx.confusion",)
    if _WHY_WE_TALK.search(text):
        return ("understanding.current",)
    if _RELIEF.search(text):
        return ("wellbeing.comfort",)
    if len(plain) > 12:
        return ()
    last = last_topics(context)
    if _HOW_OLD.match(text) and any(topic.startswith("family") for topic in last):
        return last
    if _STILL.match(text):
        return ("hpc.progression",)
    if _ABOUT_THAT.match(text) and any(topic.startswith("ice.") for topic in last):
        return last
    told = any(line.topics or line.facts for line in context.lines)
    return ("opening.feeling_now",) if told and _FEELS.match(text) else ()


def _spoke_of_allergy(context: Context) -> bool:
    last = context.lines[-2:]
    named = any(_OF_ALLERGY.search(line.text.lower()) for line in last)
    return named or any(topic.startswith("allergy") for line in last for topic in line.topics)


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
    r"|were you (?:going|about|trying|wanting) to (?:say|tell|mention|add)|you were saying|you (?:just )?(?:mentioned|stopped"
    r"|broke off|trailed off)|(?:were|was) (?:you|that) you were|finish what you were)\b"
)
_OF_SOMEONE = re.compile(
    r"^(?:(?:so|and|okay|right|oh|sorry|well|please) )*(?:what (?:about|happened (?:to|with)|was it about"
    r"|is it about)|how about|(?:can|could|would|will) you (?:\w+ )?(?:tell|say)|tell me|say more"
    r"|you (?:\w+ )?(?:mentioned|said|spoke|talked|told)|did you say|was that|i heard you|is it|is this)\b"
)
_HINTED = 12  # lines back that somebody's hint is still in the air


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
