"""Small marks: tags, counts and verdicts."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from simtrainer.ui.kit.icons import Icon
from simtrainer.ui.kit.layouts import HBox
from simtrainer.ui.kit.painting import paint_box, paint_text, painting, text_width
from simtrainer.ui.kit.text import Label
from simtrainer.ui.kit.theme import theme
from simtrainer.ui.kit.tokens import Radius, Size, Type

Tone = Literal[
    "neutral", "accent", "patient", "met", "partly", "not_met", "not_assessed", "alarm", "count"
]
Verdict = Literal["met", "partly", "not_met", "not_assessed", "not_applicable", "harmful"]

# ground, line and ink of each tone
_TONES: dict[Tone, tuple[str, str, str]] = {
    "neutral": ("sunken", "line", "second"),
    "accent": ("surface", "accent", "accent"),
    "count": ("tint", "accent", "accent"),
    "patient": ("patient_tint", "patient_line", "patient_text"),
    "met": ("met_tint", "met", "met"),
    "partly": ("partly_tint", "partly", "partly"),
    "not_met": ("surface", "not_met", "not_met"),
    "not_assessed": ("not_assessed_tint", "not_assessed", "not_assessed"),
    "alarm": ("alarm", "alarm", "on_alarm"),
}

# icon, role and the word that goes with it
VERDICTS: dict[Verdict, tuple[str, str, str]] = {
    "met": ("met", "met", "met"),
    "partly": ("partly", "partly", "partly"),
    "not_met": ("not-met", "not_met", "not met"),
    "not_assessed": ("not-assessed", "not_assessed", "not assessed"),
    "not_applicable": ("not-applicable", "not_assessed", "not applicable"),
    "harmful": ("harmful", "not_met", "harmful"),
}


class Tag(QWidget):
    """A short word in a small outlined box, such as "New" or "Must do"."""

    def __init__(self, text: str, tone: Tone = "neutral", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text, self._tone = text, tone
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.restyle)
        self.set_text(text)

    def set_text(self, text: str, tone: Tone | None = None) -> None:
        self._text, self._tone = text, tone or self._tone
        self.setAccessibleName(text)
        self.restyle()

    def text(self) -> str:
        return self._text

    def restyle(self) -> None:
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        look = theme()
        return QSize(text_width(self._text, look.font(Type.LABEL, 600)) + look.px(13), look.px(19))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        fill, line, ink = _TONES[self._tone]
        box = QRectF(self.rect())
        radius = box.height() / 2 if self._tone == "count" else look.px(Radius.TAG)
        font = look.font(Type.LABEL, 600)
        with painting(self) as painter:
            paint_box(painter, box, radius, look.color(fill), look.color(line))
            centre = Qt.AlignmentFlag.AlignHCenter
            paint_text(painter, box, self._text, font, look.color(ink), centre)


class VerdictMark(QWidget):
    """A verdict's shape, with its word unless ``word`` is False; always named for readers."""

    def __init__(
        self,
        verdict: Verdict,
        text: str = "",
        *,
        word: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """``text`` replaces the verdict's own word, as in an evidence mark ("Empathy")."""
        super().__init__(parent)
        icon, role, own_word = VERDICTS[verdict]
        self.verdict: Verdict = verdict
        row = HBox(self, space=5)
        row.addWidget(Icon(icon, role, 16 if word or text else Size.ICON))
        if word or text:
            row.addWidget(Label(text or own_word, size=Type.SECOND, role=role, weight=500))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{own_word}: {text}" if text else own_word)
        self.setToolTip("" if word else own_word)
