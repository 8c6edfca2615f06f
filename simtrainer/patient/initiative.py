"""What people do when nobody speaks to them: worries come back, silence and pain are voiced."""

from __future__ import annotations

from simtrainer.encounter import events as ev
from simtrainer.encounter.state import EncounterState
from simtrainer.patient import feel, reactions
from simtrainer.patient.conditions import Moment, ignored_turns
from simtrainer.patient.cues import CUE_TURNS, cues_of, spent
from simtrainer.patient.lately import still_with_news, taking_it_in, used_lately
from simtrainer.patient.sentences import plain
from simtrainer.patient.talk import Talk, first_present
from simtrainer.patient.variety import choose
from simtrainer.patient.who import alertness, can_speak, number, person_of
from simtrainer.patient.word import HARD_RR, SEVERE_PAIN

PATIENCE_MS = 20_000  # silence before anyone speaks up
LONGER_MS = 30_000  # and so much longer after each time nobody answered
MOST_UNANSWERED = 4
RESULT_MS = 600_000  # waiting for a result becomes a question
COMPLAINT_TURNS = 3
FAMILY_MS = 60_000


def initiative(state: EncounterState) -> tuple[ev.Event, ...]:
    """Drafts of somebody speaking up, or nothing. Meant to be called after any idle time."""
    authored = _authored(state)
    if authored:
        return tuple(authored)
    quiet = state.clock_ms - state.last_spoken_ms
    unanswered = _unanswered(state)
    if unanswered >= MOST_UNANSWERED or quiet < PATIENCE_MS + LONGER_MS * unanswered:
        return ()
    patient = state.case.patient
    if not can_speak(state, patient) or alertness(state) < 0.9:
        return _family(state, quiet)
    talk = Talk(state, patient)
    eased = talk.mood["pain"]
    _body(talk)
    if _pain_changed(talk, eased):
        return tuple(talk.drafts)
    for speak_up in (_ignored_worry, _pain, _breath, _agenda, _results, _silence):
        if speak_up(talk):
            break
    return tuple(talk.drafts)


def _authored(state: EncounterState) -> list[ev.Event]:
    drafts: list[ev.Event] = []
    for name, reaction in reactions.due(state, Moment(state), "waiting")[:1]:
        talk = Talk(state, person_of(state, reaction.who))
        reactions.play(talk, name, reaction)
        drafts += talk.drafts
    return drafts


def _unanswered(state: EncounterState) -> int:
    """How often people spoke up since the trainee last said or did anything."""
    since = state.last_turn.seq if state.last_turn else -1
    done = [e.seq for e in (*state.examined, *state.orders) if e.seq > since]
    done += [t.started.seq for t in state.treatments if t.started.seq > since]
    since = max([since, *done])
    return sum(line.turn is None and line.seq > since for line in state.spoken)


def _body(talk: Talk) -> None:
    talk.become(feel.bodily(talk.state, talk.person, talk.mood), ("body",))


def _pain_changed(talk: Talk, before: float) -> bool:
    """Pain that plainly eased or grew since the mood last took note of it."""
    change = talk.mood["pain"] - before
    if abs(change) < 0.25:
        return False
    if change < 0:
        talk.feel({"trust": 0.03, "anxiety": -0.05}, "pain_eased")
    talk.phrase("pain_better" if change < 0 else "pain_worse", topics=("sx.pain",))
    return True


def _ignored_worry(talk: Talk) -> bool:
    """A worry nobody took up comes back, in other words or the same."""
    for cue in cues_of(talk.state.case):
        given = talk.state.cues_given.count(cue.id)
        ignored = ignored_turns(talk.state, cue.id) >= CUE_TURNS
        if cue.by == talk.person.key and given == 1 and ignored and not spent(talk.state, cue):
            talk.feel(feel.CUE_IGNORED, f"cue_ignored:{cue.id}")
            if len(cue.say) == 1:
                talk.phrase("worry_again")
            talk.say(choose(talk.state, cue.id, cue.say, _said(talk)), cue=cue.id)
            return True
    return False


def _said(talk: Talk) -> list[str]:
    return [plain(line.text) for line in talk.state.spoken if line.who == talk.person.key]


def _pain(talk: Talk) -> bool:
    hurts = number(talk.state.vitals, "pain", 0) >= SEVERE_PAIN - 1
    hides = talk.person.persona.when_hurt == "hides_it"
    if not hurts or hides or used_lately(talk, "bad_pain", COMPLAINT_TURNS):
        return False
    talk.phrase("bad_pain", topics=("sx.pain",))
    return True


def _breath(talk: Talk) -> bool:
    hard = number(talk.state.vitals, "rr", 16) >= HARD_RR + 3
    if not hard or used_lately(talk, "bad_breath", COMPLAINT_TURNS):
        return False
    talk.phrase("bad_breath", topics=("sx.breathlessness",))
    return True


def _agenda(talk: Talk) -> bool:
    """Past the middle of the time, an open person brings up what nobody asked about."""
    state = talk.state
    late = state.clock_ms > state.station_ms // 2 and state.turns
    willing = talk.mood["trust"] + talk.person.persona.openness >= 0.8
    if not late or not willing or state.open_cues:
        return False
    for cue in cues_of(state.case):
        fresh = cue.by == talk.person.key and cue.id not in state.cues_given
        if fresh and cue.when is None and not spent(talk.state, cue):
            talk.phrase("one_more_thing")
            talk.say(choose(state, cue.id, cue.say), cue=cue.id)
            return True
    return False


def _results(talk: Talk) -> bool:
    waits = [talk.state.clock_ms - order.at for order in talk.state.pending_orders]
    if max(waits, default=0) < RESULT_MS or used_lately(talk, "waiting_result", 4):
        return False
    talk.phrase("waiting_result")
    return True


def _silence(talk: Talk) -> bool:
    """Silence worries the worried; the talkative ask, the quiet look."""
    talk.feel({"anxiety": 0.02}, "silence")
    cross = talk.mood["anger"] > 0.5
    if still_with_news(talk.state, talk.person.key) and not cross:
        taking_it_in(talk)
        return True
    if talk.person.persona.talkativeness < 0.25 and not cross:
        talk.see("worried")
        return True
    talk.phrase("silence_cross" if cross else "silence")
    return True


def _family(state: EncounterState, quiet: int) -> tuple[ev.Event, ...]:
    """A relative speaks for someone who cannot."""
    family = first_present(state, ("relative", "carer"))
    if family is None or quiet < FAMILY_MS:
        return ()
    talk = Talk(state, family)
    talk.phrase("relative_silence")
    return tuple(talk.drafts)
