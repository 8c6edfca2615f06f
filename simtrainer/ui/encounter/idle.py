"""Case time that passes while nobody speaks, types or chooses: a few seconds at a time."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

TICK_S = 5
_ACTS = (
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.Wheel,
    QEvent.Type.InputMethod,
)


class Idle(QObject):
    """Emits ``passed`` after each stretch in which the window was active and nobody touched it."""

    passed = Signal()

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_S * 1000)
        self._timer.timeout.connect(self._over)
        self._watching = False

    def set_running(self, running: bool) -> None:
        """Watch, or rest."""
        app = QApplication.instance()
        if running == self._watching or app is None:
            return
        self._watching = running
        if running:
            app.installEventFilter(self)
            self._timer.start()
        else:
            app.removeEventFilter(self)
            self._timer.stop()

    def is_running(self) -> bool:
        return self._watching

    def begin_again(self) -> None:
        """Somebody did something: the next stretch begins now."""
        if self._watching:
            self._timer.start()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in _ACTS:
            self.begin_again()
        return False

    def _over(self) -> None:
        page = self.parent()
        if isinstance(page, QWidget) and page.isVisible() and page.window().isActiveWindow():
            self.passed.emit()
