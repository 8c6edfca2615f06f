"""What came back, newest first: results, findings, documents, and what is running."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from simtrainer.encounter import actions as ac
from simtrainer.encounter.state import EncounterState
from simtrainer.i18n import tr
from simtrainer.ui.encounter import reading, seeing
from simtrainer.ui.encounter.result_block import Block
from simtrainer.ui.encounter.running import RunningRow, running_now
from simtrainer.ui.encounter.words import clock
from simtrainer.ui.kit.bars import ProgressRow
from simtrainer.ui.kit.card import Panel, Scroll
from simtrainer.ui.kit.layouts import HBox, VBox
from simtrainer.ui.kit.tags import Tag
from simtrainer.ui.kit.text import Label
from simtrainer.ui.kit.tokens import Space, Type


class ResultsView(QWidget):
    """``asked`` carries readings, stops and changes. The section that fits the tab comes first."""

    asked = Signal(object)
    new_changed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._state: EncounterState | None = None
        self._seen: set[str] = set()
        self._blocks: dict[str, Block] = {}
        outer = VBox(self)
        self._scroll = Scroll()
        outer.addWidget(self._scroll)
        self._scroll.body.addStretch(1)
        self._sections = {
            "running": _Section(tr("Running now")),
            "results": _Section(tr("Results")),
            "findings": _Section(tr("Findings")),
            "documents": _Section(tr("To read")),
        }
        self._pending: dict[str, ProgressRow] = {}
        self._documents: list[tuple[str, bool]] = []
        self.set_first("tests")
        self.setAccessibleName(tr("Results"))
        self._scroll.setAccessibleName(tr("Results"))

    # --- showing

    def show_case(self, state: EncounterState) -> None:
        """Begin with this encounter; what came back before was seen before."""
        for section in self._sections.values():
            section.empty()
        self._blocks, self._pending, self._documents = {}, {}, []
        self._seen = {result.order for result in state.results}
        self._state = None
        self.show_state(state)

    def show_state(self, state: EncounterState) -> None:
        before, self._state = self._state, state
        if before is None or before.results != state.results:
            self._show_results(state)
        if before is None or before.examined != state.examined:
            self._show_findings(state)
        self._show_documents(state)
        self._show_pending(state)
        self._show_running(state)
        for key in ("running", "findings", "documents"):
            section = self._sections[key]
            wanted = key == self._first or (key == "running" and not section.is_bare)
            section.setVisible(not section.is_bare or wanted)

    def set_first(self, tab: str) -> None:
        """What goes with the open tab comes first: running for treat, findings for examine."""
        self._first = {"treat": "running", "examine": "findings"}.get(tab, "results")
        self._arrange()

    def _arrange(self) -> None:
        """Unread documents on top, then what goes with the tab, then the rest."""
        unread = ["documents"] if self.unread_count else []
        order = [*unread, self._first, "results", "running", "findings", "documents"]
        body = self._scroll.body
        for place, key in enumerate(dict.fromkeys(order)):
            # Not takeAt: an item taken but alive would keep the old height of its section.
            body.removeWidget(self._sections[key])
            body.insertWidget(place, self._sections[key])
        for key in ("findings", "running"):
            section = self._sections[key]
            section.setVisible(key == self._first or not section.is_bare)

    def mark_seen(self) -> None:
        """The trainee goes on after having had the results before them."""
        if self._state is None or not self.isVisible():
            return
        self._seen = {result.order for result in self._state.results}
        for block in self._blocks.values():
            block.set_new(False)
        self._tell_new()

    @property
    def new_count(self) -> int:
        state = self._state
        return sum(r.order not in self._seen for r in state.results) if state else 0

    @property
    def unread_count(self) -> int:
        return sum(not was_read for _, was_read in self._documents)

    def document_keys(self) -> list[str]:
        """The documents that can be read now."""
        return [key for key, _ in self._documents]

    def running_rows(self) -> list[RunningRow]:
        """The treatments that run now."""
        entries = self._sections["running"].entries()
        return [row for row in entries if isinstance(row, RunningRow)]

    def _tell_new(self) -> None:
        self._sections["results"].set_new(self.new_count)
        self.new_changed.emit(self.new_count + self.unread_count)

    def _show_results(self, state: EncounterState) -> None:
        section = self._sections["results"]
        for result in state.results:
            if result.order in self._blocks:
                continue
            block = Block(
                result.order, result.name, clock(result.at), tr("Read") if result.ecg else ""
            )
            block.add_lines(result.lines)
            if result.ecg:
                block.add_text(tr("A tracing to read"))
            for text in (result.report, result.picture):
                if text:
                    block.add_text(text)
            block.set_new(result.order not in self._seen)
            block.opened.connect(self.open_result)
            self._blocks[result.order] = block
            section.add_first(block)
        self._tell_new()

    def _show_pending(self, state: EncounterState) -> None:
        section = self._sections["results"]
        waiting = {order.order: order for order in state.pending_orders}
        for key in [key for key in self._pending if key not in waiting]:
            section.remove(self._pending.pop(key))
        for key, order in waiting.items():
            whole = max(order.due_at - order.at, 1)
            share = min((state.clock_ms - order.at) / whole, 1.0)
            due = f"{tr('due')} {clock(order.due_at)}"
            if key in self._pending:
                self._pending[key].set_progress(share, due)
            else:
                self._pending[key] = ProgressRow(order.name, share, due)
                section.add_last(self._pending[key])
        section.set_empty_words("" if state.results or waiting else tr("Nothing ordered yet."))

    def _show_findings(self, state: EncounterState) -> None:
        section = self._sections["findings"]
        for at in range(len(section.entries()), len(state.examined)):
            found = state.examined[at]
            block = Block(str(at), found.name, clock(found.at))
            block.add_text(found.finding, lines=0)
            block.opened.connect(self._open_finding)
            section.add_first(block)
        section.set_empty_words("" if state.examined else tr("Nothing examined yet."))

    def _show_documents(self, state: EncounterState) -> None:
        section = self._sections["documents"]
        now = [(key, key in state.documents_read) for key in seeing.documents_at_hand(state)]
        if now == self._documents:
            return
        self._documents = now
        section.empty()
        for key, was_read in now:
            block = Block(key, state.case.body.documents[key].title, "", tr("Read"))
            block.set_new(not was_read)
            block.opened.connect(self.open_document)
            section.add_last(block)
        section.set_new(self.unread_count)
        self._arrange()
        self._tell_new()

    def _show_running(self, state: EncounterState) -> None:
        section = self._sections["running"]
        now = running_now(state)
        rows = self.running_rows()
        if rows and [row.treatment for row in rows] == now:
            for row in rows:
                row.show_time(state)
            return
        section.empty()
        for running in now:
            row = RunningRow(running, state)
            row.asked.connect(self.asked)
            section.add_last(row)
        section.set_empty_words("" if now else tr("Nothing is running."))

    # --- opening

    def open_result(self, order: str) -> None:
        """Open a result large; an order without one opens nothing."""
        state = self._state
        result = next((r for r in state.results if r.order == order), None) if state else None
        if state is None or result is None:
            return
        self._seen.add(order)
        self._blocks[order].set_new(False)
        self._tell_new()
        self._open(reading.of_result(self.window(), result, state))

    def _open_finding(self, at: str) -> None:
        if self._state is not None:
            found = self._state.examined[int(at)]
            self._open(reading.of_finding(self.window(), found, self._state))

    def open_document(self, key: str) -> None:
        """Read a document; the first time is an action and takes case time."""
        state = self._state
        if state is None:
            return
        if key not in state.documents_read and state.phase == "running":
            self.asked.emit(ac.ReadDocument(document=key))
        document = state.case.body.documents[key]
        self._open(reading.of_document(self.window(), key, document, state))

    def _open(self, dialog: reading.ReadingDialog) -> None:
        dialog.read.connect(self.asked)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """Go to the newest thing here."""
        section = self._sections[self._first]
        entries = section.entries() or self._sections["results"].entries()
        target = next((e for e in entries if e.focusPolicy() & Qt.FocusPolicy.TabFocus), None)
        (target or self._scroll).setFocus(reason)


class _Section(QWidget):
    """A heading with rows under it."""

    def __init__(self, title: str) -> None:
        super().__init__()
        column = VBox(self)
        head = Panel("", edge="bottom")
        row = HBox(head, space=Space.S, margins=(16, 9))
        row.addWidget(Label(title, weight=600))
        self._new = Tag("", "count")
        self._new.hide()
        row.addWidget(self._new)
        row.addStretch(1)
        column.addWidget(head)
        self._rows = VBox()
        column.addLayout(self._rows)
        self._bare = Label("", size=Type.SECOND, role="second")
        self._bare.setContentsMargins(16, 9, 16, 9)
        self._bare.hide()
        column.addWidget(self._bare)

    @property
    def is_bare(self) -> bool:
        return self._rows.count() == 0

    def entries(self) -> list[QWidget]:
        items = [self._rows.itemAt(at) for at in range(self._rows.count())]
        return [widget for item in items if item and (widget := item.widget())]

    def add_first(self, widget: QWidget) -> None:
        self._rows.insertWidget(0, widget)

    def add_last(self, widget: QWidget) -> None:
        self._rows.addWidget(widget)

    def remove(self, widget: QWidget) -> None:
        self._rows.removeWidget(widget)
        widget.hide()
        widget.deleteLater()

    def empty(self) -> None:
        for widget in self.entries():
            self.remove(widget)

    def set_empty_words(self, words: str) -> None:
        self._bare.setText(words)
        self._bare.setVisible(bool(words))

    def set_new(self, count: int) -> None:
        self._new.set_text(f"{count} {tr('new')}")
        self._new.setVisible(bool(count))
