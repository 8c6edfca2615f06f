"""Settings of sound: who is heard, how one answers, with which devices; and trying both."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from simtrainer.engines.audio.messages import Device, Devices
from simtrainer.engines.speaking.messages import Delivery, VoiceWish
from simtrainer.i18n import tr
from simtrainer.ui.context import UiContext
from simtrainer.ui.encounter.keys import key_of
from simtrainer.ui.kit.button import Button
from simtrainer.ui.kit.card import Card
from simtrainer.ui.kit.choice import CheckBox, SegmentedChoice
from simtrainer.ui.kit.fields import Select
from simtrainer.ui.kit.layouts import FlowLayout, HBox, VBox
from simtrainer.ui.kit.text import Label, WrapLabel, note
from simtrainer.ui.sound.trying import MicrophoneTest

_ANSWERS = (("off", "Type only"), ("hold", "Hold a key"), ("hands_free", "Hands-free"))
_VOLUMES = (("40", "Soft"), ("60", "Medium"), ("80", "Normal"), ("100", "Loud"))
_PACES = (("80", "Slower"), ("100", "As they speak"), ("120", "Faster"))
_KEYS = ("F2", "F3", "F4", "F10", "Ctrl+Space")
_SAMPLE = "Good morning. This is how people will sound."


class SoundCard(Card):
    """Every change holds at once and is kept."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(tr("Sound and speech"), margins=16, space=12)
        self._context = context
        self._trouble = WrapLabel("", role="not_met")
        self._trouble.hide()
        self.body.addWidget(self._trouble)
        self._add_voices()
        self._add_answers()
        sound = context.sound
        sound.changed.connect(self.show_settings)
        sound.devices_changed.connect(self._show_devices)
        sound.troubled.connect(self._show_trouble)
        self.show_settings()

    # --- building

    def _add_voices(self) -> None:
        self.voices = CheckBox(tr("People are heard as well as read"))
        self.voices.clicked.connect(lambda on: self._change(speech_out=on))
        self.volume = Select(_named(_VOLUMES))
        self.volume.picked.connect(lambda key: self._change(voice_volume=int(key)))
        self.pace = Select(_named(_PACES))
        self.pace.picked.connect(lambda key: self._change(voice_pace=int(key)))
        self.loudspeaker = Select()
        self.loudspeaker.picked.connect(lambda key: self._change(loudspeaker=_id(key)))
        self.hear_button = Button(tr("Hear a voice"), icon="speaker")
        self.hear_button.clicked.connect(self._hear)
        self.body.addWidget(self.voices)
        row = FlowLayout(space=12)
        for words, select in (
            (tr("Loudness"), self.volume),
            (tr("Pace"), self.pace),
            (tr("Loudspeaker"), self.loudspeaker),
        ):
            row.addWidget(_labelled(words, select))
        self.body.addLayout(row)
        self.body.addWidget(self.hear_button, 0, Qt.AlignmentFlag.AlignLeft)

    def _add_answers(self) -> None:
        self.answers = SegmentedChoice(tr("How you answer"), _named(_ANSWERS))
        self.answers.chosen.connect(lambda key: self._change(speech_in=key))
        self.key = Select([(key, key.replace("+", " ")) for key in _KEYS])
        self.key.picked.connect(self._key_picked)
        self.microphone = Select()
        self.microphone.picked.connect(lambda key: self._change(microphone=_id(key)))
        self.headphones = CheckBox(tr("I wear headphones, so my voice may cut in"))
        self.headphones.clicked.connect(lambda on: self._change(headphones=on))
        self.test_button = Button(tr("Test the microphone"), icon="mic")
        self.test_button.clicked.connect(self._test)
        self.body.addWidget(_labelled(tr("How you answer"), self.answers))
        row = FlowLayout(space=12)
        row.addWidget(_labelled(tr("Key to hold"), self.key))
        row.addWidget(_labelled(tr("Microphone"), self.microphone))
        self.body.addLayout(row)
        self.body.addWidget(self.headphones)
        self.body.addWidget(self.test_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(note(self._about_recognition()))

    def _about_recognition(self) -> str:
        return tr(
            "Typing always works, too. The recogniser that comes with simtrainer is a stopgap and"
            " mishears much; a Vosk model, from the models page, understands far better."
        )

    # --- showing

    def show_settings(self) -> None:
        settings, sound = self._context.settings, self._context.sound
        self.voices.setChecked(settings.speech_out)
        _choose(self.volume, _VOLUMES, settings.voice_volume)
        _choose(self.pace, _PACES, settings.voice_pace)
        self.answers.set_value(settings.speech_in)
        self.key.set_value(key_of("speak", settings.shortcuts))
        self.headphones.setChecked(settings.headphones)
        self.headphones.setVisible(settings.speech_in == "hands_free")
        for control in (self.volume, self.pace, self.loudspeaker, self.hear_button):
            control.setEnabled(settings.speech_out)
        for control in (self.key, self.microphone, self.test_button):
            control.setEnabled(settings.speech_in != "off")
        self._show_devices(sound.devices)

    def _show_devices(self, devices: Devices) -> None:
        settings = self._context.settings
        _fill(self.loudspeaker, devices.outputs, settings.loudspeaker)
        _fill(self.microphone, devices.inputs, settings.microphone)

    def _show_trouble(self, sentence: str) -> None:
        self._trouble.setText(sentence)
        self._trouble.setVisible(bool(sentence))

    # --- doing

    def _change(self, **changes: Any) -> None:
        context = self._context
        context.save_settings(context.settings.model_copy(update=changes))
        self.show_settings()

    def _key_picked(self, key: str) -> None:
        shortcuts = {**self._context.settings.shortcuts, "speak": key}
        self._change(shortcuts=shortcuts)

    def _hear(self) -> None:
        settings = self._context.settings
        how = Delivery(
            voice=VoiceWish(language=settings.locale, key="sample"),
            rate=round(150 * settings.voice_pace / 100),
            volume=settings.voice_volume / 100,
        )
        self._context.sound.try_voice(tr(_SAMPLE), how)

    def _test(self) -> None:
        MicrophoneTest(self, self._context.sound).open()


_DEFAULT = "default"  # stands for an empty id, which a list cannot choose


def _id(key: str) -> str:
    return "" if key == _DEFAULT else key


def _fill(select: Select, devices: Sequence[Device], chosen: str) -> None:
    """The system's own choice first; a device that is away keeps its place."""
    options = [(_DEFAULT, tr("As the computer")), *((d.id, d.name) for d in devices)]
    if chosen and all(chosen != d.id for d in devices):
        options.append((chosen, tr("Not plugged in now")))
    select.set_options(options)
    select.set_value(chosen or _DEFAULT)


def _choose(select: Select, steps: Sequence[tuple[str, str]], value: int) -> None:
    """The step nearest to ``value``, which may have been written by hand."""
    select.set_value(min((key for key, _ in steps), key=lambda key: abs(int(key) - value)))


def _named(options: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(key, tr(label)) for key, label in options]


def _labelled(label: str, control: QWidget) -> QWidget:
    whole = QWidget()
    column = VBox(whole, space=4)
    column.addWidget(Label(label, size=13, role="second"))
    row = HBox()
    row.addWidget(control)
    row.addStretch(1)
    column.addLayout(row)
    control.setAccessibleName(label)
    return whole
