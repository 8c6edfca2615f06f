"""The debrief: how it felt, then how it was marked, and on what evidence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QWidget

from simtrainer.desk import DebriefReady
from simtrainer.i18n import tr
from simtrainer.ui.context import UiContext
from simtrainer.ui.debrief.exporting import Exports
from simtrainer.ui.debrief.items_card import ItemsCard
from simtrainer.ui.debrief.markers_card import MarkersCard
from simtrainer.ui.debrief.marking import Marking
from simtrainer.ui.debrief.piecemeal import Piecemeal
from simtrainer.ui.debrief.reading import Debrief
from simtrainer.ui.debrief.reflection import Reflection
from simtrainer.ui.debrief.score import Caveat, ScoreCard, StepsCard
from simtrainer.ui.debrief.side import Side
from simtrainer.ui.debrief.talk_card import TalkCard
from simtrainer.ui.debrief.timeline_card import TimelineCard
from simtrainer.ui.debrief.transcript import Transcript
from simtrainer.ui.kit.announce import Toast
from simtrainer.ui.kit.button import Button
from simtrainer.ui.kit.card import Card, Scroll
from simtrainer.ui.kit.layouts import HBox, VBox
from simtrainer.ui.kit.sizing import fix_size
from simtrainer.ui.kit.tags import Verdict, VerdictMark
from simtrainer.ui.kit.text import ElidedLabel
from simtrainer.ui.kit.theme import theme
from simtrainer.ui.library_rows import DIFFICULTY_NAMES, ago

NARROW = 1110  # of the page; below this the transcript is a tab
SINGLE = 760  # below this (large zoom) everything stands in one column
_LEGEND: tuple[Verdict, ...] = ("met", "partly", "not_met")


class DebriefPage(QWidget):
    """``variant_wanted`` carries the template's id and the difficulty."""

    variant_wanted = Signal(str, str)

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self._debrief: Debrief | None = None
        self._skipped: set[int] = set()
        self._width_mode = ""
        self.reflection = Reflection()
        self._pieces = Piecemeal(self, slice_ms=0)
        self.exports = Exports(context.desk, self)
        self._make_parts()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.reflection)
        self._stack.addWidget(self._marks())
        self.marking = Marking()
        self._stack.addWidget(self.marking)
        VBox(self).addWidget(self._stack)
        self._connect()
        self._set_width_mode("wide")

    # --- building

    def _make_parts(self) -> None:
        self._title = ElidedLabel("", size=22, weight=600)
        self._where = ElidedLabel("", size=13, role="second")
        self.export_button = Button(tr("Export"), icon="download", menu=self.exports.menu)
        self.examine_button = Button(tr("Mark as examiner"), icon="edit")
        self.variant_button = Button(tr("Try a new variant"), "primary", icon="play")
        self.score = ScoreCard()
        self.steps = StepsCard()
        self.markers = MarkersCard()
        self.talk = TalkCard()
        self._caveat = Caveat()
        self.timeline_card = TimelineCard()
        self.timeline = self.timeline_card.timeline
        self.transcript = Transcript()
        self.items = ItemsCard()
        self._transcript_card = Card(tr("Transcript"))
        for verdict in _LEGEND:
            self._transcript_card.add_action(VerdictMark(verdict, word=True))

    def _marks(self) -> QWidget:
        self._whole = Scroll(margins=(20, 16, 16, 12), space=12)
        self._whole.body.addLayout(self._head())
        self._columns = HBox()
        self._left = Side()
        for part in (self.score, self.markers, self.steps, self.talk, self._caveat):
            self._left.body.addWidget(part)
        self._left.body.addStretch(1)
        self._columns.addWidget(self._left)
        right = VBox(space=12)
        right.addWidget(self.timeline_card, 38)
        below = HBox(space=12)
        below.addWidget(self._transcript_card, 54)
        below.addWidget(self.items, 45)
        right.addLayout(below, 50)
        self._columns.addLayout(right, 1)
        self._whole.body.addLayout(self._columns, 1)
        return self._whole

    def _head(self) -> HBox:
        row = HBox(space=8)
        names = VBox(space=2)
        names.addWidget(self._title)
        names.addWidget(self._where)
        row.addLayout(names, 1)
        row.addWidget(self.examine_button)
        row.addWidget(self.export_button)
        row.addWidget(self.variant_button)
        return row

    def _connect(self) -> None:
        self.reflection.answered.connect(self._keep_estimate)
        self.reflection.skipped.connect(self._skip)
        self.reflection.examiner_wanted.connect(self._mark)
        self.examine_button.clicked.connect(self._mark)
        self.marking.judged.connect(self._keep_judgements)
        self.marking.left.connect(self._leave_marking)
        self.marking.signed_off.connect(self._signed_off)
        self.variant_button.clicked.connect(self._another_variant)
        self.timeline.moved.connect(self.transcript.see_moment)
        self.timeline.event_chosen.connect(self.see_event)
        self.transcript.moved.connect(self.timeline.set_cursor)
        self.transcript.item_chosen.connect(self._item_from_transcript)
        self.items.item_chosen.connect(self._item_from_list)
        for part in (self.items, self.score, self.steps):
            part.event_wanted.connect(self.see_event)
        self.steps.item_wanted.connect(self._item_from_steps)

    # --- showing

    def show_debrief(self, ready: DebriefReady) -> None:
        """Ask for the own estimate first, unless it was given or skipped; then the marks.

        An examiner at work on this encounter stays at work.
        """
        debrief = Debrief(ready)
        marking = self._stack.currentWidget() is self.marking
        same = self._debrief is not None and self._debrief.number == debrief.number
        self._debrief = debrief
        if marking and same:
            self.marking.take(debrief)
        else:
            self._show_what_is_due(debrief)

    def _show_what_is_due(self, debrief: Debrief) -> None:
        if debrief.estimate is None and debrief.number not in self._skipped:
            self.reflection.show_debrief(debrief)
            self._stack.setCurrentIndex(0)
            return
        self._show_marks(debrief)

    def _show_marks(self, debrief: Debrief) -> None:
        self._title.setText(debrief.row.title)
        self._where.setText(_where(debrief))
        self.exports.show_debrief(debrief)
        self.transcript.clear()
        self.items.clear()
        self._left.verticalScrollBar().setValue(0)
        self._pieces.start(self._filled(debrief))

    def _filled(self, debrief: Debrief) -> Iterator[None]:
        """One part after the other, from the left; the window has its turn in between."""
        self.score.show_debrief(debrief)
        self.markers.show_debrief(debrief)
        self._caveat.show_debrief(debrief)
        self._stack.setCurrentIndex(1)
        yield
        self.timeline_card.show_debrief(debrief)
        yield
        self.steps.show_debrief(debrief)
        self.talk.show_debrief(debrief)
        yield
        self.transcript.show_debrief(debrief)
        yield
        self.items.show_debrief(debrief)

    @property
    def filled(self) -> bool:
        """Whether all marks are on show."""
        return not (self._pieces.busy or self.transcript.busy or self.items.busy)

    def finish(self) -> None:
        """Have every part begun; each finishes itself when it is asked for more."""
        self._pieces.finish()

    def _keep_estimate(self, domains: dict[str, float], text: str) -> None:
        if self._debrief is not None:
            body = {"domains": domains, "text": text}
            self._context.desk.judge(self._debrief.number, "trainee", "self_estimate", body)

    def _skip(self) -> None:
        if self._debrief is not None:
            self._skipped.add(self._debrief.number)
            self._show_marks(self._debrief)
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- marking by a person

    def _mark(self) -> None:
        if self._debrief is not None:
            self.marking.begin(self._debrief)
            self._stack.setCurrentWidget(self.marking)
            self.marking.rating.setFocus()

    def _keep_judgements(self, marker: str, judgements: list[tuple[str, dict[str, Any]]]) -> None:
        if self._debrief is not None:
            self._context.desk.judge_all(self._debrief.number, marker, judgements)

    def _leave_marking(self) -> None:
        """Back to where the trainee was: the own estimate still comes before the marks."""
        if self._debrief is not None:
            self._stack.setCurrentIndex(0)
            self._show_what_is_due(self._debrief)
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _signed_off(self, marker: str) -> None:
        self._leave_marking()
        Toast.say(self, tr("Signed off by {who}").format(who=marker))

    # --- going between evidence, items and the timeline

    def see_event(self, event: int) -> None:
        """Show this event in the transcript and on the timeline."""
        if self._debrief is None:
            return
        self.finish()
        if self._width_mode != "wide":
            self.items.take_transcript(self.transcript)
        self.timeline.set_cursor(self._debrief.at(event))
        self.transcript.see(self._debrief.entry_of(event))

    def _item_from_transcript(self, item: str) -> None:
        self.finish()
        self.transcript.set_item(item)
        self.items.choose(item)

    def _item_from_list(self, item: str) -> None:
        self.transcript.set_item(item)
        if self._debrief is None or self._width_mode != "wide":
            return
        evidence = self._debrief.items[item].evidence
        if evidence:
            self.see_event(evidence[0].event)

    def _item_from_steps(self, item: str) -> None:
        self.finish()
        self.items.choose(item)
        self._item_from_list(item)

    def _another_variant(self) -> None:
        if self._debrief is not None:
            card = self._debrief.card
            self.variant_wanted.emit(card.case, card.difficulty)

    # --- size and focus

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        shown = self._stack.currentWidget()
        if shown is self.reflection or shown is self.marking:
            shown.setFocus(reason)
        else:
            self.timeline.setFocus(reason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        width = event.size().width()
        narrow, single = theme().px(NARROW), theme().px(SINGLE)
        self._set_width_mode("wide" if width >= narrow else "narrow" if width >= single else "one")
        super().resizeEvent(event)

    def _set_width_mode(self, mode: str) -> None:
        """``wide``, ``narrow`` (transcript as a tab) or ``one`` (all in one column)."""
        if mode == self._width_mode:
            return
        self._width_mode = mode
        one = mode == "one"
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._columns.setDirection(down if one else across)
        self._columns.rescale_with(space=12 if one else 2, margins=0)
        self._left.set_whole(one)
        fix_size(self._left, width=None if one else 290 if mode == "narrow" else 326)
        self.items.setMinimumHeight(theme().px(360) if one else 0)
        self._place_transcript(mode == "wide")

    def _place_transcript(self, beside: bool) -> None:
        self._transcript_card.setVisible(beside)
        if not beside:
            self.items.take_transcript(self.transcript)
            return
        self.items.give_transcript()
        self._transcript_card.body.addWidget(self.transcript, 1)
        self.transcript.show()


def _where(debrief: Debrief) -> str:
    minutes, seconds = divmod(debrief.state.clock_ms // 1000, 60)
    level = tr(DIFFICULTY_NAMES.get(debrief.card.difficulty, debrief.card.difficulty))
    variant = f"{tr('variant')} {debrief.card.seed}"
    age = f"{debrief.case.patient.age:g}"
    who = f"{debrief.row.person}, {age}"
    when = ago(debrief.row.changed_at).lower()
    return f"{level} · {variant} · {who} · {when} · {minutes} min {seconds} s"
