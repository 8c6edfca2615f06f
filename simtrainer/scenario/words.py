"""The closed vocabularies that templates, events and rules share."""

from __future__ import annotations

from typing import Literal, get_args

Difficulty = Literal["easy", "standard", "hard"]
Mode = Literal["practice", "guided", "exam"]
Channel = Literal["in_person", "video", "phone"]
DeathPolicy = Literal["never", "late", "possible"]
Sex = Literal["male", "female"]
Locale = Literal["en-GB", "en-US"]
MoodName = Literal["trust", "anxiety", "pain", "anger", "sadness", "fatigue", "consciousness"]
Behaviour = Literal[
    "falls_silent", "cries", "gets_angry", "refuses", "asks_back", "interrupts", "calms_down"
]
Gesture = Literal["silence", "tissue", "touch", "look_away", "lean_in", "nod"]
Preparation = Literal[
    "hand_hygiene", "protection", "identity", "consent", "chaperone", "position", "privacy"
]
Disposition = Literal["admit", "discharge", "refer", "transfer", "safety_net"]
VitalName = Literal[
    "hr", "sbp", "dbp", "map", "rr", "spo2", "temp", "gcs", "glucose", "pain", "cap_refill"
]

# Communication acts, design section 7.
Act = Literal[
    "question.open",
    "question.closed",
    "question.leading",
    "question.multiple",
    "reflection",
    "empathy.name",
    "empathy.understand",
    "empathy.respect",
    "empathy.support",
    "empathy.explore",
    "ask.ideas",
    "ask.concerns",
    "ask.expectations",
    "introduce",
    "identify",
    "consent",
    "agree_agenda",
    "signpost",
    "summarise",
    "check_understanding",
    "warning_shot",
    "invite",
    "affirm",
    "evoke",
    "explain",
    "advise",
    "share_decision",
    "safety_net",
    "thank",
    "apologise",
    "close",
    "jargon",
    "interrupt",
    "judgemental",
    "dismissive",
    "false_reassurance",
    "social",
]

DIFFICULTIES: tuple[Difficulty, ...] = get_args(Difficulty)
ACTS: tuple[Act, ...] = get_args(Act)
MOODS: tuple[MoodName, ...] = get_args(MoodName)
