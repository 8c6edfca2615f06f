"""What people do with what happens: pure functions from the state to drafts of events.

A draft has ``seq`` and ``at`` 0; whoever records it stamps both.
"""

from __future__ import annotations

from dataclasses import replace

from simtrainer.encounter import events as ev
from simtrainer.encounter.state import EncounterState
from simtrainer.patient import cues, feel, reactions, staff
from simtrainer.patient.conditions import Moment, acts_of
from simtrainer.patient.decide import decide
from simtrainer.patient.initiative import initiative
from simtrainer.patient.points import Point, View, is_question
from simtrainer.patient.react import react
from simtrainer.patient.talk import Talk, is_staff, present_people
from simtrainer.patient.variety import chance, choose
from simtrainer.patient.who import TALKS_AT, alertness, can_speak, is_patient, person_of
from simtrainer.patient.word import manner_of

__all__ = ["initiative", "opening", "react", "respond"]

_QUIET_MS = 3_000


def opening(state: EncounterState) -> tuple[ev.Event, ...]:
    """What happens as the trainee comes in: the body's mark on the mood, a greeting if written."""
    person = state.case.patient
    talk = Talk(state, person)
    talk.become(feel.bodily(state, person, talk.mood), ("body",))
    if person.greeting and can_speak(state, person):
        talk.say(choose(state, "greeting", person.greeting), basis="social")
    return tuple(talk.drafts)


def respond(state: EncounterState, turn: ev.TraineeSpoke) -> tuple[ev.Event, ...]:
    """The reply to ``turn``, which ``state`` already holds; the last draft closes the turn."""
    person = person_of(state, turn.to)
    talk = Talk(state, person, turn.seq)
    if can_speak(state, person):
        _answer(talk, turn)
    else:
        young = person.age < TALKS_AT
        talk.see("too_young" if young else "unresponsive", ms=0 if young else _QUIET_MS)
        _speak_for(talk, turn)
    return (*talk.drafts, ev.TurnClosed(seq=0, at=0, turn=turn.seq))


def _answer(talk: Talk, turn: ev.TraineeSpoke) -> None:
    state, person = talk.state, talk.person
    answered = cues.answered(state, turn)
    talk.drafts += answered
    if not is_staff(person):
        felt = feel.after_turn(state, turn, person, [event.cue for event in answered])
        talk.become(felt.mood, felt.because or ("body",))
    quiet = _react_to_words(talk, turn)
    if quiet:
        return
    if _too_unwell(talk):
        _speak_for(talk, turn)
        return
    points = _points(talk, turn)
    if talk.has_spoken:  # a reaction has answered what was not a question
        points = [point for point in points if not _small(point)]
    for point in points:
        talk.point(point)
    _let_slip(talk, turn)
    _ask_back(talk)
    if not talk.has_spoken and not any(isinstance(d, ev.PersonBehaved) for d in talk.drafts):
        talk.see("nods")


def _small(point: Point) -> bool:
    """What a reaction makes needless: courtesies, and our own word on how somebody feels."""
    how_i_am = point.basis == "defaulted" and point.topics == ("opening.feeling_now",)
    return how_i_am or point.basis in ("social", "misunderstood")


def _react_to_words(talk: Talk, turn: ev.TraineeSpoke) -> bool:
    """Authored reactions of the one spoken to; whether they then say no more."""
    quiet = False
    moment = Moment(_felt(talk), talk.person.key, turn)
    for name, reaction in reactions.due(moment.state, moment, "words"):
        person = person_of(talk.state, reaction.who)
        if person.key == talk.person.key:
            quiet = reactions.play(talk, name, reaction) or quiet
        else:
            other = Talk(talk.state, person, talk.turn)
            reactions.play(other, name, reaction)
            talk.drafts += other.drafts
    return quiet


def _felt(talk: Talk) -> EncounterState:
    """The state with the mood as it is after this turn was heard, and the worries it answered."""
    answered = [draft for draft in talk.drafts if isinstance(draft, ev.CueAnswered)]
    return replace(
        talk.state,
        moods={**talk.state.moods, talk.person.key: talk.mood},
        cues_answered=(*talk.state.cues_answered, *answered),
    )


def _too_unwell(talk: Talk) -> bool:
    """A drowsy patient mumbles; a confused one loses every third question."""
    if not is_patient(talk.state, talk.person):
        return False
    clear = alertness(talk.state)
    if clear >= 0.9:
        return False
    turns = len(talk.state.turns)
    if clear < 0.6:
        if turns % 3:
            talk.see("mumbles")
        if turns % 3 != 1:
            talk.phrase("drowsy", basis="not_known")
        return True
    if turns % 3 == 0:
        talk.phrase("confused", basis="not_known")
        return True
    return False


def _speak_for(talk: Talk, turn: ev.TraineeSpoke) -> None:
    """A relative tells what they know when the patient asked cannot."""
    for person in present_people(talk.state):
        if person.role in ("relative", "carer") and is_patient(talk.state, talk.person):
            other = Talk(talk.state, person, turn.seq)
            known = [point for point in _points(other, turn) if point.facts]
            for point in known:
                other.point(point)
            talk.drafts += other.drafts
            if known:
                return


def _points(talk: Talk, turn: ev.TraineeSpoke) -> list[Point]:
    manner = manner_of(talk.state, talk.person, talk.mood)
    view = View(_felt(talk), turn, talk.person, talk.mood, manner)
    return staff.decide(view) if is_staff(talk.person) else decide(view)


def _ask_back(talk: Talk) -> None:
    """Worried people want to know what their answer means, now and then."""
    topics = {t for d in talk.drafts if isinstance(d, ev.SentenceSpoken) for t in d.topics}
    told = any(topic.startswith(("hpc.", "sx.")) for topic in topics)
    hinted = any(isinstance(d, ev.SentenceSpoken) and d.cue for d in talk.drafts)
    worried = talk.mood["anxiety"] >= 0.65 and not is_staff(talk.person)
    if told and worried and not hinted and chance(talk.state, "ask_back", 15):
        talk.phrase("is_that_bad", basis="social")


def _let_slip(talk: Talk, turn: ev.TraineeSpoke) -> None:
    """A worry that shows, at the end of a reply, or as the trainee takes leave."""
    told = frozenset(
        fact for d in talk.drafts if isinstance(d, ev.SentenceSpoken) for fact in d.facts
    )
    leaving = "close" in acts_of(turn) and not any(map(is_question, turn.sentences))
    cue = cues.next_cue(talk.state, talk.person, turn, told, leaving)
    if cue is None:
        return
    if leaving:
        talk.phrase("one_more_thing")
    talk.say(choose(talk.state, cue.id, cue.say), cue=cue.id)
