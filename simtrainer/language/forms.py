"""The forms sentences take, read from ``forms.toml``: patterns by the module that uses them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

_DEPTH = 3  # a list may name lists that name lists


@cache
def forms(part: str) -> Mapping[str, re.Pattern[str]]:
    """The patterns of ``part`` by name; they heed no case. Raises KeyError for an unknown part."""
    file = resources.files("simtrainer.language").joinpath("data", "forms.toml")
    tables: dict[str, dict[str, str]] = tomllib.loads(file.read_text("utf-8"))
    lists = tables["lists"]
    return {name: re.compile(_filled(text, lists), re.I) for name, text in tables[part].items()}


def _filled(text: str, lists: Mapping[str, str]) -> str:
    for _ in range(_DEPTH):
        for name, alternatives in lists.items():
            text = text.replace(f"{{{name}}}", alternatives)
    return text
