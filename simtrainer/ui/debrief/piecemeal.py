"""Work done a few milliseconds at a time, so that the window goes on answering meanwhile."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QElapsedTimer, QObject, QTimer


class Piecemeal(QObject):
    """Runs an iterator that yields where it may pause.

    ``slice_ms`` is how long it works before the window has its turn; 0: one piece at a time.
    """

    def __init__(self, parent: QObject, slice_ms: int) -> None:
        super().__init__(parent)
        self._slice_ms = slice_ms
        self._work: Iterator[None] | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._go_on)

    @property
    def busy(self) -> bool:
        return self._work is not None

    def start(self, work: Iterator[None]) -> None:
        """Begin ``work`` at once, in the place of what was under way."""
        self._work = work
        self._timer.start(0)
        self._go_on()

    def stop(self) -> None:
        """Leave what is left undone."""
        self._work = None
        self._timer.stop()

    def finish(self) -> None:
        """Do all that is left now."""
        work = self._work
        while work is not None and self._work is work:
            self._step(work)

    def _go_on(self) -> None:
        clock = QElapsedTimer()
        clock.start()
        work = self._work
        while work is not None and self._work is work:
            self._step(work)
            if clock.elapsed() >= self._slice_ms:
                return

    def _step(self, work: Iterator[None]) -> None:
        if next(work, self) is not self:
            return
        if self._work is work:
            self.stop()
