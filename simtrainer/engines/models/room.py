"""The disk: whether there is room, and plain words where it cannot be written."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from simtrainer.engines.models.progress import size_words
from simtrainer.errors import UserError
from simtrainer.i18n import tr

SPARE = 200_000_000  # bytes that stay free for everything else


def check_room(folder: Path, needed: int) -> None:
    """Raises UserError when the disk of ``folder`` has not ``needed`` bytes and some to spare."""
    place = next(path for path in (folder, *folder.parents) if path.exists())
    free = shutil.disk_usage(place).free
    if free < needed + SPARE:
        raise UserError(
            tr(
                "The disk of {folder} has {free} free, and {needed} are needed. Free some space, "
                "then ask again."
            )
            .replace("{folder}", str(place))
            .replace("{free}", size_words(free))
            .replace("{needed}", size_words(needed + SPARE))
        )


def cannot_write(folder: Path, error: OSError) -> UserError:
    return UserError(
        tr("{folder} cannot be written ({why}). Nothing else was changed.")
        .replace("{folder}", str(folder))
        .replace("{why}", error.strerror or str(error))
    )


def flush_folder(folder: Path) -> None:
    """Make a rename in ``folder`` last through a loss of power, where the system can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
