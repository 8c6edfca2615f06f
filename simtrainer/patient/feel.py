"""How what is said and done moves a person's mood. Pure: what was -> what is, and why.

Moods run from 0 to 1. The sizes are ours, chosen so that one kind word does not mend a hurt and six
in a row do no more than two; nothing here claims to be a measurement of people.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from simtrainer.encounter.events import TraineeSpoke
from simtrainer.encounter.state import EncounterState
from simtrainer.patient.conditions import Moment, acts_of, times_asked
from simtrainer.patient.cues import by_formula, cues_of
from simtrainer.patient.kindness import (
    ASKS_AFTER,
    GIVES_BACK,
    is_business,
    is_warm,
    moves_on,
)
from simtrainer.patient.who import alertness, is_patient, number
from simtrainer.scenario.people import Person
from simtrainer.scenario.words import MOODS

Delta = Mapping[str, float]

# Warmth wears off when repeated; these acts share one count.
WARM: dict[str, Delta] = {
    "empathy.name": {"trust": 0.07, "anxiety": -0.05, "anger": -0.04, "sadness": -0.02},
    "empathy.understand": {"trust": 0.06, "anxiety": -0.05, "anger": -0.05},
    "empathy.respect": {"trust": 0.06, "anger": -0.03, "sadness": -0.02},
    "empathy.support": {"trust": 0.06, "anxiety": -0.06},
    "empathy.explore": {"trust": 0.07, "anxiety": -0.04, "anger": -0.04},
    "affirm": {"trust": 0.04, "sadness": -0.03},
    "reflection": {"trust": 0.03, "anxiety": -0.02},
    "apologise": {"anger": -0.07, "trust": 0.02},
}
# Courtesy counts once each.
COURTESY: dict[str, Delta] = {
    "introduce": {"trust": 0.04, "anxiety": -0.02},
    "identify": {"trust": 0.01},
    "consent": {"trust": 0.03},
    "agree_agenda": {"trust": 0.03},
    "signpost": {"trust": 0.01, "anxiety": -0.01},
    "ask.ideas": {"trust": 0.03},
    "ask.concerns": {"trust": 0.05, "anxiety": -0.02},
    "ask.expectations": {"trust": 0.03},
    "invite": {"trust": 0.03},
    "summarise": {"trust": 0.03},
    "check_understanding": {"trust": 0.03},
    "share_decision": {"trust": 0.05},
    "safety_net": {"trust": 0.03, "anxiety": -0.03},
    "explain": {"trust": 0.02, "anxiety": -0.03},
    "thank": {"trust": 0.01},
}
HURTS: dict[str, Delta] = {
    "jargon": {"trust": -0.02, "anxiety": 0.03},
    "judgemental": {"trust": -0.1, "anger": 0.12, "sadness": 0.05},
    "dismissive": {"trust": -0.1, "anger": 0.1, "sadness": 0.05},
    "false_reassurance": {"trust": -0.04, "anxiety": 0.02},
    "interrupt": {"trust": -0.04, "anger": 0.05},
    "question.multiple": {"anxiety": 0.01},
    "warning_shot": {"anxiety": 0.06},
}
CUE_IGNORED: Delta = {"trust": -0.04, "anxiety": 0.03, "sadness": 0.02}
CUE_ANSWERED: Delta = {"trust": 0.08, "anxiety": -0.06}
EMPTY_WORDS: Delta = {"trust": -0.03, "anger": 0.02}  # kindness on the way past a worry
REPEATED: Delta = {"trust": -0.02, "anger": 0.05}
UNEASY = frozenset({"judgemental", "dismissive"})
LEFT_THERE: Delta = {"trust": -0.06}  # kind words, and then business
ANSWERING = GIVES_BACK | ASKS_AFTER
IN_PASSING = 0.2  # worth of kind words that answer nothing, or lead straight on to business
_FELT = ("ice", "mood", "opening.feeling_now")
_FRAIL = 2.5  # below 1 / _FRAIL of trust, each loss takes less: it never quite runs out
HURT_TURNS = 5  # so long after a hurt, kindness counts half


@dataclass(frozen=True)
class Feeling:
    mood: dict[str, float]
    because: tuple[str, ...] = ()


def mood_of(state: EncounterState, person: Person) -> dict[str, float]:
    """The person's whole mood now; their persona's for someone nobody has a mood of yet."""
    known = state.moods.get(person.key)
    base: dict[str, float] = {n: float(getattr(person.persona, n, 0.0)) for n in MOODS}
    base["consciousness"] = 1.0
    return {**base, **known} if known else base


def moved(mood: Mapping[str, float], delta: Delta, person: Person) -> dict[str, float]:
    """``mood`` with ``delta`` added in this person's way, each kept between 0 and 1."""
    suited = _suited(delta, person)
    if suited.get("trust", 0.0) < 0:
        suited["trust"] *= min(1.0, _FRAIL * mood.get("trust", 0.0))
    names = {**mood, **{name: mood.get(name, 0.0) for name in suited}}
    return {name: _within(value + suited.get(name, 0.0)) for name, value in names.items()}


def _suited(delta: Delta, person: Person) -> dict[str, float]:
    """Hurt shows in different ways: some protest, some withdraw, some hide it."""
    anger, trust = delta.get("anger", 0.0), delta.get("trust", 0.0)
    if anger <= 0 and trust >= 0:
        return dict(delta)
    match person.persona.when_hurt:
        case "protests":
            return {**delta, "anger": anger * 1.4} if anger else dict(delta)
        case "withdraws":
            return {**delta, "anger": anger * 0.5, "trust": trust * 1.25}
        case "hides_it":
            sadness = delta.get("sadness", 0.0) + max(0.0, anger) * 0.5
            return {**delta, "anger": anger * 0.3, "sadness": sadness}


def _within(value: float) -> float:
    return round(min(1.0, max(0.0, value)), 3)


def bodily(state: EncounterState, person: Person, mood: Mapping[str, float]) -> dict[str, float]:
    """Pain, tiredness and consciousness follow the body, and only the patient's body is known."""
    if not is_patient(state, person):
        return dict(mood)
    pain = number(state.vitals, "pain", mood.get("pain", 0.0) * 10) / 10
    breathing = max(0.0, (number(state.vitals, "rr", 16) - 20) / 25)
    pressure = max(0.0, (95 - number(state.vitals, "sbp", 120)) / 60)
    fatigue = max(person.persona.fatigue, min(1.0, breathing + pressure))
    consciousness = alertness(state)
    body = {"pain": pain, "fatigue": fatigue, "consciousness": consciousness}
    return {**mood, **{name: _within(value) for name, value in body.items()}}


def after_turn(
    state: EncounterState, turn: TraineeSpoke, person: Person, answered: Iterable[str]
) -> Feeling:
    """The mood after hearing ``turn``; ``answered`` are the cues that it answers."""
    mood = bodily(state, person, _faded(mood_of(state, person), person))
    because: list[str] = []
    for name, delta in _moves(state, turn, person, tuple(answered)):
        mood = moved(mood, delta, person)
        because.append(name)
    return Feeling(mood, tuple(dict.fromkeys(because)))


def _faded(mood: Mapping[str, float], person: Person) -> dict[str, float]:
    """Bad feelings ebb by a few parts in a hundred a turn, towards how the person usually is."""
    faded = dict(mood)
    for name in ("anxiety", "anger", "sadness"):
        usual = float(getattr(person.persona, name))
        above = mood.get(name, usual) - usual
        if above > 0:
            faded[name] = usual + above * 0.97
    return faded


def _moves(
    state: EncounterState, turn: TraineeSpoke, person: Person, answered: tuple[str, ...]
) -> list[tuple[str, Delta]]:
    moves = [(f"answered:{cue}", _met(state, cue, turn)) for cue in answered]
    ignored = [cue.cue for cue in state.open_cues if cue.cue not in answered]
    mine = [cue for cue in ignored if _cue_by(state, cue) == person.key]
    acts = acts_of(turn)
    moves += [(f"cue_ignored:{cue}", CUE_IGNORED) for cue in mine]
    if mine and acts & set(WARM):
        moves.append(("empty_words", EMPTY_WORDS))
    if _left_there(state, turn):
        moves.append(("left_there", LEFT_THERE))
    moves += [(act, _hurt(act, person)) for act in HURTS if act in acts]
    if not mine:  # warm words that pass over an open worry are not warmth
        moves += _kindness(state, turn, acts, person)
    moves += _repetition(state, turn)
    return moves


def _met(state: EncounterState, cue: str, turn: TraineeSpoke) -> Delta:
    """Kind words alone are worth half of asking after a worry."""
    known = next((c for c in cues_of(state.case) if c.id == cue), None)
    half = known is not None and by_formula(known, turn)
    return _scaled(CUE_ANSWERED, 0.5) if half else CUE_ANSWERED


def _left_there(state: EncounterState, turn: TraineeSpoke) -> bool:
    """Whether the last turn met a worry with kind words alone and this one is all business."""
    before = next((t for t in reversed(state.turns) if t.seq < turn.seq), None)
    if before is None or any(map(is_warm, turn.sentences)):
        return False
    cues = {cue.id: cue for cue in cues_of(state.case)}
    met = [cues[d.cue] for d in state.cues_answered if d.turn == before.seq and d.cue in cues]
    kind_only = bool(met) and all(by_formula(cue, before) for cue in met)
    return kind_only and any(map(is_business, turn.sentences))


def _cue_by(state: EncounterState, cue: str) -> str:
    return next((line.who for line in reversed(state.spoken) if line.cue == cue), "")


def _hurt(act: str, person: Person) -> Delta:
    delta = HURTS[act]
    heavier = act == "jargon" and person.persona.literacy == "low"
    return {name: value * 1.8 for name, value in delta.items()} if heavier else delta


def _kindness(
    state: EncounterState, turn: TraineeSpoke, acts: frozenset[str], person: Person
) -> list[tuple[str, Delta]]:
    before = [t for t in state.turns if t.seq != turn.seq and t.to == turn.to]
    warm_turns = sum(bool(acts_of(t) & set(WARM)) for t in before)
    worth = _recovery(before, mood_of(state, person)) * _room(mood_of(state, person)["trust"])
    hollow = moves_on(turn) or not (acts & ANSWERING or _showed_feeling(state, turn, person))
    share = worth * 0.55**warm_turns * (IN_PASSING if hollow else 1.0)
    warmest = [act for act in WARM if act in acts][:2]
    moves = [(act, _scaled(WARM[act], share)) for act in warmest]
    new = [a for a in COURTESY if a in acts and not any(a in acts_of(t) for t in before)]
    if acts & {"jargon", "judgemental", "dismissive"}:
        new = [act for act in new if act not in ("explain", "safety_net")]
    return moves + [(act, _scaled(COURTESY[act], worth)) for act in new]


def _showed_feeling(state: EncounterState, turn: TraineeSpoke, person: Person) -> bool:
    """Whether there was anything to be kind about: what the person said since the last turn."""
    since = max((t.seq for t in state.turns if t.seq < turn.seq), default=-1)
    lately = [s for s in state.spoken if s.who == person.key and since < s.seq < turn.seq]
    return any(
        line.cue or line.basis == "reaction" or any(t.startswith(_FELT) for t in line.topics)
        for line in lately
    )


def _recovery(before: list[TraineeSpoke], mood: Mapping[str, float]) -> float:
    """What kindness is still worth: less to the angry, half so soon after a hurt."""
    hurt = any(acts_of(turn) & UNEASY for turn in before[-HURT_TURNS:])
    return (1 - 0.6 * mood.get("anger", 0.0)) * (0.5 if hurt else 1.0)


def _room(trust: float) -> float:
    """The last steps of trust are the slowest."""
    return min(1.0, 0.2 + 1.3 * (1 - trust))


def _scaled(delta: Delta, share: float) -> Delta:
    return {name: value * share for name, value in delta.items()}


def _repetition(state: EncounterState, turn: TraineeSpoke) -> list[tuple[str, Delta]]:
    """Being asked for the third time what one has already told."""
    closed = [s for s in turn.sentences if s.topics and "question.open" not in s.acts]
    main = {s.topics[0] for s in closed}  # what else was heard in a question may be our guess
    told = [topic for topic in main & state.topics_told if not topic.startswith("opening")]
    times = times_asked(Moment(state, turn=turn), told)
    return [("asked_again", _scaled(REPEATED, min(3, times - 2)))] if times > 2 else []
