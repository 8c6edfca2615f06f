"""A language model as the voice of a person: what it reads, and how each sentence is checked."""

from simtrainer.patient.voice.allowed import Allowed, allowed_for
from simtrainer.patient.voice.checking import check
from simtrainer.patient.voice.prompt import PROMPT_VERSION, Directive, directive, prefix
from simtrainer.patient.voice.verdict import Verdict
from simtrainer.patient.voice.wording import CheckedReply, Decided, Sentence, Silent

__all__ = [
    "PROMPT_VERSION",
    "Allowed",
    "CheckedReply",
    "Decided",
    "Directive",
    "Sentence",
    "Silent",
    "Verdict",
    "allowed_for",
    "check",
    "directive",
    "prefix",
]
