"""What was found, beside the note, so that one can write from it."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLayout, QWidget

from simtrainer.encounter.events import ResultLine, TestResulted
from simtrainer.encounter.state import EncounterState
from simtrainer.i18n import tr
from simtrainer.scoring.hits import clock
from simtrainer.ui.kit.button import link
from simtrainer.ui.kit.card import Line, Scroll
from simtrainer.ui.kit.layouts import HBox, VBox
from simtrainer.ui.kit.text import Label, WrapLabel

# The arrow and the word carry what the weight shows.
_FLAGS = {
    "low": "▼ {} low",
    "high": "▲ {} high",
    "critical_low": "▼ {} very low",
    "critical_high": "▲ {} very high",
    "abnormal": "{} (abnormal)",
}


class Findings(QWidget):
    """``quoted`` carries the trainee's own notes when they want them in the note."""

    quoted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._scratch = ""
        column = VBox(self)
        self._scroll = Scroll(margins=(16, 12, 16, 16), space=8)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._scroll.setAccessibleName(tr("What you found"))
        column.addWidget(self._scroll)
        self._state: EncounterState | None = None

    def set_scratch(self, text: str) -> None:
        self._scratch = text.strip()
        if self._state is not None:
            self.show_state(self._state)

    def show_state(self, state: EncounterState) -> None:
        self._state = state
        _empty(self._scroll.body)
        self._add_scratch()
        readings = {reading.of: reading.text for reading in state.interpreted}
        results = (_result(r, readings.get(r.test, "")) for r in reversed(state.results))
        self._add_part(tr("Results"), results)
        self._add_waiting(state)
        found = (_said(e.at, e.name, e.finding) for e in reversed(state.examined))
        self._add_part(tr("Examination"), found)
        self._add_part(tr("Treatment"), _treatments(state))
        self._add_part(tr("Documents you read"), _documents(state))
        if self._scroll.body.count() == 0:
            words = tr("You have not examined, ordered or given anything.")
            self._scroll.body.addWidget(WrapLabel(words, role="second"))
        self._scroll.body.addStretch(1)

    def _add_scratch(self) -> None:
        if not self._scratch:
            return
        row = HBox(space=8)
        row.addWidget(Label(tr("Your notes"), weight=600))
        row.addStretch(1)
        adding = link(tr("Put into the note"))
        adding.clicked.connect(self._quote)
        row.addWidget(adding)
        self._scroll.body.addLayout(row)
        self._scroll.body.addWidget(WrapLabel(self._scratch, size=13))

    def _quote(self) -> None:
        self.quoted.emit(self._scratch)

    def _add_part(self, title: str, parts: Iterator[QWidget]) -> None:
        widgets = list(parts)
        if not widgets:
            return
        if self._scroll.body.count():
            self._scroll.body.addWidget(Line())
        self._scroll.body.addWidget(Label(title, weight=600))
        for widget in widgets:
            self._scroll.body.addWidget(widget)

    def _add_waiting(self, state: EncounterState) -> None:
        if state.pending_orders:
            names = ", ".join(order.name for order in state.pending_orders)
            words = tr("Not back yet: {names}").replace("{names}", names)
            self._scroll.body.addWidget(WrapLabel(words, size=13, role="quiet"))


def _result(result: TestResulted, reading: str) -> QWidget:
    whole = QWidget()
    column = VBox(whole, space=2)
    column.addWidget(_head(result.name, clock(result.taken_at)))
    for line in result.lines:
        column.addWidget(_line(line))
    if result.report:
        column.addWidget(WrapLabel(result.report, size=13, role="second"))
    if reading:
        column.addWidget(WrapLabel(f"{tr('You read it as')}: {reading}", size=13))
    elif result.ecg:
        words = tr("A tracing; you wrote down no reading.")
        column.addWidget(WrapLabel(words, size=13, role="quiet"))
    return whole


def _head(name: str, time: str) -> QWidget:
    whole = QWidget()
    row = HBox(whole, space=8)
    row.addWidget(WrapLabel(name, size=13, weight=500), 1)
    row.addWidget(Label(time, size=12, role="quiet"), 0, Qt.AlignmentFlag.AlignTop)
    return whole


def _line(line: ResultLine) -> QWidget:
    whole = QWidget()
    row = HBox(whole, space=8)
    row.addWidget(WrapLabel(line.name, size=13, role="second"), 1)
    value = f"{line.text} {line.unit}".strip()
    words = _FLAGS[line.flag].format(value) if line.flag else value
    row.addWidget(WrapLabel(words, size=13, weight=600 if line.flag else 400), 1)
    usual = Label(line.usual, size=12, role="quiet")
    usual.setToolTip(tr("Usual range"))
    row.addWidget(usual)
    whole.setAccessibleName(f"{line.name}: {words}. {tr('Usual')}: {line.usual}")
    return whole


def _said(at: int, name: str, text: str) -> QWidget:
    whole = QWidget()
    column = VBox(whole, space=2)
    column.addWidget(_head(name, clock(at)))
    column.addWidget(WrapLabel(text, size=13, role="second"))
    return whole


def _treatments(state: EncounterState) -> Iterator[QWidget]:
    for running in state.treatments:
        given = running.started
        stopped = f", {tr('stopped at')} {clock(running.stopped_ms)}" if running.stopped_ms else ""
        yield _said(given.at, given.name, f"{running.dose:g} {given.unit}, {given.route}{stopped}")
    for order in state.prescribed:
        yield _said(order.at, order.name, tr("Prescribed. {text}").replace("{text}", order.text))
    for done in state.procedures:
        yield _said(done.at, done.name, done.text)


def _documents(state: EncounterState) -> Iterator[QWidget]:
    for key in state.documents_read:
        document = state.case.body.documents.get(key)
        if document is not None:
            yield WrapLabel(document.title, size=13, weight=500)
            yield WrapLabel(document.text, size=13, role="second")


def _empty(layout: QLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if isinstance(item, QLayout):
            _empty(item)
        elif (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
