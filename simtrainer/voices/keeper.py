"""Which model speaks, and how it is: one at a time, for one encounter at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from simtrainer.encounter.state import EncounterState
from simtrainer.engines.llm.client import LocalModel, ModelFile
from simtrainer.engines.llm.generator import Status
from simtrainer.engines.models.shelf import Shelf
from simtrainer.errors import UserError
from simtrainer.patient.voice.lexicon import lexicon
from simtrainer.patient.voice.prompt import prefix
from simtrainer.patient.who import STAFF, TALKS_AT
from simtrainer.scenario.case import Case
from simtrainer.scenario.people import Person
from simtrainer.voices.model_voice import ModelVoice

Tell = Callable[[str, Status], None]  # the model's name, how it is


class ModelVoices:
    """Owns at most one model, the one that is chosen. Its methods return soon.

    ``tell`` hears of every change, on threads of the model's; it must return soon as well.
    """

    def __init__(self, folder: Path, chosen: Callable[[], str], tell: Tell) -> None:
        """``folder`` holds the models; ``chosen`` gives the id or file of one, or nothing."""
        self._shelf = Shelf(folder)
        self._chosen = chosen
        self._tell = tell
        self._lock = threading.RLock()
        self._id = ""
        self._name = ""
        self._model: LocalModel | None = None
        self._voice: ModelVoice | None = None

    def expect(self, case: Case) -> None:
        """Load the chosen model while the door note is read, and let it read its part."""
        model = self._loaded()
        person = voiced_person(case)
        if model is not None and person is not None:
            model.begin(prefix(case, person))
            lexicon()  # of the check; the first reply should not wait for it

    def join(self, state: EncounterState) -> ModelVoice | None:
        """The voice for an encounter that begins or goes on; None: as scripted."""
        model = self._loaded()
        person = voiced_person(state.case)
        voice = None
        if model is not None and person is not None:
            voice = ModelVoice(model, state, person)
        with self._lock:
            self._voice = voice
        return voice

    def hurry(self) -> None:
        if voice := self._voice:
            voice.hurry()

    def cut(self) -> None:
        if voice := self._voice:
            voice.cut()

    def close(self) -> None:
        with self._lock:
            model, self._model, self._voice, self._id = self._model, None, None, ""
        if model is not None:
            model.close()

    # --- the model

    def _loaded(self) -> LocalModel | None:
        """The chosen model, loading or ready; None when none is chosen or it cannot be used."""
        chosen = self._chosen()
        with self._lock:
            alive = self._model is not None and self._model.status.state != "off"
            if chosen == self._id and alive:
                return self._model
        self.close()
        return self._start(chosen) if chosen else None

    def _start(self, chosen: str) -> LocalModel | None:
        try:
            file, name = self._file(chosen)
            model = LocalModel(file, tell=lambda status: self._tell(name, status))
            model.start()
        except UserError as error:
            self._tell(chosen, Status("off", why=str(error)))
            return None
        with self._lock:
            self._model, self._id = model, chosen
        return model

    def _file(self, chosen: str) -> tuple[ModelFile, str]:
        """Raises UserError when it is not here, or not what it was."""
        if chosen.endswith(".gguf"):
            return ModelFile(Path(chosen)), Path(chosen).stem
        ready = self._shelf.ready(chosen)
        return ModelFile(ready.path, ready.sha256), ready.name


def voiced_person(case: Case) -> Person | None:
    """Whom the trainee has come to talk to: the patient, or who is there in their place."""
    there = [p for p in case.body.people if p.arrives == 0 and p.age >= TALKS_AT]
    lay = [person for person in there if person.role not in STAFF]
    patient = case.patient.key
    return next((p for p in lay if p.key == patient), lay[0] if lay else None)
