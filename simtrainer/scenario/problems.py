"""What is not right in a template and where: one located sentence with what to do about it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import Literal

from simtrainer.errors import UserError
from simtrainer.scenario.base import Frozen

Severity = Literal["error", "warning"]


class Problem(Frozen):
    """One finding. ``line`` and ``column`` count from 1; 0 means the file as a whole."""

    severity: Severity
    file: str
    line: int
    column: int
    field: str
    message: str
    remedy: str = ""

    @classmethod
    def at(cls, file: str, place: AtNode, field: str = "", severity: Severity = "error") -> Problem:
        return cls(
            severity=severity, file=file, line=place.line, column=place.column, field=field,
            message=place.message, remedy=place.remedy,
        )  # fmt: skip

    def __str__(self) -> str:
        place = PurePath(self.file).name
        if self.line:
            place += f", line {self.line}, column {self.column}"
        field = f"{self.field}: " if self.field else ""
        remedy = f"; {self.remedy}" if self.remedy else ""
        stop = "" if remedy.endswith("?") else "."
        return f"{place}: {field}{self.message}{remedy}{stop}"


class TemplateError(UserError):
    """A template that cannot be used. ``problem`` is the first thing found, ``more`` the others."""

    def __init__(self, problem: Problem, more: Sequence[Problem] = ()) -> None:
        super().__init__(str(problem))
        self.problem = problem
        self.more = tuple(more)

    @property
    def problems(self) -> tuple[Problem, ...]:
        return (self.problem, *self.more)

    @property
    def file(self) -> str:
        return self.problem.file

    @property
    def line(self) -> int:
        return self.problem.line

    @property
    def column(self) -> int:
        return self.problem.column

    @property
    def field(self) -> str:
        return self.problem.field

    @property
    def message(self) -> str:
        return self.problem.message

    @property
    def remedy(self) -> str:
        return self.problem.remedy


class AtNode(Exception):
    """Something not right at a place of the tree; whoever knows the file makes a Problem of it.

    ``whole``: a mapping as such is meant, not its first key, which stands at the same place.
    ``missing`` is a key that should be in it.
    """

    def __init__(
        self,
        line: int,
        column: int,
        message: str,
        remedy: str = "",
        whole: bool = False,
        missing: str = "",
    ) -> None:
        super().__init__(message)
        self.whole = whole
        self.missing = missing
        self.line = line
        self.column = column
        self.message = message
        self.remedy = remedy


def nearest(word: str, known: Iterable[str]) -> str:
    """The known name most like ``word``, or "" when none is like it."""
    near = difflib.get_close_matches(word[:80], list(known), n=1, cutoff=0.6)
    return near[0] if near else ""


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """A remedy: the near name, or a short list of what is known, or ``otherwise``."""
    names = sorted(known)
    if near := nearest(word, names):
        return f"did you mean {near}?"
    if otherwise or not names:
        return otherwise
    shown = ", ".join(names[:12])
    return f"write one of: {shown}" + (" and others" if len(names) > 12 else "")


def quoted(text: object) -> str:
    """Text of an author as a message may show it: short, on one line, in quotation marks."""
    words = " ".join(str(text).split())
    return f'"{words[:60]}…"' if len(words) > 60 else f'"{words}"'
