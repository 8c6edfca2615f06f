"""One attempt at a reply, as it arrives from the child."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator

from simtrainer.engines.llm.generator import Outcome, Said
from simtrainer.engines.llm.messages import Sentence


class LiveWording:
    """One attempt by a child; see ``Wording``."""

    def __init__(
        self, ticket: int, deadline_s: float, give_up: Callable[[LiveWording], None]
    ) -> None:
        self.ticket = ticket
        self.outcome: Outcome | None = None
        self._give_up = give_up
        self._asked = time.monotonic()
        self._deadline = self._asked + deadline_s
        self._arrived: queue.SimpleQueue[Said | None] = queue.SimpleQueue()
        self._ending = threading.Lock()

    def __iter__(self) -> Iterator[Said]:
        while (said := self.next()) is not None:
            yield said

    def next(self) -> Said | None:
        try:
            said = self._arrived.get(timeout=max(0.0, self._deadline - time.monotonic()))
        except queue.Empty:
            self._stop(Outcome("deadline", "The language model took too long."))
            return None
        if said is None:
            self._arrived.put(None)  # for whoever asks again
        return said

    def cancel(self) -> None:
        self._stop(Outcome("cancelled"))

    def add(self, sentence: Sentence) -> None:
        ms = (time.monotonic() - self._asked) * 1000
        self._arrived.put(Said(sentence.text, sentence.tokens, ms))

    def end(self, outcome: Outcome) -> bool:
        """Nothing more comes; whether that is news."""
        with self._ending:
            if self.outcome is not None:
                return False
            self.outcome = outcome
        self._arrived.put(None)
        return True

    def _stop(self, outcome: Outcome) -> None:
        if self.end(outcome):
            self._give_up(self)
