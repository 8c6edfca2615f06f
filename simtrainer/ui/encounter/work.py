"""The right column: examine, test and treat in tabs, what came back below or in a tab."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from simtrainer.encounter import events as ev
from simtrainer.encounter.state import EncounterState
from simtrainer.i18n import tr
from simtrainer.ui.encounter.examine_tab import ExamineTab
from simtrainer.ui.encounter.results_view import ResultsView
from simtrainer.ui.encounter.scratch import Scratch
from simtrainer.ui.encounter.tests_tab import TestsTab
from simtrainer.ui.encounter.treat_tab import TreatTab
from simtrainer.ui.kit.card import Card
from simtrainer.ui.kit.choice import TabBar
from simtrainer.ui.kit.layouts import VBox
from simtrainer.ui.kit.tokens import Space

_SHARES = (42, 30, 20)  # of the height: tabs, results, notes


class WorkPane(QWidget):
    """``asked`` carries every action of the tabs and of the results."""

    asked = Signal(object)

    def __init__(self, key_of: Callable[[str], str]) -> None:
        super().__init__()
        column = VBox(self, space=Space.M)
        self.tabs = TabBar(
            tr("Work"),
            [
                ("talk", tr("Talk"), "speech"),
                ("examine", tr("Examine"), "stethoscope"),
                ("tests", tr("Tests"), "flask"),
                ("treat", tr("Treat"), "syringe"),
                ("results", tr("Results"), "document"),
            ],
        )
        self.examine = ExamineTab(_hint(key_of("examine")))
        self.tests = TestsTab(_hint(key_of("tests")))
        self.treat = TreatTab(_hint(key_of("treat")))
        self.results = ResultsView()
        self.scratch = Scratch()
        self._stack = QStackedWidget()
        self._pages: dict[str, QWidget] = {}
        for key, page in (
            ("examine", self.examine),
            ("tests", self.tests),
            ("treat", self.treat),
        ):
            self.host(key, page)
        self._card = Card()
        self._card.body.addWidget(self.tabs)
        self._card.body.addWidget(self._stack, 1)
        self._below = Card()
        self._below.setAccessibleName(tr("Results"))
        self._below.body.addWidget(self.results)
        parts = (self._card, self._below, self.scratch)
        for widget, share in zip(parts, _SHARES, strict=True):
            column.addWidget(widget, share)
        for source in (self.examine, self.tests, self.treat, self.results):
            source.asked.connect(self.asked)
        self.tabs.chosen.connect(self.open_tab)
        self.results.new_changed.connect(self._count_new)
        self._talk_hosted = self._results_hosted = False
        self._arrange_tabs()
        self.open_tab("examine")

    # --- what is where

    def host(self, key: str, page: QWidget) -> None:
        """Show ``page`` under the tab ``key``."""
        self._pages[key] = page
        self._stack.addWidget(page)

    def release(self, key: str) -> None:
        """The page of ``key`` is shown elsewhere; its tab goes."""
        page = self._pages.pop(key, None)
        if page is not None:
            self._stack.removeWidget(page)

    def set_results_hosted(self, hosted: bool) -> None:
        """Results as a tab (in a narrow window), or below."""
        if hosted == ("results" in self._pages):
            return
        if hosted:
            self.host("results", self.results)
        else:
            self.release("results")
            self._below.body.addWidget(self.results)
            self.results.show()
        self._below.setVisible(not hosted)
        self.tabs.show_icons(not hosted)
        self._arrange_tabs()

    def set_talk_hosted(self, page: QWidget, hosted: bool) -> None:
        """The conversation as a tab (in a very narrow window), or in its own column."""
        if hosted == ("talk" in self._pages):
            return
        if hosted:
            self.host("talk", page)
        else:
            self.release("talk")
        self.tabs.row.rescale_with(space=0 if hosted else 4, margins=(4 if hosted else 16, 0))
        self._arrange_tabs()
        self.open_tab("talk" if hosted else self.tabs.value())

    def _arrange_tabs(self) -> None:
        for key in ("talk", "results"):
            self.tabs.set_tab_visible(key, key in self._pages)
        if self.tabs.value() not in self._pages:
            self.open_tab("examine")

    # --- showing

    def show_case(self, state: EncounterState, encounter: int, notes: str) -> None:
        for part in (self.examine, self.tests, self.treat, self.results):
            part.show_case(state)
        self.scratch.open_for(encounter, notes)
        self.open_tab("talk" if "talk" in self._pages else "examine")

    def happened(self, state: EncounterState, _events: Sequence[ev.Event]) -> None:
        for part in (self.examine, self.tests, self.treat, self.results):
            part.show_state(state)

    def _count_new(self, count: int) -> None:
        self.tabs.set_count("results", count or None)

    # --- tabs

    def open_tab(self, key: str) -> None:
        if key not in self._pages:
            return
        self.tabs.set_value(key)
        self._stack.setCurrentWidget(self._pages[key])
        if key in ("examine", "tests", "treat"):
            self.results.set_first(key)

    def go_to(self, key: str) -> None:
        """Open a tab and put the keyboard where one begins there."""
        if key == "results":
            self.open_tab("results")
            self.results.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        self.open_tab(key)
        page = self._pages.get(key)
        if isinstance(page, ExamineTab | TestsTab | TreatTab):
            page.search.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
            page.search.edit.selectAll()

    def current(self) -> str:
        return self.tabs.value()


def _hint(key: str) -> str:
    """A key as it is shown inside a field: ``Ctrl 3``."""
    return key.replace("+", " ")
