"""The monitor: traces that carry on, alarms that are told once, words for those who cannot see."""

from __future__ import annotations

from itertools import pairwise
from statistics import mean, pstdev

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible, QColor, QImage, QRegion
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from simtrainer.errors import OurBug
from simtrainer.physiology.signals import (
    RHYTHM_NAMES,
    Moment,
    TraceClock,
    TraceRhythm,
    rhythm_named,
)
from simtrainer.ui.kit.painting import text_width
from simtrainer.ui.kit.theme import theme
from simtrainer.ui.monitor import AlarmLimits, Monitor, VitalsView
from simtrainer.ui.monitor.cells import alarm_width
from simtrainer.ui.monitor.rows import Layout, rows_of
from simtrainer.ui.monitor.sweep import Sweep

SICK = VitalsView(hr=112, spo2=94, rr=26, sbp=94, dbp=52, map=66, bp_taken_at="08:30")
WELL = VitalsView(hr=72, spo2=98, rr=14, sbp=124, dbp=76, map=92)
STEP = 0.004


def _strip(rhythm: TraceRhythm, rate: float, seconds: float = 60) -> list[Moment]:
    clock = TraceClock(seed=3)
    return [clock.step(STEP, rate, rhythm, 15) for _ in range(round(seconds / STEP))]


def _beats(strip: list[Moment]) -> list[float]:
    """Seconds between R peaks."""
    high = [moment.ecg > 0.6 for moment in strip]
    rises = [at for at, (before, now) in enumerate(pairwise(high)) if now and not before]
    return [(later - earlier) * STEP for earlier, later in pairwise(rises)]


@pytest.mark.parametrize(
    ("rhythm", "rate"),
    [("sinus", 75), ("sinus", 160), ("svt", 180), ("vt", 170), ("complete_heart_block", 38)],
)
def test_that_a_regular_rhythm_beats_at_its_rate(rhythm: TraceRhythm, rate: float) -> None:
    gaps = _beats(_strip(rhythm, rate))
    assert mean(gaps) == pytest.approx(60 / rate, rel=0.02)
    assert pstdev(gaps) < 0.01


def test_that_atrial_fibrillation_is_irregular_and_keeps_its_mean_rate() -> None:
    gaps = _beats(_strip("atrial_fibrillation", 120, 240))
    assert mean(gaps) == pytest.approx(0.5, rel=0.05)
    assert pstdev(gaps) / mean(gaps) > 0.15


@pytest.mark.parametrize("rhythm", ["vf", "pea", "asystole"])
def test_that_an_arrest_has_no_pulse(rhythm: TraceRhythm) -> None:
    assert all(moment.pleth == moment.arterial == 0 for moment in _strip(rhythm, 60, 5))


def test_that_asystole_is_flat_and_fibrillation_is_not() -> None:
    flat = [moment.ecg for moment in _strip("asystole", 0, 10)]
    wild = [moment.ecg for moment in _strip("vf", 0, 10)]
    assert max(flat) - min(flat) < 0.05
    assert max(wild) - min(wild) > 0.5
    assert not _beats(_strip("asystole", 0, 10))


def test_that_a_new_rate_never_makes_a_trace_jump() -> None:
    clock = TraceClock()
    pulse: list[Moment] = []
    for rate in (60, 61, 90, 140, 40):
        pulse += [clock.step(STEP, rate, "sinus", rate / 4) for _ in range(333)]
    for earlier, later in pairwise(pulse):
        assert abs(later.pleth - earlier.pleth) < 0.12
        assert abs(later.resp - earlier.resp) < 0.05


def test_that_short_rhythm_names_are_known_and_strange_ones_are_our_bug() -> None:
    assert rhythm_named("af") == "atrial_fibrillation"
    assert [rhythm_named(name) for name in RHYTHM_NAMES] == list(RHYTHM_NAMES)
    with pytest.raises(OurBug, match="waltz"):
        rhythm_named("waltz")


@pytest.fixture
def monitor(qtbot: QtBot) -> Monitor:
    made = Monitor()
    qtbot.addWidget(made)
    made.resize(372, 288)
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_that_the_monitor_is_one_item_that_reads_itself_out(monitor: Monitor) -> None:
    monitor.set_vitals(SICK)
    seen = QAccessible.queryAccessibleInterface(monitor)
    assert seen is not None
    assert seen.text(QAccessible.Text.Name) == (
        "Heart rate 112, high; oxygen saturation 94 per cent; breathing rate 26, high; "
        "blood pressure 94 over 52, mean 66, taken 08:30"
    )
    assert monitor.alarm_words() == "2 alarms"
    monitor.set_sound_off(True)
    assert monitor.alarm_words() == "2 alarms, sound off"


def test_that_a_new_alarm_is_told_once_and_again_only_after_it_settled(
    qtbot: QtBot, monitor: Monitor
) -> None:
    told: list[str] = []
    monitor.alarm_raised.connect(told.append)
    for rate in (112, 115, 109, 111, 110, 112):  # wavers at its limit of 110
        monitor.set_vitals(VitalsView(hr=rate))
    assert told == ["Heart rate 112, high."]
    monitor.set_vitals(VitalsView(hr=90))
    monitor.set_vitals(VitalsView(hr=125))
    assert told[1:] == ["Heart rate 125, high."]


def test_that_a_childs_usual_figures_do_not_alarm(monitor: Monitor) -> None:
    toddler = VitalsView(hr=140, spo2=98, rr=28, sbp=92, dbp=55)
    monitor.set_vitals(toddler)
    assert len(monitor.alarms()) == 2
    monitor.set_limits(AlarmLimits.for_age(2))
    assert not monitor.alarms()


def test_that_what_is_not_attached_says_so_and_offers_to_attach(
    qtbot: QtBot, monitor: Monitor
) -> None:
    assert "oxygen saturation not attached" in monitor.accessibleName()
    with qtbot.waitSignal(monitor.attach_requested) as asked:
        QTest.mouseClick(monitor._probe, Qt.MouseButton.LeftButton)
    assert asked.args == ["probe"]
    monitor.set_vitals(WELL)
    assert monitor._probe.isHidden()
    assert monitor._leads.isHidden()


def test_that_a_probe_without_a_pulse_reads_nothing_and_does_not_alarm(monitor: Monitor) -> None:
    monitor.set_vitals(VitalsView(hr=0, rhythm="asystole", spo2=0, rr=0))
    assert "oxygen saturation no reading" in monitor.accessibleName()
    assert [alarm.measure for alarm in monitor.alarms()] == ["hr", "rr"]


def test_that_measure_and_silence_work_from_the_keyboard(qtbot: QtBot, monitor: Monitor) -> None:
    with qtbot.waitSignal(monitor.measure_requested):
        QTest.keyClick(monitor._measure, Qt.Key.Key_Return)
    with qtbot.waitSignal(monitor.silence_requested):
        QTest.keyClick(monitor._silence, Qt.Key.Key_Space)


def test_that_rows_appear_only_once_their_line_is_placed(monitor: Monitor) -> None:
    assert rows_of(WELL) == ("ecg", "pleth", "resp")
    placed = VitalsView(hr=72, spo2=98, rr=14, arterial=True, etco2=4.8)
    monitor.set_vitals(placed)
    assert rows_of(placed) == ("ecg", "pleth", "arterial", "resp", "capnogram")
    assert "end-tidal carbon dioxide 4.8" in monitor.accessibleName()


@pytest.mark.parametrize("zoom", [80, 100, 200])
def test_that_figures_fit_in_the_smallest_monitor(qtbot: QtBot, zoom: int) -> None:
    try:
        theme().set(zoom=zoom)
        rows = rows_of(SICK)
        layout = Layout.within(Layout.smallest(len(rows)), rows)
        figures = text_width("188", theme().font(26, 600)) + alarm_width("high")
        for row in rows:
            assert layout.cells[row].width() >= figures
            assert layout.cells[row].height() >= theme().px(34)
            assert layout.traces[row].width() >= theme().px(90)
    finally:
        theme().set(zoom=100)


def test_that_a_frame_repaints_only_the_slice_that_was_swept(qapp: object) -> None:
    sweep, layout = Sweep(), Layout.within(Monitor().sizeHint(), rows_of(WELL))
    sweep.place(layout, WELL, 1.0)
    areas = [_area(sweep.advance(0.016, WELL)) for _ in range(100)]
    assert sum(areas) / len(areas) < 0.2 * _area(layout.swept())
    assert min(areas) > 0


def _area(region: QRegion) -> int:
    rects: list[QRect] = list(region)  # type: ignore[call-overload]
    return sum(rect.width() * rect.height() for rect in rects)


def test_that_a_trace_leaves_a_gap_before_its_newest_point(qapp: object) -> None:
    sweep, layout = Sweep(), Layout.within(Monitor().sizeHint(), rows_of(WELL))
    sweep.place(layout, WELL, 1.0)
    trace = sweep._traces["ecg"]
    while trace._x + 16 > trace.area.width() or trace._x < 40:
        sweep.advance(0.2, WELL)
    picture, newest = trace._picture.toImage(), round(trace._x)
    ground = theme().color("monitor")
    assert _drawn(picture, newest + 3, newest + 13, ground) == 0
    assert _drawn(picture, newest - 13, newest - 3, ground) > 0


def _drawn(picture: QImage, left: int, right: int, ground: QColor) -> int:
    """How many pixels between two columns are not the ground."""
    return sum(
        picture.pixelColor(x, y) != ground
        for x in range(left, right)
        for y in range(picture.height())
    )


def test_that_traces_rest_while_hidden_or_paused_and_slow_down_on_request(
    monitor: Monitor,
) -> None:
    assert monitor._timer.isActive()
    monitor.set_reduced_motion(True)
    assert monitor._timer.interval() == 1000
    monitor.set_frozen(True)
    assert not monitor._timer.isActive()
    monitor.set_frozen(False)
    monitor.hide()
    assert not monitor._timer.isActive()
