"""What all painted buttons share: hover, Enter, zoom, the accessible name."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QEnterEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from simtrainer.ui.kit.theme import theme


class PaintedButton(QAbstractButton):
    """A button that draws itself; Space and Enter press it."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.restyle)

    def restyle(self) -> None:
        """Take up a changed theme."""
        self.updateGeometry()
        self.update()

    def setText(self, text: str) -> None:
        # "&" would otherwise make a shortcut of the next letter.
        super().setText(text.replace("&", "&&"))
        self.restyle()

    def text(self) -> str:
        return super().text().replace("&&", "&")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.isEnabled():
            self.click()
            return
        super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.update()
        super().leaveEvent(event)

    def is_hovered(self) -> bool:
        return self.underMouse() and self.isEnabled()
