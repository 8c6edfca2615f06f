"""The card round the timeline: playing it, and the same as a table."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from simtrainer.i18n import tr
from simtrainer.scoring.hits import clock
from simtrainer.ui.debrief.reading import Debrief, Entry
from simtrainer.ui.debrief.timeline import Timeline
from simtrainer.ui.debrief.tracks import ADULT
from simtrainer.ui.kit.button import Button
from simtrainer.ui.kit.card import Card
from simtrainer.ui.kit.layouts import VBox
from simtrainer.ui.kit.text import Label

_MINUTE = 60_000


class TimelineCard(Card):
    """``timeline`` and, behind a switch, a table with a row a minute."""

    def __init__(self) -> None:
        super().__init__(tr("Timeline"))
        self.timeline = Timeline()
        self._shaded = Label("", size=13, role="second")
        self.add_beside_title(self._shaded)
        self._as_table = Button(tr("As a table"), "quiet", height="small", icon="list")
        self._as_table.clicked.connect(self._switch)
        self.play_button = Button(tr("Play back"), height="small", icon="play")
        self.play_button.clicked.connect(self.timeline.toggle_playing)
        self.timeline.playing_changed.connect(self._show_playing)
        self.add_action(self._as_table)
        self.add_action(self.play_button)
        self._table = QTableWidget()
        self._table.setAccessibleName(tr("Timeline as a table"))
        self._table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._table.setTabKeyNavigation(False)
        self._table.verticalHeader().hide()
        self._stack = QStackedWidget()
        drawn = QWidget()
        column = VBox(drawn, margins=(0, 0, 0, 4))
        column.addWidget(self.timeline)
        self._stack.addWidget(drawn)
        self._stack.addWidget(self._table)
        self.body.addWidget(self._stack, 1)

    def show_debrief(self, debrief: Debrief) -> None:
        self.timeline.show_debrief(debrief)
        shaded = debrief.case.patient.age >= ADULT
        self._shaded.setText(tr("Shaded: usual range") if shaded else "")
        self._fill_table(debrief)

    def _show_playing(self, playing: bool) -> None:
        self.play_button.setText(tr("Stop") if playing else tr("Play back"))
        self.play_button.set_icon("pause" if playing else "play")

    def _switch(self) -> None:
        to_table = self._stack.currentIndex() == 0
        self._stack.setCurrentIndex(1 if to_table else 0)
        self._as_table.setText(tr("As a picture") if to_table else tr("As a table"))
        self.play_button.setVisible(not to_table)
        (self._table if to_table else self.timeline).setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill_table(self, debrief: Debrief) -> None:
        tracks = self.timeline.picture.all_tracks
        heads = [tr("Time"), *(track.name for track in tracks), tr("What happened")]
        minutes = range(0, debrief.end_ms + 1, _MINUTE)
        self._table.setColumnCount(len(heads))
        self._table.setHorizontalHeaderLabels(heads)
        self._table.setRowCount(len(minutes))
        for row, ms in enumerate(minutes):
            happened = _happened(debrief.entries, ms)
            cells = [clock(ms), *(track.words_at(ms) for track in tracks), happened]
            for column, words in enumerate(cells):
                self._table.setItem(row, column, QTableWidgetItem(words))
        header = self._table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(len(heads) - 1, QHeaderView.ResizeMode.Stretch)


def _happened(entries: tuple[Entry, ...], ms: int) -> str:
    """Actions within the minute that begins at ``ms``."""
    return "; ".join(e.text for e in entries if e.label and ms <= e.at < ms + _MINUTE)
