"""Authored reactions: when they happen, and what they bring."""

from __future__ import annotations

from simtrainer.encounter.state import EncounterState
from simtrainer.patient.answer import fact_point
from simtrainer.patient.conditions import DOING, WAITING, Moment, holds, needs_words, parts_of
from simtrainer.patient.sentences import plain
from simtrainer.patient.talk import Talk
from simtrainer.patient.variety import choose
from simtrainer.patient.who import can_speak, person_of
from simtrainer.scenario.content import Reaction

SILENCING = ("falls_silent", "refuses")  # after these a person answers nothing this time
MOST_AT_ONCE = 2


def due(state: EncounterState, moment: Moment, occasion: str) -> list[tuple[str, Reaction]]:
    """Reactions that happen now, each with its id. ``occasion`` is ``words|doing|waiting``."""
    found = []
    for place, reaction in enumerate(state.case.body.reactions):
        name = reaction.id or f"reaction-{place + 1}"
        here = Moment(state, _who(state, reaction), moment.turn, moment.happened)
        if (
            _can(state, reaction)
            and _suits(reaction, occasion)
            and _may_again(state, name, reaction)
            and holds(reaction.when, here)
        ):
            found.append((name, reaction))
    return found[:MOST_AT_ONCE]


def play(talk: Talk, name: str, reaction: Reaction) -> bool:
    """Draft what the reaction brings; whether the person then says nothing more.

    The id stands on one draft only, the one that is most to the point, so that it counts once.
    """
    then = reaction.then
    marks = "say" if then.say else "see" if then.behaviour or then.silent else "feel"
    if then.mood:
        mark = "reaction" if marks == "feel" else "reacting"
        talk.feel({str(n): v for n, v in then.mood.items()}, f"{mark}:{name}")
    elif marks == "feel":
        talk.become(talk.mood, (f"reaction:{name}",))
    if then.behaviour or then.silent:
        behaviour = then.behaviour or "falls_silent"
        talk.see(behaviour, behaviour, then.silent, name if marks == "see" else "")
    if then.say:
        said = [plain(line.text) for line in talk.state.spoken]
        talk.say(choose(talk.state, name, then.say, said), reaction=name)
    for fact_id in then.facts:
        if talk.state.case.has_fact(fact_id) and fact_id not in talk.state.facts_told:
            talk.point(fact_point(talk.state.case.fact(fact_id)))
    return then.behaviour in SILENCING


def _who(state: EncounterState, reaction: Reaction) -> str:
    return person_of(state, reaction.who).key


def _can(state: EncounterState, reaction: Reaction) -> bool:
    person = person_of(state, reaction.who)
    return person.key in state.present and can_speak(state, person)


def _suits(reaction: Reaction, occasion: str) -> bool:
    parts = parts_of(reaction.when)
    if occasion == "doing":
        return bool(parts & DOING)
    if occasion == "waiting":
        return bool(parts & WAITING) and not needs_words(reaction.when)
    return True


def _may_again(state: EncounterState, name: str, reaction: Reaction) -> bool:
    times = [turns for fired, turns in state.reactions_fired if fired == name]
    if len(times) >= reaction.times:
        return False
    return not times or len(state.turns) - times[-1] >= reaction.pause_turns
