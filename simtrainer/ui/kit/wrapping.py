"""Plain text broken into lines, with the line height of the design, laid out once per width."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QTextLayout, QTextOption

from simtrainer.ui.kit.theme import theme
from simtrainer.ui.kit.tokens import Type

# Line heights of the design, as a multiple of the type size.
_LINE_HEIGHT = {Type.LABEL: 1.35, Type.SECOND: 1.4, Type.BODY: 1.43, Type.CAPTION: 1.41}
# Layouts try a few widths (with and without a scroll bar) before they settle.
_KEPT = 6


class Wrapped:
    """A text in one font; ``max_lines`` 0 means as many lines as it needs."""

    def __init__(self, size: int = Type.BODY, weight: int = 400, max_lines: int = 0) -> None:
        self._size, self._weight, self._max_lines = size, weight, max_lines
        self.text = ""
        self.align = Qt.AlignmentFlag.AlignLeft
        self._font = QFont()
        self._line_height = 0.0
        self._slack = 0.0
        self._kept: dict[int, QTextLayout] = {}
        self.restyle()

    def set(self, text: str) -> None:
        if text != self.text:
            self.text = text
            self._kept.clear()

    def set_font(self, size: int, weight: int) -> None:
        self._size, self._weight = size, weight
        self.restyle()

    def set_align(self, align: Qt.AlignmentFlag) -> None:
        self.align = align
        self._kept.clear()

    def restyle(self) -> None:
        """Take up the theme's zoom and typeface."""
        self._font = theme().font(self._size, self._weight)
        natural = QFontMetrics(self._font).height()
        wanted = self._font.pixelSize() * _LINE_HEIGHT.get(self._size, 1.25)
        self._line_height = max(wanted, natural)
        self._slack = self._line_height - natural
        self._kept.clear()

    @property
    def line_height(self) -> float:
        return self._line_height

    def natural_width(self) -> int:
        """The width of the longest line when nothing is broken."""
        metrics = QFontMetrics(self._font)
        return max((metrics.horizontalAdvance(line) for line in self.text.split("\n")), default=0)

    def height(self, width: int) -> int:
        return round(max(1, self._shown_lines(self._laid_out(width))) * self._line_height)

    def draw(self, painter: QPainter, left: float, top: float, width: int) -> None:
        """Draw in the painter's pen with the first line's top at ``top``."""
        layout = self._laid_out(width)
        for index in range(self._shown_lines(layout)):
            line = layout.lineAt(index)
            line_top = top + index * self._line_height + self._slack / 2
            line.draw(painter, QPointF(left, line_top - line.y()))

    def _shown_lines(self, layout: QTextLayout) -> int:
        count = layout.lineCount()
        return min(count, self._max_lines) if self._max_lines else count

    def _laid_out(self, width: int) -> QTextLayout:
        if width not in self._kept:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            self._kept[width] = self._lay_out(self.text, width)
            if self._max_lines and self._kept[width].lineCount() > self._max_lines:
                self._kept[width] = self._shortened(self._kept[width], width)
        return self._kept[width]

    def _shortened(self, layout: QTextLayout, width: int) -> QTextLayout:
        """The lines that may be shown, the last one ending in an ellipsis."""
        last = layout.lineAt(self._max_lines - 1)
        head, rest = self.text[: last.textStart()], self.text[last.textStart() :]
        one_line = rest.replace("\n", " ")
        metrics = QFontMetrics(self._font)
        tail = metrics.elidedText(one_line, Qt.TextElideMode.ElideRight, width)
        return self._lay_out(head + tail, width)

    def _lay_out(self, text: str, width: int) -> QTextLayout:
        layout = QTextLayout(text.replace("\n", "\u2028"), self._font)
        option = QTextOption(self.align & Qt.AlignmentFlag.AlignHorizontal_Mask)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        line = layout.createLine()
        while line.isValid():
            line.setLineWidth(max(width, 1))
            line = layout.createLine()
        layout.endLayout()
        return layout
