"""Sound in the window: heard, answered aloud, talked over; and typed when there is none."""

from __future__ import annotations

import os
import wave
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from simtrainer import desk as dk
from simtrainer.encounter import actions as ac
from simtrainer.encounter import events as ev
from simtrainer.engines.listening.recogniser import Engine
from simtrainer.scenario.case import Case
from simtrainer.scenario.draw import draw
from simtrainer.scenario.loader import load_template
from simtrainer.session import Terms
from simtrainer.settings import Settings
from simtrainer.ui.bridge import Bridge
from simtrainer.ui.context import UiContext
from simtrainer.ui.encounter import EncounterPage
from simtrainer.ui.kit.theme import Mode, theme
from simtrainer.ui.sound.card import SoundCard
from simtrainer.ui.sound.controller import SpeechController
from simtrainer.ui.sound.parts import Children
from simtrainer.ui.sound.trying import MicrophoneTest
from simtrainer.ui.sound.utterance import Utterance

SMALL = Path(__file__).parent / "data" / "small-case.yaml"
PATIENCE_MS = 30_000
QUESTION = "when did it start"


class Studio:
    """The encounter page with a desk, a database and sound in files."""

    def __init__(self, bot: QtBot, folder: Path, settings: Settings, children: Children) -> None:
        self.bot = bot
        self.bridge = Bridge()
        self.desk = dk.Desk(folder / "kept.db", folder / "backups", (), self.bridge.pass_on)
        self.sound = SpeechController(children)
        self.context = UiContext(self.desk, settings, self.save, sound=self.sound)
        self.page = EncounterPage(self.context)
        self.events: list[ev.Event] = []
        self.levels: list[float] = []
        self.troubles: list[str] = []
        self.heard: list[Utterance] = []
        self.bridge.noticed.connect(self.take)
        self.sound.level.connect(lambda _who, value: self.levels.append(value))
        self.sound.troubled.connect(self.troubles.append)
        self.sound.heard.connect(self.heard.append)
        self.desk.start()
        self.sound.apply(settings)

    def save(self, settings: Settings) -> None:
        self.context.settings = settings
        self.sound.apply(settings)

    def take(self, notice: dk.Notice) -> None:
        handlers: dict[type[Any], Callable[[Any], None]] = {
            dk.EncounterOpened: self.page.open_encounter,
            dk.Happened: self.page.happened,
            dk.Refused: self.page.refused,
            dk.Performed: self.page.performed,
            dk.Trouble: self.page.trouble,
        }
        if isinstance(notice, dk.Happened):
            self.events += notice.events
        if type(notice) in handlers:
            handlers[type(notice)](notice)

    def until(self, holds: Callable[[], object]) -> None:
        self.bot.waitUntil(lambda: bool(holds()), timeout=PATIENCE_MS)

    def begin(self, case: Case) -> None:
        self.desk.begin(case, Terms(idle_ticks=False))
        self.until(lambda: self.page.state is not None)

    def write(self, text: str) -> None:
        self.page.conversation.composer.words.setPlainText(text)
        self.page.conversation.composer.say()

    def close(self) -> None:
        self.page.put_away()
        self.sound.close()
        self.desk.close()

    def of_kind(self, kind: type[Any]) -> list[Any]:
        return [event for event in self.events if isinstance(event, kind)]


MakeStudio = Callable[..., Studio]


@pytest.fixture
def studio(qtbot: QtBot, tmp_path: Path) -> Iterator[MakeStudio]:
    theme().set(mode=Mode.LIGHT, zoom=100, reduced_motion=False)
    made: list[Studio] = []

    def make(settings: Settings, audio: str = "file_audio", **environment: str) -> Studio:
        names = {
            "PYTHONPATH": os.pathsep.join(
                [str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")]
            ),
            "SIMTRAINER_FILE_AUDIO_SPEED": "4",
            "SAID": QUESTION,
            **environment,
        }
        ears = (Engine("stubs.scripted_recogniser"),)
        children = Children(audio, ("tone_synthesiser",), ears, names)
        settings = settings.model_copy(update={"microphone": str(noise(tmp_path))})
        made.append(Studio(qtbot, tmp_path, settings, children))
        qtbot.addWidget(made[-1].page)
        made[-1].page.resize(1280, 800)
        made[-1].page.show()
        qtbot.waitExposed(made[-1].page)
        return made[-1]

    yield make
    for each in made:
        each.close()
    theme().set(mode=Mode.AUTO, zoom=100, reduced_motion=False)


def noise(folder: Path) -> Path:
    file = folder / "room.wav"
    with wave.open(str(file), "wb") as sound:
        sound.setparams((1, 2, 16_000, 0, "NONE", ""))
        loud = np.random.default_rng(1).normal(0, 3000, 16_000 * 60)
        sound.writeframes(loud.astype("<i2").tobytes())
    return file


@pytest.fixture(scope="module")
def case() -> Case:
    return draw(load_template(SMALL), 3, "standard")


def test_that_the_answer_is_heard_and_the_mouth_follows(studio: MakeStudio, case: Case) -> None:
    made = studio(Settings(speech_out=True))
    made.begin(case)
    mouths: list[float] = []
    made.sound.level.connect(
        lambda *_: mouths.append(made.page.patient.figure._face_now().mouth_open)
    )
    made.write("When did it start?")
    made.until(lambda: max(made.levels, default=0) > 0.5)
    assert max(mouths) > 0.25
    made.until(lambda: made.levels[-1] == 0.0 and not made.sound._waiting)
    assert made.page.patient.figure._voice == 0.0
    assert made.troubles == []


def test_that_what_is_surely_understood_is_said_with_how_it_was_said(
    studio: MakeStudio, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("simtrainer.ui.sound.controller.TAP_S", 0.0)  # however short, it was held
    made = studio(Settings(speech_in="hold"))
    made.begin(case)
    hearing = made.page.conversation.composer.hearing
    QTest.keyPress(made.page, Qt.Key.Key_F2)
    made.until(lambda: hearing.caption.text() == "when")
    QTest.keyRelease(made.page, Qt.Key.Key_F2)
    made.until(lambda: made.of_kind(ev.TraineeSpoke))
    (spoke,) = made.of_kind(ev.TraineeSpoke)
    assert (spoke.text, spoke.source) == (QUESTION, "speech")
    assert hearing.isHidden()
    made.until(lambda: made.of_kind(ev.SentenceSpoken))


def test_that_what_is_unsure_waits_in_the_field_to_be_checked(
    studio: MakeStudio, case: Case
) -> None:
    made = studio(Settings(speech_in="hold"), EAR="unsure")
    made.begin(case)
    composer = made.page.conversation.composer
    said: list[ac.Action] = []
    composer.asked.connect(said.append)
    composer.aloud.hold.pressed.emit()
    made.until(lambda: composer.hearing.caption.text() == "when")
    composer.aloud.hold.pressed.emit()
    made.until(lambda: composer.text() == QUESTION)
    assert said == []
    composer.words.setPlainText("When did it first start?")
    composer.say()
    (say,) = said
    assert isinstance(say, ac.Say)
    assert say.source == "speech"
    assert say.speech is not None
    assert (say.speech.edited, say.speech.unsure, say.speech.talk_ms) == (True, False, 900)
    assert [word.confidence for word in say.speech.words] == [0.3] * 4


def test_that_talking_over_the_patient_stops_them_and_is_recorded(
    studio: MakeStudio, case: Case
) -> None:
    made = studio(Settings(speech_out=True, speech_in="hold"), SIMTRAINER_FILE_AUDIO_SPEED="1")
    made.begin(case)
    made.write("When did it start? Tell me all about it from the beginning.")
    made.until(lambda: max(made.levels, default=0) > 0.5)
    talked = made.sound._now
    QTest.keyPress(made.page, Qt.Key.Key_F2)
    made.until(lambda: made.of_kind(ev.BargedIn))
    (barged,) = made.of_kind(ev.BargedIn)
    assert barged.sentence == talked
    assert barged.words < barged.of
    QTest.keyRelease(made.page, Qt.Key.Key_F2)


def test_that_without_a_loudspeaker_a_banner_says_so_and_typing_goes_on(
    studio: MakeStudio, case: Case
) -> None:
    made = studio(Settings(speech_out=True), "stubs.faulty_audio", FAULT="none")
    made.begin(case)
    made.until(lambda: made.troubles)
    assert not made.page.notices.sound.isHidden()
    made.write("When did it start?")
    made.until(lambda: made.of_kind(ev.SentenceSpoken))
    answer = made.of_kind(ev.SentenceSpoken)[-1].text
    made.until(lambda: any(answer in e.text() for e in made.page.conversation.entries()))


def test_that_a_recogniser_that_hangs_is_replaced_and_no_word_typed_is_lost(
    studio: MakeStudio, case: Case
) -> None:
    made = studio(Settings(speech_in="hold"), EAR="hang")
    made.begin(case)
    composer = made.page.conversation.composer
    composer.words.setPlainText("half a")
    composer.aloud.hold.pressed.emit()
    made.until(lambda: composer.hearing.caption.text() == "when")
    first = made.sound._parts.ear
    assert first is not None
    pid = first.pid
    composer.aloud.hold.pressed.emit()
    made.until(lambda: first.pid not in (None, pid))
    assert composer.text() == "half a"


def test_that_turning_sound_off_ends_every_child(studio: MakeStudio, case: Case) -> None:
    made = studio(Settings(speech_out=True, speech_in="hold"))
    made.begin(case)
    parts = made.sound._parts
    made.until(lambda: parts.audio and parts.audio.pid and parts.ear and parts.ear.pid)
    audio, ear = parts.audio, parts.ear
    assert audio is not None
    assert ear is not None
    made.page.conversation.composer.aloud.voices.click()
    assert not made.sound.speaks
    assert made.sound.listens
    made.save(made.context.settings.model_copy(update={"speech_in": "off"}))
    made.until(lambda: audio.pid is None and ear.pid is None)
    assert made.page.conversation.composer.aloud.hold.isHidden()


def test_that_the_settings_choose_devices_and_try_the_microphone(
    studio: MakeStudio, qtbot: QtBot
) -> None:
    made = studio(Settings(speech_in="hold"))
    card = SoundCard(made.context)
    qtbot.addWidget(card)
    card.show()
    made.until(lambda: made.sound.devices.inputs)
    assert card.microphone.value() == made.context.settings.microphone
    assert not card.volume.isEnabled()
    card.voices.click()
    assert made.context.settings.speech_out
    assert card.volume.isEnabled()
    card.key.picked.emit("F4")
    assert made.context.settings.shortcuts["speak"] == "F4"
    card.test_button.click()
    (dialog,) = card.findChildren(MicrophoneTest)
    made.until(lambda: dialog.caption.text() == "when")
    made.sound.press()
    made.until(lambda: dialog.understood.text())
    assert QUESTION in dialog.understood.text()
    dialog.accept()
    assert not made.sound.is_listening
