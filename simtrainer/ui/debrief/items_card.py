"""The tabs at the right of the debrief: items by verdict, the expert's path, the note."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from simtrainer.encounter import events as ev
from simtrainer.i18n import tr
from simtrainer.scoring.hits import clock
from simtrainer.scoring.scorecard import ItemResult
from simtrainer.ui.debrief.items import EventLink, ItemView
from simtrainer.ui.debrief.piecemeal import Piecemeal
from simtrainer.ui.debrief.reading import OURS, Debrief, short
from simtrainer.ui.kit.card import Card, Facts, Line, Scroll
from simtrainer.ui.kit.choice import TabBar
from simtrainer.ui.kit.layouts import HBox, VBox
from simtrainer.ui.kit.text import Label, WrapLabel, note

SLICE_MS = 8  # placing what is made in it takes about twice as long again
_TABS = (
    ("not_met", "Not met"),
    ("partly", "Partly"),
    ("all", "All"),
    ("path", "Expert's path"),
    ("note", "Note"),
)


class ItemsCard(Card):
    """``item_chosen`` carries an item's id, ``event_wanted`` an event to see.

    ``transcript_tab`` is the first tab where the window is too narrow for both.
    """

    item_chosen = Signal(str)
    event_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        tabs = [("transcript", tr("Transcript")), *((key, tr(label)) for key, label in _TABS)]
        self.tabs = TabBar(tr("Marks"), tabs)
        self.tabs.set_tab_visible("transcript", False)
        self.tabs.chosen.connect(self._show_tab)
        self.body.addWidget(self.tabs)
        self._stack = QStackedWidget()
        self.body.addWidget(self._stack, 1)
        self._pages: dict[str, QWidget] = {}
        self._views: list[ItemView] = []
        self._pieces = Piecemeal(self, SLICE_MS)
        self._debrief: Debrief | None = None
        self.chosen_item = ""

    # --- filling

    def clear(self) -> None:
        """Show nothing but the transcript, if it is here."""
        self._pieces.stop()
        self._debrief, self.chosen_item, self._views = None, "", []
        for key, page in list(self._pages.items()):
            if key != "transcript":
                self._stack.removeWidget(page)
                page.deleteLater()
                del self._pages[key]

    def show_debrief(self, debrief: Debrief) -> None:
        """Show the tab in front; the others are made when they are first opened."""
        self.clear()
        self._debrief = debrief
        not_met = debrief.with_verdict("not met")
        partly = debrief.with_verdict("partly")
        self.tabs.set_count("not_met", len(not_met))
        self.tabs.set_count("partly", len(partly))
        self.tabs.set_count("all", len(debrief.card.items))
        if self.tabs.value() != "transcript":
            self._open_tab("not_met" if not_met else "partly" if partly else "all")

    @property
    def busy(self) -> bool:
        """Whether more is still to be shown."""
        return self._pieces.busy

    def _made(self, key: str, debrief: Debrief) -> QWidget:
        match key:
            case "not_met":
                none = tr("Nothing that was judged is missing.")
                return self._items(debrief.with_verdict("not met"), none)
            case "partly":
                return self._items(
                    debrief.with_verdict("partly"), tr("Nothing was done by halves.")
                )
            case "all":
                return self._all(debrief)
            case "path":
                return _path(debrief)
            case _:
                return _note(debrief)

    def take_transcript(self, transcript: QWidget) -> None:
        """Show the transcript as the first tab."""
        self._add_page("transcript", transcript)
        self.tabs.set_tab_visible("transcript", True)
        self._open_tab("transcript")

    def give_transcript(self) -> None:
        """Let go of the transcript, which has a place of its own again."""
        page = self._pages.pop("transcript", None)
        if page is not None:
            self._stack.removeWidget(page)
        self.tabs.set_tab_visible("transcript", False)
        if self.tabs.value() == "transcript":
            self._open_tab("not_met")

    def _add_page(self, key: str, page: QWidget) -> None:
        self._pages[key] = page
        self._stack.addWidget(page)

    def _items(
        self, items: list[ItemResult], when_none: str, last: QWidget | None = None
    ) -> Scroll:
        """The first items at once, the rest piece by piece, and below them ``last``."""
        scroll = Scroll()
        if not items:
            holder = VBox(margins=16)
            holder.addWidget(WrapLabel(when_none, role="second"))
            scroll.body.addLayout(holder)
        if last is not None:
            scroll.body.addWidget(last)
        scroll.body.addStretch(1)
        self._pieces.finish()
        self._pieces.start(self._filled(scroll, items))
        return scroll

    def _filled(self, scroll: Scroll, items: list[ItemResult]) -> Iterator[None]:
        assert self._debrief is not None
        for place, item in enumerate(items):
            view = ItemView(item, self._debrief)
            view.chosen.connect(self._item_clicked)
            view.event_wanted.connect(self.event_wanted)
            view.set_open(item.id == self.chosen_item)
            self._views.append(view)
            scroll.body.insertWidget(place, view)
            yield

    def _all(self, debrief: Debrief) -> Scroll:
        last = self._misunderstood(debrief) if debrief.misunderstood_turns else None
        return self._items(list(debrief.card.items), "", last)

    def _misunderstood(self, debrief: Debrief) -> QWidget:
        whole = QWidget()
        column = VBox(whole, space=6, margins=(16, 12, 16, 16))
        column.addWidget(Label(tr("Misunderstood"), weight=600))
        column.addWidget(note(f"{tr(OURS)} {tr('It cost you nothing.')}"))
        for entry in debrief.misunderstood_turns:
            row = HBox(space=8)
            row.addWidget(WrapLabel(f"“{short(entry.text, 80)}”", size=13), 1)
            words = tr("See {time}").replace("{time}", clock(entry.at))
            opening = EventLink(words, entry.events[0])
            opening.wanted.connect(self.event_wanted)
            row.addWidget(opening, 0, Qt.AlignmentFlag.AlignTop)
            column.addLayout(row)
        return whole

    # --- choosing

    def choose(self, item: str) -> None:
        """Open this item, on the tab in front if it is there."""
        self._pieces.finish()
        self.chosen_item = item
        if not any(view.item.id == item for view in self._views_in_front()):
            self._open_tab(self._tab_of(item))
            self._pieces.finish()
        self._open_items()
        # Once the opened item has its height.
        QTimer.singleShot(0, self._bring_chosen)

    def _open_items(self) -> None:
        for view in self._views:
            view.set_open(view.item.id == self.chosen_item)

    def _tab_of(self, item: str) -> str:
        verdict = self._debrief.items[item].verdict if self._debrief else ""
        return {"not met": "not_met", "partly": "partly"}.get(verdict, "all")

    def _bring_chosen(self) -> None:
        for view in self._views_in_front():
            if view.item.id == self.chosen_item:
                self._bring(view)

    def _bring(self, view: ItemView) -> None:
        page = self._stack.currentWidget()
        if not isinstance(page, Scroll):
            return
        bar, height = page.verticalScrollBar(), page.viewport().height()
        bottom = view.y() + view.height()
        if bottom > bar.value() + height:
            bar.setValue(min(bottom - height, view.y()))
        if view.y() < bar.value():
            bar.setValue(view.y())

    def _views_in_front(self) -> list[ItemView]:
        page = self._stack.currentWidget()
        return [view for view in self._views if page is not None and page.isAncestorOf(view)]

    def _item_clicked(self, item: str) -> None:
        if item == self.chosen_item:
            self.chosen_item = ""
            self._open_items()
            return
        self.choose(item)
        self.item_chosen.emit(item)

    def _open_tab(self, key: str) -> None:
        self.tabs.set_value(key)
        self._show_tab(key)

    def _show_tab(self, key: str) -> None:
        if key not in self._pages and self._debrief is not None and key != "transcript":
            self._add_page(key, self._made(key, self._debrief))
        if key in self._pages:
            self._stack.setCurrentWidget(self._pages[key])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        views = self._views_in_front()
        at = next((i for i, view in enumerate(views) if view.hasFocus()), None)
        if not step or at is None:
            super().keyPressEvent(event)
            return
        view = views[min(max(at + step, 0), len(views) - 1)]
        view.setFocus(Qt.FocusReason.TabFocusReason)
        self._bring(view)


def _path(debrief: Debrief) -> Scroll:
    scroll = Scroll(margins=16, space=12)
    guide = debrief.case.heading.briefs.debrief
    if guide:
        scroll.body.addWidget(WrapLabel(guide, role="second"))
        scroll.body.addWidget(Line())
    for step in debrief.case.body.expert_path:
        row = HBox(space=12)
        row.addWidget(Label(clock(step.at), size=13, role="second"), 0, Qt.AlignmentFlag.AlignTop)
        words = VBox(space=2)
        words.addWidget(WrapLabel(step.text))
        if step.why:
            words.addWidget(WrapLabel(step.why, size=13, role="quiet"))
        row.addLayout(words, 1)
        scroll.body.addLayout(row)
    if not debrief.case.body.expert_path:
        scroll.body.addWidget(WrapLabel(tr("This case tells no expert's path."), role="second"))
    scroll.body.addStretch(1)
    return scroll


def _note(debrief: Debrief) -> Scroll:
    scroll = Scroll(margins=16, space=12)
    state = debrief.state
    facts = Facts(name_width=96)
    if state.note is not None:
        _add_note(facts, state.note)
    else:
        facts.add(tr("Your note"), tr("Nothing written"))
    for handed in state.handovers:
        facts.add(tr("Handover"), handed.text)
    _add_answers(facts, debrief)
    if debrief.reflection:
        facts.add(tr("Your reflection"), debrief.reflection)
    facts.add(tr("The case"), "; ".join(one.name for one in debrief.case.body.diagnosis))
    scroll.body.addWidget(facts)
    scroll.body.addStretch(1)
    return scroll


def _add_note(facts: Facts, written: ev.NoteWritten) -> None:
    nothing = tr("Nothing written")
    facts.add(tr("Diagnosis"), written.diagnosis or nothing)
    facts.add(tr("Could also be"), "\n".join(written.differential) or nothing)
    facts.add(tr("Plan"), written.plan or nothing)
    if written.text:
        facts.add(tr("Note"), written.text)


def _add_answers(facts: Facts, debrief: Debrief) -> None:
    questions = debrief.case.body.examiner_questions
    for event in debrief.events:
        if isinstance(event, ev.ExaminerAnswered) and event.question in questions:
            told = f"{questions[event.question].ask}\n{event.text}"
            facts.add(tr("Examiner"), told)
