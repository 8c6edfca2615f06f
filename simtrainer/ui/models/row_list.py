"""Models below one another; those that stay keep their widget, and with it the keyboard."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from simtrainer.engines.models.overview import Row
from simtrainer.ui.kit.card import Line
from simtrainer.ui.kit.layouts import VBox
from simtrainer.ui.models.going_on import GoingOn
from simtrainer.ui.models.row import ModelRow


class RowList(QWidget):
    """``wanted`` as of a row."""

    wanted = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._column = VBox(self)
        self._shown: dict[str, tuple[ModelRow, Line]] = {}

    def row(self, model_id: str) -> ModelRow | None:
        shown = self._shown.get(model_id)
        return shown[0] if shown else None

    def rows(self) -> list[ModelRow]:
        return [row for row, _ in self._shown.values()]

    def set_rows(self, rows: Sequence[Row], going_on: GoingOn) -> None:
        """Show ``rows``, in their order, each with what is going on with it."""
        kept = {row.id for row in rows}
        for gone in [each for each in self._shown if each not in kept]:
            for widget in self._shown.pop(gone):
                self._column.removeWidget(widget)
                widget.hide()
                widget.deleteLater()
        if list(self._shown) != [row.id for row in rows]:
            self._arrange(rows)
        for row in rows:
            self.update_row(row, going_on)
        self.setVisible(bool(rows))

    def update_row(self, row: Row, going_on: GoingOn) -> None:
        if shown := self._shown.get(row.id):
            shown[0].show_row(
                row,
                under_way=going_on.is_under_way(row.id),
                progress=going_on.progress(row.id),
                sentence=going_on.sentence(row.id),
            )

    def _arrange(self, rows: Sequence[Row]) -> None:
        ordered: dict[str, tuple[ModelRow, Line]] = {}
        for at, row in enumerate(rows):
            widget, line = self._shown.get(row.id) or self._made(row)
            for place, each in enumerate((line, widget)):
                self._column.removeWidget(each)
                self._column.insertWidget(2 * at + place, each)
            line.setVisible(at > 0)
            ordered[row.id] = (widget, line)
        self._shown = ordered
        for before, after in zip(self.rows(), self.rows()[1:], strict=False):
            QWidget.setTabOrder(before, after)

    def _made(self, row: Row) -> tuple[ModelRow, Line]:
        widget = ModelRow(row)
        widget.wanted.connect(self.wanted)
        return widget, Line()
