"""Ids for what authors left unnamed, settled on the file and not on a draw, so that they stay."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from simtrainer.scenario.agenda import KINDS, agenda_id
from simtrainer.scenario.cast import on_stage
from simtrainer.scenario.nodes import Mapping, Node, Scalar, Sequence, text_at

_LONGEST = 40
_WORDS = 6


def with_ids(tree: Mapping) -> Mapping:
    """The tree with an id for every fact, cue, reaction and rubric item."""
    tree = _named(tree, "facts", _fact_words, _agenda_ids(tree))
    tree = _named(tree, "cues", _sentence, _agenda_ids(tree))
    tree = _named(tree, "reactions", _reaction_words, frozenset())
    rubric = tree.get("rubric")
    if isinstance(rubric, Mapping):
        tree = tree.having(rubric=_named(rubric, "items", _item_words, frozenset()))
    return tree


def slug(text: str) -> str:
    """``"It's like a weight!"`` -> ``its_like_a_weight``."""
    plain = re.sub(r"\{[^}]*\}", " ", text).replace("'", "").replace("’", "").lower()
    words = re.findall(r"[a-z0-9]+", plain)[:_WORDS]
    return "_".join(words)[:_LONGEST].strip("_")


def _agenda_ids(tree: Mapping) -> frozenset[str]:
    people = tree.get("people")
    if not isinstance(people, Mapping):
        return frozenset()
    stage = [key for key, entry in people.entries.items() if on_stage(key, entry)]
    return frozenset(agenda_id(key, kind) for key in stage for kind in KINDS)


def _named(
    parent: Mapping, name: str, words: Callable[[Mapping], str], reserved: frozenset[str]
) -> Mapping:
    several = parent.get(name)
    if not isinstance(several, Sequence):
        return parent
    entries = [_as_entry(item, name) for item in several.items]
    taken = {i for entry in entries if (i := _own_id(entry))} | reserved
    used: Counter[str] = Counter()
    named: list[Node] = []
    for entry in entries:
        if isinstance(entry, Mapping) and "id" not in entry.entries:
            made = _free(words(entry) or name.rstrip("s"), taken, used)
            taken.add(made)
            entry = entry.having(id=text_at(made, entry))
        named.append(entry)
    return parent.having(**{name: Sequence(named, several.line, several.column, several.dynamic)})


def _as_entry(node: Node, name: str) -> Node:
    """A bare sentence among the facts is a fact."""
    if name == "facts" and isinstance(node, Scalar) and node.value is not None:
        entry = Mapping({}, {}, node.line, node.column, node.dynamic)
        return entry.having(say=Scalar(node.text, node.text, node.line, node.column, node.dynamic))
    return node


def _own_id(entry: Node) -> str:
    own = entry.get("id") if isinstance(entry, Mapping) else None
    return own.text if isinstance(own, Scalar) else ""


def _free(wanted: str, taken: set[str], used: Counter[str]) -> str:
    """``wanted``, or with the first number that is free."""
    made = wanted
    while made in taken:
        used[wanted] += 1
        made = f"{wanted}_{used[wanted] + 1}"
    return made


def _text(node: Node | None) -> str:
    if isinstance(node, Sequence) and node.items:
        return _text(node.items[0])
    return node.text if isinstance(node, Scalar) else ""


def _fact_words(entry: Mapping) -> str:
    topic = _text(entry.get("topic")).rpartition(".")[2]
    return slug(topic) or _sentence(entry)


def _sentence(entry: Mapping) -> str:
    return slug(_text(entry.get("say")))


def _item_words(entry: Mapping) -> str:
    return slug(_text(entry.get("text")))


def _reaction_words(entry: Mapping) -> str:
    when = entry.get("when")
    if not isinstance(when, Mapping) or not when.entries:
        return "reaction"
    key, first = next(iter(when.entries.items()))
    return slug(f"{key} {_text(first)}".replace(".", " ").replace("_", " "))
