"""Tick boxes and radio buttons."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QRadioButton, QWidget

from simtrainer.ui.kit.icons import paint_icon
from simtrainer.ui.kit.painting import paint_box, paint_text, painting, text_width
from simtrainer.ui.kit.theme import theme
from simtrainer.ui.kit.tokens import Radius, Size


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
