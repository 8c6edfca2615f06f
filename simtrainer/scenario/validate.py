"""From a resolved tree to a model, and from pydantic's errors to sentences with a place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from simtrainer.scenario.content import Effect, Result, TestResult
from simtrainer.scenario.nodes import Mapping, Node, Scalar, Sequence
from simtrainer.scenario.problems import AtNode, did_you_mean, quoted
from simtrainer.scenario.rubric import Item, Rule
from simtrainer.scenario.words import MOODS

Model = TypeVar("Model", bound=BaseModel)

# Sections that authors write as mappings by key and the models hold as lists.
_LISTED = ("people", "messages")


class Unfit(Exception):
    def __init__(self, findings: list[AtNode]) -> None:
        super().__init__(findings[0].message)
        self.findings = findings


def validated(model: type[Model], node: Mapping) -> Model:
    """The model that ``node`` describes. Raises Unfit."""
    try:
        return model.model_validate(node.plain())
    except ValidationError as error:
        first = error
    if not _numbers_read_as_text(node, first):
        raise Unfit(_findings(model, node, first))
    try:
        return model.model_validate(node.plain())
    except ValidationError as error:
        raise Unfit(_findings(model, node, error)) from None


def _numbers_read_as_text(root: Mapping, error: ValidationError) -> bool:
    """Takes what was written as it was written where text is wanted (version: 2.10).

    The tree keeps it, so that the next draw reads it rightly at once.
    """
    changed = False
    for detail in error.errors(include_url=False):
        if detail["type"] != "string_type":
            continue
        node, left = node_at(root, detail["loc"])
        if isinstance(node, Scalar) and node.value is not None and not left:
            node.value = node.text
            changed = True
    return changed


def node_at(root: Node, loc: tuple[int | str, ...]) -> tuple[Node, str]:
    """The deepest node on the way to ``loc``, and the name that is missing there, or ""."""
    node, missing = root, ""
    for depth, step in enumerate(loc):
        found = _step(node, step, depth, loc)
        if found is None:
            missing = step if isinstance(step, str) and depth == len(loc) - 1 else ""
        else:
            node, missing = found, ""
    return node, missing


def _step(node: Node, step: int | str, depth: int, loc: tuple[int | str, ...]) -> Node | None:
    match node:
        case Mapping():
            if isinstance(step, int):
                listed = depth == 1 and loc[0] in _LISTED and step < len(node.entries)
                return list(node.entries.values())[step] if listed else None
            inner = node.get("do")
            found = node.get(step)
            return inner if found is None and step == "rule" and inner else found
        case Sequence():
            return node.items[step] if isinstance(step, int) and step < len(node.items) else None
        case _:
            return None


def _findings(model: type[BaseModel], root: Mapping, error: ValidationError) -> list[AtNode]:
    details = error.errors(include_url=False)
    unknown = [node_at(root, d["loc"][:-1])[0] for d in details if d["type"] == "extra_forbidden"]
    found: dict[tuple[int, int], AtNode] = {}
    for detail in details:
        node, _ = node_at(root, detail["loc"])
        follows = detail["type"] != "extra_forbidden" and any(node is other for other in unknown)
        if follows:
            continue  # a misspelt key also leaves its right spelling missing
        finding = _finding(model, root, detail, node)
        found.setdefault((finding.line, finding.column), finding)
    return sorted(found.values(), key=lambda each: (each.line, each.column))


def _finding(model: type[BaseModel], root: Mapping, detail: ErrorDetails, node: Node) -> AtNode:
    kind = detail["type"]
    loc = detail["loc"]
    name = str(loc[-1]) if loc else ""
    if kind == "extra_forbidden":
        parent, _ = node_at(root, loc[:-1])
        place: Node = parent
        if isinstance(parent, Mapping) and name in parent.keys:
            place = parent.keys[name]
        known = _fields_at(model, loc[:-1])
        remedy = did_you_mean(name, known, "delete it, or see what can stand here")
        return AtNode(place.line, place.column, f"{quoted(name)} is not known here", remedy)
    if kind == "missing":
        remedy = f"add a line for {name}"
        return AtNode(node.line, node.column, f"{name} is missing", remedy, True, name)
    message, remedy = _sentence(detail, node)
    return AtNode(node.line, node.column, message, remedy, isinstance(node, Mapping))


def _sentence(detail: ErrorDetails, node: Node) -> tuple[str, str]:
    kind = detail["type"]
    context: dict[str, Any] = detail.get("ctx", {})
    shown = quoted(node.text) if isinstance(node, Scalar) else "this"
    if isinstance(node, Scalar) and node.value is None:
        return "nothing is written here", "fill it in, or delete the line"
    if kind == "literal_error":
        return _not_one_of(shown, node, detail)
    if kind == "value_error":
        message, _, remedy = str(context.get("error", detail["msg"])).partition("; ")
        return message, remedy or "change it"
    if kind == "string_pattern_mismatch":
        form = _FORMS.get(str(context.get("pattern")), "look at another template")
        return f"{shown} does not have the right form", form
    for start, message, remedy in _KINDS:
        if kind.startswith(start):
            limits = {name: str(value) for name, value in context.items()}
            return (
                message.format_map({"shown": shown, **limits}),
                remedy.format_map({"shown": shown, **limits}),
            )
    return f"{shown} does not fit here ({detail['msg']})", "look how other templates write it"


def _not_one_of(shown: str, node: Node, detail: ErrorDetails) -> tuple[str, str]:
    expected = str(detail.get("ctx", {}).get("expected", ""))
    known = [word.strip("' ") for part in expected.split(" or ") for word in part.split(",")]
    word = node.text if isinstance(node, Scalar) else ""
    return f"{shown} is not one of the words known here", did_you_mean(word, known)


# What authors may write in a model's place besides its own fields.
_SHORTHAND: dict[type[BaseModel], frozenset[str]] = {
    Item: frozenset(Rule.model_fields) | {"do", "not"},
    Effect: frozenset(MOODS),
    TestResult: frozenset(Result.model_fields) | {"value", "series"},
}
_FORMS = {
    r"^\d+\.\d+\.\d+$": "write three numbers such as 0.1.0",
    r"^[a-z0-9][a-z0-9-]{1,60}$": "use small letters, digits and -",
    r"^#[0-9A-Fa-f]{6}$": 'write a colour such as "#7FA3A6"',
}
_KINDS = (
    ("bool", "{shown} is neither yes nor no", "write yes or no"),
    ("int_from_float", "{shown} is not a whole number", "write a whole number such as 4"),
    ("int_", "{shown} is not a whole number", "write a whole number such as 4"),
    ("float_", "{shown} is not a number", "write a number such as 4"),
    ("finite_number", "{shown} is not a finite number", "write a number such as 4"),
    ("greater_than_equal", "{shown} is too small", "write at least {ge}"),
    ("greater_than", "{shown} is too small", "write more than {gt}"),
    ("less_than_equal", "{shown} is too large", "write at most {le}"),
    ("less_than", "{shown} is too large", "write less than {lt}"),
    ("string_too_long", "this text is too long", "write at most {max_length} letters"),
    ("string_too_short", "this text is empty", "fill it in"),
    ("too_short", "this list is too short", "write at least {min_length}"),
    ("too_long", "this list is too long", "write at most {max_length}"),
    ("string_", "{shown} is not text", "put it in quotes"),
    ("tuple_", "{shown} is not a list", "write it as [a, b]"),
    ("list_", "{shown} is not a list", "write it as [a, b]"),
    ("dict_", "{shown} is not a set of keys", "write it as {{key: value}}"),
    ("model_", "{shown} is not a set of keys", "write it as {{key: value}}"),
)


def _fields_at(model: type[BaseModel], loc: tuple[int | str, ...]) -> frozenset[str]:
    """The keys that an author may write at ``loc``."""
    here: list[Any] = [model]
    for step in loc:
        deeper = [found for each in here for found in _inside(each, step)]
        here = deeper or here
    names: set[str] = set()
    for found in here:
        for one in _models(found):
            names |= {field.alias or name for name, field in one.model_fields.items()}
            names |= _SHORTHAND.get(one, frozenset())
    return frozenset(names)


def _inside(kind: Any, step: int | str) -> Iterator[Any]:
    if isinstance(step, int):
        yield from get_args(kind) or (kind,)
        return
    for one in _models(kind):
        for name, field in one.model_fields.items():
            if step in (name, field.alias):
                yield field.annotation
    if get_args(kind) and not list(_models(kind, direct=True)):
        yield from get_args(kind)


def _models(kind: Any, direct: bool = False) -> Iterator[type[BaseModel]]:
    """The models that a type may be: itself, or a part of a union, tuple or mapping."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
    elif not direct:
        for part in get_args(kind):
            yield from _models(part)
