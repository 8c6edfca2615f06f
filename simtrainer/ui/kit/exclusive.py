"""Buttons of which one is on: what segments and tabs share."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QWidget

from simtrainer.ui.kit.base import PaintedButton
from simtrainer.ui.kit.layouts import HBox

_BACK_KEYS = (Qt.Key.Key_Left, Qt.Key.Key_Up)
_ON_KEYS = (Qt.Key.Key_Right, Qt.Key.Key_Down)


class Exclusive(QWidget):
    """Buttons of which one is on; arrows move, one Tab stop for all."""

    chosen = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.buttons: dict[PaintedButton, str] = {}
        self._group = QButtonGroup(self)
        self.row = HBox(self)
        self._group.buttonClicked.connect(self._clicked)

    def add_button(self, key: str, button: PaintedButton, stretch: int = 0) -> None:
        button.setCheckable(True)
        self.buttons[button] = key
        self._group.addButton(button)
        self.row.addWidget(button, stretch)

    def value(self) -> str:
        """The key that is on, or empty when none is."""
        return next((key for button, key in self.buttons.items() if button.isChecked()), "")

    def set_value(self, key: str) -> None:
        """Switch to ``key`` without a signal."""
        for button, own in self.buttons.items():
            if own == key:
                button.setChecked(True)
        self._one_tab_stop()

    def button(self, key: str) -> PaintedButton:
        """Raises KeyError when there is no such key."""
        return {own: button for button, own in self.buttons.items()}[key]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = -1 if event.key() in _BACK_KEYS else 1 if event.key() in _ON_KEYS else 0
        if not step:
            super().keyPressEvent(event)
            return
        usable = [b for b in self.buttons if b.isEnabled() and b.isVisible()]
        at = next((i for i, b in enumerate(usable) if b.hasFocus()), 0)
        target = usable[(at + step) % len(usable)]
        target.setFocus(Qt.FocusReason.TabFocusReason)
        target.click()

    def _clicked(self, button: PaintedButton) -> None:
        self._one_tab_stop()
        self.chosen.emit(self.buttons[button])

    def _one_tab_stop(self) -> None:
        on = self._group.checkedButton()
        for button in self.buttons:
            reachable = button is on or on is None
            policy = Qt.FocusPolicy.StrongFocus if reachable else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(policy)


class GroupButton(PaintedButton):
    """A button that leaves the arrow keys to its group."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _BACK_KEYS + _ON_KEYS:
            event.ignore()
            return
        super().keyPressEvent(event)
