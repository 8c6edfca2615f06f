"""A call without a picture: who is on the line, and the level of their voice."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from simtrainer.i18n import tr
from simtrainer.ui.kit.icons import paint_icon
from simtrainer.ui.kit.painting import paint_box, paint_text, painting
from simtrainer.ui.kit.theme import theme
from simtrainer.ui.kit.tokens import Type

_BARS = 21
_FRAME_MS = 60
_WORD_MS = 330  # how long a word moves the bars
_LONGEST_MS = 6_000
_LEAST = 0.08


class PhoneLine(QWidget):
    """Bars that move while the other side speaks; with reduced motion a word says so."""

    def __init__(self) -> None:
        super().__init__()
        self._name = ""
        self._left_ms = 0
        self._voice = 0.0
        self._step = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_FRAME_MS)
        self._timer.timeout.connect(self._tick)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme().changed.connect(self.update)

    def set_name(self, name: str) -> None:
        self._name = name
        self._tell()

    def speak(self, text: str) -> None:
        """Move the bars for about as long as ``text`` takes."""
        self._left_ms = min(len(text.split()) * _WORD_MS, _LONGEST_MS)
        self._timer.start()
        self._tell()

    def set_voice(self, level: float) -> None:
        """The level of a voice that is really heard, 0 to 1."""
        if level != self._voice:
            changed = (level > 0) != (self._voice > 0)
            self._voice, self._left_ms = level, 0
            self._step += 1
            if changed:
                self._tell()
            self.update()

    def is_speaking(self) -> bool:
        return self._left_ms > 0 or self._voice > 0

    def sizeHint(self) -> QSize:
        return QSize(theme().px(296), theme().px(220))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(180), theme().px(110))

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()
        self._left_ms = 0

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        box = QRectF(self.rect())
        side = look.px(44)
        middle = box.center()
        top = max(middle.y() - look.px(78), look.px(10))
        with painting(self) as painter:
            painter.fillRect(box, look.color("sunken"))
            spot = QRectF(middle.x() - side / 2, top, side, side)
            paint_box(painter, spot, side / 2, look.color("patient_tint"), None)
            quarter = side / 4
            inner = spot.adjusted(quarter, quarter, -quarter, -quarter)
            paint_icon(painter, inner, "phone", "patient_text")
            line = QRectF(0, spot.bottom() + look.px(6), box.width(), look.px(22))
            centre = Qt.AlignmentFlag.AlignHCenter
            font = look.font(Type.SECOND)
            paint_text(painter, line, self._words(), font, look.color("second"), centre)
            area = QRectF(0, line.bottom() + look.px(8), look.px(220), look.px(40))
            area.moveLeft(middle.x() - area.width() / 2)
            self._paint_bars(painter, area)

    def _paint_bars(self, painter: QPainter, area: QRectF) -> None:
        look = theme()
        width = area.width() / _BARS
        role = "patient_mark" if self.is_speaking() else "border"
        for at in range(_BARS):
            height = max(self._level(at), _LEAST) * area.height()
            bar = QRectF(area.left() + at * width, 0, width * 0.5, height)
            bar.moveTop(area.center().y() - height / 2)
            paint_box(painter, bar, bar.width() / 2, look.color(role), None)

    def _level(self, at: int) -> float:
        """The height of one bar, 0 to 1: louder in the middle, never the same twice running."""
        if not self.is_speaking():
            return 0.0
        near = 1 - abs(at - _BARS // 2) / (_BARS / 2)
        if theme().reduced_motion:
            return 0.3 + 0.4 * near
        wave = (at * 37 + self._step * 53 + (at * self._step) % 17) % 100 / 100
        return near * (0.25 + 0.75 * wave) * (self._voice if self._voice else 1.0)

    def _words(self) -> str:
        state = tr("speaking") if self.is_speaking() else tr("on the line")
        return f"{self._name} · {state}"

    def _tick(self) -> None:
        self._left_ms -= _FRAME_MS
        self._step += 1
        if self._left_ms <= 0:
            self._timer.stop()
            self._tell()
        elif not theme().reduced_motion:
            self.update()

    def _tell(self) -> None:
        self.setAccessibleName(f"{tr('Phone call')}. {self._words()}")
        self.update()
