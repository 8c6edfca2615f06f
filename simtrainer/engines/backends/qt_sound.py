"""Playing and capturing with QtMultimedia. Lives on the event loop of the audio child."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from PySide6.QtCore import QByteArray, QObject, Qt, QTimer, Signal
from PySide6.QtMultimedia import QAudioDevice, QMediaDevices

from simtrainer.engines.audio import messages as am
from simtrainer.engines.backends.qt_capture import Microphone
from simtrainer.engines.backends.qt_playback import Loudspeaker
from simtrainer.engines.worker import Link

Ask = am.Choose | am.Play | am.StopPlaying | am.Listen


class Inbox(QObject):
    """Messages cross from the thread of the link to the event loop."""

    arrived = Signal(object)


def asks(do: Callable[[Ask], None]) -> Inbox:
    inbox = Inbox()
    inbox.arrived.connect(do, Qt.ConnectionType.QueuedConnection)
    return inbox


class Sound(QObject):
    """Both directions, and the list of devices."""

    def __init__(self, link: Link) -> None:
        super().__init__()
        self._link = link
        self._choice = am.Choose()
        self._loudspeaker = Loudspeaker(link)
        self._microphone = Microphone(link)
        self._devices = QMediaDevices(self)
        self._devices.audioOutputsChanged.connect(self._outputs_changed)
        self._devices.audioInputsChanged.connect(self._inputs_changed)
        self._beat = QTimer(self)
        self._beat.setInterval(int(1000 * am.BEAT_S))
        self._beat.timeout.connect(lambda: link.send(am.Beat()))

    def begin(self) -> None:
        self._beat.start()
        self._link.send(am.Beat())
        self._tell_devices()
        self._loudspeaker.use(output_named(self._choice.output))
        self._microphone.use(input_named(self._choice.input))

    def do(self, ask: Ask) -> None:
        match ask:
            case am.Choose():
                self._choice = ask
                self._loudspeaker.use(output_named(ask.output))
                self._microphone.use(input_named(ask.input))
            case am.Play():
                self._loudspeaker.play(ask)
            case am.StopPlaying():
                self._loudspeaker.stop()
            case am.Listen():
                self._microphone.listen(ask.on)
            case _:
                assert_never(ask)

    def _outputs_changed(self) -> None:
        self._tell_devices()
        self._loudspeaker.use(output_named(self._choice.output))

    def _inputs_changed(self) -> None:
        self._tell_devices()
        self._microphone.use(input_named(self._choice.input))

    def _tell_devices(self) -> None:
        outputs, first = QMediaDevices.audioOutputs(), QMediaDevices.defaultAudioOutput()
        inputs, other = QMediaDevices.audioInputs(), QMediaDevices.defaultAudioInput()
        self._link.send(
            am.Devices(outputs=_named(outputs, first), inputs=_named(_microphones(inputs), other))
        )


def ident(device: QAudioDevice) -> str:
    data: QByteArray = device.id()
    return bytes(data.data()).decode("utf-8", "replace")


def _named(devices: list[QAudioDevice], first: QAudioDevice) -> tuple[am.Device, ...]:
    return tuple(
        am.Device(id=ident(d), name=d.description() or ident(d), default=d == first)
        for d in devices
    )


def _microphones(inputs: list[QAudioDevice]) -> list[QAudioDevice]:
    """Without what only echoes a loudspeaker, unless there is nothing else."""
    return [d for d in inputs if not ident(d).endswith(".monitor")] or inputs


def output_named(name: str) -> QAudioDevice | None:
    """The chosen device, else the default one, else None."""
    devices = QMediaDevices.audioOutputs()
    return _pick(devices, name, QMediaDevices.defaultAudioOutput())


def input_named(name: str) -> QAudioDevice | None:
    return _pick(QMediaDevices.audioInputs(), name, QMediaDevices.defaultAudioInput())


def _pick(devices: list[QAudioDevice], name: str, first: QAudioDevice) -> QAudioDevice | None:
    if not devices:
        return None
    chosen = next((d for d in devices if name and ident(d) == name), None)
    return chosen or (devices[0] if first.isNull() else first)
