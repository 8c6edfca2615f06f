"""Whether a condition holds now: for disclosure, cues and reactions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from simtrainer.encounter import events as ev
from simtrainer.encounter.state import EncounterState, RunningTreatment
from simtrainer.errors import UserError
from simtrainer.patient.who import covers, number
from simtrainer.scenario.catalogue import catalogue, convert, parse_quantity
from simtrainer.scenario.conditions import Condition, GivenDrug
from simtrainer.scenario.quantities import compares

WITHOUT_TURNS = 3  # ``without`` looks at this many trainee turns
# Parts that can come to hold by doing, and by time alone; the rest needs a new utterance.
DOING = frozenset(
    "given ordered resulted examined examining giving prepared called gesture disposed mood vitals"
    .split()
)  # fmt: skip
WAITING = frozenset("after silence mood vitals cue_ignored resulted".split())
_UTTERANCE = frozenset("act topic told monologue repeated".split())


@dataclass(frozen=True)
class Moment:
    """Where a condition is looked at: the state, whose mood counts, and what just happened."""

    state: EncounterState
    who: str = "patient"
    turn: ev.TraineeSpoke | None = None  # the utterance being answered
    happened: tuple[ev.Event, ...] = ()

    @property
    def last(self) -> ev.TraineeSpoke | None:
        return self.turn or self.state.last_turn

    @property
    def turns(self) -> tuple[ev.TraineeSpoke, ...]:
        """All trainee turns, with the one being answered as the last."""
        earlier = self.state.turns
        if self.turn is None or any(t.seq == self.turn.seq for t in earlier):
            return earlier
        return (*earlier, self.turn)


def holds(condition: Condition, moment: Moment) -> bool:
    """Whether every given part of ``condition`` holds."""
    return all(_PARTS[name](condition, moment) for name in _given_parts(condition))


def _given_parts(condition: Condition) -> list[str]:
    """By value, so that a condition read back from an event is the same."""
    return [name for name in _PARTS if getattr(condition, name) not in (None, "", (), {})]


def parts_of(condition: Condition) -> frozenset[str]:
    """Names of all parts given anywhere in a condition."""
    own = {name for name in _given_parts(condition) if name not in ("any", "all", "not_")}
    inner = [*condition.any, *condition.all]
    if condition.not_ is not None:
        inner.append(condition.not_)
    return frozenset(own).union(*(parts_of(each) for each in inner))


def needs_words(condition: Condition) -> bool:
    """Whether only a new utterance can make it hold."""
    return bool(parts_of(condition) & _UTTERANCE)


def ignored_turns(state: EncounterState, cue: str) -> int:
    """Trainee turns since the cue was last given and not answered; 0 if it was, or never given."""
    if any(answered.cue == cue for answered in state.cues_answered):
        return 0
    given = [sentence.seq for sentence in state.spoken if sentence.cue == cue]
    return sum(turn.seq > given[-1] for turn in state.turns) if given else 0


def times_asked(moment: Moment, topics: Iterable[str]) -> int:
    """In how many trainee turns the most repeated of ``topics`` was asked about."""
    turns = moment.turns
    counts = [sum(_asks(turn, topic) for turn in turns) for topic in topics]
    return max(counts, default=0)


def topics_of(turn: ev.TraineeSpoke | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(t for s in turn.sentences for t in s.topics)) if turn else ()


def acts_of(turn: ev.TraineeSpoke | None) -> frozenset[str]:
    return frozenset(a for s in turn.sentences for a in s.acts) if turn else frozenset()


def _asks(turn: ev.TraineeSpoke, topic: str) -> bool:
    return any(topic in sentence.topics for sentence in turn.sentences)


def _act(c: Condition, m: Moment) -> bool:
    return bool(acts_of(m.last) & set(c.act))


def _topic(c: Condition, m: Moment) -> bool:
    return any(covers(name, topic) for name in c.topic for topic in topics_of(m.last))


def _told(c: Condition, m: Moment) -> bool:
    sentences = m.last.sentences if m.last else ()
    return any(message in c.told for s in sentences for message in s.messages)


def _asked(c: Condition, m: Moment) -> bool:
    asked = set(m.state.topics_asked) | set(topics_of(m.turn))
    facts = m.state.facts_asked | {f for s in (m.turn.sentences if m.turn else ()) for f in s.facts}
    return any(name in facts or any(covers(name, t) for t in asked) for name in c.asked)


def _elicited(c: Condition, m: Moment) -> bool:
    told = m.state.topics_told
    return any(
        name in m.state.facts_told or any(covers(name, t) for t in told) for name in c.elicited
    )


def _conveyed(c: Condition, m: Moment) -> bool:
    now = {message for s in (m.turn.sentences if m.turn else ()) for message in s.messages}
    return bool((m.state.messages_told | now) & set(c.conveyed))


def _without(c: Condition, m: Moment) -> bool:
    recent = m.turns[-WITHOUT_TURNS:]
    return not any(acts_of(turn) & set(c.without) for turn in recent)


def _cue_ignored(c: Condition, m: Moment) -> bool:
    return ignored_turns(m.state, c.cue_ignored) >= c.turns


def _mood(c: Condition, m: Moment) -> bool:
    mood = m.state.moods.get(m.who, {})
    return all(compares(text, mood.get(name, 0.0)) for name, text in c.mood.items())


def _vitals(c: Condition, m: Moment) -> bool:
    return all(
        name in m.state.vitals and compares(text, number(m.state.vitals, name, float("nan")))
        for name, text in c.vitals.items()
    )


def _after(c: Condition, m: Moment) -> bool:
    return c.after is not None and m.state.clock_ms >= c.after


def _silence(c: Condition, m: Moment) -> bool:
    """Nobody is silent while the trainee's words are being answered."""
    waited = 0 if m.turn else m.state.clock_ms - m.state.last_spoken_ms
    return c.silence is not None and waited >= c.silence


def is_drug(name: str, drug: str, drug_class: str) -> bool:
    """Whether ``name`` means this drug: its id, a class it belongs to, or ``any``."""
    if name in ("any", drug, drug_class):
        return True
    entry = catalogue().drugs.get(drug)
    return entry is not None and entry.is_a(name)


def _was_given(wanted: GivenDrug, running: RunningTreatment) -> bool:
    started = running.started
    names = [name for name in (wanted.drug, wanted.drug_class) if name]
    right = all(is_drug(name, started.drug, started.drug_class) for name in names)
    route = not wanted.route or started.route in wanted.route
    return right and route and _dose_fits(wanted.dose, started.dose, started.unit)


def _dose_fits(wanted: str, dose: float, unit: str) -> bool:
    """Whether a dose is in "300 mg" or "150-300 mg"; a dose in units of another kind is not."""
    if not wanted:
        return True
    low, dash, high = wanted.partition("-")
    try:
        top, named = parse_quantity(high if dash else low)
        given = convert(dose, unit, named)
        bottom = float(low) if dash else top
    except (UserError, ValueError):
        return False
    return bottom * 0.999 <= given <= top * 1.001


def _given(c: Condition, m: Moment) -> bool:
    wanted = c.given
    return wanted is not None and any(_was_given(wanted, t) for t in m.state.treatments)


def _one_of(names: tuple[str, ...], done: Iterable[str]) -> bool:
    found = set(done)
    return bool(found) and ("any" in names or bool(found & set(names)))


def _ordered(c: Condition, m: Moment) -> bool:
    return _one_of(c.ordered, (order.test for order in m.state.orders))


def _resulted(c: Condition, m: Moment) -> bool:
    return _one_of(c.resulted, (result.test for result in m.state.results))


def _examined(c: Condition, m: Moment) -> bool:
    return _one_of(c.examined, (done.manoeuvre for done in m.state.examined))


def _examining(c: Condition, m: Moment) -> bool:
    done = {event.manoeuvre for event in m.happened if isinstance(event, ev.Examined)}
    regions = {name.split(".")[0] for name in done}
    return _one_of(c.examining, done | regions)


def _giving(c: Condition, m: Moment) -> bool:
    given = [event for event in m.happened if isinstance(event, ev.TreatmentStarted)]
    return any(is_drug(name, each.drug, each.drug_class) for name in c.giving for each in given)


def _prepared(c: Condition, m: Moment) -> bool:
    return bool(m.state.prepared & set(c.prepared))


def _called(c: Condition, m: Moment) -> bool:
    return _one_of(c.called, m.state.called)


def _gesture(c: Condition, m: Moment) -> bool:
    now = {event.gesture for event in m.happened if isinstance(event, ev.Gestured)}
    return bool(now & set(c.gesture))


def _disposed(c: Condition, m: Moment) -> bool:
    return any(done.disposition in c.disposed for done in m.state.disposals)


def _monologue(c: Condition, m: Moment) -> bool:
    return c.monologue is not None and m.last is not None and m.last.words >= c.monologue


def _repeated(c: Condition, m: Moment) -> bool:
    topics = [t for t in topics_of(m.last) if not c.topic or any(covers(n, t) for n in c.topic)]
    return c.repeated is not None and times_asked(m, topics) >= c.repeated


def _any(c: Condition, m: Moment) -> bool:
    return any(holds(inner, m) for inner in c.any)


def _all(c: Condition, m: Moment) -> bool:
    return all(holds(inner, m) for inner in c.all)


def _not(c: Condition, m: Moment) -> bool:
    return c.not_ is None or not holds(c.not_, m)


_PARTS: dict[str, Callable[[Condition, Moment], bool]] = {
    "act": _act,
    "topic": _topic,
    "told": _told,
    "asked": _asked,
    "elicited": _elicited,
    "conveyed": _conveyed,
    "without": _without,
    "cue_ignored": _cue_ignored,
    "mood": _mood,
    "vitals": _vitals,
    "after": _after,
    "silence": _silence,
    "given": _given,
    "ordered": _ordered,
    "resulted": _resulted,
    "examined": _examined,
    "examining": _examining,
    "giving": _giving,
    "prepared": _prepared,
    "called": _called,
    "gesture": _gesture,
    "disposed": _disposed,
    "monologue": _monologue,
    "repeated": _repeated,
    "any": _any,
    "all": _all,
    "not_": _not,
}
