"""What has arrived of a file: its bytes, their hash so far, and what the server said of the whole.

``FILE.part`` has the bytes, ``FILE.part.json`` the rest, so that a killed program can go on.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from simtrainer.engines.models.hashing import chunks
from simtrainer.engines.models.progress import GoOn, Report


@dataclass(frozen=True)
class Source:
    """What to fetch. ``size`` in bytes where known; ``sha256``, and then the exact size, only
    where certain."""

    name: str
    address: str
    size: int | None = None
    sha256: str | None = None


@dataclass
class Part:
    """What has arrived: its state of SHA-256, and what the server said of the whole."""

    file: Path
    address: str
    done: int = 0
    total: int | None = None
    validator: str = ""  # ETag or date, for If-Range
    state: Any = field(default_factory=hashlib.sha256)

    @property
    def notes(self) -> Path:
        return self.file.with_name(f"{self.file.name}.json")

    def write_notes(self) -> None:
        kept = {"address": self.address, "total": self.total, "validator": self.validator}
        self.notes.write_text(json.dumps(kept), encoding="utf-8")

    def start_again(self) -> None:
        self.file.unlink(missing_ok=True)
        self.notes.unlink(missing_ok=True)
        self.done, self.total, self.validator = 0, None, ""
        self.state = hashlib.sha256()


def part_of(target: Path) -> int:
    """How many bytes of ``target`` wait to be gone on with; 0 when none do."""
    with suppress(OSError):
        return target.with_name(f"{target.name}.part").stat().st_size
    return 0


def forget_part(target: Path) -> None:
    """Delete what has arrived of ``target`` so far."""
    for suffix in (".part", ".part.json", ".part.lock"):
        target.with_name(f"{target.name}{suffix}").unlink(missing_ok=True)


def take_up(source: Source, file: Path, report: Report, go_on: GoOn) -> Part:
    """The part that is here, hashed again; an empty one when there is none to trust."""
    part = Part(file, source.address)
    notes = _notes(part.notes)
    known = notes.get("address") == source.address
    if not known or not (notes.get("validator") or source.sha256):
        part.start_again()  # nothing could tell whether the rest belongs to it
        return part
    part.total, part.validator = notes["total"], notes["validator"]
    with suppress(FileNotFoundError), file.open("rb") as stream:
        for some in chunks(stream, file.stat().st_size, "checking", report, go_on):
            part.state.update(some)
            part.done += len(some)
    return part


def _notes(file: Path) -> dict[str, Any]:
    try:
        kept = json.loads(file.read_bytes()[:10_000])
        total = kept["total"]
        if total is None or isinstance(total, int):
            return {"address": kept["address"], "total": total, "validator": str(kept["validator"])}
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return {}
