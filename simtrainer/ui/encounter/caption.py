"""The always-on caption: who it is, their last words, and what one sees."""

from __future__ import annotations

import re

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy

from simtrainer.ui.kit.card import Panel
from simtrainer.ui.kit.icons import Icon
from simtrainer.ui.kit.layouts import HBox, VBox
from simtrainer.ui.kit.text import ElidedLabel, Label, WrapLabel
from simtrainer.ui.kit.theme import theme
from simtrainer.ui.kit.tokens import Type
from simtrainer.ui.kit.wrapping import Wrapped

LINES = 4
LINE, SHORT = 24, 140  # heights at 100 %
SIZES = {"small": 15, "medium": Type.CAPTION, "large": 21}
# Not within "... go away": such pauses belong to one sentence.
_SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[A-Z(“])")


class LastWords(WrapLabel):
    """What somebody said last; of a long speech the end, for that is what is answered."""

    def __init__(self, size: int) -> None:
        self._whole = ""
        self._size_of_words, self._lines = size, LINES
        super().__init__(size=size, weight=500, max_lines=LINES)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def set_words(self, text: str, muted: bool = False) -> None:
        self._whole = text if muted or not text else f"“{text}”"
        self.set_role("second" if muted else "text")
        self._fit()

    def set_size(self, size: int) -> None:
        """Another size of type, at 100 % zoom."""
        self._size = self._size_of_words = size
        self.restyle()

    def set_lines(self, lines: int) -> None:
        """As many lines as there is room for."""
        if lines != self._lines:
            self._lines = lines
            self._wrapped = Wrapped(self._size_of_words, 500, lines)
            self._wrapped.set(self.text())
            self._fit()
            self.updateGeometry()

    def whole(self) -> str:
        return self._whole

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def restyle(self) -> None:
        super().restyle()
        if self._whole:
            self._fit()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(200), super().sizeHint().height())

    def _fit(self) -> None:
        """Leave out whole sentences from the front until the rest fits."""
        words = Wrapped(self._size_of_words, 500, 0)
        parts = _SENTENCE.split(self._whole)
        width = max(self.width(), theme().px(120))
        for start in range(len(parts)):
            shown = ("… " if start else "") + " ".join(parts[start:])
            words.set(shown)
            if words.height(width) <= self._lines * words.line_height + 1:
                break
        if self.text() != shown:
            self.setText(shown)


class Caption(Panel):
    """``set_name``, ``set_words`` and ``set_seen``; the words are read again on focus."""

    def __init__(self, size: str = "medium") -> None:
        super().__init__("patient_tint", edge="top")
        column = VBox(self, space=4, margins=(16, 10, 16, 10))
        self._name = Label("", weight=600, role="patient_text")
        self.words = LastWords(SIZES.get(size, Type.CAPTION))
        column.addWidget(self._name)
        column.addWidget(self.words, 1)
        row = HBox(space=8)
        self._icon = Icon("eye", "second", 16)
        self._seen = WrapLabel("", size=Type.SECOND, role="second", max_lines=3)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self._seen_short = ElidedLabel("", size=Type.SECOND, role="second")
        self._seen_short.hide()
        row.addWidget(self._seen, 1)
        row.addWidget(self._seen_short, 1)
        column.addLayout(row)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def set_size(self, size: str) -> None:
        """``small``, ``medium`` or ``large``, as in the settings."""
        self.words.set_size(SIZES.get(size, Type.CAPTION))

    def set_room(self, height: float) -> None:
        """Fit into ``height`` (at 100 %): fewer lines of words, and one of what one sees."""
        short = height < SHORT
        self._seen.setVisible(not short)
        self._seen_short.setVisible(short)
        beside = 64 if short else 84
        self.words.set_lines(max(1, min(LINES, int((height - beside) // LINE))))

    def set_name(self, name: str) -> None:
        self._name.setText(name)

    def set_words(self, text: str, muted: bool = False) -> None:
        self.words.set_words(text, muted)
        self._tell()

    def set_seen(self, text: str, icon: str = "eye") -> None:
        """What one sees (or hears, on the phone)."""
        if self._seen.text() != text:
            self._seen.setText(text)
            self._seen_short.setText(text)
            self._icon.set_icon(icon)
            self._tell()

    def seen(self) -> str:
        return self._seen.text()

    def _tell(self) -> None:
        self.setAccessibleName(f"{self._name.text()}. {self.words.whole()} {self._seen.text()}")
