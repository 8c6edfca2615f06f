"""What happened besides talk, as a line of the transcript and a mark on the timeline. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

from simtrainer.encounter import events as ev
from simtrainer.i18n import tr
from simtrainer.scenario.case import Case


@dataclass(frozen=True)
class Happening:
    """A sentence for the transcript; ``label`` is its name on the timeline, if it goes there."""

    icon: str
    text: str
    label: str = ""


_GESTURES = {
    "silence": "You stayed silent for a moment",
    "tissue": "You offered a tissue",
    "touch": "You touched the patient's arm",
    "look_away": "You looked away",
    "lean_in": "You leaned in",
    "nod": "You nodded",
}
_PREPARATIONS = {
    "hand_hygiene": "cleaned your hands",
    "protection": "put on protection",
    "identity": "checked who the patient is",
    "consent": "asked for consent",
    "chaperone": "called a chaperone",
    "position": "helped the patient into position",
    "privacy": "saw to privacy",
}
_DISPOSITIONS = {
    "admit": "You admitted the patient",
    "discharge": "You discharged the patient",
    "refer": "You referred the patient",
    "transfer": "You transferred the patient",
    "safety_net": "You discharged the patient with a safety net",
}
_CLOSINGS = {
    "ended": "The time with the patient is over",
    "time_up": "The time is up",
    "died": "The patient died",
}


def happening(event: ev.Event, case: Case) -> Happening | None:
    """The line for ``event``; None for what is not told or is told as talk."""
    return _done(event) or _came_back(event, case) or _written(event)


def _done(event: ev.Event) -> Happening | None:
    match event:
        case ev.Prepared():
            what = ", ".join(tr(_PREPARATIONS[name]) for name in event.what)
            return Happening("hand", f"{tr('You')} {what}", tr("Prepared"))
        case ev.Examined():
            return Happening("stethoscope", f"{event.name}: {event.finding}", event.name)
        case ev.TestOrdered():
            return Happening("flask", f"{tr('Ordered')}: {event.name}", event.name)
        case ev.TreatmentStarted():
            dose = f"{event.dose:g} {event.unit}"
            text = f"{tr('Gave')} {event.name} {dose}, {event.route}"
            return Happening("syringe", text, event.name)
        case ev.TreatmentEnded():
            return _ended(event)
        case ev.Prescribed():
            text = f"{tr('Prescribed')} {event.name}. {event.text}".strip()
            return Happening("pill", text, event.name)
        case ev.ProcedureDone():
            return Happening("hand", f"{event.name}. {event.text}".strip(), event.name)
        case ev.Called():
            text = f"{tr('Called')} {event.name}. {event.answer}".strip()
            return Happening("phone", text, event.name)
        case ev.Gestured():
            return Happening("hand", tr(_GESTURES[event.gesture]))
        case _:
            return None


def _ended(event: ev.TreatmentEnded) -> Happening | None:
    if event.reason != "stopped":
        return None
    return Happening("stop", tr("You stopped a treatment"))


def _came_back(event: ev.Event, case: Case) -> Happening | None:
    match event:
        case ev.TestResulted():
            lines = "; ".join(
                f"{line.name} {line.text} {line.unit}".strip()
                + (f" ({line.flag.replace('_', ' ')})" if line.flag else "")
                for line in event.lines
            )
            told = " ".join(part for part in (lines, event.report) if part)
            return Happening("flask", f"{event.name} {tr('is back')}. {told}".strip())
        case ev.PersonArrived():
            return Happening("people", f"{_name(case, event.who)} {tr('arrived')}")
        case ev.PersonBehaved():
            return Happening("eye", event.text)
        case ev.BodyChanged():
            return Happening("heart", event.text, tr("Sudden change"))
        case ev.TwoMinuteWarning():
            return Happening("clock", tr("Two minutes left"))
        case ev.HintGiven():
            return Happening("bulb", f"{tr('Hint')}: {event.text}")
        case ev.EncounterClosing():
            return Happening("door", tr(_CLOSINGS[event.reason]))
        case _:
            return None


def _written(event: ev.Event) -> Happening | None:
    match event:
        case ev.Interpreted():
            return Happening("eye", f"{tr('You read it as')}: {event.text}", tr("Reading"))
        case ev.DocumentRead():
            return Happening("document", f"{tr('You read')}: {event.title}", event.title)
        case ev.NoteWritten():
            parts = (event.diagnosis, ", ".join(event.differential), event.plan, event.text)
            told = ". ".join(part.strip(" .") for part in parts if part.strip())
            return Happening("notes", f"{tr('Your note')}: {told}", tr("Note"))
        case ev.HandedOver():
            return Happening("people", f"{tr('You handed over')}: {event.text}", tr("Handover"))
        case ev.ExaminerAnswered():
            return Happening("speech", f"{tr('You answered the examiner')}: {event.text}")
        case ev.Disposed():
            to = f": {event.to}" if event.to else ""
            return Happening("door", tr(_DISPOSITIONS[event.disposition]) + to, tr("Decision"))
        case _:
            return None


def _name(case: Case, key: str) -> str:
    try:
        return case.person(key).name
    except KeyError:
        return key.replace("_", " ").capitalize()
