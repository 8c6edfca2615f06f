"""The one crossing from a working thread to the window's: a queue becomes one signal."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal


class Bridge(QObject):
    """``pass_on`` may be called on any thread; ``noticed`` is emitted on the window's."""

    noticed = Signal(object)
    _arrived = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._arrived.connect(self.noticed, Qt.ConnectionType.QueuedConnection)

    def pass_on(self, notice: object) -> None:
        self._arrived.emit(notice)
