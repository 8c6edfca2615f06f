"""Turns of phrase whose words name another topic than the one they ask about.

"May I ring someone for you?" is about company and not about ringing ears.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_ANYONE = r"(?:someone|somebody|anyone|anybody|a (?:friend|relative|neighbor)|your \w+|them)"
_MEDICINE = r"(?:medicines?|medications?|drugs?|tablets?|antibiotics?|injections?|anything)"
_PHRASES: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(
            r"\bhow (?:would|do) you (?:like|want) (?:me|us) to (?:do|tell|put|give|handle)"
            r"(?: you)? (?:this|it|that|the (?:news|result)s?)\b"
        ),
        "preferences.information",
    ),
    (
        re.compile(
            r"^(?:(?:so|and|okay) )*(?:shall|can|could|may|should|would you like|do you want"
            r"|is there|would it help if) (?:\w+ ){0,4}(?:ring|call|phone|fetch|contact|telephone)"
            rf" {_ANYONE}"
            r"(?: \w+){0,2}? (?:for you|to (?:come|be|sit|stay) .*)$"
        ),
        "preferences.companion",
    ),
    (
        re.compile(
            rf"\b{_MEDICINE} (?:\w+ )?(?:\w+ )?(?:(?:must|should|can|may) (?:not|never)"
            r"|are not to|is not to) (?:ever )?(?:be given|have|give|get|be used|receive)\b"
        ),
        "allergy",
    ),
    (
        re.compile(
            r"^(?:(?:so|and|okay|right|well) )*how (?:have|has) (?:you|he|she|they|things) been"
            r"(?: doing| feeling| getting on| keeping)? since\b"
            r"|\b(?:can|could|will|would) you tell (?:me|us) how you (?:feel|are feeling)"
            r"(?: now| today| at the moment)?$"
        ),
        "opening.feeling_now",
    ),
    (
        re.compile(r"\bhow (?:are|do|did|have) you (?:been )?feel(?:ing)?(?: \w+)? in yourself\b"),
        "mood.low",
    ),
    (
        re.compile(
            r"\b(?:someone|somebody|anyone|anybody|a person|people)(?: else)?"
            r"(?: (?:there|here|sat|sitting|standing|close|right))* "
            r"(?:with|beside|next to|near) you"
            r"(?: (?:now|just now|today|there|here|at the moment|right now))*$"
        ),
        "opening.who_is_with",
    ),
)


def set_phrase(plain: Sequence[str]) -> str:
    """The topic that a turn of phrase asks about; empty where there is none in the text."""
    text = " ".join(plain)
    return next((topic for pattern, topic in _PHRASES if pattern.search(text)), "")
