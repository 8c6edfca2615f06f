"""A card with a list of models, and a quiet sentence above it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from simtrainer.engines.models.overview import Row
from simtrainer.ui.kit.card import Card, Line
from simtrainer.ui.kit.layouts import HBox
from simtrainer.ui.kit.text import WrapLabel
from simtrainer.ui.models.going_on import GoingOn
from simtrainer.ui.models.row_list import RowList


class ModelsCard(Card):
    """Hidden while it has neither models nor anything to say."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self._note = WrapLabel("", size=13, role="second")
        self._note_line = Line()
        self._above = QWidget()
        row = HBox(self._above, margins=(16, 10, 16, 10))
        row.addWidget(self._note)
        self.body.addWidget(self._above)
        self.body.addWidget(self._note_line)
        self.rows = RowList()
        self.body.addWidget(self.rows)
        self.set_note("")
        self.hide()

    def set_note(self, text: str) -> None:
        self._note.setText(text)
        for widget in (self._above, self._note_line):
            widget.setVisible(bool(text))

    def show_rows(self, rows: Sequence[Row], going_on: GoingOn) -> None:
        self.rows.set_rows(rows, going_on)
        self.setVisible(bool(rows))
