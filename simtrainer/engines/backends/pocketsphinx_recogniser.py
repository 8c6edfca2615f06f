"""PocketSphinx: speech in, out of the box.

Its wheel carries an English acoustic model and a dictionary. General dictation with it is poor, so
it gets a language model of what is said in a consultation, and pronunciations of those words.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from simtrainer.engines.backends.hearing import CannotListen, serve_recogniser
from simtrainer.engines.backends.voice_adaptation import (
    Floats,
    Sound,
    VoiceAdaptation,
    read_cepstra,
)
from simtrainer.engines.listening import messages as lm
from simtrainer.engines.listening.ngrams import LanguageModel
from simtrainer.engines.listening.pronouncing import (
    dictionary_lines,
    pronunciations,
    spoken_words,
)
from simtrainer.engines.worker import Link

_FRAME_MS = 10
_HERE_TIMES = 2  # how often a sentence of the case counts
_QUIET = {"loglevel": "FATAL", "dither": True, "seed": 1}  # silence of pure zeros upsets it
_SURE = 0.5  # confidence of a word from which a voice is learnt
_FIRST_FRAMES = 150  # of 10 ms, from which a voice is adapted to
_MORE = 1.6  # times as many, until it is done anew
_ENOUGH_FRAMES = 20_000
_STUDY_BYTES = 10 * 1000 * lm.BYTES_PER_MS  # longer utterances would take too long
_TWICE_BYTES = 3 * 1000 * lm.BYTES_PER_MS  # longer ones would keep the trainee waiting
_WEIGHTS = {
    "lw": 8.5,
    "fwdflatlw": 10.5,
    "bestpathlw": 11.5,
    "wip": 0.3,
}  # of what is expected; by measurement
_ALTERNATIVE = re.compile(r"\(\d+\)$")


class PocketSphinx:
    engine = "pocketsphinx"
    stopgap = True
    unsure_below = 0.75  # in the loop-back 4 in 10 below were misunderstood, 1 in 15 above

    def __init__(self) -> None:
        import pocketsphinx  # type: ignore[import-untyped]

        self._library: Any = pocketsphinx
        self._decoder: Any = None
        self._open = False
        self._files: dict[str, bytes] = {}
        self._ways: dict[str, tuple[str, ...]] = {}
        self._model = Path()
        self._voice: VoiceAdaptation | None = None
        self._used_frames = 0  # of speech in the transform that is in use
        self._sound = bytearray()

    def prepare(self, model: str, expectation: lm.Expectation) -> None:
        """``model``: another acoustic model's folder, or "" for the one in the wheel."""
        home = Path(self._library.get_model_path("en-us"))
        dictionary = home / "cmudict-en-us.dict"
        if not dictionary.is_file():
            raise CannotListen("the model that belongs to PocketSphinx is not there")
        self._files, self._ways = _models(expectation, dictionary)
        if self._used_frames and self._voice is not None:
            self._files["mean"] = self._voice.means()
        used = Path(model) if model else home / "en-us"
        if used != self._model:
            self._model, self._voice, self._used_frames = used, _adaptation(used), 0
        self._load()

    def _load(self) -> None:
        """A decoder with the present files; what it knows of the room's sound goes along."""
        room = self._decoder.get_cmn() if self._decoder is not None else ""
        with tempfile.TemporaryDirectory(prefix="simtrainer-hearing-") as folder:
            paths = {}
            for name, content in self._files.items():
                paths[name] = str(Path(folder) / name)
                Path(paths[name]).write_bytes(content)
            self._decoder = self._library.Decoder(
                hmm=str(self._model), **_QUIET, **_WEIGHTS, **paths
            )
        if room:
            self._decoder.set_cmn(room)
        self._open = False

    def begin(self) -> None:
        self._close()
        self._decoder.start_utt()
        self._sound.clear()
        self._open = True

    def take(self, pcm: bytes) -> None:
        self._sound += pcm
        self._decoder.process_raw(pcm, False, False)

    def partial(self) -> str:
        found = self._decoder.hyp()
        return " ".join(_plain(word) for word in found.hypstr.split()) if found else ""

    def finish(self) -> tuple[lm.Word, ...]:
        self._close()
        self._hear_first_words_twice()
        return tuple(
            lm.Word(
                text=_plain(segment.word),
                confidence=min(1.0, max(0.0, segment.prob)),
                start_ms=segment.start_frame * _FRAME_MS,
                end_ms=(segment.end_frame + 1) * _FRAME_MS,
            )
            for segment in self._decoder.seg() or ()
            if segment.word[0] not in "<["
        )

    def _close(self) -> None:
        if self._open:
            self._decoder.end_utt()
            self._open = False

    def _hear_first_words_twice(self) -> None:
        """They are heard without knowing the room and its microphone; now these are known."""
        if self._used_frames == 0 and 0 < len(self._sound) <= _TWICE_BYTES:
            self._decoder.set_cmn(self._decoder.get_cmn(True))
            _hear(self._decoder, bytes(self._sound))

    # --- getting used to a voice

    def study(self) -> None:
        """Learn from the utterance just finished how this voice sounds."""
        voice = self._voice
        if voice is None or voice.frames >= _ENOUGH_FRAMES or len(self._sound) > _STUDY_BYTES:
            return
        words = [s for s in self._decoder.seg() or () if s.word[0] not in "<["]
        sure = [(s.start_frame - 2, s.end_frame + 3) for s in words if s.prob >= _SURE]
        if not sure:
            return
        cepstra, sounds = self._sounds([_plain(s.word) for s in words])
        inside = [s for s in sounds if any(a <= s.start and s.end <= b for a, b in sure)]
        voice.add(cepstra, inside)
        if voice.frames >= max(_FIRST_FRAMES, _MORE * self._used_frames):
            self._used_frames = voice.frames
            self._files["mean"] = voice.means()
            self._load()

    def _sounds(self, words: Sequence[str]) -> tuple[Floats, list[Sound]]:
        """What was heard as ``words`` again, for its cepstra and when each sound was."""
        ways = {word: self._ways[word] for word in words}
        with tempfile.TemporaryDirectory(prefix="simtrainer-hearing-") as folder:
            sayings = Path(folder) / "words"
            sayings.write_text("\n".join(dictionary_lines(ways)) + "\n", "utf-8")
            decoder = self._library.Decoder(
                hmm=str(self._model), lm=None, dict=str(sayings), mfclogdir=folder, **_QUIET
            )
            decoder.set_cmn(self._decoder.get_cmn())
            try:
                decoder.set_align_text(" ".join(words))
                _hear(decoder, bytes(self._sound))
                decoder.set_alignment()
                _hear(decoder, bytes(self._sound))
            except RuntimeError:  # the words do not fit the sound
                return np.zeros((0, 13)), []
            cepstra = read_cepstra(max(Path(folder).glob("*.mfc")))
        room = np.array([float(value) for value in self._decoder.get_cmn().split(",")])
        sounds = [
            Sound(one.name, one.start, one.start + one.duration)
            for word in decoder.get_alignment()
            for one in word
        ]
        return cepstra - room, sounds


def _hear(decoder: Any, pcm: bytes) -> None:
    decoder.start_utt()
    decoder.process_raw(pcm, False, False)
    decoder.end_utt()


def _adaptation(model: Path) -> VoiceAdaptation | None:
    try:
        return VoiceAdaptation(model)
    except (OSError, ValueError):  # another kind of model: it works, and stays as it is
        return None


def _plain(word: str) -> str:
    return _ALTERNATIVE.sub("", word)


def _models(
    expectation: lm.Expectation, dictionary: Path
) -> tuple[dict[str, bytes], dict[str, tuple[str, ...]]]:
    """The files ``lm`` and ``dict``, and how each word of them is said."""
    said = [(spoken_words(text), 1) for text in expectation.sentences]
    said += [(spoken_words(text), _HERE_TIMES) for text in expectation.here]
    single = [word for text in expectation.words for word in spoken_words(text)]
    ways = pronunciations([*single, *(word for words, _ in said for word in words)], dictionary)
    if not ways:
        raise CannotListen("there is nothing to expect")
    sayable = [([word for word in words if word in ways], times) for words, times in said]
    model = LanguageModel(sayable, (word for word in single if word in ways))
    texts = {"lm": model.arpa(), "dict": dictionary_lines(ways)}
    return {name: "\n".join((*lines, "")).encode() for name, lines in texts.items()}, ways


def serve(link: Link) -> None:
    serve_recogniser(link, PocketSphinx)
