"""Labels: one line, shortened line, and wrapped text. All show plain text only."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import (
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from simtrainer.ui.kit.theme import theme
from simtrainer.ui.kit.tokens import Type

# Line heights of the design, as a multiple of the type size.
_LINE_HEIGHT = {Type.LABEL: 1.35, Type.SECOND: 1.4, Type.BODY: 1.43, Type.CAPTION: 1.41}


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
        self.setToolTip(self.text() if self._shown_text() != self.text() else "")

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

    ``max_lines`` shortens it (0: as many lines as needed).
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
        self._max_lines = max_lines
        super().__init__(text, size=size, weight=weight, role=role, parent=parent)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setWordWrap(True)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(self._lines(width) * self._line_height())

    def sizeHint(self) -> QSize:
        natural = QFontMetrics(self.font()).horizontalAdvance(self.text()) + 2
        width = min(natural, theme().px(320))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(48), round(self._line_height()))

    def setText(self, text: str) -> None:
        super().setText(text)
        self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        layout = self._laid_out(self.width())
        slack = self._line_height() - QFontMetrics(self.font()).height()
        for index in range(self._shown_lines(layout)):
            line = layout.lineAt(index)
            layout_top = index * self._line_height() + slack / 2
            line.draw(painter, QPointF(0, layout_top - line.y()))

    def _line_height(self) -> float:
        pixels = self.font().pixelSize()
        wanted = pixels * _LINE_HEIGHT.get(self._size, 1.25)
        return max(wanted, QFontMetrics(self.font()).height())

    def _lines(self, width: int) -> int:
        return max(1, self._shown_lines(self._laid_out(width)))

    def _shown_lines(self, layout: QTextLayout) -> int:
        count = layout.lineCount()
        return min(count, self._max_lines) if self._max_lines else count

    def _laid_out(self, width: int) -> QTextLayout:
        text = self.text().replace("\n", "\u2028")
        layout = QTextLayout(text, self.font())
        option = QTextOption(self.alignment() & Qt.AlignmentFlag.AlignHorizontal_Mask)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        line = layout.createLine()
        while line.isValid():
            line.setLineWidth(max(width, 1))
            line = layout.createLine()
        layout.endLayout()
        return layout


def page_title(text: str) -> Label:
    """The heading of a page."""
    return Label(text, size=Type.PAGE, weight=600)


def heading(text: str) -> Label:
    """The heading of a part of a page."""
    return Label(text, weight=600)


def note(text: str) -> WrapLabel:
    """Quiet explanation under something."""
    return WrapLabel(text, size=Type.SECOND, role="quiet")
