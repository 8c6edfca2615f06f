"""The patient on the screen: breathes, blinks, and moves to a new look in 200 ms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import (
    QElapsedTimer,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    QVariantAnimation,
)
from PySide6.QtGui import (
    QColor,
    QHideEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from simtrainer.ui.figure.body import LEAST_RISE, RISE_PIXELS, body_shapes
from simtrainer.ui.figure.breathing import Blinking, Breathing
from simtrainer.ui.figure.drawing import figure
from simtrainer.ui.figure.look import FaceState, PersonLook
from simtrainer.ui.figure.paint import field_transform, paint_head, paint_shapes, paint_under
from simtrainer.ui.figure.shapes import Drawing
from simtrainer.ui.figure.tones import tones_of
from simtrainer.ui.kit.theme import theme
from simtrainer.ui.kit.tokens import FADE_MS

FRAME_MS = 33
BODY_TOP = 190.0  # nothing that moves with the breath is above this line of the field
HEAD_END = 252.0  # no head reaches below this line, with its mouth wide open
MOUTH = 0.6  # how far the loudest voice opens the mouth
_SMALLEST_STEP = 0.08  # screen pixels; a smaller rise is not worth a repaint
_LEAST_BREATH = 0.35


class FigureWidget(QWidget):
    """Paints a ``PersonLook`` in a ``FaceState``.

    Set the accessible description to the line that says what one sees: the figure is never
    the only source of it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = PersonLook()
        self._face = FaceState()
        self._from = self._to = self._face
        self._dark = self._still = False
        self._corner: tuple[float, str] | None = None
        self._breathing, self._blinking = Breathing(), Blinking()
        self._rise = self._blink = self._painted_rise = self._voice = 0.0
        self._under: QPixmap | None = None
        self._head: QPixmap | None = None
        self._since = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self._tick)
        self._fade = QVariantAnimation(self)
        self._fade.setDuration(FADE_MS)
        self._fade.setStartValue(0.0)
        self._fade.setEndValue(1.0)
        self._fade.valueChanged.connect(self._fade_to)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("The patient")
        theme().changed.connect(self.restyle)
        self.restyle()

    # --- what the page sets ------------------------------------------------------------------

    def set_look(self, look: PersonLook) -> None:
        if look != self._look:
            self._look = look
            self._redraw()

    def set_state(self, face: FaceState, animate: bool = True) -> None:
        """Show this face, moving there in 200 ms unless told not to or motion is reduced."""
        if face == self._to:
            return
        self._fade.stop()
        self._from, self._to = self._face, face
        if animate and not self._still and self.isVisible():
            self._fade.start()
        else:
            self._fade_to(1.0)

    def set_voice(self, level: float) -> None:
        """How loud the person speaks now, 0 to 1; the mouth opens with it, unless all is still."""
        opening = 0.0 if self._still else round(MOUTH * min(1.0, max(0.0, level)), 1)
        if opening != self._voice:
            self._voice = opening
            self._head = None
            self.update(self._head_area())

    def set_reduced_motion(self, reduced: bool) -> None:
        """Still: changes at once, no breathing, no blinking. Say the rate in words instead."""
        if reduced == self._still:
            return
        self._still = reduced
        if reduced:
            self._fade.stop()
            self._fade_to(1.0)
            self._rise = self._blink = 0.0
        self._run_or_rest()
        self._redraw()

    def set_dark(self, dark: bool) -> None:
        """The scene with the lights down, for the dark theme."""
        if dark != self._dark:
            self._dark = dark
            self._redraw()

    def restyle(self) -> None:
        """Take up the theme: dark or light, and how much may move."""
        self.set_dark(theme().palette.dark)
        self.set_reduced_motion(theme().reduced_motion)

    def set_top_corners(self, radius: float, outside: str = "canvas") -> None:
        """Round the upper corners by ``radius`` pixels at 100 % zoom, showing the palette role
        ``outside`` them."""
        self._corner = (radius, outside)
        self.update()

    def state(self) -> FaceState:
        """The face as it is painted now, half-way while it moves."""
        return self._face

    def look(self) -> PersonLook:
        return self._look

    def is_moving(self) -> bool:
        """Whether the breathing clock runs."""
        return self._timer.isActive()

    # --- time --------------------------------------------------------------------------------

    def _fade_to(self, share: float) -> None:
        self._face = self._to if share >= 1 else self._from.towards(self._to, share)
        self._redraw()

    def _run_or_rest(self) -> None:
        if self.isVisible() and not self._still:
            self._since.start()
            self._timer.start()
        else:
            self._timer.stop()

    def _tick(self) -> None:
        self._advance(min(0.25, self._since.restart() / 1000))

    def _advance(self, seconds: float) -> None:
        """Breathe and blink for ``seconds``, repainting only what moved."""
        self._rise = self._breathing.step(seconds, self._face.resp_rate)
        blink = self._blinking.step(seconds)
        if blink != self._blink:
            self._blink = blink
            self._head = None
            self.update()
        elif abs(self._rise - self._painted_rise) * self._rise_pixels() > _SMALLEST_STEP:
            self.update(self._body_area())

    def _rise_pixels(self) -> float:
        depth = max(_LEAST_BREATH, self._face.breath) * max(LEAST_RISE, self._face.effort)
        return RISE_PIXELS * depth * field_transform(QRectF(self.rect())).m11()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._run_or_rest()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._run_or_rest()

    # --- painting ----------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(372, 286)

    def minimumSizeHint(self) -> QSize:
        return QSize(180, 120)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._redraw()

    def _redraw(self) -> None:
        self._under = self._head = None
        self.update()

    def _face_now(self) -> FaceState:
        """The face with the breath and the blink of this moment."""
        face = self._face
        breath = 0.0
        if face.resp_rate > 0 and not self._still:
            breath = max(_LEAST_BREATH, face.breath) * self._rise
        lids, mouth = max(face.lids, self._blink), max(face.mouth_open, self._voice)
        return replace(face, lids=lids, breath=breath, mouth_open=mouth)

    def _head_area(self) -> QRect:
        area = QRectF(self.rect())
        area.setBottom(min(area.bottom(), field_transform(area).map(QPointF(0, HEAD_END)).y()))
        return area.toAlignedRect()

    def _body_area(self) -> QRect:
        area = QRectF(self.rect())
        area.setTop(max(0.0, field_transform(area).map(QPointF(0, BODY_TOP)).y()))
        return area.toAlignedRect()

    def _layer(self, opaque: bool) -> QPixmap:
        ratio = self.devicePixelRatioF()
        layer = QPixmap(self.size() * ratio)
        layer.setDevicePixelRatio(ratio)
        layer.fill(QColor("#000000") if opaque else Qt.GlobalColor.transparent)
        return layer

    def _field_painter(self, on: QWidget | QPixmap) -> QPainter:
        painter = QPainter(on)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setTransform(field_transform(QRectF(self.rect())), True)
        return painter

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.width() < 1 or self.height() < 1:
            return
        face = self._face_now()
        under, head = self._layers(face)
        self._painted_rise = self._rise
        painter = self._field_painter(self)
        painter.save()
        painter.resetTransform()
        painter.drawPixmap(QRectF(event.rect()), under, self._source(under, event))
        painter.restore()
        tones = tones_of(self._look, face)
        paint_shapes(painter, body_shapes(self._look, face, tones, self._dark))
        painter.resetTransform()
        painter.drawPixmap(QRectF(event.rect()), head, self._source(head, event))
        self._paint_corners(painter)
        painter.end()

    def _source(self, layer: QPixmap, event: QPaintEvent) -> QRectF:
        ratio = layer.devicePixelRatio()
        area = QRectF(event.rect())
        return QRectF(area.topLeft() * ratio, area.size() * ratio)

    def _layers(self, face: FaceState) -> tuple[QPixmap, QPixmap]:
        """What lies under the body and the head over it, painted anew only when they changed."""
        if self._under is None or self._head is None:
            drawing = figure(self._look, face, self._dark)
            self._under = self._under or self._painted(True, paint_under, drawing)
            self._head = self._head or self._painted(False, paint_head, drawing)
        return self._under, self._head

    def _painted(
        self, opaque: bool, paint: Callable[[QPainter, Drawing], None], drawing: Drawing
    ) -> QPixmap:
        layer = self._layer(opaque)
        painter = self._field_painter(layer)
        paint(painter, drawing)
        painter.end()
        return layer

    def _paint_corners(self, painter: QPainter) -> None:
        if self._corner is None:
            return
        radius, outside = theme().px(self._corner[0]), theme().color(self._corner[1])
        area = QRectF(self.rect())
        rounded = QPainterPath()
        rounded.addRoundedRect(area.adjusted(0, 0, 0, 2 * radius), radius, radius)
        square = QPainterPath()
        square.addRect(area)
        painter.fillPath(square.subtracted(rounded), outside)
