"""Keeping what is being written a moment after it was written, and at once when it must be."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

PAUSE_MS = 800  # of writing, after which it is kept


class Keeping(QObject):
    """Calls ``keep`` once writing pauses. Connect what changes to ``touch``."""

    def __init__(self, parent: QObject, keep: Callable[[], None]) -> None:
        super().__init__(parent)
        self._keep = keep
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(keep)

    def touch(self) -> None:
        self._pause.start()

    def forget(self) -> None:
        """What was just shown is kept already."""
        self._pause.stop()

    def now(self) -> None:
        """Keep without waiting for a pause, if anything was written since."""
        if self._pause.isActive():
            self._pause.stop()
            self._keep()
