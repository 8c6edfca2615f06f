"""The trainee's own notes while they work, offered to the note page afterwards."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from simtrainer.i18n import tr
from simtrainer.ui.kit.button import IconButton
from simtrainer.ui.kit.card import Card
from simtrainer.ui.kit.fields import TextEdit
from simtrainer.ui.kit.keeping import Keeping
from simtrainer.ui.kit.layouts import HBox
from simtrainer.ui.kit.text import Label
from simtrainer.ui.kit.tokens import Type


class Scratch(Card):
    """``kept`` carries the encounter and the text, a moment after it was written."""

    closed = Signal()
    kept = Signal(int, str)

    def __init__(self) -> None:
        super().__init__(tr("Notes"))
        close = IconButton("cross", tr("Close the notes"))
        close.clicked.connect(self.closed)
        self.add_action(close)
        self.edit = TextEdit(
            placeholder=tr("Only you see these; they go on to your note."), lines=4
        )
        self.edit.setProperty("bare", True)
        row = HBox(margins=(14, 8))
        row.addWidget(self.edit)
        self.body.addLayout(row)
        self.add_beside_title(Label(tr("for yourself"), size=Type.SECOND, role="second"))
        self._encounter = 0
        self._keeping = Keeping(self, self._keep)
        self.edit.textChanged.connect(self._keeping.touch)
        self.hide()

    def open_for(self, encounter: int, text: str) -> None:
        """Bring back what was written in this encounter."""
        self.keep_now()
        self._encounter = encounter
        self.edit.setPlainText(text)
        self._keeping.forget()

    def text(self) -> str:
        return self.edit.toPlainText()

    def keep_now(self) -> None:
        """What was written last is kept without waiting for a pause."""
        self._keeping.now()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)

    def _keep(self) -> None:
        self.kept.emit(self._encounter, self.text())
