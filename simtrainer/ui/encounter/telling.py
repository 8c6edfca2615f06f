"""Events as entries of the conversation: what was said as turns, what happened as lines."""

from __future__ import annotations

from dataclasses import dataclass

from simtrainer.encounter import events as ev
from simtrainer.i18n import tr
from simtrainer.scenario.case import Case
from simtrainer.scenario.catalogue.display import show_unit
from simtrainer.ui.encounter.words import (
    YOU,
    amount,
    clock,
    is_staff,
    lower_first,
    marked,
    name_of,
    route_name,
    sentence,
)
from simtrainer.ui.kit.turns import Voice

PREPARED = {
    "hand_hygiene": "You cleaned your hands",
    "protection": "You put on gloves and an apron",
    "identity": "You checked the identity",
    "consent": "You asked for consent",
    "chaperone": "You asked a chaperone to come",
    "position": "You helped into a good position",
    "privacy": "You drew the curtain",
}
GESTURES = {
    "silence": "You stay silent and listen",
    "tissue": "You offer a tissue",
    "touch": "You put a hand on the arm",
    "look_away": "You look away",
    "lean_in": "You lean in",
    "nod": "You nod",
}


_SAME_BREATH_MS = 15_000  # sentences closer than this belong to one turn


@dataclass(frozen=True)
class Said:
    """Something said aloud, or shown without words (``muted``)."""

    voice: Voice
    who: str
    name: str
    text: str
    at: int
    seq: int
    turn: int | None = None
    muted: bool = False


@dataclass(frozen=True)
class Line:
    """Something that happened; ``loud`` is announced at once, ``told`` when there is time."""

    icon: str
    text: str
    at: int
    told: bool = True
    loud: bool = False


def entry_of(event: ev.Event, case: Case, locale: str = "en-GB") -> Said | Line | None:
    """What the conversation shows of an event; None for what nobody sees."""
    if isinstance(event, ev.TraineeSpoke | ev.SentenceSpoken | ev.PersonBehaved):
        return _said(event, case, locale)
    return _work(event, case, locale) or _course(event, case, locale)


def goes_on(before: Said, now: Said) -> bool:
    """Whether ``now`` is another sentence of the same turn of the same person."""
    same = before.who == now.who and before.voice != "trainee" and before.turn == now.turn
    return same and not before.muted and not now.muted and now.at - before.at < _SAME_BREATH_MS


def _said(
    event: ev.TraineeSpoke | ev.SentenceSpoken | ev.PersonBehaved, case: Case, locale: str
) -> Said | None:
    if isinstance(event, ev.TraineeSpoke):
        to = "" if event.to == case.patient.key else f", {tr('to')} {name_of(case, event.to)}"
        return Said("trainee", YOU, tr("You") + to, event.text, event.at, event.seq)
    voice: Voice = "staff" if is_staff(case, event.who) else "patient"
    name = name_of(case, event.who, locale)
    if isinstance(event, ev.SentenceSpoken):
        return Said(voice, event.who, name, event.text, event.at, event.seq, event.turn)
    if not event.text:
        return None
    text = f"({event.text.strip('().')})"
    return Said(voice, event.who, name, text, event.at, event.seq, muted=True)


def _work(event: ev.Event, case: Case, locale: str) -> Line | None:
    """What was examined, ordered, given and done."""
    match event:
        case ev.Examined():
            by = "" if event.actor == YOU else f" ({name_of(case, event.actor, locale)})"
            return Line("stethoscope", f"{event.name}{by}: {event.finding}", event.at)
        case ev.Prepared(what=what):
            done = [tr(PREPARED[each]) for each in what]
            return Line("hand", ". ".join(done), event.at, told=False)
        case ev.TestOrdered():
            text = f"{tr('Ordered')}: {event.name}, {tr('back at')} {clock(event.due_at)}"
            return Line("flask", text, event.at, told=False)
        case ev.TestResulted():
            return Line("flask", _result(event), event.at)
        case ev.TreatmentStarted() if event.name:
            return Line(_treatment_icon(event), _given(event, case, locale), event.at, told=False)
        case ev.TreatmentEnded(reason=reason) if reason != "changed":
            ended = tr("A treatment has finished") if reason == "finished" else tr("You stopped it")
            return Line("drip", ended, event.at, told=False)
        case ev.Prescribed():
            return Line("pill", f"{tr('Prescribed')}: {event.name}. {event.text}", event.at)
        case ev.ProcedureDone():
            return Line("hand", f"{event.name}. {event.text}".strip(" ."), event.at)
        case ev.Interpreted():
            return Line("edit", f"{tr('Your reading')}: {event.text}", event.at, told=False)
        case ev.DocumentRead():
            return Line("document", f"{tr('You read')}: {event.title}", event.at, told=False)
        case _:
            return None


def _course(event: ev.Event, case: Case, locale: str) -> Line | None:
    """Who came and went, and what became of the encounter."""
    match event:
        case ev.EncounterStarted():
            return Line("door", _opening(case), event.at, told=False)
        case ev.Delegated():
            name = name_of(case, event.to, locale)
            text = f"{name} {tr('will do it')}: {lower_first(event.what)}"
            return Line("people", text, event.at)
        case ev.Called():
            return Line("phone", event.answer, event.at)
        case ev.PersonArrived():
            name = name_of(case, event.who, locale)
            return Line("person", f"{name} {tr('has come')}", event.at)
        case ev.HandedOver():
            return Line("send", tr("You handed over"), event.at, told=False)
        case ev.Gestured():
            return Line("hand", tr(GESTURES[event.gesture]), event.at, told=False)
        case ev.HintGiven():
            return Line("bulb", event.text, event.at)
        case ev.TurnFlagged():
            text = tr("You marked your words as misunderstood. It costs you nothing.")
            return Line("flag", text, event.at)
        case ev.BodyChanged():
            return Line("heart", event.text, event.at, loud=True)
        case ev.TwoMinuteWarning():
            return Line("clock", tr("Two minutes left"), event.at, loud=True)
        case ev.Paused():
            return Line("pause", tr("Paused"), event.at)
        case ev.Resumed():
            return Line("play", tr("Going on"), event.at)
        case ev.EncounterClosing():
            return Line("door", _closing(event.reason), event.at, loud=True)
        case _:
            return None


def _opening(case: Case) -> str:
    name = case.patient.spoken_name
    if case.heading.setting.channel == "in_person":
        return f"{tr('You are with')} {name}"
    return f"{name} {tr('is on the line')}"


def _closing(reason: str) -> str:
    return {
        "ended": tr("You left. Now write your note."),
        "time_up": tr("Time is up. Now write your note."),
        "died": tr("The patient has died. Take a moment, then write your note."),
    }[reason]


def _result(event: ev.TestResulted) -> str:
    odd = [f"{line.name} {marked(line)}" for line in event.lines if line.flag]
    back = f"{event.name} {tr('is back')}"
    return f"{back}: {', '.join(odd[:2])}" if odd else back


def _treatment_icon(event: ev.TreatmentStarted) -> str:
    return "drip" if event.over_ms is None or event.over_ms else "syringe"


def _given(event: ev.TreatmentStarted, case: Case, locale: str) -> str:
    who = tr("You") if event.actor == YOU else name_of(case, event.actor, locale)
    did = tr("gave") if event.over_ms == 0 else tr("started")
    route = lower_first(route_name(event.route))
    dose = f"{amount(event.dose)} {show_unit(event.unit)}"
    return sentence(f"{who} {did} {lower_first(event.name)}, {dose}, {route}")
