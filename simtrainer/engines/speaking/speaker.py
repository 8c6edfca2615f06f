"""People's sentences become heard: in order, each exactly once, and never in the way of the text.

What happens to a sentence when something breaks: if its sound was not made yet, it is asked for
once more; if it was being heard, it goes on from where it was; if that cannot be, it is left out
and said to be so. It never starts again from its beginning.
"""

from __future__ import annotations

import itertools
import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from simtrainer.engines.audio import messages as am
from simtrainer.engines.audio.device import AudioDevice, Gone, News
from simtrainer.engines.audio.troubles import gave_up, sentence_for
from simtrainer.engines.speaking import messages as sm
from simtrainer.engines.speaking.synthesis import DEADLINE_S, ChildLost, FromChild, Synthesis
from simtrainer.engines.speaking.text import heard_of, speakable
from simtrainer.i18n import tr

BACKENDS = ("piper_synthesiser", "pyttsx3_synthesiser")
AHEAD = 3  # sentences whose sound is made before their turn
_TRIES = 2
_STOP_S = 1.0  # for the devices to say where they stopped
_NUMBERS = itertools.count(1)  # two speakers, one after the other, may use the same devices


@dataclass(frozen=True)
class Heard:
    """The end of a sentence: how much of it was heard. ``words`` is the part of the text."""

    id: int
    text: str
    words: str
    ms: int
    of_ms: int  # 0 when there was never any sound
    why: Literal["finished", "cut", "skipped"]


class SpeakerListener(Protocol):
    """Called on the speaker's own thread; must return soon."""

    def on_started(self, ident: int) -> None: ...
    def on_level(self, value: float) -> None:
        """0 to 1, about 25 a second while there is sound, and 0 at the end of each sentence."""
        ...

    def on_finished(self, heard: Heard) -> None:
        """Exactly once for each sentence, in order, however it ended."""
        ...

    def on_trouble(self, sentence: str) -> None:
        """What is the matter, once until it changes; empty when speech works again."""
        ...


@dataclass
class _Sentence:
    number: int
    id: int
    text: str
    delivery: sm.Delivery
    sound: sm.Made | None = None
    tries: int = 0
    sent: bool = False
    started: bool = False
    left_out: bool = False  # it will not be heard; told when its turn comes
    ms: int = 0


@dataclass(frozen=True)
class _Say:
    sentence: _Sentence


@dataclass(frozen=True)
class _Order:
    """Something to do on the speaker's thread."""

    do: Callable[[], None]


class Speaker:
    """Owns the synthesiser and a thread. Every method returns at once."""

    def __init__(
        self,
        audio: AudioDevice,
        listener: SpeakerListener,
        backends: Sequence[str] = BACKENDS,
        environment: Mapping[str, str] | None = None,
        deadline_s: float = DEADLINE_S,
    ) -> None:
        self._audio = audio
        self._listener = listener
        self._inbox: queue.SimpleQueue[_Say | _Order | FromChild | ChildLost | News | None] = (
            queue.SimpleQueue()
        )
        self.synthesis = Synthesis(backends, self._inbox.put, environment, deadline_s)
        self._queue: deque[_Sentence] = deque()
        self._cut: deque[_Sentence] = deque()  # told to stop; the devices have yet to say where
        self._cut_due = 0.0
        self._deaf = False  # no device to play on
        self._trouble = ""
        self._thread = threading.Thread(target=self._run, name="speaker", daemon=True)

    def start(self) -> None:
        self._audio.subscribe(self._hear)
        self._thread.start()
        self._inbox.put(_Order(self.synthesis.warm))

    def close(self) -> None:
        """Silence, and the end of the synthesiser. Waits for the thread, a second at most."""
        self._audio.unsubscribe(self._hear)
        self._audio.stop_playing()
        self._inbox.put(None)
        self._thread.join(2.0)
        self.synthesis.close()

    def say(self, ident: int, text: str, delivery: sm.Delivery) -> None:
        sentence = _Sentence(next(_NUMBERS), ident, speakable(text), delivery)
        self._inbox.put(_Say(sentence))

    def stop(self) -> None:
        """Barge-in: be silent and forget what is left; ``on_finished`` says what was heard."""
        self._inbox.put(_Order(self._stop))

    def _hear(self, news: News) -> None:
        if not isinstance(news, am.Captured):
            self._inbox.put(news)

    # --- the thread

    def _run(self) -> None:
        while True:
            try:
                item = self._inbox.get(timeout=self._patience())
            except queue.Empty:
                self._late()
                continue
            if item is None:
                return
            self._take(item)
            self._late()

    def _patience(self) -> float | None:
        """Seconds until something is overdue."""
        due = [t for t in (self.synthesis.due, self._cut_due if self._cut else None) if t]
        return max(0.0, min(due) - time.monotonic()) if due else None

    def _take(self, item: _Say | _Order | FromChild | ChildLost | News) -> None:
        match item:
            case _Say():
                item.sentence.left_out = not item.sentence.text
                self._queue.append(item.sentence)
                self._pump()
            case _Order():
                item.do()
            case FromChild() | ChildLost():
                self._from_synthesis(self.synthesis.take(item))
            case _:
                self._from_audio(item)

    def _late(self) -> None:
        ask = self._asked()
        if self.synthesis.overdue():
            if ask is not None:
                ask.left_out = True
            self._say_trouble(tr("The voice took too long: you can read every word."))
            self._pump()
        if self._cut and time.monotonic() >= self._cut_due:
            self._stopped(am.Stopped())

    # --- making

    def _pump(self) -> None:
        """Ask for the next sound, and hand on what is made."""
        if self._cut:
            return  # first silence, then new words
        if not self.synthesis.can_speak or self._deaf:
            for sentence in self._queue:
                sentence.left_out = sentence.left_out or not sentence.sent
        self._tell_left_out()
        for sentence in [s for s in self._queue if not s.left_out][:AHEAD]:
            if sentence.sound is None:
                if not self.synthesis.busy:
                    sentence.tries += 1
                    self.synthesis.ask(sentence.number, sentence.text, sentence.delivery)
                return
            if not sentence.sent:
                sentence.sent = True
                self._audio.play(sentence.number, sentence.sound.pcm, sentence.sound.rate)

    def _tell_left_out(self) -> None:
        while self._queue and self._queue[0].left_out:
            self._ended(self._queue.popleft(), "skipped")

    def _asked(self) -> _Sentence | None:
        return next((s for s in self._queue if s.sound is None and not s.left_out), None)

    def _from_synthesis(self, news: sm.Made | sm.NotMade | sm.Unable | ChildLost | None) -> None:
        match news:
            case None:
                return
            case sm.Made():
                for sentence in self._queue:
                    if sentence.number == news.id:
                        sentence.sound = news
            case sm.NotMade():
                for sentence in self._queue:
                    sentence.left_out = sentence.left_out or sentence.number == news.id
                self._say_trouble(tr("The voice left out a sentence: you can read every word."))
            case sm.Unable():
                if self.synthesis.can_speak:
                    self.synthesis.warm()
                else:
                    self._say_trouble(no_voice())
            case ChildLost():
                self._voice_lost()
        self._pump()

    def _voice_lost(self) -> None:
        ask = self._asked()
        if ask is not None and ask.tries >= _TRIES:
            ask.left_out = True
        if not self.synthesis.can_speak:
            self._say_trouble(
                tr("The voice stopped working several times and rests: you can read every word.")
            )
        else:
            self.synthesis.warm()

    # --- playing

    def _from_audio(self, news: News) -> None:
        match news:
            case am.Started():
                self._started(news.id)
            case am.Level():
                self._level(news)
            case am.Finished():
                self._finished(news.id)
            case am.Stopped():
                self._stopped(news)
            case am.Trouble():
                self._no_sound(news.problem)
            case am.Devices():
                self._devices(news)
            case Gone():
                if news.for_good:
                    self._deafened(gave_up())
            case _:
                pass  # captured sound and beats are for others

    def _started(self, number: int) -> None:
        sentence = self._playing(number)
        if sentence is not None and not sentence.started:
            sentence.started = True
            self._listener.on_started(sentence.id)
            self._say_trouble("")

    def _level(self, news: am.Level) -> None:
        sentence = self._playing(news.id)
        if sentence is not None:
            sentence.ms = news.ms
            self._listener.on_level(news.value)

    def _finished(self, number: int) -> None:
        for waiting in (self._cut, self._queue):
            while waiting and waiting[0].sent and waiting[0].number <= number:
                self._ended(waiting.popleft(), "finished")
        self._pump()

    def _playing(self, number: int) -> _Sentence | None:
        return next((s for s in (*self._cut, *self._queue) if s.number == number), None)

    def _ended(self, sentence: _Sentence, why: Literal["finished", "cut", "skipped"]) -> None:
        marks = sentence.sound.marks if sentence.sound else ()
        of_ms = marks[-1][1] if marks else 0
        ms = of_ms if why == "finished" else min(sentence.ms, of_ms)
        words = sentence.text if why == "finished" else heard_of(sentence.text, marks, ms)
        words = words if ms else ""
        if sentence.started:
            self._listener.on_level(0.0)
        self._listener.on_finished(Heard(sentence.id, sentence.text, words, ms, of_ms, why))

    # --- stopping

    def _stop(self) -> None:
        if not self._queue:
            return
        playing = any(s.sent for s in self._queue)
        self._cut.extend(self._queue)
        self._queue.clear()
        self.synthesis.forget()
        if playing:
            self._cut_due = time.monotonic() + _STOP_S
            self._audio.stop_playing()
        else:
            self._stopped(am.Stopped())

    def _stopped(self, news: am.Stopped) -> None:
        while self._cut:
            sentence = self._cut.popleft()
            if sentence.number == news.id:
                sentence.ms = max(sentence.ms, news.ms)
            self._ended(sentence, "cut")
        self._pump()

    # --- trouble

    def _no_sound(self, problem: am.Problem) -> None:
        if problem in ("no_output", "output_lost", "library"):
            self._deafened(sentence_for(problem))

    def _deafened(self, sentence: str) -> None:
        """Nothing can be played for now: what is queued stays text."""
        self._deaf = True
        for waiting in (self._cut, self._queue):
            while waiting:
                first = waiting.popleft()
                self._ended(first, "cut" if first.started else "skipped")
        self.synthesis.forget()
        self._say_trouble(sentence)

    def _devices(self, news: am.Devices) -> None:
        if news.outputs:
            was_deaf, self._deaf = self._deaf, False
            if was_deaf:
                self._say_trouble("")
                self._pump()
        elif not self._deaf:
            self._deafened(sentence_for("no_output"))

    def _say_trouble(self, sentence: str) -> None:
        if sentence != self._trouble:
            self._trouble = sentence
            self._listener.on_trouble(sentence)


def no_voice() -> str:
    return tr("No voice was found on this computer: you can read every word.")
