"""Labels: one line, shortened line, and wrapped text. All show plain text only."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPalette, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from simtrainer.ui.kit.theme import theme
from simtrainer.ui.kit.tokens import Type
from simtrainer.ui.kit.wrapping import Wrapped


class Label(QLabel):
    """One line of text; ``size`` of ``Type``, ``weight`` 400/500/600, ``role`` of the palette."""

    def __init__(
        self,
        text: str = "",
        *,
        size: int = Type.BODY,
        weight: int = 400,
        role: str = "text",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._size, self._weight, self._role = size, weight, role
        theme().changed.connect(self.restyle)
        self.restyle()
        self.setText(text)

    def set_role(self, role: str) -> None:
        self._role = role
        self.restyle()

    def set_weight(self, weight: int) -> None:
        self._weight = weight
        self.restyle()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # The style sheet brings back the font of the zoom at which the label was made.
        if self.font().pixelSize() != theme().px(self._size):
            self.restyle()

    def restyle(self) -> None:
        look = theme()
        self.setFont(look.font(self._size, self._weight))
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.WindowText, look.color(self._role))
        self.setPalette(palette)
        self.updateGeometry()
        self.update()


class ElidedLabel(Label):
    """One line that is shortened with an ellipsis; the whole text is then in the tooltip."""

    def __init__(
        self,
        text: str = "",
        *,
        size: int = Type.BODY,
        weight: int = 400,
        role: str = "text",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, size=size, weight=weight, role=role, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        return QSize(QFontMetrics(self.font()).horizontalAdvance("M…"), super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        cut = self._shown_text() != self.text()
        self.setToolTip(as_tooltip(self.text()) if cut else "")

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        flags = int(self.alignment() | Qt.TextFlag.TextSingleLine)
        painter.drawText(self.contentsRect(), flags, self._shown_text())

    def _shown_text(self) -> str:
        metrics = QFontMetrics(self.font())
        width = self.contentsRect().width()
        return metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, width)


class WrapLabel(Label):
    """Text over several lines, with the line height of the design.

    ``max_lines`` shortens it with an ellipsis (0: as many lines as needed).
    """

    def __init__(
        self,
        text: str = "",
        *,
        size: int = Type.BODY,
        weight: int = 400,
        role: str = "text",
        max_lines: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        self._wrapped = Wrapped(size, weight, max_lines)
        self._hint: QSize | None = None
        super().__init__(text, size=size, weight=weight, role=role, parent=parent)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setWordWrap(True)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._wrapped.height(width)

    def sizeHint(self) -> QSize:
        if self._hint is None:
            width = min(self._wrapped.natural_width() + 2, theme().px(320))
            self._hint = QSize(width, self.heightForWidth(width))
        return self._hint

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(48), round(self._wrapped.line_height))

    def setText(self, text: str) -> None:
        self._wrapped.set(text)
        self._hint = None
        super().setText(text)
        self.updateGeometry()

    def setAlignment(self, alignment: Qt.AlignmentFlag) -> None:
        self._wrapped.set_align(alignment)
        super().setAlignment(alignment)

    def restyle(self) -> None:
        self._wrapped.set_font(self._size, self._weight)
        self._hint = None
        super().restyle()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        self._wrapped.draw(painter, 0, 0, self.width())


def as_tooltip(text: str) -> str:
    """The text so that a tooltip shows it as it is, markup and all."""
    return f"<qt>{escape(text)}</qt>" if "<" in text or "&" in text else text


def page_title(text: str) -> Label:
    """The heading of a page."""
    return Label(text, size=Type.PAGE, weight=600)


def heading(text: str) -> Label:
    """The heading of a part of a page."""
    return Label(text, weight=600)


def note(text: str) -> WrapLabel:
    """Quiet explanation under something."""
    return WrapLabel(text, size=Type.SECOND, role="quiet")
