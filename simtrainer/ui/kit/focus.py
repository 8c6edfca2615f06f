"""The ring round the control that has the keyboard: 2 px, outside the control.

One overlay follows the focus through the windows. Rows and pages that show their focus
themselves set the property ``own_focus`` to true; a frame that stands for the bare field
inside it sets ``focus_frame``.
"""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from simtrainer.ui.kit.painting import paint_box, painting
from simtrainer.ui.kit.theme import theme
from simtrainer.ui.kit.tokens import Radius, Size

_TEXT_FIELDS = (QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox)
_MOVES = {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide}
_GROW = 3


class RingOverlay(QWidget):
    """The drawn ring; the mouse goes through it."""

    def __init__(self, frame: QWidget) -> None:
        super().__init__(frame)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        width = look.px(Size.FOCUS_RING)
        radius = look.px(Radius.CONTROL + _GROW)
        with painting(self) as painter:
            paint_box(painter, QRectF(self.rect()), radius, None, look.color("focus"), width)


class FocusFollower(QObject):
    """Keeps the ring round the focused control; made by ``follow_focus``."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._target: QWidget | None = None
        self._ring: RingOverlay | None = None
        self._frame: QWidget | None = None
        self._watched: list[QWidget] = []
        self._app = app
        app.focusChanged.connect(self.follow)
        theme().changed.connect(self._place)

    def stop(self) -> None:
        """Take the ring away and follow no more."""
        self._app.focusChanged.disconnect(self.follow)
        theme().changed.disconnect(self._place)
        self._leave()

    def follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Go round ``new``, if it is a control that was reached by keyboard."""
        self._leave()
        if new is None or isinstance(new, QMenu) or new.property("own_focus"):
            return
        by_mouse = QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton
        if by_mouse and not isinstance(new, _TEXT_FIELDS):
            # The ring comes as soon as the keyboard is used on it.
            self._watch([new])
            return
        self._surround(_seen_control(new))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in _MOVES:
            self._place()
        elif kind == QEvent.Type.KeyPress and self._target is None and isinstance(watched, QWidget):
            self._leave()
            self._surround(_seen_control(watched))
        return False

    def _surround(self, target: QWidget) -> None:
        frame = _clipping_part(target)
        if target.isWindow() or target is frame:
            return
        self._target, self._frame = target, frame
        self._ring = RingOverlay(frame)
        self._watch(_chain(target, frame))
        self._place()

    def _watch(self, widgets: list[QWidget]) -> None:
        self._watched = widgets
        for widget in widgets:
            widget.installEventFilter(self)

    def _place(self) -> None:
        target, ring, frame = self._target, self._ring, self._frame
        if target is None or ring is None or frame is None:
            return
        if not (_alive(target) and _alive(ring)):
            return
        grow = theme().px(_GROW)
        spot = QRect(target.mapTo(frame, QPoint(0, 0)), target.size())
        ring.setGeometry(spot.adjusted(-grow, -grow, grow, grow))
        ring.raise_()
        ring.setVisible(target.isVisible())

    def _leave(self) -> None:
        for widget in filter(_alive, self._watched):
            widget.removeEventFilter(self)
        if self._ring is not None and _alive(self._ring):
            self._ring.hide()
            self._ring.deleteLater()
        self._watched, self._target, self._ring, self._frame = [], None, None, None


def follow_focus(app: QApplication) -> FocusFollower:
    """Show the ring round whatever has the focus in ``app``'s windows, from now on."""
    return FocusFollower(app)


def _alive(thing: QObject) -> bool:
    return bool(shiboken6.isValid(thing))


def _chain(target: QWidget, frame: QWidget) -> list[QWidget]:
    """The target and what holds it, up to ``frame``: when one moves, the ring moves."""
    chain = [target]
    step = target.parentWidget()
    while step is not None and step is not frame:
        chain.append(step)
        step = step.parentWidget()
    return chain


def _seen_control(widget: QWidget) -> QWidget:
    parent = widget.parentWidget()
    return parent if parent is not None and parent.property("focus_frame") else widget


def _clipping_part(widget: QWidget) -> QWidget:
    """The nearest part that cuts the widget off: a scrolled area's viewport, or the window."""
    step = widget.parentWidget()
    while step is not None and not step.isWindow():
        if isinstance(step.parentWidget(), QAbstractScrollArea):
            return step
        step = step.parentWidget()
    return widget.window()
