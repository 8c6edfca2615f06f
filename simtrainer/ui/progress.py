"""Progress: every attempt that was handed in, and how the scores went."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from simtrainer.desk import LibraryRead
from simtrainer.i18n import tr, trn
from simtrainer.store.encounters import EncounterRow
from simtrainer.ui.context import UiContext
from simtrainer.ui.kit.button import Button
from simtrainer.ui.kit.card import Card
from simtrainer.ui.kit.fields import Select
from simtrainer.ui.kit.layouts import HBox, VBox
from simtrainer.ui.kit.rows import Cell, Column, Row, RowHeader, RowView
from simtrainer.ui.kit.states import EmptyState
from simtrainer.ui.kit.text import Label, page_title
from simtrainer.ui.kit.theme import theme
from simtrainer.ui.library_rows import DIFFICULTY_NAMES, ago
from simtrainer.ui.progress_chart import ProgressChart

NARROW = 900
_MODES = {"practice": "Practice", "guided": "Guided", "exam": "Exam"}
_COLUMNS = [
    Column("Difficulty", 100),
    Column("Variant", 84),
    Column("When", 130),
    Column("Score", 80, right=True),
]
_NARROW_COLUMNS = [_COLUMNS[0], _COLUMNS[2], _COLUMNS[3]]


class ProgressPage(QWidget):
    """``debrief_wanted`` and ``again_wanted`` (set aside before) carry the number of an attempt."""

    debrief_wanted = Signal(int)
    again_wanted = Signal(int)
    library_wanted = Signal()

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self._history: tuple[EncounterRow, ...] = ()
        self._aside: frozenset[int] = frozenset()
        self._narrow = False
        self._make_parts()
        self._lay_out()

    def _make_parts(self) -> None:
        self.case_filter = Select([("", tr("All cases"))])
        self.case_filter.setAccessibleName(tr("Show attempts at"))
        self.case_filter.picked.connect(self._show_rows)
        self.chart = ProgressChart()
        self._summary = Label("", size=13, role="second")
        self._header = RowHeader(tr("Attempt"), _COLUMNS, icons=False)
        self.list = RowView(tr("Attempts"), columns=_COLUMNS, tall=True)
        self.list.opened.connect(self._open)
        self.list.current_changed.connect(self._chosen)
        self.open_button = Button(tr("Open debrief"), key_hint="Enter")
        self.open_button.clicked.connect(self._open_current)
        self.open_button.setEnabled(False)
        self.empty = EmptyState(
            tr("Your attempts will be listed here, with what went well in each."),
            tr("Choose a case"),
            icon="progress",
        )
        self.empty.acted.connect(self.library_wanted)

    def _lay_out(self) -> None:
        outer = VBox(self, space=12, margins=(24, 20, 24, 16))
        top = HBox(space=8)
        top.addWidget(page_title(tr("Progress")))
        top.addStretch(1)
        top.addWidget(self.case_filter)
        outer.addLayout(top)
        self._stack = QStackedWidget()
        full = QWidget()
        column = VBox(full, space=12)
        chart = Card(tr("Scores over time"), margins=(8, 8))
        chart.add_beside_title(self._summary)
        chart.body.addWidget(self.chart)
        column.addWidget(chart)
        column.addWidget(self._attempts(), 1)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(full)
        outer.addWidget(self._stack, 1)

    def _attempts(self) -> Card:
        card = Card(tr("Attempts"))
        card.add_action(self.open_button)
        card.body.addWidget(self._header)
        card.body.addWidget(self.list, 1)
        return card

    # --- showing

    def show_library(self, read: LibraryRead) -> None:
        self._history = tuple(sorted((*read.history, *read.aside), key=lambda row: -row.id))
        self._aside = frozenset(row.id for row in read.aside)
        kept = self.case_filter.value()
        titles = {row.template: row.title for row in reversed(self._history)}
        options = sorted(titles.items(), key=lambda option: option[1])
        self.case_filter.set_options([("", tr("All cases")), *options])
        self.case_filter.set_value(kept)
        self.case_filter.setVisible(len(titles) > 1)
        self._stack.setCurrentIndex(1 if self._history else 0)
        self._show_rows()

    def _show_rows(self) -> None:
        case = self.case_filter.value()
        shown = [row for row in self._history if not case or row.template == case]
        self.list.set_rows([self._row(row) for row in shown])
        self.chart.set_scores([r.percent for r in reversed(shown) if r.percent is not None])
        self._summary.setText(trn("{count} attempt", "{count} attempts", len(shown)))
        self._chosen(self.list.current_key())

    def _row(self, row: EncounterRow) -> Row:
        minutes, seconds = divmod(row.clock_ms // 1000, 60)
        mode = tr(_MODES.get(row.mode, row.mode))
        score = "–" if row.percent is None else f"{row.percent:.0f} %"
        if row.id in self._aside:
            score = tr("Set aside")
        cells = [
            Cell(tr(DIFFICULTY_NAMES.get(row.difficulty, row.difficulty))),
            Cell(str(row.seed)),
            Cell(ago(row.changed_at)),
            Cell(score, bold=True, role="text"),
        ]
        return Row(
            key=str(row.id),
            title=row.title,
            second=f"{row.person} · {mode} · {minutes} min {seconds} s",
            cells=tuple(cells[:1] + cells[2:] if self._narrow else cells),
        )

    # --- doing

    def _chosen(self, key: str) -> None:
        self.open_button.setEnabled(bool(key))
        aside = bool(key) and int(key) in self._aside
        self.open_button.setText(tr("Take it up again") if aside else tr("Open debrief"))

    def _open_current(self) -> None:
        self._open(self.list.current_key())

    def _open(self, key: str) -> None:
        if key:
            wanted = self.again_wanted if int(key) in self._aside else self.debrief_wanted
            wanted.emit(int(key))

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        if self._history:
            self.list.setFocus(reason)
        else:
            super().setFocus(reason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        narrow = event.size().width() < theme().px(NARROW)
        if narrow != self._narrow:
            self._narrow = narrow
            columns = _NARROW_COLUMNS if narrow else _COLUMNS
            self.list.set_columns(columns)
            self._header.set_columns(columns)
            self._show_rows()
        super().resizeEvent(event)
