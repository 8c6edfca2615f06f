"""Questions that speech hides: one that starts in mid-breath, and a matter named without a verb."""

from __future__ import annotations

import re
from collections.abc import Sequence

from simtrainer.language.questions import AUX, without_lead

# In speech without marks a question may start in mid-breath: "asthma okay and what do you take".
_PERSON = r"(?:you|your|he|she|they|it|there|any\w*|his|her|their|the)"
_STARTS = re.compile(
    r"\b(?:(?:what|how|when|where|who|why|which)"
    r"(?: (?:much|many|long|often|bad|about|kind of|sort of|else|far))?"
    rf"(?: \w+)? {AUX} {_PERSON}\b|(?:what|how) about\b"
    r"|(?:what|how) (?:is|are|was|were) (?:your|his|her|the|it|things)\b"
    r"|what can i (?:do|help)\b|how can i help\b"
    rf"|{AUX}(?: not)? (?:you|your|he|she|they|there|any\w*|his|her)\b"
    r"|is (?:it|that) (?:a|an|the|just|all|more|still|worse|better|keeping)\b"
    r"|any (?!of|more|way|one|other way|time|case|further)\w+|no (?:other )?(?:\w+ ){1,4}or \w+)"
)
# What a question may follow: the word before it ends or joins, and does not take it as its object.
_BEFORE = frozenset(
    "and or but so okay right good now then also well thanks you yes yeah no fine great lovely sure"
    " mm that it seat today conditions history question interest medicine".split()
)
_TAKES_IT = re.compile(
    r"\b(?:know|see|understand|explain|about|if|whether|that|which|because|when|while|until|as"
    r"|say|said|tell|told|on|of|depends?|that is|this is|it is|like|just|not|i|we|what|how|where)$"
)
# A few words without a verb name a matter: "alcohol", "or diarrhoea", "no fevers at all".
_VERBAL = re.compile(
    r"\b(?:i|we|us|let|it|this|that|these|those|they|he|she|is|are|was|were|will|would|should|could"
    r"|can|must|may|might|going|thank|thanks|sorry|bye|hello|hi|please|sounds?|seems?|looks?|makes?"
    r"|need|want|take|keep|try|make|come|see|sure|problem|worries|rush|hurry|doubt|idea|wonder"
    r"|morning|afternoon|evening|meet|care|look|doctor|dr|nurse)\b"
)
_LIKE_THAT = re.compile(
    r"(?: or)? (?:anything|something|nothing|things|stuff|any of)(?: else)?"
    r" (?:like )?(?:that|this|those)(?: at all)?$|(?: or)? that sort of thing$"
    r"|(?: that| as far as)? you (?:know(?: of)?|have noticed|are aware of|can think of)$"
)
_FORBIDS = re.compile(
    r"^(?:do not|stop|never|quit|shut|calm|listen|relax|drop|lie|stand|sit|eat|sing)\b"
)
_YOUR_NOT = re.compile(
    r"^(?:i (?:take it|assume|presume|suppose|guess|gather|imagine)(?: that)? )?"
    r"(?:and )?(?:you|he|she|they) (?:(?:have|has|do|does|did|are|is|were|was|would|can)"
    r"(?: not| never)|never|(?:have|has) (?:no|any))\b"
)
_FEW, _SOME = 12, 20


def late_question(plain: Sequence[str]) -> list[str]:
    """The last part of a run-on statement where that part asks; empty where none does."""
    text = " ".join(plain)
    for start in _STARTS.finditer(text):
        before = text[: start.start()].split()
        rest = text[start.start() :].split()
        if len(before) < 2 or len(rest) < 2 or _TAKES_IT.search(" ".join(before)):
            continue
        if before[-1] in _BEFORE:
            return rest
    return []


def names_a_matter(plain: Sequence[str]) -> bool:
    """Whether a sentence that has no form of a question may ask all the same, by naming what the
    other could speak of: "no fevers at all", "you have not had any chest pain"."""
    core = _LIKE_THAT.sub("", without_lead(" ".join(plain)))
    if _FORBIDS.match(core):
        return False
    if len(plain) <= _SOME and _YOUR_NOT.match(core):
        return True
    return 0 < len(core.split()) <= _FEW and not _VERBAL.search(core)
