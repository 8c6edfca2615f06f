"""All traces of the monitor, swept together from one clock."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QRegion

from simtrainer.physiology.signals import TraceClock, rhythm_named
from simtrainer.ui.kit.theme import theme
from simtrainer.ui.monitor.rows import ROLES, Layout, RowKind, height_in, is_traced
from simtrainer.ui.monitor.trace import Trace
from simtrainer.ui.monitor.vitals import VitalsView

SAMPLE_SECONDS = 0.004
_COARSE_SECONDS = 0.006  # for filling a new trace at once
# Pixels a second, base and height as shares of the row.
_BEATS = (46.0, 0.76, 0.62)
_SLOWEST = 26.0
_PIECE_SECONDS = 0.4  # a longer piece would overtake its own gap in a narrow row
_SHAPES: dict[RowKind, tuple[float, float, float]] = {
    "ecg": _BEATS,
    "pleth": (46.0, 0.9, 0.75),
    "arterial": (46.0, 0.9, 0.75),
    "resp": (_SLOWEST, 0.9, 0.75),
    "capnogram": (_SLOWEST, 0.9, 0.75),
}


class Sweep:
    """Moves every trace on and says what has to be repainted."""

    def __init__(self) -> None:
        self._clock = TraceClock()
        self._traces: dict[RowKind, Trace] = {}

    def place(self, layout: Layout, view: VitalsView, ratio: float) -> None:
        """Put a trace into each row and fill it, so that a new monitor is never empty."""
        ground = theme().color("monitor")
        self._traces = {}
        for row, area in layout.traces.items():
            speed, base, height = _SHAPES[row]
            colour = theme().color(ROLES[row]).name()
            trace = Trace(colour, speed * theme().zoom / 100, base, height)
            trace.place(area, ratio, ground)
            self._traces[row] = trace
        widest = max((area.width() for area in layout.traces.values()), default=0)
        for _ in range(round(widest / _SLOWEST / _PIECE_SECONDS)):
            self.advance(_PIECE_SECONDS, view, _COARSE_SECONDS)

    def advance(self, seconds: float, view: VitalsView, sample: float = SAMPLE_SECONDS) -> QRegion:
        """Sweep on by ``seconds`` of these vitals; the region that changed."""
        count = max(1, round(seconds / sample))
        step = seconds / count
        rhythm = rhythm_named(view.rhythm)
        hr, rr = view.hr or 0.0, view.rr or 0.0
        moments = [self._clock.step(step, hr, rhythm, rr) for _ in range(count)]
        changed = QRegion()
        for row, trace in self._traces.items():
            if is_traced(row, view):
                changed += trace.extend([height_in(row, moment) for moment in moments], step)
        return changed

    def empty_silent(self, view: VitalsView) -> None:
        """Empty the traces whose leads or probe are off."""
        for row, trace in self._traces.items():
            if not is_traced(row, view):
                trace.empty()

    def paint(self, painter: QPainter, region: QRegion) -> None:
        for trace in self._traces.values():
            if region.intersects(trace.area):
                trace.paint(painter)
