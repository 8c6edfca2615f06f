"""The conversation: what was said, by whom and when. Trainee cool, patient warm."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from simtrainer.ui.kit.card import Scroll
from simtrainer.ui.kit.icons import Icon
from simtrainer.ui.kit.layouts import HBox, VBox
from simtrainer.ui.kit.painting import paint_box, painting, rounded
from simtrainer.ui.kit.text import ElidedLabel, Label, WrapLabel
from simtrainer.ui.kit.theme import theme
from simtrainer.ui.kit.tokens import Radius, Space, Type

# The patient, and relatives who speak for them, are warm; staff are neither voice.
Voice = Literal["trainee", "patient", "staff"]

# ground, bar, ink of the name
_VOICES: dict[Voice, tuple[str, str, str]] = {
    "trainee": ("tint", "accent", "accent"),
    "patient": ("patient_tint", "patient_mark", "patient_text"),
    "staff": ("sunken", "border", "second"),
}
_INDENT = 28


class Turn(QWidget):
    """One turn: name and time, then the words. ``set_text`` extends it while it is spoken."""

    def __init__(
        self, voice: Voice, name: str, time: str, text: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._voice = voice
        self._name, self._time = name, time
        _ground, _bar, ink = _VOICES[voice]
        column = VBox(self, space=1, margins=(15, 6, 12, 8))
        top = HBox(space=Space.S)
        top.addWidget(ElidedLabel(name, size=Type.SECOND, weight=500, role=ink), 1)
        top.addWidget(Label(time, size=Type.SECOND, role="second"))
        column.addLayout(top)
        self._words = WrapLabel(text)
        column.addWidget(self._words)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        theme().changed.connect(self.update)
        self.set_text(text)

    def text(self) -> str:
        return self._words.text()

    def set_text(self, text: str) -> None:
        self._words.setText(text)
        self.setAccessibleName(f"{self._name}, {self._time}: {text}")

    def set_muted(self, muted: bool) -> None:
        """For words that were not said aloud, such as "(says nothing, looks at the door)"."""
        self._words.set_role("second" if muted else "text")

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        ground, bar, _ink = _VOICES[self._voice]
        box = QRectF(self.rect())
        radius = look.px(Radius.TURN)
        with painting(self) as painter:
            paint_box(painter, box, radius, look.color(ground))
            painter.setClipPath(rounded(box, radius))
            painter.fillRect(QRectF(0, 0, look.px(3), box.height()), look.color(bar))


class SystemLine(QWidget):
    """Something that happened: icon, sentence, time."""

    def __init__(self, icon: str, text: str, time: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = HBox(self, space=Space.S, margins=(12, 3))
        row.addWidget(Icon(icon, "second", 18), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(WrapLabel(text, role="second", size=Type.SECOND), 1)
        row.addWidget(Label(time, size=Type.SECOND, role="quiet"), 0, Qt.AlignmentFlag.AlignTop)
        self.setAccessibleName(f"{time}: {text}")


class TurnList(Scroll):
    """The conversation so far. It follows the newest turn unless the reader scrolled up."""

    def __init__(self, name: str = "Conversation", parent: QWidget | None = None) -> None:
        super().__init__(margins=(12, 10), space=Space.S, parent=parent)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._follows = True
        self.body.addStretch(1)
        bar = self.verticalScrollBar()
        bar.valueChanged.connect(self._note_place)
        bar.rangeChanged.connect(self._keep_up)

    def add_turn(self, voice: Voice, name: str, time: str, text: str) -> Turn:
        turn = Turn(voice, name, time, text)
        row = HBox()
        if voice == "trainee":
            row.addSpacing(theme().px(_INDENT))
        row.addWidget(turn, 1)
        if voice != "trainee":
            row.addSpacing(theme().px(_INDENT))
        self.body.addLayout(row)
        return turn

    def add_line(self, icon: str, text: str, time: str) -> SystemLine:
        line = SystemLine(icon, text, time)
        self.body.addWidget(line)
        return line

    def scroll_to_end(self) -> None:
        self._follows = True
        self._keep_up()

    def _note_place(self, value: int) -> None:
        self._follows = value >= self.verticalScrollBar().maximum() - theme().px(8)

    def _keep_up(self) -> None:
        if self._follows:
            bar = self.verticalScrollBar()
            bar.setValue(bar.maximum())
