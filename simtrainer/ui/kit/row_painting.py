"""What a row of a list holds, and how it is drawn."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from simtrainer.ui.kit.bars import paint_levels
from simtrainer.ui.kit.icons import paint_icon
from simtrainer.ui.kit.painting import paint_box, paint_inner_ring, paint_text
from simtrainer.ui.kit.theme import theme
from simtrainer.ui.kit.ticks import paint_check
from simtrainer.ui.kit.tokens import Size, Type

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole
_LEAST_TITLE = 110
_RIGHT = Qt.AlignmentFlag.AlignRight
_LEFT = Qt.AlignmentFlag.AlignLeft


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one column: a text, a second line, or level bars over the second line."""

    text: str = ""
    second: str = ""
    bold: bool = False
    role: str = "second"
    levels: tuple[bool, ...] = ()

    @property
    def spoken(self) -> str:
        return ", ".join(part for part in (self.text, self.second) if part)


@dataclass(frozen=True, slots=True)
class Column:
    """A column at the right of the title; ``width`` at 100 % zoom."""

    name: str
    width: int
    right: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row. ``checked`` None means there is no tick box; ``spoken`` replaces the read text."""

    key: str
    title: str
    second: str = ""
    icon: str = ""
    icon_role: str = "text"
    cells: tuple[Cell, ...] = ()
    checked: bool | None = None
    muted: bool = False
    spoken: str = ""

    def words(self, columns: tuple[Column, ...]) -> str:
        """The row as a screen reader says it."""
        if self.spoken:
            return self.spoken
        named = [
            f"{column.name}: {cell.spoken}" if column.name else cell.spoken
            for column, cell in zip(columns, self.cells, strict=False)
            if cell.spoken
        ]
        tick = {None: [], True: ["ticked"], False: ["not ticked"]}[self.checked]
        return ". ".join(part for part in (self.title, self.second, *named, *tick) if part)


class RowDelegate(QStyledItemDelegate):
    """Draws rows; ``height`` is 46, or 58 with the icon on a round ground."""

    def __init__(self, parent: QWidget, columns: tuple[Column, ...], height: int) -> None:
        super().__init__(parent)
        self.columns = columns
        self.height = height
        self.ring = False

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(theme().px(200), theme().px(self.height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW_ROLE)
        if not isinstance(row, Row):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect)  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        self._paint_ground(painter, box, row, state)
        view = option.widget  # type: ignore[attr-defined]
        # Measured over the whole list, so that columns stay under their names beside a scroll bar.
        rest = self._paint_cells(painter, box, row, view.width() if view else box.width())
        rest = self._paint_lead(painter, rest, row)
        self._paint_words(painter, rest, row)
        if state & QStyle.StateFlag.State_HasFocus and self.ring:
            paint_inner_ring(painter, box.adjusted(theme().px(3), 0, 0, 0))
        painter.restore()

    def _paint_ground(
        self, painter: QPainter, box: QRectF, row: Row, state: QStyle.StateFlag
    ) -> None:
        look = theme()
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        over = bool(state & QStyle.StateFlag.State_MouseOver)
        if chosen or row.checked:
            painter.fillRect(box, look.color("tint"))
        elif over:
            painter.fillRect(box, look.color("sunken"))
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), look.color("line"))
        if chosen:
            bar = QRectF(box.left(), box.top(), look.px(3), box.height())
            painter.fillRect(bar, look.color("accent"))

    def _paint_cells(self, painter: QPainter, box: QRectF, row: Row, width: float) -> QRectF:
        """Draws the columns and returns what is left of the row."""
        look = theme()
        skipped = columns_skipped(width, self.columns, self.height)
        columns, cells = self.columns[skipped:], row.cells[skipped:]
        left = column_start(QRectF(box.left(), box.top(), width, box.height()), columns)
        rest = box.adjusted(look.px(16), 0, 0, 0)
        rest.setRight(left - look.px(12))
        for column, cell in zip(columns, cells, strict=False):
            width = look.px(column.width)
            spot = QRectF(left, box.top(), width - look.px(0 if column.right else 10), box.height())
            _paint_cell(painter, spot, cell, column.right)
            left += width
        return rest

    def _paint_lead(self, painter: QPainter, rest: QRectF, row: Row) -> QRectF:
        """Draws tick box or icon and returns what is left for the words."""
        look = theme()
        middle = rest.center().y()
        if row.checked is not None:
            side = look.px(18)
            paint_check(painter, QRectF(rest.left(), middle - side / 2, side, side), row.checked)
            rest = rest.adjusted(side + look.px(12), 0, 0, 0)
        if row.icon:
            rest = _paint_disc_icon(painter, rest, row, self.height >= Size.ROW_TALL)
        return rest

    def _paint_words(self, painter: QPainter, rest: QRectF, row: Row) -> None:
        look = theme()
        bold = self.height >= Size.ROW_TALL or bool(row.checked)
        font = look.font(weight=600 if bold else 400)
        ink = look.color("quiet" if row.muted else "text")
        if not row.second:
            paint_text(painter, rest, row.title, font, ink)
            return
        upper, lower = _two_lines(rest)
        paint_text(painter, upper, row.title, font, ink)
        paint_text(painter, lower, row.second, look.font(Type.SECOND), look.color("second"))


def column_start(box: QRectF, columns: tuple[Column, ...]) -> float:
    """Where the first column begins, so that the last one ends 16 before the edge."""
    look = theme()
    return box.right() - look.px(16) - sum(look.px(column.width) for column in columns)


def columns_skipped(width: float, columns: tuple[Column, ...], height: int) -> int:
    """How many columns, from the left, give way so that titles keep room in a narrow list."""
    look = theme()
    room = width - look.px(16) - lead_width(height) - look.px(_LEAST_TITLE)
    for skipped in range(len(columns)):
        if sum(look.px(column.width) for column in columns[skipped:]) <= room:
            return skipped
    return len(columns)


def lead_width(height: int) -> int:
    """How far the titles stand from the edge when the rows have icons."""
    look = theme()
    return look.px(16) + (look.px(34 + 14) if height >= Size.ROW_TALL else look.px(20 + 12))


def _two_lines(box: QRectF) -> tuple[QRectF, QRectF]:
    look = theme()
    upper = QRectF(box.left(), box.center().y() - look.px(19), box.width(), look.px(20))
    lower = QRectF(box.left(), box.center().y(), box.width(), look.px(19))
    return upper, lower


def _paint_disc_icon(painter: QPainter, rest: QRectF, row: Row, tall: bool) -> QRectF:
    look = theme()
    disc = look.px(34 if tall else 20)
    spot = QRectF(rest.left(), rest.center().y() - disc / 2, disc, disc)
    if tall:
        paint_box(painter, spot, disc / 2, look.color("sunken"), look.color("line"))
        inset = (disc - look.px(20)) / 2
        spot = spot.adjusted(inset, inset, -inset, -inset)
    paint_icon(painter, spot, row.icon, row.icon_role)
    return rest.adjusted(disc + look.px(14 if tall else 12), 0, 0, 0)


def _paint_cell(painter: QPainter, spot: QRectF, cell: Cell, right: bool) -> None:
    look = theme()
    align = _RIGHT if right else _LEFT
    font = look.font(Type.BODY if cell.bold else Type.SECOND, 600 if cell.bold else 400)
    ink = look.color("text" if cell.bold else cell.role)
    if not cell.second:
        paint_text(painter, spot, cell.text, font, ink, align)
        return
    upper, lower = _two_lines(spot)
    if cell.levels:
        paint_levels(painter, upper, cell.levels)
    else:
        paint_text(painter, upper, cell.text, font, ink, align)
    small = look.font(Type.LABEL)
    paint_text(painter, lower, cell.second, small, look.color("second"), align)
