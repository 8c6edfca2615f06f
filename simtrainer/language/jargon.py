"""Words of our trade in talk to a person who may not know them."""

from __future__ import annotations

import re
from functools import cache

from simtrainer.language.corpus import corpus
from simtrainer.language.normalise import words
from simtrainer.language.understanding import Context

_EXPLAINED = re.compile(
    r"\b(?:means?|meaning|that is|in other words|which is|what we call|known as|called"
    r"|(?:we|i|doctors|people|they) (?:\w+ )?call (?:it|this|that|them|these)"
    r"|(?:name|word|term) (?:for|is)"
    r"|or (?:a|an|the) \w+|simply put|basically|by that i mean|in plain)\b"
)


@cache
def _pattern() -> re.Pattern[str]:
    terms = sorted((" ".join(words(term)) for term in corpus().jargon), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, terms)) or '(?!)'})s?\b")


def names_jargon(text: str) -> bool:
    """Whether plain words hold any of our terms."""
    return bool(_pattern().search(text))


def terms_in(plain: list[str], context: Context) -> tuple[str, ...]:
    """The terms used without an explanation that the other person did not use first."""
    text = " ".join(plain)
    found = dict.fromkeys(_pattern().findall(text))
    if not found or _EXPLAINED.search(text):
        return ()
    said = (*context.heard, *(line.text for line in context.lines if line.speaker != "trainee"))
    theirs = " ".join(" ".join(words(text)) for text in said)
    return tuple(term for term in found if term not in theirs)
