"""The conversation: what was said, by whom and when. Trainee cool, patient warm.

Turns draw themselves and the column places them by hand: with nested layouts, one more turn
in a conversation of two hundred would hold up the window for a tenth of a second.
"""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from simtrainer.ui.kit.icons import paint_icon
from simtrainer.ui.kit.layouts import scaled_margins
from simtrainer.ui.kit.painting import paint_box, paint_text, painting, rounded, text_width
from simtrainer.ui.kit.theme import theme
from simtrainer.ui.kit.tokens import Radius, Space, Type
from simtrainer.ui.kit.wrapping import Wrapped

# The patient, and relatives who speak for them, are warm; staff are neither voice.
Voice = Literal["trainee", "patient", "staff"]

# ground, bar, ink of the name
_VOICES: dict[Voice, tuple[str, str, str]] = {
    "trainee": ("tint", "accent", "accent"),
    "patient": ("patient_tint", "patient_mark", "patient_text"),
    "staff": ("sunken", "border", "second"),
}
_INDENT = 28
_TURN_MARGINS = (15, 6, 12, 8)
_NAME_LINE = 19
_LINE_MARGINS = (40, 3, 12, 3)


class _Entry(QWidget):
    """What turns and lines share: wrapped words, and a height for a width."""

    resized = Signal()

    def __init__(self, size: int, margins: tuple[int, int, int, int], head: int) -> None:
        super().__init__()
        self._margins, self._head = margins, head
        self._words = Wrapped(size)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        theme().changed.connect(self._restyle)

    def text(self) -> str:
        return self._words.text

    def wanted_height(self, width: int) -> int:
        sides = scaled_margins(self._margins)
        inner = width - sides.left() - sides.right()
        return sides.top() + self._head_height() + self._words.height(inner) + sides.bottom()

    def _head_height(self) -> int:
        return theme().px(self._head)

    def _inner(self) -> QRect:
        return self.rect().marginsRemoved(scaled_margins(self._margins))

    def _draw_words(self, painter: QPainter, role: str) -> None:
        box = self._inner()
        painter.setPen(theme().color(role))
        top = box.top() + self._head_height()
        self._words.draw(painter, box.left(), top, box.width())

    def _restyle(self) -> None:
        self._words.restyle()
        self.update()


class Turn(_Entry):
    """One turn: name and time, then the words. ``set_text`` extends it while it is spoken."""

    def __init__(self, voice: Voice, name: str, time: str, text: str) -> None:
        super().__init__(Type.BODY, _TURN_MARGINS, _NAME_LINE)
        self._voice, self._name, self._time = voice, name, time
        self._muted = False
        self._action: QWidget | None = None
        self.set_text(text)

    @property
    def is_own(self) -> bool:
        """Whether the trainee said it."""
        return self._voice == "trainee"

    def set_text(self, text: str) -> None:
        self._words.set(text)
        self.setAccessibleName(f"{self._name}, {self._time}: {text}")
        self.resized.emit()
        self.update()

    def set_muted(self, muted: bool) -> None:
        """For words that were not said aloud, such as "(says nothing, looks at the door)"."""
        self._muted = muted
        self.update()

    def set_action(self, widget: QWidget | None) -> None:
        """Put a small button after the time; None takes it away."""
        self._action = widget
        if widget:
            widget.setParent(self)
            widget.show()
        self._place_action()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_action()

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        ground, bar, ink = _VOICES[self._voice]
        box = QRectF(self.rect())
        radius = look.px(Radius.TURN)
        with painting(self) as painter:
            paint_box(painter, box, radius, look.color(ground))
            self._paint_head(painter, ink)
            self._draw_words(painter, "second" if self._muted else "text")
            painter.setClipPath(rounded(box, radius))
            painter.fillRect(QRectF(0, 0, look.px(3), box.height()), look.color(bar))

    def _paint_head(self, painter: QPainter, ink: str) -> None:
        look = theme()
        line = QRectF(self._inner())
        line.setHeight(look.px(_NAME_LINE))
        if self._action:
            line.setRight(line.right() - self._action.sizeHint().width() - look.px(4))
        plain, strong = look.font(Type.SECOND), look.font(Type.SECOND, 500)
        right = Qt.AlignmentFlag.AlignRight
        paint_text(painter, line, self._time, plain, look.color("second"), right)
        line.setRight(line.right() - text_width(self._time, plain) - look.px(8))
        paint_text(painter, line, self._name, strong, look.color(ink))

    def _place_action(self) -> None:
        if self._action:
            size = self._action.sizeHint()
            box = self._inner()
            drop = (theme().px(_NAME_LINE) - size.height()) // 2
            self._action.setGeometry(
                box.right() + 1 - size.width(), box.top() + drop, size.width(), size.height()
            )


class SystemLine(_Entry):
    """Something that happened: icon, sentence, time."""

    def __init__(self, icon: str, text: str, time: str) -> None:
        super().__init__(Type.SECOND, _LINE_MARGINS, 0)
        self._icon, self._time = icon, time
        self._words.set(text)
        self.setAccessibleName(f"{time}: {text}")

    def wanted_height(self, width: int) -> int:
        return super().wanted_height(width - self._time_width())

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        side = look.px(18)
        with painting(self) as painter:
            box = QRectF(self._inner())
            paint_icon(painter, QRectF(look.px(13), box.top(), side, side), self._icon, "second")
            line = QRectF(0, box.top(), self.width() - look.px(12), self._words.line_height)
            font = look.font(Type.SECOND)
            right = Qt.AlignmentFlag.AlignRight
            paint_text(painter, line, self._time, font, look.color("quiet"), right)
            self._draw_words(painter, "second")

    def _inner(self) -> QRect:
        return super()._inner().adjusted(0, 0, -self._time_width(), 0)

    def _time_width(self) -> int:
        return text_width(self._time, theme().font(Type.SECOND)) + theme().px(Space.S)


class TurnList(QScrollArea):
    """The conversation so far. It follows the newest turn unless the reader scrolled up.

    Up and Down go from turn to turn, so that a screen reader can read them again; Ctrl+C
    copies the turn one is on.
    """

    def __init__(self, name: str = "Conversation", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Always there, so that words never break anew because a bar appeared.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setAutoFillBackground(False)
        self._column = QWidget()
        self._column.setObjectName("content")
        self._column.setAutoFillBackground(False)
        self.setWidget(self._column)
        self._column.setAutoFillBackground(False)
        self._entries: list[_Entry] = []
        self._follows = True
        bar = self.verticalScrollBar()
        bar.valueChanged.connect(self._note_place)
        bar.rangeChanged.connect(self._show_bar)
        bar.setEnabled(False)
        theme().changed.connect(self._arrange)

    def add_turn(self, voice: Voice, name: str, time: str, text: str) -> Turn:
        """Add a turn; extend it with ``set_text`` while it is being said."""
        turn = Turn(voice, name, time, text)
        self._add(turn)
        return turn

    def add_line(self, icon: str, text: str, time: str) -> SystemLine:
        line = SystemLine(icon, text, time)
        self._add(line)
        return line

    def clear(self) -> None:
        for entry in self._entries:
            entry.setParent(None)
            entry.deleteLater()
        self._entries = []
        self._arrange()

    def scroll_to_end(self) -> None:
        self._follows = True
        self._keep_up()

    def show_entry(self, entry: _Entry) -> None:
        """Scroll until ``entry`` can be seen."""
        self.ensureWidgetVisible(entry, 0, theme().px(Space.M))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        at = next((i for i, entry in enumerate(self._entries) if entry.hasFocus()), None)
        if event.matches(QKeySequence.StandardKey.Copy) and at is not None:
            QGuiApplication.clipboard().setText(self._entries[at].text())
            return
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if not step or not self._entries:
            super().keyPressEvent(event)
            return
        start = len(self._entries) if at is None else at
        entry = self._entries[min(max(start + step, 0), len(self._entries) - 1)]
        entry.setFocus(Qt.FocusReason.TabFocusReason)
        self.show_entry(entry)

    def _add(self, entry: _Entry) -> None:
        entry.setParent(self._column)
        entry.resized.connect(self._arrange)
        self._entries.append(entry)
        self._arrange()
        entry.show()

    def _arrange(self) -> None:
        """Place all entries under one another; short conversations stand at the bottom."""
        look = theme()
        gap, edge = look.px(Space.S), look.px(10)
        # The scroll bar is as wide as the margin that the right side would need.
        left, width = look.px(12), max(self.viewport().width(), look.px(120))
        spots: list[QRect] = []
        top = edge
        for entry in self._entries:
            indent, own = self._sides(entry, width - left)
            height = entry.wanted_height(own)
            spots.append(QRect(left + indent, top, own, height))
            top += height + gap
        total = top - gap + edge if self._entries else 0
        lift = max(self.viewport().height() - total, 0)
        self._column.resize(self.viewport().width(), total + lift)
        for entry, spot in zip(self._entries, spots, strict=True):
            entry.setGeometry(spot.translated(0, lift))
        self._keep_up()

    def _sides(self, entry: _Entry, width: int) -> tuple[int, int]:
        """Indent and width: what the trainee says stands to the right, the rest to the left."""
        indent = theme().px(_INDENT)
        if not isinstance(entry, Turn):
            return 0, width
        return (indent if entry.is_own else 0), width - indent

    def _show_bar(self, _least: int, most: int) -> None:
        self.verticalScrollBar().setEnabled(most > 0)

    def _note_place(self, value: int) -> None:
        self._follows = value >= self.verticalScrollBar().maximum() - theme().px(8)

    def _keep_up(self) -> None:
        if self._follows:
            bar = self.verticalScrollBar()
            bar.setValue(bar.maximum())
