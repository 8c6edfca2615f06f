"""The small outlined key name, as in "Say  [Enter]"."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from simtrainer.ui.kit.painting import paint_box, paint_text, painting, text_width
from simtrainer.ui.kit.theme import theme
from simtrainer.ui.kit.tokens import Radius, Type

_HEIGHT = 18


def key_hint_size(keys: str) -> QSize:
    look = theme()
    return QSize(text_width(keys, look.font(Type.LABEL)) + look.px(12), look.px(_HEIGHT))


def paint_key_hint(painter: QPainter, left: float, middle: float, keys: str, ink: str = "") -> None:
    """Draw the hint at ``left``, centred on ``middle``; ``ink`` is the role on a filled button."""
    look = theme()
    size = key_hint_size(keys)
    box = QRectF(left, middle - size.height() / 2, size.width(), size.height())
    fill = None if ink else look.color("sunken")
    paint_box(painter, box, look.px(Radius.TAG), fill, look.color(ink or "line"))
    centre = Qt.AlignmentFlag.AlignHCenter
    paint_text(painter, box, keys, look.font(Type.LABEL), look.color(ink or "quiet"), centre)


class KeyHint(QWidget):
    """A key name by itself, for the list of keys."""

    def __init__(self, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = keys
        self.setAccessibleName(keys)
        theme().changed.connect(self.restyle)
        self.restyle()

    def restyle(self) -> None:
        self.setFixedSize(key_hint_size(self._keys))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        with painting(self) as painter:
            paint_key_hint(painter, 0, self.height() / 2, self._keys)
