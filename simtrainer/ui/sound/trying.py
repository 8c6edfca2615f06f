"""Trying the microphone: a level, what is understood, and how sure the recogniser is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from simtrainer.i18n import tr
from simtrainer.ui.kit.bars import Meter
from simtrainer.ui.kit.dialog import Dialog
from simtrainer.ui.kit.text import WrapLabel
from simtrainer.ui.sound.controller import SpeechController
from simtrainer.ui.sound.utterance import Utterance


class MicrophoneTest(Dialog):
    """Listens while it is open; nothing of it is kept."""

    def __init__(self, parent: QWidget, sound: SpeechController) -> None:
        text = tr("Say a sentence, such as: where does it hurt? Then pause for a moment.")
        super().__init__(
            parent, tr("Test the microphone"), text, action=tr("Done"), decline="", width=480
        )
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._sound = sound
        self.meter = Meter(0.0, role="accent", width=400)
        self.body.addWidget(self.meter)
        self.caption = WrapLabel(tr("Listening"), role="second", max_lines=3)
        self.body.addWidget(self.caption)
        self.understood = WrapLabel("", weight=600)
        self.body.addWidget(self.understood)
        self.advice = WrapLabel("", role="second")
        self.body.addWidget(self.advice)
        sound.microphone.connect(self.meter.set_share)
        sound.captioned.connect(self._caption)
        sound.heard.connect(self._heard)
        sound.troubled.connect(self._troubled)
        self.finished.connect(sound.stop_listening)
        sound.try_microphone()

    def _caption(self, text: str) -> None:
        self.caption.setText(text or tr("Listening"))

    def _heard(self, said: Utterance) -> None:
        if not said.text:
            self.understood.setText(tr("Nothing was understood. Try once more."))
            return
        self.understood.setText(f"“{said.text}”")
        words = said.speech.words
        sure = round(100 * sum(word.confidence for word in words) / max(1, len(words)))
        text = tr("Understood by {engine}, sure at {sure} of 100.")
        self.advice.setText(text.format(engine=said.speech.recogniser, sure=sure))

    def _troubled(self, sentence: str) -> None:
        self.caption.setText(sentence or tr("Listening"))
