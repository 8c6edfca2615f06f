"""Treating: drugs, fluids, oxygen, procedures and calls in one search, each with its form."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from simtrainer.encounter import naming
from simtrainer.encounter.state import EncounterState
from simtrainer.i18n import tr, trn
from simtrainer.scenario.catalogue import catalogue
from simtrainer.ui.encounter.do_form import CallForm, ProcedureForm
from simtrainer.ui.encounter.give_form import GiveForm
from simtrainer.ui.encounter.grouped import GroupedRows
from simtrainer.ui.encounter.words import name_of, sentence, span
from simtrainer.ui.kit.card import Line
from simtrainer.ui.kit.fields import SearchField
from simtrainer.ui.kit.layouts import VBox
from simtrainer.ui.kit.rows import Cell, Column, Row
from simtrainer.ui.kit.text import Label
from simtrainer.ui.kit.tokens import Space, Type

_COLUMNS = (Column("", 84, right=True),)
_DRUG_GROUPS = {
    "oxygen": "Oxygen",
    "fluid": "Fluids and salts",
    "drug": "Medicines",
    "blood_product": "Blood and blood products",
}
_ICONS = {"oxygen": "lungs", "fluid": "drip", "drug": "pill", "blood_product": "drop"}
_DRUG, _PROCEDURE, _CALL = "drug:", "procedure:", "call:"


class TreatTab(QWidget):
    """``asked`` carries what is given, done and called."""

    asked = Signal(object)

    def __init__(self, key_hint: str) -> None:
        super().__init__()
        self._state: EncounterState | None = None
        column = VBox(self)
        top = VBox(space=Space.S, margins=(16, 12, 16, 10))
        self.search = SearchField(tr("Search treatments and people"), key_hint=key_hint)
        top.addWidget(self.search)
        self._count = Label("", size=Type.SECOND, role="second")
        self._count.hide()
        top.addWidget(self._count)
        column.addLayout(top)
        column.addWidget(Line())
        self.rows = GroupedRows(tr("Treatments"), self._row, _COLUMNS)
        self.give, self.procedure, self.call = GiveForm(), ProcedureForm(), CallForm()
        self.stack = QStackedWidget()
        for page in (self.rows, self.give, self.procedure, self.call):
            self.stack.addWidget(page)
        column.addWidget(self.stack, 1)
        self._connect()

    def _connect(self) -> None:
        self.search.edited.connect(self._find)
        self.search.submitted.connect(self._take_first)
        self.rows.chosen.connect(self.open_form)
        self.rows.clicked.connect(self._clicked)
        for form in (self.give, self.procedure, self.call):
            form.asked.connect(self.asked)
            form.closed.connect(self.show_list)

    # --- showing

    def show_case(self, state: EncounterState) -> None:
        self._state = state
        book = catalogue()
        groups: list[tuple[str, list[str]]] = []
        for kind, words in _DRUG_GROUPS.items():
            drugs = sorted((d.name, d.id) for d in book.drugs.values() if d.kind == kind)
            groups.append((tr(words), [_DRUG + key for _, key in drugs]))
        groups.append((tr("Procedures"), [_PROCEDURE + key for key in book.procedures]))
        own = [p.key for p in state.case.body.people if p.arrives is None]
        groups.append((tr("Call someone"), [_CALL + key for key in [*own, *book.calls]]))
        self.search.set_text("")
        self.rows.set_groups([group for group in groups if group[1]])
        self.show_list(focus=False)
        self.show_state(state)

    def show_state(self, state: EncounterState) -> None:
        self._state = state
        if self.stack.currentWidget() is self.give:
            self.give.show_state(state)

    def _row(self, key: str) -> Row:
        kind, name = key.split(":", 1)
        book = catalogue()
        if kind == "drug":
            drug = book.drugs[name]
            words = sentence(drug.drug_class.replace("_", " "))
            shown = naming.name_of(drug, "en-US" if self._american() else "en-GB")
            return Row(key, shown, words, _ICONS[drug.kind], "accent", (Cell(),))
        if kind == "procedure":
            done = book.procedures[name]
            cells = (Cell(span(done.seconds / 60)),)
            return Row(key, done.name, "", "hand", "accent", cells)
        target = book.calls.get(name)
        locale = "en-US" if self._american() else "en-GB"
        title = name_of(self._state.case, name, locale) if self._state else name
        second = target.name if target and target.name != title else ""
        arrives = span(target.arrive) if target and target.arrive else ""
        return Row(key, title, second, "phone", "accent", (Cell(arrives),))

    def _american(self) -> bool:
        return self._state is not None and self._state.locale == "en-US"

    def _find(self, text: str) -> None:
        wanted = text.strip()
        if self.stack.currentWidget() is not self.rows:
            self.show_list(focus=False)
        found = self._found(wanted) if wanted else []
        self.rows.show_found(found if wanted else None)
        self._count.setVisible(bool(wanted))
        words = trn("{count} matches", "{count} match", len(found))
        self._count.setText(f"{words} “{wanted}”" if found else tr("Nothing matches. Try a part."))

    def _found(self, wanted: str) -> list[str]:
        book = catalogue()
        hits = book.search("drug", wanted, 25) + book.search("procedure", wanted, 15)
        hits += book.search("call", wanted, 15)
        hits.sort(key=lambda hit: -hit.score)
        return [f"{hit.kind}:{hit.id}" for hit in hits]

    def _take_first(self, _text: str) -> None:
        if self.rows.rows_model.rows and self.search.text().strip():
            self.rows.select(self.rows.rows_model.rows[0].key)
            self.rows.setFocus()

    # --- list and forms

    def _clicked(self) -> None:
        if self.rows.entry():
            self.open_form(self.rows.entry())

    def open_form(self, key: str) -> None:
        """The form for an entry such as ``drug:aspirin``."""
        state = self._state
        if state is None:
            return
        self._count.hide()
        kind, name = key.split(":", 1)
        if kind == "drug":
            self.give.open(catalogue().drugs[name], state)
            self.stack.setCurrentWidget(self.give)
            self.give.dose.setFocus()
        elif kind == "procedure":
            self.procedure.open(name, state)
            self.stack.setCurrentWidget(self.procedure)
            self.procedure.bar.main.setFocus()
        else:
            self.call.open(name, state)
            self.stack.setCurrentWidget(self.call)
            self.call.words.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.stack.currentWidget() is not self.rows:
            self.show_list()
            return
        super().keyPressEvent(event)

    def show_list(self, focus: bool = True) -> None:
        self.stack.setCurrentWidget(self.rows)
        self._count.setVisible(bool(self.search.text().strip()))
        if focus and self.isVisible():
            self.rows.setFocus()
