"""Painting a 12-lead ECG on millimetre paper: 25 mm/s, 10 mm/mV. Painting only, in millimetres."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPolygonF

from simtrainer.physiology.ecg12 import EXTRA, RATE_HZ, SECONDS
from simtrainer.physiology.ecg12.synthesis import Signal

MM_PER_SECOND, MM_PER_MV = 25.0, 10.0
COLUMNS = (("I", "II", "III"), ("aVR", "aVL", "aVF"), ("V1", "V2", "V3"), ("V4", "V5", "V6"))
RHYTHM_LEAD = "II"
_LEFT, _RIGHT = 10.0, 4.0
_FIRST_BASELINE, _ROW, _BELOW = 22.0, 29.0, 16.0
_LEAST_FINE = 2.6  # pixels a millimetre, below which only the 5 mm lines are drawn
_LABEL_PIXELS = 12


@dataclass(frozen=True, slots=True)
class Paper:
    """The colours of the paper; it stays paper in the dark, only dimmer."""

    ground: str
    fine: str
    coarse: str
    ink: str


LIGHT_PAPER = Paper("#FFF8F6", "#F7DEDA", "#EBB3AC", "#17191B")
DARK_PAPER = Paper("#E4D8D4", "#D6BFBA", "#C3948D", "#101214")


def page_size(leads: Mapping[str, Signal]) -> QSizeF:
    """The size of the sheet in millimetres."""
    return QSizeF(
        _LEFT + SECONDS * MM_PER_SECOND + _RIGHT,
        _FIRST_BASELINE + _ROW * (len(_rows(leads)) - 1) + _BELOW,
    )


def _rows(leads: Mapping[str, Signal]) -> list[tuple[str, ...]]:
    """The leads of each row, left to right; a row of one lead is the rhythm strip."""
    rows: list[tuple[str, ...]] = [tuple(column[at] for column in COLUMNS) for at in range(3)]
    extra = tuple(lead for lead in EXTRA if lead in leads)
    return [*rows, *([extra] if extra else []), (RHYTHM_LEAD,)]


def paint_page(
    painter: QPainter, leads: Mapping[str, Signal], scale: float, paper: Paper, font: QFont
) -> None:
    """The sheet with its corner at the origin, ``scale`` pixels a millimetre."""
    size = page_size(leads)
    painter.fillRect(QRectF(0, 0, size.width() * scale, size.height() * scale), paper.ground)
    _paint_grid(painter, size, scale, paper)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for at, names in enumerate(_rows(leads)):
        baseline = _FIRST_BASELINE + at * _ROW
        _paint_calibration(painter, baseline, scale, paper.ink)
        long = SECONDS if names == (RHYTHM_LEAD,) else SECONDS / len(COLUMNS)
        for column, name in enumerate(names):
            span = (column * long, (column + 1) * long)
            _paint_lead(painter, leads[name], span, baseline, scale, paper.ink)
            _paint_label(painter, name, span[0], baseline, scale, paper, font)


def _paint_grid(painter: QPainter, size: QSizeF, scale: float, paper: Paper) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    if scale >= _LEAST_FINE:
        painter.setPen(QPen(QColor(paper.fine), 1))
        painter.drawLines(_grid(size, scale, 1))
    painter.setPen(QPen(QColor(paper.coarse), 1))
    painter.drawLines(_grid(size, scale, 5))


def _grid(size: QSizeF, scale: float, every: int) -> list[QLineF]:
    wide, high = size.width() * scale, size.height() * scale
    across = range(0, int(size.width()) + 1, every)
    down = range(0, int(size.height()) + 1, every)
    return [
        *(QLineF(x * scale, 0, x * scale, high) for x in across),
        *(QLineF(0, y * scale, wide, y * scale) for y in down),
    ]


def _pen(ink: str, scale: float) -> QPen:
    return QPen(
        QColor(ink),
        min(2.4, max(1.1, 0.32 * scale)),
        Qt.PenStyle.SolidLine,
        Qt.PenCapStyle.RoundCap,
        Qt.PenJoinStyle.RoundJoin,
    )


def _paint_calibration(painter: QPainter, baseline: float, scale: float, ink: str) -> None:
    """One millivolt for 0.2 s."""
    top, points = baseline - MM_PER_MV, ((1.5, 0), (2.5, 0), (2.5, 1), (7.5, 1), (7.5, 0), (8.5, 0))
    line = [QPointF(x * scale, (top if up else baseline) * scale) for x, up in points]
    painter.setPen(_pen(ink, scale))
    painter.drawPolyline(QPolygonF(line))


def _paint_lead(
    painter: QPainter,
    signal: Signal,
    span: tuple[float, float],
    baseline: float,
    scale: float,
    ink: str,
) -> None:
    first, last = round(span[0] * RATE_HZ), round(span[1] * RATE_HZ)
    step = MM_PER_SECOND / RATE_HZ * scale
    left, zero, high = _LEFT * scale, baseline * scale, MM_PER_MV * scale
    values = signal[first:last].tolist()
    points = [QPointF(left + (first + at) * step, zero - mv * high) for at, mv in enumerate(values)]
    painter.setPen(_pen(ink, scale))
    painter.drawPolyline(QPolygonF(points))


def _paint_label(
    painter: QPainter,
    name: str,
    start: float,
    baseline: float,
    scale: float,
    paper: Paper,
    font: QFont,
) -> None:
    """The lead's name on a bare patch above the start of its trace."""
    painter.setFont(font)
    metrics = painter.fontMetrics()
    x = (_LEFT + start * MM_PER_SECOND + 1) * scale
    y = (baseline - 13.5) * scale
    box = QRectF(x, y - metrics.height() / 2, metrics.horizontalAdvance(name) + 4, metrics.height())
    patch = QColor(paper.ground)
    patch.setAlphaF(0.8)
    painter.fillRect(box, patch)
    painter.setPen(QColor(paper.ink))
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), name)
