"""The left column: the patient with their caption, and the monitor below."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QStackedWidget, QWidget

from simtrainer.encounter import actions as ac
from simtrainer.encounter import events as ev
from simtrainer.encounter.state import EncounterState
from simtrainer.i18n import tr
from simtrainer.patient.who import can_speak
from simtrainer.ui.encounter import seeing
from simtrainer.ui.encounter.caption import Caption
from simtrainer.ui.encounter.phone import PhoneLine
from simtrainer.ui.encounter.telling import Said, entry_of, goes_on
from simtrainer.ui.figure import FigureWidget
from simtrainer.ui.kit.card import Card, Panel
from simtrainer.ui.kit.icons import Icon
from simtrainer.ui.kit.layouts import HBox, VBox
from simtrainer.ui.kit.text import ElidedLabel
from simtrainer.ui.kit.theme import theme
from simtrainer.ui.kit.tokens import Space, Type
from simtrainer.ui.monitor import AlarmLimits, Monitor

FIGURE_LEAST = 206  # heights at 100 %; the figure gives way first, then the traces
FACE_LEAST = 90
CAPTION_LEAST = 122
MONITOR_MOST = 288


class PatientPane(QWidget):
    """``asked`` carries what the monitor's buttons ask for."""

    asked = Signal(object)

    def __init__(self, captions: str) -> None:
        super().__init__()
        self._state: EncounterState | None = None
        column = VBox(self, space=Space.M)
        self.figure = FigureWidget()
        self.figure.set_top_corners(10)
        self.phone = PhoneLine()
        self.caption = Caption(captions)
        self._call_bar = _CallBar()
        self._card = Card()
        self._face = QStackedWidget()
        self._face.addWidget(self.figure)
        self._face.addWidget(self.phone)
        self._face.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._card.body.addWidget(self._call_bar)
        self._card.body.addWidget(self._face, 1)
        self._card.body.addWidget(self.caption)
        self.monitor = Monitor()
        column.addWidget(self._card, 1)
        column.addWidget(self.monitor)
        self._connect()
        theme().changed.connect(self._share_out)

    def _connect(self) -> None:
        self.monitor.measure_requested.connect(self._measure)
        self.monitor.attach_requested.connect(self._attach)
        self.monitor.silence_requested.connect(self.silence)
        self.monitor.alarm_raised.connect(self._sound)

    # --- showing

    def show_case(self, state: EncounterState, events: Sequence[ev.Event]) -> None:
        """Begin with this encounter; ``events`` are all so far."""
        case = state.case
        channel = case.heading.setting.channel
        patient = case.patient
        self.figure.set_look(seeing.person_look(case))
        self.figure.setAccessibleName(patient.name)
        self.caption.set_name(f"{patient.name}, {patient.age:g}")
        self.caption.set_words("")
        self.phone.set_name(patient.spoken_name)
        self._face.setCurrentWidget(self.phone if channel == "phone" else self.figure)
        self._call_bar.setVisible(channel == "video")
        self._call_bar.set_name(patient.name)
        self.monitor.setVisible(channel == "in_person")
        self.monitor.set_limits(AlarmLimits.for_age(patient.age))
        self.figure.set_top_corners(0 if channel == "video" else 10)
        self._silenced, self._run = False, None
        self.monitor.set_sound_off(False)
        self._share_out()
        self._show(state, animate=False)
        self._speak(events)

    def happened(self, state: EncounterState, events: Sequence[ev.Event]) -> None:
        self._show(state, animate=True)
        spoken = self._speak(events)
        if spoken and self._face.currentWidget() is self.phone:
            self.phone.speak(spoken)

    def set_voice(self, level: float) -> None:
        """How loud the patient's voice is now, 0 to 1: the mouth, or the line, follows."""
        self.figure.set_voice(level)
        self.phone.set_voice(level)

    def set_measuring(self, measuring: bool) -> None:
        """The cuff is inflating."""
        self.monitor.set_measuring(measuring)

    def _show(self, state: EncounterState, animate: bool) -> None:
        self._state = state
        self.figure.set_state(seeing.face(state), animate)
        on_phone = self._face.currentWidget() is self.phone
        still = theme().reduced_motion
        line = seeing.heard(state) if on_phone else seeing.seen(state, still=still)
        self.caption.set_seen(line, "speaker" if on_phone else "eye")
        self.figure.setAccessibleDescription(seeing.seen(state, still=True, plain=True))
        self.monitor.set_vitals(seeing.vitals_view(state))
        self.monitor.set_frozen(state.phase != "running")

    _run: tuple[Said, str] | None = None  # the patient's last sentence, and the turn so far

    def _speak(self, events: Sequence[ev.Event]) -> str:
        """Caption the patient's last words; returns what is new of them."""
        state = self._state
        assert state is not None
        new: list[str] = []
        for event in events:
            entry = entry_of(event, state.case, state.locale)
            if not isinstance(entry, Said) or entry.who != state.case.patient.key:
                continue
            words = entry.text
            if self._run and goes_on(self._run[0], entry):
                words = f"{self._run[1]} {entry.text}"
            self._run = (entry, words)
            self.caption.set_words(words, entry.muted)
            new.append(entry.text)
        if not can_speak(state, state.case.patient):
            self.caption.set_words("")  # old words under somebody unresponsive would mislead
        return " ".join(new)

    # --- the monitor

    _silenced = False

    def silence(self) -> None:
        """Turn the alarm sound off, or on again."""
        if self.monitor.isHidden():
            return
        self._silenced = not self._silenced
        self.monitor.set_sound_off(self._silenced)

    def _sound(self, _sentence: str) -> None:
        if not self._silenced and self.isVisible():
            QApplication.beep()

    def _measure(self) -> None:
        self.asked.emit(ac.Examine(manoeuvre=seeing.MEASURE_PRESSURE))

    def _attach(self, what: str) -> None:
        if what == "leads":
            self.asked.emit(ac.OrderTest(test=seeing.ATTACH_LEADS))
        else:
            self.asked.emit(ac.Examine(manoeuvre=seeing.ATTACH_PROBE))

    # --- room

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_out()

    def _share_out(self) -> None:
        """In a low window the figure shrinks first, then the traces; figures and words never."""
        look = theme()
        whole = self.height() / look.px(100) * 100
        least = self.monitor.minimumSizeHint().height() / look.px(100) * 100
        monitor = 0.0
        if not self.monitor.isHidden():
            monitor = max(least, min(MONITOR_MOST, whole - FIGURE_LEAST - CAPTION_LEAST - Space.M))
            self.monitor.setFixedHeight(look.px(monitor))
            monitor += Space.M
        rest = whole - monitor
        # A stamp of a face tells nobody anything; the words below it do.
        shown = rest >= FACE_LEAST + CAPTION_LEAST
        self._face.setVisible(shown)
        self.caption.setMinimumHeight(look.px(CAPTION_LEAST) if shown else 0)
        self.caption.set_room(rest - FACE_LEAST if shown else rest)


class _CallBar(Panel):
    """Above the picture of a video call: that it is one, and with whom."""

    def __init__(self) -> None:
        super().__init__("monitor")
        row = HBox(self, space=8, margins=(14, 6))
        row.addWidget(Icon("video", "monitor_text", 16))
        self._words = ElidedLabel("", size=Type.SECOND, role="monitor_text")
        row.addWidget(self._words, 1)

    def set_name(self, name: str) -> None:
        self._words.setText(f"{tr('Video call')} · {name}")
