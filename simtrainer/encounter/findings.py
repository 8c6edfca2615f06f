"""What examining this patient shows: authored findings, measured vitals, and marked defaults."""

from __future__ import annotations

from simtrainer.encounter.events import Examined
from simtrainer.encounter.naming import temperature
from simtrainer.encounter.state import EncounterState
from simtrainer.scenario.catalogue.models import Manoeuvre
from simtrainer.scenario.words import Locale

# Manoeuvres that read the body: id -> the vitals they measure.
MEASURES: dict[str, tuple[str, ...]] = {
    "obs.blood_pressure": ("sbp", "dbp", "map"),
    "obs.blood_pressure_both_arms": ("sbp", "dbp", "map"),
    "obs.heart_rate": ("hr",),
    "obs.respiratory_rate": ("rr",),
    "obs.oxygen_saturation": ("spo2",),
    "obs.temperature": ("temp",),
    "obs.consciousness": ("acvpu", "gcs"),
    "obs.capillary_refill": ("cap_refill",),
    "obs.pain_score": ("pain",),
    "obs.full_set": ("rr", "spo2", "sbp", "dbp", "hr", "temp", "acvpu", "pain"),
}

_PARTLY_AUTHORED = frozenset({"obs.blood_pressure_both_arms"})  # the difference is the author's


def examination_of(state: EncounterState, manoeuvre: Manoeuvre, actor: str) -> Examined:
    authored = state.case.body.examination.get(manoeuvre.id)
    measured = {name: state.vitals[name] for name in MEASURES.get(manoeuvre.id, ())}
    finding = authored.finding if authored else manoeuvre.normal
    if measured:
        words = in_words(measured, state.locale)
        default = manoeuvre.normal if manoeuvre.id in _PARTLY_AUTHORED else ""
        rest = authored.finding if authored else default
        finding = f"{words} {rest}".strip()
    return Examined(
        seq=0,
        at=0,
        actor=actor,
        manoeuvre=manoeuvre.id,
        name=manoeuvre.name,
        finding=finding,
        values=measured,
        sound=authored.sound if authored else "",
        picture=authored.picture if authored else "",
        painful=bool(authored and authored.painful),
        defaulted=authored is None and (not measured or manoeuvre.id in _PARTLY_AUTHORED),
        consented="consent" in state.prepared or _asked_consent(state),
        chaperoned="chaperone" in state.prepared,
    )


def _asked_consent(state: EncounterState) -> bool:
    """Whether any recent turn asked for permission; once is enough for a whole examination."""
    return any("consent" in s.acts for turn in state.turns for s in turn.sentences)


_WORDS = {
    "hr": "Heart rate {} a minute.",
    "rr": "Respiratory rate {} a minute.",
    "spo2": "Oxygen saturation {} %.",
    "gcs": "Glasgow Coma Scale {} of 15.",
    "cap_refill": "Capillary refill {} seconds.",
    "pain": "Pain {} of 10.",
}
_ACVPU = {
    "A": "Alert.",
    "C": "Awake, newly confused.",
    "V": "Responds to voice.",
    "P": "Responds to pain.",
    "U": "Unresponsive.",
}


def in_words(vitals: dict[str, int | float | str], locale: Locale = "en-GB") -> str:
    """Measured vitals as a nurse would read them out."""
    parts = []
    if "sbp" in vitals:
        mean = f", mean {vitals['map']}" if "map" in vitals else ""
        parts.append(f"Blood pressure {vitals['sbp']}/{vitals['dbp']} mmHg{mean}.")
    parts += [text.format(vitals[name]) for name, text in _WORDS.items() if name in vitals]
    if "temp" in vitals:
        parts.append(f"Temperature {temperature(float(vitals['temp']), locale)}.")
    if "acvpu" in vitals:
        parts.append(_ACVPU[str(vitals["acvpu"])])
    return " ".join(parts)
