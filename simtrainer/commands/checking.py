"""``check``: templates and folders of them, each with what the linter says."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simtrainer.commands.tables import rows
from simtrainer.errors import UserError
from simtrainer.scenario.lint import lint
from simtrainer.scenario.loader import load_template, unknown_references
from simtrainer.scenario.problems import Problem, TemplateError

SUFFIXES = (".yaml", ".yml")
FORMULAS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Report:
    """One file and its problems."""

    path: Path
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> int:
        return sum(problem.severity == "error" for problem in self.problems)

    def lines(self) -> Iterator[str]:
        yield f"{self.path}: {_summary(self.problems)}"
        for problem in self.problems:
            yield f"  {problem.severity}: {problem}"

    def as_json(self) -> dict[str, Any]:
        return {
            "path": str(self.path),
            "ok": self.errors == 0,
            "problems": [problem.model_dump(mode="json") for problem in self.problems],
        }


def _summary(problems: Sequence[Problem]) -> str:
    errors = sum(problem.severity == "error" for problem in problems)
    others = len(problems) - errors
    if not problems:
        return "fine"
    return f"{errors} to mend, {others} to look at"


def check_paths(paths: Sequence[Path], seeds: int) -> list[Report]:
    """A report for each template. Raises UserError when a path holds no template."""
    files = [file for path in paths for file in _files(path)]
    return [Report(file, tuple(_problems(file, seeds))) for file in files]


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        found = sorted(file for file in path.iterdir() if file.suffix in SUFFIXES)
        if not found:
            raise UserError(f"{path} holds no template. Name a .yaml file, or its folder.")
        return found
    if not path.exists():
        raise UserError(f"{path} does not exist. Name a template, or a folder of them.")
    return [path]


def _problems(file: Path, seeds: int) -> Sequence[Problem]:
    try:
        template = load_template(file)
    except TemplateError as error:
        return list(error.problems)
    return unknown_references(template) or lint(template, seeds)


def write_table(reports: Sequence[Report], seeds: int, target: Path) -> None:
    """Write the variants of every sound template as CSV; a cell never begins a formula."""
    lines = [
        line
        for report in reports
        if not report.errors
        for line in rows(load_template(report.path), seeds)
    ]
    if not lines:
        raise UserError("There is no sound template to make a table of; mend what is named above.")
    try:
        with target.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(lines[0]))
            writer.writeheader()
            writer.writerows({k: _plain_cell(v) for k, v in line.items()} for line in lines)
    except OSError as error:
        raise UserError(f"{target} could not be written: {error.strerror}.") from error


def _plain_cell(value: Any) -> Any:
    """Spreadsheets run text that begins like a formula; a quote before it keeps it text."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULAS) else value
