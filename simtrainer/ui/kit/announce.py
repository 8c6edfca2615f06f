"""Telling screen readers, and short notices that pass by themselves."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QEvent, QObject, QPropertyAnimation, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QGraphicsOpacityEffect, QWidget

from simtrainer.ui.kit.card import Panel
from simtrainer.ui.kit.icons import Icon
from simtrainer.ui.kit.layouts import HBox
from simtrainer.ui.kit.text import Label
from simtrainer.ui.kit.theme import theme
from simtrainer.ui.kit.tokens import Radius, Space

# Long enough to read a sentence twice; the notice is also announced, and never the only place.
_TOAST_MS = 6000


def announce(widget: QWidget, text: str, *, assertive: bool = False) -> None:
    """Have a screen reader say ``text``: when it has finished speaking, or at once."""
    event = QAccessibleAnnouncementEvent(widget, text)
    politeness = QAccessible.AnnouncementPoliteness
    event.setPoliteness(politeness.Assertive if assertive else politeness.Polite)
    QAccessible.updateAccessibility(event)


def fade_in(widget: QWidget) -> None:
    """Show ``widget``, within 200 ms or at once when motion is reduced."""
    widget.show()
    duration = theme().fade_ms
    if not duration:
        return
    effect = QGraphicsOpacityEffect(widget)
    widget.setGraphicsEffect(effect)
    fade = QPropertyAnimation(effect, b"opacity", effect)
    fade.setDuration(duration)
    fade.setStartValue(0.0)
    fade.setEndValue(1.0)
    fade.setEasingCurve(QEasingCurve.Type.OutCubic)
    # An effect left in place would redraw the widget through a picture for ever.
    fade.finished.connect(lambda: widget.setGraphicsEffect(None))  # type: ignore[arg-type]
    fade.start()


class Toast(Panel):
    """A notice at the bottom of a page that goes by itself; shown with ``Toast.say``."""

    def __init__(self, parent: QWidget, text: str, icon: str = "check") -> None:
        super().__init__("text", radius=Radius.CONTROL, parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row = HBox(self, space=Space.S, margins=(14, 10))
        row.addWidget(Icon(icon, "surface", 18))
        row.addWidget(Label(text, role="surface", weight=500))
        self._timer = QTimer(self, singleShot=True, interval=_TOAST_MS)
        self._timer.timeout.connect(self.deleteLater)
        parent.installEventFilter(self)
        theme().changed.connect(self._place)

    @classmethod
    def say(cls, parent: QWidget, text: str, icon: str = "check") -> Toast:
        """Show and announce ``text`` at the bottom of ``parent``; replaces an earlier one."""
        for earlier in parent.findChildren(Toast):
            earlier.hide()
            earlier.deleteLater()
        toast = cls(parent, text, icon)
        toast._place()
        fade_in(toast)
        toast._timer.start()
        announce(parent, text)
        return toast

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _place(self) -> None:
        self.adjustSize()
        holder = self.parentWidget()
        assert holder is not None
        left = (holder.width() - self.width()) // 2
        self.move(max(left, 0), holder.height() - self.height() - theme().px(Space.XXL))
        self.raise_()
