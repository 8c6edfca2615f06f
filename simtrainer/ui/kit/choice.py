"""Choosing one of a few: segments, tabs, ticks and radio buttons."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QRadioButton, QSizePolicy, QWidget

from simtrainer.ui.kit.base import PaintedButton
from simtrainer.ui.kit.icons import paint_icon
from simtrainer.ui.kit.layouts import HBox
from simtrainer.ui.kit.painting import paint_box, paint_text, painting, text_width
from simtrainer.ui.kit.theme import theme
from simtrainer.ui.kit.tokens import Radius, Size

_BACK_KEYS = (Qt.Key.Key_Left, Qt.Key.Key_Up)
_ON_KEYS = (Qt.Key.Key_Right, Qt.Key.Key_Down)


class _Exclusive(QWidget):
    """Buttons of which one is on; arrows move, one Tab stop for all."""

    chosen = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._keys: dict[PaintedButton, str] = {}
        self._group = QButtonGroup(self)
        self._row = HBox(self)
        self._group.buttonClicked.connect(self._clicked)

    def add_button(self, key: str, button: PaintedButton, stretch: int = 0) -> None:
        button.setCheckable(True)
        self._keys[button] = key
        self._group.addButton(button)
        self._row.addWidget(button, stretch)

    def value(self) -> str:
        """The key that is on, or empty when none is."""
        return next((key for button, key in self._keys.items() if button.isChecked()), "")

    def set_value(self, key: str) -> None:
        """Switch to ``key`` without a signal."""
        for button, own in self._keys.items():
            if own == key:
                button.setChecked(True)
        self._one_tab_stop()

    def button(self, key: str) -> PaintedButton:
        """Raises KeyError when there is no such key."""
        return {own: button for button, own in self._keys.items()}[key]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = -1 if event.key() in _BACK_KEYS else 1 if event.key() in _ON_KEYS else 0
        if not step:
            super().keyPressEvent(event)
            return
        usable = [b for b in self._keys if b.isEnabled() and b.isVisible()]
        at = next((i for i, b in enumerate(usable) if b.hasFocus()), 0)
        target = usable[(at + step) % len(usable)]
        target.setFocus(Qt.FocusReason.TabFocusReason)
        target.click()

    def _clicked(self, button: PaintedButton) -> None:
        self._one_tab_stop()
        self.chosen.emit(self._keys[button])

    def _one_tab_stop(self) -> None:
        on = self._group.checkedButton()
        for button in self._keys:
            reachable = button is on or on is None
            policy = Qt.FocusPolicy.StrongFocus if reachable else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(policy)


class _GroupButton(PaintedButton):
    """A button that leaves the arrow keys to its group."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _BACK_KEYS + _ON_KEYS:
            event.ignore()
            return
        super().keyPressEvent(event)


class Segment(_GroupButton):
    """One part of a SegmentedChoice; the chosen one is filled and ticked."""

    def __init__(self, text: str, icon: str, place: str) -> None:
        self._icon_name, self._place = icon, place
        super().__init__("" if icon else text)
        self.setAccessibleName(text)
        if icon:
            self.setToolTip(text)

    def sizeHint(self) -> QSize:
        look = theme()
        if self._icon_name:
            return QSize(look.px(34), look.px(32))
        width = text_width(self.text(), self._text_font()) + look.px(16 + 6 + 24)
        return QSize(width, look.px(36))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        on = self.isChecked()
        fill = ("tint" if self._icon_name else "accent") if on else "surface"
        ink = ("accent" if self._icon_name else "on_accent") if on else "text"
        with painting(self) as painter:
            shape = _segment_shape(QRectF(self.rect()), look.px(Radius.CONTROL), self._place)
            painter.setPen(QPen(look.color("accent" if on else "border"), 1))
            painter.setBrush(look.color(fill))
            painter.drawPath(shape)
            self._paint_content(painter, ink if self.isEnabled() else "quiet", fill)

    def _paint_content(self, painter: QPainter, ink: str, fill: str) -> None:
        look = theme()
        box = QRectF(self.rect())
        side = look.px(18 if self._icon_name else 16)
        middle = (box.height() - side) / 2
        if self._icon_name:
            spot = QRectF((box.width() - side) / 2, middle, side, side)
            paint_icon(painter, spot, self._icon_name, ink)
            return
        font = self._text_font()
        width = text_width(self.text(), font)
        left = (box.width() - width) / 2
        if self.isChecked():
            left += (side + look.px(6)) / 2
            tick = QRectF(left - side - look.px(6), middle, side, side)
            paint_icon(painter, tick, "check", ink, fill)
        space = QRectF(left, 0, width + 1, box.height())
        paint_text(painter, space, self.text(), font, look.color(ink))

    def _text_font(self) -> QFont:
        return theme().font(weight=600 if self.isChecked() else 500)


class SegmentedChoice(_Exclusive):
    """Two to four choices side by side. ``chosen`` carries the key."""

    def __init__(
        self,
        name: str,
        options: Sequence[tuple[str, str]],
        *,
        icons: dict[str, str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """``options`` are (key, label); with ``icons`` (key -> icon) the labels are tooltips."""
        super().__init__(name, parent)
        last = len(options) - 1
        for index, (key, label) in enumerate(options):
            place = "left" if index == 0 else "right" if index == last else "middle"
            segment = Segment(label, (icons or {}).get(key, ""), place)
            self.add_button(key, segment, 0 if icons else 1)
        if options:
            self.set_value(options[0][0])
        across = QSizePolicy.Policy.Fixed if icons else QSizePolicy.Policy.Preferred
        self.setSizePolicy(across, QSizePolicy.Policy.Fixed)


class Tab(_GroupButton):
    """One tab: weight and a 3 px underline when it is open."""

    def __init__(self, text: str, icon: str) -> None:
        self._icon_name, self._with_icon, self._count = icon, True, ""
        super().__init__(text)

    def set_count(self, count: int | None) -> None:
        self._count = "" if count is None else f" {count}"
        self.setAccessibleName(self._words())
        self.restyle()

    def show_icon(self, shown: bool) -> None:
        self._with_icon = shown
        self.restyle()

    def sizeHint(self) -> QSize:
        look = theme()
        # Measured bold, so that opening a tab moves nothing.
        width = text_width(self._words(), look.font(weight=600)) + look.px(17)
        return QSize(width + self._icon_space(), look.px(43))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        on = self.isChecked()
        ink = "accent" if on else "text" if self.is_hovered() else "second"
        box = QRectF(self.rect())
        side = look.px(18)
        left = look.px(8)
        with painting(self) as painter:
            if self._icon_space():
                spot = QRectF(left, (box.height() - side) / 2, side, side)
                paint_icon(painter, spot, self._icon_name, ink)
            space = box.adjusted(left + self._icon_space(), 0, 0, 0)
            font = look.font(weight=600 if on else 500)
            paint_text(painter, space, self._words(), font, look.color(ink))
            if on:
                bar = QRectF(0, box.height() - look.px(3), box.width(), look.px(3))
                paint_box(painter, bar, 1.5, look.color("accent"))

    def _words(self) -> str:
        return self.text() + self._count

    def _icon_space(self) -> int:
        return theme().px(18 + 8) if self._icon_name and self._with_icon else 0


class TabBar(_Exclusive):
    """Tabs over a hairline. ``chosen`` carries the key; the page switches its own stack."""

    def __init__(
        self,
        name: str,
        tabs: Sequence[tuple[str, str]] | Sequence[tuple[str, str, str]],
        parent: QWidget | None = None,
    ) -> None:
        """``tabs`` are (key, label) or (key, label, icon)."""
        super().__init__(name, parent)
        self._row.rescale_with(space=4, margins=(16, 0))
        for tab in tabs:
            self.add_tab(tab[0], tab[1], tab[2] if len(tab) == 3 else "")
        self._row.addStretch(1)
        if tabs:
            self.set_value(tabs[0][0])
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.update)

    def add_tab(self, key: str, label: str, icon: str = "") -> None:
        self.add_button(key, Tab(label, icon))

    def set_count(self, key: str, count: int | None) -> None:
        """Show ``count`` in the words' place ("Not met 4"); None shows none."""
        tab = self.button(key)
        assert isinstance(tab, Tab)
        tab.set_count(count)

    def show_icons(self, shown: bool) -> None:
        for tab in self._keys:
            assert isinstance(tab, Tab)
            tab.show_icon(shown)

    def set_tab_visible(self, key: str, shown: bool) -> None:
        self.button(key).setVisible(shown)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with painting(self) as painter:
            painter.fillRect(0, self.height() - 1, self.width(), 1, theme().color("line"))


class CheckBox(QCheckBox):
    """A tick box with its label."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text.replace("&", "&&"), parent)
        theme().changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return _marked_size(self.text())

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with painting(self) as painter:
            side = theme().px(18)
            box = QRectF(1, (self.height() - side) / 2, side, side)
            paint_check(painter, box, self.isChecked(), self.isEnabled())
            _paint_mark_label(painter, self, self.text())


class Radio(QRadioButton):
    """A radio button with its label; put the group's ones into one parent."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text.replace("&", "&&"), parent)
        theme().changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return _marked_size(self.text())

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        side = look.px(18)
        box = QRectF(1, (self.height() - side) / 2, side, side)
        on = self.isChecked()
        role = ("accent" if on else "border") if self.isEnabled() else "line"
        with painting(self) as painter:
            fill = look.color(role if on else "surface")
            paint_box(painter, box, side / 2, fill, look.color(role))
            if on:
                inset = side * 0.3
                dot = box.adjusted(inset, inset, -inset, -inset)
                paint_box(painter, dot, side, look.color("on_accent"))
            _paint_mark_label(painter, self, self.text())


def paint_check(painter: QPainter, box: QRectF, checked: bool, enabled: bool = True) -> None:
    """A tick box; also drawn by the rows of lists."""
    look = theme()
    role = ("accent" if checked else "border") if enabled else "line"
    fill = look.color(role if checked else "surface")
    paint_box(painter, box, look.px(Radius.TAG), fill, look.color(role))
    if checked:
        inset = box.width() * 0.12
        tick = box.adjusted(inset, inset, -inset, -inset)
        paint_icon(painter, tick, "check", "on_accent")


def _marked_size(text: str) -> QSize:
    look = theme()
    width = text_width(text.replace("&&", "&"), look.font()) + look.px(18 + 8) + 4
    return QSize(width, look.px(Size.CONTROL_SMALL - 4))


def _paint_mark_label(painter: QPainter, widget: QWidget, text: str) -> None:
    look = theme()
    space = QRectF(widget.rect()).adjusted(look.px(18 + 8), 0, 0, 0)
    role = "text" if widget.isEnabled() else "quiet"
    paint_text(painter, space, text.replace("&&", "&"), look.font(), look.color(role))


def _segment_shape(rect: QRectF, radius: float, place: str) -> QPainterPath:
    """A box with round corners on the outer side only."""
    box = rect.adjusted(0.5, 0.5, -0.5, -0.5)
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    path.addRoundedRect(box, radius, radius)
    square = QPainterPath()
    if place != "left":
        square.addRect(QRectF(box.left(), box.top(), radius, box.height()))
    if place != "right":
        square.addRect(QRectF(box.right() - radius, box.top(), radius, box.height()))
    return path.united(square).simplified()
