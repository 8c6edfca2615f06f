"""A link whose words begin where the text above them begins."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from simtrainer.ui.kit.button import Button, link
from simtrainer.ui.kit.theme import theme

_PADDING = 8  # nearly that of a small button; what is left of the words is cut off


class FlushLink(QWidget):
    """``clicked`` as of a button."""

    clicked = Signal()

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.button: Button = link(words)
        self.button.setParent(self)
        self.button.clicked.connect(self.clicked)
        self.setFocusProxy(self.button)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self._place)
        self._place()

    def sizeHint(self) -> QSize:
        hint = self.button.sizeHint()
        return QSize(hint.width() - theme().px(_PADDING), hint.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _place(self) -> None:
        hint = self.button.sizeHint()
        self.button.setGeometry(-theme().px(_PADDING), 0, hint.width(), hint.height())
        self.updateGeometry()
