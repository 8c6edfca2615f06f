"""Layouts whose gaps and margins follow the zoom."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLayout, QLayoutItem, QVBoxLayout, QWidget

from simtrainer.ui.kit.theme import theme
from simtrainer.ui.kit.tokens import Space

Margins = int | tuple[int, int] | tuple[int, int, int, int]


def scaled_margins(margins: Margins) -> QMargins:
    """Margins at the zoom in force, from all, (across, down) or (left, top, right, bottom)."""
    match margins:
        case int():
            sides = (margins,) * 4
        case (across, down):
            sides = (across, down, across, down)
        case _:
            sides = margins
    return QMargins(*(theme().px(side) for side in sides))


class VBox(QVBoxLayout):
    """A column."""

    def __init__(
        self, parent: QWidget | None = None, *, space: int = 0, margins: Margins = 0
    ) -> None:
        # Qt takes "no parent" only as no argument at all.
        super().__init__(*([parent] if parent else []))
        self._space, self._sides = space, margins
        theme().changed.connect(self.rescale)
        self.rescale()

    def rescale_with(self, *, space: int, margins: Margins) -> None:
        """Change gap and margins (at 100 % zoom)."""
        self._space, self._sides = space, margins
        self.rescale()

    def rescale(self) -> None:
        self.setSpacing(theme().px(self._space))
        self.setContentsMargins(scaled_margins(self._sides))


class HBox(QHBoxLayout):
    """A row."""

    def __init__(
        self, parent: QWidget | None = None, *, space: int = 0, margins: Margins = 0
    ) -> None:
        super().__init__(*([parent] if parent else []))
        self._space, self._sides = space, margins
        theme().changed.connect(self.rescale)
        self.rescale()

    def rescale_with(self, *, space: int, margins: Margins) -> None:
        """Change gap and margins (at 100 % zoom)."""
        self._space, self._sides = space, margins
        self.rescale()

    def rescale(self) -> None:
        self.setSpacing(theme().px(self._space))
        self.setContentsMargins(scaled_margins(self._sides))


class Grid(QGridLayout):
    """Rows and columns; ``space`` is (across, down)."""

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        space: tuple[int, int] = (Space.M, Space.S),
        margins: Margins = 0,
    ) -> None:
        super().__init__(*([parent] if parent else []))
        self._space, self._sides = space, margins
        theme().changed.connect(self.rescale)
        self.rescale()

    def rescale(self) -> None:
        self.setHorizontalSpacing(theme().px(self._space[0]))
        self.setVerticalSpacing(theme().px(self._space[1]))
        self.setContentsMargins(scaled_margins(self._sides))


class FlowLayout(QLayout):
    """Items side by side, going on in the next line when the width is used up."""

    def __init__(self, parent: QWidget | None = None, *, space: int = Space.S) -> None:
        super().__init__(*([parent] if parent else []))
        self._items: list[QLayoutItem] = []
        self._space = space
        self.setContentsMargins(0, 0, 0, 0)
        theme().changed.connect(self.invalidate)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    # Qt asks past the end on purpose and expects nothing back.
    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        gap = theme().px(self._space)
        top = rect.y()
        for line in self._broken(rect.width(), gap):
            tallest = max(item.sizeHint().height() for item in line)
            left = rect.x()
            for item in line:
                hint = item.sizeHint()
                drop = (tallest - hint.height()) // 2
                if move:
                    item.setGeometry(QRect(QPoint(left, top + drop), hint))
                left += hint.width() + gap
            top += tallest + gap
        return max(top - gap - rect.y(), 0)

    def _broken(self, width: int, gap: int) -> list[list[QLayoutItem]]:
        """The shown items in lines that fit into ``width``."""
        lines: list[list[QLayoutItem]] = []
        used = 0
        for item in self._items:
            if item.isEmpty():
                continue
            own = item.sizeHint().width()
            if lines and used + gap + own <= width:
                lines[-1].append(item)
                used += gap + own
            else:
                lines.append([item])
                used = own
        return lines


def clear(layout: QLayout) -> None:
    """Take everything out of ``layout``; the widgets in it are deleted."""
    while layout.count():
        item = layout.takeAt(0)
        inner = item.layout()
        if inner is not None:
            clear(inner)
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
