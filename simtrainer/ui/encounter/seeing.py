"""From the state to what the figure, the caption and the monitor show. No widgets here."""

from __future__ import annotations

from collections.abc import Mapping

from simtrainer.encounter.events import Examined
from simtrainer.encounter.state import EncounterState
from simtrainer.i18n import tr
from simtrainer.patient.appearance import device_seen, face_of, what_one_sees
from simtrainer.patient.feel import bodily
from simtrainer.scenario.case import Case
from simtrainer.scenario.people import Look
from simtrainer.ui.encounter.words import clock
from simtrainer.ui.figure import FaceState, PersonLook, look_for
from simtrainer.ui.figure.look import DEVICES, Device
from simtrainer.ui.monitor import AlarmLimits, VitalsView

ATTACH_LEADS = "cardiac_monitoring"  # the test that puts the leads on
ATTACH_PROBE = "obs.oxygen_saturation"
MEASURE_PRESSURE = "obs.blood_pressure"
_WITH_PROBE = (ATTACH_PROBE, "obs.full_set")
_ARTERIAL = "arterial_line"
_BEDS = ("emergency", "ward", "resus", "theatre", "bay", "unit", "hospital", "labour", "recovery")
_CHILD = 16.0
_LEAST_WORD = 5  # letters


def person_look(case: Case) -> PersonLook:
    """The patient's look: what the case says, else one that is always the same for the name."""
    patient = case.patient
    # An author who dressed the person chose all of it; one who did not left it to us.
    given = patient.look.model_dump() if patient.look != Look() else {}
    return look_for(
        patient.name,
        age=patient.age,
        sex=patient.sex,
        skin=patient.look.skin,
        given={**given, "scene": scene_of(case)},
    )


def scene_of(case: Case) -> str:
    setting = case.heading.setting
    if setting.channel == "video":
        return "plain"
    in_bed = any(word in setting.place.lower() for word in _BEDS)
    return "bed" if in_bed else "chair"


def signs_of(state: EncounterState) -> dict[str, float]:
    """The signs with the breathing rate and what is usual at this age."""
    signs = {k: float(v) for k, v in state.signs.items() if not isinstance(v, str)}
    age = state.case.patient.age
    usual = 20.0 if age >= _CHILD else AlarmLimits.for_age(age).rr[1]
    return {**signs, "resp_rate": number(state.vitals, "rr", 14.0), "resp_rate_usual": usual}


def mood_of(state: EncounterState) -> Mapping[str, float]:
    """How the patient feels; pain and wakefulness follow the body between one turn and the next."""
    patient = state.case.patient
    return bodily(state, patient, state.moods.get(patient.key, {}))


def face(state: EncounterState) -> FaceState:
    return FaceState.of(face_of(mood_of(state), signs_of(state)), _device(state))


def seen(state: EncounterState, *, still: bool = False, plain: bool = False) -> str:
    """The line under the caption; ``plain`` says all of it, whatever the difficulty."""
    level = "standard" if plain else state.case.difficulty
    line = what_one_sees(mood_of(state), signs_of(state), level, count_breaths=still)
    return f"{line} {device_seen(_device(state))}".strip()


def heard(state: EncounterState) -> str:
    """What comes over the phone besides words."""
    signs = signs_of(state)
    parts = []
    if signs.get("effort", 0.0) >= 0.45 or signs["resp_rate"] > signs["resp_rate_usual"] + 6:
        parts.append(tr("You hear fast, heavy breathing."))
    mood = mood_of(state)
    if max(signs.get("tears", 0.0), mood.get("sadness", 0.0) - 0.2) >= 0.5:
        parts.append(tr("You hear crying."))
    if mood.get("consciousness", 1.0) < 0.7:
        parts.append(tr("The voice is slurred and slow."))
    return " ".join(parts) or tr("You cannot see the patient.")


def _device(state: EncounterState) -> Device:
    found = str(state.signs.get("device") or "none")
    return next((device for device in DEVICES if device == found), "none")


# --- documents


def documents_at_hand(state: EncounterState) -> list[str]:
    """The documents that lie there, and those that somebody has asked for or told from."""
    asked = " ".join(turn.text.casefold() for turn in state.turns)
    return [
        key
        for key, document in state.case.body.documents.items()
        if document.available == "at start"
        or key in state.documents_read
        or state.facts_told & set(document.facts)
        or any(word in asked for word in _telling_words(document.title))
    ]


def _telling_words(title: str) -> list[str]:
    """The words by which one asks for it: ``letter``, ``chart``, ``tablets``."""
    return [word for word in title.casefold().split() if len(word) >= _LEAST_WORD]


# --- the monitor


def vitals_view(state: EncounterState) -> VitalsView:
    """What is attached shows; the blood pressure is the last one that was measured."""
    vitals = state.vitals
    leads, probe = leads_on(state), probe_on(state)
    arterial = any(done.procedure == _ARTERIAL for done in state.procedures)
    pressure = _pressure(state, arterial)
    return VitalsView(
        hr=number(vitals, "hr") if leads else None,
        rhythm=str(vitals.get("rhythm", "sinus")),
        spo2=number(vitals, "spo2") if probe else None,
        rr=number(vitals, "rr") if leads else None,
        arterial=arterial,
        leads=leads,
        probe=probe,
        **pressure,  # type: ignore[arg-type]
    )


def leads_on(state: EncounterState) -> bool:
    attached = any(order.test == ATTACH_LEADS for order in state.orders)
    return state.case.body.physiology.monitor or attached


def probe_on(state: EncounterState) -> bool:
    attached = any(done.manoeuvre in _WITH_PROBE for done in state.examined)
    return state.case.body.physiology.monitor or attached


def last_pressure(state: EncounterState) -> Examined | None:
    """The last examination in which the blood pressure was measured."""
    return next((done for done in reversed(state.examined) if "sbp" in done.values), None)


def _pressure(state: EncounterState, arterial: bool) -> dict[str, float | str | None]:
    taken = last_pressure(state)
    values = state.vitals if arterial else taken.values if taken else {}
    if "sbp" not in values:
        return {}
    sbp, dbp = number(values, "sbp"), number(values, "dbp")
    mean = number(values, "map", dbp + (sbp - dbp) / 3)
    at = "" if arterial or taken is None else clock(taken.at)
    return {"sbp": sbp, "dbp": dbp, "map": mean, "bp_taken_at": at}


def number(values: Mapping[str, float | str], name: str, otherwise: float = 0.0) -> float:
    value = values.get(name, otherwise)
    return otherwise if isinstance(value, str) else float(value)
