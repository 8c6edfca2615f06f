"""The draw of a template's variables.

Each value comes from SHA-256 of template, seed and name alone, so that adding a variable moves no
other. Only variables that a constraint speaks of are drawn again when it is not fulfilled.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from simtrainer.scenario.choices import Value, Variables, holds
from simtrainer.scenario.nodes import Mapping, Node, Sequence
from simtrainer.scenario.problems import AtNode
from simtrainer.scenario.variables import Between, Choose, Constant, Rule, Spec
from simtrainer.scenario.words import Difficulty

MAX_ATTEMPTS = 300


@dataclass(frozen=True)
class Drawing:
    """Draws all variables of a template. ``require`` are conditions that a draw must fulfil."""

    template: str
    specs: dict[str, Spec]
    require: tuple[Node, ...] = ()

    def values(self, seed: int, difficulty: Difficulty) -> dict[str, Value]:
        """The variables of one draw. Raises AtNode when no draw fulfils the constraints."""
        bound = self._bound() if self.require else frozenset()
        for attempt in range(MAX_ATTEMPTS):
            values = self._attempt(seed, difficulty, attempt, bound)
            scope = Variables(values, difficulty, frozenset(self.specs))
            if all(holds(condition, scope) for condition in self.require):
                return values
            if not bound:
                break
        place = self.require[0]
        raise AtNode(
            place.line, place.column, f"no draw fulfils this, in {difficulty} with seed {seed}",
            "loosen the conditions, or the variables that they name",
        )  # fmt: skip

    def _attempt(
        self, seed: int, difficulty: Difficulty, attempt: int, bound: frozenset[str]
    ) -> dict[str, Value]:
        values: dict[str, Value] = {}
        known = frozenset(self.specs)
        for name, spec in self.specs.items():
            scope = Variables(values, difficulty, known)
            rule = decided(spec, scope, difficulty)
            values[name] = drawn(rule, self._share(seed, name, attempt if name in bound else 0))
        return values

    def _share(self, seed: int, name: str, attempt: int) -> int:
        again = f"\0{attempt}" if attempt else ""
        text = f"{self.template}\0{seed}\0{name}{again}"
        return int.from_bytes(hashlib.sha256(text.encode("utf-8")).digest()[:8], "big")

    def _bound(self) -> frozenset[str]:
        """The variables that the constraints name, and those on which these depend."""
        bound = set(itertools.chain.from_iterable(names_in(node) for node in self.require))
        for spec in reversed(self.specs.values()):
            if spec.name in bound:
                bound.update(_depends_on(spec))
        return frozenset(bound & set(self.specs))


def names_in(condition: Node) -> Iterator[str]:
    """The names that a condition speaks of."""
    if isinstance(condition, Sequence):
        for item in condition.items:
            yield from names_in(item)
    elif isinstance(condition, Mapping):
        for name, part in condition.entries.items():
            if name in ("not", "any", "all"):
                yield from names_in(part)
            else:
                yield name


def _depends_on(spec: Spec) -> set[str]:
    names = set(names_in(spec.condition)) if spec.condition is not None else set()
    return names | (_depends_on(spec.otherwise) if spec.otherwise is not None else set())


def decided(spec: Spec, scope: Variables, difficulty: Difficulty) -> Rule:
    """The rule that draws this variable, its ``if`` and the difficulty looked at."""
    if spec.condition is not None and not holds(spec.condition, scope):
        assert spec.otherwise is not None
        return decided(spec.otherwise, scope, difficulty)
    rule = spec.at.get(difficulty, spec.base)
    assert rule is not None
    return rule


def drawn(rule: Rule, share: int) -> Value:
    """The value at ``share``, an even draw from 0 to 2**64 - 1."""
    match rule:
        case Constant():
            return rule.value
        case Choose():
            return _chosen(rule, share)
        case Between():
            count = int((rule.high - rule.low) / rule.step) + 1
            value = rule.low + rule.step * (share * count >> 64)
            return int(value) if rule.whole else float(value)
        case _:
            assert_never(rule)


def _chosen(rule: Choose, share: int) -> Value:
    mark = share / 2**64 * sum(rule.weights)
    total = 0.0
    for option, weight in zip(rule.options, rule.weights, strict=True):
        total += weight
        if mark < total:
            return option
    return next(o for o, w in zip(rule.options[::-1], rule.weights[::-1], strict=True) if w > 0)
