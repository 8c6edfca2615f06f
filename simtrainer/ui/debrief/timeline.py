"""The timeline, painted: vitals, actions, talk and trust, with a cursor that can be played."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHelpEvent, QHideEvent, QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from simtrainer.i18n import tr
from simtrainer.scoring.hits import clock
from simtrainer.ui.debrief import tracks as tk
from simtrainer.ui.debrief.reading import Debrief
from simtrainer.ui.debrief.timeline_painting import Picture
from simtrainer.ui.kit.announce import announce
from simtrainer.ui.kit.painting import painting
from simtrainer.ui.kit.text import as_tooltip
from simtrainer.ui.kit.theme import theme

STEP_MS = 10_000
PLAYED_IN_MS = 40_000  # however long the case was
_FRAME_MS = 80
_CALM_FRAME_MS = 1000  # with reduced motion
_NEAR = 10


class Timeline(QWidget):
    """``moved`` carries the case time in ms when the user (or playing) moves the cursor,
    ``event_chosen`` an event whose mark was clicked, ``playing_changed`` whether it plays.
    """

    moved = Signal(int)
    event_chosen = Signal(int)
    playing_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.end_ms = 1000
        self.cursor_ms = 0
        self.picture = Picture()
        self._stops: list[int] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._play_on)
        theme().changed.connect(self.updateGeometry)

    def show_debrief(self, debrief: Debrief) -> None:
        self.stop()
        entries = debrief.entries
        self.end_ms = debrief.end_ms
        self.picture = Picture(
            tk.vital_tracks(debrief),
            tk.trust_track(debrief),
            tk.action_marks(entries),
            tk.spells(entries),
            self.end_ms,
        )
        self._stops = sorted({mark.at for mark in self.picture.actions})
        self.set_cursor(0)

    # --- the cursor

    def set_cursor(self, ms: int) -> None:
        """Move the cursor without a signal."""
        self.cursor_ms = min(max(ms, 0), self.end_ms)
        self.setAccessibleName(f"{tr('Timeline')}, {self.words()}")
        self.update()

    def words(self) -> str:
        """The values at the cursor, as a sentence."""
        told = ", ".join(
            f"{track.spoken} {track.words_at(self.cursor_ms)}" for track in self.picture.all_tracks
        )
        near = [mark.text for mark in self.picture.actions if mark.at == self.cursor_ms]
        return ". ".join([f"{clock(self.cursor_ms)}: {told}", *near])

    def _move(self, ms: int) -> None:
        self.set_cursor(ms)
        self.moved.emit(self.cursor_ms)

    def _next_stop(self, forward: bool) -> int:
        if forward:
            return next((at for at in self._stops if at > self.cursor_ms), self.end_ms)
        return next((at for at in reversed(self._stops) if at < self.cursor_ms), 0)

    # --- playing

    @property
    def playing(self) -> bool:
        return self._timer.isActive()

    def toggle_playing(self) -> None:
        if self.playing:
            self.stop()
            return
        if self.cursor_ms >= self.end_ms:
            self._move(0)
        self._timer.start(_CALM_FRAME_MS if theme().reduced_motion else _FRAME_MS)
        self.playing_changed.emit(True)

    def stop(self) -> None:
        if self.playing:
            self._timer.stop()
            self.playing_changed.emit(False)

    def _play_on(self) -> None:
        self._move(self.cursor_ms + self.end_ms * self._timer.interval() // PLAYED_IN_MS)
        if self.cursor_ms >= self.end_ms:
            self.stop()

    # --- input

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, alt = event.key(), event.modifiers() & Qt.KeyboardModifier.AltModifier
        if key == Qt.Key.Key_Space:
            self.toggle_playing()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            forward = key == Qt.Key.Key_Right
            step = STEP_MS if forward else -STEP_MS
            self._step(self._next_stop(forward) if alt else self.cursor_ms + step)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._step(0 if key == Qt.Key.Key_Home else self.end_ms)
        else:
            super().keyPressEvent(event)

    def _step(self, ms: int) -> None:
        self.stop()
        self._move(ms)
        announce(self, self.words())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.stop()
        mark = self.picture.mark_near(event.position(), theme().px(_NEAR))
        if mark is not None:
            self.set_cursor(mark.at)
            self.event_chosen.emit(mark.event)
        else:
            self._move(self.picture.ms_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._move(self.picture.ms_at(event.position().x()))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            mark = self.picture.mark_near(QPointF(event.pos()), theme().px(_NEAR))
            words = f"{clock(mark.at)} {mark.text}" if mark else ""
            QToolTip.showText(event.globalPos(), as_tooltip(words), self)
            return True
        return super().event(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self.stop()
        super().hideEvent(event)

    # --- painting

    def sizeHint(self) -> QSize:
        return QSize(theme().px(640), theme().px(262))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(360), theme().px(222))

    def paintEvent(self, _event: QPaintEvent) -> None:
        with painting(self) as painter:
            self.picture.paint(painter, QRectF(self.rect()), self.cursor_ms)
