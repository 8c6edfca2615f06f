"""The children of sound as the settings want them: devices, voice and recogniser."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from simtrainer import paths
from simtrainer.engines.audio.device import AudioClient
from simtrainer.engines.audio.device import News as AudioNews
from simtrainer.engines.listening.recogniser import POCKETSPHINX, Engine, Listener, vosk
from simtrainer.engines.models.shelf import Shelf
from simtrainer.engines.speaking.piper import piper_environment
from simtrainer.engines.speaking.speaker import BACKENDS, Heard, Speaker
from simtrainer.errors import UserError
from simtrainer.language.spoken import expected_in
from simtrainer.scenario.case import Case
from simtrainer.settings import Settings


@dataclass(frozen=True)
class Children:
    """What runs in the children; the program's own unless a test says otherwise."""

    audio: str = "qt_audio"
    voices: tuple[str, ...] | None = None
    ears: tuple[Engine, ...] | None = None
    environment: Mapping[str, str] | None = None


@dataclass(frozen=True)
class VoiceStarted:
    sentence: int


@dataclass(frozen=True)
class VoiceLevel:
    value: float


@dataclass(frozen=True)
class VoiceEnded:
    heard: Heard


@dataclass(frozen=True)
class VoiceTrouble:
    sentence: str


VoiceNews = VoiceStarted | VoiceLevel | VoiceEnded | VoiceTrouble


class _Voice:
    """The speaker's listener, on its thread: passes everything on."""

    def __init__(self, pass_on: Callable[[Any], None]) -> None:
        self._pass_on = pass_on

    def on_started(self, ident: int) -> None:
        self._pass_on(VoiceStarted(ident))

    def on_level(self, value: float) -> None:
        self._pass_on(VoiceLevel(value))

    def on_finished(self, heard: Heard) -> None:
        self._pass_on(VoiceEnded(heard))

    def on_trouble(self, sentence: str) -> None:
        self._pass_on(VoiceTrouble(sentence))


class Parts:
    """Starts and ends what the settings ask for, on a thread of its own: the window never waits.

    ``pass_on`` gets the news of voice and recogniser, ``from_audio`` those of the devices, each on
    threads that are not the window's.
    """

    def __init__(
        self,
        children: Children,
        pass_on: Callable[[Any], None],
        from_audio: Callable[[AudioNews], None],
    ) -> None:
        self._children = children
        self._pass_on, self._from_audio = pass_on, from_audio
        self._work = ThreadPoolExecutor(1, thread_name_prefix="sound set-up")
        self._model = ""
        self._case: Case | None = None
        self.audio: AudioClient | None = None
        self.speaker: Speaker | None = None
        self.ear: Listener | None = None

    def apply(self, settings: Settings) -> None:
        if settings.recogniser_model != self._model:
            self._end_ear()
        self._model = settings.recogniser_model
        hears = settings.speech_in != "off"
        if not settings.speech_out:
            self._end_speaker()
        if not hears:
            self._end_ear()
        if not settings.speech_out and not hears:
            self._end_audio()
            return
        audio = self.audio or self._start_audio()
        audio.choose(settings.loudspeaker, settings.microphone)
        if settings.speech_out and self.speaker is None:
            self._start_speaker(audio)
        if hears and self.ear is None:
            self._start_ear()

    def expect(self, case: Case) -> None:
        """The case whose words are to be recognised from now on."""
        self._case = case
        self._expect()

    def try_again(self) -> None:
        for part in (self.audio, self.ear):
            if part is not None:
                self._work.submit(part.try_again)

    def close(self) -> None:
        """End the children. Waits for them, a second or two at most."""
        self._end_ear()
        self._end_speaker()
        self._end_audio()
        self._work.shutdown()

    # --- one by one

    def _start_audio(self) -> AudioClient:
        self.audio = audio = AudioClient(self._children.audio, self._children.environment)
        audio.subscribe(self._from_audio)
        self._work.submit(audio.start)
        return audio

    def _start_speaker(self, audio: AudioClient) -> None:
        piper = piper_environment(paths.models_dir()) or {}
        names = self._children.voices or (BACKENDS if piper else BACKENDS[1:])
        environment = {**(self._children.environment or {}), **piper}
        self.speaker = Speaker(audio, _Voice(self._pass_on), names, environment)
        self._work.submit(self.speaker.start)

    def _start_ear(self) -> None:
        self.ear = ear = Listener(
            self._children.ears or self._engines(), self._children.environment
        )
        ear.subscribe(self._pass_on)
        self._expect()
        self._work.submit(ear.start)

    def _engines(self) -> tuple[Engine, ...]:
        """The chosen recogniser first, and what comes with the program after it."""
        try:
            chosen = Shelf(paths.models_dir()).find(self._model)
        except UserError:
            return (POCKETSPHINX,)
        return (vosk(str(chosen.path)), POCKETSPHINX)

    def _expect(self) -> None:
        ear, case = self.ear, self._case
        if ear is not None:
            self._work.submit(lambda: ear.expect(expected_in(case)))

    def _end_ear(self) -> None:
        ear, self.ear = self.ear, None
        if ear is not None:
            self._work.submit(ear.close)

    def _end_speaker(self) -> None:
        speaker, self.speaker = self.speaker, None
        if speaker is not None:
            self._work.submit(speaker.close)

    def _end_audio(self) -> None:
        audio, self.audio = self.audio, None
        if audio is not None:
            self._work.submit(audio.close)
