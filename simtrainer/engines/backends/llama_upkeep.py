"""Work between turns, a batch at a time: warming, keeping what was shown, letting old turns go.

It also keeps the books: which tokens were evaluated while somebody waited for a reply.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from simtrainer.engines.backends.llama_model import BATCH, Model
from simtrainer.engines.backends.llama_talk import Strand, Talk
from simtrainer.engines.frames import Message
from simtrainer.engines.llm.messages import Background, Progress

REPLY_PAUSE_S = 2.0  # after something was heard, only the turn is worked on for so long


@dataclass
class Job:
    """A piece of background work, for its report."""

    work: Literal["kept", "condensed"]
    tokens: int = 0
    seconds: float = 0.0
    longest: float = 0.0

    def report(self, length: int, more: bool) -> Background:
        return Background(
            work=self.work,
            tokens=self.tokens,
            ms=self.seconds * 1000,
            longest_batch_ms=self.longest * 1000,
            length=length,
            more=more,
        )


@dataclass
class TurnBook:
    """The critical path of one turn so far."""

    needed: int = 0
    evaluated: int = 0
    seconds: float = 0.0


class Upkeep:
    """``send`` gets what there is to report."""

    def __init__(self, model: Model, talk: Talk, send: Callable[[Message], None]) -> None:
        self._model = model
        self._talk = talk
        self._send = send
        self._warming = False
        self._keeping: Job | None = None
        self._condensing: Job | None = None
        self._quiet_until = 0.0
        self.turn = TurnBook()

    # --- what begins

    def warm(self) -> None:
        self.turn = TurnBook()
        self._keeping = self._condensing = None
        self._warming = True
        self._tell_progress()

    def heard(self, tokens: int) -> None:
        self.turn.needed += tokens
        self._quiet_until = time.monotonic() + REPLY_PAUSE_S

    def kept(self) -> None:
        self.turn = TurnBook()
        self._quiet_until = 0.0
        self._keeping = self._keeping or Job("kept")

    # --- what is to do

    def wait_s(self) -> float | None:
        """Seconds until there is work; None when there is none."""
        talk = self._talk
        if talk.main.pending:
            return 0.0
        if talk.condensed is None and not talk.full:
            return None
        return max(0.0, self._quiet_until - time.monotonic())

    def work(self) -> None:
        """Evaluate one batch of what is most urgent."""
        talk = self._talk
        if talk.cramped:
            self.make_room()
        if talk.main.pending:
            self.catch_up()
        elif talk.condensed is not None:
            self._condense_on()
        elif talk.full:
            talk.condense()
            self._condensing = Job("condensed")

    def make_room(self) -> None:
        """Condensing came too late: turns followed each other too fast."""
        self._condensing = None
        self._talk.shorten_now()

    def catch_up(self) -> None:
        """Evaluate one batch of the conversation itself; somebody may be waiting for it."""
        tokens, seconds = self._advance(self._talk.main, self._keeping)
        if self._talk.awaits_reply:
            self.turn.evaluated += tokens
            self.turn.seconds += seconds
        if self._warming:
            self._tell_progress()
        if self._keeping and not self._talk.main.pending:
            self._send(self._keeping.report(len(self._talk.main.ids), self.wait_s() is not None))
            self._keeping = None

    def _condense_on(self) -> None:
        strand = self._talk.condensed
        assert strand is not None
        if strand.pending:
            self._advance(strand, self._condensing)
        if not strand.pending:
            self._talk.change_over()
            if self._condensing:
                self._send(self._condensing.report(len(strand.ids), self.wait_s() is not None))
            self._condensing = None

    def _advance(self, strand: Strand, job: Job | None) -> tuple[int, float]:
        started = time.perf_counter()
        tokens = strand.advance(self._model)
        seconds = time.perf_counter() - started
        if tokens == BATCH:
            self._talk.per_s = tokens / max(seconds, 1e-9)
        if job:
            job.tokens += tokens
            job.seconds += seconds
            job.longest = max(job.longest, seconds)
        return tokens, seconds

    def _tell_progress(self) -> None:
        main = self._talk.main
        self._warming = main.pending > 0
        self._send(Progress(done=main.done, total=len(main.ids)))
