"""Text with its evidence: tinted, underlined by verdict, and named after the words it rests on."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTextCharFormat, QTextLayout, QTextOption

from simtrainer.ui.debrief.reading import Mark, gravest, spans
from simtrainer.ui.kit.icons import paint_icon
from simtrainer.ui.kit.painting import paint_box
from simtrainer.ui.kit.tags import VERDICTS
from simtrainer.ui.kit.theme import theme
from simtrainer.ui.kit.tokens import Type

_NBSP = "\u00a0"
_GLYPH = _NBSP * 5  # room for the verdict's shape, never apart from its name
_LINES = {
    "met": Qt.PenStyle.SolidLine,
    "partly": Qt.PenStyle.DashLine,
    "not_met": Qt.PenStyle.DotLine,
}


@dataclass(frozen=True)
class _Chip:
    mark: Mark
    start: int
    end: int


class MarkedText:
    """Laid out once per width; ``chips`` are in reading order."""

    def __init__(self, text: str, marks: tuple[Mark, ...], size: int = Type.BODY) -> None:
        self._size = size
        self.text = ""
        self._spans: list[tuple[int, int, str]] = []
        self.chips: list[_Chip] = []
        self._build(text, marks)
        self._layout: QTextLayout | None = None
        self._width = 0
        self._look = ""

    def _build(self, text: str, marks: tuple[Mark, ...]) -> None:
        parts: list[str] = []
        done = length = 0
        for start, end, own in spans(marks):
            head = text[done:end]
            self._spans.append((length + start - done, length + end - done, gravest(own)))
            parts.append(head)
            length += len(head)
            for mark in {mark.item: mark for mark in own}.values():
                gap = " "
                words = _GLYPH + mark.name.replace(" ", _NBSP)
                self.chips.append(_Chip(mark, length + len(gap), length + len(gap) + len(words)))
                parts.append(gap + words)
                length += len(gap) + len(words)
            done = end
        parts.append(text[done:])
        self.text = "".join(parts)

    # --- laying out

    @property
    def _line_height(self) -> float:
        return theme().font(self._size).pixelSize() * 1.62 if self.chips else self._plain_height

    @property
    def _plain_height(self) -> float:
        return theme().font(self._size).pixelSize() * 1.43

    def height(self, width: int) -> int:
        return round(self._laid_out(width).lineCount() * self._line_height)

    def _laid_out(self, width: int) -> QTextLayout:
        look = f"{theme().zoom}{theme().palette.name}{theme().font_choice}"
        if self._layout is None or width != self._width or look != self._look:
            self._layout, self._width, self._look = self._made(width), width, look
        return self._layout

    def _made(self, width: int) -> QTextLayout:
        layout = QTextLayout(self.text.replace("\n", "\u2028"), theme().font(self._size))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setFormats([_chip_format(chip) for chip in self.chips])
        layout.beginLayout()
        line = layout.createLine()
        top = 0.0
        while line.isValid():
            line.setLineWidth(max(width, 1))
            line.setPosition(QPointF(0, top + (self._line_height - line.height()) / 2))
            top += self._line_height
            line = layout.createLine()
        layout.endLayout()
        return layout

    def _boxes(self, layout: QTextLayout, start: int, end: int) -> list[QRectF]:
        """A box for each line that the characters from ``start`` to ``end`` are on."""
        found = []
        for at in range(layout.lineCount()):
            line = layout.lineAt(at)
            first = max(start, line.textStart())
            last = min(end, line.textStart() + line.textLength())
            if first < last:
                left, right = _x(line, first), _x(line, last)
                top = at * self._line_height
                found.append(QRectF(left, top, right - left, self._line_height))
        return found

    def chip_boxes(self, at: int, width: int) -> list[QRectF]:
        chip = self.chips[at]
        return self._boxes(self._laid_out(width), chip.start, chip.end)

    def chip_at(self, spot: QPointF, width: int) -> int | None:
        """The chip under ``spot``, or the first whose words are."""
        for at in range(len(self.chips)):
            if any(box.contains(spot) for box in self.chip_boxes(at, width)):
                return at
        layout = self._laid_out(width)
        for start, end, _verdict in self._spans:
            if any(box.contains(spot) for box in self._boxes(layout, start, end)):
                return next((at for at, chip in enumerate(self.chips) if chip.start >= end), None)
        return None

    # --- drawing

    def draw(self, painter: QPainter, left: float, top: float, width: int, role: str) -> None:
        layout = self._laid_out(width)
        painter.translate(left, top)
        for start, end, verdict in self._spans:
            for box in self._boxes(layout, start, end):
                _paint_evidence(painter, box, verdict)
        painter.setPen(theme().color(role))
        layout.draw(painter, QPointF(0, 0))
        for chip in self.chips:
            boxes = self._boxes(layout, chip.start, chip.end)
            icon, ink = VERDICTS[chip.mark.verdict][:2]
            side = theme().px(14)
            spot = QRectF(boxes[0].left() + 1, boxes[0].center().y() - side / 2, side, side)
            paint_icon(painter, spot, icon, ink)
        painter.translate(-left, -top)

    def draw_ring(self, painter: QPainter, left: float, top: float, width: int, at: int) -> None:
        """The ring round a chosen mark."""
        look = theme()
        for box in self.chip_boxes(at, width):
            ring = box.translated(left, top).adjusted(-look.px(3), 1, look.px(4), -1)
            paint_box(painter, ring, look.px(5), None, look.color("focus"), look.px(2))


def _x(line: object, at: int) -> float:
    found = line.cursorToX(at)  # type: ignore[attr-defined]
    return float(found[0] if isinstance(found, tuple) else found)


def _chip_format(chip: _Chip) -> QTextLayout.FormatRange:
    found = QTextLayout.FormatRange()
    found.start, found.length = chip.start, chip.end - chip.start  # type: ignore[attr-defined]
    look = theme()
    form = QTextCharFormat()
    form.setFont(look.font(Type.SECOND, 500))
    form.setForeground(look.color(VERDICTS[chip.mark.verdict][1]))
    found.format = form  # type: ignore[attr-defined]
    return found


def _paint_evidence(painter: QPainter, box: QRectF, verdict: str) -> None:
    look = theme()
    inner = box.adjusted(-1, look.px(1), 1, -look.px(1))
    painter.fillRect(inner, QColor(look.color(f"{verdict}_tint")))
    pen = QPen(look.color(verdict), look.px(1.6), _LINES[verdict])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.drawLine(inner.bottomLeft(), inner.bottomRight())
