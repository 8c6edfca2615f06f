"""The history-taking ontology: every topic a trainee may ask about, read from ``topics.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any, Literal

from simtrainer.scenario.base import Frozen

# What kind of answer a question on the topic wants.
Family = Literal[
    "yes_no",
    "when",
    "where",
    "how_long",
    "how_much",
    "what_like",
    "who",
    "choice",
    "scale",
    "list",
    "name",
    "open",
]

_DENIAL = ("No, nothing like that.", "No, not that I've noticed.")
_UNKNOWN = ("I'm not sure.", "I couldn't tell you, I'm afraid.")
_DEFLECTION = ("I'd rather not go into that just now.", "That's a bit private.")


class Topic(Frozen):
    """One entry. ``id`` is dotted; ``parent`` is the broader topic that a broad question means.

    ``words`` are lay and medical terms that point to the topic. ``denial`` is what a person says
    when asked and nobody wrote anything, empty where a plain no would claim too much; a sensitive
    topic never has one. ``unknown`` is what they say when they cannot or will not answer.
    """

    id: str
    label: str
    section: str
    sensitive: bool = False
    parent: str = ""
    words: tuple[str, ...] = ()
    denial: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    family: Family = "yes_no"


@cache
def topics() -> Mapping[str, Topic]:
    """All topics by id, in the order of the file."""
    text = resources.files("simtrainer.scenario").joinpath("topics.toml").read_text("utf-8")
    entries = tomllib.loads(text)
    return MappingProxyType({key: _topic(key, entry, entries) for key, entry in entries.items()})


@cache
def descendants(topic_id: str) -> frozenset[str]:
    """The ids below ``topic_id``; empty for an unknown id."""
    children = {t.id for t in topics().values() if t.parent == topic_id}
    return frozenset(children).union(*(descendants(child) for child in children))


def _topic(key: str, entry: dict[str, Any], entries: dict[str, Any]) -> Topic:
    head = key.rpartition(".")[0]
    given = {"parent": head if head in entries else "", **entry}
    sensitive = given.get("sensitive", False)
    said = "unknown" in given  # somebody wrote what to say instead of a plain no
    if not sensitive and not said and given.get("family", "yes_no") in ("yes_no", "list"):
        given.setdefault("denial", _DENIAL)
    given.setdefault("unknown", _DEFLECTION if sensitive else _UNKNOWN)
    return Topic(id=key, **given)
