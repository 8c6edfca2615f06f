"""Vosk: speech in, with a model that the user fetched. By name, not path, it would download."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from simtrainer.engines.backends.hearing import CannotListen, serve_recogniser
from simtrainer.engines.listening import messages as lm
from simtrainer.engines.models.vosk_folder import is_recogniser
from simtrainer.engines.worker import Link


class Vosk:
    engine = "vosk"
    stopgap = False
    unsure_below = 0.7

    def __init__(self) -> None:
        import vosk  # type: ignore[import-untyped]

        vosk.SetLogLevel(-1)
        self._library: Any = vosk
        self._model: Any = None
        self._model_path = ""
        self._recogniser: Any = None
        self._words: list[lm.Word] = []

    def prepare(self, model: str, expectation: lm.Expectation) -> None:  # noqa: ARG002
        """The words expected are left to the model's own: it knows general speech."""
        if not model or not is_recogniser(Path(model)):  # Vosk would end the process
            raise CannotListen("the folder holds no Vosk model, or not all of one")
        if model != self._model_path:
            try:
                self._model = self._library.Model(model_path=model)
            except Exception as error:  # vosk raises nothing more special
                raise CannotListen(str(error)) from error
            self._model_path = model

    def begin(self) -> None:
        """A fresh one each time: a used one goes on counting the time."""
        self._recogniser = self._library.KaldiRecognizer(self._model, lm.RATE)
        self._recogniser.SetWords(True)
        self._words = []

    def take(self, pcm: bytes) -> None:
        if self._recogniser.AcceptWaveform(pcm):  # Vosk ends a part by itself at a pause
            self._words += _words(self._recogniser.Result())

    def partial(self) -> str:
        more = json.loads(self._recogniser.PartialResult()).get("partial", "")
        return " ".join([*(word.text for word in self._words), *([more] if more else [])])

    def finish(self) -> tuple[lm.Word, ...]:
        self._words += _words(self._recogniser.FinalResult())
        return tuple(self._words)

    def study(self) -> None:
        """Vosk follows a voice by itself."""


def _words(result: str) -> list[lm.Word]:
    return [
        lm.Word(
            text=entry["word"],
            confidence=min(1.0, max(0.0, entry["conf"])),
            start_ms=round(entry["start"] * 1000),
            end_ms=round(entry["end"] * 1000),
        )
        for entry in json.loads(result).get("result", ())
        if entry["word"] != "[unk]"
    ]


def serve(link: Link) -> None:
    serve_recogniser(link, Vosk)
