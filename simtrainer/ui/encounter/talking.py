"""Sound in the encounter: who is heard, what was said aloud, and who was talked over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

from simtrainer.encounter import actions as ac
from simtrainer.encounter import events as ev
from simtrainer.encounter.state import EncounterState
from simtrainer.i18n import tr
from simtrainer.ui.context import UiContext
from simtrainer.ui.encounter.composer import Composer
from simtrainer.ui.encounter.keys import key_of
from simtrainer.ui.encounter.notices import Notices
from simtrainer.ui.encounter.patient_pane import PatientPane
from simtrainer.ui.kit.announce import announce
from simtrainer.ui.sound.controller import SpeechController
from simtrainer.ui.sound.utterance import Utterance


class Talking(QObject):
    """Joins the controller of sound to the parts of the page. ``asked`` carries actions."""

    asked = Signal(object)

    def __init__(
        self, page: QWidget, context: UiContext, patient: PatientPane, notices: Notices
    ) -> None:
        super().__init__(page)
        self._page, self._context = page, context
        self._patient, self._notices = patient, notices
        self._composer: Composer | None = None
        self._patient_key = "patient"
        self._held: int | None = None  # the key that is down

    @property
    def _sound(self) -> SpeechController:
        return self._context.sound

    def connect_to(self, composer: Composer) -> None:
        """Once, when the page is built."""
        self._composer = composer
        sound = self._sound
        composer.aloud.pressed.connect(sound.press)
        composer.aloud.released.connect(sound.release)
        composer.aloud.voices_switched.connect(self._switch_voices)
        sound.changed.connect(self._follow_settings)
        sound.listening_changed.connect(self._listening)
        sound.captioned.connect(composer.hearing.set_caption)
        sound.microphone.connect(composer.hearing.set_level)
        sound.heard.connect(self._heard)
        sound.barged.connect(self._barged)
        sound.level.connect(self._level)
        sound.troubled.connect(self._notices.set_sound)
        self._notices.sound_retried.connect(sound.try_again)
        self._follow_settings()

    # --- the encounter

    def opened(self, state: EncounterState, events: Sequence[ev.Event], resumed: bool) -> None:
        self._sound.quiet()
        self._patient_key = state.case.patient.key
        self._sound.expect(state.case)
        self._follow_settings()
        self.follow(state)
        if not resumed:
            self.happened(state, events)

    def happened(self, state: EncounterState, events: Sequence[ev.Event]) -> None:
        spoken = [event for event in events if isinstance(event, ev.SentenceSpoken)]
        if spoken:
            self._sound.speak(state, spoken)

    def follow(self, state: EncounterState) -> None:
        """Nobody talks and nobody listens while the encounter rests."""
        self._sound.set_open(state.phase == "running")

    def rest(self) -> None:
        self._sound.set_open(False)

    def own_words(self, action: ac.Action) -> None:
        """Somebody who types has read the rest: the voice stops, and nobody was talked over."""
        if isinstance(action, ac.Say) and action.source == "typed":
            self._sound.quiet()

    # --- the key to hold

    def key_down(self) -> None:
        """The key of the settings went down; its release is looked for while it is held."""
        app = QApplication.instance()
        if not self._sound.listens or self._held is not None or app is None:
            return
        sequence = QKeySequence(key_of("speak", self._context.settings.shortcuts))
        if sequence.isEmpty():
            return
        self._held = sequence[0].key().value  # type: ignore[index]  # missing in the stubs
        app.installEventFilter(self)
        self._sound.press()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.KeyRelease and isinstance(event, QKeyEvent):
            if event.key() == self._held and not event.isAutoRepeat():
                self._key_up()
        elif kind == QEvent.Type.ApplicationStateChange or kind == QEvent.Type.WindowDeactivate:
            self._key_up()  # the release goes to somebody else
        return super().eventFilter(watched, event)

    def _key_up(self) -> None:
        app = QApplication.instance()
        if self._held is not None and app is not None:
            self._held = None
            app.removeEventFilter(self)
            self._sound.release()

    # --- what the controller tells

    def _listening(self, on: bool) -> None:
        if self._composer is not None:
            self._composer.set_listening(on)
            if on and not self._sound.is_ready:
                text = tr("Getting ready to listen; what you say now is kept")
                self._composer.hearing.set_caption(text)

    def _heard(self, said: Utterance) -> None:
        composer = self._composer
        if composer is None or not self._page.isVisible():
            return
        if not said.text:
            composer.hearing.say(tr("Nothing was understood. Say it once more, or type it."))
        elif said.unsure or composer.text().strip() or not composer.can_say:
            composer.offer(said.text, said.speech)
            announce(composer, f"{tr('Understood, check it')}: {said.text}")
        else:
            composer.say_aloud(said.text, said.speech)

    def _barged(self, sentence: int, share: float) -> None:
        if self._page.isVisible():
            self.asked.emit(ac.BargeIn(sentence=sentence, heard=min(1.0, share)))

    def _level(self, who: str, value: float) -> None:
        if who in (self._patient_key, ""):
            self._patient.set_voice(value)

    def _switch_voices(self, on: bool) -> None:
        self._change(speech_out=on)

    def _change(self, **changes: Any) -> None:
        context = self._context
        context.save_settings(context.settings.model_copy(update=changes))
        self._follow_settings()

    def _follow_settings(self) -> None:
        if self._composer is not None:
            sound = self._sound
            key = key_of("speak", self._context.settings.shortcuts)
            self._composer.aloud.set_listens(sound.listens, sound.hands_free, key)
            self._composer.aloud.set_speaks(sound.speaks)
            self._composer.set_aloud(sound.listens)
