"""A YAML document as a tree that knows where everything stands in its file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Plain = str | int | float | bool | None

_INT = re.compile(r"[-+]?[0-9]+")
_HEX = re.compile(r"0x[0-9a-fA-F]+")
_OCT = re.compile(r"0o[0-7]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_WORDS: dict[str, Plain] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True,
    "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_LONGEST_INT = 18


@dataclass(slots=True)
class Scalar:
    """A single value; ``text`` is what was written. Lines and columns count from 1."""

    value: Plain
    text: str
    line: int
    column: int
    dynamic: bool = False

    def plain(self) -> Plain:
        return self.value


@dataclass(slots=True)
class Sequence:
    items: list[Node]
    line: int
    column: int
    dynamic: bool = False

    def plain(self) -> list[Any]:
        return [item.plain() for item in self.items]


@dataclass(slots=True)
class Mapping:
    """``keys`` holds where each key stands; ``line`` and ``column`` are where the mapping starts.

    ``dynamic`` says that something inside depends on the draw.
    """

    entries: dict[str, Node]
    keys: dict[str, Scalar]
    line: int
    column: int
    dynamic: bool = False

    def plain(self) -> dict[str, Any]:
        return {key: node.plain() for key, node in self.entries.items()}

    def get(self, key: str) -> Node | None:
        return self.entries.get(key)

    def without(self, *keys: str) -> Mapping:
        kept = {key: node for key, node in self.entries.items() if key not in keys}
        return Mapping(kept, self.keys, self.line, self.column, self.dynamic)

    def having(self, **more: Node) -> Mapping:
        """A copy with these entries added or replaced; new keys stand where the mapping stands."""
        here = {key: Scalar(key, key, self.line, self.column) for key in more}
        dynamic = self.dynamic or any(node.dynamic for node in more.values())
        entries = {**self.entries, **more}
        return Mapping(entries, {**here, **self.keys}, self.line, self.column, dynamic)


Node = Scalar | Sequence | Mapping


def text_at(text: str, place: Node) -> Scalar:
    """A string standing where ``place`` stands."""
    return Scalar(text, text, place.line, place.column)


def number_problem(text: str) -> str:
    """Why a plain scalar is not a value we take, or ""."""
    if _NOT_FINITE.fullmatch(text):
        return "this is not a finite number"
    if _INT.fullmatch(text) and len(text.lstrip("+-")) > _LONGEST_INT:
        return "this number is too long"
    if _FLOAT.fullmatch(text) and abs(float(text)) > 1e300:
        return "this number is too large"
    return ""


def typed(text: str) -> Plain:
    """A plain scalar by the core schema of YAML 1.2: yes and no stay words."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "+-.0123456789" or number_problem(text):
        return text
    if _INT.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    if _HEX.fullmatch(text):
        return int(text, 16)
    return int(text, 8) if _OCT.fullmatch(text) else text


def children(node: Node) -> Iterator[tuple[str, Node]]:
    """Each part with its name: the key, or the place in the list."""
    match node:
        case Mapping():
            yield from node.entries.items()
        case Sequence():
            yield from ((str(n), item) for n, item in enumerate(node.items))
        case Scalar():
            return


def count(node: Node) -> int:
    """How many values a tree holds."""
    total, stack = 0, [node]
    while stack:
        total += 1
        stack.extend(child for _, child in children(stack.pop()))
    return total


def path_to(root: Node, line: int, column: int, whole: bool = False) -> str:
    """The dotted path of what stands at a place, such as ``rubric.items.3.points``; "" for none.

    With ``whole`` the path of the mapping that starts there, else that of its first key.
    """
    best = ""
    stack: list[tuple[str, Node]] = [("", root)]
    while stack:
        path, node = stack.pop()
        for name, child in children(node):
            deeper = f"{path}.{name}" if path else name
            key = node.keys.get(name) if isinstance(node, Mapping) else None
            if key is not None and (key.line, key.column) == (child.line, child.column):
                continue  # made by us, not written
            here = (child.line, child.column) == (line, column)
            at_key = key is not None and (key.line, key.column) == (line, column)
            if (here and isinstance(child, Mapping)) if whole else (here or at_key):
                # The deepest wins: a mapping in a list starts where its first key stands.
                best = deeper if deeper.count(".") >= best.count(".") else best
            stack.append((deeper, child))
    return best
