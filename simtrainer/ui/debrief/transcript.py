"""The transcript: who said what and what happened, with the evidence marked in it."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from simtrainer.i18n import tr
from simtrainer.scoring.hits import clock
from simtrainer.ui.debrief.marked_text import MarkedText
from simtrainer.ui.debrief.piecemeal import Piecemeal
from simtrainer.ui.debrief.reading import OURS, Debrief, Entry
from simtrainer.ui.kit.icons import paint_icon
from simtrainer.ui.kit.painting import paint_inner_ring, paint_text, painting
from simtrainer.ui.kit.text import Label
from simtrainer.ui.kit.theme import theme
from simtrainer.ui.kit.tokens import Type
from simtrainer.ui.kit.wrapping import Wrapped

SLICE_MS = 12
_TIME, _BAR, _GAP = 52, 3, 10  # widths
_NAME_LINE = 19
_PAD = 6
_INKS = {"trainee": ("accent", "accent"), "patient": ("patient_mark", "patient_text")}


class EntryView(QWidget):
    """One entry. ``item_chosen`` carries the item of a mark, ``chosen`` the entry's place."""

    item_chosen = Signal(str)
    chosen = Signal(int)

    def __init__(self, place: int, entry: Entry) -> None:
        super().__init__()
        self.place, self.entry = place, entry
        self.current = False
        self.item = ""
        self._mark: int | None = None
        size = Type.BODY if entry.voice else Type.SECOND
        self._text = MarkedText(entry.text, entry.marks, size)
        self._ours = Wrapped(Type.SECOND)
        self._ours.set(tr(OURS) if entry.misunderstood else "")
        self.setProperty("own_focus", True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName(entry.spoken)
        self.setMouseTracking(bool(entry.marks))
        theme().changed.connect(self._ours.restyle)

    def set_current(self, current: bool) -> None:
        self.current = current
        self.update()

    def set_item(self, item: str) -> None:
        """Ring the marks of this item."""
        if item != self.item:
            self.item = item
            self.update()

    # --- sizes

    @property
    def _left(self) -> int:
        return theme().px(12 + _TIME + _BAR + _GAP + (0 if self.entry.voice else 24))

    @property
    def _text_top(self) -> int:
        look = theme()
        return look.px(_PAD) + (look.px(_NAME_LINE) if self.entry.voice else 0)

    def _text_width(self, width: int) -> int:
        return max(width - self._left - theme().px(12), theme().px(80))

    def wanted_height(self, width: int) -> int:
        inner = self._text_width(width)
        ours = self._ours.height(inner) + theme().px(2) if self.entry.misunderstood else 0
        return self._text_top + self._text.height(inner) + ours + theme().px(_PAD)

    # --- input

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self._chip_at(event.position())
        self.chosen.emit(self.place)
        if at is not None:
            self._choose_mark(at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._chip_at(event.position()) is not None
        shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)

    def _chip_at(self, spot: QPointF) -> int | None:
        inner = spot - QPointF(self._left, self._text_top)
        return self._text.chip_at(inner, self._text_width(self.width()))

    def _choose_mark(self, at: int) -> None:
        self._mark = at
        self.item_chosen.emit(self._text.chips[at].mark.item)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._text.chips:
            at = self._mark
            self._choose_mark(0 if at is None else (at + 1) % len(self._text.chips))
        else:
            super().keyPressEvent(event)

    # --- painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        width = self._text_width(self.width())
        with painting(self) as painter:
            if self.current:
                painter.fillRect(self.rect(), look.color("tint"))
            time = QRectF(look.px(10), look.px(_PAD), look.px(_TIME - 4), look.px(_NAME_LINE))
            font = look.font(Type.SECOND)
            paint_text(painter, time, clock(self.entry.at), font, look.color("second"))
            if self.entry.voice:
                self._paint_voice(painter)
            else:
                spot = QRectF(self._left - look.px(24), look.px(_PAD + 1), look.px(16), look.px(16))
                paint_icon(painter, spot, self.entry.icon, "second")
            role = "text" if self.entry.voice else "second"
            self._text.draw(painter, self._left, self._text_top, width, role)
            if self.entry.misunderstood:
                painter.setPen(look.color("not_assessed"))
                top = self._text_top + self._text.height(width) + look.px(2)
                self._ours.draw(painter, self._left, top, width)
            for at, chip in enumerate(self._text.chips):
                if self.item and chip.mark.item == self.item:
                    self._text.draw_ring(painter, self._left, self._text_top, width, at)
            if self.hasFocus():
                paint_inner_ring(painter, QRectF(self.rect()))

    def _paint_voice(self, painter: object) -> None:
        look = theme()
        bar, ink = _INKS.get(self.entry.voice or "", ("border", "second"))
        x, pad = look.px(12 + _TIME), look.px(_PAD)
        height = self.height() - 2 * pad
        painter.fillRect(QRectF(x, pad, look.px(_BAR), height), look.color(bar))  # type: ignore[attr-defined]
        name = QRectF(self._left, pad, self.width() - self._left, look.px(_NAME_LINE))
        font = look.font(Type.SECOND, 500)
        paint_text(painter, name, self.entry.name, font, look.color(ink))  # type: ignore[arg-type]


class Transcript(QScrollArea):
    """``item_chosen`` as in EntryView; ``moved`` carries the case time of a chosen entry.

    Up and Down go from entry to entry, Enter from mark to mark of the entry one is on.
    """

    item_chosen = Signal(str)
    moved = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Transcript"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setAutoFillBackground(False)
        self._nothing = Label(
            tr("Nothing was said or done."), role="second", parent=self.viewport()
        )
        self._nothing.move(theme().px(16), theme().px(12))
        self._nothing.hide()
        self._views: list[EntryView] = []
        self._bottom = 0
        self._debrief: Debrief | None = None
        self._current, self._item = -1, ""
        self._pieces = Piecemeal(self, SLICE_MS)
        self.clear()
        theme().changed.connect(self._arrange)

    def clear(self) -> None:
        """Show nothing."""
        self._pieces.stop()
        self._debrief, self._current, self._item = None, -1, ""
        self._views = []
        old = self.takeWidget()
        if old is not None:
            old.hide()
            old.deleteLater()
        self._column = QWidget()
        self._column.setObjectName("content")
        self.setWidget(self._column)
        self._column.setAutoFillBackground(False)
        self._arrange()

    def show_debrief(self, debrief: Debrief) -> None:
        """Show the beginning at once, the rest piece by piece."""
        self.clear()
        self._debrief = debrief
        self._nothing.setVisible(not debrief.entries)
        self._pieces.start(self._filled(debrief))
        self.verticalScrollBar().setValue(0)

    def _filled(self, debrief: Debrief) -> Iterator[None]:
        for place, entry in enumerate(debrief.entries):
            view = EntryView(place, entry)
            view.setParent(self._column)
            view.item_chosen.connect(self.item_chosen)
            view.chosen.connect(self._entry_chosen)
            view.set_item(self._item)
            self._views.append(view)
            self._place(view)
            self._fit()
            view.show()
            yield

    @property
    def busy(self) -> bool:
        """Whether more is still to be shown."""
        return self._pieces.busy

    @property
    def views(self) -> list[EntryView]:
        """All entries, in order."""
        self._pieces.finish()
        return self._views

    # --- where one is

    def see(self, place: int, item: str | None = None) -> None:
        """Show the entry at ``place``, and ring the marks of ``item``."""
        self._set_current(place)
        if item is not None:
            self.set_item(item)
        if 0 <= place < len(self.views):
            self._bring(self.views[place])

    def set_item(self, item: str) -> None:
        self._item = item
        for view in self._views:
            view.set_item(item)

    def see_moment(self, ms: int) -> None:
        """Follow the cursor of the timeline."""
        if self._debrief is not None:
            place = self._debrief.entry_at(ms)
            if place != self._current:
                self.see(place)

    def _set_current(self, place: int) -> None:
        if 0 <= self._current < len(self.views):
            self.views[self._current].set_current(False)
        self._current = place
        if 0 <= place < len(self.views):
            self.views[place].set_current(True)

    def _bring(self, view: EntryView) -> None:
        """Put the entry into the upper third, unless it can be seen already."""
        bar = self.verticalScrollBar()
        top, height = view.y(), self.viewport().height()
        if not bar.value() <= top <= bar.value() + height - view.height():
            bar.setValue(top - height // 4)

    def _entry_chosen(self, place: int) -> None:
        self._set_current(place)
        self.moved.emit(self.views[place].entry.at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if not step or not self.views:
            super().keyPressEvent(event)
            return
        place = min(max(self._current + step, 0), len(self.views) - 1)
        view = self.views[place]
        view.setFocus(Qt.FocusReason.TabFocusReason)
        self._bring(view)
        self._entry_chosen(place)

    # --- placing

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        self._bottom = theme().px(4)
        for view in self._views:
            self._place(view)
        self._fit()

    def _place(self, view: EntryView) -> None:
        """Put the entry below those that are placed."""
        width = self.viewport().width()
        height = view.wanted_height(width)
        view.setGeometry(QRect(0, self._bottom, width, height))
        self._bottom += height

    def _fit(self) -> None:
        self._column.resize(self.viewport().width(), self._bottom + theme().px(8))
