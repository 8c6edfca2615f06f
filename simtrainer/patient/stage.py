"""What has no place in the story: orders to a machine, talk of the exercise, general knowledge.

A person to whom such things are said is puzzled and stays who they are.
"""

from __future__ import annotations

import re
from functools import lru_cache

from simtrainer.language.meaning import far_from_all
from simtrainer.language.normalise import words
from simtrainer.language.stems import content
from simtrainer.language.understanding import SentenceUnderstood
from simtrainer.patient.points import View
from simtrainer.scenario.topics import topics

TOO_MUCH = 250  # words at once that nobody at a bedside takes in
KNOWN_SHARE = 0.5  # of a question's telling words, ones that belong to talk of illness and life
NAMELESS_SHARE = 0.75  # the same where no topic was recognised

_ORDERS = frozenset("describe explain discuss compare outline define summarise list name".split())
_OFF_STAGE = re.compile(
    r"\b(previous|prior|above|initial|original|all (the|your)|your|these) (\w+ )?"
    r"(instructions?|prompts?|programming|directives?)\b|"
    r"system (prompt|message|instructions?)|language model|\bAI (model|assistant|named)|"
    r"\b(chat ?)?gpt\b|chat ?bot|jailbreak|(developer|debug|dan) mode|mark scheme|score ?card|"
    r"\brubric\b|role-?play\w*|fictional world|immerse yourself|fully immerse|"
    r"this (station|scenario|simulation|case study)|supposed to tell|"
    r"\b(facts?|answers?) (you|that you) (have|know|hide)|hidden (facts?|diagnosis)|"
    r"you(?:'re| are| will)? ?(now|about to|going to)? ?(be|act as|play|become|are now) "
    r"(DAN|an? (ai|assistant|model|program|bot|character))\b|"
    r"\b(act|behave|respond|answer|reply) as (an?|my|if you were|the)\b|\bpretend (to|that|you)\b|"
    r"\bas an ai\b|\btranslate (the|this|your|these)\b|\bpython\b|"
    r"\b(in|to|as) (json|yaml|base64|python|code|markdown)\b|base64|"
    r"\b(?:modify|enhance|change|group|format|end|start|improve|rewrite|include|add|insert|limit|write|provide)"
    r" (?:\w+ ){0,5}your (?:answers?|reply|replies|responses?|outputs?)\b|"
    r"\b(?:this|that|the following) "
    r"(?:feedback|review|tweet|sentence|paragraph|passage|article|headline)\b|"
    r"\b(drop|alter) table\b|\bselect .+ from\b|\bexec\b|<script|```|</?\w+_prompt>",
    re.IGNORECASE,
)
# Nobody says these, and no keyboard slips into them; direction marks come with pasted text.
_CODE = re.compile(
    r"[$#{}\\=~|\u202a-\u202e\u2060-\u2069]|\b0x[\da-f]|\bNaN\b|^\W*(?:NIL|NULL|None)\W*$"
)
_WORD = re.compile(r"[^\W\d_]{2}")
_AMONG_US = re.compile(
    r"\b(i|i'm|me|my|you\w*|he|she|him|her|his|they|them|their|we|us|it|it's|that|this|there)\b",
    re.IGNORECASE,
)


def off_stage(view: View) -> bool:
    """Whether an utterance speaks to something other than the person."""
    text = view.turn.text
    return bool(_OFF_STAGE.search(text) or _CODE.search(text)) or not _WORD.search(text)


def out_of_place(view: View, sentence: SentenceUnderstood) -> bool:
    """A question about the world at large: nobody here is meant, and few of its words fit."""
    if _AMONG_US.search(sentence.text):
        return False
    plain = words(sentence.text)
    ordered = plain[:1] and plain[0] in _ORDERS
    telling = [stem for stem in content(plain[1:] if ordered else plain) if stem.isalpha()]
    if len(telling) < 2:
        return False
    known = NAMELESS_SHARE if ordered or not sentence.topics else KNOWN_SHARE
    most = len(telling) * (1 - known)
    strange = [stem for stem in telling if stem not in _vocabulary()]
    if len(strange) <= most:
        return bool(strange) and far_from_all(" ".join(words(sentence.text)))
    ours = {stem for f in view.facts for text in (*f.say, *f.ask) for stem in content(words(text))}
    return len([stem for stem in strange if stem not in ours]) > most


@lru_cache(maxsize=1)
def _vocabulary() -> frozenset[str]:
    """Stems of the words by which all topics are known."""
    texts = [text for topic in topics().values() for text in (topic.label, *topic.words)]
    return frozenset(stem for text in texts for stem in content(words(text)))
