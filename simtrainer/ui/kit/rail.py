"""The navigation at the left edge: 84 wide with labels, 56 without."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QWidget

from simtrainer.ui.kit.base import PaintedButton
from simtrainer.ui.kit.card import Panel
from simtrainer.ui.kit.icons import paint_icon
from simtrainer.ui.kit.layouts import VBox
from simtrainer.ui.kit.painting import paint_box, paint_inner_ring, paint_text, painting
from simtrainer.ui.kit.theme import theme
from simtrainer.ui.kit.tokens import Radius, Size, Space, Type

RailItems = Sequence[tuple[str, str, str]]


class RailItem(PaintedButton):
    """One place to go to."""

    def __init__(self, label: str, icon: str) -> None:
        self._icon_name, self.narrow = icon, False
        super().__init__(label)
        self.setCheckable(True)
        self.setProperty("own_focus", True)
        self._by_key = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_narrow(self, narrow: bool) -> None:
        self.narrow = narrow
        self.setToolTip(self.text() if narrow else "")
        self.restyle()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._by_key = event.reason() != Qt.FocusReason.MouseFocusReason
        super().focusInEvent(event)

    def sizeHint(self) -> QSize:
        look = theme()
        if self.narrow:
            return QSize(look.px(Size.RAIL_NARROW) - 1, look.px(48))
        return QSize(look.px(Size.RAIL) - 1, look.px(56))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        inset = look.px(8)
        box = QRectF(self.rect()).adjusted(inset, 0, -inset, 0)
        with painting(self) as painter:
            if self.isChecked():
                paint_box(painter, box, look.px(Radius.CONTROL), look.color("tint"))
                bar = QRectF(0, look.px(14), look.px(3), self.height() - look.px(28))
                painter.fillRect(bar, look.color("accent"))
            elif self.is_hovered():
                paint_box(painter, box, look.px(Radius.CONTROL), look.color("sunken"))
            self._paint_content(painter)
            if self.hasFocus() and self._by_key:
                paint_inner_ring(painter, box)

    def _paint_content(self, painter: QPainter) -> None:
        look = theme()
        ink = "accent" if self.isChecked() else "second"
        side = look.px(Size.ICON)
        top = (self.height() - side) / 2 if self.narrow else look.px(9)
        paint_icon(
            painter, QRectF((self.width() - side) / 2, top, side, side), self._icon_name, ink
        )
        if not self.narrow:
            line = QRectF(0, look.px(32), self.width(), look.px(17))
            font = look.font(Type.LABEL, 600 if self.isChecked() else 400)
            centre = Qt.AlignmentFlag.AlignHCenter
            paint_text(painter, line, self.text(), font, look.color(ink), centre)


class Rail(Panel):
    """``chosen`` carries the key of the place the user goes to."""

    chosen = Signal(str)

    def __init__(self, top: RailItems, bottom: RailItems = (), parent: QWidget | None = None):
        """Items are (key, label, icon)."""
        super().__init__("surface", edge="right", parent=parent)
        self.setAccessibleName("Pages")
        self._items: dict[str, RailItem] = {}
        self._group = QButtonGroup(self)
        self._group.buttonClicked.connect(self._clicked)
        self._narrow = False
        column = VBox(self, space=Space.XS, margins=(0, 12, 1, 12))
        for item in top:
            column.addWidget(self._item(*item))
        column.addStretch(1)
        for item in bottom:
            column.addWidget(self._item(*item))
        theme().changed.connect(self._restyle)
        self._restyle()

    def set_value(self, key: str) -> None:
        """Mark ``key`` as where the user is, without a signal; an unknown key marks nothing."""
        if key in self._items:
            self._items[key].setChecked(True)

    def set_narrow(self, narrow: bool) -> None:
        """Icons alone, 56 wide, the labels as tooltips."""
        self._narrow = narrow
        for item in self._items.values():
            item.set_narrow(narrow)
        self._restyle()

    def _item(self, key: str, label: str, icon: str) -> RailItem:
        item = RailItem(label, icon)
        self._items[key] = item
        self._group.addButton(item)
        return item

    def _clicked(self, item: RailItem) -> None:
        self.chosen.emit(next(key for key, own in self._items.items() if own is item))

    def _restyle(self) -> None:
        self.setFixedWidth(theme().px(Size.RAIL_NARROW if self._narrow else Size.RAIL))
