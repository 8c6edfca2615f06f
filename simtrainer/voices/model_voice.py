"""One person of an encounter, speaking through a language model."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from simtrainer.encounter import events as ev
from simtrainer.encounter.state import EncounterState
from simtrainer.engines.llm.generator import Order, Said, TextGenerator, Wording
from simtrainer.engines.llm.messages import Turn
from simtrainer.patient.sentences import plain
from simtrainer.patient.voice.allowed import about, allowed_for
from simtrainer.patient.voice.prompt import (
    PROMPT_VERSION,
    Directive,
    directive,
    overheard,
    prefix,
    sanitised,
)
from simtrainer.patient.voice.wording import CheckedReply, Sentence, Silent
from simtrainer.patient.who import person_of
from simtrainer.patient.word import manner_of
from simtrainer.scenario.people import Person
from simtrainer.voices.reply import Point, event_of, is_free, points_of

DEADLINE_S = 8.0  # for a whole reply; what is missing then is said as scripted
MOST_TOKENS = 110  # of a reply, several times what anybody says at once
MEMORY_CHARACTERS = 700  # of what the model is reminded of when old turns must go
ECHO_WORDS = 3  # as many in a row from the prompt are no chance
_NOT_YET = ("off", "loading")


@dataclass
class _Reply:
    """One reply under way. ``lost``: the model did not come to its end."""

    started: float
    wording: Wording | None = None
    said: Said | None = None
    seed: int = 0
    attempt: int = 0
    lost: bool = False

    def seconds_left(self) -> float:
        return self.started + DEADLINE_S - time.monotonic()


class ModelVoice:
    """A ``Voice`` for ``person``; everybody else keeps the script. ``hurry`` and ``cut`` may come
    from any thread, the rest from the session's."""

    def __init__(self, generator: TextGenerator, state: EncounterState, person: Person) -> None:
        self._generator = generator
        self._person = person
        self._reply: _Reply | None = None
        self._lock = threading.Lock()
        self._hurried = False
        self._cut = False
        self._pending: list[str] = []  # shown of the reply under way
        part = prefix(state.case, person)
        self._part = plain(part)
        generator.begin(part, _turns(state, person), _memory(state, person))

    # --- what a session asks

    def word(
        self, state: EncounterState, turn: ev.TraineeSpoke, drafts: Sequence[ev.Event]
    ) -> Iterator[ev.Event]:
        mine = turn.to == self._person.key and any(is_free(d, self._person.key) for d in drafts)
        if not mine or self._generator.status.state in _NOT_YET:
            yield from drafts
            return
        before, spoken, after = first_run(drafts, self._person.key)
        reply = self._open()
        yield from before
        yield from self._reworded(state, turn, points_of(spoken), reply)
        yield from self._rest(after, reply)

    def shown(self, events: Sequence[ev.Event], state: EncounterState) -> None:
        for event in events:
            if isinstance(event, ev.TraineeSpoke) and event.to == self._person.key:
                self._generator.heard(sanitised(event.text))
            elif isinstance(event, ev.SentenceSpoken):
                self._overheard(event, state)
            elif isinstance(event, ev.TurnClosed):
                self._keep(state)

    # --- what others ask meanwhile

    def hurry(self) -> None:
        """Say the rest of a reply under way as scripted, at once."""
        self._interrupt(cut=False)

    def cut(self) -> None:
        """Leave the rest of a reply under way unsaid."""
        self._interrupt(cut=True)

    def _interrupt(self, cut: bool) -> None:
        with self._lock:
            if self._reply is None:
                return
            self._hurried, self._cut = True, self._cut or cut
            wording = self._reply.wording
        if wording is not None:
            wording.cancel()

    # --- one reply

    def _open(self) -> _Reply:
        with self._lock:
            self._hurried = self._cut = False
            self._reply = _Reply(started=time.monotonic())
            return self._reply

    def _reworded(
        self, state: EncounterState, turn: ev.TraineeSpoke, points: list[Point], reply: _Reply
    ) -> Iterator[ev.Event]:
        decided = [point.decided for point in points]
        texts = [each.text for each in decided]
        mood = state.moods[self._person.key]
        manner = manner_of(state, self._person, dict(mood))
        checked = CheckedReply(
            decided,
            allowed_for(state, self._person, texts, _answered(points)),
            lambda order: self._generate(order, reply, turn),
            lambda left, attempt: directive(texts, manner, mood, left, attempt),
            lambda: 0.0 if self._hurried else reply.seconds_left(),
        )
        for sentence in checked.sentences():
            if self._cut:
                return
            yield event_of(sentence, points, self._account(sentence, reply))

    def _generate(self, order: Directive, reply: _Reply, turn: ev.TraineeSpoke) -> Iterator[str]:
        """Sentences as the model offers them. Raises Silent when it did not come to its end."""
        reply.attempt += 1
        reply.seed = _seed(turn, reply.attempt)
        wording = self._generator.word(
            Order(
                order.text,
                seed=reply.seed,
                max_tokens=MOST_TOKENS,
                deadline_s=max(0.1, reply.seconds_left()),
            )
        )
        with self._lock:
            reply.wording = wording
            too_late = self._hurried
        if too_late:
            wording.cancel()
        try:
            for said in wording:
                if self._repeats_its_part(said.text):
                    raise Silent("It repeated what it was told to be.")
                reply.said = said
                yield said.text
        finally:
            wording.cancel()
        outcome = wording.outcome
        if outcome is not None and outcome.reason not in ("end", "stop", "length"):
            reply.lost = outcome.reason in ("lost", "deadline", "refused")
            raise Silent(outcome.why or outcome.reason)

    def _repeats_its_part(self, text: str) -> bool:
        words = plain(text)
        return len(words.split()) >= ECHO_WORDS and words in self._part

    def _account(self, sentence: Sentence, reply: _Reply) -> ev.Wording | None:
        if sentence.source != "llm" or reply.said is None:
            return None
        return ev.Wording(
            model=self._generator.model_hash,
            prompt=PROMPT_VERSION,
            seed=reply.seed,
            attempt=reply.attempt,
            tokens=reply.said.tokens,
            ms=round(reply.said.ms),
        )

    def _rest(self, drafts: Sequence[ev.Event], reply: _Reply) -> Iterator[ev.Event]:
        """What follows the reply: nothing more is said once it was cut."""
        for draft in drafts:
            if isinstance(draft, ev.TurnClosed):
                reason = "barged_in" if self._cut else "engine_lost" if reply.lost else draft.reason
                yield draft.model_copy(update={"reason": reason})
            elif not (self._cut and isinstance(draft, ev.SentenceSpoken)):
                yield draft

    # --- the conversation, as it was shown

    def _overheard(self, event: ev.SentenceSpoken, state: EncounterState) -> None:
        if event.who != self._person.key:
            name = person_of(state, event.who).spoken_name
            self._generator.heard(overheard(name, event.text))
        elif event.turn is None:  # spoken unasked
            self._generator.keep(event.text)
        else:
            self._pending.append(event.text)

    def _keep(self, state: EncounterState) -> None:
        texts, self._pending = self._pending, []
        with self._lock:
            reply, self._reply = self._reply, None
        if texts:
            self._generator.keep(" ".join(texts), reply.wording if reply else None)
            self._generator.remember(_memory(state, self._person))


def first_run(
    drafts: Sequence[ev.Event], who: str
) -> tuple[Sequence[ev.Event], list[ev.SentenceSpoken], Sequence[ev.Event]]:
    """What comes before the first sentences that may be worded anew, those, and what follows."""
    first = next(n for n, draft in enumerate(drafts) if is_free(draft, who))
    run: list[ev.SentenceSpoken] = []
    for draft in drafts[first:]:
        if not (is_free(draft, who) and isinstance(draft, ev.SentenceSpoken)):
            break
        run.append(draft)
    return drafts[:first], run, drafts[first + len(run) :]


def _answered(points: Sequence[Point]) -> list[tuple[str, bool]]:
    """What a plain yes or no in the reply would affirm or deny."""
    said = [(topic, point.decided.text) for point in points for topic in point.decided.topics]
    return [claim for topic, text in said for claim in about(topic, text)]


def _turns(state: EncounterState, person: Person) -> list[Turn]:
    """The talk between the trainee and ``person`` so far, for a voice that joins in the middle."""
    turns: list[Turn] = []
    everything: list[ev.TraineeSpoke | ev.SentenceSpoken] = [*state.turns, *state.spoken]
    talk = sorted(everything, key=lambda event: event.seq)
    for event in talk:
        if isinstance(event, ev.SentenceSpoken) and event.who == person.key:
            if turns and turns[-1].speaker == "patient":
                together = f"{turns.pop().text} {event.text}"
                turns.append(Turn(speaker="patient", text=together))
            else:
                turns.append(Turn(speaker="patient", text=event.text))
        elif isinstance(event, ev.SentenceSpoken):
            name = person_of(state, event.who).spoken_name
            turns.append(Turn(speaker="trainee", text=overheard(name, event.text)))
        elif event.to == person.key:
            turns.append(Turn(speaker="trainee", text=sanitised(event.text)))
    return turns


def _memory(state: EncounterState, person: Person) -> str:
    """What this person has told, in brief: read again when the talk itself no longer fits."""
    told = [fact for line in state.spoken if line.who == person.key for fact in line.facts]
    says = [state.case.fact(f).say for f in dict.fromkeys(told) if state.case.has_fact(f)]
    text = "You have said already: " + " ".join(say[0] for say in says if say)
    return text[:MEMORY_CHARACTERS] if says else ""


def _seed(turn: ev.TraineeSpoke, attempt: int) -> int:
    """The same turn and attempt, the same draws."""
    digest = hashlib.sha256(f"{turn.seq} {turn.text} {attempt}".encode()).digest()
    return int.from_bytes(digest[:4], "big")
