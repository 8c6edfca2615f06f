"""How many threads are fastest for a model here: measured, then remembered for a while."""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from simtrainer.paths import user_dir

_MOST_KEPT = 20  # models
_KEPT_S = 30 * 86_400  # then it is measured anew: something else may have run that day


class Measured(BaseModel):
    """Threads by the SHA-256 of the model; they count for a computer with so many processors."""

    model_config = ConfigDict(frozen=True)

    processors: int
    threads: dict[str, int] = {}


def threads_file() -> Path:
    return user_dir() / "threads.json"


def known_threads(sha256: str) -> int:
    """0 when they were not measured yet."""
    return _read().threads.get(sha256, 0) if sha256 else 0


def remember_threads(sha256: str, threads: int) -> None:
    """Where this cannot be written it is measured again next time."""
    known = {**_read().threads, sha256: threads}
    newest = dict(list(known.items())[-_MOST_KEPT:])
    measured = Measured(processors=_processors(), threads=newest)
    file = threads_file()
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        part = file.with_suffix(".part")
        part.write_text(measured.model_dump_json(), encoding="utf-8")
        part.replace(file)


def _read() -> Measured:
    nothing = Measured(processors=_processors())
    try:
        if time.time() - threads_file().stat().st_mtime > _KEPT_S:
            return nothing
        measured = Measured.model_validate_json(threads_file().read_bytes())
    except (OSError, ValidationError):
        return nothing
    return measured if measured.processors == nothing.processors else nothing


def _processors() -> int:
    return os.cpu_count() or 1
