"""The library: every case, what was tried before, and the way in."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget

from simtrainer.desk import LibraryRead
from simtrainer.i18n import tr
from simtrainer.scenario.template import Template
from simtrainer.store.encounters import EncounterRow
from simtrainer.ui.context import UiContext
from simtrainer.ui.kit.banner import Banner
from simtrainer.ui.kit.button import Button
from simtrainer.ui.kit.card import Card, Panel
from simtrainer.ui.kit.chip import Chip, SortChip
from simtrainer.ui.kit.fields import SearchField
from simtrainer.ui.kit.layouts import FlowLayout, HBox, VBox, clear
from simtrainer.ui.kit.rows import RowHeader, RowView
from simtrainer.ui.kit.states import EmptyState, LoadingRows
from simtrainer.ui.kit.text import Label, page_title
from simtrainer.ui.kit.theme import theme
from simtrainer.ui.library_details import LibraryDetails
from simtrainer.ui.library_rows import (
    CHANNEL_NAMES,
    COLUMNS,
    LENGTH_NAMES,
    NARROW_COLUMNS,
    Filters,
    ago,
    row_of,
)

COMPACT = 720  # below this only what one needs to choose a case is shown
NARROW = 1100  # below this the details shrink and the specialty goes
_SORTS = [("recent", "Recent first"), ("title", "By title"), ("time", "Shortest first")]


class LibraryPage(QWidget):
    """Choose a case. ``case_chosen`` carries the template, a seed (or None) and the difficulty."""

    case_chosen = Signal(object, object, str)
    resume_wanted = Signal(int)
    set_aside_wanted = Signal(int)
    debrief_wanted = Signal(int)
    cases_added = Signal(list)
    sound_wanted = Signal()

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self._templates: dict[str, Template] = {}
        self._history: tuple[EncounterRow, ...] = ()
        self._narrow = False
        self._make_parts()
        self._lay_out()
        self._connect()

    def template(self, template_id: str) -> Template | None:
        return self._templates.get(template_id)

    # --- building

    def _make_parts(self) -> None:
        self.search = SearchField(tr("Search cases and skills"), key_hint="Ctrl F")
        self.add_button = Button(tr("Add cases"), icon="add")
        self.specialty = Chip(tr("Specialty"))
        self.channel = Chip(tr("Setting"), list(CHANNEL_NAMES.items()))
        self.length = Chip(tr("Length"), list(LENGTH_NAMES))
        self.level = Chip(tr("Level"))
        self._clear = Button(tr("Clear"), "quiet")
        self._count = Label("", size=13, role="quiet")
        self.sort = SortChip(tr("Order"), _SORTS)
        self._banners = VBox(space=8)
        self._header = RowHeader(tr("Case"), COLUMNS)
        self.list = RowView(tr("Cases"), columns=COLUMNS, tall=True)
        self._empty = EmptyState(tr("No case matches."), tr("Clear filters"))
        self._loading = LoadingRows(rows=6, tall=True)
        self._stack = QStackedWidget()
        self.details = LibraryDetails(self._context)

    def _lay_out(self) -> None:
        whole = HBox(self)
        left = VBox(space=12, margins=(24, 20, 20, 16))
        top = HBox(space=8)
        self._title = page_title(tr("Library"))
        top.addWidget(self._title)
        top.addStretch(1)
        self.search.setMaximumWidth(theme().px(320))
        top.addWidget(self.search, 2)
        top.addWidget(self.add_button)
        left.addLayout(top)
        left.addLayout(self._banners)
        left.addLayout(self._filter_row())
        card = Card()
        table = QWidget()
        column = VBox(table)
        column.addWidget(self._header)
        column.addWidget(self.list, 1)
        for page in (self._loading, table, self._empty):
            self._stack.addWidget(page)
        card.body.addWidget(self._stack, 1)
        left.addWidget(card, 1)
        whole.addLayout(left, 1)
        self._side = Panel("surface", edge="left")
        side = VBox(self._side)
        side.addWidget(self.details)
        whole.addWidget(self._side)
        self._set_side_width()

    def _filter_row(self) -> HBox:
        row = HBox(space=8)
        chips = FlowLayout(space=8)
        for chip in (self.specialty, self.channel, self.length, self.level, self._clear):
            chips.addWidget(chip)
        row.addLayout(chips, 1)
        row.addWidget(self._count)
        row.addWidget(self.sort)
        self._clear.setVisible(False)
        return row

    def _connect(self) -> None:
        for chip in (self.specialty, self.channel, self.length, self.level):
            chip.values_changed.connect(lambda _values: self._show_rows())
        self.search.edited.connect(lambda _text: self._show_rows())
        self.sort.value_changed.connect(lambda _value: self._show_rows())
        self._clear.clicked.connect(self._clear_filters)
        self._empty.acted.connect(self._clear_filters)
        self.add_button.clicked.connect(self._ask_for_files)
        self.list.current_changed.connect(self._show_details)
        self.list.opened.connect(lambda _key: self.details.start())
        self.details.started.connect(self.case_chosen)
        self.details.debrief_wanted.connect(self.debrief_wanted)
        QShortcut(QKeySequence.StandardKey.Find, self, self.search.edit.setFocus)
        theme().changed.connect(self._set_side_width)

    # --- what is shown

    def show_library(self, read: LibraryRead) -> None:
        first = not self._templates
        self._templates = {t.heading.id: t for t in read.templates}
        self._history = read.history
        specialties = sorted({t.heading.specialty for t in read.templates})
        levels = sorted({level for t in read.templates for level in t.heading.level})
        self.specialty.set_options([(name, name) for name in specialties])
        self.level.set_options([(name, name.capitalize()) for name in levels])
        self._show_banners(read)
        self._show_rows()
        if first and self.isVisible() and not self.search.text():
            self.list.setFocus()  # the list was not there when the page was

    def _show_banners(self, read: LibraryRead) -> None:
        clear(self._banners)
        for row in read.unfinished[:1]:
            self._banners.addWidget(self._resume_banner(row))
        if read.broken:
            self._banners.addWidget(_broken_banner([str(error) for error in read.broken]))
        if not self._context.settings.sound_offered and not read.unfinished:
            self._banners.addWidget(self._sound_banner())

    def _sound_banner(self) -> Banner:
        """At the first start: patients can be heard, and answered aloud."""
        banner = Banner(
            tr("It all happens on this computer, and typing always works, too."),
            title=tr("People can speak here, and you can answer aloud"),
            action=tr("Set up sound"),
            action_icon="mic",
            quiet_action=tr("Not now"),
        )
        banner.acted.connect(self.sound_wanted)
        for signal in (banner.acted, banner.declined):
            signal.connect(self._sound_answered)
            signal.connect(banner.hide)
        return banner

    def _sound_answered(self) -> None:
        context = self._context
        context.save_settings(context.settings.model_copy(update={"sound_offered": True}))

    def _resume_banner(self, row: EncounterRow) -> Banner:
        minutes, seconds = divmod(row.clock_ms // 1000, 60)
        where = f"{row.title} · {minutes} min {seconds} s · {ago(row.changed_at).lower()}"
        banner = Banner(
            f"{where}\n{tr('Every word and order was kept.')}",
            title=tr("{who} is still waiting for you").replace("{who}", row.person),
            role="patient",
            action=tr("Resume"),
            action_icon="play",
            quiet_action=tr("Set aside"),
        )
        banner.acted.connect(lambda: self.resume_wanted.emit(row.id))
        banner.declined.connect(lambda: self.set_aside_wanted.emit(row.id))
        return banner

    def _filters(self) -> Filters:
        return Filters(
            text=self.search.text(),
            specialties=self.specialty.values(),
            channels=self.channel.values(),
            lengths=self.length.values(),
            levels=self.level.values(),
        )

    def _show_rows(self) -> None:
        filters = self._filters()
        shown = [t for t in self._templates.values() if filters.let_through(t)]
        chosen = self.list.current_key()
        self.list.set_rows([row_of(t, self._history, self._narrow) for t in self._sorted(shown)])
        self._stack.setCurrentIndex(1 if shown else 2)
        self._clear.setVisible(filters.any)
        self._count.setText(self._count_words(len(shown)))
        keys = [t.heading.id for t in self._sorted(shown)]
        self.list.select(chosen if chosen in keys else keys[0] if keys else "")
        self._show_details(self.list.current_key())

    def _count_words(self, shown: int) -> str:
        total = len(self._templates)
        if shown == total:
            return tr("1 case") if total == 1 else tr("{n} cases").replace("{n}", str(total))
        return tr("{n} of {all} cases").replace("{n}", str(shown)).replace("{all}", str(total))

    def _sorted(self, templates: list[Template]) -> list[Template]:
        last = {row.template: row.id for row in reversed(self._history)}
        keys = {
            "recent": lambda t: (-last.get(t.heading.id, 0), t.heading.title),
            "title": lambda t: t.heading.title,
            "time": lambda t: (t.heading.station.minutes, t.heading.title),
        }
        return sorted(templates, key=keys[self.sort.value()])

    def _show_details(self, key: str) -> None:
        self.details.show_template(self._templates.get(key), self._history)

    def _clear_filters(self) -> None:
        for chip in (self.specialty, self.channel, self.length, self.level):
            chip.clear()
        self.search.clear()
        self._show_rows()

    def _ask_for_files(self) -> None:
        files, _kind = QFileDialog.getOpenFileNames(
            self, tr("Add cases"), "", tr("Cases (*.yaml *.yml)")
        )
        if files:
            self.cases_added.emit([Path(file) for file in files])

    # --- size and focus

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        # Not a focus proxy: Tab would then come in at the list, past the search and the filters.
        self.list.setFocus(reason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        narrow = event.size().width() < theme().px(NARROW)
        if narrow != self._narrow:
            self._narrow = narrow
            columns = NARROW_COLUMNS if narrow else COLUMNS
            self.list.set_columns(columns)
            self._header.set_columns(columns)
            self.specialty.setVisible(not narrow)
            self._show_rows()
        self._set_side_width()
        super().resizeEvent(event)

    def _set_side_width(self) -> None:
        width = theme().px(300 if self._narrow else 356)
        self._side.setFixedWidth(min(width, self.width() // 2))
        compact = self.width() < theme().px(COMPACT)  # at large zoom
        self._title.setVisible(not compact)
        self._count.setVisible(not compact)
        self.add_button.setText("" if compact else tr("Add cases"))
        self.add_button.setAccessibleName(tr("Add cases"))


def _broken_banner(sentences: list[str]) -> Banner:
    title = (
        tr("One case cannot be used")
        if len(sentences) == 1
        else tr("{n} cases cannot be used").replace("{n}", str(len(sentences)))
    )
    shown = "\n".join(sentences[:3])
    more = tr("\n… and {n} more").replace("{n}", str(len(sentences) - 3))
    return Banner(shown + (more if len(sentences) > 3 else ""), title=title, role="caution")
