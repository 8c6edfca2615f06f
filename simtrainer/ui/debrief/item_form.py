"""An examiner's second step: one item, what the rules found, and the examiner's own verdict."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from simtrainer.i18n import tr
from simtrainer.reports.words import DOMAIN_NAMES, VERDICT_NAMES, figure
from simtrainer.scenario.rubric import Item
from simtrainer.scoring.hits import clock
from simtrainer.scoring.judgement import MOST_TEXT, points_for
from simtrainer.scoring.scorecard import ItemResult, Verdict
from simtrainer.ui.debrief.choices import Choices
from simtrainer.ui.debrief.examiner import Examining
from simtrainer.ui.debrief.items import EventLink
from simtrainer.ui.debrief.reading import Debrief, short, verdict_key
from simtrainer.ui.kit.button import Button
from simtrainer.ui.kit.card import Panel, Scroll
from simtrainer.ui.kit.fields import Field, TextEdit
from simtrainer.ui.kit.layouts import HBox, VBox
from simtrainer.ui.kit.tags import Tag, VerdictMark
from simtrainer.ui.kit.text import Label, WrapLabel

_VERDICTS: tuple[Verdict, ...] = ("met", "partly", "not met", "not assessed", "not applicable")


class ItemForm(QWidget):
    """``decided`` carries the item when something was chosen or written, ``moved`` -1 or 1,
    ``event_wanted`` an event of the evidence.
    """

    decided = Signal(str)
    moved = Signal(int)
    event_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._holder: QWidget | None = None
        self._own: Examining | None = None
        self.item = ""
        outer = VBox(self)
        self._scroll = Scroll()
        outer.addWidget(self._scroll, 1)
        foot = HBox(space=8, margins=(16, 10, 16, 14))
        self.back_button = Button(tr("Back"), height="main", icon="chevron-left")
        self.next_button = Button(tr("Next item"), "primary", height="main", key_hint="Ctrl ↵")
        self.back_button.clicked.connect(self._back)
        self.next_button.clicked.connect(self.go_on)
        foot.addWidget(self.back_button)
        foot.addStretch(1)
        foot.addWidget(self.next_button)
        outer.addLayout(foot)

    # --- filling

    def show_item(self, own: Examining, debrief: Debrief, place: int) -> None:
        """Show the item at ``place`` with what ``own`` says of it so far."""
        item = own.items[place]
        self._own, self.item = own, item.id
        if self._holder is not None:
            self._holder.hide()
            self._holder.deleteLater()
        self._holder = QWidget()
        column = VBox(self._holder, space=12, margins=(16, 14, 16, 14))
        self._add_head(column, item, place)
        if not own.blinded:
            column.addWidget(self._found(own.results[item.id], debrief))
        self._add_verdict(column, item)
        column.addStretch(1)
        self._scroll.body.addWidget(self._holder)
        self._holder.show()  # now, so that it can take the focus
        self._scroll.verticalScrollBar().setValue(0)
        self.back_button.setEnabled(place > 0)
        last = place == len(own.items) - 1
        self.next_button.setText(tr("Keep this one") if last else tr("Next item"))

    def _add_head(self, column: VBox, item: Item, place: int) -> None:
        assert self._own is not None
        words = tr("Item {at} of {all}").format(at=place + 1, all=len(self._own.items))
        row = HBox(space=8)
        domain = tr(DOMAIN_NAMES[item.domain])
        row.addWidget(Label(f"{words} · {domain}", size=13, role="second"))
        if item.must:
            row.addWidget(Tag(tr("Must do")))
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(WrapLabel(item.text, size=16, weight=600))
        if item.why:
            column.addWidget(WrapLabel(item.why, size=13, role="second"))

    def _found(self, result: ItemResult, debrief: Debrief) -> QWidget:
        """What stands now: the rules' verdict, or that of another person, with its evidence."""
        box = Panel("sunken", radius=7)
        column = VBox(box, space=6, margins=(12, 10, 12, 10))
        row = HBox(space=8)
        row.addWidget(Label(_whose(result), size=13, role="second"))
        row.addWidget(VerdictMark(verdict_key(result), word=True))
        row.addStretch(1)
        column.addLayout(row)
        if result.reason:
            column.addWidget(WrapLabel(result.reason, size=13))
        seen = dict.fromkeys((evidence.event, evidence.quote) for evidence in result.evidence)
        for event, quote in seen:
            column.addLayout(self._evidence(event, quote, debrief))
        if not seen:
            column.addWidget(Label(tr("No evidence in the transcript."), size=13, role="quiet"))
        return box

    def _evidence(self, event: int, quote: str, debrief: Debrief) -> HBox:
        row = HBox(space=8)
        link = EventLink(tr("See {time}").format(time=clock(debrief.at(event))), event)
        link.wanted.connect(self.event_wanted)
        row.addWidget(link, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(WrapLabel(f"“{short(quote.strip(), 160)}”" if quote else "", size=13), 1)
        return row

    def _add_verdict(self, column: VBox, item: Item) -> None:
        assert self._own is not None
        decision = self._own.decision(item.id)
        options = [
            (verdict, _with_points(item, verdict), "")
            for verdict in _VERDICTS
            if item.rule.kind != "avoid" or verdict != "partly"
        ]
        self.verdicts = Choices(tr("Your verdict"), options)
        self.verdicts.set_value(decision.verdict or "")
        self.verdicts.chosen.connect(self._changed)
        self._verdict_field = Field(tr("Your verdict"), self.verdicts)
        column.addWidget(self._verdict_field)
        self.reason = TextEdit(decision.reason, lines=2)
        self.reason.textChanged.connect(self._changed)
        blind = self._own.blinded
        told = tr("If you like.") if blind else tr("Needed where you change the verdict.")
        self._reason_field = Field(tr("Reason"), self.reason, help_text=told)
        column.addWidget(self._reason_field)

    # --- input

    def _changed(self) -> None:
        if self._own is None:
            return
        verdict: Verdict | None = self.verdicts.value() or None  # type: ignore[assignment]
        self._own.decide(self.item, verdict, self.reason.toPlainText()[:MOST_TEXT])
        self._reason_field.set_message("")
        self._verdict_field.set_message("")
        self.decided.emit(self.item)

    def complain(self) -> bool:
        """Say what is missing here, if anything is, and put the cursor there."""
        if self._own is None or not self._own.is_open(self.item):
            return False
        if self._own.needs_reason(self.item):
            words = tr("Say in a few words why, so that the trainee can learn from it.")
            self._reason_field.set_message(words, "warning")
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._verdict_field.set_message(tr("Please choose a verdict first."), "warning")
            self.verdicts.setFocus()
        return True

    def go_on(self) -> None:
        """To the next item, unless something is missing on this one."""
        if not self.complain():
            self.moved.emit(1)

    def _back(self) -> None:
        self.moved.emit(-1)

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        self.verdicts.setFocus(reason)


def _whose(result: ItemResult) -> str:
    if result.rules_verdict is None:
        return tr("The rules say")
    return tr("{who} says").format(who=result.marker)


def _with_points(item: Item, verdict: Verdict) -> str:
    """The verdict with what it earns: "Partly, 1.5 points"."""
    name = tr(VERDICT_NAMES[verdict])
    points = points_for(item, verdict)
    if points or verdict in ("met", "partly", "not met"):
        return f"{name}, {figure(points)} {tr('point') if points == 1 else tr('points')}"
    return name
