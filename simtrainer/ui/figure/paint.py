"""Painting shapes: path text to QPainterPath, and shapes onto a QPainter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QTransform

from simtrainer.errors import OurBug
from simtrainer.ui.figure.shapes import FIELD_HEIGHT, FIELD_WIDTH, PIVOT, Drawing, Shape

# Of the field at least this much is seen, and no more than this is cut above the head.
LEAST_SEEN = 240.0
LEAST_WIDTH_SEEN = 150.0
MOST_CUT_ABOVE = 40.0
TOP_SHARE = 0.43
CLOSEUP = (80.0, 44.0, 200.0, 200.0)

_WORD = re.compile(r"[MLQCZmlqvhz]|-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?")
_COUNTS = {"M": 2, "L": 2, "Q": 4, "C": 6, "m": 2, "l": 2, "q": 4, "v": 1, "h": 1}


@lru_cache(maxsize=1024)
def parse_path(text: str) -> QPainterPath:
    """The path written as ``M L Q C Z`` and relative ``m l q v h`` commands.

    Raises OurBug on anything else; the caller must not change the path it gets.
    """
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for command, numbers in _commands(text):
        _extend(path, command, numbers)
    return path


def _commands(text: str) -> Iterator[tuple[str, list[float]]]:
    command, numbers = "", list[float]()
    for word in _WORD.findall(text):
        if word in "Zz":
            yield "Z", []
        elif word.isalpha():
            command = word
        else:
            numbers.append(float(word))
            if len(numbers) == _COUNTS.get(command, 0):
                yield command, numbers
                numbers = []
    if numbers:
        raise OurBug(f"The path {text[:40]!r} ends in the middle of a command.")


def _extend(path: QPainterPath, command: str, n: list[float]) -> None:
    here = path.currentPosition()
    x, y = (here.x(), here.y()) if command.islower() else (0.0, 0.0)
    match command:
        case "M" | "m":
            path.moveTo(x + n[0], y + n[1])
        case "L" | "l":
            path.lineTo(x + n[0], y + n[1])
        case "Q" | "q":
            path.quadTo(x + n[0], y + n[1], x + n[2], y + n[3])
        case "C":
            path.cubicTo(*n)
        case "v":
            path.lineTo(x, y + n[0])
        case "h":
            path.lineTo(x + n[0], y)
        case "Z":
            path.closeSubpath()
        case _:
            raise OurBug(f"The path command {command!r} is not one the figure uses.")


def paint_shapes(painter: QPainter, shapes: Iterable[Shape]) -> None:
    for shape in shapes:
        _paint(painter, shape)


def _paint(painter: QPainter, shape: Shape) -> None:
    path = parse_path(shape.path)
    if shape.even_odd:
        path = QPainterPath(path)
        path.setFillRule(Qt.FillRule.OddEvenFill)
    if shape.clip is not None:
        path = path.intersected(parse_path(shape.clip))
    painter.setOpacity(min(1.0, max(0.0, shape.opacity)))
    painter.setPen(_pen(shape))
    painter.setBrush(QColor(shape.fill) if shape.fill else Qt.BrushStyle.NoBrush)
    painter.drawPath(path)
    painter.setOpacity(1.0)


def _pen(shape: Shape) -> QPen:
    if shape.stroke is None:
        return QPen(Qt.PenStyle.NoPen)
    return QPen(
        QColor(shape.stroke),
        shape.width,
        Qt.PenStyle.SolidLine,
        Qt.PenCapStyle.RoundCap,
        Qt.PenJoinStyle.RoundJoin,
    )


def head_transform(drawing: Drawing) -> QTransform:
    """The head turned about its pivot, then lowered along its own axis."""
    x, y = PIVOT
    turned = QTransform().translate(x, y).rotate(drawing.tilt).translate(-x, -y)
    return turned.translate(0, drawing.drop)


def field_transform(target: QRectF, closeup: bool = False) -> QTransform:
    """The field over ``target``, filled and centred; what does not fit is cut, never the face.

    A low target loses the chest first and then the air above; a narrow one loses the sides; a
    very wide or very tall one shows more wall. ``closeup`` shows head and neck only.
    """
    if closeup:
        return _closeup_transform(target)
    scale = max(target.width() / FIELD_WIDTH, target.height() / FIELD_HEIGHT)
    scale = min(scale, target.height() / LEAST_SEEN, target.width() / LEAST_WIDTH_SEEN)
    cut = FIELD_HEIGHT - target.height() / scale
    left = target.x() + (target.width() - FIELD_WIDTH * scale) / 2
    above = min(TOP_SHARE * cut, MOST_CUT_ABOVE) if cut > 0 else cut
    top = target.y() - above * scale
    return QTransform(scale, 0, 0, scale, left, top)


def _closeup_transform(target: QRectF) -> QTransform:
    x, y, width, height = CLOSEUP
    scale = max(target.width() / width, target.height() / height)
    left = target.center().x() - (x + width / 2) * scale
    top = target.center().y() - (y + height / 2) * scale
    return QTransform(scale, 0, 0, scale, left, top)


def paint_under(painter: QPainter, drawing: Drawing) -> None:
    """Scene and what hangs behind the head."""
    paint_shapes(painter, drawing.scene)
    painter.save()
    painter.setTransform(head_transform(drawing), True)
    paint_shapes(painter, drawing.back)
    painter.restore()


def paint_head(painter: QPainter, drawing: Drawing) -> None:
    painter.save()
    painter.setTransform(head_transform(drawing), True)
    paint_shapes(painter, drawing.head)
    painter.restore()


def paint_figure(
    painter: QPainter, drawing: Drawing, target: QRectF, closeup: bool = False
) -> None:
    """The whole figure into ``target``, for pictures that do not move."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipRect(target)
    painter.setTransform(field_transform(target, closeup), True)
    paint_under(painter, drawing)
    paint_shapes(painter, drawing.body)
    paint_head(painter, drawing)
    painter.restore()
