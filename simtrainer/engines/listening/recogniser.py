"""The recogniser as the parent sees it: sound in, words out; a child that may crash or hang.

Nothing that was said is lost with a child: the sound of what is still being said is kept, and the
next child hears it again. After too many losses, or when no backend can listen here at all,
``Gone`` says so in one sentence, and typing goes on.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from simtrainer.engines.child import Attempts, Child
from simtrainer.engines.frames import Message
from simtrainer.engines.listening import messages as lm
from simtrainer.i18n import tr

START_S = 20.0  # to load a model from a cold disk
DEADLINE_S = 4.0  # to catch up with the sound, and for the final words
_LOOK_S = 0.1
_KEPT_MS = lm.MAX_UTTERANCE_S * 1000
_QUIET_KEPT_MS = 1_000  # while nobody talks
_BEHIND_MS = 1_000  # sound that a child may have on its way without being late


@dataclass(frozen=True)
class Engine:
    """A backend of ``engines.backends``, and the folder of its model ("" where it needs none)."""

    backend: str
    model: str = ""


POCKETSPHINX = Engine("pocketsphinx_recogniser")


def vosk(folder: str) -> Engine:
    return Engine("vosk_recogniser", folder)


@dataclass(frozen=True)
class Gone:
    """The recogniser is lost; ``for_good``: nothing is tried again until somebody asks.

    ``sentence`` is for a banner, ``why`` for a log.
    """

    for_good: bool
    sentence: str
    why: str


News = lm.Ready | lm.VoiceHeard | lm.Partial | lm.Final | lm.Ended | Gone
Hear = Callable[[News], None]


class SpeechRecogniser(Protocol):
    """No call waits for anything; what is heard is told to the subscribers."""

    def subscribe(self, hear: Hear) -> None: ...
    def expect(self, expectation: lm.Expectation) -> None: ...
    def begin(self, mode: lm.Mode, end_silence_ms: int = lm.END_SILENCE_MS) -> None: ...
    def sound(self, pcm: bytes) -> None: ...
    def end(self) -> None: ...
    def cancel(self) -> None: ...


class Listener:
    """The ``SpeechRecogniser`` of the program. Subscribers hear on a thread that is not theirs.

    ``engines`` are tried from the first on: the next one when one cannot listen here at all.
    """

    def __init__(
        self,
        engines: Sequence[Engine] = (POCKETSPHINX,),
        environment: Mapping[str, str] | None = None,
        deadline_s: float = DEADLINE_S,
        start_s: float = START_S,
        attempts: Attempts | None = None,
    ) -> None:
        self._engines = list(engines)
        self._all = tuple(engines)
        self._environment = environment
        self._deadline_s, self._start_s = deadline_s, start_s
        self._attempts = attempts or Attempts()
        self._lock = threading.RLock()
        self._subscribers: list[Hear] = []
        self._child: Child[lm.Answer] | None = None
        self._number = 0  # of the child: late words of an earlier one count for nothing
        self._expectation = lm.Expectation()
        self._begun: lm.Begin | None = None
        self._ending = False
        self._talking = False
        self._sound = bytearray()  # not yet in a final text
        self._offset_ms = 0  # where ``_sound`` begins, since the listening began
        self._child_from_ms = 0  # where the sound began that this child got
        self._followed_ms = 0  # how far it has come
        self._due: float | None = None
        self._closed = threading.Event()
        self.ready: lm.Ready | None = None

    # --- what others ask

    def subscribe(self, hear: Hear) -> None:
        self._subscribers.append(hear)

    def start(self) -> None:
        """Start the child and its watch."""
        with self._lock:
            self._start_child()
        threading.Thread(target=self._watch, name="recogniser watch", daemon=True).start()

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

    def expect(self, expectation: lm.Expectation) -> None:
        """What is likely to be said from now on: for a new case, before its first word."""
        with self._lock:
            if expectation == self._expectation and self.ready is not None:
                return
            self._expectation = expectation
            if self._child is not None:
                self._prepare()
                self._catch_up()

    def begin(self, mode: lm.Mode, end_silence_ms: int = lm.END_SILENCE_MS) -> None:
        with self._lock:
            self._begun = lm.Begin(mode=mode, end_silence_ms=end_silence_ms)
            self._ending = self._talking = False
            self._sound.clear()
            self._offset_ms = self._child_from_ms = self._followed_ms = 0
            self._send(self._begun)

    def sound(self, pcm: bytes) -> None:
        """Captured sound; ignored while nothing was begun."""
        with self._lock:
            if self._begun is None or self._ending:
                return
            self._sound += pcm
            self._forget_old()
            self._send(lm.Sound(pcm=pcm))
            if self.ready is not None and self._due is None and self._behind_ms > _BEHIND_MS:
                self._due = time.monotonic() + self._deadline_s

    def end(self) -> None:
        """The key was released: the final words follow."""
        with self._lock:
            if self._begun is None or self._ending:
                return
            self._ending = True
            if self.ready is not None:
                self._due = time.monotonic() + self._deadline_s
            self._send(lm.End())
            if self._child is None:
                self._nothing_more()

    def cancel(self) -> None:
        with self._lock:
            self._begun, self._ending, self._due = None, False, None
            self._sound.clear()
            self._send(lm.Cancel())

    def try_again(self) -> None:
        """After ``Gone`` for good: once more from the first engine on."""
        with self._lock:
            if self._child is None and not self._closed.is_set():
                self._engines = list(self._all)
                self._start_child()

    # --- the child

    def _send(self, message: Message) -> None:
        if self._child is not None:
            self._child.send(message)

    def _start_child(self) -> None:
        self._number += 1
        number = self._number
        self.ready = None
        child = Child(
            self._engines[0].backend,
            lm.ANSWERS,
            lambda answer: self._heard(number, answer),
            lambda why: self._lost(number, why),
            self._environment,
        )
        try:
            child.start()
        except OSError as error:
            self._give_up(str(error))
            return
        self._child = child
        self._prepare()
        self._catch_up()

    def _prepare(self) -> None:
        self.ready = None
        self._due = time.monotonic() + self._start_s
        self._send(lm.Prepare(model=self._engines[0].model, expectation=self._expectation))

    def _catch_up(self) -> None:
        """Let a new child hear what is still being said, from its beginning."""
        if self._begun is None:
            return
        self._child_from_ms = self._followed_ms = self._offset_ms
        self._send(self._begun)
        if self._sound:
            self._send(lm.Sound(pcm=bytes(self._sound)))
        if self._ending:
            self._send(lm.End())

    def _heard(self, number: int, answer: lm.Answer) -> None:
        with self._lock:
            if number != self._number:
                return
            match answer:
                case lm.Ready():
                    self.ready = answer
                    waits = self._begun is not None and (self._sound or self._ending)
                    self._due = time.monotonic() + self._deadline_s if waits else None
                case lm.Unable():
                    self._next_engine(answer.detail)
                    return
                case lm.Followed():
                    self._follow(answer.ms + self._child_from_ms)
                    return
                case lm.Ended():
                    self._begun, self._ending, self._due = None, False, None
                case lm.VoiceHeard():
                    self._talking = True
                    answer = answer.model_copy(update={"at_ms": answer.at_ms + self._child_from_ms})
                case lm.Final():
                    self._talking = False
                    answer = _later(answer, self._child_from_ms)
                    self._drop_sound_before(answer.start_ms + answer.talk_ms)
                case lm.Partial():
                    pass
        self._tell(answer)

    def _follow(self, ms: int) -> None:
        """It is alive. The rest of the sound must be followed within the next deadline."""
        self._followed_ms = ms
        waits = self._behind_ms > _BEHIND_MS or self._ending
        self._due = time.monotonic() + self._deadline_s if waits else None

    def _forget_old(self) -> None:
        keep = _KEPT_MS if self._talking or self._mode == "hold" else _QUIET_KEPT_MS
        self._drop_sound_before(self._now_ms - keep)

    @property
    def _now_ms(self) -> int:
        """How much sound there was since the listening began."""
        return self._offset_ms + len(self._sound) // lm.BYTES_PER_MS

    @property
    def _behind_ms(self) -> int:
        return self._now_ms - self._followed_ms

    @property
    def _mode(self) -> lm.Mode | None:
        return self._begun.mode if self._begun else None

    def _drop_sound_before(self, ms: int) -> None:
        gone = ms - self._offset_ms
        if gone > 0:
            del self._sound[: gone * lm.BYTES_PER_MS]
            self._offset_ms = ms

    def _lost(self, number: int, why: str) -> None:
        with self._lock:
            if number != self._number or self._closed.is_set():
                return
            if self._child is not None and self._child.last_words:
                why = f"{why}: {self._child.last_words.splitlines()[-1]}"
            if self.ready is None and len(self._engines) > 1:  # it broke over its model
                self._next_engine(why)
                return
            self._child, self.ready = None, None
            again = self._attempts.allow()
        if not again:
            self._give_up(why)
            return
        self._tell(Gone(False, tr("Speech recognition starts again."), why))
        with self._lock:
            if not self._closed.is_set():
                self._start_child()

    def _next_engine(self, why: str) -> None:
        child, self._child = self._child, None
        self._number += 1
        if child is not None:
            child.kill()
        self._engines.pop(0)
        if self._engines:
            self._start_child()
        else:
            self._engines = list(self._all)
            self._give_up(why)

    def _give_up(self, why: str) -> None:
        with self._lock:
            self._number += 1
            self._child, self.ready, self._due = None, None, None
            self._nothing_more()
        self._tell(Gone(True, tr(GONE), why))

    def _nothing_more(self) -> None:
        self._begun, self._ending = None, False
        self._sound.clear()

    def _tell(self, news: News) -> None:
        for hear in self._subscribers:
            hear(news)

    def _watch(self) -> None:
        looked = time.monotonic()
        while not self._closed.wait(_LOOK_S):
            now = time.monotonic()
            with self._lock:
                if now - looked > 10 * _LOOK_S and self._due is not None:
                    self._due = now + self._deadline_s  # we slept ourselves: not the child's fault
                overdue = self._due is not None and now > self._due
                number, child = self._number, self._child
                if overdue:
                    self._due = None
            looked = now
            if overdue and child is not None:
                child.kill()
                self._lost(number, "it no longer answered")


STOPGAP = (
    "The recogniser that comes with the program is a stopgap and mishears often: look at what it "
    "wrote before you send it. A Vosk model from the models page understands far better."
)
GONE = "Speech recognition does not work right now. Type what you want to say; nothing is lost."


def _later(final: lm.Final, by_ms: int) -> lm.Final:
    """``final`` of a child that heard the sound from ``by_ms`` on."""
    if not by_ms:
        return final
    words = tuple(
        word.model_copy(update={"start_ms": word.start_ms + by_ms, "end_ms": word.end_ms + by_ms})
        for word in final.words
    )
    return final.model_copy(update={"start_ms": final.start_ms + by_ms, "words": words})
