"""The head of the page: where one is, the clock, and the ways to go on or to end."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QSizePolicy

from simtrainer.encounter import actions as ac
from simtrainer.encounter.state import EncounterState
from simtrainer.i18n import tr
from simtrainer.ui.encounter.keys import key_of
from simtrainer.ui.encounter.words import clock
from simtrainer.ui.kit.button import Button, IconButton
from simtrainer.ui.kit.card import Line, Panel
from simtrainer.ui.kit.icons import Icon
from simtrainer.ui.kit.layouts import HBox, VBox
from simtrainer.ui.kit.sizing import fix_size
from simtrainer.ui.kit.text import ElidedLabel, Label, as_tooltip
from simtrainer.ui.kit.tokens import Type

HEIGHT = 56
WAITS = (1, 5, 10)  # minutes
WARNING_MS = 120_000
NARROW, COMPACT, TINY = 1180, 960, 600  # widths at 100 % below which parts go


class Header(Panel):
    """``asked`` carries an action; ending, leaving and the notes are the page's to settle."""

    asked = Signal(object)
    left = Signal()
    end_wanted = Signal()
    stop_wanted = Signal()
    notes_wanted = Signal()

    def __init__(self, shortcuts: Mapping[str, str]) -> None:
        super().__init__(edge="bottom")
        self._keys = shortcuts
        self._state: EncounterState | None = None
        fix_size(self, height=HEIGHT)
        row = HBox(self, space=8, margins=(8, 0, 12, 0))
        self._add_place(row)
        self._add_clock(row)
        self._add_moves(row)
        row.addStretch(1)
        self._add_ends(row)

    # --- parts

    def _add_place(self, row: HBox) -> None:
        self.back = IconButton("chevron-left", tr("Back to the library; you can resume"), side=34)
        self.back.clicked.connect(self.left)
        row.addWidget(self.back)
        words = VBox(space=1)
        self._title = ElidedLabel("", size=Type.PANEL, weight=600)
        self._where = ElidedLabel("", size=Type.LABEL, role="second")
        words.addStretch(1)
        words.addWidget(self._title)
        words.addWidget(self._where)
        words.addStretch(1)
        row.addLayout(words, 20)
        self._divider = Line(upright=True)
        fix_size(self._divider, height=32)
        row.addSpacing(4)
        row.addWidget(self._divider)
        row.addSpacing(4)

    def _add_clock(self, row: HBox) -> None:
        self.clock = Label("00:00", size=28, weight=600)
        self.clock.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        row.addWidget(self.clock)
        of = VBox()
        self._of_one = Label("", size=Type.LABEL, role="second")
        self._of_two = Label("", size=Type.LABEL, role="second")
        of.addStretch(1)
        of.addWidget(self._of_one)
        of.addWidget(self._of_two)
        of.addStretch(1)
        row.addLayout(of)
        row.addSpacing(4)

    def _add_moves(self, row: HBox) -> None:
        self.pause = Button(tr("Pause"), icon="pause")
        self.pause.clicked.connect(self.toggle_pause)
        row.addWidget(self.pause)
        self._menu = QMenu(self)
        self._to_result = self._menu.addAction(tr("To the next result"))
        self._to_result.triggered.connect(self._skip_to_result)
        for minutes in WAITS:
            words = tr("1 minute") if minutes == 1 else f"{minutes} {tr('minutes')}"
            self._menu.addAction(words).setData(minutes)
        self._menu.triggered.connect(self._skip_minutes)
        self.skip = Button(tr("Skip ahead"), icon="skip", menu=self._menu)
        row.addWidget(self.skip)

    def _add_ends(self, row: HBox) -> None:
        self._saved_icon = Icon("check", "second", 16)
        self._saved = Label(tr("All saved"), size=Type.SECOND, role="second")
        self.hint = IconButton("bulb", tr("Ask for a hint"), side=34)
        self.hint.clicked.connect(self._ask_hint)
        self.notes = Button(tr("Notes"), icon="notes")
        self.notes.setCheckable(True)
        self.notes.clicked.connect(self.notes_wanted)
        self.end = Button(tr("End encounter"), "accent", icon="door")
        self.end.clicked.connect(self.end_wanted)
        self.more = IconButton("more", tr("More"), side=34)
        self._more_menu = QMenu(self)
        self._more_menu.addAction(tr("Leave without a mark")).triggered.connect(self.stop_wanted)
        self.more.clicked.connect(self._open_more)
        for widget in (self._saved_icon, self._saved, self.hint, self.notes, self.end, self.more):
            row.addWidget(widget)

    # --- showing

    def show_case(self, state: EncounterState) -> None:
        heading = state.case.heading
        role = heading.setting.role
        self._title.setText(heading.title)
        self._where.setText(f"{heading.setting.place} · {tr('you are')} {role}")
        exam = state.mode == "exam"
        self.pause.setVisible(not exam)
        self.hint.setVisible(not exam)
        # In an exam time is not for skipping; only where it never moves by itself it must be.
        self.skip.setVisible(not exam or not state.idle_ticks)
        self.show_state(state)

    def show_state(self, state: EncounterState) -> None:
        self._state = state
        exam = state.mode == "exam"
        left = max(state.station_ms - state.clock_ms, 0)
        station = f"{round(state.station_ms / 60_000)} min"
        self.clock.setText(clock(left if exam else state.clock_ms))
        self.clock.set_role("partly" if exam and left <= WARNING_MS else "text")
        self._of_one.setText(tr("left of") if exam else tr("of about"))
        self._of_two.setText(station)
        spoken = f"{self.clock.text()} {self._of_one.text()} {station}"
        self.clock.setAccessibleName(f"{tr('Clock')}: {spoken}")
        paused = state.phase == "paused"
        self._words(self.pause, tr("Resume") if paused else tr("Pause"), "pause")
        self.pause.set_icon("play" if paused else "pause")
        self.skip.setEnabled(state.phase == "running")
        self._to_result.setEnabled(bool(state.pending_orders))

    def set_saved(self, saved: bool) -> None:
        """Whether everything asked for has been stored."""
        self._saved.setText(tr("All saved") if saved else tr("Saving"))
        self._saved_icon.set_icon("check" if saved else "clock")

    def set_width(self, width: float) -> None:
        """Lay out for ``width`` (at 100 % zoom): words give way before buttons do."""
        narrow, self._compact = width < NARROW, width < COMPACT
        skip = tr("Skip") if narrow else tr("Skip ahead")
        for widget in (self._saved, self._saved_icon):
            widget.setVisible(not narrow)
        self._divider.setVisible(width >= TINY)
        for widget in (self._of_one, self._of_two):
            widget.setVisible(not self._compact)
        self._words(self.skip, skip, "skip")
        self._words(self.notes, tr("Notes"), "notes")
        end = tr("End") if self._compact else tr("End encounter")
        self._words(self.end, end, "end", width >= TINY)
        if self._state:
            self.show_state(self._state)

    _compact = False

    def _words(self, button: Button, words: str, key: str, always: bool = False) -> None:
        """The words on ``button``, or only in its tooltip where there is no room."""
        name = f"{words} ({key_of(key, self._keys)})" if key else words
        shown = words if always or not self._compact else ""
        if button.text() != shown:
            button.setText(shown)
        button.setAccessibleName(words)
        button.setToolTip(as_tooltip(name))

    # --- what is pressed

    def toggle_pause(self) -> None:
        """Pause, or go on; not in an exam."""
        state = self._state
        if state is None or state.mode == "exam" or state.phase not in ("running", "paused"):
            return
        self.asked.emit(ac.Resume() if state.phase == "paused" else ac.Pause())

    def open_skip(self) -> None:
        if self.skip.isEnabled() and self.skip.isVisible():
            self.skip.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.skip.click()

    def _skip_to_result(self) -> None:
        self.asked.emit(ac.Wait(until_result=True))

    def _skip_minutes(self, action: object) -> None:
        minutes = action.data() if hasattr(action, "data") else None
        if isinstance(minutes, int):
            self.asked.emit(ac.Wait(minutes=minutes))

    def _ask_hint(self) -> None:
        self.asked.emit(ac.AskHint())

    def _open_more(self) -> None:
        self._more_menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))
