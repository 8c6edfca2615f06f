"""Cutting talk into sentences, also where nobody put a full stop, and sentences into clauses."""

from __future__ import annotations

import re

_ABBREVIATION = re.compile(r"\b(?:dr|mr|mrs|ms|prof|st|e\.g|i\.e|etc|vs|approx|no)\.$", re.I)
_END = re.compile(r"[.!?…]+[\"')\]]*(?=\s|$)|\n+|;\s")
_AUX = r"(?:do|does|did|have|has|are|is|were|was|can|could|will|would|may|should)"
_SUBJECT = r"(?:you|your|i|we|it|the|that|this|there|he|she|they|any(?:one|body|thing)?)"
# "The news is that the scan is clear", "I know what kind it is": told, not asked.
_TOLD = (
    r"(?!is that (?:the|your|you|we|it|there|this|they|he|she|i|most|some|all of|no|both)\b)"
    r"(?!what (?:kind|sort|time|colou?r) (?:it|this|that|they|he|she|you|we)\b)"
)
_NEW_QUESTION = (
    rf"(?:{_TOLD}(?:{_AUX}(?:n't)? {_SUBJECT}\b"
    r"|what(?:'s|s)?(?: is| are| was| were| do| does| did| brings?| brought| about| happen\w*"
    r"| makes?| seems?| kind| sort| colou?r| would| have| time)\b|what's\b"
    rf"|how (?:long|often|many|much|old|bad|about|is|are|was|were|do|does|did|would|{_AUX})\b"
    rf"|(?:when|where|why|who|which)(?:'s)? (?:is |are |{_AUX}|brought|else|part|side)\w*\b"
    r"|tell me\b|any (?:other )?(?!of|more|other|one|way|time|thing|questions that)\w+))"
)
_NEW_STATEMENT = (
    r"(?:my name(?:'s| is)|i'm (?:going to|one of|dr|doctor|the|a|just going|so sorry|sorry)"
    r"|i am (?:going to|one of|dr|doctor|so sorry|sorry)|thank you|thanks for|let's|let me"
    r"|i'd like to|i would like to|i can see|i understand|i'll|we'll|we need to|i need to|i want to"
    r"|that (?:sounds|must(?! not| be (?:given|taken|avoided|stopped|kept|done|used)))"
    r"|it sounds|so you|don't worry|please)"
)
_START = re.compile(
    rf"(?<=\w)(,?\s+(?:and\s+|so\s+|but\s+|then\s+|okay\s+|ok\s+)?)"
    rf"(?=(?:{_NEW_QUESTION}|{_NEW_STATEMENT}))",
    re.I,
)
# A clause cannot end in one of these: what follows still belongs to it.
_OPEN_END = re.compile(
    r"(?:\b(?:and|or|but|if|whether|that|which|who|when|where|what|how|why|because|to|of|with|for"
    r"|the|a|an|my|your|know|tell|me|ask|asking|wondering|wonder|see|understand|think|like|as"
    r"|about|than|before|after|while|since|until|is|are|was|were|i|you|we|so|also|just|please"
    r"|then|hope|sure|say|said|saying|explain|out|remember|by|in|at|on|from|not|you've|any"
    r"|of course|do|does|did|can|could|would|will|have|has|had|having|get|got|been|be|taking|take"
    r"|use|using|used|seen|mean|describe|anything|everything|something|questions?|us|way|things?"
    r"|what's|how's|it's|that's|i'm|mind|telling|noticed?|noticing|alright if|okay if|happy|need"
    r"|there|experienced?|experiencing|hear|heard|imagine|discuss|learn|show|shows|feel|feeling|felt|ever|never|without|brought|it)"
    r"|should|must|might|may|shall|ought|we|they|he|she"
    r"|\b(?:how|what|which|whose)(?: (?:much|many|other|kind of|sort of|type of))? \w+"
    r"|\b(?:none|all|some|most|part|much) of (?:this|that|it|these|those|them)"
    r"|\bwhat (?:this|that|it|we|i) \w+)$",
    re.I,
)
# "You don't smoke, do you?" is one sentence.
_TAG = re.compile(
    rf"\W*(?:is that right|{_AUX}(?:n't| not)? "
    r"(?:you|it|that|he|she|they|there|we|i)(?: not)?)\W*$",
    re.I,
)
_GOES_ON = re.compile(r"any\b", re.I)
_MIN_WORDS = 3
_CLAUSE = re.compile(
    r"\s*(?:,|;|:|\?|\.{2,}|\band\b|\bor\b|\bbut\b|\balso\b|\bas well as\b"
    r"|\bthen\b|\bwhether\b|\bif\b)\s*",
    re.I,
)


def sentences(text: str) -> list[str]:
    """The sentences of ``text`` in order; each is a piece of it without outer space."""
    found: list[str] = []
    for piece in _by_marks(text):
        found.extend(_run_on(piece))
    return found


def clauses(sentence: str) -> list[str]:
    """The parts between commas and joining words."""
    return [part for part in _CLAUSE.split(sentence) if part]


def _by_marks(text: str) -> list[str]:
    pieces: list[str] = []
    start = 0
    for mark in _END.finditer(text):
        if mark.group().startswith(".") and _ABBREVIATION.search(text[start : mark.start() + 1]):
            continue
        pieces.append(text[start : mark.end()])
        start = mark.end()
    pieces.append(text[start:])
    return [piece.strip() for piece in pieces if piece.strip()]


def _run_on(piece: str) -> list[str]:
    """Cuts speech without punctuation where a new question or statement plainly starts."""
    found: list[str] = []
    start = 0
    for gap in _START.finditer(piece):
        head = piece[start : gap.start()]
        if _TAG.match(piece, gap.start()):
            break
        if _GOES_ON.match(piece, gap.end()) and " any " not in f" {head.lower()} ":
            continue  # "are you bringing up any phlegm" goes on; "any fever any cough" does not
        if len(head.split()) >= _MIN_WORDS and not _OPEN_END.search(head):
            found.append(head.strip())
            start = (
                gap.end() if "," in gap.group(1) and gap.group(1).strip() == "," else gap.start()
            )
            start = start if piece[start : start + 1] != "," else start + 1
    found.append(piece[start:].strip())
    return [part for part in found if part]
