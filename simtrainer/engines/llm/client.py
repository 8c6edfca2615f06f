"""The parent's end of the language model: starts it, asks it, and goes on without it.

The transcript is kept here, so that a new child can be warmed with it when one is lost.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import assert_never

from simtrainer.engines.child import Attempts, Child
from simtrainer.engines.llm.attempt import LiveWording
from simtrainer.engines.llm.generator import Order, Outcome, State, Status, Wording
from simtrainer.engines.llm.messages import (
    ANSWERS,
    MAX_TEXT,
    Answer,
    Ask,
    Background,
    Cancel,
    Finished,
    Heard,
    Keep,
    Load,
    Loaded,
    Measure,
    Measured,
    Progress,
    Refused,
    Remember,
    Sentence,
    Turn,
    Warm,
    Word,
)
from simtrainer.engines.llm.threads import known_threads, remember_threads
from simtrainer.engines.models.gguf import read_header
from simtrainer.engines.models.memory import check_fits, memory_now, need_of
from simtrainer.errors import OurBug

LOADING_S = 180.0  # a model that is not loaded by then will never be
PATIENCE_S = 6.0  # how long a child may take to stop when it was told to: one batch, on a slow day
TOO_OFTEN = "The language model stopped too often, so the scripted patient speaks."


@dataclass(frozen=True)
class ModelFile:
    """A model to load. ``sha256`` if it is known; ``n_threads`` 0 has them measured."""

    path: Path
    sha256: str = ""
    n_ctx: int = 4096
    n_threads: int = 0


class LocalModel:
    """A ``TextGenerator`` over a child process. Safe to use from several threads.

    ``tell`` (if given) hears of each change of status, and ``watch`` every answer of the child,
    on a thread of their own: they must return soon.
    """

    def __init__(
        self,
        model: ModelFile,
        tell: Callable[[Status], None] | None = None,
        watch: Callable[[Answer], None] | None = None,
        backend: str = "llama",
        environment: Mapping[str, str] | None = None,
        attempts: Attempts | None = None,
    ) -> None:
        self._model = model
        self._tell = tell
        self._watch = watch
        self._backend = backend
        self._lock = threading.RLock()
        self._status = Status("off")
        self._child: Child[Answer] | None = None
        self._environment = environment
        self._attempts = attempts or Attempts()
        self._tickets = itertools.count(1)
        self._births = itertools.count(1)
        self._born = 0  # which child is the present one
        self._wording: LiveWording | None = None
        self._alarm: threading.Timer | None = None
        self._begun: Warm | None = None
        self._turns: list[Turn] = []
        self.loaded: Loaded | None = None

    # --- starting and ending

    def start(self) -> None:
        """Look at the file, then load it in the background.

        Raises UserError when it is no model that can be used or does not fit into memory.
        """
        if self._backend == "llama":
            need = need_of(read_header(self._model.path), self._model.n_ctx)
            check_fits(self._model.path.name, need.total, memory_now())
        with self._lock:
            self._attempts.allow()
            self._start_child()

    def close(self) -> None:
        with self._lock:
            child, self._child = self._child, None
            self._stop_alarm()
            self._end_wording(Outcome("cancelled"))
            self._change(Status("off"))
        if child:
            child.kill()  # it holds nothing that is worth waiting for

    # --- what a generator does

    @property
    def status(self) -> Status:
        return self._status

    @property
    def model_hash(self) -> str:
        return self.loaded.sha256 if self.loaded else self._model.sha256

    @property
    def pid(self) -> int | None:
        """Of the child, for tests that hurt it."""
        child = self._child
        return child.pid if child else None

    def begin(
        self, prefix: str, turns: Sequence[Turn] = (), memory: str = "", afresh: bool = False
    ) -> None:
        with self._lock:
            self._begun = Warm(prefix=prefix, memory=memory, afresh=afresh)
            self._turns = list(turns)
            self._end_wording(Outcome("cancelled"))
            if self._child and self._status.state != "loading":
                self._change(Status("warming"))
            self._warm()

    def heard(self, text: str) -> None:
        text = text[:MAX_TEXT]
        with self._lock:
            self._turns.append(Turn(speaker="trainee", text=text))
            self._send(Heard(text=text))

    def keep(self, text: str, wording: Wording | None = None) -> None:
        text = text[:MAX_TEXT]
        ticket = wording.ticket if isinstance(wording, LiveWording) else None
        with self._lock:
            self._turns.append(Turn(speaker="patient", text=text))
            self._send(Keep(text=text, ticket=ticket))

    def remember(self, text: str) -> None:
        text = text[:MAX_TEXT]
        with self._lock:
            if self._begun:
                self._begun = self._begun.model_copy(update={"memory": text})
            self._send(Remember(text=text))

    def measure(self, measure: Measure) -> None:
        """For ``bench``; Measured goes to ``watch``."""
        with self._lock:
            self._send(measure)

    def word(self, order: Order) -> LiveWording:
        with self._lock:
            if self._begun is None:
                raise OurBug("a reply was asked for before the conversation began")
            self._end_wording(Outcome("cancelled"))
            wording = LiveWording(next(self._tickets), order.deadline_s, self._give_up)
            if self._status.state in ("off", "loading"):
                wording.end(Outcome("refused", "The language model is not ready."))
                return wording
            self._wording = wording
            self._send(_word(order, wording.ticket))
            return wording

    # --- the child

    def _start_child(self) -> None:
        born = next(self._births)
        child = Child(
            self._backend,
            ANSWERS,
            partial(self._hear_from, born),
            partial(self._lost, born),
            self._environment,
        )
        try:
            child.start()
        except OSError as error:
            self._change(Status("off", why=f"The language model could not start: {error}."))
            return
        self._child, self._born = child, born
        self._change(Status("loading"))
        self._send(self._load())
        self._warm()
        self._set_alarm(LOADING_S)

    def _load(self) -> Load:
        sha256 = self.model_hash
        return Load(
            path=self._model.path,
            n_ctx=self._model.n_ctx,
            n_threads=self._model.n_threads or known_threads(sha256),
            sha256=sha256,
        )

    def _warm(self) -> None:
        if self._begun:
            self._send(self._begun.model_copy(update={"turns": tuple(self._turns)}))

    def _send(self, message: Ask) -> None:
        if self._child:
            self._child.send(message)

    def _lost(self, born: int, why: str) -> None:
        with self._lock:
            if self._child and born == self._born:
                self._replace(why)

    def _replace(self, why: str) -> None:
        """Another child takes the place of one that is gone or must go."""
        gone, self._child = self._child, None
        self._stop_alarm()
        self._end_wording(Outcome("lost", f"The language model stopped: {why}."))
        if gone:
            gone.kill()
        if self._attempts.allow():
            self._start_child()
        else:
            self._change(Status("off", why=TOO_OFTEN))

    def _set_alarm(self, seconds: float) -> None:
        """Unless it is stopped, the child is taken for hung."""
        self._stop_alarm()
        self._alarm = threading.Timer(
            seconds, self._lost, (self._born, "it did not answer in time")
        )
        self._alarm.daemon = True
        self._alarm.start()

    def _stop_alarm(self) -> None:
        if self._alarm:
            self._alarm.cancel()
            self._alarm = None

    def _give_up(self, wording: LiveWording) -> None:
        """Nobody waits for ``wording`` any more; the child must stop soon, or go."""
        with self._lock:
            if self._wording is wording and self._child:
                self._send(Cancel(ticket=wording.ticket))
                if self._alarm is None:  # an earlier one still runs, and must not be put off
                    self._set_alarm(PATIENCE_S)

    # --- what the child says, on the reader's thread

    def _hear_from(self, born: int, answer: Answer) -> None:
        with self._lock:
            if self._child is None or born != self._born:
                return  # the last words of one that was replaced
            self._hear(answer)
        if self._watch:
            self._watch(answer)

    def _hear(self, answer: Answer) -> None:
        match answer:
            case Loaded():
                self._stop_alarm()
                self.loaded = answer
                if not self._model.n_threads and answer.prefill_per_s:
                    remember_threads(answer.sha256, answer.n_threads)
                self._change(Status("warming" if self._begun else "ready"))
            case Progress():
                state: State = "ready" if answer.done == answer.total else "warming"
                self._change(Status(state, answer.done, answer.total))
            case Sentence():
                if wording := self._wording_of(answer.ticket):
                    wording.add(answer)
            case Finished():
                self._finished(answer)
            case Refused():
                self._refused(answer)
            case Background() | Measured():
                pass
            case _:
                assert_never(answer)

    def _finished(self, answer: Finished) -> None:
        self._stop_alarm()  # whichever attempt it was: the child is alive
        if wording := self._wording_of(answer.ticket):
            self._wording = None
            wording.end(Outcome(**answer.model_dump(exclude={"kind", "ticket"})))

    def _refused(self, answer: Refused) -> None:
        if answer.ticket is not None:
            self._stop_alarm()
            if wording := self._wording_of(answer.ticket):
                self._wording = None
                wording.end(Outcome("refused", answer.reason))
            return
        self._end_wording(Outcome("lost", answer.reason))
        self._change(Status("off", why=answer.reason))
        if not answer.fatal:
            return
        self._stop_alarm()
        child, self._child = self._child, None
        if child:
            threading.Thread(target=child.kill, daemon=True).start()

    def _wording_of(self, ticket: int) -> LiveWording | None:
        wording = self._wording
        return wording if wording and wording.ticket == ticket else None

    def _end_wording(self, outcome: Outcome) -> None:
        wording, self._wording = self._wording, None
        if wording:
            self._send(Cancel(ticket=wording.ticket))
            wording.end(outcome)

    def _change(self, status: Status) -> None:
        self._status = status
        if self._tell:
            self._tell(status)


def _word(order: Order, ticket: int) -> Word:
    return Word(
        ticket=ticket,
        directive=order.directive,
        max_tokens=order.max_tokens,
        seed=order.seed,
        temperature=order.temperature,
        stop=order.stop,
        deadline_ms=order.deadline_s * 1000,
        teacher=order.teacher,
    )
