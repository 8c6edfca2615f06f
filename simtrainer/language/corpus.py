"""Our own written examples: how topics are asked and answered, how acts sound, which words are
jargon. Read from the TOML files in ``data``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True)
class Corpus:
    """Example sentences by topic id (questions, answers) and by act."""

    asks: Mapping[str, tuple[str, ...]]  # of every style
    styles: Mapping[str, Mapping[str, tuple[str, ...]]]  # the same, by style and topic
    answers: Mapping[str, tuple[str, ...]]
    acts: Mapping[str, tuple[str, ...]]  # of every style
    act_styles: Mapping[str, Mapping[str, tuple[str, ...]]]  # the same, by style and act
    names: Mapping[str, tuple[str, ...]]  # single words that name something, by topic
    hints: Mapping[str, tuple[str, ...]]  # phrases that in an answer point to a topic
    shapes: Mapping[str, re.Pattern[str]]  # how an answer on a topic is built
    related: tuple[float, Mapping[str, frozenset[str]]]  # share, topic -> its neighbours
    jargon: Mapping[str, str]  # term -> a lay alternative


# How sentences are put; each style has a file of its own, so that one can be left out and tested.
STYLES = ("mixed", "terse", "spoken", "formal", "lay", "relative", "telling", "stated")
ACT_STYLES = ("mixed", "terse", "spoken", "formal", "lay", "relative", "talk", "american")


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


def _in_style(name: str, style: str) -> dict[str, tuple[str, ...]]:
    file = f"{name}.toml" if style == "mixed" else f"{name}_{style}.toml"
    return {key: _lines(block) for key, block in _table(file).items()}


def _together(styles: Iterable[Mapping[str, tuple[str, ...]]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for table in styles:
        for key, texts in table.items():
            found.setdefault(key, []).extend(texts)
    return {key: tuple(texts) for key, texts in found.items()}


@cache
def corpus() -> Corpus:
    """Everything in ``data``, read once."""
    styles = {style: _in_style("asks", style) for style in STYLES}
    act_styles = {style: _in_style("acts", style) for style in ACT_STYLES}
    return Corpus(
        asks=_together(styles.values()),
        styles=styles,
        answers={key: _lines(block) for key, block in _table("answers.toml").items()},
        acts=_together(act_styles.values()),
        act_styles=act_styles,
        names={key: tuple(block.split()) for key, block in _table("names.toml").items()},
        hints={key: _terms(block) for key, block in _table("hints.toml").items()},
        shapes={key: re.compile(text) for key, text in _table("shapes.toml").items()},
        related=_related(_table("related.toml")),
        jargon=_table("jargon.toml"),
    )
