"""How the trainee talked, in a few figures without a mark."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from simtrainer.i18n import tr
from simtrainer.reports.talk import talk_in_figures
from simtrainer.ui.debrief.reading import Debrief
from simtrainer.ui.kit.card import Card, Line
from simtrainer.ui.kit.layouts import HBox, VBox
from simtrainer.ui.kit.text import Label, WrapLabel


class TalkCard(Card):
    """Hidden where nobody talked."""

    def __init__(self) -> None:
        super().__init__(tr("How you talked"))
        self.add_beside_title(Label(tr("not marked"), size=13, role="second"))
        self._holder: QWidget | None = None

    def show_debrief(self, debrief: Debrief) -> None:
        if self._holder is not None:
            self._holder.hide()
            self._holder.deleteLater()
        self._holder = QWidget()
        column = VBox(self._holder)
        rows = talk_in_figures(debrief.card.measures)
        for at, (name, value) in enumerate(rows):
            if at:
                column.addWidget(Line())
            column.addLayout(_row(tr(name), value))
        self.body.addWidget(self._holder)
        self.setVisible(bool(rows))


def _row(name: str, value: str) -> HBox:
    row = HBox(space=10, margins=(16, 8, 16, 8))
    words = WrapLabel(name, size=13, role="second")
    row.addWidget(words, 1)
    row.addWidget(Label(value, size=13))
    return row
