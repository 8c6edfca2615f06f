"""The synthesiser as the parent sees it: a child asked one sentence at a time, and replaced."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from simtrainer.engines.child import Child
from simtrainer.engines.speaking import messages as sm

DEADLINE_S = 4.0  # for the sound of one sentence
START_S = 12.0  # for the first words of a child: a cold disk, a system's voices
MOST_LOSSES = 3  # in a row, without a sentence in between
REST_S = 30.0


@dataclass(frozen=True)
class ChildLost:
    """The child of this number died by itself."""

    number: int
    why: str


@dataclass(frozen=True)
class FromChild:
    number: int
    answer: sm.Answer


class Synthesis:
    """Used on one thread; ``post`` brings what the child says there, through a queue.

    ``backends`` are tried from the first on: the next one when one cannot speak here at all.
    """

    def __init__(
        self,
        backends: Sequence[str],
        post: Callable[[FromChild | ChildLost], None],
        environment: Mapping[str, str] | None = None,
        deadline_s: float = DEADLINE_S,
    ) -> None:
        self._backends = list(backends)
        self._post = post
        self._environment = environment
        self._deadline_s = deadline_s
        self._child: Child[sm.Answer] | None = None
        self._number = 0
        self._ready = False
        self._losses = 0
        self._rests_until = 0.0
        self._asked: int | None = None
        self._due = 0.0
        self.engine = ""
        self.voices: tuple[sm.VoiceInfo, ...] = ()

    # --- asking

    @property
    def can_speak(self) -> bool:
        """Whether it is worth asking: some backend is left, and none of them rests."""
        return bool(self._backends) and time.monotonic() >= self._rests_until

    @property
    def busy(self) -> bool:
        return self._asked is not None

    @property
    def due(self) -> float | None:
        """When the answer to what was asked must be here, on the monotonic clock."""
        return self._due if self._asked is not None else None

    def warm(self) -> None:
        """Have a child ready, so that the first sentence need not wait for it."""
        if self._child is None and self.can_speak:
            self._begin()

    def ask(self, ident: int, text: str, delivery: sm.Delivery) -> None:
        self.warm()
        self._asked = ident
        self._due = time.monotonic() + (self._deadline_s if self._ready else START_S)
        if self._child is not None:
            self._child.send(sm.Speak(id=ident, text=text, delivery=delivery))

    def forget(self) -> None:
        """The answer to what was asked is not wanted any more."""
        self._asked = None

    def close(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.close()

    @property
    def pid(self) -> int | None:
        return self._child.pid if self._child else None

    # --- answers

    def take(
        self, news: FromChild | ChildLost
    ) -> sm.Made | sm.NotMade | sm.Unable | ChildLost | None:
        """What the speaker must know; None for an old child's words, and for what was forgotten."""
        if news.number != self._number:
            return None
        if isinstance(news, ChildLost):
            self._count_loss()
            return news
        answer = news.answer
        match answer:
            case sm.Ready():
                self._ready, self.engine, self.voices = True, answer.engine, answer.voices
                return None
            case sm.Unable():
                self._next_backend()
                return answer
            case sm.Made() | sm.NotMade():
                if answer.id != self._asked:
                    return None
                self._asked, self._losses = None, 0
                return answer

    def overdue(self) -> bool:
        """Whether the child missed its deadline; if so it is gone, and this counts as a loss."""
        if self._asked is None or time.monotonic() < self._due:
            return False
        child = self._child
        if child is not None:
            child.kill()
        self._count_loss()
        return True

    def _count_loss(self) -> None:
        self._child, self._ready, self._asked = None, False, None
        self._number += 1
        self._losses += 1
        if self._losses >= MOST_LOSSES:
            self._losses = 0
            self._rests_until = time.monotonic() + REST_S

    def _next_backend(self) -> None:
        self.close()
        self._number += 1
        self._asked = None
        self._backends.pop(0)

    def _begin(self) -> None:
        self._number += 1
        number = self._number
        self._ready = False
        child = Child(
            self._backends[0],
            sm.ANSWERS,
            lambda answer: self._post(FromChild(number, answer)),
            lambda why: self._post(ChildLost(number, why)),
            self._environment,
        )
        try:
            child.start()
        except OSError as error:
            self._post(ChildLost(number, str(error)))
            return
        self._child = child
