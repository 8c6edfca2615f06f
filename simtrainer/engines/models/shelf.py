"""The shelf: the models that are here, each with a card that pins its SHA-256.

A card is a small JSON file beside the models. A model is ours (we fetched or copied it, it lies on
the shelf, removing it deletes it) or belongs to another program (only the card is ours).
"""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from simtrainer.engines.models.catalogue import Kind
from simtrainer.engines.models.gguf import Header, read_header
from simtrainer.engines.models.hashing import always, hash_of, nobody, stat_of
from simtrainer.engines.models.memory import (
    CONTEXT,
    Memory,
    Need,
    check_fits,
    memory_now,
    need_of,
)
from simtrainer.engines.models.progress import GoOn, Report
from simtrainer.engines.models.room import cannot_write
from simtrainer.errors import UserError
from simtrainer.i18n import tr

Origin = Literal["download", "file", "lm-studio", "ollama", "gpt4all", "jan", "vosk"]
CARD = ".model.json"
GRADE = ".qualification.json"
MOST_CARD = 1_000_000  # bytes; a card has a few hundred
_DEVICES = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)")  # names that Windows keeps
_ID = r"^[a-z0-9][a-z0-9._-]{0,79}$"


class Installed(BaseModel):
    """A model that is here. ``size`` in bytes, ``changed_ns`` as the disk has it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str = Field(pattern=_ID)
    kind: Kind
    name: str
    path: Path  # of the file, or of a recogniser's folder
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    size: int
    changed_ns: int
    owned: bool
    origin: Origin
    licence: str = ""
    quantisation: str = ""
    language: str = "en"


class Grade(BaseModel):
    """What qualification found; see ``simtrainer models qualify``."""

    model_config = ConfigDict(frozen=True, extra="allow")

    grade: Literal["recommended", "usable", "not recommended"]
    reason: str = ""


@dataclass(frozen=True)
class Ready:
    """A voice that may be loaded now: whole, unchanged, and it fits."""

    id: str
    name: str
    path: Path
    sha256: str
    header: Header
    need: Need


class Shelf:
    """The models in ``folder`` (which need not exist yet)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    # --- what is here

    def installed(self) -> list[Installed]:
        """All models with a readable card, by name; also those whose file is gone."""
        cards = sorted(self.folder.glob(f"*{CARD}"))
        found = [model for card in cards if (model := self._read(card)) is not None]
        return sorted(found, key=lambda model: (model.kind != "voice", model.name.lower()))

    def find(self, model_id: str) -> Installed:
        """Raises UserError when no such model is here."""
        for model in self.installed():
            if model.id == model_id:
                return model
        raise UserError(
            tr("The model “{id}” is not here. See what is with: simtrainer models").replace(
                "{id}", model_id
            )
        )

    def has(self, model_id: str) -> bool:
        return any(model.id == model_id for model in self.installed())

    def problem(self, model: Installed) -> str:
        """Why the model cannot be used at first sight, in a sentence, or nothing."""
        try:
            size, _ = stat_of(model.path)
        except OSError:
            return tr("Its file is gone: {path}").replace("{path}", str(model.path))
        if size != model.size:
            return tr("Its file has changed since it came here. Remove it and fetch it again.")
        return ""

    def grade(self, model_id: str) -> Grade | None:
        """The grade from qualification on this computer, if there is one."""
        try:
            return Grade.model_validate_json(_small(self.grade_file(model_id)))
        except (OSError, ValidationError):
            return None

    def grade_file(self, model_id: str) -> Path:
        """Where qualification keeps what it found of a model: ``ID.qualification.json``."""
        return self.folder / f"{model_id}{GRADE}"

    # --- before it is used

    def ready(self, model_id: str, context: int = CONTEXT, memory: Memory | None = None) -> Ready:
        """The voice ``model_id``, looked at and measured; ``context`` in tokens.

        Raises UserError: it is not here, gone, changed, cut, malformed, or larger than the
        memory that is free. May take a while, to hash a file that was touched.
        """
        model = self.verified(model_id)
        header = read_header(model.path)
        need = need_of(header, context)
        check_fits(model.name, need.total, memory or memory_now())
        return Ready(model.id, model.name, model.path, model.sha256, header, need)

    def verified(
        self,
        model_id: str,
        thoroughly: bool = False,
        report: Report = nobody,
        go_on: GoOn = always,
    ) -> Installed:
        """The model, if it is the one that its card pins; ``thoroughly`` hashes it in any case.

        Raises UserError with what is not right; Paused.
        """
        model = self.find(model_id)
        if problem := self.problem(model):
            raise UserError(f"{model.name}: {problem}")
        _, changed_ns = stat_of(model.path)
        if not thoroughly and changed_ns == model.changed_ns:
            return model
        if hash_of(model.path, report, go_on) != model.sha256:
            raise UserError(
                tr(
                    "{name} is not the file that came here first: its checksum differs. Nothing "
                    "of it is used. Remove it and fetch it again."
                ).replace("{name}", model.name)
            )
        model = model.model_copy(update={"changed_ns": changed_ns})
        self.add(model)
        return model

    # --- coming and going

    def add(self, model: Installed) -> None:
        """Put a card on the shelf, over an earlier one of the same id."""
        values = model.model_dump(mode="json")
        if model.owned:
            values["path"] = model.path.relative_to(self.folder).as_posix()
        part = self.folder / f"{model.id}{CARD}.part"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            part.write_text(json.dumps(values, indent=2) + "\n", encoding="utf-8")
            part.replace(self.folder / f"{model.id}{CARD}")
        except OSError as error:
            raise cannot_write(self.folder, error) from error

    def remove(self, model_id: str) -> Installed:
        """Delete a model that is ours; of one that belongs to another program only the card.

        The card goes last, so that an interrupted removal can be asked for again.
        """
        model = self.find(model_id)
        try:
            if model.owned and self._is_inside(model.path):
                if model.path.is_dir():
                    shutil.rmtree(model.path)
                else:
                    model.path.unlink(missing_ok=True)
            self.grade_file(model_id).unlink(missing_ok=True)
            (self.folder / f"{model_id}{CARD}").unlink(missing_ok=True)
        except OSError as error:
            raise UserError(
                tr("{name} could not be removed ({why}). Close what uses it, then try again.")
                .replace("{name}", model.name)
                .replace("{why}", error.strerror or str(error))
            ) from error
        return model

    def free_id(self, wanted: str) -> str:
        """An id made of ``wanted`` that no model here has."""
        stem = id_of(wanted)
        number, free = 1, stem
        while (self.folder / f"{free}{CARD}").exists():
            number += 1
            free = f"{stem}-{number}"
        return free

    # --- inside

    def _is_inside(self, path: Path) -> bool:
        inside, folder = path.resolve(), self.folder.resolve()
        return inside != folder and inside.is_relative_to(folder)

    def _read(self, card: Path) -> Installed | None:
        try:
            model = Installed.model_validate_json(_small(card))
        except (OSError, ValidationError):
            return None
        if card.name != f"{model.id}{CARD}":
            return None
        return model.model_copy(update={"path": self.folder / model.path})


def id_of(name: str) -> str:
    """A name as an id: small letters, digits, dots and hyphens."""
    text = re.sub(r"[^a-z0-9._-]+", "-", name.lower()).strip("-._")[:64].rstrip("-._")
    if not text or _DEVICES.match(text):
        return f"model-{text}".rstrip("-")
    return text


def _small(file: Path) -> bytes:
    with file.open("rb") as stream:
        return stream.read(MOST_CARD)
