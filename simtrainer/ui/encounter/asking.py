"""What the page has asked of the desk and is not done yet."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from simtrainer.desk import Desk
from simtrainer.encounter.actions import Action


class Asking(QObject):
    """Sends actions to the desk and knows which are under way. The window never waits."""

    changed = Signal(bool)  # whether anything is under way

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._under_way: list[Action] = []

    @property
    def busy(self) -> bool:
        return bool(self._under_way)

    def ask(self, action: Action) -> None:
        self._under_way.append(action)
        self._desk.perform(action)
        self.changed.emit(True)

    def done(self, action: Action | None) -> bool:
        """The desk is through with ``action``; False when it was not asked for here."""
        left = [each for each in self._under_way if each is not action]
        ours = len(left) != len(self._under_way)
        if ours:
            self._under_way = left
            self.changed.emit(self.busy)
        return ours

    def forget(self) -> None:
        """Another encounter begins: what was asked in the last one no longer matters."""
        self._under_way.clear()
        self.changed.emit(False)
