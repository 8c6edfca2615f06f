"""Two to four choices side by side, as for the difficulty."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from simtrainer.ui.kit.exclusive import Exclusive, GroupButton
from simtrainer.ui.kit.icons import paint_icon
from simtrainer.ui.kit.painting import paint_text, painting, text_width
from simtrainer.ui.kit.text import as_tooltip
from simtrainer.ui.kit.theme import theme
from simtrainer.ui.kit.tokens import Radius


class Segment(GroupButton):
    """One part of a SegmentedChoice; the chosen one is filled and ticked."""

    def __init__(self, text: str, icon: str, place: str) -> None:
        self._icon_name, self._place = icon, place
        super().__init__("" if icon else text)
        self.setAccessibleName(text)
        if icon:
            self.setToolTip(as_tooltip(text))

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
        room = box.width() - width - side - look.px(6)
        if self.isChecked() and room >= 0:
            left += (side + look.px(6)) / 2
            tick = QRectF(left - side - look.px(6), middle, side, side)
            paint_icon(painter, tick, "check", ink, fill)
        space = QRectF(left, 0, width + 1, box.height())
        paint_text(painter, space, self.text(), font, look.color(ink))

    def _text_font(self) -> QFont:
        return theme().font(weight=600 if self.isChecked() else 500)


class SegmentedChoice(Exclusive):
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
