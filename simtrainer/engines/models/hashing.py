"""SHA-256 of model files and folders, with progress, and stoppable."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from simtrainer.engines.models.progress import GoOn, Paused, Progress, Report, Speed, Stage

CHUNK = 1 << 20


def nobody(_progress: Progress) -> None:
    """A report that goes nowhere."""


def always() -> bool:
    return True


def chunks(
    stream: IO[bytes], total: int, stage: Stage, report: Report, go_on: GoOn, done: int = 0
) -> Iterator[bytes]:
    """The stream in parts, each reported. Raises Paused between two of them when asked to."""
    speed = Speed()
    while part := stream.read(CHUNK):
        if not go_on():
            raise Paused
        done += len(part)
        yield part
        report(Progress(stage, done, total, speed.count(len(part))))


def hash_file(file: Path, report: Report = nobody, go_on: GoOn = always) -> str:
    """SHA-256 in hexadecimal. Raises OSError, Paused."""
    state = hashlib.sha256()
    with file.open("rb") as stream:
        for part in chunks(stream, file.stat().st_size, "checking", report, go_on):
            state.update(part)
    return state.hexdigest()


def files_in(folder: Path) -> list[Path]:
    """All plain files below ``folder``, in an order that is the same everywhere."""
    found = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    return sorted(found, key=lambda path: path.relative_to(folder).as_posix())


def hash_of(path: Path, report: Report = nobody, go_on: GoOn = always) -> str:
    """Of a file its SHA-256; of a folder that of the list of its files with theirs."""
    if path.is_file():
        return hash_file(path, report, go_on)
    state = hashlib.sha256()
    for file in files_in(path):
        name = file.relative_to(path).as_posix()
        state.update(f"{hash_file(file, report, go_on)}  {name}\n".encode())
    return state.hexdigest()


def stat_of(path: Path) -> tuple[int, int]:
    """Bytes in all, and when the youngest file was changed (ns). Raises OSError."""
    if path.is_file():
        state = path.stat()
        return state.st_size, state.st_mtime_ns
    states = [file.stat() for file in files_in(path)]
    if not states:
        raise FileNotFoundError(2, "there is nothing in it", str(path))
    return sum(s.st_size for s in states), max(s.st_mtime_ns for s in states)
