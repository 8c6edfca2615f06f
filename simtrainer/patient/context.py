"""What was said before, for the understanding of what is said next."""

from __future__ import annotations

from collections.abc import Mapping

from simtrainer.encounter.events import SentenceSpoken, TraineeSpoke
from simtrainer.encounter.state import EncounterState
from simtrainer.language.understanding import Context, Line
from simtrainer.patient.cues import cues_of
from simtrainer.patient.who import STAFF

LINES = 12


def context_of(state: EncounterState, to: str) -> Context:
    """The last dozen sentences between the trainee and ``to``, newest last."""
    mine = [turn for turn in state.turns[-LINES:] if turn.to == to]
    theirs = [line for line in state.spoken[-2 * LINES :] if line.who == to]
    talk: list[TraineeSpoke | SentenceSpoken] = sorted([*mine, *theirs], key=lambda e: e.seq)
    lines: list[Line] = []
    worries = {cue.id: cue.topics for cue in cues_of(state.case)}
    for event in talk:
        lines += _lines(event, worries)
    last = max((line.seq for line in theirs), default=-1)
    words = sum(turn.words for turn in mine if turn.seq > last)
    return Context(
        to=to,
        lines=tuple(lines[-LINES:]),
        words_since_person_spoke=words,
        heard=_lay_talk(state),
        told=frozenset(fact for line in state.spoken for fact in line.facts),
    )


def _lay_talk(state: EncounterState) -> tuple[str, ...]:
    """What anyone in the room who is not of the trade has said."""
    staff = {person.key for person in state.case.body.people if person.role in STAFF}
    return tuple(line.text for line in state.spoken if line.who not in staff)


def _lines(
    event: TraineeSpoke | SentenceSpoken, worries: Mapping[str, tuple[str, ...]]
) -> list[Line]:
    if isinstance(event, SentenceSpoken):
        hinted = worries.get(event.cue, ()) if event.cue else ()
        return [Line(event.who, event.text, (*event.topics, *hinted), event.facts)]
    return [
        Line("trainee", part.text, part.topics, part.facts, part.acts) for part in event.sentences
    ]
