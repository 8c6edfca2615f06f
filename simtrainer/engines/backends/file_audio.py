"""Sound devices without a sound card: plays into a WAV file, captures from one.

A device's id is the path of its file. ``SIMTRAINER_FILE_AUDIO_SPEED`` makes its clock run faster
than the real one. It serves tests, and loop-back on machines without a sound card.
"""

from __future__ import annotations

import os
import time
import wave
from pathlib import Path
from typing import assert_never

from simtrainer.engines.audio import messages as am
from simtrainer.engines.audio.playing import PlayQueue
from simtrainer.engines.audio.sound import level_of, read_wav, resampled
from simtrainer.engines.worker import Link

RATE = 22_050
SPEED_VARIABLE = "SIMTRAINER_FILE_AUDIO_SPEED"
_TICK_S = 0.005
_BUFFER_MS = 60  # what the "device" holds that is not heard yet
_MOST_S = 3_600.0


class _Loudspeaker:
    """Appends what is heard to a WAV file, or to nothing."""

    def __init__(self, path: str) -> None:
        self._path = Path(path) if path else None
        self._file: wave.Wave_write | None = None

    def write(self, pcm: bytes) -> None:
        if self._path is None or not pcm:
            return
        earlier = b""
        if self._file is None:
            if self._path.exists():
                earlier, _ = read_wav(self._path.read_bytes(), _MOST_S)
            self._file = wave.open(str(self._path), "wb")  # noqa: SIM115
            self._file.setparams((1, 2, RATE, 0, "NONE", ""))
        self._file.writeframes(earlier + pcm)


class _Machine:
    """One clock that feeds the loudspeaker and reads the microphone."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._speed = float(os.environ.get(SPEED_VARIABLE, "1"))
        self._queue = PlayQueue(RATE)
        self._held = b""  # taken by the device, not heard yet
        self._loudspeaker = _Loudspeaker("")
        self._microphone = b""
        self._listening = False
        self._owed = self._owed_in = 0.0  # samples of the clock not yet played, not yet captured
        self._clock = time.monotonic()
        self._beaten = 0.0

    def run(self) -> None:
        self._link.send(_devices("", ""))
        while True:
            ask = self._link.receive(am.ASKS, timeout_s=_TICK_S)
            if ask is not None:
                self._do(ask)
            self._tick()

    def _do(self, ask: am.Choose | am.Play | am.StopPlaying | am.Listen) -> None:
        match ask:
            case am.Choose():
                self._loudspeaker = _Loudspeaker(ask.output)
                self._microphone = _recording(ask.input)
                self._link.send(_devices(ask.output, ask.input))
            case am.Play():
                self._queue.add(ask.id, resampled(ask.pcm, ask.rate, RATE), ask.from_ms)
            case am.StopPlaying():
                self._link.send(self._queue.stop(len(self._held) // 2))
                self._held = b""
            case am.Listen():
                self._listening = ask.on
            case _:
                assert_never(ask)

    def _tick(self) -> None:
        now = time.monotonic()
        passed = (now - self._clock) * self._speed
        self._clock = now
        if now - self._beaten >= am.BEAT_S:
            self._beaten = now
            self._link.send(am.Beat())
        self._play(passed)
        if self._listening:
            self._capture(passed)

    def _play(self, passed: float) -> None:
        """Let the time pass in steps of the device's buffer, so that a fast clock skips nothing."""
        self._owed += passed * RATE if self._queue.busy else 0.0
        size = RATE * _BUFFER_MS // 1000
        while self._queue.busy:
            self._held += self._queue.take(size - len(self._held) // 2)
            step = min(int(self._owed), size // 3, len(self._held) // 2)
            if step <= 0:
                break
            self._owed -= step
            self._loudspeaker.write(self._held[: 2 * step])
            self._held = self._held[2 * step :]
            for news in self._queue.heard(len(self._held) // 2):
                self._link.send(news)
        if not self._queue.busy:
            self._owed = 0.0

    def _capture(self, passed: float) -> None:
        self._owed_in += passed * am.CAPTURE_RATE
        size = am.CAPTURE_RATE * am.CHUNK_MS // 1000
        while self._owed_in >= size:
            self._owed_in -= size
            chunk = self._microphone[: 2 * size].ljust(2 * size, b"\0")
            self._microphone = self._microphone[2 * size :]
            self._link.send(am.Captured(pcm=chunk, level=level_of(chunk)))


def _recording(path: str) -> bytes:
    if not path:
        return b""
    pcm, rate = read_wav(Path(path).read_bytes(), _MOST_S)
    return resampled(pcm, rate, am.CAPTURE_RATE)


def _devices(output: str, source: str) -> am.Devices:
    return am.Devices(
        outputs=(am.Device(id=output, name=output or "nowhere", default=True),),
        inputs=(am.Device(id=source, name=source or "silence", default=True),),
    )


def serve(link: Link) -> None:
    _Machine(link).run()
