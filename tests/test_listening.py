"""Speech in: what was said is understood, whatever breaks; and how it was said."""

from __future__ import annotations

import json
import os
import queue
import signal
import wave
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from simtrainer.commands.speech_testing import VOICES, _read_aloud, hear_recording, word_errors
from simtrainer.engines.child import Attempts
from simtrainer.engines.listening import messages as lm
from simtrainer.engines.listening.ear import FRAME_BYTES, FRAME_MS, Ear, Happening
from simtrainer.engines.listening.ngrams import START, STOP, Gram, LanguageModel
from simtrainer.engines.listening.pronouncing import (
    our_pronunciations,
    read_pronunciations,
    spoken_words,
)
from simtrainer.engines.listening.recogniser import (
    GONE,
    POCKETSPHINX,
    Engine,
    Gone,
    Listener,
    News,
    vosk,
)
from simtrainer.engines.listening.spelling import VOWELS, british, sounds_of
from simtrainer.language.spoken import expected_in

ROUNDS = int(os.environ.get("SIMTRAINER_SPEECH_ROUNDS", "2"))
PATIENCE_S = 120.0
CHUNK = 40 * lm.BYTES_PER_MS
SENTENCES = ("Do you have any allergies?", "Are you taking any medicines?", "Do you smoke at all?")
SILENCE = bytes(1500 * lm.BYTES_PER_MS)
EXPECTED = lm.Expectation(sentences=(*SENTENCES, "Where is the pain?", "When did it start?"))


@pytest.fixture(scope="module")
def spoken() -> list[bytes]:
    """The sentences, as our own voice says them."""
    return _read_aloud(SENTENCES, VOICES[0])


class Ears:
    """A listener whose news a test can wait for."""

    def __init__(self, listener: Listener) -> None:
        self.listener = listener
        self.gone: list[Gone] = []
        self._news: queue.SimpleQueue[News] = queue.SimpleQueue()
        listener.subscribe(self._news.put)
        listener.expect(EXPECTED)
        listener.start()

    def next(self) -> News:
        return self._news.get(timeout=PATIENCE_S)

    def wait_for(self, kind: type[News]) -> News:
        while not isinstance(news := self.next(), kind):
            if isinstance(news, Gone):
                self.gone.append(news)
                assert not news.for_good, news.why
        return news

    def hear(self, pcm: bytes) -> None:
        for at in range(0, len(pcm), CHUNK):
            self.listener.sound(pcm[at : at + CHUNK])

    def finals(self) -> list[lm.Final]:
        """Those up to the end of this listening."""
        found: list[lm.Final] = []
        while not isinstance(news := self.next(), lm.Ended):
            if isinstance(news, lm.Final):
                found.append(news)
            if isinstance(news, Gone):
                self.gone.append(news)
        return found


@pytest.fixture
def ears() -> Iterator[Ears]:
    made = Ears(Listener(deadline_s=20.0, attempts=Attempts(most=1000)))
    yield made
    made.listener.close()


def test_that_what_our_own_voice_says_is_recognised_with_confidence_and_times(
    ears: Ears, spoken: list[bytes]
) -> None:
    ears.wait_for(lm.Ready)
    ears.listener.begin("hold")
    ears.hear(spoken[0])
    ears.listener.end()
    (final,) = ears.finals()
    assert final.text == "do you have any allergies"
    assert [word.text for word in final.words] == final.text.split()
    assert all(0 <= word.confidence <= 1 for word in final.words)
    ends = [word.end_ms for word in final.words]
    assert ends == sorted(ends)
    assert final.words[0].start_ms < final.words[0].end_ms
    assert 800 < final.talk_ms < 3000
    assert final.engine == "pocketsphinx"


def test_that_one_child_hears_one_utterance_after_another_and_gets_used_to_the_voice(
    ears: Ears, spoken: list[bytes]
) -> None:
    ears.wait_for(lm.Ready)
    heard = []
    for pcm in spoken * 3:
        ears.listener.begin("hold")
        ears.listener.end()  # a key touched by mistake
        assert [final.text for final in ears.finals()] == [""]
        ears.listener.begin("hold")
        ears.hear(pcm)
        ears.listener.end()
        heard += [final.text for final in ears.finals()]
    assert ears.gone == []
    assert heard[-3:] == [" ".join(spoken_words(text)) for text in SENTENCES]


def test_that_hands_free_utterances_end_by_themselves_with_a_silence(
    ears: Ears, spoken: list[bytes]
) -> None:
    ears.wait_for(lm.Ready)
    ears.listener.begin("hands_free")
    ears.hear(SILENCE + spoken[0] + SILENCE + spoken[2] + SILENCE)
    began = ears.wait_for(lm.VoiceHeard)
    first = ears.wait_for(lm.Final)
    second = ears.wait_for(lm.Final)
    assert isinstance(began, lm.VoiceHeard)
    assert isinstance(first, lm.Final)
    assert isinstance(second, lm.Final)
    assert abs(began.at_ms - 1800) < 300
    assert "allergies" in first.text
    assert "smoke" in second.text
    assert second.start_ms > first.start_ms + first.talk_ms + 1000


def test_that_silence_is_no_utterance(ears: Ears) -> None:
    ears.wait_for(lm.Ready)
    ears.listener.begin("hands_free")
    ears.hear(SILENCE * 3)
    ears.listener.end()
    assert ears.finals() == []


def test_that_no_word_is_lost_with_a_child_that_dies_or_hangs_in_mid_sentence(
    spoken: list[bytes],
) -> None:
    ears = Ears(Listener(deadline_s=2.0, attempts=Attempts(most=1000)))
    try:
        ears.wait_for(lm.Ready)
        for number, harm in product(range(ROUNDS), (signal.SIGKILL, signal.SIGSTOP)):
            pcm = spoken[number % len(spoken)]
            ears.listener.begin("hold")
            half = len(pcm) // 2 // CHUNK * CHUNK
            ears.hear(pcm[:half])
            pid = ears.listener.pid
            assert pid is not None
            os.kill(pid, harm)
            ears.hear(pcm[half:])
            ears.listener.end()
            (final,) = ears.finals()
            whole_ms = len(pcm) // lm.BYTES_PER_MS  # with 300 ms of silence at either end
            assert final.start_ms < 500
            assert final.start_ms + final.talk_ms > whole_ms - 600
            assert final.words[0].start_ms < 700
            assert final.words[-1].end_ms > whole_ms - 900
            with pytest.raises(ProcessLookupError):  # no orphan
                os.kill(pid, 0)
        assert len(ears.gone) == 2 * ROUNDS
    finally:
        ears.listener.close()


def test_that_the_next_engine_is_taken_when_one_cannot_listen(tmp_path: Path) -> None:
    for name in ("am/final.mdl", "conf/mfcc.conf", "conf/model.conf", "graph/HCLG.fst"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"cut off")
    ears = Ears(Listener((vosk(str(tmp_path)), POCKETSPHINX)))
    try:
        ready = ears.wait_for(lm.Ready)
        assert isinstance(ready, lm.Ready)
        assert (ready.engine, ready.stopgap) == ("pocketsphinx", True)
    finally:
        ears.listener.close()


@pytest.mark.parametrize("engine", [POCKETSPHINX, vosk("nowhere")])
def test_that_one_sentence_says_so_when_nothing_can_listen(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "pocketsphinx.py").write_text("raise ImportError('hidden')")
    ears = Ears(Listener((engine,), {"PYTHONPATH": str(tmp_path)}))
    try:
        gone = ears.next()
        assert isinstance(gone, Gone)
        assert gone.for_good
        assert gone.sentence == GONE
        ears.listener.begin("hold")  # and nothing that is asked of it does harm
        ears.hear(SILENCE)
        ears.listener.end()
    finally:
        ears.listener.close()


# --- when somebody talks


def voices(pattern: str, end_silence_ms: int = 900) -> tuple[Ear, list[Happening]]:
    """An ear after ``pattern``, a mark for every 100 ms: "x" a voice; and what happened."""
    heard = iter([mark == "x" for mark in pattern for _ in range(100 // FRAME_MS)])
    ear = Ear(lambda frame: next(heard), end_silence_ms)
    happened = [
        what
        for _, what in ear.frames(bytes(len(pattern) * (100 // FRAME_MS) * FRAME_BYTES))
        if what
    ]
    return ear, happened


def test_that_a_stammer_and_a_search_for_words_do_not_end_an_utterance() -> None:
    ear, happened = voices("..x.x.xxxx......xx.xxx.........")
    assert happened == ["began", "ended"]
    final = ear.measured(lm.Final())
    assert final.longest_pause_ms == 600
    assert final.pause_ms == 600  # shorter gaps are part of fluent speech
    assert final.talk_ms == pytest.approx(1700, abs=400)


def test_that_a_click_is_no_voice() -> None:
    heard = iter([True, True, False, False, False, False] * 10)
    ear = Ear(lambda frame: next(heard), 900)
    assert all(what is None for _, what in ear.frames(bytes(60 * FRAME_BYTES)))


# --- what is expected


def test_that_the_probabilities_of_what_may_follow_add_up_to_one() -> None:
    said = [(text.lower().split(), 1) for text in SENTENCES] + [(["do", "you", "drink"], 2)]
    model = LanguageModel(said, ["insulin"])
    known = [gram[0] for gram in model.probabilities[1] if gram != (START,)]

    def follows(before: Gram, word: str) -> float:
        gram = (*before, word)
        if gram in model.probabilities[len(gram)]:
            return model.probabilities[len(gram)][gram]
        return model.rests[len(before)].get(before, 1.0) * follows(before[1:], word)

    for before in ((), ("do",), ("do", "you"), (START, "do"), ("insulin",)):
        assert sum(follows(before, word) for word in known) == pytest.approx(1)
    assert follows(("do", "you"), "drink") > follows(("do", "you"), "insulin") > 0
    assert follows(("insulin",), STOP) > 0


def test_that_every_word_of_our_examples_can_be_said() -> None:
    sounds = VOWELS | set("B CH D DH F G HH JH K L M N NG P R S SH T TH V W Y Z ZH".split())
    words = {word for text in expected_in().sentences for word in spoken_words(text)}
    assert len(words) > 2000
    ours = our_pronunciations()
    assert len(ours) > 1000
    for said in (*map(sounds_of, words), *(way for ways in ours.values() for way in ways)):
        assert said
        assert set(said.split()) <= sounds


def test_that_words_are_said_as_people_say_them() -> None:
    assert sounds_of("ecg") == "IY S IY JH IY"
    assert sounds_of("amoxicillin").endswith("S IH L IH N")
    assert british("heart", "HH AA R T") == "HH AA T"
    assert british("hot", "HH AA T") == "HH AO T"
    assert spoken_words("You're 42, is that right?") == "you're forty two is that right".split()
    assert read_pronunciations("the DH AH\nthe(2) DH IY\n") == {"the": ("DH AH", "DH IY")}


# --- the command


def test_that_a_recording_is_read_at_any_rate(tmp_path: Path, spoken: list[bytes]) -> None:
    file = tmp_path / "question.wav"
    with wave.open(str(file), "wb") as out:
        out.setparams((1, 2, 16_000, 0, "NONE", ""))
        out.writeframes(spoken[0])
    found = hear_recording(file)
    assert json.loads(json.dumps(found)).keys() >= {"text", "confidence", "words", "time_s"}
    assert "allerg" in found["text"]
    assert "allergy" in found["topics"]
    assert "Vosk" in found["advice"]


def test_that_word_errors_are_counted_as_edits() -> None:
    assert word_errors("do you smoke".split(), "do you smoke".split()) == 0
    assert word_errors("do you smoke".split(), "you soak at".split()) == 3
    assert word_errors(["no"], []) == 1
