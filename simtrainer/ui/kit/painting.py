"""Small drawing helpers shared by the painted widgets."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPaintDevice, QPainter, QPainterPath, QPen

from simtrainer.ui.kit.theme import theme
from simtrainer.ui.kit.tokens import Size


@contextmanager
def painting(device: QPaintDevice) -> Iterator[QPainter]:
    """A painter with smooth edges, ended on leaving."""
    painter = QPainter(device)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    try:
        yield painter
    finally:
        painter.end()


def paint_box(
    painter: QPainter,
    rect: QRectF,
    radius: float,
    fill: QColor | None = None,
    line: QColor | None = None,
    width: float = 1.0,
) -> None:
    """A rounded box; the line lies wholly inside ``rect``."""
    inset = width / 2 if line else 0.0
    box = rect.adjusted(inset, inset, -inset, -inset)
    painter.setPen(QPen(line, width) if line else QPen(Qt.PenStyle.NoPen))
    painter.setBrush(fill if fill else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, max(radius - inset, 0), max(radius - inset, 0))


def paint_inner_ring(painter: QPainter, rect: QRectF) -> None:
    """The focus ring inside a row."""
    look = theme()
    width = look.px(Size.FOCUS_RING)
    paint_box(painter, rect.adjusted(1, 1, -1, -1), look.px(5), None, look.color("focus"), width)


def rounded(rect: QRectF, radius: float) -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(rect, radius, radius)
    return path


def paint_text(
    painter: QPainter,
    rect: QRectF,
    text: str,
    font: QFont,
    colour: QColor,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """One line of plain text, shortened with an ellipsis, in the middle of ``rect``'s height."""
    painter.setFont(font)
    painter.setPen(colour)
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, int(rect.width()) + 1)
    flags = align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
    painter.drawText(rect, int(flags), shown)


def text_width(text: str, font: QFont) -> int:
    return QFontMetrics(font).horizontalAdvance(text)


def whole(rect: QRect) -> QRectF:
    return QRectF(rect)
