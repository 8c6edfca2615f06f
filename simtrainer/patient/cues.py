"""Cues: worries that slip out before anyone asks, and what counts as answering them."""

from __future__ import annotations

from simtrainer.encounter import events as ev
from simtrainer.encounter.state import EncounterState
from simtrainer.language.understanding import SentenceUnderstood
from simtrainer.patient.conditions import Moment, holds
from simtrainer.patient.kindness import (
    ASKS_AFTER,
    FORMULAS,
    GIVES_BACK,
    is_business,
    moves_on,
)
from simtrainer.scenario.agenda import agenda_id
from simtrainer.scenario.case import Case
from simtrainer.scenario.content import Cue
from simtrainer.scenario.people import Person

CUE_TURNS = 2  # a cue is answered within this many trainee turns, or not at all
IN_PASSING = 2  # kind words that nothing called for, after which they mean nothing any more
APART = 3  # trainee turns between two cues
_AGENDA = ("concerns", "expectations", "ideas")


def cues_of(case: Case) -> tuple[Cue, ...]:
    """Authored cues, and one for each hint of a person's agenda that no cue stands for."""
    written = {cue.id for cue in case.body.cues}
    hinted = [
        cue for p in case.body.people for cue in _hints(p) if cue.id not in written
    ]  # fmt: skip
    return (*case.body.cues, *hinted)


def _hints(person: Person) -> list[Cue]:
    found = []
    for item in _AGENDA:
        agenda = getattr(person, item)
        if agenda is not None and agenda.hint:
            cue = Cue(
                id=agenda_id(person.key, item),
                by=person.key,
                say=(agenda.hint,),
                topics=(f"ice.{item}",),
            )
            found.append(cue)
    return found


def answered(state: EncounterState, turn: ev.TraineeSpoke) -> list[ev.CueAnswered]:
    """Open cues to which this turn is the first fitting response."""
    cues = {cue.id: cue for cue in cues_of(state.case)}
    done = {event.cue for event in state.cues_answered}
    drafts = []
    for waiting in state.open_cues:
        cue = cues.get(waiting.cue)
        if cue is None or waiting.cue in done or waiting.turns > CUE_TURNS:
            continue
        if turn.to == cue.by and _fits(state, cue, turn, waiting.turns):
            drafts.append(
                ev.CueAnswered(seq=0, at=0, cue=waiting.cue, cue_event=waiting.event, turn=turn.seq)
            )
    return drafts


def by_formula(cue: Cue, turn: ev.TraineeSpoke) -> bool:
    """Whether kind words alone answer the cue: nothing asks after it or gives it back."""
    return not any(
        _asks_after(cue, s) or set(s.acts) & set(cue.answered_by) & GIVES_BACK
        for s in turn.sentences
    )


def _fits(state: EncounterState, cue: Cue, turn: ev.TraineeSpoke, after: int) -> bool:
    """A worry is met where it is taken up, or ``after`` one turn with kind words alone: these
    meet one worry, not every one, and none where business follows on them at once."""
    if any(_asks_after(cue, sentence) for sentence in turn.sentences):
        return True
    kind = set(cue.answered_by) - {"question.open"}
    said = any(set(sentence.acts) & kind for sentence in turn.sentences)
    if not said or moves_on(turn):
        return False
    return not by_formula(cue, turn) or (after <= 1 and not _formula_used(state))


def _asks_after(cue: Cue, sentence: SentenceUnderstood) -> bool:
    acts = set(sentence.acts) & set(cue.answered_by)
    if set(sentence.topics) & set(cue.topics) or acts & ASKS_AFTER:
        return True
    return "question.open" in acts and not is_business(sentence)


def _formula_used(state: EncounterState) -> bool:
    """Whether kind words alone have met a worry already, or were said for no reason before."""
    if sum(_in_passing(state, turn) for turn in state.turns[:-1]) >= IN_PASSING:
        return True
    cues = {cue.id: cue for cue in cues_of(state.case)}
    turns = {turn.seq: turn for turn in state.turns}
    return any(
        by_formula(cues[done.cue], turns[done.turn])
        for done in state.cues_answered
        if done.cue in cues and done.turn in turns
    )


def _in_passing(state: EncounterState, turn: ev.TraineeSpoke) -> bool:
    """Whether a turn was a formula alone, and no worry was open for it."""
    acts = {act for sentence in turn.sentences for act in sentence.acts}
    met = any(done.turn == turn.seq for done in state.cues_answered)
    return bool(acts & FORMULAS - {"thank"}) and not acts & (ASKS_AFTER | GIVES_BACK) and not met


def next_cue(
    state: EncounterState,
    person: Person,
    turn: ev.TraineeSpoke,
    told: frozenset[str],
    leaving: bool = False,
) -> Cue | None:
    """A cue that slips out now: ``told`` are facts told in this very reply; ``leaving`` the
    trainee is taking leave, when what was held back comes up if it ever does."""
    if state.open_cues or _too_soon(state):
        return None
    for cue in cues_of(state.case):
        if cue.by == person.key and cue.id not in state.cues_given and not spent(state, cue, told):
            moment = Moment(state, person.key, turn)
            if holds(cue.when, moment) if cue.when else leaving or _under_way(state, told):
                return cue
    return None


def _too_soon(state: EncounterState) -> bool:
    last = max((line.seq for line in state.spoken if line.cue), default=None)
    return last is not None and sum(turn.seq > last for turn in state.turns) < APART


def _under_way(state: EncounterState, told: frozenset[str]) -> bool:
    """Without a condition: once the story is under way."""
    return bool(told) and len(state.turns) >= 2


def spent(state: EncounterState, cue: Cue, told: frozenset[str] = frozenset()) -> bool:
    """What was told outright needs no hint."""
    facts = {f.id for f in state.case.body.facts if f.topic in cue.topics and cue.by in f.by}
    return bool((state.facts_told | told) & (facts | {cue.id}))
