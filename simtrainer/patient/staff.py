"""Colleagues: a nurse reports what the monitor shows and takes tasks, a senior asks and advises."""

from __future__ import annotations

import re

from simtrainer.patient.answer import to_asked
from simtrainer.patient.conditions import acts_of
from simtrainer.patient.points import Point, View
from simtrainer.patient.who import number

_ALL = re.compile(
    r"\b(obs|observations|vitals|vital signs|news score|how (is|are) (he|she|they|the patient))\b",
    re.IGNORECASE,
)
_ASKED: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        ("hr", r"\b(pulse|heart ?rate|hr|tachycardi\w*|bradycardi\w*)\b"),
        ("bp", r"\b(blood pressure|bp|hypotensi\w*|systolic|pressure)\b"),
        ("rr", r"\b(resp\w*|breathing rate|rr)\b"),
        ("spo2", r"\b(sats?|saturations?|spo2|oxygen level\w*|hypoxi\w*)\b"),
        ("temp", r"\b(temp|temps|temperature|fever|febrile|pyrexi\w*)\b"),
        ("gcs", r"\b(gcs|avpu|acvpu|alert|conscious\w*|coma)\b"),
        ("glucose", r"\b(glucose|sugars?|bm)\b"),
        ("cap_refill", r"\b(cap\w* refill|crt)\b"),
        ("pain", r"\bpain score\b"),
        ("urine", r"\b(urine output|catheter bag|fluid balance)\b"),
    )
)
_SET = ("rr", "spo2", "bp", "hr", "temp", "gcs")
_SPOKEN_TO = {
    "A": "alert", "C": "newly confused", "V": "responding to voice",
    "P": "only responding to pain", "U": "unresponsive",
}  # fmt: skip
_RED = (
    ("blood pressure", "sbp", 90, 220),
    ("sats", "spo2", 91, 101),
    ("breathing", "rr", 8, 25),
    ("heart rate", "hr", 40, 131),
    ("temperature", "temp", 35.0, 39.1),
)
_OPINION = re.compile(
    r"\b(what do you (think|make)|worr(y|ied)|concern\w*|happy with|your (thoughts|view))\b", re.I
)
_WHOSE = re.compile(
    r"\b(patient'?s|patients|his|her|their) (full )?name\b|\bname of (the|this|our) patient\b|"
    r"\bwho is (the|this|our) patient\b",
    re.IGNORECASE,
)
_TASK = re.compile(
    r"\b(can|could|would|will) (you|we)\b|\bplease\b|\b(get|give|take|send|start|put|set up|call|"
    r"bleep|fetch|attach|repeat|draw|cannulate|run)\b",
    re.IGNORECASE,
)


def decide(view: View) -> list[Point]:
    """What a colleague says to the trainee."""
    match view.person.role:
        case "nurse" | "team":
            return _nurse(view)
        case "examiner":
            return [Point("social", phrase="examiner")]
        case _:
            return _senior(view)


def _nurse(view: View) -> list[Point]:
    reported = observations(view)
    if reported:
        return [Point("case", options=(text,)) for text in reported]
    if _WHOSE.search(view.turn.text):
        name = view.state.case.patient.name
        return [Point("case", phrase="name", fill={"name": name}, topics=("identity.name",))]
    told = _from_case(view)
    if told and told[0].basis != "not_known":
        return told
    if acts_of(view.turn) & {"ask.ideas", "ask.concerns"} or _OPINION.search(view.turn.text):
        return [_opinion(view)]
    if told:
        return told
    if _TASK.search(view.turn.text):
        return [Point("social", phrase="nurse_task")]
    return [Point("social", phrase=_pleasantry(view))]


def _opinion(view: View) -> Point:
    """What bothers a nurse: a vital in a red band of NEWS2 (RCP 2017)."""
    vitals = view.state.vitals
    worries = [what for what, name, low, high in _RED
               if not low < number(vitals, name, (low + high) / 2) < high]  # fmt: skip
    if str(vitals.get("acvpu", "A")) != "A":
        worries.append("drowsiness" if vitals.get("acvpu") != "C" else "confusion")
    if not worries:
        return Point("social", phrase="nurse_content")
    what = worries[0] if len(worries) == 1 else f"{worries[0]} and the {worries[1]}"
    return Point("case", phrase="nurse_worry", fill={"what": what})


def _pleasantry(view: View) -> str:
    acts = acts_of(view.turn)
    if acts & {"thank", "close", "affirm"}:
        return "nurse_thanks"
    return "nurse_hello" if acts & {"introduce", "social"} else "nurse_nothing"


def _from_case(view: View) -> list[Point]:
    """What the author gave this colleague to tell; not knowing only when something was asked."""
    points: list[Point] = []
    planned: set[str] = set()
    for sentence in view.turn.sentences:
        if sentence.topics or sentence.facts:
            points += to_asked(view, sentence, planned)
    known = [point for point in points if point.basis in ("case", "withheld")]
    asks = "?" in view.turn.text and not _TASK.search(view.turn.text)
    return known or (points[:1] if asks else [])


def observations(view: View) -> list[str]:
    """The vitals that were asked for, as one reads them out."""
    text = view.turn.text
    names = [name for name, pattern in _ASKED if pattern.search(text)]
    wanted = "?" in text or re.search(r"\b(tell|what|give me|read|any|how)\b", text, re.IGNORECASE)
    if _ALL.search(text):
        names = list(_SET)
    if not names or not wanted:
        return []
    parts = [part for part in (_read_out(view, name) for name in names) if part]
    sentence = ", ".join(parts)
    return [f"{sentence[0].upper()}{sentence[1:]}."] if sentence else []


def _read_out(view: View, name: str) -> str:
    vitals = view.state.vitals
    if name == "bp":
        return f"blood pressure {_whole(view, 'sbp')} over {_whole(view, 'dbp')}"
    if name == "gcs":
        level = _SPOKEN_TO.get(str(vitals.get("acvpu", "A")), "alert")
        return f"{level}, GCS {_whole(view, 'gcs')}"
    if name == "temp":
        return f"temperature {number(vitals, 'temp', 37):.1f}"
    if name == "glucose":
        return _glucose(view)
    if name == "urine":
        return f"about {_whole(view, 'urine_ml_h')} mils of urine an hour"
    words = {"hr": "heart rate {}", "rr": "resps {}", "spo2": "sats {} per cent",
             "cap_refill": "cap refill {} seconds", "pain": "pain score {}"}  # fmt: skip
    return words[name].format(_whole(view, name)) if name in vitals else ""


def _glucose(view: View) -> str:
    value = number(view.state.vitals, "glucose", 5.5)
    if view.state.locale == "en-US":
        return f"glucose {value * 18.016:.0f}"  # mmol/L to mg/dL
    return f"glucose {value:.1f}"


def _whole(view: View, name: str) -> str:
    return f"{round(number(view.state.vitals, name, 0))}"


def _senior(view: View) -> list[Point]:
    told = _from_case(view)
    if told and told[0].basis == "case":
        return told
    acts = acts_of(view.turn)
    if acts & {"thank", "close"}:
        return [Point("social", phrase="senior_heard")]
    if "?" in view.turn.text or re.search(r"\b(help|advice|advise)\b", view.turn.text, re.I):
        return [Point("social", phrase="senior_help")]
    heard = sum(turn.words for turn in view.state.turns if turn.to == view.turn.to)
    if view.turn.words < 12 and heard < 25:
        return [Point("social", phrase="senior_hello")]
    return [Point("social", phrase="senior_ask" if heard < 80 else "senior_heard")]
