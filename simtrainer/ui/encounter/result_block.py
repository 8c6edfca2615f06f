"""One result, finding or document in the list of what came back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from simtrainer.encounter.events import ResultLine
from simtrainer.i18n import tr, trn
from simtrainer.ui.encounter.words import flag_words, marked
from simtrainer.ui.kit.button import Button, IconButton
from simtrainer.ui.kit.card import Panel
from simtrainer.ui.kit.layouts import HBox, VBox
from simtrainer.ui.kit.sizing import fix_size
from simtrainer.ui.kit.tags import Tag
from simtrainer.ui.kit.text import ElidedLabel, Label, WrapLabel
from simtrainer.ui.kit.tokens import Type

SHOWN_LINES = 4
LONGEST_VALUE = 20  # characters that fit beside a name
USUAL_WIDTH = 84


class Block(Panel):
    """A name, a time and some words; a click or Enter opens it. ``opened`` carries its key."""

    opened = Signal(str)

    def __init__(self, key: str, name: str, time: str, action: str = "") -> None:
        super().__init__("", edge="bottom")
        self.key = key
        self._name = name
        self._words: list[str] = [name, time]
        self.body = VBox(self, space=2, margins=(16, 9, 10, 9))
        row = HBox(space=8)
        self._title = ElidedLabel(name, weight=600)
        row.addWidget(self._title)
        self.new = Tag(tr("New"), "accent")
        self.new.hide()
        row.addWidget(self.new)
        row.addStretch(1)
        row.addWidget(Label(time, size=Type.SECOND, role="second"))
        self._open = self._opener(action)
        self._open.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the block itself is the tab stop
        self._open.clicked.connect(self._opened)
        row.addWidget(self._open)
        self.body.addLayout(row)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._tell()

    def _opener(self, action: str) -> QAbstractButton:
        """A button that says what it opens, or only an arrow."""
        if action:
            return Button(action, height="small")
        return IconButton("chevron-right", f"{tr('Open')}: {self._name}", side=22)

    def add_lines(self, lines: Sequence[ResultLine], most: int = SHOWN_LINES) -> None:
        """Values with flags and usual ranges; what is out of range comes first."""
        odd = [line for line in lines if line.flag]
        rest = [line for line in lines if not line.flag]
        shown = [*odd, *rest][:most] if most else list(lines)
        for line in shown:
            self.body.addWidget(line_of(line))
            self._words.append(f"{line.name} {line.text} {flag_words(line)}".strip())
        hidden = len(lines) - len(shown)
        if hidden > 0:
            self.add_text(trn("and {count} more", "and {count} more", hidden))
        self._tell()

    def add_text(self, text: str, lines: int = 3) -> None:
        self.body.addWidget(WrapLabel(text, size=Type.SECOND, role="second", max_lines=lines))
        self._words.append(text)
        self._tell()

    def set_new(self, new: bool) -> None:
        self.new.setVisible(new)
        self._tell()

    def _tell(self) -> None:
        start = [tr("New")] if not self.new.isHidden() else []
        self.setAccessibleName(". ".join([*start, *self._words]))

    def _opened(self) -> None:
        self.opened.emit(self.key)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setFocus(Qt.FocusReason.MouseFocusReason)

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        self._opened()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._opened()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.set_new(False)


def line_of(line: ResultLine) -> QWidget:
    """A value beside its name, or wrapped below it when it is a sentence."""
    if len(line.text) <= LONGEST_VALUE:
        return ValueLine(line)
    return WrapLabel(f"{line.name}: {marked(line)}", size=Type.SECOND)


class ValueLine(QWidget):
    """``Lactate    ▲ 3.8 mmol/L high   0.5–2.0``"""

    def __init__(self, line: ResultLine) -> None:
        super().__init__()
        row = HBox(self, space=8)
        row.addWidget(ElidedLabel(line.name, size=Type.SECOND), 1)
        weight = 600 if line.flag else 400
        row.addWidget(Label(marked(line), size=Type.SECOND, weight=weight))
        usual = Label(line.usual, size=Type.SECOND, role="second")
        usual.setMinimumWidth(0)
        fix_size(usual, width=USUAL_WIDTH)
        row.addWidget(usual)
