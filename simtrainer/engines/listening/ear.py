"""When somebody talks, and when they have finished: voice activity over time.

Works on frames of 20 ms, each voiced or not. A beginning needs most of 120 ms voiced, so that a
click is no word; an end needs a whole silence, so that a stammer or a search for words is none.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from typing import Literal

from simtrainer.engines.listening.messages import BYTES_PER_MS, Final

FRAME_MS = 20
FRAME_BYTES = FRAME_MS * BYTES_PER_MS
BEFORE_MS = 300  # of sound before the first voice is noticed, kept so that no first sound is lost
_ONSET_FRAMES = 6
_ONSET_VOICED = 5
_SHORT_GAP_MS = 200  # silences up to here are part of fluent speech, such as before a "t"

Happening = Literal["began", "ended"]


class Ear:
    """Follows one utterance after another. Times are ms of sound since it was made."""

    def __init__(self, voiced: Callable[[bytes], bool], end_silence_ms: int) -> None:
        """``voiced`` says of a frame whether there is a voice in it."""
        self._voiced = voiced
        self._end_silence_ms = end_silence_ms
        self._rest = b""
        self._recent: deque[bool] = deque(maxlen=_ONSET_FRAMES)
        self.now_ms = 0
        self.talking = False
        self.first_ms = self.last_ms = 0  # where the voice of this utterance was first, last heard
        self._gaps: list[int] = []

    def frames(self, pcm: bytes) -> Iterator[tuple[bytes, Happening | None]]:
        """Each whole frame with what it brought about. Bytes short of a frame wait for more."""
        sound = self._rest + pcm
        whole = len(sound) - len(sound) % FRAME_BYTES
        self._rest = sound[whole:]
        for at in range(0, whole, FRAME_BYTES):
            frame = sound[at : at + FRAME_BYTES]
            yield frame, self._follow(self._voiced(frame))

    @property
    def silent_ms(self) -> int:
        """How long nobody has talked since the last voice."""
        return self.now_ms - self.last_ms

    def _follow(self, voice: bool) -> Happening | None:
        self.now_ms += FRAME_MS
        self._recent.append(voice)
        if not self.talking:
            return self._begin() if sum(self._recent) >= _ONSET_VOICED else None
        if voice:
            gap = self.now_ms - FRAME_MS - self.last_ms
            if gap > _SHORT_GAP_MS:
                self._gaps.append(gap)
            self.last_ms = self.now_ms
        elif self.silent_ms >= self._end_silence_ms:
            self.talking = False
            self._recent.clear()
            return "ended"
        return None

    def _begin(self) -> Happening:
        self.talking = True
        self.first_ms = max(0, self.now_ms - FRAME_MS * len(self._recent))
        self.last_ms = self.now_ms
        self._gaps = []
        return "began"

    def measured(self, final: Final) -> Final:
        """``final`` with the times of the utterance just heard, if there was a voice at all."""
        return final.model_copy(
            update={
                "start_ms": self.first_ms,
                "talk_ms": self.last_ms - self.first_ms,
                "pause_ms": sum(self._gaps),
                "longest_pause_ms": max(self._gaps, default=0),
            }
        )
