"""Lists of rows: icon or tick box, title, second line, aligned columns.

A model and a delegate, so that a list of thousands costs what is on the screen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QSizePolicy, QWidget

from simtrainer.ui.kit.painting import paint_text, painting
from simtrainer.ui.kit.row_painting import (
    ROW_ROLE,
    Cell,
    Column,
    Index,
    Row,
    RowDelegate,
    column_start,
    columns_skipped,
    lead_width,
)
from simtrainer.ui.kit.theme import theme
from simtrainer.ui.kit.tokens import Size, Type

__all__ = ["Cell", "Column", "Row", "RowHeader", "RowModel", "RowView"]


class RowModel(QAbstractListModel):
    """The rows of a RowView."""

    def __init__(self, columns: tuple[Column, ...] = ()) -> None:
        super().__init__()
        self.columns = columns
        self.rows: list[Row] = []

    def rowCount(self, _parent: Index | None = None) -> int:
        return len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.title
            case Qt.ItemDataRole.AccessibleTextRole:
                return row.words(self.columns)
            case Qt.ItemDataRole.UserRole:
                return row
            case _:
                return None

    def set_rows(self, rows: Sequence[Row]) -> None:
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def replace_row(self, row: Row) -> None:
        """Put ``row`` in the place of the row with its key; an unknown key changes nothing."""
        for at, own in enumerate(self.rows):
            if own.key == row.key:
                self.rows[at] = row
                self.dataChanged.emit(self.index(at), self.index(at))

    def place_of(self, key: str) -> int:
        """The row number of ``key``, or -1."""
        return next((at for at, row in enumerate(self.rows) if row.key == key), -1)


class RowView(QListView):
    """A list of rows.

    ``current_changed`` carries the key of the selected row (empty for none), ``opened`` the
    key on Enter or double click, ``ticked`` a key and its new tick (Space or a click).
    """

    current_changed = Signal(str)
    opened = Signal(str)
    ticked = Signal(str, bool)

    def __init__(
        self,
        name: str,
        *,
        columns: Sequence[Column] = (),
        tall: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.rows_model = RowModel(tuple(columns))
        height = Size.ROW_TALL if tall else Size.ROW
        self.painter_of_rows = RowDelegate(self, tuple(columns), height)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setModel(self.rows_model)
        self.setItemDelegate(self.painter_of_rows)
        self.doubleClicked.connect(self._open)
        theme().changed.connect(self._rescale)

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Show other columns; give rows with as many cells next."""
        self.painter_of_rows.columns = self.rows_model.columns = tuple(columns)
        self._rescale()

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows, keeping the selected key selected when it is still there."""
        kept = self.current_key()
        # An empty list has no row to show the ring in.
        self.setProperty("own_focus", bool(rows))
        self.rows_model.set_rows(rows)
        if not self.select(kept) and kept:
            self.current_changed.emit("")

    def replace_row(self, row: Row) -> None:
        self.rows_model.replace_row(row)

    def current_key(self) -> str:
        return _key(self.currentIndex())

    def select(self, key: str) -> bool:
        """Select the row with ``key``; False when there is none."""
        at = self.rows_model.place_of(key)
        if at < 0:
            return False
        self.setCurrentIndex(self.rows_model.index(at))
        return True

    def ticked_keys(self) -> list[str]:
        return [row.key for row in self.rows_model.rows if row.checked]

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid():
            self.current_changed.emit(_key(current))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._show_ring(True)
        key = self.current_key()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and key:
            self.opened.emit(key)
        elif event.key() == Qt.Key.Key_Space and key and self._tick(self.currentIndex()):
            event.accept()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._show_ring(False)
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            self._tick(index)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._show_ring(event.reason() != Qt.FocusReason.MouseFocusReason)
        by_key = event.reason() in (
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
        )
        if by_key and not self.currentIndex().isValid() and self.rows_model.rows:
            self.setCurrentIndex(self.rows_model.index(0))

    def sizeHint(self) -> QSize:
        rows = max(len(self.rows_model.rows), 1)
        return QSize(theme().px(240), theme().px(self.painter_of_rows.height) * min(rows, 6))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(120), theme().px(self.painter_of_rows.height))

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(_key(index))

    def _tick(self, index: Index) -> bool:
        row = index.data(ROW_ROLE)
        if not isinstance(row, Row) or row.checked is None:
            return False
        self.replace_row(replace(row, checked=not row.checked))
        self.ticked.emit(row.key, not row.checked)
        return True

    def _show_ring(self, shown: bool) -> None:
        self.painter_of_rows.ring = shown
        self.viewport().update()

    def _rescale(self) -> None:
        self.scheduleDelayedItemsLayout()
        self.viewport().update()


class RowHeader(QWidget):
    """The column names above a RowView."""

    def __init__(
        self,
        title: str,
        columns: Sequence[Column],
        *,
        icons: bool = True,
        tall: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._title, self._columns, self._icons = title, tuple(columns), icons
        self._height = Size.ROW_TALL if tall else Size.ROW
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.updateGeometry)

    def set_columns(self, columns: Sequence[Column]) -> None:
        self._columns = tuple(columns)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(200), theme().px(34))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        box = QRectF(self.rect())
        font, ink = look.font(Type.LABEL, 500), look.color("second")
        with painting(self) as painter:
            painter.fillRect(box, look.color("sunken"))
            painter.fillRect(QRectF(0, box.height() - 1, box.width(), 1), look.color("line"))
            start = lead_width(self._height) if self._icons else look.px(16)
            columns = self._columns[columns_skipped(box.width(), self._columns, self._height) :]
            left = column_start(box, columns)
            title = QRectF(start, 0, left - start, box.height())
            paint_text(painter, title, self._title, font, ink)
            for column in columns:
                width = look.px(column.width)
                align = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
                spot = QRectF(left, 0, width, box.height())
                paint_text(painter, spot, column.name, font, ink, align)
                left += width


def _key(index: Index | QModelIndex) -> str:
    row = index.data(ROW_ROLE)
    return row.key if isinstance(row, Row) else ""
