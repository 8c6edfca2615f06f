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

from simtrainer.engines.backends.hearing import CannotListen, serve_recogniser
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
_ALTERNATIVE = re.compile(r"\(\d+\)$")


class PocketSphinx:
    engine = "pocketsphinx"
    stopgap = True
    unsure_below = 0.6

    def __init__(self) -> None:
        import pocketsphinx  # type: ignore[import-untyped]

        self._library: Any = pocketsphinx
        self._decoder: Any = None
        self._open = False

    def prepare(self, model: str, expectation: lm.Expectation) -> None:
        """``model``: another acoustic model's folder, or "" for the one in the wheel."""
        home = Path(self._library.get_model_path("en-us"))
        dictionary = home / "cmudict-en-us.dict"
        if not dictionary.is_file():
            raise CannotListen("the model that belongs to PocketSphinx is not there")
        with tempfile.TemporaryDirectory(prefix="simtrainer-hearing-") as folder:
            files = _write_models(expectation, dictionary, Path(folder))
            self._decoder = self._library.Decoder(
                hmm=model or str(home / "en-us"), lm=files[0], dict=files[1], loglevel="FATAL"
            )

    def begin(self) -> None:
        self._close()
        self._decoder.start_utt()
        self._open = True

    def take(self, pcm: bytes) -> None:
        self._decoder.process_raw(pcm, False, False)

    def partial(self) -> str:
        found = self._decoder.hyp()
        return " ".join(_plain(word) for word in found.hypstr.split()) if found else ""

    def finish(self) -> tuple[lm.Word, ...]:
        self._close()
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


def _plain(word: str) -> str:
    return _ALTERNATIVE.sub("", word)


def _write_models(expectation: lm.Expectation, dictionary: Path, folder: Path) -> Sequence[str]:
    """The language model and the dictionary as files; their paths."""
    said = [(spoken_words(text), 1) for text in expectation.sentences]
    said += [(spoken_words(text), _HERE_TIMES) for text in expectation.here]
    single = [word for text in expectation.words for word in spoken_words(text)]
    ways = pronunciations([*single, *(word for words, _ in said for word in words)], dictionary)
    if not ways:
        raise CannotListen("there is nothing to expect")
    sayable = [([word for word in words if word in ways], times) for words, times in said]
    model = LanguageModel(sayable, (word for word in single if word in ways))
    grams, sounds = folder / "model.arpa", folder / "words.dict"
    grams.write_text("\n".join(model.arpa()) + "\n", "utf-8")
    sounds.write_text("\n".join(dictionary_lines(ways)) + "\n", "utf-8")
    return str(grams), str(sounds)


def serve(link: Link) -> None:
    serve_recogniser(link, PocketSphinx)
