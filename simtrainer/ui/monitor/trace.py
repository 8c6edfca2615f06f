"""One trace: a pixmap that is swept from left to right, with a gap before the newest point."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF

GAP = 14
LINE_WIDTH = 1.6


class Trace:
    """Keeps what was drawn; each step draws only the new slice and clears the gap before it.

    ``base`` and ``height`` are shares of the row: where 0 lies, and how much 1 rises.
    """

    def __init__(self, colour: str, speed: float, base: float, height: float) -> None:
        self.colour, self.speed = colour, speed
        self._base, self._height = base, height
        self._picture = QPixmap()
        self._ground = QColor()
        self._x = 0.0
        self._last: QPointF | None = None
        self._area = QRect()

    @property
    def area(self) -> QRect:
        """Where the trace lies in the monitor."""
        return self._area

    def place(self, area: QRect, ratio: float, ground: QColor) -> None:
        """Lie in ``area`` of the monitor from now on, empty."""
        self._area, self._ground = area, ground
        self._picture = QPixmap(area.size() * ratio)
        self._picture.setDevicePixelRatio(ratio)
        self.empty()

    def empty(self) -> None:
        self._picture.fill(self._ground)
        self._x, self._last = 0.0, None

    def extend(self, values: list[float], step: float) -> QRect:
        """Draw ``values``, ``step`` seconds apart; the part of the monitor that changed."""
        if self._picture.isNull() or not values:
            return QRect()
        start = self._x
        painter = QPainter(self._picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._clear_ahead(painter, start, len(values) * step * self.speed)
        painter.setPen(
            QPen(QColor(self.colour), LINE_WIDTH, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        )
        for piece in self._pieces(values, step):
            painter.drawPolyline(piece)
        painter.end()
        return self._changed(start, self._x)

    def _pieces(self, values: list[float], step: float) -> list[QPolygonF]:
        """The new points as lines, broken where the sweep begins again at the left."""
        pieces = [QPolygonF([self._last] if self._last else [])]
        for value in values:
            self._x += step * self.speed
            if self._x >= self._area.width():
                self._x -= self._area.width()
                pieces.append(QPolygonF())
            self._last = QPointF(self._x, self._y(value))
            pieces[-1].append(self._last)
        return pieces

    def _y(self, value: float) -> float:
        high = self._area.height()
        return min(high - 1.0, max(1.0, high * (self._base - value * self._height)))

    def _clear_ahead(self, painter: QPainter, start: float, advance: float) -> None:
        width, high = self._area.width(), self._area.height()
        end = start + advance + GAP
        painter.fillRect(QRectF(start + LINE_WIDTH, 0, end - start, high), self._ground)
        if end > width:
            painter.fillRect(QRectF(0, 0, end - width, high), self._ground)

    def _changed(self, start: float, end: float) -> QRect:
        if end < start:
            return self._area
        left = self._area.left() + int(start) - 3
        slice_ = QRect(left, self._area.top(), int(end - start) + GAP + 8, self._area.height())
        return slice_.intersected(self._area)

    def paint(self, painter: QPainter) -> None:
        painter.drawPixmap(self._area.topLeft(), self._picture)
