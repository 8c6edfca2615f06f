"""The figures beside the traces, the header and the pressure line: painting only."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPolygonF

from simtrainer.ui.kit.painting import paint_box, paint_text, text_width
from simtrainer.ui.kit.theme import theme
from simtrainer.ui.kit.tokens import Radius, Type
from simtrainer.ui.monitor.vitals import Direction, VitalsView, pressure_shown

TALL_CELL = 56  # a row lower than this puts all figures beside their names
BIG_CELL = 96
_NUMBER, _NUMBER_BIG, _PRESSURE = 28, Type.NUMERAL_BIG, Type.NUMERAL
_LEFT, _RIGHT, _TAG_HEIGHT = 10, 8, 18
_LINE_LOW = 16


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure: its name, its text, what is quiet beside it, and the alarm, if any."""

    name: str
    role: str
    number: str
    unit: str = ""
    remark: str = ""
    alarm: Direction | None = None


def paint_cell(painter: QPainter, area: QRectF, cell: Cell, low: bool) -> None:
    """A low cell has the figure beside its name, another under it. Figures never shrink."""
    look = theme()
    inside = area.adjusted(look.px(_LEFT), 0, -look.px(_RIGHT), 0)
    if low:
        _paint_low(painter, inside, cell)
    else:
        _paint_tall(painter, inside, cell)


def _paint_tall(painter: QPainter, inside: QRectF, cell: Cell) -> None:
    look = theme()
    top = QRectF(inside.x(), inside.y() + look.px(6), inside.width(), look.px(_TAG_HEIGHT))
    name_font = look.font(Type.SECOND, 500)
    paint_text(painter, top, cell.name, name_font, look.color(cell.role))
    if cell.alarm:
        paint_alarm(painter, top.right(), top.y(), cell.alarm)
    elif cell.unit:
        right = Qt.AlignmentFlag.AlignRight
        quiet = look.color("monitor_quiet")
        paint_text(painter, top, cell.unit, look.font(Type.LABEL), quiet, right)
    size = _NUMBER_BIG if inside.height() >= look.px(BIG_CELL) else _NUMBER
    under = QRectF(inside.x(), top.bottom(), inside.width(), look.px(size * 1.25))
    _paint_number(painter, under, cell, size)


def _paint_number(painter: QPainter, area: QRectF, cell: Cell, size: int) -> None:
    look = theme()
    font = look.font(size, 600)
    paint_text(painter, area, cell.number, font, look.color(cell.role))
    if cell.remark:
        gone = text_width(cell.number, font) + look.px(8)
        rest = area.adjusted(gone, 0, 0, 0)
        quiet = look.color("monitor_quiet")
        paint_text(painter, rest, cell.remark, look.font(Type.LABEL), quiet)


def _paint_low(painter: QPainter, inside: QRectF, cell: Cell) -> None:
    look = theme()
    line = look.px(_LINE_LOW)
    top = inside.center().y() - line - 1
    first = QRectF(inside.x(), top, inside.width(), line)
    paint_text(painter, first, cell.name, look.font(Type.LABEL, 500), look.color(cell.role))
    if cell.alarm:
        paint_alarm(painter, inside.x() + alarm_width(cell.alarm), first.bottom(), cell.alarm, line)
    elif cell.remark or cell.unit:
        quiet = look.color("monitor_quiet")
        text = cell.remark or cell.unit
        paint_text(painter, first.translated(0, line), text, look.font(Type.LABEL), quiet)
    right = Qt.AlignmentFlag.AlignRight
    font = look.font(Type.NUMERAL, 600)
    paint_text(painter, inside, cell.number, font, look.color(cell.role), right)


def alarm_width(direction: Direction) -> float:
    look = theme()
    return text_width(direction, look.font(Type.LABEL, 600)) + look.px(24)


def paint_alarm(
    painter: QPainter, right: float, top: float, direction: Direction, height: float = 0
) -> None:
    """The tag with its arrow and word, ending at ``right``."""
    look = theme()
    width, height = alarm_width(direction), height or look.px(_TAG_HEIGHT)
    box = QRectF(right - width, top, width, height)
    paint_box(painter, box, look.px(Radius.TAG), look.color("alarm"))
    ink = look.color("on_alarm")
    side, middle = look.px(9), box.center().y()
    tip, foot = (-side / 2, side / 2) if direction == "high" else (side / 2, -side / 2)
    left = box.x() + look.px(6)
    painter.setBrush(ink)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawPolygon(
        QPolygonF(
            [
                QPointF(left, middle + foot),
                QPointF(left + side, middle + foot),
                QPointF(left + side / 2, middle + tip),
            ]
        )
    )
    words = box.adjusted(look.px(18), 0, 0, 0)
    paint_text(painter, words, direction, look.font(Type.LABEL, 600), ink)


def paint_pressure(
    painter: QPainter, area: QRectF, view: VitalsView, alarm: Direction | None
) -> None:
    """Cuff pressure, when it was taken, its mean; and the temperature where there is room."""
    look = theme()
    left = area.x() + look.px(12)
    first = QRectF(left, area.y() + look.px(3), area.right() - left, look.px(17))
    label, quiet = look.font(Type.LABEL, 500), look.color("monitor_quiet")
    paint_text(painter, first, "BP", label, look.color("monitor_bp"))
    taken = "mmHg" + (f", taken {view.bp_taken_at}" if view.bp_taken_at else "")
    after = first.adjusted(text_width("BP ", label), 0, 0, 0)
    paint_text(painter, after, taken, look.font(Type.LABEL), quiet)
    if alarm:
        gone = text_width(f"BP {taken}", label) + look.px(8) + alarm_width(alarm)
        paint_alarm(painter, left + gone, first.y(), alarm)
    second = QRectF(left, first.bottom(), area.right() - left, area.bottom() - first.bottom())
    _paint_pressure_figures(painter, second.adjusted(0, 0, 0, -look.px(4)), view)


def _paint_pressure_figures(painter: QPainter, area: QRectF, view: VitalsView) -> None:
    look = theme()
    font, small = look.font(_PRESSURE, 600), look.font(Type.PANEL, 500)
    text = pressure_shown(view)
    paint_text(painter, area, text, font, look.color("monitor_bp"))
    mean = f"mean {view.map:.0f}" if view.map is not None else ""
    if view.temp is not None:
        mean += ("  ·  " if mean else "") + f"{view.temp:.1f} °C"
    beside = area.adjusted(text_width(text, font) + look.px(8), look.px(4), 0, 0)
    paint_text(painter, beside, mean, small, look.color("monitor_quiet"))
