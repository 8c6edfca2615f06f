"""Speech out: each sentence once, in order, whatever breaks; and how it is said."""

from __future__ import annotations

import os
import queue
import select
import signal
import subprocess
import sys
import wave
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from simtrainer.engines.audio.device import AudioClient
from simtrainer.engines.child import Attempts
from simtrainer.engines.speaking.delivery import delivery
from simtrainer.engines.speaking.messages import Delivery, VoiceInfo, VoiceWish
from simtrainer.engines.speaking.piper import piper_environment
from simtrainer.engines.speaking.speaker import Heard, Speaker
from simtrainer.engines.speaking.text import heard_of, runs_of, speakable
from simtrainer.engines.speaking.voices import best_voice, espeak_voice
from simtrainer.patient.word import Manner
from simtrainer.scenario.people import Person, Voice

ROUNDS = int(os.environ.get("SIMTRAINER_SPEECH_ROUNDS", "2"))
TESTS = str(Path(__file__).parent)
PATIENCE_S = 60.0
FAST = Delivery(rate=300, pause_ms=20)


class Listening:
    """Hears the speaker and lets a test wait for what it needs."""

    def __init__(self) -> None:
        self.started: list[int] = []
        self.finished: list[Heard] = []
        self.levels: list[float] = []
        self.troubles: list[str] = []
        self._news: queue.SimpleQueue[None] = queue.SimpleQueue()

    def on_started(self, ident: int) -> None:
        self.started.append(ident)
        self._news.put(None)

    def on_level(self, value: float) -> None:
        self.levels.append(value)
        self._news.put(None)

    def on_finished(self, heard: Heard) -> None:
        self.finished.append(heard)
        self._news.put(None)

    def on_trouble(self, sentence: str) -> None:
        self.troubles.append(sentence)
        self._news.put(None)

    def wait_for(self, done: Callable[[], object]) -> None:
        while not done():
            self._news.get(timeout=PATIENCE_S)

    def wait_for_troubles(self, count: int) -> None:
        self.wait_for(lambda: len(self.troubles) >= count)

    @property
    def ended(self) -> list[int]:
        return [heard.id for heard in self.finished]


@dataclass
class Set:
    audio: AudioClient
    speaker: Speaker
    heard: Listening
    file: Path

    def wait_for_finished(self, count: int) -> None:
        self.heard.wait_for(lambda: len(self.heard.finished) >= count)

    def close(self) -> None:
        self.speaker.close()
        self.audio.close()

    def played_ms(self) -> int:
        with wave.open(str(self.file)) as file:
            return int(file.getnframes() * 1000 // file.getframerate())


MakeSet = Callable[..., Set]


@pytest.fixture
def make_set(tmp_path: Path) -> Iterator[MakeSet]:
    made: list[Set] = []

    def make(
        voice: str | tuple[str, ...] = "tone_synthesiser",
        audio: str = "file_audio",
        speed: float = 20.0,
        deadline_s: float = 4.0,
        **environment: str,
    ) -> Set:
        names = {
            "PYTHONPATH": os.pathsep.join([TESTS, os.environ.get("PYTHONPATH", "")]),
            "SIMTRAINER_FILE_AUDIO_SPEED": str(speed),
            **environment,
        }
        heard = Listening()
        client = AudioClient(audio, names, silent_s=1.0, attempts=Attempts(most=1000))
        backends = (voice,) if isinstance(voice, str) else voice
        speaker = Speaker(client, heard, backends, names, deadline_s=deadline_s)
        file = tmp_path / f"played-{len(made)}.wav"
        made.append(Set(client, speaker, heard, file))
        speaker.start()
        client.start()
        client.choose(str(file), "")
        return made[-1]

    yield make
    for each in made:
        each.close()


def say_all(given: Set, texts: list[str], how: Delivery = FAST) -> None:
    for number, text in enumerate(texts):
        given.speaker.say(number, text, how)


# --- in order, each once


def test_that_200_sentences_are_each_spoken_exactly_once_and_in_order(make_set: MakeSet) -> None:
    given = make_set(speed=float(os.environ.get("SIMTRAINER_SPEECH_SPEED", "40")))
    texts = [f"Sentence number {number} of many." for number in range(200)]
    say_all(given, texts)
    given.wait_for_finished(200)
    assert given.heard.started == given.heard.ended == list(range(200))
    assert {heard.why for heard in given.heard.finished} == {"finished"}
    assert [heard.words for heard in given.heard.finished] == texts
    assert given.heard.troubles == []
    total = sum(heard.of_ms + FAST.pause_ms for heard in given.heard.finished)
    given.audio.close()
    assert abs(given.played_ms() - total) < 300


@pytest.mark.parametrize("which", ["voice", "audio"])
def test_that_killing_a_child_in_between_loses_and_repeats_no_sentence(
    make_set: MakeSet, which: str
) -> None:
    for number in range(ROUNDS):
        given = make_set()
        say_all(given, [f"Sentence number {number} of twelve." for number in range(12)])
        given.wait_for_finished(1 + number % 10)
        victim = given.audio.pid if which == "audio" else given.speaker.synthesis.pid
        assert victim is not None
        os.kill(victim, signal.SIGKILL)
        given.wait_for_finished(12)
        assert given.heard.started == given.heard.ended == list(range(12))
        assert {heard.why for heard in given.heard.finished} == {"finished"}
        given.close()
        assert children_of(os.getpid()) == []


def children_of(parent: int) -> list[str]:
    """The command lines of processes whose parent this is and that have not ended."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, above = status.read_text().rsplit(")", 1)[1].split()[:2]
            if int(above) == parent and state != "Z":
                found.append(status.with_name("cmdline").read_text())
    return found


PARENT = """
import sys, time
from simtrainer.engines.audio.device import AudioClient
from simtrainer.engines.speaking.messages import Delivery
from simtrainer.engines.speaking.speaker import Speaker

class Deaf:
    def on_started(self, ident): pass
    def on_level(self, value): pass
    def on_finished(self, heard): pass
    def on_trouble(self, sentence): pass

audio = AudioClient("stubs.faulty_audio")
speaker = Speaker(audio, Deaf(), ("stubs.faulty_synthesiser",))
speaker.start()
audio.start()
speaker.say(1, "A sentence.", Delivery())
speaker.say(2, "A bad sentence.", Delivery())
while not (audio.pid and speaker.synthesis.pid):
    time.sleep(0.01)
print(audio.pid, speaker.synthesis.pid, flush=True)
sys.stdin.read()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux about its processes")
def test_that_no_child_outlives_a_killed_parent_even_when_all_of_them_hang() -> None:
    names = {**os.environ, "PYTHONPATH": TESTS, "FAULT": "hang", "FAULT_AT": "bad"}
    for _ in range(ROUNDS):
        with subprocess.Popen(
            [sys.executable, "-c", PARENT],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=names,
        ) as parent:
            assert parent.stdout is not None
            children = [os.pidfd_open(int(pid)) for pid in parent.stdout.readline().split()]
            parent.kill()
        for child in children:
            assert select.select([child], [], [], PATIENCE_S)[0], "a child is left over"
            os.close(child)


# --- faults of the voice


@pytest.mark.parametrize("fault", ["hang", "die", "empty", "silent", "raise"])
def test_that_a_voice_that_goes_astray_costs_at_most_its_sentence(
    make_set: MakeSet, fault: str
) -> None:
    for _ in range(ROUNDS):
        given = make_set("stubs.faulty_synthesiser", deadline_s=0.4, FAULT=fault, FAULT_AT="bad")
        say_all(given, ["One good sentence.", "A bad sentence.", "Two good sentences."])
        given.wait_for_finished(3)
        assert given.heard.ended == [0, 1, 2]
        assert [heard.why for heard in given.heard.finished] == ["finished", "skipped", "finished"]
        assert len([sentence for sentence in given.heard.troubles if sentence]) <= 1
        assert given.heard.started == [0, 2]
        given.close()


def test_that_a_voice_that_dies_once_says_the_sentence_after_all(
    make_set: MakeSet, tmp_path: Path
) -> None:
    once = str(tmp_path / "once")
    given = make_set("stubs.faulty_synthesiser", FAULT="die", FAULT_AT="bad", FAULT_ONCE=once)
    say_all(given, ["One good sentence.", "A bad sentence.", "Two good sentences."])
    given.wait_for_finished(3)
    assert [heard.why for heard in given.heard.finished] == ["finished"] * 3
    assert given.heard.troubles == []


def test_that_without_a_voice_every_sentence_is_left_out_at_once_and_said_so(
    make_set: MakeSet,
) -> None:
    given = make_set("stubs.missing_synthesiser")
    say_all(given, ["One.", "Two.", "Three."])
    given.heard.wait_for(lambda: len(given.heard.finished) == 3 and given.heard.troubles)
    assert [heard.why for heard in given.heard.finished] == ["skipped"] * 3
    assert given.heard.troubles == ["No voice was found on this computer: you can read every word."]


# --- faults of the devices


@pytest.mark.parametrize("fault", ["hang", "die", "stall"])
def test_that_devices_that_go_astray_are_replaced_and_the_sentence_goes_on(
    make_set: MakeSet, tmp_path: Path, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("simtrainer.engines.audio.device.STALLED_S", 0.5)
    for number in range(ROUNDS):
        once = str(tmp_path / f"once-{number}")
        given = make_set(audio="stubs.faulty_audio", FAULT=fault, FAULT_ONCE=once)
        say_all(given, ["A first sentence of several words.", "And a second one."])
        given.wait_for_finished(2)
        assert Path(once).exists()
        assert given.heard.started == given.heard.ended == [0, 1]
        assert {heard.why for heard in given.heard.finished} == {"finished"}
        given.close()


def test_that_unplugging_in_mid_sentence_says_what_was_heard_and_replugging_works(
    make_set: MakeSet, tmp_path: Path
) -> None:
    for number in range(ROUNDS):
        once = str(tmp_path / f"once-{number}")
        given = make_set(audio="stubs.faulty_audio", FAULT="unplug", FAULT_ONCE=once)
        say_all(given, ["A first sentence of several words.", "And a second one."])
        given.heard.wait_for_troubles(2)
        assert given.heard.troubles[0].startswith("The loudspeaker went away")
        assert given.heard.troubles[1] == ""
        first, second = given.heard.finished
        assert (first.why, second.why) == ("cut", "skipped")
        assert 0 < first.ms < first.of_ms
        given.speaker.say(2, "Now it is back.", FAST)
        given.wait_for_finished(3)
        assert given.heard.finished[2].why == "finished"
        given.close()


def test_that_without_a_loudspeaker_nothing_waits_for_sound(make_set: MakeSet) -> None:
    given = make_set(audio="stubs.faulty_audio", FAULT="none")
    given.heard.wait_for(lambda: given.heard.troubles)
    say_all(given, ["One.", "Two."])
    given.wait_for_finished(2)
    assert [heard.why for heard in given.heard.finished] == ["skipped"] * 2
    assert len(given.heard.troubles) == 1


# --- barge-in


def test_that_barging_in_says_how_much_was_heard_and_new_words_follow(make_set: MakeSet) -> None:
    given = make_set(speed=4.0)
    long = "I had a terrible pain in my chest when I woke up this morning at six."
    say_all(given, [long, "And then another."], Delivery(rate=160))
    given.heard.wait_for(lambda: len(given.heard.levels) > 20)
    given.speaker.stop()
    given.speaker.say(7, "Yes, doctor?", FAST)
    given.wait_for_finished(3)
    cut, unsaid, answer = given.heard.finished
    assert (cut.why, unsaid.why, answer.why) == ("cut", "cut", "finished")
    assert 0 < cut.ms < cut.of_ms
    assert cut.words
    assert long.startswith(cut.words)
    assert (unsaid.ms, unsaid.words) == (0, "")
    assert given.heard.started == [0, 7]


def test_that_the_words_heard_follow_the_pauses_of_the_sound() -> None:
    text = "I can't ... get my breath ... at all."
    runs = runs_of(text)
    assert [run for run, _ in runs] == ["I can't", "get my breath", "at all."]
    marks = [(runs[0][1], 500), (runs[1][1], 2000), (runs[2][1], 3000)]
    assert heard_of(text, marks, 0) == ""
    assert heard_of(text, marks, 500) == "I can't"
    assert heard_of(text, marks, 2000) == "I can't ... get my breath"
    assert heard_of(text, marks, 3000) == text


# --- what may be said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<speak>Hello <break time='9s'/>there</speak>", "Hello there"),
        ("Say [[h@l'oU]] to me", "Say to me"),
        ("A\x00B\x1b[31m C\u202e", "A B 31m C"),
        ("*sighs* It hurts.", "sighs It hurts."),
        ("Is it 38.5 °C or £5?", "Is it 38.5 °C or £5?"),
        ("🙂 ...", ""),
        ("", ""),
    ],
)
def test_that_only_words_reach_the_voice(text: str, said: str) -> None:
    assert speakable(text) == said


def test_that_a_sentence_without_end_is_cut_at_a_word() -> None:
    said = speakable("word " * 10_000)
    assert len(said) <= 600
    assert said.endswith("word")


# --- how it is said

CALM = {"anxiety": 0.2, "anger": 0.0, "sadness": 0.1, "fatigue": 0.1}


def person(**named: Any) -> Person:
    return Person(key="patient", name="Robin Ade", **named)


def test_that_a_calm_person_speaks_at_their_own_pace() -> None:
    how = delivery(person(voice=Voice(pace=140)), CALM, Manner())
    assert (how.rate, how.pitch, how.call) == (140, 0.0, False)


def test_that_feelings_change_rate_pitch_and_volume_in_the_known_directions() -> None:
    calm = delivery(person(), CALM, Manner())
    afraid = delivery(person(), {**CALM, "anxiety": 1.0}, Manner())
    angry = delivery(person(), {**CALM, "anger": 1.0}, Manner())
    sad = delivery(person(), {**CALM, "sadness": 1.0}, Manner())
    assert afraid.rate > calm.rate
    assert afraid.pitch > calm.pitch
    assert angry.volume > calm.volume
    assert sad.rate < calm.rate
    assert sad.pitch < calm.pitch
    assert sad.volume < calm.volume
    assert sad.pause_ms > calm.pause_ms


def test_that_breathless_and_drowsy_people_pause_and_slow_down() -> None:
    calm = delivery(person(), CALM, Manner())
    breathless = delivery(person(), CALM, Manner(breath=2))
    drowsy = delivery(person(), CALM, Manner(clear=0.5))
    assert breathless.breath_ms > 2 * calm.breath_ms
    assert breathless.volume < calm.volume
    assert drowsy.rate < calm.rate


VOICES = (
    VoiceInfo(id="gmw/en-us", languages=("en-us",), gender="male"),
    VoiceInfo(id="gmw/en", languages=("en-gb",), gender="male"),
    VoiceInfo(id="roa/fr-be", languages=("fr-be",), gender="male"),
    VoiceInfo(id="roa/fr", languages=("fr-fr",), gender="male"),
)


@pytest.mark.parametrize(
    ("language", "base"),
    [("en-GB", "gmw/en"), ("en-US", "gmw/en-us"), ("fr", "roa/fr"), ("xx", "gmw/en")],
)
def test_that_a_voice_speaks_the_language_of_the_person(language: str, base: str) -> None:
    assert espeak_voice(VOICES, VoiceWish(language=language)).split("+")[0] == base


def test_that_two_people_of_one_kind_sound_different_and_each_stays_the_same() -> None:
    wishes = [VoiceWish(sex="female", age=40, key=f"person {n}") for n in range(12)]
    voices = [espeak_voice(VOICES, wish) for wish in wishes]
    assert voices == [espeak_voice(VOICES, wish) for wish in wishes]
    assert len(set(voices)) >= 3
    assert espeak_voice(VOICES, VoiceWish(sex="male", age=80)) != espeak_voice(
        VOICES, VoiceWish(sex="male")
    )


def test_that_language_comes_before_sex_and_sex_before_age() -> None:
    voices = (
        VoiceInfo(id="a", languages=("fr-FR",), gender="female", age=30),
        VoiceInfo(id="b", languages=("en-US",), gender="female", age=30),
        VoiceInfo(id="c", languages=("en_GB",), gender="male", age=30),
        VoiceInfo(id="d", languages=("en_GB",), gender="female", age=80),
    )
    wish = VoiceWish(language="en-GB", sex="female", age=30)
    found = [best_voice(voices[:n], wish) for n in range(5)]
    assert [voice.id if voice else None for voice in found] == [None, "a", "b", "c", "d"]


# --- the voice that comes with the program


def test_that_the_voice_of_the_program_speaks_and_men_sound_lower_than_women(
    make_set: MakeSet,
) -> None:
    pitches = {}
    for sex in ("female", "male"):
        given = make_set("pyttsx3_synthesiser")
        how = Delivery(voice=VoiceWish(sex=sex, age=40, key="x"), rate=150)
        given.speaker.say(0, "I have had this pain since early this morning, doctor.", how)
        given.wait_for_finished(1)
        assert given.heard.finished[0].why == "finished"
        assert 2_000 < given.heard.finished[0].of_ms < 6_000
        assert max(given.heard.levels) > 0.4
        given.audio.close()
        pitches[sex] = pitch_of(given.file)
    assert pitches["male"] < 0.85 * pitches["female"]


def pitch_of(file: Path) -> float:
    """Median pitch in Hz, by autocorrelation of 40 ms frames between 60 and 400 Hz."""
    with wave.open(str(file)) as sound:
        rate = sound.getframerate()
        samples = np.frombuffer(sound.readframes(-1), dtype="<i2").astype(float)
    size, found = rate // 25, []
    for start in range(0, samples.size - size, size):
        frame = samples[start : start + size]
        frame = frame - frame.mean()
        full = np.correlate(frame, frame, "full")[size - 1 :]
        low, high = rate // 400, rate // 60
        lag = int(np.argmax(full[low:high])) + low
        if full[0] > 1e8 and full[lag] > 0.4 * full[0]:
            found.append(rate / lag)
    return float(np.median(found))


# --- Piper, where it is installed

FAKE_PIPER = """#!{python}
import sys, wave
words = sys.argv[1:]
given = dict(zip(words[::2], words[1::2]))
text = sys.stdin.read().strip()
with wave.open(given["--output_file"], "wb") as file:
    file.setparams((1, 2, 16000, 0, "NONE", ""))
    count = int(1600 * len(text.split()) * float(given["--length_scale"]))
    file.writeframes(b"\\x00\\x20\\x00\\xe0" * (count // 2))
with open({log!r}, "a") as log:
    log.write(given["--model"].rsplit("/")[-1] + ": " + text + "\\n")
"""


def test_that_piper_speaks_with_the_voice_that_suits_where_it_is_installed(
    make_set: MakeSet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    voices, log = tmp_path / "voices", tmp_path / "log"
    voices.mkdir()
    assert piper_environment(voices) is None
    for name in ("en_GB-alba-medium", "en_GB-alan-medium", "de_DE-thorsten-low"):
        (voices / f"{name}.onnx").touch()
    program = tmp_path / "bin" / "piper"
    program.parent.mkdir()
    program.write_text(FAKE_PIPER.format(python=sys.executable, log=str(log)))
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent), prepend=os.pathsep)
    environment = piper_environment(voices)
    assert environment is not None
    given = make_set("piper_synthesiser", **environment)
    given.speaker.say(1, "It hurts <b>here</b>.", Delivery(voice=VoiceWish(sex="male"), rate=165))
    given.speaker.say(2, "And here.", Delivery(voice=VoiceWish(sex="female"), rate=165))
    given.wait_for_finished(2)
    assert [heard.why for heard in given.heard.finished] == ["finished"] * 2
    assert log.read_text().splitlines() == [
        "en_GB-alan-medium.onnx: It hurts here.",
        "en_GB-alba-medium.onnx: And here.",
    ]


def test_that_without_piper_the_next_voice_speaks(make_set: MakeSet) -> None:
    given = make_set(("piper_synthesiser", "tone_synthesiser"))
    say_all(given, ["One.", "Two."])
    given.wait_for_finished(2)
    assert [heard.why for heard in given.heard.finished] == ["finished"] * 2
    assert given.heard.troubles == []
