"""The child's side of speaking, the same for every synthesiser: sentence in, checked sound out."""

from __future__ import annotations

from collections.abc import Callable

from simtrainer.engines.audio.messages import MAX_SOUND_S
from simtrainer.engines.audio.sound import (
    NotSound,
    as_on_a_call,
    level_of,
    milliseconds,
    resampled,
    scaled,
    silence,
    trimmed,
)
from simtrainer.engines.speaking import messages as sm
from simtrainer.engines.speaking.text import runs_of, speakable
from simtrainer.engines.worker import Link

_SHORTEST_MS = 20
_TRIES = 2


def serve_synthesiser(link: Link, name: str, begin: Callable[[], sm.SpeechSynthesiser]) -> None:
    """Answer until the parent goes. A synthesiser that cannot begin says so once and stays."""
    try:
        synthesiser = begin()
        link.send(sm.Ready(engine=name, voices=synthesiser.voices()))
    except (sm.CannotSpeak, ImportError, OSError, RuntimeError) as error:
        link.send(sm.Unable(detail=f"{type(error).__name__}: {error}"[:400]))
        while True:
            link.receive(sm.ASKS)
    while True:
        ask = link.receive(sm.ASKS)
        if ask is not None:
            link.send(answer_to(synthesiser, ask))


def answer_to(synthesiser: sm.SpeechSynthesiser, ask: sm.Speak) -> sm.Made | sm.NotMade:
    why = ""
    for _ in range(_TRIES):
        try:
            return _made(synthesiser, ask)
        except (sm.CannotSpeak, NotSound, OSError, RuntimeError, ValueError) as error:
            why = f"{type(error).__name__}: {error}"[:400]
    return sm.NotMade(id=ask.id, detail=why)


def _made(synthesiser: sm.SpeechSynthesiser, ask: sm.Speak) -> sm.Made:
    """Run by run with a silence for each breath, then volume and channel over the whole."""
    how = ask.delivery
    rate, sound = 0, b""
    marks: list[tuple[int, int]] = []
    for run, said in runs_of(speakable(ask.text)):
        pcm, this_rate = synthesiser.make(run, how)
        rate = rate or this_rate
        pcm = trimmed(checked(resampled(pcm, this_rate, rate), rate), rate)
        if marks:
            sound += silence(how.breath_ms, rate)
        sound += pcm
        marks.append((said, milliseconds(sound, rate)))
    if not marks:
        raise sm.CannotSpeak("there is nothing to say in it")
    if how.call:
        sound = as_on_a_call(sound, rate)
    sound = scaled(sound, how.volume) + silence(how.pause_ms, rate)
    return sm.Made(id=ask.id, pcm=sound, rate=rate, marks=tuple(marks))


def checked(pcm: bytes, rate: int) -> bytes:
    """``pcm`` when it is a sound. Raises NotSound: empty, silent, or longer than can be meant."""
    length = milliseconds(pcm, rate)
    if length < _SHORTEST_MS:
        raise NotSound("the sound is empty")
    if length > 1000 * MAX_SOUND_S:
        raise NotSound("the sound has no end")
    if level_of(pcm) <= 0.0:
        raise NotSound("the sound is silent")
    return pcm
