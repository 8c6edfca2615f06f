"""The variables of a template: what each may be, read from its ``draw`` block."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import assert_never

from simtrainer.scenario.choices import RESERVED, Value
from simtrainer.scenario.nodes import Mapping, Node, Scalar
from simtrainer.scenario.nodes import Sequence as NodeList
from simtrainer.scenario.problems import AtNode, did_you_mean, quoted
from simtrainer.scenario.words import DIFFICULTIES, Difficulty

MAX_VARIABLES = 100
MAX_OPTIONS = 200
_SPEC_KEYS = ("choose", "between", "step", "if", "else", *DIFFICULTIES)
_HOW = "write {choose: [a, b]}, {between: [1, 4]}, or a plain value"


@dataclass(frozen=True)
class Constant:
    value: Value


@dataclass(frozen=True)
class Choose:
    """Weighted choice; weights are not negative and not all nothing."""

    options: tuple[Value, ...]
    weights: tuple[float, ...]


@dataclass(frozen=True)
class Between:
    """``low`` to ``high``, both included, in steps."""

    low: Decimal
    high: Decimal
    step: Decimal
    whole: bool


@dataclass(frozen=True)
class Spec:
    """How one variable is drawn: ``base`` unless a difficulty has its own, or ``if`` says else."""

    name: str
    place: Scalar
    base: Rule | None
    at: dict[Difficulty, Rule] = field(default_factory=dict)
    condition: Node | None = None
    otherwise: Spec | None = None

    def rules(self) -> Iterator[Rule]:
        """Every rule that may decide this variable."""
        if self.base is not None:
            yield self.base
        yield from self.at.values()
        if self.otherwise is not None:
            yield from self.otherwise.rules()

    def possible(self) -> frozenset[Value] | None:
        """Every value it may have, or None when it ranges over numbers."""
        if any(isinstance(rule, Between) for rule in self.rules()):
            return None
        return self.samples()

    def samples(self) -> frozenset[Value]:
        """Values to try: all of a choice, the ends of a range."""
        values: set[Value] = set()
        for rule in self.rules():
            match rule:
                case Constant():
                    values.add(rule.value)
                case Choose():
                    values.update(rule.options)
                case Between():
                    ends = (rule.low, rule.high)
                    values.update(int(end) if rule.whole else float(end) for end in ends)
                case _:
                    assert_never(rule)
        return frozenset(values)


Rule = Constant | Choose | Between


def read_variables(node: Node | None) -> dict[str, Spec]:
    """The ``draw`` block. Raises AtNode at the first thing that cannot be read."""
    if node is None or (isinstance(node, Scalar) and node.value is None):
        return {}
    if not isinstance(node, Mapping):
        raise AtNode(node.line, node.column, "draw lists variables by name", _HOW)
    if len(node.keys) > MAX_VARIABLES:
        message = f"there are more than {MAX_VARIABLES} variables"
        raise AtNode(node.line, node.column, message, "draw fewer")
    for name, key in node.keys.items():
        if name in RESERVED or not name.isidentifier():
            message = f"{quoted(name)} cannot be the name of a variable"
            raise AtNode(key.line, key.column, message, "use letters, digits and _")
    return {name: _spec(name, entry, node.keys[name]) for name, entry in node.entries.items()}


def _spec(name: str, node: Node, key: Scalar) -> Spec:
    if not isinstance(node, Mapping):
        return Spec(name, key, _constant(node))
    for word, place in node.keys.items():
        if word not in _SPEC_KEYS:
            message = f"{quoted(word)} is not a way to draw a variable"
            remedy = did_you_mean(word, _SPEC_KEYS, _HOW)
            raise AtNode(place.line, place.column, message, remedy)
    base = _rule(node) if {"choose", "between"} & set(node.entries) else None
    at = {
        level: _override(node.entries[level], base) for level in DIFFICULTIES if level in node.keys
    }
    if base is None and len(at) != len(DIFFICULTIES):
        raise AtNode(
            node.line, node.column, f"{name} has no value for every difficulty",
            "give easy, standard and hard, or a choose or between for the others",
        )  # fmt: skip
    condition, otherwise = node.get("if"), node.get("else")
    if (condition is None) != (otherwise is None):
        message = f"{name} has an if without an else, or an else without an if"
        raise AtNode(node.line, node.column, message, "give both")
    other = None if otherwise is None else _spec(name, otherwise, key)
    return Spec(name, key, base, at, condition, other)


def _constant(node: Node) -> Constant:
    if not isinstance(node, Scalar) or node.value is None:
        raise AtNode(node.line, node.column, "this is not a value", _HOW)
    return Constant(node.value)


def _override(node: Node, base: Rule | None) -> Rule:
    """What a difficulty puts in the place of the base: a whole spec, weights, ends, or a value."""
    if isinstance(node, Mapping) and {"choose", "between"} & set(node.entries):
        return _rule(node)
    if isinstance(node, Scalar):
        return _constant(node)
    if isinstance(base, Between):
        return _between(node, None)
    return _choose(node)


def _rule(node: Mapping) -> Rule:
    choose, between = node.get("choose"), node.get("between")
    if choose is not None and between is not None:
        raise AtNode(node.line, node.column, "choose and between are both here", "keep one")
    if choose is not None:
        return _choose(choose)
    assert between is not None
    return _between(between, node.get("step"))


def _choose(node: Node) -> Choose:
    match node:
        case NodeList():
            options = tuple(_constant(item).value for item in node.items)
            weights = (1.0,) * len(options)
        case Mapping():
            options = tuple(
                key.text if key.value is None else key.value for key in node.keys.values()
            )
            weights = tuple(_weight(entry) for entry in node.entries.values())
        case _:
            raise AtNode(node.line, node.column, "choose takes a list, or weights", _HOW)
    if not 0 < len(options) <= MAX_OPTIONS:
        message = f"choose takes 1 to {MAX_OPTIONS} values"
        raise AtNode(node.line, node.column, message, "shorten or fill the list")
    if sum(weights) <= 0:
        raise AtNode(node.line, node.column, "all weights are 0", "give one of them more than 0")
    return Choose(options, weights)


def _weight(node: Node) -> float:
    value = node.value if isinstance(node, Scalar) else None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1e6:
        raise AtNode(node.line, node.column, "this is not a weight", "write a number such as 3")
    return float(value)


def _between(node: Node, step: Node | None) -> Between:
    ends = node.items if isinstance(node, NodeList) else []
    if len(ends) != 2:
        raise AtNode(node.line, node.column, "between takes two numbers", "write [1, 4]")
    low, high = (_decimal(end) for end in ends)
    if low > high:
        message = "the first number is larger than the second"
        raise AtNode(node.line, node.column, message, "swap them")
    whole = all(isinstance(end, Scalar) and isinstance(end.value, int) for end in ends)
    decimals = max(_decimals(low), _decimals(high), 0 if whole else 1)
    size = _decimal(step) if step is not None else Decimal(1).scaleb(-decimals)
    if size <= 0 or (high - low) / size > 1_000_000:
        place = step or node
        raise AtNode(place.line, place.column, "this step does not fit the range", "write 0.5")
    whole = whole and size == size.to_integral_value()
    return Between(low, high, size, whole)


def _decimal(node: Node) -> Decimal:
    value = node.value if isinstance(node, Scalar) else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise AtNode(node.line, node.column, "this is not a number", "write a number such as 4")
    return Decimal(str(value))


def _decimals(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
