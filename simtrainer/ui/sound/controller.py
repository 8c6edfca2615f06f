"""Speaking and listening for the window: what its pages ask, and the news on its thread."""

from __future__ import annotations

import time
from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from simtrainer.encounter import events as ev
from simtrainer.encounter.state import EncounterState
from simtrainer.engines.audio import messages as am
from simtrainer.engines.audio.device import Gone as AudioGone
from simtrainer.engines.audio.device import News as AudioNews
from simtrainer.engines.audio.troubles import gave_up, sentence_for
from simtrainer.engines.listening import messages as lm
from simtrainer.engines.listening.recogniser import Gone as EarGone
from simtrainer.engines.listening.recogniser import News as EarNews
from simtrainer.engines.speaking.delivery import delivery
from simtrainer.engines.speaking.messages import Delivery
from simtrainer.engines.speaking.speaker import Heard
from simtrainer.patient.who import person_of
from simtrainer.patient.word import manner_of
from simtrainer.scenario.case import Case
from simtrainer.settings import Settings
from simtrainer.ui.sound.parts import (
    Children,
    Parts,
    VoiceEnded,
    VoiceLevel,
    VoiceNews,
    VoiceStarted,
    VoiceTrouble,
)
from simtrainer.ui.sound.utterance import utterance_of

TAP_S = 0.35  # a shorter press of the key stays on until the next one
TAIL_MS = 200  # of sound after the key is released: people let go with their last syllable
ECHO_S = 0.3  # after the voice ends, a room still has it
_ONSET_S = 0.12  # how much voice it takes to notice one
_MICROPHONE = {"no_input", "input_lost", "microphone_denied", "microphone_silent"}
_CALM = {"anger": 0.0, "sadness": 0.0, "fatigue": 0.0, "anxiety": 0.0}


class SpeechController(QObject):
    """Everything about sound that the window knows. No method waits for a child."""

    level = Signal(str, float)  # who is heard, and how loud: 0 to 1
    barged = Signal(int, float)  # seq of the sentence the trainee talked over; share heard
    captioned = Signal(str)  # what is being said, as far as it is understood
    heard = Signal(object)  # an Utterance; its text is empty when nothing was understood
    microphone = Signal(float)  # how loud it is there, 0 to 1
    listening_changed = Signal(bool)
    troubled = Signal(str)  # a sentence for a banner; empty when all is well again
    devices_changed = Signal(object)  # audio.messages.Devices
    changed = Signal()  # what the settings allow
    _arrived = Signal(object)

    def __init__(self, children: Children | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = Settings()
        self._parts = Parts(children or Children(), self._arrived.emit, self._from_audio)
        self._who: dict[int, str] = {}
        self._now: int | None = None  # the sentence that is heard
        self._waiting: set[int] = set()  # sentences given to the speaker and not ended
        self._barging = False
        self._open = False  # the encounter runs, so that words may be said
        self._listening = self._latched = False
        self._deaf_until = 0.0
        self._pressed_at = self._voice_ended_at = self._heard_at = 0.0
        self._troubles: dict[str, str] = {}
        self.devices = am.Devices()
        self._arrived.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._tail = QTimer(self, singleShot=True, interval=TAIL_MS)
        self._tail.timeout.connect(self._end)

    # --- on and off

    @property
    def speaks(self) -> bool:
        return self._parts.speaker is not None

    @property
    def listens(self) -> bool:
        return self._parts.ear is not None

    @property
    def hands_free(self) -> bool:
        return self.listens and self._settings.speech_in == "hands_free"

    @property
    def is_ready(self) -> bool:
        """Whether the recogniser is awake; until then, what is said is kept for it."""
        return self._parts.ear is not None and self._parts.ear.ready is not None

    @property
    def is_listening(self) -> bool:
        return self._listening

    def apply(self, settings: Settings) -> None:
        """Take up these settings: start what they ask for, end what they do not."""
        before, self._settings = self._settings, settings
        if settings.speech_in != before.speech_in or settings.microphone != before.microphone:
            self.stop_listening()
        self._parts.apply(settings)
        if not self.speaks:
            self._forget_voice()
        if not self.listens:
            self._set_trouble("ear", "")
        self._follow_open()
        self.changed.emit()

    def close(self) -> None:
        """End the children. Waits for them, a second or two at most."""
        self.stop_listening()
        self._parts.close()

    def _forget_voice(self) -> None:
        self._who, self._now = {}, None
        self._waiting.clear()
        self._set_trouble("voice", "")

    def try_again(self) -> None:
        """After something was given up: once more, because the user asks for it."""
        self._parts.try_again()
        for name in list(self._troubles):
            self._set_trouble(name, "")

    # --- the encounter

    def expect(self, case: Case) -> None:
        """The case whose words are to be recognised from now on."""
        self._parts.expect(case)

    def set_open(self, is_open: bool) -> None:
        """Whether an encounter runs; hands-free listening goes with it."""
        if is_open != self._open:
            self._open = is_open
            self._follow_open()

    def _follow_open(self) -> None:
        if not self._open:
            self.quiet()
            self.stop_listening()
        elif self.hands_free and not self._listening:
            self._begin("hands_free")

    # --- speaking

    def speak(self, state: EncounterState, spoken: Sequence[ev.SentenceSpoken]) -> None:
        """Have these sentences heard, after what waits already."""
        if self._parts.speaker is None:
            return
        for sentence in spoken:
            self._who[sentence.seq] = sentence.who
            self._waiting.add(sentence.seq)
            self._parts.speaker.say(
                sentence.seq, sentence.text, self.delivery_of(state, sentence.who)
            )

    def delivery_of(self, state: EncounterState, who: str) -> Delivery:
        """How this person speaks now."""
        person = person_of(state, who)
        mood = {**_CALM, **state.moods.get(who, {})}
        return delivery(
            person,
            mood,
            manner_of(state, person, mood),
            language=state.locale,
            call=state.case.heading.setting.channel != "in_person",
            volume=self._settings.voice_volume / 100,
            pace=self._settings.voice_pace / 100,
        )

    def quiet(self) -> None:
        """Stop the voice; nobody was talked over."""
        if self._parts.speaker is not None and self._waiting:
            self._parts.speaker.stop()

    def try_voice(self, text: str, how: Delivery) -> None:
        """Let one sentence be heard, for the settings."""
        if self._parts.speaker is not None:
            self._parts.speaker.say(-1, text, how)

    def _barge_in(self) -> None:
        if self._now is None:
            self.quiet()
        elif self._parts.speaker is not None:
            self._barging = True
            self._parts.speaker.stop()

    # --- listening

    def press(self) -> None:
        """The key or button goes down: begin to listen, or end what a tap began."""
        if self._listening:
            self._finish()
        elif self.listens:
            self._pressed_at = time.monotonic()
            self._barge_in()
            self._begin("hands_free" if self.hands_free else "hold")

    def release(self) -> None:
        """The key goes up: after a tap listening goes on until the next one."""
        if not self._listening or self._latched or self.hands_free:
            return
        if time.monotonic() - self._pressed_at < TAP_S:
            self._latched = True
        else:
            self._finish()

    def try_microphone(self) -> None:
        """Listen for the settings' test, until told to stop."""
        if self.listens:
            self._begin("hands_free")

    def stop_listening(self) -> None:
        """Forget what is being said."""
        self._tail.stop()
        if self._listening:
            self._set_listening(False)
            if self._parts.ear is not None:
                self._parts.ear.cancel()

    def _begin(self, mode: lm.Mode) -> None:
        if self._parts.ear is None or self._parts.audio is None:
            return
        self._tail.stop()
        self._latched = False
        self._heard_at = 0.0
        self._parts.ear.begin(mode)
        self._set_listening(True)

    def _finish(self) -> None:
        self._latched = False
        self._tail.start()

    def _end(self) -> None:
        if self._listening:
            self._set_listening(False)
            if self._parts.ear is not None:
                self._parts.ear.end()

    def _set_listening(self, on: bool) -> None:
        self._listening = on
        if self._parts.audio is not None:
            self._parts.audio.listen(on)
        if not on:
            self.microphone.emit(0.0)
            self._set_trouble("microphone", "")
        self.listening_changed.emit(on)

    # --- news

    def _from_audio(self, news: AudioNews) -> None:
        """On the reader's thread: sound goes straight to the recogniser, the rest to the window."""
        if isinstance(news, am.Captured):
            ear = self._parts.ear
            if ear is not None and not self._hears_itself():
                ear.sound(news.pcm)
        elif isinstance(news, am.Started | am.Level | am.Finished | am.Stopped):
            return  # the speaker tells
        self._arrived.emit(news)

    def _hears_itself(self) -> bool:
        """Whether the microphone would hear the voice: hands-free, and no headphones on."""
        if not self.hands_free or self._settings.headphones:
            return False
        return self._now is not None or time.monotonic() < self._deaf_until

    def _take(self, news: VoiceNews | AudioNews | EarNews) -> None:
        match news:
            case VoiceStarted() | VoiceLevel() | VoiceEnded() | VoiceTrouble():
                self._from_voice(news)
            case am.Captured():
                self._captured(news)
            case am.Devices():
                self.devices = news
                self.devices_changed.emit(news)
            case am.Trouble() if news.problem in _MICROPHONE and self._listening:
                self._set_trouble("microphone", sentence_for(news.problem))
            case AudioGone() if news.for_good and self._listening:
                self._set_trouble("microphone", gave_up())
            case lm.Ready():
                self._set_trouble("ear", "")
            case EarGone():
                self._ear_gone(news)
            case lm.VoiceHeard():
                self._voice_heard()
            case lm.Partial():
                self.captioned.emit(news.text)
            case lm.Final():
                self._final(news)
            case _:
                pass

    def _captured(self, news: am.Captured) -> None:
        if self._listening:
            self.microphone.emit(news.level)
            if news.level > 0:
                self._set_trouble("microphone", "")

    def _ear_gone(self, news: EarGone) -> None:
        self._set_trouble("ear", news.sentence if news.for_good else "")
        if news.for_good:
            self.stop_listening()
            self.captioned.emit("")

    def _voice_heard(self) -> None:
        self._heard_at = time.monotonic() - _ONSET_S
        self._barge_in()

    def _final(self, final: lm.Final) -> None:
        said = utterance_of(final, self._voice_ended_at, self._heard_at)
        self._voice_ended_at = 0.0
        self.captioned.emit("")
        self.heard.emit(said)

    def _from_voice(self, news: VoiceNews) -> None:
        match news:
            case VoiceStarted():
                self._now = news.sentence
            case VoiceLevel():
                if self._now is not None:
                    self.level.emit(self._who.get(self._now, ""), news.value)
            case VoiceEnded():
                self._ended(news.heard)
            case VoiceTrouble():
                self._set_trouble("voice", news.sentence)

    def _ended(self, heard: Heard) -> None:
        self._waiting.discard(heard.id)
        who = self._who.pop(heard.id, "")
        if heard.id == self._now:
            self._now = None
        if heard.ms:
            self._voice_ended_at = time.monotonic()
            self._deaf_until = self._voice_ended_at + ECHO_S
        if heard.why == "cut" and self._barging and heard.id >= 0:
            self._barging = False
            self.barged.emit(heard.id, heard.ms / heard.of_ms if heard.of_ms else 0.0)
        self.level.emit(who, 0.0)

    def _set_trouble(self, name: str, sentence: str) -> None:
        if self._troubles.get(name, "") == sentence:
            return
        self._troubles[name] = sentence
        self.troubled.emit(" ".join(each for each in self._troubles.values() if each))
