"""Who marked this encounter, how they rated it, and whether they signed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from simtrainer.i18n import tr, trn
from simtrainer.reports.words import rating_words
from simtrainer.ui.debrief.examiner import MarkedBy, markers
from simtrainer.ui.debrief.reading import Debrief
from simtrainer.ui.kit.card import Card, Line
from simtrainer.ui.kit.icons import Icon
from simtrainer.ui.kit.layouts import HBox, VBox
from simtrainer.ui.kit.text import WrapLabel


class MarkersCard(Card):
    """There as soon as a person has judged."""

    def __init__(self) -> None:
        super().__init__(tr("Marked by"))
        self._holder: QWidget | None = None
        self.hide()

    def show_debrief(self, debrief: Debrief) -> None:
        if self._holder is not None:
            self._holder.hide()
            self._holder.deleteLater()
        self._holder = QWidget()
        column = VBox(self._holder)
        found = markers(debrief)
        for at, one in enumerate(found):
            if at:
                column.addWidget(Line())
            column.addLayout(_marker(one))
        self.body.addWidget(self._holder)
        self.setVisible(bool(found))


def _marker(one: MarkedBy) -> HBox:
    row = HBox(space=10, margins=(16, 10, 16, 10))
    icon, role = ("met", "met") if one.signed_off else ("person", "text")
    row.addWidget(Icon(icon, role, 18), 0, Qt.AlignmentFlag.AlignTop)
    words = VBox(space=2)
    words.addWidget(WrapLabel(one.name, weight=600))
    words.addWidget(WrapLabel(_did(one), size=13, role="second"))
    if one.rating and one.rating.text:
        words.addWidget(WrapLabel(one.rating.text, size=13))
    row.addLayout(words, 1)
    return row


def _did(one: MarkedBy) -> str:
    """ "Rated 4 of 5, clear pass · 30 items, 2 otherwise than the rules · signed off" """
    parts = []
    if one.rating:
        parts.append(tr("Rated {rating}").format(rating=rating_words(one.rating.rating)))
    if one.items:
        items = trn("{count} item", "{count} items", one.items)
        other = trn(
            "{count} otherwise than the rules", "{count} otherwise than the rules", one.changed
        )
        parts.append(f"{items}, {other}" if one.changed else items)
    parts.append(tr("signed off") if one.signed_off else tr("not signed off yet"))
    return " · ".join(parts)
