"""What the page has to say about itself: a refusal, a pause, something that went astray."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from simtrainer.encounter.actions import Action
from simtrainer.i18n import tr
from simtrainer.ui.kit.banner import Banner
from simtrainer.ui.kit.layouts import VBox


class Notices(QWidget):
    """Banners under the head of the page. ``retried`` carries the action to try again."""

    retried = Signal(object)
    resumed = Signal()
    sound_retried = Signal()

    def __init__(self) -> None:
        super().__init__()
        column = VBox(self, space=8, margins=(12, 12, 12, 0))
        self._paused = Banner(
            "", title=tr("Paused"), role="info", action=tr("Resume"), action_icon="play"
        )
        self._paused.acted.connect(self.resumed)
        self.refusal = Banner("", role="info", quiet_action=tr("All right"))
        self.refusal.declined.connect(self.done)
        self.with_retry = Banner(
            "", role="error", action=tr("Try again"), quiet_action=tr("Not now")
        )
        self.without_retry = Banner("", role="error", quiet_action=tr("All right"))
        self.with_retry.acted.connect(self._retry)
        self.sound = Banner("", role="info", action=tr("Try again"), quiet_action=tr("All right"))
        self.sound.acted.connect(self.sound_retried)
        self.sound.declined.connect(self._sound_read)
        for banner in (self.with_retry, self.without_retry):
            banner.declined.connect(self._trouble_read)
        self._action: Action | None = None
        for banner in self._banners():
            column.addWidget(banner)
            banner.hide()
        self._fit()

    def say(self, sentence: str) -> None:
        """Calmly: this cannot be done now, and why."""
        self.refusal.set_words(sentence)
        self.refusal.setVisible(self._paused.isHidden())  # that one says it already
        self.refusal.announce()
        self._fit()

    def trouble(self, sentence: str, action: Action | None) -> None:
        self._action = action
        banner = self.without_retry if action is None else self.with_retry
        self._trouble_read()
        self._action = action
        banner.set_words(sentence)
        banner.show()
        banner.announce()
        self._fit()

    def set_paused(self, paused: bool, key: str) -> None:
        text = tr("Nothing moves until you resume. You can read, and write your notes.")
        self._paused.set_words(f"{text} ({key})", tr("Paused"))
        self._paused.setVisible(paused)
        self._fit()

    def set_sound(self, sentence: str) -> None:
        """What is the matter with sound; empty when nothing is."""
        self.sound.set_words(sentence)
        self.sound.setVisible(bool(sentence))
        if sentence:
            self.sound.announce()
        self._fit()

    def _sound_read(self) -> None:
        self.sound.hide()
        self._fit()

    def done(self) -> None:
        """Something was done since: the refusal no longer matters."""
        self.refusal.hide()
        self._fit()

    def clear(self) -> None:
        self._trouble_read()
        self.done()

    def _trouble_read(self) -> None:
        self._action = None
        self.with_retry.hide()
        self.without_retry.hide()
        self._fit()

    def _retry(self) -> None:
        action = self._action
        self._trouble_read()
        if action is not None:
            self.retried.emit(action)

    def _fit(self) -> None:
        self.setVisible(any(not banner.isHidden() for banner in self._banners()))

    def _banners(self) -> tuple[Banner, ...]:
        return self._paused, self.with_retry, self.without_retry, self.refusal, self.sound
