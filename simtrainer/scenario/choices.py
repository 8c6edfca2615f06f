"""``if:`` conditions, which are about the draw: settled when a case is drawn, gone afterwards."""

from __future__ import annotations

from collections.abc import Mapping as Dict
from dataclasses import dataclass, field
from typing import Protocol

from simtrainer.scenario.nodes import Mapping, Node, Plain, Scalar, Sequence
from simtrainer.scenario.problems import AtNode, did_you_mean, quoted
from simtrainer.scenario.quantities import compares, is_comparison

Value = str | int | float | bool
RESERVED = frozenset({"not", "any", "all", "if", "is", "else", "use", "difficulty"})


class Scope(Protocol):
    """What names mean in one draw."""

    def value(self, name: str, place: Scalar) -> Plain:
        """The value of a variable, ``difficulty`` or ``person.attribute``. Raises AtNode."""


@dataclass(frozen=True)
class Variables:
    """A scope of variables alone, as far as they are drawn."""

    values: Dict[str, Value]
    difficulty: str
    known: frozenset[str] = field(default_factory=frozenset)

    def value(self, name: str, place: Scalar) -> Plain:
        if name == "difficulty":
            return self.difficulty
        if name in self.values:
            return self.values[name]
        if name in self.known:
            message = f"{quoted(name)} is drawn later than this"
            raise AtNode(place.line, place.column, message, f"move {name} further up in draw")
        raise AtNode(
            place.line, place.column, f"there is no variable {quoted(name)}",
            did_you_mean(name, {*self.values, *self.known, "difficulty"}),
        )  # fmt: skip


def holds(condition: Node, scope: Scope) -> bool:
    """Whether every part of an ``if:`` holds. Raises AtNode for one that cannot be read."""
    if not isinstance(condition, Mapping) or not condition.entries:
        raise AtNode(
            condition.line, condition.column, "this condition names no variable",
            "write it as {variable: value}",
        )  # fmt: skip
    return all(
        _part_holds(name, wanted, condition.keys[name], scope)
        for name, wanted in condition.entries.items()
    )


def _part_holds(name: str, wanted: Node, key: Scalar, scope: Scope) -> bool:
    if name == "not":
        return not holds(wanted, scope)
    if name in ("any", "all"):
        if not isinstance(wanted, Sequence):
            message = f"{quoted(name)} takes a list of conditions"
            raise AtNode(wanted.line, wanted.column, message, "write it as [{..}, {..}]")
        found = (holds(part, scope) for part in wanted.items)
        return any(found) if name == "any" else all(found)
    value = scope.value(name, key)
    return any(fits(value, option.text) for option in options(wanted))


def options(wanted: Node) -> list[Scalar]:
    """The values of which one must hold: a single one, or those of a list."""
    items = wanted.items if isinstance(wanted, Sequence) else [wanted]
    found = [item for item in items if isinstance(item, Scalar)]
    if len(found) != len(items) or not found:
        raise AtNode(
            wanted.line, wanted.column, "this is not a value to compare with",
            'write a value, a list of values, or a comparison such as "< 2"',
        )  # fmt: skip
    return found


def fits(value: Plain, wanted: str) -> bool:
    """Whether a drawn value is the wanted one, or fulfils the wanted comparison."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        if is_comparison(wanted):
            return compares(wanted, value)
        try:
            return float(wanted) == value
        except ValueError:
            return False
    return _word(value) == _word(wanted)


def _word(value: Plain) -> str:
    """Authors write yes, true and no, false alike."""
    text = str(value).strip()
    return {"true": "yes", "false": "no"}.get(text.lower(), text)
