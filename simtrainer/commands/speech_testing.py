"""How well speech is understood here: a recording, or our own voices reading questions aloud."""

from __future__ import annotations

import queue
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from simtrainer.engines.audio.sound import NotSound, read_wav, resampled
from simtrainer.engines.child import Child
from simtrainer.engines.listening import messages as lm
from simtrainer.engines.listening.pronouncing import spoken_words
from simtrainer.engines.listening.recogniser import (
    POCKETSPHINX,
    STOPGAP,
    Engine,
    Gone,
    Listener,
    News,
    vosk,
)
from simtrainer.engines.speaking import messages as sm
from simtrainer.errors import UserError
from simtrainer.language.corpus import corpus
from simtrainer.language.spoken import expected_in
from simtrainer.language.understand import ScriptedUnderstander
from simtrainer.language.understanding import Context

MAX_RECORDING_S = 600
_CHUNK_BYTES = 40 * lm.BYTES_PER_MS
_PACED = 10  # questions that are heard at the speed of speech, to measure how soon words are final
_ANSWER_S = 120.0
_HEARINGS = 3  # of a recording by the stopgap, which first gets used to the voice; the last counts
_SILENCE = bytes(300 * lm.BYTES_PER_MS)


@dataclass(frozen=True)
class Voice:
    """A synthetic voice for the loop-back. ``held_out``: nothing was ever tuned with it."""

    name: str
    wish: sm.VoiceWish
    rate: int
    held_out: bool = False


VOICES = (
    Voice("first", sm.VoiceWish(language="en-US", sex="male", age=40, key="a"), 160),
    Voice("second", sm.VoiceWish(language="en-GB", sex="female", age=30, key="b"), 170),
    Voice("third", sm.VoiceWish(language="en-US", sex="female", age=50, key="c"), 145, True),
)


# --- one recording


def hear_recording(file: Path, model: str = "") -> dict[str, Any]:
    """What is recognised in a WAV file: text, words with confidence, times.

    Raises UserError when the file cannot be read or nothing here can listen.
    """
    pcm = _recording(file)
    with _listener(model) as ear:
        for _ in range(_HEARINGS if ear.stopgap else 1):
            began = time.monotonic()
            finals = ear.hear(pcm)
            took = time.monotonic() - began
    heard_s = len(pcm) / lm.BYTES_PER_MS / 1000
    words = [word for final in finals for word in final.words]
    return {
        "text": " ".join(final.text for final in finals if final.text),
        "confidence": min((final.confidence for final in finals), default=0.0),
        "unsure": any(final.unsure for final in finals),
        "words": [word.model_dump() for word in words],
        "topics": list(_topics(" ".join(final.text for final in finals))),
        "recording_s": round(heard_s, 2),
        "time_s": round(took, 2),
        "times_real_time": round(took / heard_s, 3),
        "hearings": _HEARINGS if ear.stopgap else 1,
        "talk_s": sum(final.talk_ms for final in finals) / 1000,
        "pause_s": sum(final.pause_ms for final in finals) / 1000,
        **_about(ear),
    }


def _recording(file: Path) -> bytes:
    try:
        pcm, rate = read_wav(file.read_bytes(), MAX_RECORDING_S)
    except OSError as error:
        raise UserError(f"{file} could not be read: {error.strerror}.") from error
    except NotSound as error:
        raise UserError(
            f"{file} cannot be listened to: {error}. Save it as a WAV file of 16 bits."
        ) from error
    return resampled(pcm, rate, lm.RATE)


def _about(ear: _Ear) -> dict[str, Any]:
    return {"engine": ear.engine, "advice": STOPGAP if ear.stopgap else ""}


# --- the loop-back


@dataclass
class _Tally:
    """Of one voice: how much came through."""

    voice: Voice
    questions: int = 0
    same: int = 0
    same_first: int = 0
    errors: int = 0
    words: int = 0
    sound_s: float = 0.0
    work_s: float = 0.0
    final_ms: list[float] = field(default_factory=list)
    lines: list[dict[str, Any]] = field(default_factory=list)

    def count(self, said: str, finals: Sequence[lm.Final]) -> None:
        heard = " ".join(final.text for final in finals)
        wanted, found = _topics(said), _topics(heard)
        self.questions += 1
        self.same += set(wanted) == set(found)
        self.same_first += wanted[:1] == found[:1]
        self.errors += word_errors(spoken_words(said), spoken_words(heard))
        self.words += len(spoken_words(said))
        sure = min((final.confidence for final in finals), default=0.0)
        line = {"said": said, "heard": heard, "wanted": wanted, "found": found}
        self.lines.append({**line, "confidence": sure})

    def figures(self) -> dict[str, Any]:
        slowest = sorted(self.final_ms)
        return {
            "voice": self.voice.name,
            "held_out": self.voice.held_out,
            "rate": self.voice.rate,
            "questions": self.questions,
            "topic_equal": round(self.same_first / self.questions, 3),
            "all_topics_equal": round(self.same / self.questions, 3),
            "word_error_rate": round(self.errors / self.words, 3),
            "times_real_time": round(self.work_s / self.sound_s, 3),
            "final_after_ms": round(slowest[len(slowest) // 2]) if slowest else None,
            "final_after_ms_worst": round(slowest[-1]) if slowest else None,
        }


def loop_back(
    questions: Path, model: str = "", only: Sequence[str] = (), lines: bool = False
) -> dict[str, Any]:
    """Our voices read ``questions`` (one a line); what is understood of them against what is typed.

    ``only``: names of voices. ``lines``: also every question and what was heard.
    Raises UserError.
    """
    try:
        texts = [line.strip() for line in questions.read_text("utf-8").splitlines()]
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"{questions} could not be read as text with a question a line.") from error
    known = {" ".join(spoken_words(text)) for group in corpus().asks.values() for text in group}
    fresh = [text for text in texts if text and " ".join(spoken_words(text)) not in known]
    if not fresh:
        raise UserError(f"{questions} has no question that is not an example of ours already.")
    tallies = []
    for voice in (v for v in VOICES if not only or v.name in only):
        sounds = _read_aloud(fresh, voice)
        tallies.append(_heard(fresh, sounds, voice, model))
    engines = {"questions": len(fresh), "left_out": len([t for t in texts if t]) - len(fresh)}
    voices = [tally.figures() for tally in tallies]
    result = {**engines, "engine": _name(model), "voices": voices}
    result["advice"] = "" if model else STOPGAP
    if lines:
        result["lines"] = {tally.voice.name: tally.lines for tally in tallies}
    return result


def _heard(texts: Sequence[str], sounds: Sequence[bytes], voice: Voice, model: str) -> _Tally:
    tally = _Tally(voice)
    with _listener(model) as ear:
        for number, (text, pcm) in enumerate(zip(texts, sounds, strict=True)):
            paced = number < _PACED
            began = time.monotonic()
            finals = ear.hear(pcm, paced)
            if paced:
                tally.final_ms.append(1000 * ear.final_after_s)
            else:
                tally.work_s += time.monotonic() - began
                tally.sound_s += len(pcm) / lm.BYTES_PER_MS / 1000
            tally.count(text, finals)
    return tally


def _read_aloud(texts: Sequence[str], voice: Voice) -> list[bytes]:
    """The questions as sound, by the synthesiser that speaks for the patients."""
    news: queue.SimpleQueue[sm.Answer | str] = queue.SimpleQueue()
    child = Child("pyttsx3_synthesiser", sm.ANSWERS, news.put, news.put)
    child.start()
    sounds = []
    delivery = sm.Delivery(voice=voice.wish, rate=voice.rate, pause_ms=0)
    try:
        for number, text in enumerate(texts):
            child.send(sm.Speak(id=number, text=text, delivery=delivery))
            sounds.append(_next_sound(news))
    finally:
        child.close()
    return sounds


def _next_sound(news: queue.SimpleQueue[sm.Answer | str]) -> bytes:
    while True:
        try:
            answer = news.get(timeout=_ANSWER_S)
        except queue.Empty:
            raise UserError("The synthesiser gave no answer; try again.") from None
        if isinstance(answer, sm.Made):
            return _SILENCE + resampled(answer.pcm, answer.rate, lm.RATE) + _SILENCE
        if not isinstance(answer, sm.Ready):
            raise UserError("No voice can be synthesised here; simtrainer doctor says why.")


# --- a listener that is waited for


class _Ear:
    def __init__(self, engine: Engine) -> None:
        self._news: queue.SimpleQueue[News] = queue.SimpleQueue()
        self._listener = Listener((engine,), deadline_s=_ANSWER_S)
        self._listener.subscribe(self._news.put)
        self._listener.expect(expected_in())
        self.engine = ""
        self.stopgap = False
        self.final_after_s = 0.0  # of what was heard last, from its end

    def start(self) -> None:
        self._listener.start()
        ready = self._next()
        assert isinstance(ready, lm.Ready)
        self.engine, self.stopgap = ready.engine, ready.stopgap

    def close(self) -> None:
        self._listener.close()

    def hear(self, pcm: bytes, paced: bool = False) -> list[lm.Final]:
        """``paced``: at the speed of speech, as a microphone would bring it."""
        self._listener.begin("hold")
        due = time.monotonic()
        for at in range(0, len(pcm), _CHUNK_BYTES):
            self._listener.sound(pcm[at : at + _CHUNK_BYTES])
            if paced:
                due += _CHUNK_BYTES / lm.BYTES_PER_MS / 1000
                time.sleep(max(0.0, due - time.monotonic()))
        ended = time.monotonic()
        self._listener.end()
        finals: list[lm.Final] = []
        while not isinstance(news := self._next(), lm.Ended):
            if isinstance(news, lm.Final):
                finals.append(news)
                self.final_after_s = time.monotonic() - ended
        return finals

    def _next(self) -> News:
        try:
            news = self._news.get(timeout=_ANSWER_S)
        except queue.Empty:
            raise UserError("The recogniser gave no answer; try again.") from None
        if isinstance(news, Gone):
            raise UserError(f"Nothing can listen here ({news.why}); you can go on typing.")
        return news


@contextmanager
def _listener(model: str) -> Iterator[_Ear]:
    ear = _Ear(vosk(model) if model else POCKETSPHINX)
    try:
        ear.start()
        yield ear
    finally:
        ear.close()


def _name(model: str) -> str:
    return "vosk" if model else "pocketsphinx"


# --- in words


def in_words(found: dict[str, Any]) -> Iterator[str]:
    """Either result as lines to read."""
    if "text" in found:
        yield found["text"] or "Nothing was recognised."
        yield f"Confidence {found['confidence']:.2f}, {found['time_s']} s by {found['engine']}"
    for voice in found.get("voices", ()):
        kept = ", kept out of all tuning" if voice["held_out"] else ""
        yield f"Voice {voice['voice']}{kept}, {voice['rate']} words a minute:"
        yield f"  the same topic as when typed: {voice['topic_equal']:.0%}"
        yield f"  all topics the same: {voice['all_topics_equal']:.0%}"
        yield f"  word error rate of {found['engine']}: {voice['word_error_rate']:.2f}"
        yield f"  {voice['times_real_time']} x real time"
        yield f"  final words after {voice['final_after_ms']} ms"
    if found["advice"]:
        yield found["advice"]


# --- measures


def _topics(text: str) -> tuple[str, ...]:
    """What the patient takes ``text`` to be about, the first topic first."""
    understood = _understander().understand(text, Context())
    return tuple(dict.fromkeys(topic for one in understood for topic in one.topics))


@cache
def _understander() -> ScriptedUnderstander:
    return ScriptedUnderstander()


def word_errors(said: Sequence[str], heard: Sequence[str]) -> int:
    """Words to insert, leave out or replace so that ``heard`` becomes ``said``."""
    row = list(range(len(heard) + 1))
    for number, word in enumerate(said, 1):
        before, row[0] = row[0], number
        for at, other in enumerate(heard, 1):
            better = min(row[at] + 1, row[at - 1] + 1, before + (word != other))
            before, row[at] = row[at], better
    return row[-1]
