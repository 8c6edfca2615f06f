"""All items that an examiner marks, as a list with what is decided so far."""

from __future__ import annotations

from PySide6.QtCore import Signal

from simtrainer.i18n import tr
from simtrainer.reports.words import DOMAIN_NAMES, VERDICT_NAMES
from simtrainer.scenario.rubric import Item
from simtrainer.ui.debrief.examiner import Examining
from simtrainer.ui.kit.rows import Cell, Column, Row, RowView
from simtrainer.ui.kit.tags import VERDICTS, Verdict


class ItemsToMark(RowView):
    """``wanted`` carries the place of the item that the user goes to."""

    wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__(tr("Items"), columns=[Column(tr("Your verdict"), 118)])
        self._own: Examining | None = None
        self._quiet = False
        self.current_changed.connect(self._went)

    def show_items(self, own: Examining) -> None:
        self._own, self._quiet = own, True
        self.set_rows([self._row(item) for item in own.items])
        self._quiet = False

    def refresh(self, item: str) -> None:
        """Show what is decided on this item by now."""
        if self._own is not None:
            self.replace_row(self._row(next(one for one in self._own.items if one.id == item)))

    def select_place(self, place: int) -> None:
        """Select without ``wanted``."""
        if self._own is not None:
            self._quiet = True
            self.select(self._own.items[place].id)
            self._quiet = False

    def _went(self, key: str) -> None:
        if self._own is not None and key and not self._quiet:
            places = [at for at, item in enumerate(self._own.items) if item.id == key]
            self.wanted.emit(places[0])

    def _row(self, item: Item) -> Row:
        assert self._own is not None
        decision = self._own.decision(item.id)
        domain = tr(DOMAIN_NAMES[item.domain])
        second = f"{domain} · {tr('must do')}" if item.must else domain
        if decision.verdict is None:
            return Row(item.id, item.text, second, "more", "quiet", (Cell(tr("Open")),))
        key: Verdict = decision.verdict.replace(" ", "_")  # type: ignore[assignment]
        icon, role, _word = VERDICTS[key]
        if self._own.needs_reason(item.id):
            note = tr("reason missing")
        else:
            note = tr("changed") if not self._own.blinded and self._own.differs(item.id) else ""
        cell = Cell(tr(VERDICT_NAMES[decision.verdict]), note, bold=bool(note), role=role)
        return Row(item.id, item.text, second, icon, role, (cell,))
