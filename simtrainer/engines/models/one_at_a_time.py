"""A lock on a file, so that two windows or terminals never write into the same one."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from simtrainer.errors import UserError
from simtrainer.i18n import tr


@contextmanager
def one_at_a_time(file: Path, name: str) -> Iterator[None]:
    """Hold the lock beside ``file``; the system lets go of it when the process ends, however.

    Raises:
        UserError: somebody else holds it.
    """
    lock = file.with_name(f"{file.name}.lock")
    handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    mine = _locked(handle)
    try:
        if not mine:
            raise UserError(
                tr("{name} is on its way already, in another window or terminal.").replace(
                    "{name}", name
                )
            )
        yield
    finally:
        os.close(handle)
        if mine:
            with suppress(OSError):
                lock.unlink()


def _locked(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
