"""The scripted voice: a decided text in the manner of the moment, one sentence at a time."""

from __future__ import annotations

import re
from dataclasses import dataclass

from simtrainer.encounter.state import EncounterState
from simtrainer.patient.variety import chance, choose, draw
from simtrainer.patient.who import alertness, is_patient, number
from simtrainer.scenario.people import Person

# Respiratory rates and saturations at which talking in whole sentences becomes hard: the NEWS2
# red bands (RCP 2017: rate 25 or more, SpO2 91 or less on scale 1), and well beyond them.
HARD_RR, VERY_HARD_RR = 25, 32
HARD_SPO2, VERY_HARD_SPO2 = 90, 84
SEVERE_PAIN = 8  # of 10

_LOWERABLE = frozenset(
    "a about all an and any as at but by every everything for he her here his how in it it's its"
    " just last like maybe more mostly my no not nothing of on only our quite right she since so"
    " some sometimes that that's the then there there's they this to two three very we we're well"
    " what when with yes you".split()
)
_BREAK_BEFORE = frozenset(
    "and but because so when since for in at to with like as that if or then into"
    " down through".split()
)
_HOLDS_ON = frozenset(
    "a an the my his her their our your of in on at to for with i it's and or so no".split()
)
_OPENERS = {
    "anxious": ("Um, ", "Well, ", "Er, ", "I mean, "),
    "cross": ("Look, ", "Well, "),
    "low": ("Well ... ", "I suppose ... "),
}


@dataclass(frozen=True)
class Manner:
    """How a person can speak now. ``breath`` 0 freely, 1 in short runs, 2 a few words at a time."""

    breath: int = 0
    clear: float = 1.0  # 1 clear-headed, below 0.8 confused, below 0.6 drowsy
    opener: str = ""  # which openers suit the mood
    short: bool = False  # says as little as possible


def manner_of(state: EncounterState, person: Person, mood: dict[str, float]) -> Manner:
    patient = is_patient(state, person)
    upset = mood["anger"] > 0.6 or mood["sadness"] > 0.75 or mood["fatigue"] > 0.75
    opener = ""
    if mood["anger"] > 0.55:
        opener = "cross"
    elif mood["anxiety"] > 0.6:
        opener = "anxious"
    elif mood["sadness"] > 0.6:
        opener = "low"
    breath = _breath(state) if patient else 0
    clear = alertness(state) if patient else 1.0
    return Manner(breath, clear, opener, upset or breath > 1 or clear < 0.8)


def _breath(state: EncounterState) -> int:
    rr = number(state.vitals, "rr", 16)
    spo2 = number(state.vitals, "spo2", 98)
    effort = number(state.signs, "effort", 0)
    if rr >= VERY_HARD_RR or spo2 <= VERY_HARD_SPO2 or effort >= 0.75:
        return 2
    hard = rr >= HARD_RR or spo2 <= HARD_SPO2 or effort >= 0.45
    return int(hard or number(state.vitals, "pain", 0) >= SEVERE_PAIN)


def spoken(state: EncounterState, sentence: str, manner: Manner, first: bool, name: str) -> str:
    """One sentence as it comes out: an opener now and then, and pauses for breath."""
    if first and manner.opener and not manner.breath:
        sentence = _opened(state, sentence, manner.opener, name)
    return _in_breaths(state, sentence, manner.breath, name) if manner.breath else sentence


def _opened(state: EncounterState, sentence: str, kind: str, name: str) -> str:
    opener = choose(state, f"{name}:opener", _OPENERS[kind])
    earlier = [line.text for line in state.spoken[-2:]]
    used = any(text.startswith(opener.strip(" .,")) for text in earlier)
    lowered = lower_first(sentence)
    if used or lowered is None or not chance(state, f"{name}:open?", 30):
        return sentence
    return opener + lowered


def lower_first(sentence: str) -> str | None:
    """The sentence to follow other words; None where its first word may need its capital."""
    first = re.match(r"[\w']+", sentence)
    if first is None:
        return None
    word = first[0].replace("’", "'")
    if word == "I" or word.startswith("I'"):
        return sentence
    return sentence[0].lower() + sentence[1:] if word.lower() in _LOWERABLE else None


def _in_breaths(state: EncounterState, sentence: str, breath: int, name: str) -> str:
    """Pauses where a breath would fall: about every six words, or every three."""
    words = sentence.split()
    most = (6, 4)[breath - 1] + draw(state, f"{name}:breath", 2)
    least = (4, 2)[breath - 1]
    out: list[str] = []
    run = 0
    for place, word in enumerate(words):
        left = len(words) - place
        last = out[-1] if out else ""
        here = word.lower() in _BREAK_BEFORE or last.endswith(",")
        ready = (run >= least and here) or run >= most
        if word == "..." or last.endswith("..."):
            run = 0
        elif left > 1 and ready and last.lower() not in _HOLDS_ON:
            out[-1] = out[-1].rstrip(",;")
            out.append("...")
            run = 0
        out.append(word)
        run += 1
    return " ".join(out)
