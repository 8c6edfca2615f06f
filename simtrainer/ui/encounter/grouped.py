"""A list in groups that open and close, with a search that looks into all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from simtrainer.ui.kit.rows import Cell, Column, Row, RowView

_GROUP = "group:"
# (title, keys of its entries)
Groups = Sequence[tuple[str, Sequence[str]]]


class GroupedRows(RowView):
    """Rows under group headings. ``chosen`` carries an entry's key on Enter or double click.

    ``row_of`` makes the row of an entry; it is asked again on ``refresh``. While ``show_found``
    is in force there are no groups, only what was found.
    """

    chosen = Signal(str)
    entry_changed = Signal(str)  # the selected entry, empty for a group or none

    def __init__(
        self,
        name: str,
        row_of: Callable[[str], Row],
        columns: Sequence[Column] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, columns=columns, parent=parent)
        self._row_of = row_of
        self._groups: Groups = ()
        self._unfolded: set[str] = set()
        self._found: Sequence[str] | None = None
        self._width = len(columns)
        self.opened.connect(self._opened)
        self.current_changed.connect(self._current)

    def set_groups(self, groups: Groups, opened: Sequence[str] = ()) -> None:
        self._groups, self._unfolded, self._found = groups, set(opened), None
        self.refresh()

    def show_found(self, keys: Sequence[str] | None) -> None:
        """Only these entries, in this order; None brings the groups back."""
        self._found = keys
        self.refresh()
        self.scrollToTop()

    def refresh(self) -> None:
        """Make all rows anew, keeping the place."""
        place = self.verticalScrollBar().value()
        self.set_rows(self._found_rows() if self._found is not None else self._group_rows())
        self.verticalScrollBar().setValue(place)

    def entry(self) -> str:
        """The selected entry, or empty."""
        key = self.current_key()
        return "" if key.startswith(_GROUP) else key

    def _found_rows(self) -> list[Row]:
        return [self._row_of(key) for key in self._found or ()]

    def _group_rows(self) -> list[Row]:
        rows: list[Row] = []
        for title, keys in self._groups:
            is_open = title in self._unfolded
            icon = "chevron-down" if is_open else "chevron-right"
            cells = (Cell(str(len(keys))),) + (Cell(),) * (self._width - 1) if self._width else ()
            spoken = f"{title}, {len(keys)}, {'open' if is_open else 'closed'}"
            rows.append(Row(_GROUP + title, title, "", icon, "second", cells, spoken=spoken))
            if is_open:
                rows += [self._row_of(key) for key in keys]
        return rows

    def _toggle(self, key: str, wanted: bool | None = None) -> None:
        title = key.removeprefix(_GROUP)
        opening = title not in self._unfolded if wanted is None else wanted
        self._unfolded = self._unfolded | {title} if opening else self._unfolded - {title}
        self.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = self.current_key()
        arrows = {Qt.Key.Key_Right: True, Qt.Key.Key_Left: False}
        if key.startswith(_GROUP) and event.key() in arrows:
            self._toggle(key, arrows[Qt.Key(event.key())])
        elif key.startswith(_GROUP) and event.key() == Qt.Key.Key_Space:
            self._toggle(key)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        key = self.current_key() if index == self.currentIndex() else ""
        if key.startswith(_GROUP) and event.button() == Qt.MouseButton.LeftButton:
            self._toggle(key)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.current_key().startswith(_GROUP):
            return  # the first click has opened it
        super().mouseDoubleClickEvent(event)

    def _opened(self, key: str) -> None:
        if key.startswith(_GROUP):
            self._toggle(key)
        else:
            self.chosen.emit(key)

    def _current(self, key: str) -> None:
        self.entry_changed.emit("" if key.startswith(_GROUP) else key)
