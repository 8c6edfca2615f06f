"""Saying back what one was told: "you need your heart looked at" -> "I need my heart looked at"."""

from __future__ import annotations

from simtrainer.patient.word import lower_first

_SWAPS = {
    "your": "my", "yours": "mine", "yourself": "myself", "you're": "I'm", "you've": "I've",
    "you'll": "I'll", "you'd": "I'd", "i": "you", "i'm": "you're", "i've": "you've",
    "i'll": "you'll", "i'd": "you'd", "my": "your", "me": "you", "we": "you", "we're": "you're",
    "we've": "you've", "we'll": "you'll", "we'd": "you'd", "our": "your", "us": "you",
}  # fmt: skip
_VERBS = {"are": "am", "were": "was", "aren't": "am not", "weren't": "wasn't"}
# After one of these, "you" begins a clause of its own; before one of _AFTER it does too.
_BEFORE = frozenset(
    "and but that if when because so whether until before after while think believe where why how"
    .split()
)  # fmt: skip
_AFTER = frozenset(
    "are were have had has need will would can could should must may might do did don't won't can't"
    " get feel take stay go come look"
    .split()
)  # fmt: skip
_EDGES = '.,;:!?"“”()'


def turned(text: str, upper: bool = False) -> str:
    """``text`` from the other side of the talk, to follow other words or to begin a sentence."""
    words = text.strip().rstrip(".!").replace("’", "'").split()
    plain = [word.strip(_EDGES).lower() for word in words]
    out: list[str] = []
    for place, word in enumerate(words):
        fresh = _turned(plain, place)
        out.append(word.replace(word.strip(_EDGES), fresh, 1) if fresh else word)
    sentence = " ".join(out)
    if upper:
        return sentence[:1].upper() + sentence[1:]
    return lower_first(sentence) or sentence


def _turned(words: list[str], place: int) -> str:
    """The word that stands in its place; empty where it stays."""
    word = words[place]
    before = words[place - 1] if place else ""
    if word == "you":
        return "I" if _begins_clause(words, place) else "me"
    if word in _VERBS and before == "you":
        return _VERBS[word]
    return _SWAPS.get(word, "")


def _begins_clause(words: list[str], place: int) -> bool:
    follows = words[place + 1] if place + 1 < len(words) else ""
    return place == 0 or words[place - 1] in _BEFORE or follows in _AFTER
