"""Silence, a tissue, a touch, a look away: what a gesture does to the one it is meant for."""

from __future__ import annotations

from typing import assert_never

from simtrainer.encounter import events as ev
from simtrainer.encounter.state import EncounterState
from simtrainer.patient.answer import fact_point
from simtrainer.patient.disclose import opening_facts
from simtrainer.patient.lately import still_with_news, taking_it_in
from simtrainer.patient.points import View
from simtrainer.patient.talk import Talk
from simtrainer.patient.who import can_speak, is_patient, person_of
from simtrainer.patient.word import manner_of


def gestured(state: EncounterState, event: ev.Gestured) -> Talk | None:
    """What the one it was meant for does about a gesture; None where they take nothing in."""
    person = person_of(state, event.to)
    if not can_speak(state, person):
        return None
    talk = Talk(state, person)
    upset = talk.mood["sadness"] > 0.4 or talk.mood["anxiety"] > 0.5
    match event.gesture:
        case "silence" | "nod" | "lean_in":
            _encouraged(talk)
        case "tissue":
            if upset:
                talk.feel({"trust": 0.04, "sadness": -0.03}, "tissue")
                talk.phrase("tissue", basis="social")
        case "touch":
            _touched(talk, upset)
        case "look_away":
            talk.feel({"trust": -0.03}, "look_away")
            if talk.mood["anger"] > 0.4:
                talk.phrase("ignored")
        case _:
            assert_never(event.gesture)
    return talk


def _touched(talk: Talk, upset: bool) -> None:
    if talk.mood["trust"] < 0.3:
        talk.feel({"trust": -0.04}, "touch")
        talk.see("flinches")
        talk.phrase("untouched")
    elif upset:
        talk.feel({"trust": 0.04, "anxiety": -0.04}, "touch")
        talk.phrase("touched", basis="social")


def _encouraged(talk: Talk) -> None:
    """Given room, people go on with what they were telling."""
    if still_with_news(talk.state, talk.person.key):
        taking_it_in(talk)
        return
    state, last = talk.state, talk.state.last_turn
    if last is None or last.to != talk.person.key or not is_patient(state, talk.person):
        return
    manner = manner_of(state, talk.person, talk.mood)
    left = opening_facts(View(state, last, talk.person, talk.mood, manner))
    if left and talk.person.persona.talkativeness + talk.mood["trust"] >= 0.7:
        talk.point(fact_point(left[0]))
    else:
        talk.see("nods")
