"""The loudspeaker: a queue of sounds pushed into one device, which may go away at any time."""

from __future__ import annotations

import time

import numpy as np
from PySide6.QtCore import QIODevice, QObject, QTimer
from PySide6.QtMultimedia import QAudio, QAudioDevice, QAudioFormat, QAudioSink

from simtrainer.engines.audio import messages as am
from simtrainer.engines.audio.playing import PlayQueue
from simtrainer.engines.audio.sound import resampled
from simtrainer.engines.worker import Link

BUFFER_MS = 80  # held by the device: short, for silence at once; long enough not to stutter
TICK_MS = 15
# No sound left the device for so long although there is some: at first it may need a while. Later
# it is gone; PulseAudio, for one, does not say so when it was the last one.
SLOW_START_S, STUCK_S = 4.0, 1.0


class Loudspeaker(QObject):
    def __init__(self, link: Link) -> None:
        super().__init__()
        self._link = link
        self._device: QAudioDevice | None = None
        self._format = QAudioFormat()
        self._sink: QAudioSink | None = None
        self._into: QIODevice | None = None
        self._queue = PlayQueue(48_000)
        self._sounds: dict[int, am.Play] = {}
        self._moved_at = 0.0
        self._position = 0
        self._moves = False  # since the device was opened
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._push)

    # --- the device

    def use(self, device: QAudioDevice | None) -> None:
        """Play on ``device`` from now on; what was being heard goes on there."""
        if device == self._device and (device is None or self._sink is not None):
            return
        unheard = self._queue.left(self._held())
        self._drop()
        self._device = device
        if device is None:
            self._lose("output_lost" if unheard else "no_output")
            return
        self._format = _format_for(device)
        self._queue = PlayQueue(self._format.sampleRate())
        for ident, ms in unheard:
            self._enqueue(self._sounds[ident].model_copy(update={"from_ms": ms}))
        if unheard:
            self._timer.start()

    def _drop(self) -> None:
        self._timer.stop()
        sink, self._sink, self._into = self._sink, None, None
        if sink is not None:
            sink.stop()
            sink.deleteLater()

    def _open(self) -> bool:
        if self._device is None:
            return False
        if self._sink is not None:
            return True
        self._sink = sink = QAudioSink(self._device, self._format, self)
        sink.setBufferSize(self._format.bytesForDuration(BUFFER_MS * 1000))
        self._into = sink.start()
        self._moved_at, self._moves = time.monotonic(), False
        if self._into is None or sink.error() != QAudio.Error.NoError:
            self._lose("output_lost", sink.error().name)
            return False
        return True

    def _lose(self, problem: am.Problem, detail: str = "") -> None:
        """Nothing can be played: forget it all, and say so."""
        self._queue.stop(self._held())
        self._sounds.clear()
        self._drop()
        self._link.send(am.Trouble(problem=problem, detail=detail))

    # --- playing

    def play(self, ask: am.Play) -> None:
        if self._device is None:
            self._link.send(am.Trouble(problem="no_output"))
            return
        self._sounds[ask.id] = ask
        self._enqueue(ask)
        if self._open() and not self._timer.isActive():
            self._moved_at = time.monotonic()
            self._timer.start()
            self._push()

    def _enqueue(self, ask: am.Play) -> None:
        pcm = resampled(ask.pcm, ask.rate, self._format.sampleRate())
        self._queue.add(ask.id, pcm, ask.from_ms)

    def stop(self) -> None:
        self._link.send(self._queue.stop(self._held()))
        self._sounds.clear()
        self._drop()

    def _push(self) -> None:
        if not self._open() or self._sink is None or self._into is None:
            return
        if self._sink.error() not in (QAudio.Error.NoError, QAudio.Error.UnderrunError):
            self._lose("output_lost", self._sink.error().name)
            return
        self._fill(self._sink, self._into)
        self._report()
        if not self._queue.busy:
            self._timer.stop()
        elif time.monotonic() - self._moved_at > (STUCK_S if self._moves else SLOW_START_S):
            self._lose("output_stuck")

    def _fill(self, sink: QAudioSink, into: QIODevice) -> None:
        frame = self._format.bytesPerFrame()
        room = sink.bytesFree() // frame
        if room <= 0:
            return
        pcm = self._queue.take(room)
        if pcm:
            into.write(_as_format(pcm, self._format))
        else:  # the end of the last sound leaves some devices only when more follows it
            into.write(bytes(room * frame))
            self._queue.pad(room)

    def _report(self) -> None:
        held = self._held()
        position = self._queue.position(held)
        if position != self._position:
            self._moves = self._moves or position > self._position
            self._position, self._moved_at = position, time.monotonic()
        for news in self._queue.heard(held):
            if isinstance(news, am.Finished):
                self._sounds.pop(news.id, None)
            self._link.send(news)

    def _held(self) -> int:
        """Samples that the device has and nobody has heard."""
        sink = self._sink
        if sink is None or sink.state() == QAudio.State.StoppedState:
            return 0
        return max(0, sink.bufferSize() - sink.bytesFree()) // self._format.bytesPerFrame()


def _format_for(device: QAudioDevice) -> QAudioFormat:
    """The device's own format, in a sample type that we can write."""
    wanted = device.preferredFormat()
    if wanted.sampleFormat() != QAudioFormat.SampleFormat.Float:
        wanted.setSampleFormat(QAudioFormat.SampleFormat.Int16)
    return wanted


def _as_format(pcm: bytes, wanted: QAudioFormat) -> bytes:
    samples = np.frombuffer(pcm, dtype="<i2")
    if wanted.sampleFormat() == QAudioFormat.SampleFormat.Float:
        return np.repeat((samples / 32768.0).astype("<f4"), wanted.channelCount()).tobytes()
    return np.repeat(samples, wanted.channelCount()).tobytes()
