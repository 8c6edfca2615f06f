"""TrainingSession: action in -> events stored -> updates out. One encounter at a time, no Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from simtrainer import __version__
from simtrainer.encounter import actions as ac
from simtrainer.encounter import events as ev
from simtrainer.encounter.advance import advance, seal_of, speaking_ms
from simtrainer.encounter.body import shown, start_body
from simtrainer.encounter.decide import MAX_WAIT_MS, Heard, Refusal, decide
from simtrainer.encounter.fold import fold
from simtrainer.encounter.record import Record
from simtrainer.encounter.state import EncounterState
from simtrainer.language.understand import ScriptedUnderstander
from simtrainer.language.understand import version as understanding_version
from simtrainer.language.understanding import SentenceUnderstood, Understander
from simtrainer.patient.context import context_of
from simtrainer.patient.respond import initiative, opening, react, respond
from simtrainer.patient.who import person_of
from simtrainer.scenario.case import Case
from simtrainer.scenario.words import MOODS, Locale, Mode

WAIT_CHUNK_MS = 30_000  # people may speak up between two stretches of waiting


class Keeper(Protocol):
    """Where events are kept; ``append`` returns once they are safe, and raises if they are not."""

    def append(self, events: Sequence[ev.Event]) -> None: ...


class Voice(Protocol):
    """Puts decided replies into the people's own words, such as a language model.

    What it must not do is raise, or hold up a turn beyond its own deadline.
    """

    def word(
        self, state: EncounterState, turn: ev.TraineeSpoke, drafts: Sequence[ev.Event]
    ) -> Iterable[ev.Event]:
        """``drafts`` of the scripted voice in other words, as soon as each sentence is ready."""
        ...

    def shown(self, events: Sequence[ev.Event], state: EncounterState) -> None:
        """These events were kept and shown."""
        ...


@dataclass(frozen=True)
class Terms:
    """How an encounter is taken."""

    mode: Mode = "practice"
    locale: Locale = "en-GB"
    idle_ticks: bool = True
    input_channel: Literal["typed", "speech"] = "typed"  # how the trainee means to talk
    extra_time: float = 0.0  # share of the station's minutes, an accommodation


def first_event(case: Case, terms: Terms) -> ev.EncounterStarted:
    """The event that freezes the whole concrete case and everything that decides."""
    station = case.heading.station.minutes * 60_000
    people = case.body.people
    return ev.EncounterStarted(
        seq=0,
        at=0,
        case=case.model_dump(mode="json", by_alias=True),
        case_hash=case.hash,
        mode=terms.mode,
        locale=terms.locale,
        versions=versions(case),
        station_ms=round(station * (1 + terms.extra_time)),
        accommodations={"extra_time": terms.extra_time} if terms.extra_time else {},
        idle_ticks=terms.idle_ticks,
        input_channel=terms.input_channel,
        moods={person.key: _first_mood(case, person.key) for person in people},
        present=tuple(person.key for person in people if person.arrives == 0),
        physiology=(body := start_body(case)).model_dump(mode="json"),
        **{k: v for k, v in shown(case, body).items() if k != "physiology"},
    )


def versions(case: Case) -> dict[str, str]:
    """What decided, for whoever audits the encounter later."""
    return {
        "app": __version__,
        "template": case.heading.version,
        "rubric": str(case.body.rubric.version),
        "understanding": understanding_version(),
        "patient": "scripted-1",
        "physiology": "1",
    }


def _first_mood(case: Case, key: str) -> dict[str, float]:
    persona = case.person(key).persona
    mood: dict[str, float] = {name: float(getattr(persona, name, 0.0)) for name in MOODS}
    return mood | {"consciousness": 1.0}


class TrainingSession:
    """One encounter under way. Everything is kept before ``publish`` hears of it."""

    def __init__(
        self,
        events: Sequence[ev.Event],
        keeper: Keeper,
        publish: Callable[[Sequence[ev.Event], EncounterState], None],
    ) -> None:
        """Take up an encounter whose ``events`` are already kept."""
        self._state = fold(events)
        self._lines = [ev.to_line(event) for event in events]
        self._keeper = keeper
        self._publish = publish
        self.voice: Voice | None = None  # None: people say what was scripted
        self._understander: Understander = ScriptedUnderstander(self._state.case)

    @property
    def state(self) -> EncounterState:
        return self._state

    @property
    def lines(self) -> tuple[str, ...]:
        """All events so far, one line of canonical JSON each."""
        return tuple(self._lines)

    def open(self) -> None:
        """What people do as the trainee comes in; on an encounter taken up again, tidy the turn."""
        if self._state.next_seq == 1:
            self._play_out(opening(self._state))
        elif self._state.open_turn is not None:
            self._finish_turn()

    def perform(self, action: ac.Action) -> Refusal | None:
        """Carry out an action and let people answer. Raises what the keeper raises; then the
        action, or the part of it that was not kept, has not happened."""
        if self._state.open_turn is not None and self._state.time_moves:
            self._finish_turn()
        match action:
            case ac.Say():
                return self._say(action)
            case ac.Wait():
                return self._wait(action)
            case ac.End() | ac.Stop():
                return self._end(action)
            case _:
                return self._do(action)

    # --- actions

    def _say(self, action: ac.Say) -> Refusal | None:
        context = context_of(self._state, action.to)
        sentences = self._understander.understand(action.text, context)
        if self._state.talked_over and sentences:
            sentences = (_interrupting(sentences[0]), *sentences[1:])
        heard = Heard(sentences, self._understander.version)
        refusal, happened = self._decide(action, heard)
        turn = next((e for e in happened if isinstance(e, ev.TraineeSpoke)), None)
        if refusal is not None or turn is None:
            return refusal
        if self._state.time_moves:
            later = self._play_out(self._worded(turn))
            self._react([*happened, *_news(later)])
        return None

    def _do(self, action: ac.Action) -> Refusal | None:
        refusal, happened = self._decide(action)
        if refusal is None and self._state.time_moves:
            self._react(happened)
            if isinstance(action, ac.Tick | ac.MakeGesture):
                self._play_out(initiative(self._state))
        return refusal

    def _wait(self, action: ac.Wait) -> Refusal | None:
        """Wait in stretches; stop early when a result that was waited for or a change comes."""
        left = self._waiting_ms(action)
        refusal: Refusal | None = None
        while left > 0 and refusal is None and self._state.time_moves:
            stretch = min(left, WAIT_CHUNK_MS)
            refusal, happened = self._decide(ac.Wait(minutes=stretch / 60_000))
            left -= stretch
            if refusal is None and self._state.time_moves:
                self._react(happened)
                self._play_out(initiative(self._state))
            if any(isinstance(e, ev.BodyChanged) for e in happened):
                break
            if action.until_result and any(isinstance(e, ev.TestResulted) for e in happened):
                break
        return refusal if left != 0 or refusal else None

    def _waiting_ms(self, action: ac.Wait) -> int:
        due = [order.due_at for order in self._state.pending_orders]
        if action.until_result and due:
            return min(max(min(due) - self._state.clock_ms, 1), MAX_WAIT_MS)
        return round(action.minutes * 60_000)

    def _end(self, action: ac.End | ac.Stop) -> Refusal | None:
        refusal, _ = self._decide(action)
        if refusal is None:
            reason = "stopped" if isinstance(action, ac.Stop) else self._state.end_reason
            self._seal(reason or "ended")
        return refusal

    def _seal(self, reason: str) -> None:
        record = Record(self._state)
        seal = seal_of(self._lines)
        record.add(
            ev.EncounterEnded.model_validate({"seq": 0, "at": 0, "reason": reason, "seal": seal})
        )
        self._keep(record)

    # --- people

    def _worded(self, turn: ev.TraineeSpoke) -> Iterable[ev.Event]:
        drafts = respond(self._state, turn)
        return drafts if self.voice is None else self.voice.word(self._state, turn, drafts)

    def _finish_turn(self) -> None:
        """A turn that a crash left open: answer it if nobody did, else close it as interrupted."""
        turn = self._state.last_turn
        if turn is None:
            return
        answered = any(sentence.turn == turn.seq for sentence in self._state.spoken)
        if answered or not self._state.time_moves:
            self._play_out([ev.TurnClosed(seq=0, at=0, turn=turn.seq, reason="interrupted")])
        else:
            self._play_out(respond(self._state, turn))

    def _react(self, happened: Sequence[ev.Event]) -> None:
        """Let people react; what came about while they did so is reacted to as well, once."""
        later = self._play_out(react(self._state, tuple(happened)))
        if news := _news(later):
            self._play_out(react(self._state, news))

    def _play_out(self, drafts: Iterable[ev.Event]) -> list[ev.Event]:
        """Keep and show what people do, a sentence at a time; talking takes case time."""
        played: list[ev.Event] = []
        record = Record(self._state)
        for draft in drafts:
            if not record.state.time_moves and not isinstance(draft, ev.TurnClosed):
                continue
            record.add(draft)
            if isinstance(draft, ev.SentenceSpoken):
                self._keep(record)
                played += record.events
                record = Record(self._state)
                pace = person_of(self._state, draft.who).voice.pace
                advance(record, speaking_ms(len(draft.text.split()), pace), "a person spoke")
            elif isinstance(draft, ev.PersonBehaved) and draft.ms:
                advance(record, draft.ms, "a silence")
        self._keep(record)
        return [*played, *record.events]

    # --- keeping

    def _decide(
        self, action: ac.Action, heard: Heard | None = None
    ) -> tuple[Refusal | None, tuple[ev.Event, ...]]:
        record = Record(self._state)
        refusal = decide(record, action, heard)
        if refusal is None:
            self._keep(record)
        return refusal, tuple(record.events)

    def _keep(self, record: Record) -> None:
        """Store, then show: nobody sees what a power cut could take back."""
        if not record.events:
            return
        self._keeper.append(record.events)
        self._lines.extend(ev.to_line(event) for event in record.events)
        self._state = record.state
        self._publish(record.events, self._state)
        if self.voice is not None:
            self.voice.shown(record.events, self._state)


def _interrupting(sentence: SentenceUnderstood) -> SentenceUnderstood:
    acts = tuple(dict.fromkeys((*sentence.acts, "interrupt")))
    return sentence.model_copy(update={"acts": acts})


def _news(events: Sequence[ev.Event]) -> tuple[ev.Event, ...]:
    """What people react to although nobody did it just now."""
    kinds = (ev.PersonArrived, ev.TestResulted, ev.BodyChanged)
    return tuple(event for event in events if isinstance(event, kinds))


class InMemory:
    """A keeper for demonstrations, scripts and tests of everything but the disk."""

    def append(self, events: Sequence[ev.Event]) -> None:
        """Nothing to do: the session itself holds the lines."""


def start_in_memory(case: Case, terms: Terms) -> TrainingSession:
    """A session that nobody watches and nothing stores; its ``lines`` hold the encounter."""
    session = TrainingSession([first_event(case, terms)], InMemory(), lambda _events, _state: None)
    session.open()
    return session
