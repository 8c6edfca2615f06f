"""Who gives the patient words in the terminal: the script, or the language model."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Literal

from simtrainer import paths
from simtrainer.engines.llm.generator import Status
from simtrainer.errors import UserError
from simtrainer.session import TrainingSession
from simtrainer.settings import load_settings
from simtrainer.voices.keeper import ModelVoices

GiveVoice = Callable[[TrainingSession], None]
Patient = Literal["scripted", "llm"]
NONE_CHOSEN = (
    "No language model is chosen. See which are here with “simtrainer models”, choose one with "
    "“simtrainer models use ID”, or name one with --model."
)


@contextmanager
def voices_for(patient: Patient, model: str) -> Iterator[GiveVoice]:
    """What to do with a session so that its patient speaks as ``patient`` says;
    ``model`` is an id or a file, empty for the one in the settings.

    Raises UserError when there is no model, or none that can be used.
    """
    if patient == "scripted":
        yield lambda _session: None
        return
    chosen = model or load_settings(paths.settings_file())[0].voice_model
    if not chosen:
        raise UserError(NONE_CHOSEN)
    settled = _Settled()
    voices = ModelVoices(paths.models_dir(), lambda: chosen, settled.hear)
    try:
        yield lambda session: _join(session, voices, settled)
    finally:
        voices.close()


def _join(session: TrainingSession, voices: ModelVoices, settled: _Settled) -> None:
    """Nobody reads a door note here, so wait until the model is ready."""
    session.voice = voices.join(session.state)
    settled.wait()


class _Settled:
    """Waits until a model is ready or off, and says meanwhile how far it is."""

    def __init__(self) -> None:
        self._over = threading.Event()
        self._why = ""

    def hear(self, name: str, status: Status) -> None:
        if status.state in ("ready", "off"):
            self._why = status.why
            self._over.set()
        elif sys.stderr.isatty():
            share = f" {status.done / status.total:.0%}" if status.total else ""
            sys.stderr.write(f"\r{name}: {status.state}{share}   ")

    def wait(self) -> None:
        """Raises UserError when the model cannot be used."""
        self._over.wait()
        if sys.stderr.isatty():
            sys.stderr.write("\r\033[K")
        if self._why:
            raise UserError(self._why)
