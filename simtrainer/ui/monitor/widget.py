"""The patient monitor: traces swept in real time, figures, alarms. Dark in both themes."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QHideEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QRegion,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from simtrainer.physiology.signals import rhythm_named
from simtrainer.ui.kit.announce import announce
from simtrainer.ui.kit.button import IconButton
from simtrainer.ui.kit.painting import paint_box, paint_text, painting, rounded, text_width
from simtrainer.ui.kit.theme import theme
from simtrainer.ui.kit.tokens import Radius, Type
from simtrainer.ui.monitor.button import MonitorButton
from simtrainer.ui.monitor.cells import TALL_CELL, paint_cell, paint_pressure
from simtrainer.ui.monitor.rows import MEASURE_OF, Layout, cell_of, rows_of
from simtrainer.ui.monitor.sweep import Sweep
from simtrainer.ui.monitor.vitals import (
    Alarm,
    AlarmLimits,
    Direction,
    Measure,
    VitalsView,
    alarm_sentence,
    alarms_of,
    settled,
    spoken,
)

FRAME_MS = 16
STILL_MS = 1000


class Monitor(QWidget):
    """Shows a ``VitalsView``. To a screen reader it is one item, besides its buttons."""

    measure_requested = Signal()
    silence_requested = Signal()
    attach_requested = Signal(str)  # "leads" or "probe"
    enlarge_requested = Signal()
    alarm_raised = Signal(str)  # the sentence that was announced

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view, self._limits = VitalsView(), AlarmLimits()
        self._alarms: tuple[Alarm, ...] = ()
        self._told: set[Alarm] = set()
        self._sound_off = self._frozen = False
        self._still: bool | None = None
        self._outside = "canvas"
        self._sweep = Sweep()
        self._since = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._make_buttons()
        self._layout = Layout.within(self.size(), rows_of(self._view))
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme().changed.connect(self.restyle)
        self._tell()

    def _make_buttons(self) -> None:
        self._measure = MonitorButton("Measure", "Measure the blood pressure now")
        self._leads = MonitorButton("Attach leads", "Attach the ECG leads")
        self._probe = MonitorButton("Attach probe", "Attach the oxygen probe")
        self._silence = IconButton("bell", "", role="monitor_text")
        self._enlarge = IconButton("window", "Show the monitor larger", role="monitor_text")
        for button in (self._leads, self._probe, self._silence, self._enlarge, self._measure):
            button.setParent(self)
        self._enlarge.hide()
        self._measure.clicked.connect(self.measure_requested)
        self._silence.clicked.connect(self.silence_requested)
        self._enlarge.clicked.connect(self.enlarge_requested)
        self._leads.clicked.connect(lambda: self.attach_requested.emit("leads"))
        self._probe.clicked.connect(lambda: self.attach_requested.emit("probe"))
        self.set_silence_key("F7")

    # --- what the page sets ------------------------------------------------------------------

    def set_vitals(self, view: VitalsView) -> None:
        """Show these figures; traces carry on from where they are. OurBug for a strange rhythm."""
        rhythm_named(view.rhythm)
        if view == self._view:
            return
        rows_before = rows_of(self._view)
        self._view = view
        self._check_alarms()
        if rows_of(view) != rows_before:
            self._lay_out()
        self._sweep.empty_silent(view)
        self._place_buttons()
        self._tell()
        self.update()

    def set_limits(self, limits: AlarmLimits) -> None:
        self._limits = limits
        self._check_alarms()
        self._tell()
        self.update()

    def set_sound_off(self, off: bool) -> None:
        """Whether the alarm sound is silenced; shown in words and as the bell."""
        self._sound_off = off
        self._silence.set_icon("bell-off" if off else "bell")
        self.set_silence_key(self._silence_key)
        self.update(self._layout.header)

    def set_silence_key(self, key: str) -> None:
        """The key that silences, for the tooltip; the shortcut itself is the page's."""
        self._silence_key = key
        what = "Turn the alarm sound on" if self._sound_off else "Silence the alarms"
        self._silence.set_name(f"{what} ({key})")

    def set_measuring(self, measuring: bool) -> None:
        """The cuff is inflating: the button waits."""
        self._measure.setEnabled(not measuring)
        self._measure.setText("Measuring" if measuring else "Measure")
        self._place_buttons()

    def set_enlargeable(self, enlargeable: bool) -> None:
        """Offer the button that asks for a larger monitor."""
        self._enlarge.setVisible(enlargeable)
        self._place_buttons()

    def set_frozen(self, frozen: bool) -> None:
        """The encounter is paused: traces stand still, figures stay."""
        self._frozen = frozen
        self._run_or_rest()

    def set_reduced_motion(self, reduced: bool | None) -> None:
        """Redraw once a second; None follows the theme."""
        self._still = reduced
        self._run_or_rest()

    def set_outside(self, role: str) -> None:
        """The palette role behind the rounded corners, such as ``canvas``."""
        self._outside = role
        self.update()

    def alarms(self) -> tuple[Alarm, ...]:
        return self._alarms

    # --- alarms and words --------------------------------------------------------------------

    def _check_alarms(self) -> None:
        """Announce each new alarm once; one that wavers at its limit is not new."""
        self._alarms = alarms_of(self._view, self._limits)
        for alarm in self._alarms:
            if alarm not in self._told:
                self._told.add(alarm)
                sentence = alarm_sentence(alarm, self._view)
                announce(self, sentence, assertive=True)
                self.alarm_raised.emit(sentence)
        self._told -= {alarm for alarm in self._told if settled(alarm, self._view, self._limits)}

    def _tell(self) -> None:
        text = spoken(self._view, self._alarms)
        if text != self.accessibleName():
            self.setAccessibleName(text)

    def _alarm_of(self, measure: Measure) -> Direction | None:
        return next((a.direction for a in self._alarms if a.measure == measure), None)

    def alarm_words(self) -> str:
        """What the header says, such as "2 alarms, sound off"."""
        count = len(self._alarms)
        words = "No alarms" if not count else "1 alarm" if count == 1 else f"{count} alarms"
        return words + (", sound off" if self._sound_off else "")

    # --- time --------------------------------------------------------------------------------

    def is_still(self) -> bool:
        return theme().reduced_motion if self._still is None else self._still

    def _run_or_rest(self) -> None:
        if self.isVisible() and not self._frozen:
            self._timer.setInterval(STILL_MS if self.is_still() else FRAME_MS)
            self._since.start()
            self._timer.start()
        else:
            self._timer.stop()

    def _tick(self) -> None:
        longest = 1.5 if self.is_still() else 0.25
        self._advance(min(longest, self._since.restart() / 1000))

    def _advance(self, seconds: float) -> None:
        """Sweep all traces on by ``seconds`` and repaint what changed."""
        self.update(self._sweep.advance(seconds, self._view))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._run_or_rest()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._run_or_rest()

    # --- layout ------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        look = theme()
        return QSize(look.px(372), look.px(288))

    def minimumSizeHint(self) -> QSize:
        return Layout.smallest(len(rows_of(self._view)))

    def restyle(self) -> None:
        """Take up a changed theme."""
        self._lay_out()
        self._run_or_rest()
        self.updateGeometry()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        self._layout = Layout.within(self.size(), rows_of(self._view))
        self._sweep.place(self._layout, self._view, self.devicePixelRatioF())
        self._place_buttons()

    def _place_buttons(self) -> None:
        gap, right = theme().px(6), self.width() - theme().px(8)
        header: tuple[QWidget, ...] = (self._enlarge, self._silence)
        for button in header:
            if not button.isHidden():
                side = button.sizeHint()
                right -= side.width()
                top = (self._layout.header.height() - side.height()) // 2
                button.setGeometry(right, top, side.width(), side.height())
                right -= gap
        self._place_in(self._measure, self._layout.pressure, theme().px(12))
        self._leads.setVisible(not self._view.leads_on)
        self._probe.setVisible(not self._view.probe_on)
        self._place_in(self._leads, self._layout.traces["ecg"], None)
        self._place_in(self._probe, self._layout.traces["pleth"], None)

    def _place_in(self, button: QWidget, area: QRect, from_right: int | None) -> None:
        """In the middle of ``area``, or ``from_right`` pixels from its right edge."""
        size = button.sizeHint()
        left = area.center().x() - size.width() // 2
        if from_right is not None:
            left = area.right() - from_right - size.width()
        top = area.center().y() - size.height() // 2
        button.setGeometry(left, top, size.width(), size.height())

    # --- painting ----------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        region = event.region()
        look = theme()
        with painting(self) as painter:
            painter.fillRect(event.rect(), look.color("monitor"))
            self._sweep.paint(painter, region)
            self._paint_cells(painter, region)
            if region.intersects(self._layout.pressure):
                room = QRectF(self._layout.pressure)
                room.setRight(self._measure.x() - look.px(6))
                alarm = None if self._view.arterial else self._alarm_of("sbp")
                paint_pressure(painter, room, self._view, alarm)
            if region.intersects(self._layout.header):
                self._paint_header(painter)
            if not region.subtracted(self._layout.swept()).isEmpty():
                self._paint_frame(painter)

    def _paint_cells(self, painter: QPainter, region: QRegion) -> None:
        cells = self._layout.cells
        low = min(area.height() for area in cells.values()) < theme().px(TALL_CELL)
        for row, area in cells.items():
            if region.intersects(area):
                cell = cell_of(row, self._view, self._alarm_of(MEASURE_OF[row]))
                paint_cell(painter, QRectF(area), cell, low)

    def _paint_header(self, painter: QPainter) -> None:
        look = theme()
        font = look.font(Type.BODY, 600)
        area = QRectF(self._layout.header).adjusted(look.px(12), 0, 0, 0)
        paint_text(painter, area, "Monitor", font, look.color("monitor_text"))
        area.setLeft(area.left() + text_width("Monitor", font) + look.px(8))
        area.setRight(self._silence.x() - look.px(6))
        quiet, right = look.color("monitor_quiet"), Qt.AlignmentFlag.AlignRight
        paint_text(painter, area, self.alarm_words(), look.font(Type.LABEL), quiet, right)

    def _paint_frame(self, painter: QPainter) -> None:
        """The lines between the parts, the outline, and what shows outside round corners."""
        look = theme()
        line = look.color("monitor_line")
        cells = list(self._layout.cells.values())
        for area in cells:
            painter.fillRect(0, area.top() - 1, self.width(), 1, line)
        painter.fillRect(0, self._layout.pressure.top(), self.width(), 1, line)
        left, top = cells[0].left() - 1, cells[0].top()
        painter.fillRect(left, top, 1, self._layout.pressure.top() - top, line)
        whole, radius = QRectF(self.rect()), look.px(Radius.CARD)
        square = QPainterPath()
        square.addRect(whole)
        corners = square.subtracted(rounded(whole, radius))
        painter.fillPath(corners, look.color(self._outside))
        paint_box(painter, whole, radius, None, line)
