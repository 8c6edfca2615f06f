"""What a child was asked to play and has not finished, so that another child can go on with it."""

from __future__ import annotations

import time

from simtrainer.engines.audio import messages as am


class Unfinished:
    """In order of playing. Not safe for threads: the client's lock guards it."""

    def __init__(self) -> None:
        self._asks: dict[int, am.Play] = {}
        self._now: int | None = None  # what is being heard
        self._ms = 0
        self._stopping: am.Stopped | None = None
        self.moved_at = 0.0

    def add(self, ask: am.Play) -> None:
        if not self._asks:
            self.moved_at = time.monotonic()
        self._asks[ask.id] = ask

    def stop(self) -> None:
        """Nothing is to be played any more; the child still owes the answer."""
        self._stopping = am.Stopped(id=self._now, ms=self._ms)
        self._asks.clear()
        self._now, self._ms = None, 0

    def stopped(self) -> am.Stopped | None:
        """The answer that a lost child owes, as well as it is known."""
        owed, self._stopping = self._stopping, None
        return owed

    def note(self, answer: am.Answer) -> None:
        match answer:
            case am.Started() | am.Level():
                if answer.id in self._asks:
                    self._now = answer.id
                    self._ms = answer.ms if isinstance(answer, am.Level) else 0
                    self.moved_at = time.monotonic()
            case am.Finished():
                self._asks.pop(answer.id, None)
                self._now, self._ms, self.moved_at = None, 0, time.monotonic()
            case am.Stopped():
                self._stopping = None
            case am.Trouble(problem="no_output" | "output_lost" | "library"):
                self._asks.clear()
                self._now, self._ms = None, 0
            case _:
                pass

    def again(self) -> list[am.Play]:
        """What to ask of the next child."""
        self.moved_at = time.monotonic()
        return [
            ask.model_copy(update={"from_ms": self._ms}) if ask.id == self._now else ask
            for ask in self._asks.values()
        ]

    def stalled(self, now: float, most_s: float) -> bool:
        return bool(self._asks) and now - self.moved_at > most_s
