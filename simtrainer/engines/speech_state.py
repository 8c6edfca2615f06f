"""Whether this computer can speak and listen, found out by trying it for a few seconds."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from simtrainer.engines.audio import messages as am
from simtrainer.engines.audio.device import AudioClient, Gone, News
from simtrainer.engines.audio.troubles import gave_up, sentence_for
from simtrainer.engines.child import Child
from simtrainer.engines.speaking import messages as sm
from simtrainer.engines.speaking.speaker import no_voice
from simtrainer.i18n import tr, trn

PATIENCE_S = 15.0
LISTEN_S = 1.2
T = TypeVar("T")


@dataclass(frozen=True)
class SpeechFact:
    """One thing that was tried. ``sentence`` says what was found, and what to do if it is less."""

    what: str
    works: bool
    sentence: str


def speech_state(
    voice: str = "pyttsx3_synthesiser",
    audio: str = "qt_audio",
    environment: Mapping[str, str] | None = None,
) -> list[SpeechFact]:
    """Voice, loudspeakers and microphone, in this order. Takes seconds; raises nothing."""
    heard: queue.SimpleQueue[News] = queue.SimpleQueue()
    client = AudioClient(audio, environment)
    client.subscribe(heard.put)
    client.start()
    try:
        return [_voice(voice, environment), *_devices(client, heard)]
    finally:
        client.close()


def _voice(backend: str, environment: Mapping[str, str] | None) -> SpeechFact:
    name = tr("Voice")
    answers: queue.SimpleQueue[sm.Answer | str] = queue.SimpleQueue()
    child = Child(backend, sm.ANSWERS, answers.put, answers.put, environment)
    try:
        child.start()
        child.send(sm.Speak(id=1, text=tr("Good morning."), delivery=sm.Delivery()))
        ready = _next(answers, lambda a: not isinstance(a, sm.Made))
        if not isinstance(ready, sm.Ready):
            return SpeechFact(name, False, no_voice())
        made = _next(answers, lambda _: True)
    except OSError:
        return SpeechFact(name, False, no_voice())
    finally:
        child.close()
    if not isinstance(made, sm.Made):
        return SpeechFact(name, False, no_voice())
    found = trn("One voice was found", "{count} voices were found", len(ready.voices))
    text = tr("{found} ({engine}), and a sentence was spoken into a file.")
    return SpeechFact(name, True, text.format(found=found, engine=ready.engine))


def _devices(client: AudioClient, heard: queue.SimpleQueue[News]) -> list[SpeechFact]:
    out, microphone = tr("Loudspeaker"), tr("Microphone")
    news = _next(heard, lambda n: isinstance(n, am.Devices | am.Trouble | Gone))
    if isinstance(news, am.Trouble):
        words = sentence_for(news.problem)
        return [SpeechFact(out, False, words), SpeechFact(microphone, False, words)]
    if not isinstance(news, am.Devices):
        return [SpeechFact(out, False, gave_up()), SpeechFact(microphone, False, gave_up())]
    loudspeaker = SpeechFact(out, False, sentence_for("no_output"))
    if news.outputs:
        loudspeaker = SpeechFact(out, True, _first_of(news.outputs))
    if not news.inputs:
        return [loudspeaker, SpeechFact(microphone, False, sentence_for("no_input"))]
    return [loudspeaker, _microphone(client, heard, _first_of(news.inputs))]


def _microphone(client: AudioClient, heard: queue.SimpleQueue[News], names: str) -> SpeechFact:
    client.listen(True)
    loudest, until = 0.0, time.monotonic() + LISTEN_S
    while time.monotonic() < until:
        news = _next(heard, lambda _: True, LISTEN_S)
        if isinstance(news, am.Trouble):
            return SpeechFact(tr("Microphone"), False, sentence_for(news.problem))
        if isinstance(news, am.Captured):
            loudest = max(loudest, news.level)
    if not loudest:
        return SpeechFact(tr("Microphone"), False, sentence_for("microphone_silent"))
    text = tr("{names} It hears the room at {level} of 100.")
    return SpeechFact(tr("Microphone"), True, text.format(names=names, level=round(100 * loudest)))


def _first_of(devices: Sequence[am.Device]) -> str:
    first = next((d for d in devices if d.default), devices[0])
    others = len(devices) - 1
    if not others:
        return f"{first.name}."
    return f"{first.name}, {trn('and one more.', 'and {count} more.', others)}"


def _next(
    answers: queue.SimpleQueue[T], wanted: Callable[[T], bool], patience_s: float = PATIENCE_S
) -> T | None:
    """The next answer that is wanted; None when none comes in time."""
    until = time.monotonic() + patience_s
    while (left := until - time.monotonic()) > 0:
        try:
            answer = answers.get(timeout=left)
        except queue.Empty:
            return None
        if wanted(answer):
            return answer
    return None
