"""Old events read today: each version step of each kind is one function here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from simtrainer.errors import UserError

CURRENT: dict[str, int] = {}  # kinds whose present version is above 1
STEPS: dict[tuple[str, int], Callable[[dict[str, Any]], dict[str, Any]]] = {}


def upgrade(data: dict[str, Any]) -> dict[str, Any]:
    """The event as plain data, brought to its kind's present version.

    Raises UserError for an event written by a newer program.
    """
    kind = str(data.get("kind"))
    present = CURRENT.get(kind, 1)
    while data.get("v", 1) < present:
        data = STEPS[kind, data.get("v", 1)](data)
    if data.get("v", 1) > present:
        raise UserError(
            f"This encounter holds an event ({kind}) from a newer version of simtrainer. "
            "Update simtrainer to open it."
        )
    return data
