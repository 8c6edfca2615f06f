"""The sound devices through QtMultimedia, under a QCoreApplication: no window, no display."""

from __future__ import annotations

import sys
import threading

from simtrainer.engines.audio import messages as am
from simtrainer.engines.worker import Link


def serve(link: Link) -> None:
    """Own the devices until the parent goes. Without the library, say so and stay useful."""
    try:
        from PySide6 import QtMultimedia  # noqa: F401
    except ImportError as error:
        _without_library(link, str(error))
        return
    from PySide6.QtCore import QCoreApplication

    from simtrainer.engines.backends.qt_sound import Sound, asks

    app = QCoreApplication(sys.argv[:1])
    sound = Sound(link)
    inbox = asks(sound.do)

    def forward() -> None:
        while True:
            ask = link.receive(am.ASKS)
            if ask is not None:
                inbox.arrived.emit(ask)

    threading.Thread(target=forward, name="asks", daemon=True).start()
    sound.begin()
    app.exec()


def _without_library(link: Link, why: str) -> None:
    """Ending here would have the parent start us again and again for nothing."""
    link.send(am.Trouble(problem="library", detail=why))
    link.send(am.Devices())
    while True:
        link.receive(am.ASKS, timeout_s=am.BEAT_S)
        link.send(am.Beat())
