"""Bars: scores with the trainee's own estimate, things on their way, levels tried."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from simtrainer.ui.kit.icons import paint_icon
from simtrainer.ui.kit.layouts import HBox
from simtrainer.ui.kit.painting import paint_box, paint_text, painting, text_width
from simtrainer.ui.kit.text import ElidedLabel, Label
from simtrainer.ui.kit.theme import theme
from simtrainer.ui.kit.tokens import Space, Type


def figure(value: float) -> str:
    """Points as people write them: 9, or 9.5."""
    return f"{value:g}"


class ScoreBar(QWidget):
    """A domain's points, in figures and as a bar; the diamond is the trainee's own estimate."""

    def __init__(
        self,
        name: str,
        points: float,
        max_points: float,
        estimate: float | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """``estimate`` is a share, 0 to 1."""
        super().__init__(parent)
        self._name, self._points, self._most = name, points, max_points
        self._estimate = estimate
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.updateGeometry)
        self.set_points(points, max_points, estimate)

    def set_points(self, points: float, max_points: float, estimate: float | None = None) -> None:
        self._points, self._most, self._estimate = points, max_points, estimate
        spoken = f"{self._name}: {figure(points)} of {figure(max_points)} points"
        if estimate is not None:
            spoken += f", you estimated {round(estimate * 100)} %"
        self.setAccessibleName(spoken)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(220), theme().px(34))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        with painting(self) as painter:
            self._paint_words(painter, QRectF(0, 0, self.width(), look.px(20)))
            height = look.px(8)
            bar = QRectF(0, self.height() - height - look.px(2), self.width(), height)
            share = self._points / self._most if self._most else 0.0
            paint_bar(painter, bar, share, "accent")
            if self._estimate is not None:
                self._paint_estimate(painter, bar)

    def _paint_words(self, painter: QPainter, line: QRectF) -> None:
        look = theme()
        normal, bold = look.font(), look.font(weight=600)
        rest = f" of {figure(self._most)}"
        rest_width = text_width(rest, normal) + 1
        points_width = text_width(figure(self._points), bold) + 1
        right = line.right() - rest_width
        name = line.adjusted(0, 0, -rest_width - points_width - look.px(8), 0)
        paint_text(painter, name, self._name, normal, look.color("text"))
        rest_box = QRectF(right, line.top(), rest_width + 1, line.height())
        paint_text(painter, rest_box, rest, normal, look.color("second"))
        points_box = QRectF(right - points_width, line.top(), points_width + 1, line.height())
        paint_text(painter, points_box, figure(self._points), bold, look.color("text"))

    def _paint_estimate(self, painter: QPainter, bar: QRectF) -> None:
        side = theme().px(17)
        share = min(max(self._estimate or 0.0, 0.0), 1.0)
        centre = bar.left() + share * bar.width()
        left = min(max(centre - side / 2, 0), self.width() - side)
        top = bar.center().y() - side / 2
        # A rim of the ground keeps the mark readable on the filled part.
        rim = QRectF(left - 2, top - 2, side + 4, side + 4)
        paint_icon(painter, rim, "diamond", "surface")
        paint_icon(painter, QRectF(left, top, side, side), "diamond", "text")


class Meter(QWidget):
    """A thin bar alone, ``share`` 0 to 1, for something under way."""

    def __init__(
        self,
        share: float = 0.0,
        *,
        role: str = "border",
        width: int = 90,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._share, self._role, self._width = share, role, width
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.updateGeometry)

    def set_share(self, share: float) -> None:
        self._share = share
        self.setAccessibleName(f"{round(share * 100)} %")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(self._width), theme().px(4))

    def paintEvent(self, _event: QPaintEvent) -> None:
        with painting(self) as painter:
            paint_bar(painter, QRectF(self.rect()), self._share, self._role)


class ProgressRow(QWidget):
    """Something on its way: its name, a bar, and when it is due ("due 46:30")."""

    def __init__(
        self,
        name: str,
        share: float,
        due: str,
        *,
        role: str = "border",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._name = name
        row = HBox(self, space=Space.S, margins=(Space.L, 8))
        row.addWidget(ElidedLabel(name), 1)
        self._meter = Meter(share, role=role)
        row.addWidget(self._meter)
        self._due = Label(due, size=Type.SECOND, role="second")
        row.addWidget(self._due)
        self.set_progress(share, due)

    def set_progress(self, share: float, due: str) -> None:
        self._meter.set_share(share)
        self._due.setText(due)
        self.setAccessibleName(f"{self._name}, {due}")


def paint_bar(painter: QPainter, bar: QRectF, share: float, role: str) -> None:
    """A bar with round ends filled to ``share`` (0 to 1)."""
    look = theme()
    radius = bar.height() / 2
    paint_box(painter, bar, radius, look.color("line"))
    filled = QRectF(bar)
    filled.setWidth(bar.width() * min(max(share, 0.0), 1.0))
    if filled.width() >= 1:
        paint_box(painter, filled, min(radius, filled.width() / 2), look.color(role))


def paint_levels(painter: QPainter, spot: QRectF, levels: Sequence[bool]) -> None:
    """One short bar a level, filled when it was tried, outlined when not."""
    look = theme()
    width, height, gap = look.px(22), look.px(6), look.px(3)
    top = spot.center().y() - height / 2
    for index, tried in enumerate(levels):
        box = QRectF(spot.left() + index * (width + gap), top, width, height)
        fill = look.color("accent") if tried else None
        line = None if tried else look.color("border")
        paint_box(painter, box, height / 2, fill, line)


class LevelBars(QWidget):
    """Levels tried, by itself; ``spoken`` says the same in words."""

    def __init__(self, levels: Sequence[bool], spoken: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._levels = tuple(levels)
        self.setAccessibleName(spoken)
        self.setToolTip(spoken)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        look = theme()
        return QSize(look.px(25) * len(self._levels), look.px(12))

    def paintEvent(self, _event: QPaintEvent) -> None:
        with painting(self) as painter:
            paint_levels(painter, QRectF(self.rect()), self._levels)
