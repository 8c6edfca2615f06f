"""The sound devices: what is counted, what a call sounds like, what comes of odd sound files."""

from __future__ import annotations

import io
import os
import queue
import struct
import wave
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simtrainer.engines.audio import messages as am
from simtrainer.engines.audio import sound
from simtrainer.engines.audio.device import AudioClient, Gone, News
from simtrainer.engines.audio.playing import PlayQueue
from simtrainer.engines.audio.troubles import sentence_for
from simtrainer.engines.child import Attempts
from simtrainer.engines.listening.messages import Final
from simtrainer.engines.speech_state import speech_state
from simtrainer.ui.sound.utterance import utterance_of

TESTS = str(Path(__file__).parent)
RATE = 8_000
PATIENCE_S = 60.0


def tone(hz: float, ms: int = 400, rate: int = 22_050, loud: float = 0.5) -> bytes:
    at = np.arange(rate * ms // 1000) / rate
    return sound.pcm_of(loud * np.sin(2 * np.pi * hz * at))


def power(pcm: bytes) -> float:
    middle = sound.samples_of(pcm)
    edge = middle.size // 5
    return float(np.mean(middle[edge:-edge] ** 2))


def wav(pcm: bytes, rate: int = RATE, channels: int = 1, width: int = 2) -> bytes:
    held = io.BytesIO()
    with wave.open(held, "wb") as file:
        file.setparams((channels, width, rate, 0, "NONE", ""))
        file.writeframes(pcm)
    return held.getvalue()


def aiff(pcm: bytes, kind: bytes = b"") -> bytes:
    """22,050 Hz, one channel; big-endian unless ``kind`` is ``sowt``."""
    order = "<i2" if kind == b"sowt" else ">i2"
    body = np.frombuffer(pcm, dtype="<i2").astype(order).tobytes()
    rate = struct.pack(">HQ", 16383 + 14, (22_050 << 49) & (2**64 - 1))
    common = struct.pack(">hIh", 1, len(pcm) // 2, 16) + rate + (kind + b"\0\0" if kind else b"")
    parts = b"COMM" + struct.pack(">I", len(common)) + common
    parts += b"SSND" + struct.pack(">I", len(body) + 8) + bytes(8) + body
    form = b"AIFC" if kind else b"AIFF"
    return b"FORM" + struct.pack(">I", len(parts) + 4) + form + parts


# --- the queue


@given(
    lengths=st.lists(st.integers(1, 3000), min_size=1, max_size=8),
    steps=st.lists(st.integers(1, 900), min_size=1, max_size=20),
)
def test_that_every_sound_is_started_and_finished_once_whatever_the_steps(
    lengths: list[int], steps: list[int]
) -> None:
    sounds = PlayQueue(RATE)
    for number, length in enumerate(lengths):
        sounds.add(number, sound.pcm_of(np.full(length, 0.5)))
    news: list[am.Started | am.Level | am.Finished] = []
    buffered = taken = turn = 0
    while sounds.busy:
        buffered += len(sounds.take(600 - buffered)) // 2
        step = min(buffered, steps[turn % len(steps)])
        buffered, turn, taken = buffered - step, turn + 1, taken + step
        news += sounds.heard(buffered)
    assert taken == sum(lengths)
    order = [(n.kind, n.id) for n in news if not isinstance(n, am.Level)]
    assert order == [(kind, n) for n in range(len(lengths)) for kind in ("started", "finished")]


def test_that_stopping_tells_what_was_heard_and_later_sounds_are_counted_anew() -> None:
    sounds = PlayQueue(RATE)
    sounds.add(1, tone(300, 1000, RATE))
    sounds.add(2, tone(300, 1000, RATE))
    sounds.take(4000)
    sounds.heard(800)
    assert sounds.stop(800) == am.Stopped(id=1, ms=400)
    assert not sounds.busy
    assert sounds.take(100) == b""
    sounds.add(3, tone(300, 500, RATE), from_ms=100)
    sounds.take(1600)
    assert next(n for n in sounds.heard(0) if isinstance(n, am.Level)).ms == 300
    assert sounds.left(0) == [(3, 300)]


# --- arithmetic


def test_that_a_call_keeps_the_middle_of_the_voice_and_loses_both_ends() -> None:
    before = power(tone(1000, loud=0.1))
    kept = power(sound.as_on_a_call(tone(1000, loud=0.1), 22_050))
    assert kept > before
    for hz in (80, 120, 5000, 8000):
        lost = power(sound.as_on_a_call(tone(hz, loud=0.1), 22_050))
        assert lost < 0.03 * before, hz


def test_that_a_call_brings_loud_and_soft_closer_and_never_clips() -> None:
    loud = sound.as_on_a_call(tone(1000, loud=0.9), 22_050)
    soft = sound.as_on_a_call(tone(1000, loud=0.09), 22_050)
    assert 10 < power(loud) / power(soft) < 40  # it was 100
    assert np.abs(sound.samples_of(loud)).max() < 1.0
    assert len(loud) == len(tone(1000))
    assert sound.as_on_a_call(b"", 22_050) == b""


@pytest.mark.parametrize(("rate", "wanted"), [(22_050, 48_000), (48_000, 16_000), (16_000, 44_100)])
def test_that_another_rate_is_the_same_sound(rate: int, wanted: int) -> None:
    moved = sound.samples_of(sound.resampled(tone(440, 500, rate), rate, wanted))
    expected = sound.samples_of(tone(440, 500, wanted))
    assert abs(moved.size - expected.size) <= 1
    inner = slice(wanted // 20, expected.size - wanted // 20)
    assert np.abs(moved[inner] - expected[inner]).max() < 0.02


@given(cuts=st.lists(st.integers(1, 5000), min_size=1, max_size=12))
def test_that_capturing_piece_by_piece_gives_the_same_as_all_at_once(cuts: list[int]) -> None:
    stereo = np.repeat(np.frombuffer(tone(440, 300, 48_000), dtype="<i2"), 2).tobytes()
    whole = sound.Downsampler(48_000, 16_000, 2).take(stereo)
    stream, parts, at = sound.Downsampler(48_000, 16_000, 2), b"", 0
    for cut in [*cuts, len(stereo)]:
        parts += stream.take(stereo[at : at + cut])
        at += cut
    assert abs(len(parts) - len(whole)) <= 2
    size = min(len(parts), len(whole))
    assert np.abs(sound.samples_of(parts[:size]) - sound.samples_of(whole[:size])).max() < 0.001


def test_that_capturing_keeps_speech_and_folds_nothing_over() -> None:
    kept = sound.Downsampler(48_000, 16_000, 1).take(tone(1000, 400, 48_000))
    folded = sound.Downsampler(48_000, 16_000, 1).take(tone(12_000, 400, 48_000))
    assert power(kept) > 0.9 * power(tone(1000, 400, 16_000))
    assert power(folded) < 0.001 * power(kept)


def test_that_loudness_runs_from_silence_to_a_shout() -> None:
    levels = [sound.level_of(tone(300, loud=loud)) for loud in (0.0, 0.01, 0.1, 0.5)]
    assert levels[0] == 0.0
    assert levels == sorted(levels)
    assert levels[-1] == 1.0
    assert sound.level_of(b"") == 0.0


# --- files of synthesisers


def test_that_wav_and_aiff_files_give_their_sound() -> None:
    pcm = tone(440)
    assert sound.read_sound(wav(pcm, 22_050), 10) == (pcm, 22_050)
    assert sound.read_sound(aiff(pcm), 10) == (pcm, 22_050)
    assert sound.read_sound(aiff(pcm, b"sowt"), 10) == (pcm, 22_050)
    stereo = np.repeat(np.frombuffer(pcm, dtype="<i2"), 2).tobytes()
    assert sound.read_sound(wav(stereo, 22_050, 2), 10) == (pcm, 22_050)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"RIFF",
        b"FORM\0\0\0\0AIFF",
        wav(b""),
        wav(tone(440, 3000, RATE)),  # longer than allowed below
        wav(bytes(400), width=1),
        wav(tone(440, 100, RATE))[:30],
        aiff(tone(440))[:40],
    ],
)
def test_that_what_is_no_sound_is_refused(data: bytes) -> None:
    with pytest.raises(sound.NotSound):
        sound.read_sound(data, 2)


@given(junk=st.binary(max_size=200), cut=st.integers(0, 80), kind=st.sampled_from(["wav", "aiff"]))
def test_that_broken_files_raise_nothing_else(junk: bytes, cut: int, kind: str) -> None:
    good = wav(tone(440, 20, RATE)) if kind == "wav" else aiff(tone(440, 20))
    for data in (junk, good[:cut] + junk, good[:cut] + junk + good[cut + len(junk) :]):
        try:
            pcm, rate = sound.read_sound(data, 2)
        except sound.NotSound:
            continue
        assert pcm
        assert rate >= 4_000


# --- the client


class Hearing:
    def __init__(self) -> None:
        self.news: list[News] = []
        self._queue: queue.SimpleQueue[News] = queue.SimpleQueue()

    def hear(self, news: News) -> None:
        self._queue.put(news)

    def wait_for(self, wanted: Callable[[News], bool]) -> News:
        while True:
            news = self._queue.get(timeout=PATIENCE_S)
            self.news.append(news)
            if wanted(news):
                return news


@pytest.fixture
def hearing() -> Hearing:
    return Hearing()


MakeClient = Callable[..., AudioClient]


@pytest.fixture
def make_client(hearing: Hearing) -> Iterator[MakeClient]:
    made: list[AudioClient] = []

    def make(backend: str, attempts: Attempts | None = None, **environment: str) -> AudioClient:
        names = {"PYTHONPATH": TESTS, "SIMTRAINER_FILE_AUDIO_SPEED": "10", **environment}
        client = AudioClient(backend, names, silent_s=1.0, attempts=attempts)
        client.subscribe(hearing.hear)
        made.append(client)
        client.start()
        return client

    yield make
    for client in made:
        client.close()


def test_that_what_the_microphone_hears_arrives_in_chunks_for_the_recogniser(
    make_client: MakeClient, hearing: Hearing, tmp_path: Path
) -> None:
    spoken = tone(440, 1000, 44_100)
    (tmp_path / "said.wav").write_bytes(wav(spoken, 44_100))
    client = make_client("file_audio")
    client.choose("", str(tmp_path / "said.wav"))
    client.listen(True)
    for _ in range(30):
        hearing.wait_for(lambda news: isinstance(news, am.Captured))
    client.listen(False)
    captured = [news for news in hearing.news if isinstance(news, am.Captured)]
    assert {len(chunk.pcm) for chunk in captured} == {2 * 16 * am.CHUNK_MS}
    loud = [chunk.level > 0.5 for chunk in captured]
    assert loud.index(False) == 1000 // am.CHUNK_MS


def test_that_a_child_that_always_dies_is_given_up_and_tried_again_when_asked(
    make_client: MakeClient, hearing: Hearing, tmp_path: Path
) -> None:
    client = make_client("stubs.faulty_audio", Attempts(most=2), FAULT="die")
    client.play(1, tone(440, 3000), 22_050)
    gone = hearing.wait_for(lambda news: isinstance(news, Gone) and news.for_good)
    assert isinstance(gone, Gone)
    assert client.pid is None
    starts = [news for news in hearing.news if isinstance(news, am.Started)]
    assert len(starts) == 3
    client.try_again()
    hearing.wait_for(lambda news: isinstance(news, am.Devices))
    assert client.pid is not None


def test_that_stopping_is_answered_even_when_the_child_is_lost_meanwhile(
    make_client: MakeClient, hearing: Hearing, tmp_path: Path
) -> None:
    once = str(tmp_path / "once")
    client = make_client("stubs.faulty_audio", FAULT="hang", FAULT_ONCE=once)
    client.play(1, tone(440, 9000), 22_050)
    hearing.wait_for(lambda news: isinstance(news, am.Started))
    client.stop_playing()
    stopped = hearing.wait_for(lambda news: isinstance(news, am.Stopped))
    assert isinstance(stopped, am.Stopped)
    assert stopped.id == 1


def test_that_the_real_devices_are_listed_or_their_absence_is_said(
    make_client: MakeClient, hearing: Hearing, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = make_client("qt_audio")
    devices = hearing.wait_for(lambda news: isinstance(news, am.Devices))
    assert isinstance(devices, am.Devices)
    client.listen(True)
    if not devices.inputs:
        trouble = hearing.wait_for(lambda news: isinstance(news, am.Trouble))
        assert isinstance(trouble, am.Trouble)
        assert sentence_for(trouble.problem)
    else:
        hearing.wait_for(lambda news: isinstance(news, am.Captured | am.Trouble))
    assert client.pid is not None
    os.kill(client.pid, 0)


@pytest.mark.parametrize(
    ("voice", "audio", "works"),
    [
        ("tone_synthesiser", "file_audio", [True, True, False]),  # its microphone is silent
        ("stubs.missing_synthesiser", "stubs.faulty_audio", [False, False, False]),
    ],
)
def test_that_the_doctor_tries_voice_loudspeaker_and_microphone(
    voice: str, audio: str, works: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("simtrainer.engines.speech_state.LISTEN_S", 0.2)
    found = speech_state(voice, audio, {"PYTHONPATH": TESTS, "FAULT": "none"})
    assert [fact.what for fact in found] == ["Voice", "Loudspeaker", "Microphone"]
    assert [fact.works for fact in found] == works
    assert all(fact.sentence for fact in found)


@given(apart=st.floats(-5, 5))
def test_that_delay_and_overlap_are_one_or_the_other(apart: float) -> None:
    final = Final(text="yes", talk_ms=1000, engine="any")
    speech = utterance_of(final, 100.0, 100.0 + apart).speech
    assert min(speech.delay_ms, speech.overlap_ms) == 0
    assert speech.delay_ms == max(0, round(1000 * apart))
    assert speech.overlap_ms <= 1000
