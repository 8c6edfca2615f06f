"""Which rows the monitor has, where they lie, and what stands in each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, assert_never

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QRegion

from simtrainer.physiology.signals import Moment
from simtrainer.ui.kit.theme import theme
from simtrainer.ui.monitor.cells import Cell
from simtrainer.ui.monitor.vitals import Direction, Measure, VitalsView, pressure_shown, shown

RowKind = Literal["ecg", "pleth", "arterial", "resp", "capnogram"]

HEADER, PRESSURE, CELL = 34, 53, 122
_LEAST_ROW, _LEAST_TRACE = 38, 96
_WEIGHTS: dict[RowKind, int] = {"ecg": 76}
_OTHER_WEIGHT = 62
MEASURE_OF: dict[RowKind, Measure] = {
    "ecg": "hr",
    "pleth": "spo2",
    "arterial": "sbp",
    "resp": "rr",
    "capnogram": "etco2",
}
ROLES: dict[RowKind, str] = {
    "ecg": "monitor_ecg",
    "pleth": "monitor_spo2",
    "arterial": "monitor_bp",
    "resp": "monitor_rr",
    "capnogram": "monitor_text",
}


def rows_of(view: VitalsView) -> tuple[RowKind, ...]:
    """The rows from top to bottom; some only once their line is placed."""
    rows: list[RowKind] = ["ecg", "pleth"]
    if view.arterial:
        rows.append("arterial")
    rows.append("resp")
    if view.etco2 is not None:
        rows.append("capnogram")
    return tuple(rows)


def is_traced(row: RowKind, view: VitalsView) -> bool:
    """Whether there is anything to draw a trace from."""
    match row:
        case "ecg" | "resp":
            return view.leads_on
        case "pleth":
            return view.probe_on
        case "arterial" | "capnogram":
            return True
        case _ as never:
            assert_never(never)


def height_in(row: RowKind, moment: Moment) -> float:
    """The height of this row's trace at one moment."""
    match row:
        case "ecg":
            return moment.ecg
        case "pleth":
            return moment.pleth
        case "arterial":
            return moment.arterial
        case "resp":
            return moment.resp
        case "capnogram":
            return moment.capnogram
        case _ as never:
            assert_never(never)


def cell_of(row: RowKind, view: VitalsView, alarm: Direction | None) -> Cell:
    """The figure beside this row's trace."""
    value = view.value(MEASURE_OF[row])
    attached = is_traced(row, view)
    remark = "" if value is not None else "no reading" if attached else "not attached"
    match row:
        case "ecg":
            return Cell("HR", ROLES[row], shown(value), "", remark, alarm)
        case "pleth":
            return Cell("SpO₂", ROLES[row], shown(value), "%", remark, alarm)
        case "arterial":
            return Cell("ART", ROLES[row], pressure_shown(view), "mmHg", remark, alarm)
        case "resp":
            return Cell("RR", ROLES[row], shown(value), "", remark, alarm)
        case "capnogram":
            return Cell("etCO₂", ROLES[row], shown(value, 1), "kPa", remark, alarm)
        case _ as never:
            assert_never(never)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything lies: header, a trace and a cell for each row, the pressure line."""

    header: QRect
    traces: dict[RowKind, QRect]
    cells: dict[RowKind, QRect]
    pressure: QRect

    @classmethod
    def within(cls, size: QSize, rows: tuple[RowKind, ...]) -> Layout:
        """Traces take what is left: they shrink, figures never do."""
        look = theme()
        width, cell = size.width(), look.px(CELL)
        top, foot = look.px(HEADER), size.height() - look.px(PRESSURE)
        weights = [_WEIGHTS.get(row, _OTHER_WEIGHT) for row in rows]
        traces: dict[RowKind, QRect] = {}
        cells: dict[RowKind, QRect] = {}
        y, done = top, 0
        for row, weight in zip(rows, weights, strict=True):
            done += weight
            bottom = top + round((foot - top) * done / sum(weights))
            # A margin, so that on screens of odd scale a trace never paints over a line.
            traces[row] = QRect(2, y + 2, max(1, width - cell - 3), max(1, bottom - y - 3))
            cells[row] = QRect(width - cell + 1, y + 1, cell - 2, max(1, bottom - y - 1))
            y = bottom
        pressure = QRect(0, foot, width, look.px(PRESSURE))
        return cls(QRect(0, 0, width, top), traces, cells, pressure)

    def swept(self) -> QRegion:
        """What the traces repaint by themselves, line by line."""
        region = QRegion()
        for area in self.traces.values():
            region += area
        return region

    @staticmethod
    def smallest(rows: int) -> QSize:
        look = theme()
        height = HEADER + PRESSURE + rows * _LEAST_ROW
        return QSize(look.px(_LEAST_TRACE + CELL), look.px(height))
