"""Which draws to try so that every branch of a template has been taken at least once."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace

from simtrainer.scenario.cast import Stage, stage
from simtrainer.scenario.choices import Value, Variables, fits, holds
from simtrainer.scenario.drawing import Drawing, decided, names_in
from simtrainer.scenario.nodes import Mapping, Node, Scalar, Sequence
from simtrainer.scenario.problems import AtNode
from simtrainer.scenario.resolve import KEYED, SINGLE
from simtrainer.scenario.template import BODY_FIELDS, HEADING_FIELDS, Template
from simtrainer.scenario.variables import Choose, Constant
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
        if self.slot is None:
            return not self.negated  # what has no condition always holds
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

    def names(self) -> frozenset[str]:
        """The variables that it depends on."""
        named = {self.variable} if self.variable else set()
        for wants in self.all:
            named |= {wants.slot.name} if wants.slot else set()
            named |= set(names_in(wants.condition)) if wants.condition else set()
        return frozenset(named)

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
            found += itertools.islice(_section(name, node), MAX_BRANCHES)
    if len(found) > MAX_BRANCHES:
        place = template.tree
        message = f"there are more than {MAX_BRANCHES} conditions and choices"
        raise AtNode(place.line, place.column, message, "make two templates of it", True)
    return found


def _section(name: str, node: Node) -> Iterator[Branch]:
    if name in SINGLE and isinstance(node, Sequence):
        yield from _alternatives(node)
    elif name in KEYED and isinstance(node, Mapping):
        for entry in node.entries.values():
            if isinstance(entry, Sequence):
                yield from _alternatives(entry)
            else:
                yield from _branches(entry, ())
    else:
        yield from _branches(node, ())


def _alternatives(options: Sequence) -> Iterator[Branch]:
    """Each of a list of which the first that holds is taken: itself, and none before it."""
    before: tuple[Wants, ...] = ()
    for option in options.items:
        condition = option.get("if") if isinstance(option, Mapping) else None
        if condition is None:
            yield Branch(option, before)
        yield from _branches(option, before)
        before = (*before, Wants(condition, negated=True))


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
    trials += _on_purpose(template, open_branches, trials[: len(DIFFICULTIES)])
    return Plan(tuple(trials), tuple(_worth_saying(open_branches)))


def _on_purpose(template: Template, never: list[Branch], bases: list[Trial]) -> Iterator[Trial]:
    """Draws made up to take what no draw took: it must be sound too, being one weight away."""
    left = never
    while left:
        trial = _reaching(template, left[0], bases)
        scope = _scope(template, trial) if trial else None
        left = [branch for branch in left[1:] if scope is None or not branch.reached(scope)]
        if trial is not None:
            yield trial


def _reaching(template: Template, branch: Branch, bases: list[Trial]) -> Trial | None:
    """One of the bases with other values of what a branch names, so that it is taken."""
    names = [name for name in template.variables if name in branch.names()]
    ways = [sorted(template.variables[name].samples(), key=str) for name in names]
    for base in bases:
        for values in itertools.islice(itertools.product(*ways), MANY_DRAWS):
            changed = dict(zip(names, values, strict=True))
            trial = replace(base, values={**base.values, **changed})
            if branch.reached(_scope(template, trial)) and _allowed(template, trial):
                return trial
    return None


def _allowed(template: Template, trial: Trial) -> bool:
    """Whether a draw could come out like this, weights aside."""
    scope = Variables(trial.values, trial.difficulty)
    for name, spec in template.variables.items():
        rule = decided(spec, scope, trial.difficulty)
        if isinstance(rule, Choose) and trial.values[name] not in rule.options:
            return False
        if isinstance(rule, Constant) and trial.values[name] != rule.value:
            return False
    return all(holds(condition, scope) for condition in template.require)


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
