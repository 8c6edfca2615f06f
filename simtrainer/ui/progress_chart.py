"""Scores over time, small and calm: a dot an attempt, the oldest at the left."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from simtrainer.i18n import tr
from simtrainer.ui.kit.painting import paint_text, painting
from simtrainer.ui.kit.theme import theme
from simtrainer.ui.kit.tokens import Type

SHOWN = 40  # more would be dust
_LINES = (0, 50, 100)


class ProgressChart(QWidget):
    """``set_scores`` takes percents, the oldest first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scores: list[float] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.updateGeometry)

    def set_scores(self, scores: Sequence[float]) -> None:
        self._scores = list(scores)[-SHOWN:]
        self.setAccessibleName(self.words())
        self.update()

    def words(self) -> str:
        """The chart as a sentence."""
        if not self._scores:
            return tr("No scores yet.")
        told = ", ".join(f"{score:.0f} %" for score in self._scores[-5:])
        return tr("Scores, the latest last: {told}.").replace("{told}", told)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(320), theme().px(132))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        gap = look.px(10)
        field = QRectF(self.rect()).adjusted(look.px(44), gap, -gap, -gap)
        with painting(self) as painter:
            for percent in _LINES:
                self._paint_level(painter, field, percent)
            spots = [self._spot(field, at) for at in range(len(self._scores))]
            painter.setPen(QPen(look.color("accent"), look.px(2)))
            painter.drawPolyline(QPolygonF(spots))
            painter.setBrush(look.color("surface"))
            for spot in spots:
                painter.drawEllipse(spot, look.px(4), look.px(4))

    def _paint_level(self, painter: QPainter, field: QRectF, percent: int) -> None:
        look = theme()
        y = field.bottom() - percent / 100 * field.height()
        painter.setPen(QPen(look.color("line"), 1))
        painter.drawLine(QPointF(field.left(), y), QPointF(field.right(), y))
        box = QRectF(0, y - look.px(8), field.left() - look.px(8), look.px(16))
        right = Qt.AlignmentFlag.AlignRight
        font = look.font(Type.LABEL)
        paint_text(painter, box, f"{percent} %", font, look.color("quiet"), right)

    def _spot(self, field: QRectF, at: int) -> QPointF:
        places = max(len(self._scores) - 1, 9)  # a few attempts do not stretch over the page
        inset = theme().px(8)
        x = field.left() + inset + at / places * (field.width() - 2 * inset)
        share = min(max(self._scores[at] / 100, 0.0), 1.0)
        return QPointF(x, field.bottom() - share * field.height())
