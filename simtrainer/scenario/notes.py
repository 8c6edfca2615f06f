"""What a check has to say about one draw, before it is known where that stands in the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import BaseModel

from simtrainer.scenario.problems import Severity

Loc = tuple[int | str, ...]


@dataclass(frozen=True)
class Note:
    """``loc`` is the way to the place in the case's models, such as ("facts", 3, "topic")."""

    severity: Severity
    loc: Loc
    message: str
    remedy: str = ""


def error(loc: Loc, message: str, remedy: str = "") -> Note:
    return Note("error", loc, message, remedy)


def warning(loc: Loc, message: str, remedy: str = "") -> Note:
    return Note("warning", loc, message, remedy)


def models_in(value: object, loc: Loc = ()) -> Iterator[tuple[Loc, BaseModel]]:
    """Every model inside a value, itself included, with the way to it."""
    if isinstance(value, BaseModel):
        yield loc, value
        for name, inner in value.__dict__.items():
            if inner and not isinstance(inner, str | int | float):
                yield from models_in(inner, (*loc, name.rstrip("_")))
    elif isinstance(value, tuple | list):
        for number, item in enumerate(value):
            yield from models_in(item, (*loc, number))
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from models_in(item, (*loc, name))
