"""Calm questions before something that cannot be taken back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QDialog, QWidget

from simtrainer.ui.kit.button import Button
from simtrainer.ui.kit.layouts import HBox, VBox
from simtrainer.ui.kit.painting import painting
from simtrainer.ui.kit.text import Label, WrapLabel
from simtrainer.ui.kit.theme import theme
from simtrainer.ui.kit.tokens import Space, Type


class Dialog(QDialog):
    """A small window over the page: a title, a text, content in ``body``, and the buttons.

    Escape declines; Enter in a field accepts, unless it is a danger. ``accepted``
    and ``rejected`` are QDialog's; ``open()`` does not block.
    """

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        text: str = "",
        *,
        action: str = "Continue",
        decline: str = "Cancel",
        danger: bool = False,
        width: int = 440,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._width, self._danger = width, danger
        theme().changed.connect(self._restyle)
        self._restyle()
        column = VBox(self, space=Space.M, margins=Space.XL)
        self._title = Label(title, size=Type.PANEL, weight=600)
        column.addWidget(self._title)
        if text:
            column.addWidget(WrapLabel(text, role="second"))
            self.setAccessibleDescription(text)
        self.body = VBox(space=Space.M)
        column.addLayout(self.body)
        self.main_button = Button(action, "danger" if danger else "primary")
        self.decline_button = Button(decline, "secondary")
        column.addLayout(self._buttons(decline))
        # What is lost by a stray Enter must not be lost: the safe answer has the focus.
        (self.decline_button if danger and decline else self.main_button).setFocus()

    def _restyle(self) -> None:
        self.setMinimumWidth(theme().px(self._width))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not self._danger:
            self.main_button.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with painting(self) as painter:
            painter.fillRect(self.rect(), theme().color("surface"))

    def _buttons(self, decline: str) -> HBox:
        row = HBox(space=Space.S, margins=(0, Space.S, 0, 0))
        row.addStretch(1)
        row.addWidget(self.decline_button)
        row.addWidget(self.main_button)
        self.decline_button.setVisible(bool(decline))
        self.decline_button.clicked.connect(self.reject)
        self.main_button.clicked.connect(self.accept)
        return row


def confirm(
    parent: QWidget | None,
    title: str,
    text: str,
    *,
    action: str,
    decline: str = "Cancel",
    danger: bool = False,
) -> bool:
    """Ask and wait: True when ``action`` is chosen. Say in ``text`` what is kept."""
    dialog = Dialog(parent, title, text, action=action, decline=decline, danger=danger)
    try:
        return dialog.exec() == QDialog.DialogCode.Accepted
    finally:
        dialog.deleteLater()
