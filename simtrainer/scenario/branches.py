"""Which draws to try so that every branch of a template has been taken at least once."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from simtrainer.scenario.cast import Stage, stage
from simtrainer.scenario.choices import Value, fits, holds
from simtrainer.scenario.nodes import Mapping, Node, Scalar, Sequence
from simtrainer.scenario.problems import AtNode
from simtrainer.scenario.template import BODY_FIELDS, HEADING_FIELDS, Template
from simtrainer.scenario.variables import Drawing
from simtrainer.scenario.wording import Slot, slots
from simtrainer.scenario.words import DIFFICULTIES, Difficulty

FEW_DRAWS = 12
MANY_DRAWS = 300
MAX_BRANCHES = 1_000


@dataclass(frozen=True)
class Wants:
    """One thing that a draw must fulfil to take a branch: a condition, or an arm in braces."""

    condition: Node | None = None
    slot: Slot | None = None
    arm: int = -1  # -1: none of the arms
    place: Scalar | None = None
    negated: bool = False

    def held(self, scope: Stage) -> bool:
        if self.condition is not None:
            return holds(self.condition, scope) != self.negated
        assert self.slot is not None
        assert self.place is not None
        value = scope.value(self.slot.name, self.place)
        for number, arm in enumerate(self.slot.arms):
            if any(fits(value, wanted) for wanted in arm.wanted):
                return number == self.arm
        return self.arm == -1


@dataclass(frozen=True)
class Branch:
    """A place that only some draws reach. ``all`` must hold; ``variable`` must have ``value``."""

    place: Node
    all: tuple[Wants, ...] = ()
    variable: str = ""
    value: Value = ""

    def reached(self, scope: Stage) -> bool:
        if self.variable and scope.variables.values[self.variable] != self.value:
            return False
        try:
            return all(wants.held(scope) for wants in self.all)
        except AtNode:
            return False  # it speaks of a person who is not in this draw


@dataclass(frozen=True)
class Trial:
    """The variables of one draw worth trying."""

    seed: int
    difficulty: Difficulty
    values: dict[str, Value]


@dataclass(frozen=True)
class Plan:
    """Draws that together take every branch, and the branches that no draw takes."""

    trials: tuple[Trial, ...]
    never: tuple[Branch, ...]


def branches(template: Template) -> list[Branch]:
    """Every branch of the file, and every value of every variable. Raises AtNode for too many."""
    found = [
        Branch(spec.place, (), name, value)
        for name, spec in template.variables.items()
        for value in sorted(spec.possible() or (), key=str)
    ]
    for name, node in template.tree.entries.items():
        if name in BODY_FIELDS or name in HEADING_FIELDS:
            found += itertools.islice(_branches(node, ()), MAX_BRANCHES)
    if len(found) > MAX_BRANCHES:
        place = template.tree
        message = f"there are more than {MAX_BRANCHES} conditions and choices"
        raise AtNode(place.line, place.column, message, "make two templates of it", True)
    return found


def _branches(node: Node, above: tuple[Wants, ...]) -> Iterator[Branch]:
    if not node.dynamic:
        return
    match node:
        case Scalar():
            yield from _arms(node, above)
        case Sequence():
            yield from _list(node, above)
        case Mapping():
            condition = node.get("if")
            if condition is not None:
                above = (*above, Wants(condition))
                yield Branch(condition, above)
            for name, part in node.entries.items():
                if name != "if":
                    yield from _branches(part, above)


def _list(node: Sequence, above: tuple[Wants, ...]) -> Iterator[Branch]:
    for item in node.items:
        yield from _branches(item, above)


def _arms(node: Scalar, above: tuple[Wants, ...]) -> Iterator[Branch]:
    for slot in slots(node):
        if slot.arms:
            for arm in range(-1, len(slot.arms)):
                yield Branch(node, (*above, Wants(slot=slot, arm=arm, place=node)))


def plan(template: Template) -> Plan:
    """A few draws, more only when branches are left. Raises AtNode when a draw is impossible."""
    open_branches = branches(template)
    drawing = template.drawing
    trials: list[Trial] = []
    for number in range(MANY_DRAWS):
        if number >= FEW_DRAWS and not open_branches:
            break
        seed, level = divmod(number, len(DIFFICULTIES))
        trial = _trial(drawing, seed, DIFFICULTIES[level])
        scope = _scope(template, trial)
        left = [branch for branch in open_branches if not branch.reached(scope)]
        if len(left) < len(open_branches) or number < len(DIFFICULTIES):
            trials.append(trial)
        open_branches = left
    return Plan(tuple(trials), tuple(_worth_saying(open_branches)))


def _worth_saying(left: list[Branch]) -> Iterator[Branch]:
    """An else that is never needed is only prudence; everything else is."""
    for branch in left:
        last = branch.all[-1] if branch.all else None
        if last is None or last.slot is None or last.arm >= 0:
            yield branch


def _trial(drawing: Drawing, seed: int, difficulty: Difficulty) -> Trial:
    return Trial(seed, difficulty, drawing.values(seed, difficulty))


def _scope(template: Template, trial: Trial) -> Stage:
    known = frozenset(template.variables)
    return stage(template.tree.get("people"), trial.values, trial.difficulty, known)
