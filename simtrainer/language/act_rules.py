"""The rules for acts other than questions (design, section 7), read from ``act_rules.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import cast

from simtrainer.scenario.words import Act

Pattern = re.Pattern[str]


@cache
def rules() -> Mapping[Act, tuple[Pattern, Pattern | None]]:
    """For each act, one pattern that suggests it and one that rules it out."""
    file = resources.files("simtrainer.language").joinpath("data", "act_rules.toml")
    tables = tomllib.loads(file.read_text("utf-8"))
    lists: dict[str, str] = tables.pop("lists")
    return {
        cast(Act, act): (_joined(table["fits"], lists), _joined_or_none(table, lists))
        for act, table in tables.items()
    }


def suggested(plain: str) -> set[Act]:
    """The acts whose rules fit the plain words of a sentence, before context is weighed."""
    return {
        act
        for act, (fits, unless) in rules().items()
        if fits.search(plain) and not (unless and unless.search(plain))
    }


def ruled_out(plain: str) -> set[Act]:
    """The acts that the plain words of a sentence cannot be, however like an example it is."""
    return {act for act, (_, unless) in rules().items() if unless and unless.search(plain)}


def _joined_or_none(table: Mapping[str, list[str]], lists: Mapping[str, str]) -> Pattern | None:
    return _joined(table["unless"], lists) if "unless" in table else None


def _joined(patterns: list[str], lists: Mapping[str, str]) -> Pattern:
    text = "|".join(patterns)
    for _ in range(2):  # a list may name another list
        for name, alternatives in lists.items():
            text = text.replace(f"{{{name}}}", alternatives)
    return re.compile(text)
