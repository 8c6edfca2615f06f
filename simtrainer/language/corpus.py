"""Our own written examples: how topics are asked and answered, how acts sound, which words are
jargon. Read from the TOML files in ``data``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True)
class Corpus:
    """Example sentences by topic id (questions, answers) and by act."""

    asks: Mapping[str, tuple[str, ...]]
    answers: Mapping[str, tuple[str, ...]]
    acts: Mapping[str, tuple[str, ...]]
    names: Mapping[str, tuple[str, ...]]  # single words that name something, by topic
    hints: Mapping[str, tuple[str, ...]]  # phrases that in an answer point to a topic
    shapes: Mapping[str, re.Pattern[str]]  # how an answer on a topic is built
    related: tuple[float, Mapping[str, frozenset[str]]]  # share, topic -> its neighbours
    jargon: Mapping[str, str]  # term -> a lay alternative


def _table(name: str) -> dict[str, Any]:
    folder = resources.files("simtrainer.language").joinpath("data")
    return tomllib.loads(folder.joinpath(name).read_text("utf-8"))


def _lines(block: str) -> tuple[str, ...]:
    return tuple(line for line in (raw.strip() for raw in block.splitlines()) if line)


def _terms(block: str) -> tuple[str, ...]:
    return tuple(term for term in (raw.strip() for raw in block.split(",")) if term)


def _related(table: dict[str, Any]) -> tuple[float, dict[str, frozenset[str]]]:
    near: dict[str, set[str]] = {}
    for group in _lines(table["groups"]):
        members = set(group.split())
        for topic in members:
            near.setdefault(topic, set()).update(members - {topic})
    return table["share"], {topic: frozenset(others) for topic, others in near.items()}


@cache
def corpus() -> Corpus:
    """Everything in ``data``, read once."""
    return Corpus(
        asks={key: _lines(block) for key, block in _table("asks.toml").items()},
        answers={key: _lines(block) for key, block in _table("answers.toml").items()},
        acts={key: _lines(block) for key, block in _table("acts.toml").items()},
        names={key: tuple(block.split()) for key, block in _table("names.toml").items()},
        hints={key: _terms(block) for key, block in _table("hints.toml").items()},
        shapes={key: re.compile(text) for key, text in _table("shapes.toml").items()},
        related=_related(_table("related.toml")),
        jargon=_table("jargon.toml"),
    )
