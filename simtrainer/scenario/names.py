"""Names in ``if:`` and in braces that nothing stands for, found before anything is drawn."""

from __future__ import annotations

import re
from collections.abc import Iterator

from simtrainer.scenario.cast import ATTRIBUTES, PATIENT, on_stage
from simtrainer.scenario.choices import Value, fits, holds, options
from simtrainer.scenario.nodes import Mapping, Node, Plain, Scalar, Sequence, children
from simtrainer.scenario.problems import AtNode, did_you_mean, quoted
from simtrainer.scenario.quantities import is_comparison
from simtrainer.scenario.template import BODY_FIELDS, HEADING_FIELDS, Template
from simtrainer.scenario.wording import slots
from simtrainer.scenario.words import DIFFICULTIES


def unknown_names(template: Template) -> list[AtNode]:
    """Every name that is no variable or person, and every value that its variable never has.

    A patient who is missing is the only thing said, since most texts speak of the patient.
    """
    check = _Check(template)
    if PATIENT not in check.people:
        place = template.tree.get("people") or template.tree
        remedy = "among people, write patient: {name: ..., age: ..., sex: ...}"
        return [AtNode(place.line, place.column, "there is no patient", remedy, True)]
    found: list[AtNode] = []
    for name, node in template.tree.entries.items():
        if name in BODY_FIELDS or name in HEADING_FIELDS:
            found += check.walk(node)
    for spec in template.variables.values():
        if spec.condition is not None:
            found += check.condition(spec.condition)
    for condition in template.require:
        found += check.condition(condition)
    places = {(each.line, each.column, each.message): each for each in found}
    return list(places.values())


# Keys whose values are spans of time, wherever they stand.
_DURATIONS = frozenset({
    "within", "after", "at", "over", "silent", "silence", "from", "onset", "arrives",
})  # fmt: skip
_ONE_NAME = re.compile(r"\{\w+\}")


class _Check:
    def __init__(self, template: Template) -> None:
        people = template.tree.get("people")
        entries = people.entries if isinstance(people, Mapping) else {}
        self.people = {key for key, entry in entries.items() if on_stage(key, entry)}
        self.values: dict[str, frozenset[Value] | None] = {
            "difficulty": frozenset[Value](DIFFICULTIES),
            **{name: spec.possible() for name, spec in template.variables.items()},
        }

    def walk(self, node: Node) -> Iterator[AtNode]:
        if isinstance(node, Scalar) and node.dynamic:
            yield from self.text(node)
        for name, part in children(node):
            if name in _DURATIONS and isinstance(part, Scalar):
                yield from self.duration(part)
            if name == "if" and isinstance(node, Mapping):
                yield from self.condition(part)
            else:
                yield from self.walk(part)

    def duration(self, node: Scalar) -> Iterator[AtNode]:
        """A number alone would be milliseconds, which nobody means."""
        bare = isinstance(node.value, int | float) and node.value != 0
        if not bare and isinstance(node.value, str) and _ONE_NAME.fullmatch(node.value):
            possible = self.values.get(node.value[1:-1], frozenset({""}))
            bare = possible is None or not any(isinstance(value, str) for value in possible)
        if bare:
            message = f"{quoted(node.text)} has no unit of time"
            yield AtNode(node.line, node.column, message, f'write "{node.text} min", s or h')

    def text(self, node: Scalar) -> Iterator[AtNode]:
        try:
            found = slots(node)
        except AtNode as error:
            yield error
            return
        for slot in found:
            problem = self.name(slot.name, node)
            if problem is not None:
                yield problem
                continue
            for arm in slot.arms:
                for wanted in arm.wanted:
                    yield from self.wanted(slot.name, wanted, node)

    def name(self, name: str, place: Scalar) -> AtNode | None:
        key, dot, attribute = name.partition(".")
        if not dot and name in self.values:
            return None
        if not dot:
            remedy = did_you_mean(name, self.values)
            return AtNode(place.line, place.column, f"there is no variable {quoted(name)}", remedy)
        if key not in self.people:
            remedy = did_you_mean(key, self.people)
            return AtNode(place.line, place.column, f"there is no person {quoted(key)}", remedy)
        if attribute.lower() not in ATTRIBUTES:
            message = f"{quoted(attribute)} is nothing that people have"
            return AtNode(place.line, place.column, message, did_you_mean(attribute, ATTRIBUTES))
        return None

    def wanted(self, name: str, wanted: str, place: Scalar) -> Iterator[AtNode]:
        possible = self.values.get(name)
        if possible is None or any(_fits(value, wanted) for value in possible):
            return
        message = f"{name} is never {quoted(wanted)}"
        remedy = did_you_mean(wanted, {str(value) for value in possible})
        yield AtNode(place.line, place.column, message, remedy)

    def condition(self, node: Node) -> Iterator[AtNode]:
        """What in a condition names nothing; its form is checked as well."""
        try:
            holds(node, _Anything())
        except AtNode as error:
            yield error
            return
        yield from self.parts(node)

    def parts(self, node: Node) -> Iterator[AtNode]:
        if isinstance(node, Sequence):
            for item in node.items:
                yield from self.condition(item)
        if not isinstance(node, Mapping):
            return
        for name, part in node.entries.items():
            if name in ("not", "any", "all"):
                yield from self.parts(part)
                continue
            problem = self.name(name, node.keys[name])
            if problem is not None:
                yield problem
                continue
            for option in options(part):
                yield from self.wanted(name, option.text, option)


def _fits(value: Value, wanted: str) -> bool:
    return is_comparison(wanted) or fits(value, wanted)


class _Anything:
    """A scope in which every name has a value, to see whether a condition can be read."""

    def value(self, name: str, place: Scalar) -> Plain:  # noqa: ARG002
        return ""
