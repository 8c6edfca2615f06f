"""Saying it aloud: the button to hold, what is heard meanwhile, and the switch of the voices."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from simtrainer.i18n import tr
from simtrainer.ui.kit.announce import announce
from simtrainer.ui.kit.bars import Meter
from simtrainer.ui.kit.button import Button, IconButton
from simtrainer.ui.kit.icons import Icon
from simtrainer.ui.kit.layouts import HBox
from simtrainer.ui.kit.text import WrapLabel
from simtrainer.ui.kit.tokens import Size, Space, Type

Room = Literal["all", "key", "none"]  # what there is room for beside the icon


class AloudButtons(QWidget):
    """``pressed`` and ``released`` of the button to hold; ``voices_switched`` for the other."""

    pressed = Signal()
    released = Signal()
    voices_switched = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        row = HBox(self, space=Space.S)
        self.hold = Button(tr("Hold to speak"), icon="mic")
        self.hold.pressed.connect(self.pressed)
        self.hold.released.connect(self.released)
        self.voices = IconButton("speaker", "", side=Size.CONTROL)
        self.voices.setCheckable(True)
        self.voices.clicked.connect(self.voices_switched)
        row.addWidget(self.hold)
        row.addWidget(self.voices)
        self._key = "F2"
        self._room: Room = "all"
        self._hands_free = self._listening = False

    def set_listens(self, listens: bool, hands_free: bool, key: str) -> None:
        """Whether words can be said aloud here, and with which key."""
        self._hands_free, self._key = hands_free, key
        self.hold.setVisible(listens)
        self._show()

    def set_speaks(self, speaks: bool) -> None:
        """Whether people are heard as well as read."""
        self.voices.setChecked(speaks)
        self.voices.set_icon("speaker" if speaks else "speaker-off")
        name = tr("Voices are on: turn them off") if speaks else tr("Voices are off: turn them on")
        self.voices.set_name(name)

    def set_listening(self, listening: bool) -> None:
        self._listening = listening
        self._show()

    def set_room(self, room: Room) -> None:
        """With little room the words on the button give way, then its key, too."""
        self._room = room
        self._show()

    def _show(self) -> None:
        if self._hands_free:
            words = tr("Microphone off") if self._listening else tr("Microphone on")
        else:
            words = tr("Done") if self._listening else tr("Hold to speak")
        self.hold.set_icon("mic-off" if self._hands_free and self._listening else "mic")
        self.hold.set_kind("accent" if self._listening else "secondary")
        self.hold.setText(words if self._room == "all" else "")
        self.hold.set_key_hint("" if self._room == "none" else self._key)
        self.hold.setAccessibleName(words)
        self.hold.setToolTip(f"{words} ({self._key})")


class Hearing(QWidget):
    """What is being said, as far as it is understood, and how loud it is."""

    def __init__(self) -> None:
        super().__init__()
        row = HBox(self, space=Space.S)
        row.addWidget(Icon("mic", "accent", 16))
        self._meter = Meter(0.0, role="accent", width=48)
        row.addWidget(self._meter)
        self.caption = WrapLabel("", size=Type.SECOND, role="second", max_lines=2)
        row.addWidget(self.caption, 1)
        self.hide()

    def set_listening(self, listening: bool) -> None:
        self._meter.show()
        self.setVisible(listening)
        self.set_caption("")
        self._meter.set_share(0.0)

    def say(self, sentence: str) -> None:
        """Something about what was heard; it stays until the next words."""
        self._meter.hide()
        self.caption.setText(sentence)
        self.show()
        announce(self, sentence)

    def typed(self) -> None:
        """What was said about the last words no longer matters."""
        if self._meter.isHidden():
            self.hide()

    def set_caption(self, text: str) -> None:
        self.caption.setText(text or tr("Listening"))

    def set_level(self, level: float) -> None:
        self._meter.set_share(level)
