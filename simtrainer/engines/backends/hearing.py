"""What every recogniser child does: follow the voice, caption it, finish when it ends."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Protocol, assert_never

from simtrainer.engines.listening import messages as lm
from simtrainer.engines.listening.ear import BEFORE_MS, FRAME_MS, Ear
from simtrainer.engines.worker import Link

_PARTIAL_MS = 200  # of sound between captions
_FOLLOWED_MS = 400  # of sound between signs of life


class CannotListen(Exception):
    """The recogniser cannot be used; ``str()`` says why, for a log."""


class Recogniser(Protocol):
    """What a backend in the child can do, one utterance at a time."""

    engine: str
    stopgap: bool
    unsure_below: float  # confidence of an utterance

    def prepare(self, model: str, expectation: lm.Expectation) -> None:
        """Raises CannotListen."""

    def begin(self) -> None: ...
    def take(self, pcm: bytes) -> None: ...
    def partial(self) -> str: ...
    def finish(self) -> tuple[lm.Word, ...]:
        """What was said since ``begin``; times are ms since then."""
        ...

    def study(self) -> None:
        """Learn from what was just finished, once it has been answered."""


class Hearing:
    """One listening, from ``Begin`` to ``End``."""

    def __init__(
        self,
        recogniser: Recogniser,
        voiced: Callable[[bytes], bool],
        begin: lm.Begin,
        send: Callable[[lm.Answer], None],
    ) -> None:
        self._recogniser = recogniser
        self._send = send
        self._hold = begin.mode == "hold"
        self._ear = Ear(voiced, lm.MAX_UTTERANCE_S * 1000 if self._hold else begin.end_silence_ms)
        self._before: deque[bytes] = deque(maxlen=BEFORE_MS // FRAME_MS)
        self._open_at: int | None = None  # where the recogniser's utterance began
        self._captioned = self._followed = 0
        self._caption = ""
        if self._hold:
            self._open()

    def take(self, pcm: bytes) -> None:
        for frame, happened in self._ear.frames(pcm):
            self._before.append(frame)
            if happened == "began":
                self._send(lm.VoiceHeard(at_ms=self._ear.first_ms))
                self._open_with_what_came_before()
            elif self._open_at is not None:
                self._recogniser.take(frame)
            if self._open_at is not None and (happened == "ended" or self._too_long()):
                self._finish()
                if self._hold:  # cut for its length only: the key is still held
                    self._open()
        self._report()

    def end(self) -> None:
        if self._open_at is not None:
            self._finish()
        self._send(lm.Ended())

    def _open(self) -> None:
        self._recogniser.begin()
        self._open_at = self._ear.now_ms
        self._caption = ""

    def _open_with_what_came_before(self) -> None:
        if self._open_at is None:
            self._open()
            self._open_at = self._ear.now_ms - FRAME_MS * len(self._before)
            self._recogniser.take(b"".join(self._before))
        else:
            self._recogniser.take(self._before[-1])

    def _too_long(self) -> bool:
        assert self._open_at is not None
        return self._ear.now_ms - self._open_at >= lm.MAX_UTTERANCE_S * 1000

    def _finish(self) -> None:
        assert self._open_at is not None
        words = self._recogniser.finish()
        moved = tuple(
            word.model_copy(
                update={
                    "start_ms": word.start_ms + self._open_at,
                    "end_ms": word.end_ms + self._open_at,
                }
            )
            for word in words
        )
        self._open_at = None
        self._before.clear()
        self._send(self._ear.measured(final(moved, self._recogniser)))
        self._recogniser.study()

    def _report(self) -> None:
        now = self._ear.now_ms
        if self._open_at is not None and now - self._captioned >= _PARTIAL_MS:
            self._captioned = now
            caption = self._recogniser.partial()
            if caption != self._caption:
                self._caption = caption
                self._send(lm.Partial(text=caption))
        if now - self._followed >= _FOLLOWED_MS:
            self._followed = now
            self._send(lm.Followed(ms=now))


def final(words: tuple[lm.Word, ...], recogniser: Recogniser) -> lm.Final:
    """The words as one text; its confidence is their mean, longer words counting for more."""
    weight = sum(len(word.text) for word in words)
    sure = sum(word.confidence * len(word.text) for word in words) / weight if weight else 0.0
    return lm.Final(
        text=" ".join(word.text for word in words),
        words=words,
        confidence=round(min(1.0, sure), 3),
        unsure=sure < recogniser.unsure_below,
        engine=recogniser.engine,
    )


def serve_recogniser(link: Link, make: Callable[[], Recogniser]) -> None:
    """Answer messages until the link closes."""
    try:
        import webrtcvad  # type: ignore[import-untyped]

        recogniser, voice = make(), webrtcvad.Vad(2)
    except (ImportError, OSError, CannotListen) as error:
        _unable(link, error)
        return
    hearing: Hearing | None = None
    while True:
        ask = link.receive(lm.ASKS)
        match ask:
            case None:
                continue
            case lm.Prepare():
                hearing = None
                try:
                    recogniser.prepare(ask.model, ask.expectation)
                except (CannotListen, OSError, RuntimeError, ValueError) as error:
                    _unable(link, error)
                    return
                link.send(lm.Ready(engine=recogniser.engine, stopgap=recogniser.stopgap))
            case lm.Begin():
                hearing = Hearing(
                    recogniser, lambda f: bool(voice.is_speech(f, lm.RATE)), ask, link.send
                )
            case lm.Sound():
                if hearing is not None:
                    hearing.take(ask.pcm)
            case lm.End():
                if hearing is not None:
                    hearing.end()
                else:
                    link.send(lm.Ended())
                hearing = None
            case lm.Cancel():
                hearing = None
            case _:
                assert_never(ask)


def _unable(link: Link, error: Exception) -> None:
    link.send(lm.Unable(detail=f"{type(error).__name__}: {error}"[:500]))
