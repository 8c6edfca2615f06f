"""Ordering tests: several at once, with when they were ordered and how long they take."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from simtrainer.encounter import actions as ac
from simtrainer.encounter.naming import name_of
from simtrainer.encounter.state import EncounterState
from simtrainer.i18n import tr, trn
from simtrainer.scenario.catalogue import Test, catalogue
from simtrainer.ui.encounter.action_bar import ActionBar
from simtrainer.ui.encounter.grouped import GroupedRows
from simtrainer.ui.encounter.words import clock, helpers, span
from simtrainer.ui.kit.card import Line
from simtrainer.ui.kit.fields import SearchField
from simtrainer.ui.kit.layouts import VBox
from simtrainer.ui.kit.rows import Cell, Column, Row
from simtrainer.ui.kit.text import Label
from simtrainer.ui.kit.tokens import Space, Type

GROUPS = {
    "bedside": "At the bedside",
    "blood": "Blood",
    "gas": "Blood gases",
    "urine": "Urine",
    "microbiology": "Microbiology",
    "imaging": "Imaging",
    "cardiac": "Heart",
    "endoscopy": "Endoscopy",
    "csf": "Spinal fluid",
    "other": "Other",
}
_COLUMNS = (Column("", 84, right=True),)


class TestsTab(QWidget):
    """``asked`` carries the orders, one for each ticked test."""

    __test__ = False  # not a test, whatever pytest thinks of the name
    asked = Signal(object)

    def __init__(self, key_hint: str) -> None:
        super().__init__()
        self._state: EncounterState | None = None
        self._ticked: list[str] = []
        column = VBox(self)
        top = VBox(space=Space.S, margins=(16, 12, 16, 10))
        self.search = SearchField(tr("Search tests"), key_hint=key_hint)
        top.addWidget(self.search)
        self._count = Label("", size=Type.SECOND, role="second")
        top.addWidget(self._count)
        column.addLayout(top)
        column.addWidget(Line())
        self.rows = GroupedRows(tr("Tests"), self._row, _COLUMNS)
        column.addWidget(self.rows, 1)
        self.bar = ActionBar(tr("Clear"))
        column.addWidget(self.bar)
        self.search.edited.connect(self._find)
        self.search.submitted.connect(self._take_first)
        self.rows.ticked.connect(self._tick)
        self.rows.chosen.connect(self._open)
        self.bar.linked.connect(self.clear)
        self.bar.done.connect(self._order)
        self.bar.delegated.connect(self._delegate)

    # --- showing

    def show_case(self, state: EncounterState) -> None:
        self._state = state
        self._ticked = []
        groups: dict[str, list[str]] = {name: [] for name in GROUPS}
        for test in catalogue().tests.values():
            if self._suits(test):
                groups.setdefault(test.group, []).append(test.id)
        named = [(tr(GROUPS.get(name, name)), keys) for name, keys in groups.items() if keys]
        self.search.set_text("")
        self.rows.set_groups(named, opened=[tr(GROUPS["bedside"])])
        self._say_count("", 0)
        self._show_ticked()
        self.show_state(state)

    def show_state(self, state: EncounterState) -> None:
        before, self._state = self._state, state
        self.bar.set_helpers(helpers(state))
        if before is None or before.orders != state.orders or before.results != state.results:
            self.rows.refresh()

    def _suits(self, test: Test) -> bool:
        sex = self._state.case.patient.sex if self._state else None
        return test.sex is None or test.sex == sex

    def _row(self, key: str) -> Row:
        test = catalogue().tests[key]
        name = name_of(test, self._state.locale) if self._state else test.name
        second = self._ordered(key) or ", ".join(test.also[:2])
        minutes = test.result_minutes + test.take_seconds / 60
        ticked = key in self._ticked
        return Row(key, name, second, cells=(Cell(span(minutes)),), checked=ticked)

    def _ordered(self, key: str) -> str:
        """``ordered at 06:30``, ``back at 08:31``, or empty."""
        state = self._state
        if state is None:
            return ""
        back = next((r for r in reversed(state.results) if r.test == key), None)
        last = next((o for o in reversed(state.orders) if o.test == key), None)
        if last is None:
            return ""
        if back is not None and back.order == last.order:
            return f"{tr('back since')} {clock(back.at)}"
        return f"{tr('ordered at')} {clock(last.at)}"

    def _find(self, text: str) -> None:
        wanted = text.strip()
        hits = catalogue().search("test", wanted, 60) if wanted else []
        found = [hit.id for hit in hits if self._suits(catalogue().tests[hit.id])]
        self.rows.show_found(found if wanted else None)
        self._say_count(wanted, len(found))

    def _say_count(self, wanted: str, found: int) -> None:
        self._count.setVisible(bool(wanted))
        words = trn("{count} test matches", "{count} tests match", found)
        none = tr("No test matches. Try a part of its name.")
        self._count.setText(f"{words} “{wanted}”" if found else none)

    def _take_first(self, _text: str) -> None:
        if self.rows.rows_model.rows and self.search.text().strip():
            self.rows.select(self.rows.rows_model.rows[0].key)
            self.rows.setFocus()

    # --- choosing and ordering

    def _tick(self, key: str, on: bool) -> None:
        self._ticked = [each for each in self._ticked if each != key] + ([key] if on else [])
        self._show_ticked()

    def _open(self, key: str) -> None:
        """Enter on a test orders what is ticked, or this one when nothing is."""
        if not self._ticked:
            self._tick(key, True)
        self._order()

    def clear(self) -> None:
        self._ticked = []
        self.rows.refresh()
        self._show_ticked()

    def _show_ticked(self) -> None:
        count = len(self._ticked)
        self.bar.set_words(f"{count} {tr('chosen')}" if count else tr("Tick some"))
        self.bar.link.setVisible(bool(count))
        words = trn("Order {count} test", "Order {count} tests", count)
        self.bar.set_main(words if count else tr("Order"), bool(count))

    def _order(self) -> None:
        for key in self._ticked:
            self.asked.emit(ac.OrderTest(test=key))
        self.clear()

    def _delegate(self, to: str) -> None:
        for key in self._ticked:
            self.asked.emit(ac.Delegate(to=to, task=ac.OrderTest(test=key)))
        self.clear()
