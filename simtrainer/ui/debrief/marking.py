"""Marking by a person: the whole rated from the transcript alone, then item by item, then signed.

What is decided is stored as one goes on; leaving loses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QWidget

from simtrainer.i18n import tr, trn
from simtrainer.scoring.judgement import GlobalRating
from simtrainer.ui.debrief.examiner import Examining, last_rating
from simtrainer.ui.debrief.item_form import ItemForm
from simtrainer.ui.debrief.items_list import ItemsToMark
from simtrainer.ui.debrief.piecemeal import Piecemeal
from simtrainer.ui.debrief.rating_form import RatingForm
from simtrainer.ui.debrief.reading import Debrief
from simtrainer.ui.debrief.transcript import Transcript
from simtrainer.ui.kit.announce import announce
from simtrainer.ui.kit.button import Button
from simtrainer.ui.kit.card import Card, Scroll
from simtrainer.ui.kit.choice import TabBar
from simtrainer.ui.kit.dialog import Dialog
from simtrainer.ui.kit.layouts import HBox, VBox
from simtrainer.ui.kit.text import ElidedLabel
from simtrainer.ui.kit.theme import theme

SINGLE = 760  # of the page; below this the columns stand below each other


class Marking(QWidget):
    """``judged`` carries the marker and a list of (kind, body), ``left`` that one leaves,
    ``signed_off`` the name once the signature is stored.
    """

    judged = Signal(str, list)
    left = Signal()
    signed_off = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._debrief: Debrief | None = None
        self.own: Examining | None = None
        self._place = 0
        self._signing = False
        self._rating: tuple[str, GlobalRating, bool] | None = None  # on its way into the store
        self._pieces = Piecemeal(self, slice_ms=0)
        self._lay_out()
        self._connect()
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self._go_on)

    # --- building

    def _lay_out(self) -> None:
        whole = Scroll(margins=(20, 16, 16, 12), space=12)
        VBox(self).addWidget(whole)
        whole.body.addLayout(self._head())
        self._columns = HBox(space=12)
        self._columns.addWidget(self._reading_card(), 52)
        self.rating, self.form = RatingForm(), ItemForm()
        self.steps = QStackedWidget()
        self.steps.addWidget(self.rating)
        self.steps.addWidget(self.form)
        self._card = Card(tr("Your rating"))
        self._card.body.addWidget(self.steps, 1)
        self._columns.addWidget(self._card, 48)
        whole.body.addLayout(self._columns, 1)

    def _head(self) -> HBox:
        row = HBox(space=8)
        names = VBox(space=2)
        self._title = ElidedLabel(tr("Mark as examiner"), size=22, weight=600)
        self._where = ElidedLabel("", size=13, role="second")
        names.addWidget(self._title)
        names.addWidget(self._where)
        row.addLayout(names, 1)
        self.leave_button = Button(tr("Leave"), "quiet", icon="back")
        self.sign_button = Button(tr("Sign off …"), icon="check")
        row.addWidget(self.leave_button)
        row.addWidget(self.sign_button)
        return row

    def _reading_card(self) -> Card:
        card = Card()
        self.tabs = TabBar(
            tr("To read"), [("transcript", tr("Transcript")), ("items", tr("Items"))]
        )
        card.body.addWidget(self.tabs)
        self.transcript, self.list = Transcript(), ItemsToMark()
        self._reading = QStackedWidget()
        self._reading.addWidget(self.transcript)
        self._reading.addWidget(self.list)
        card.body.addWidget(self._reading, 1)
        self._reading_side = card
        return card

    def _connect(self) -> None:
        self.tabs.chosen.connect(self._show_tab)
        self.rating.rated.connect(self._rated)
        self.form.decided.connect(self._decided)
        self.form.moved.connect(self._move)
        self.form.event_wanted.connect(self._see_event)
        self.list.wanted.connect(self._show_item)
        self.leave_button.clicked.connect(self._leave)
        self.sign_button.clicked.connect(self._sign_off)

    # --- the steps

    def begin(self, debrief: Debrief) -> None:
        """Ask for a rating, beside a transcript without marks."""
        self._debrief, self.own, self._signing = debrief, None, False
        self._rating = None
        self.form.item = ""
        self._where.setText(f"{debrief.row.title} · {debrief.row.person}")
        self._pieces.stop()
        self.transcript.show_debrief(debrief.unmarked())
        self.tabs.set_tab_visible("items", False)
        self._open_tab("transcript")
        self.sign_button.hide()
        self._card.set_title(tr("Your rating"))
        self.rating.show_debrief(debrief)
        self.steps.setCurrentWidget(self.rating)

    def take(self, debrief: Debrief) -> None:
        """What has been stored by now."""
        self._debrief = debrief
        self._when_rating_is_stored()
        if self.own is None:
            return
        self.own.take(debrief)
        last = debrief.judgements[-1] if debrief.judgements else {}
        if self._signing and last.get("kind") == "signed_off":
            self._signing = False
            self.signed_off.emit(self.own.marker)

    def _rated(self, marker: str, rating: GlobalRating, blinded: bool) -> None:
        if self._debrief is None:
            return
        self._rating = (marker, rating, blinded)
        if last_rating(self._debrief, marker) != rating:
            self.judged.emit(marker, [("global_rating", rating.model_dump())])
        self._when_rating_is_stored()

    def _when_rating_is_stored(self) -> None:
        """Only then is anything of the verdicts shown."""
        if self._rating is None or self._debrief is None:
            return
        marker, rating, blinded = self._rating
        if last_rating(self._debrief, marker) == rating:
            self._rating = None
            self._show_items(self._debrief, Examining(self._debrief, marker, blinded))

    def _show_items(self, debrief: Debrief, own: Examining) -> None:
        self.own = own
        if not own.blinded:
            self._pieces.start(self._with_evidence(debrief))
        self.list.show_items(own)
        self.tabs.set_tab_visible("items", True)
        self.tabs.set_count("items", len(own.items))
        self._open_tab("items")
        self.sign_button.show()
        self._card.set_title(tr("Marking as {who}").format(who=own.marker))
        self.steps.setCurrentWidget(self.form)
        self._show_item(0)
        self.form.setFocus()

    def _with_evidence(self, debrief: Debrief) -> Iterator[None]:
        """The transcript again, now with marks, once the items in front of it are there."""
        yield
        self.transcript.show_debrief(debrief)

    def _go_on(self) -> None:
        if self.steps.currentWidget() is self.rating:
            self.rating.go_on()
        else:
            self.form.go_on()

    # --- items

    def _show_item(self, place: int) -> None:
        if self.own is None or self._debrief is None:
            return
        self._keep()
        self._place = place
        self.form.show_item(self.own, self._debrief, place)
        self.list.select_place(place)
        self.transcript.set_item(self.form.item)
        announce(self.form, f"{place + 1}: {self.own.items[place].text}")

    def _move(self, step: int) -> None:
        if self.own is None:
            return
        place = self._place + step
        if 0 <= place < len(self.own.items):
            self._show_item(place)
            self.form.setFocus()
        else:
            self._keep()
            self.sign_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _decided(self, item: str) -> None:
        if self.own is not None:
            self.list.refresh(item)

    def _keep(self) -> None:
        """Store what was decided on the item in front."""
        marks = self.own.to_keep(self.form.item) if self.own and self.form.item else []
        if self.own is not None and marks:
            self.judged.emit(self.own.marker, marks)

    def _see_event(self, event: int) -> None:
        if self._debrief is not None:
            self._pieces.finish()
            self._open_tab("transcript")
            self.transcript.see(self._debrief.entry_of(event), self.form.item)

    # --- the end

    def _leave(self) -> None:
        self._keep()
        self.form.item = ""
        self.own = None
        self.left.emit()

    def _sign_off(self) -> None:
        """Ask, unless something is missing; then show what."""
        if self.own is None:
            return
        missing = self.own.first_open
        if missing is not None:
            self._show_item(missing)
            self.form.complain()
            return
        count = sum(self.own.differs(item.id) for item in self.own.items)
        changed = trn(
            "You see {count} item another way.", "You see {count} items another way.", count
        )
        told = tr(
            "Your name stands for all items, also for those you left as they are. You can mark "
            "again later; what is signed now stays in the record."
        )
        self.question = Dialog(
            self,
            tr("Sign off as {who}?").format(who=self.own.marker),
            told if self.own.blinded else f"{changed} {told}",
            action=tr("Sign off"),
        )
        self.question.accepted.connect(self._sign)
        self.question.open()

    def _sign(self) -> None:
        if self.own is not None:
            self._signing = True
            self.judged.emit(self.own.marker, self.own.to_sign_off())

    # --- placing

    def _open_tab(self, key: str) -> None:
        self.tabs.set_value(key)
        self._show_tab(key)

    def _show_tab(self, key: str) -> None:
        self._reading.setCurrentWidget(self.list if key == "items" else self.transcript)

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """Where one goes on; never away from where one is."""
        inside = self.focusWidget()
        if inside is None or not inside.isVisible():
            shown = self.rating if self.own is None else self.form
            shown.setFocus(reason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        one = event.size().width() < theme().px(SINGLE)
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._columns.setDirection(down if one else across)
        for part in (self._reading_side, self._card):
            part.setMinimumHeight(theme().px(420) if one else 0)
        super().resizeEvent(event)
