"""How people react to what is done: examined, treated, results, gestures, sudden changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from simtrainer.encounter import events as ev
from simtrainer.encounter.state import EncounterState
from simtrainer.patient import reactions
from simtrainer.patient.conditions import Moment, acts_of, is_drug
from simtrainer.patient.gestures import gestured
from simtrainer.patient.lately import used_lately
from simtrainer.patient.talk import Talk, first_present, nurse
from simtrainer.patient.variety import choose
from simtrainer.patient.who import can_speak, number, person_of
from simtrainer.scenario.catalogue import catalogue
from simtrainer.scenario.people import Person

RECENT_TURNS = 3  # an explanation this long ago still covers a treatment
HANDS_OFF = ("obs", "general", "inspection")  # regions looked at, hardly touched
_Handler = Callable[[Talk, Any], None]
_ARRESTS = ("arrest_vf", "arrest_pea", "arrest_asystole")


def react(state: EncounterState, happened: tuple[ev.Event, ...]) -> tuple[ev.Event, ...]:
    """Reactions to ``happened``, which ``state`` already holds: authored ones, then plain human
    ones; each person says at most one thing."""
    drafts = _authored(state, happened)
    spoken = {d.who for d in drafts if isinstance(d, ev.SentenceSpoken | ev.PersonBehaved)}
    for event in happened:
        talk = _to(state, event)
        if talk is not None and talk.drafts:
            first = talk.person.key not in spoken
            drafts += [d for d in talk.drafts if first or isinstance(d, ev.MoodChanged)]
            spoken.add(talk.person.key)
        drafts += _bystanders(state, event)
    return tuple(drafts)


def _authored(state: EncounterState, happened: tuple[ev.Event, ...]) -> list[ev.Event]:
    done = [event for event in happened if not isinstance(event, ev.TimePassed | ev.TraineeSpoke)]
    moment = Moment(state, happened=happened)
    drafts: list[ev.Event] = []
    occasion = "doing" if done else "waiting"
    for name, reaction in reactions.due(state, moment, occasion):
        talk = Talk(state, person_of(state, reaction.who))
        reactions.play(talk, name, reaction)
        drafts += talk.drafts
    return drafts


def _to(state: EncounterState, event: ev.Event) -> Talk | None:
    """What the one concerned does about one event."""
    match event:
        case ev.Gestured():
            return gestured(state, event)
        case ev.Delegated():
            return _delegated(state, event)
        case ev.PersonArrived():
            return _arrived(state, event)
        case ev.HandedOver():
            return _handed_over(state, event)
        case _:
            return _by_patient(state, event)


def _by_patient(state: EncounterState, event: ev.Event) -> Talk | None:
    patient = state.case.patient
    react_to = _DONE_TO_PATIENT.get(type(event))
    if react_to is None or getattr(event, "actor", "trainee") != "trainee":
        return None
    if not can_speak(state, patient):
        return None
    talk = Talk(state, patient)
    react_to(talk, event)
    return talk


def _examined(talk: Talk, event: ev.Examined) -> None:
    if event.manoeuvre.split(".")[0] in HANDS_OFF:
        return
    if not event.consented:
        _unasked(talk, event)
    elif _sensitive(event.manoeuvre) and not event.chaperoned and _first(talk, "private"):
        talk.feel({"trust": -0.04, "anxiety": 0.06}, "no_chaperone")
        talk.phrase("private")
    if event.painful:
        _hurt(talk)


def _unasked(talk: Talk, event: ev.Examined) -> None:
    """Touched without a word: a start the first time, a little less trust every time."""
    earlier = [e for e in talk.state.examined if not e.consented and e.seq != event.seq]
    touched = [e for e in earlier if e.manoeuvre.split(".")[0] not in HANDS_OFF]
    talk.feel({"trust": -0.06 if not touched else -0.02, "anxiety": 0.03}, "no_consent")
    if not touched:
        talk.see("flinches")
        if not event.painful:
            talk.phrase("not_asked")


def _hurt(talk: Talk) -> None:
    hides = talk.person.persona.when_hurt == "hides_it"
    talk.feel({"anxiety": 0.03, "trust": -0.01}, "painful_examination")
    talk.see("winces")
    talk.phrase("hurts_hidden" if hides else "hurts")


def _sensitive(manoeuvre: str) -> bool:
    entry = catalogue().manoeuvres.get(manoeuvre)
    return entry is not None and entry.sensitive


def _explained(talk: Talk) -> bool:
    recent = talk.state.turns[-RECENT_TURNS:]
    words = {"explain", "consent", "advise", "share_decision", "signpost"}
    return any(acts_of(turn) & words for turn in recent)


def _treated(talk: Talk, event: ev.TreatmentStarted) -> None:
    """Given something without being told what: most people ask."""
    if event.name and _told_of_allergy(talk, event):
        talk.feel({"trust": -0.2, "anxiety": 0.2, "anger": 0.1}, "allergy_disregarded")
        talk.phrase("allergy_told", drug=event.name.lower())
        return
    if not event.name or _explained(talk) or number(talk.state.vitals, "gcs", 15) < 14:
        return  # without a name it is an effect beside a drug, not something one sees given
    named = any(event.name.lower() in turn.text.lower() for turn in talk.state.turns[-2:])
    phrase = _what_is_that(event.route)
    if named or not _first(talk, phrase, turns=2):
        return
    talk.feel({"trust": -0.03, "anxiety": 0.03}, "given_unexplained")
    talk.phrase(phrase)


def _told_of_allergy(talk: Talk, event: ev.TreatmentStarted) -> bool:
    """Given the very thing they said they cannot have."""
    allergic = any(is_drug(a, event.drug, event.drug_class) for a in talk.person.allergies)
    return allergic and any(topic.startswith("allergy") for topic in talk.state.topics_told)


def _what_is_that(route: str) -> str:
    if route in ("iv", "iv_infusion", "im", "sc", "intraosseous"):
        return "given_needle"
    breathed = ("mask", "nasal", "cannula", "cpap", "niv", "nebulised", "tube")
    return "given_air" if any(word in route for word in breathed) else "given_what"


def _procedure(talk: Talk, event: ev.ProcedureDone) -> None:
    if event.consented or _explained(talk) or not _first(talk, "procedure_what", turns=2):
        return
    talk.feel({"trust": -0.05, "anxiety": 0.05}, "no_consent")
    talk.phrase("procedure_what")


def _resulted(talk: Talk, _event: ev.TestResulted) -> None:
    """Worried people ask what it says, now and then."""
    if not _first(talk, "result", turns=4) or not _first(talk, "result_calm", turns=4):
        return
    if talk.mood["anxiety"] >= 0.5:
        talk.phrase("result")
    elif len(talk.state.results) == 1 and talk.person.persona.talkativeness >= 0.4:
        talk.phrase("result_calm")


def _prepared(talk: Talk, event: ev.Prepared) -> None:
    if "consent" in event.what:
        talk.feel({"trust": 0.02}, "consent")
        wary = talk.mood["trust"] < 0.25 or talk.mood["anger"] > 0.6
        talk.phrase("consent_wary" if wary else "consent", basis="social")
    elif "identity" in event.what:
        talk.phrase("name_confirm", basis="social", name=talk.person.name)


def _delegated(state: EncounterState, event: ev.Delegated) -> Talk:
    talk = Talk(state, person_of(state, event.to))
    talk.phrase("nurse_yes", basis="social")
    return talk


def _handed_over(state: EncounterState, event: ev.HandedOver) -> Talk | None:
    if event.to not in state.present:
        return None
    talk = Talk(state, person_of(state, event.to))
    talk.phrase("senior_heard", basis="social")
    return talk


def _disposed(talk: Talk, event: ev.Disposed) -> None:
    phrases = {"admit": "dispose_admit", "transfer": "dispose_refer", "refer": "dispose_refer",
               "discharge": "dispose_discharge"}  # fmt: skip
    if event.disposition in phrases:
        talk.phrase(phrases[event.disposition], basis="social")


_DONE_TO_PATIENT: dict[type[Any], _Handler] = {
    ev.Examined: _examined,
    ev.TreatmentStarted: _treated,
    ev.ProcedureDone: _procedure,
    ev.TestResulted: _resulted,
    ev.Prepared: _prepared,
    ev.Disposed: _disposed,
}


def _arrived(state: EncounterState, event: ev.PersonArrived) -> Talk:
    person = person_of(state, event.who)
    talk = Talk(state, person)
    if person.greeting:
        talk.say(choose(state, "greeting", person.greeting), basis="social")
    elif person.role in ("nurse", "senior", "team"):
        talk.phrase("arrived", basis="social")
    return talk


def _bystanders(state: EncounterState, event: ev.Event) -> list[ev.Event]:
    """A nurse and a relative when the patient suddenly changes."""
    if not isinstance(event, ev.BodyChanged):
        return []
    calls = {"rosc": "nurse_rosc", "collapse": "nurse_alarm"}
    phrase = "nurse_alarm_arrest" if event.what in _ARRESTS else calls.get(event.what, "")
    drafts: list[ev.Event] = []
    helper = nurse(state)
    if helper and phrase:
        drafts += _saying(state, helper, phrase)
    family = first_present(state, ("relative", "carer"))
    if family and (event.what in _ARRESTS or event.what == "collapse"):
        talk = Talk(state, family)
        talk.feel({"anxiety": 0.4}, event.what)
        talk.phrase("relative_alarm")
        drafts += talk.drafts
    return drafts


def _saying(state: EncounterState, person: Person, phrase: str) -> list[ev.Event]:
    talk = Talk(state, person)
    talk.phrase(phrase)
    return talk.drafts


def _first(talk: Talk, phrase: str, turns: int = 10_000) -> bool:
    return not used_lately(talk, phrase, turns)
