"""The sound devices as the parent sees them: one child, watched, replaced when it hangs or dies."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from simtrainer.engines.audio import messages as am
from simtrainer.engines.audio.unfinished import Unfinished
from simtrainer.engines.child import Attempts, Child
from simtrainer.engines.frames import Message

BACKEND = "qt_audio"
SILENT_S = 2.0  # without a beat the child hangs
START_S = 12.0  # the first beat may take as long: a cold disk and a big library
AGAIN_S = 20.0  # after giving up, how long until it is tried once more
STALLED_S = 6.0  # there is something to play, and no sound of progress
_LOOK_S = 0.25


@dataclass(frozen=True)
class Gone:
    """The child was lost; another takes its place unless ``for_good``. Made here, never sent."""

    for_good: bool
    why: str


News = am.Answer | Gone
Hear = Callable[[News], None]


class AudioDevice(Protocol):
    """What speaking and listening need of the devices. No call waits for anything."""

    def subscribe(self, hear: Hear) -> None:
        """``hear`` gets all news from now on, on some other thread; it must return soon."""

    def unsubscribe(self, hear: Hear) -> None: ...
    def choose(self, output: str, source: str) -> None: ...
    def play(self, ident: int, pcm: bytes, rate: int) -> None: ...
    def stop_playing(self) -> None: ...
    def listen(self, on: bool) -> None: ...


class AudioClient:
    """The ``AudioDevice`` of the program.

    What was being played when a child was lost goes on in the next one, from where it was last
    known to be: nothing is heard twice, but for less than a tenth of a second.
    Subscribers hear on the thread that reads from the child (news) or watches it (``Gone``).
    """

    def __init__(
        self,
        backend: str = BACKEND,
        environment: Mapping[str, str] | None = None,
        silent_s: float = SILENT_S,
        attempts: Attempts | None = None,
    ) -> None:
        self._backend = backend
        self._environment = environment
        self._silent_s = silent_s
        self._attempts = attempts or Attempts()
        self._lock = threading.RLock()
        self._subscribers: tuple[Hear, ...] = ()
        self._child: Child[am.Answer] | None = None
        self._number = 0  # of the child, so that a late word of an earlier one counts for nothing
        self._beaten = False
        self._last = 0.0
        self._choice = am.Choose()
        self._listening = False
        self._unfinished = Unfinished()
        self._given_up_at: float | None = None
        self._closed = threading.Event()
        self.devices = am.Devices()

    # --- what others ask

    def subscribe(self, hear: Hear) -> None:
        self._subscribers = (*self._subscribers, hear)

    def unsubscribe(self, hear: Hear) -> None:
        self._subscribers = tuple(each for each in self._subscribers if each != hear)

    def start(self) -> None:
        """Start the child and its watch."""
        self._begin()
        threading.Thread(target=self._watch, name="audio watch", daemon=True).start()

    def close(self) -> None:
        self._closed.set()
        with self._lock:
            child, self._child = self._child, None
            self._number += 1
        if child is not None:
            child.close()

    @property
    def pid(self) -> int | None:
        child = self._child
        return child.pid if child else None

    def choose(self, output: str, source: str) -> None:
        self._choice = am.Choose(output=output, input=source)
        self._send(self._choice)

    def play(self, ident: int, pcm: bytes, rate: int) -> None:
        with self._lock:
            ask = am.Play(id=ident, pcm=pcm, rate=rate)
            self._unfinished.add(ask)
            self._send(ask)

    def stop_playing(self) -> None:
        with self._lock:
            self._unfinished.stop()
            self._send(am.StopPlaying())
            if self._child is None:
                self._tell(am.Stopped())

    def listen(self, on: bool) -> None:
        self._listening = on
        self._send(am.Listen(on=on))

    def try_again(self) -> None:
        """After giving up: once more from the beginning, because the user asks for it."""
        with self._lock:
            if self._child is None and not self._closed.is_set():
                self._begin()

    # --- the child

    def _send(self, message: Message) -> None:
        child = self._child
        if child is not None:
            child.send(message)

    def _begin(self) -> None:
        with self._lock:
            if self._closed.is_set():
                return
            self._number += 1
            number = self._number
            child = Child(
                self._backend,
                am.ANSWERS,
                lambda answer: self._heard(number, answer),
                lambda why: self._lost(number, why),
                self._environment,
            )
            self._beaten, self._last, self._given_up_at = False, time.monotonic(), None
            try:
                child.start()
            except OSError as error:
                self._give_up(str(error))
                return
            self._child = child
            child.send(self._choice)
            if self._listening:
                child.send(am.Listen(on=True))
            for ask in self._unfinished.again():
                child.send(ask)

    def _heard(self, number: int, answer: am.Answer) -> None:
        if number != self._number:
            return
        self._last = time.monotonic()
        if isinstance(answer, am.Beat):
            self._beaten = True
            return
        if isinstance(answer, am.Devices):
            self.devices = answer
        with self._lock:
            self._unfinished.note(answer)
        self._tell(answer)
        if isinstance(answer, am.Trouble) and answer.problem == "output_stuck":
            self._replace("its loudspeaker takes no more sound")

    def _lost(self, number: int, why: str) -> None:
        with self._lock:
            if number != self._number or self._closed.is_set():
                return
            self._number += 1
            self._child = None
            stopped = self._unfinished.stopped()
            if stopped is not None:
                self._tell(stopped)
            if self._attempts.allow():
                self._tell(Gone(for_good=False, why=why))
                self._begin()
            else:
                self._give_up(why)

    def _replace(self, why: str) -> None:
        """End a child that hangs, and go on with another."""
        number, child = self._number, self._child
        if child is not None:
            child.kill()
            self._lost(number, why)

    def _give_up(self, why: str) -> None:
        self._child = None
        self._given_up_at = time.monotonic()
        self._unfinished = Unfinished()
        self._tell(Gone(for_good=True, why=why))

    def _tell(self, news: News) -> None:
        for hear in self._subscribers:
            hear(news)

    def _watch(self) -> None:
        looked = time.monotonic()
        while not self._closed.wait(_LOOK_S):
            now = time.monotonic()
            if now - looked > 4 * _LOOK_S:  # we were asleep ourselves: no fault of the child
                self._last = now
                self._unfinished.moved_at = now
            looked = now
            self._look(now)

    def _look(self, now: float) -> None:
        if self._child is None:
            if self._given_up_at is not None and now - self._given_up_at > AGAIN_S:
                self._begin()
        elif now - self._last > (self._silent_s if self._beaten else START_S):
            self._replace("it no longer answered")
        elif self._beaten and self._unfinished.stalled(now, STALLED_S):
            self._replace("it plays nothing")
