"""The microphone: chunks of 16 kHz mono, and what is the matter when there are none."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QIODevice, QMicrophonePermission, QObject, Qt, QTimer
from PySide6.QtMultimedia import QAudio, QAudioDevice, QAudioFormat, QAudioSource

from simtrainer.engines.audio import messages as am
from simtrainer.engines.audio.sound import Downsampler, level_of
from simtrainer.engines.worker import Link

CHUNK = 2 * am.CAPTURE_RATE * am.CHUNK_MS // 1000  # bytes
# All zeros for so long, from the beginning: no room is as quiet as that. Later it proves nothing,
# since some headsets deliver zeros between words.
SILENT_CHUNKS = 1500 // am.CHUNK_MS
DUMB_MS = 3000  # a microphone that delivers nothing at all
_BUFFER_MS = 200


class Microphone(QObject):
    def __init__(self, link: Link) -> None:
        super().__init__()
        self._link = link
        self._device: QAudioDevice | None = None
        self._on = False
        self._source: QAudioSource | None = None
        self._from: QIODevice | None = None
        self._down = Downsampler(am.CAPTURE_RATE, am.CAPTURE_RATE, 1)
        self._rest = b""
        self._zeros = 0
        self._dumb = QTimer(self)
        self._dumb.setSingleShot(True)
        self._dumb.setInterval(DUMB_MS)
        self._dumb.timeout.connect(self._nothing_came)

    def use(self, device: QAudioDevice | None) -> None:
        if device == self._device and (device is None or self._source is not None):
            return
        had = self._source is not None
        self._close()
        self._device = device
        if self._on and device is None:
            self._link.send(am.Trouble(problem="input_lost" if had else "no_input"))
        elif self._on:
            self._open()

    def listen(self, on: bool) -> None:
        self._on = on
        if not on:
            self._close()
        elif self._device is None:
            self._link.send(am.Trouble(problem="no_input"))
        elif self._source is None:
            self._ask_and_open()

    def _ask_and_open(self) -> None:
        """The system may want to ask the user first; it answers when it does."""
        app, permission = QCoreApplication.instance(), QMicrophonePermission()
        if app is None:
            return
        state = app.checkPermission(permission)
        if state == Qt.PermissionStatus.Denied:
            self._link.send(am.Trouble(problem="microphone_denied"))
        elif state == Qt.PermissionStatus.Undetermined:
            app.requestPermission(permission, self, lambda _: self._ask_and_open())
        else:
            self._open()

    def _open(self) -> None:
        if not self._on or self._device is None or self._source is not None:
            return
        wanted = _format_for(self._device)
        self._down = Downsampler(wanted.sampleRate(), am.CAPTURE_RATE, wanted.channelCount())
        self._rest, self._zeros = b"", 0  # -1: something was heard
        self._source = source = QAudioSource(self._device, wanted, self)
        source.setBufferSize(wanted.bytesForDuration(_BUFFER_MS * 1000))
        self._from = source.start()
        if self._from is None or source.error() != QAudio.Error.NoError:
            self._lose(source.error().name)
            return
        self._from.readyRead.connect(self._read)
        self._dumb.start()

    def _close(self) -> None:
        self._dumb.stop()
        source, self._source, self._from = self._source, None, None
        if source is not None:
            source.stop()
            source.deleteLater()

    def _lose(self, detail: str) -> None:
        self._close()
        self._link.send(am.Trouble(problem="input_lost", detail=detail))

    def _read(self) -> None:
        if self._from is None or self._source is None:
            return
        if self._source.error() not in (QAudio.Error.NoError, QAudio.Error.UnderrunError):
            self._lose(self._source.error().name)
            return
        data = bytes(self._from.readAll().data())
        if data:
            self._dumb.start()
        self._rest += self._down.take(data)
        while len(self._rest) >= CHUNK:
            chunk, self._rest = self._rest[:CHUNK], self._rest[CHUNK:]
            self._send(chunk)

    def _send(self, chunk: bytes) -> None:
        if any(chunk):
            self._zeros = -1
        elif self._zeros >= 0:
            self._zeros += 1
        if self._zeros == SILENT_CHUNKS:
            self._link.send(am.Trouble(problem="microphone_silent"))
        self._link.send(am.Captured(pcm=chunk, level=level_of(chunk)))

    def _nothing_came(self) -> None:
        self._link.send(am.Trouble(problem="microphone_silent", detail="no data"))


def _format_for(device: QAudioDevice) -> QAudioFormat:
    """What recognisers take, where the device (or its driver) can; else its own rate."""
    wanted = QAudioFormat()
    wanted.setSampleRate(am.CAPTURE_RATE)
    wanted.setChannelCount(1)
    wanted.setSampleFormat(QAudioFormat.SampleFormat.Int16)
    if device.isFormatSupported(wanted):
        return wanted
    own = device.preferredFormat()
    own.setSampleFormat(QAudioFormat.SampleFormat.Int16)
    return own
