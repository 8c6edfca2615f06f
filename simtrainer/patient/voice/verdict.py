"""The outcome of checking one sentence of a model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Reason = Literal[
    "",  # nothing against it
    "empty",
    "too_long",
    "junk",  # markup, code, control characters, babble
    "role",  # speaks as a machine, a doctor or a narrator, or for somebody else
    "language",
    "diagnosis",
    "leak",  # something that this person has not been allowed to tell
    "number",
    "time",
    "side",
    "body",
    "symptom",
    "course",
    "drug",
    "test",
    "disease",
    "person",
    "life",
    "contradiction",
    "new",  # claims something that nobody decided
    "repeated",
    "left_out",  # the model came to its end without it
    "engine",  # the model gave nothing, or not in time
]


@dataclass(frozen=True)
class Verdict:
    """Whether a sentence may be shown; ``detail`` names the words that speak against it."""

    ok: bool
    reason: Reason = ""
    detail: str = ""


GOOD = Verdict(True)


def refused(reason: Reason, detail: str = "") -> Verdict:
    return Verdict(False, reason, detail[:80])
