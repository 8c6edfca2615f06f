"""Template, seed and difficulty -> case. The same three always give the same case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn

from simtrainer.errors import UserError
from simtrainer.scenario.case import Body, Case, Heading
from simtrainer.scenario.cast import Stage, stage
from simtrainer.scenario.choices import Value
from simtrainer.scenario.nodes import Mapping, path_to
from simtrainer.scenario.problems import AtNode, Problem, TemplateError
from simtrainer.scenario.resolve import resolved, resolved_body
from simtrainer.scenario.template import BODY_FIELDS, HEADING_FIELDS, Template
from simtrainer.scenario.validate import Unfit, validated
from simtrainer.scenario.words import DIFFICULTIES, Difficulty


@dataclass(frozen=True)
class Drawn:
    """A case and the tree that it was made from, in which everything has its place in the file."""

    case: Case
    body: Mapping
    scope: Stage


def draw(template: Template, seed: int, difficulty: Difficulty = "standard") -> Case:
    """The case that ``seed`` (0 or more) draws. Raises TemplateError; UserError for a bad seed."""
    if seed < 0:
        raise UserError(f"The seed {seed} is below 0; use 0 or a larger whole number.")
    if difficulty not in DIFFICULTIES:
        raise UserError(f"{difficulty} is not a difficulty; use easy, standard or hard.")
    try:
        values = template.drawing.values(seed, difficulty)
        return built(template, seed, difficulty, values).case
    except (AtNode, Unfit) as error:
        raise_located(template, error)


def built(
    template: Template,
    seed: int,
    difficulty: Difficulty,
    values: dict[str, Value],
) -> Drawn:
    """The case of these variables. Raises AtNode, Unfit."""
    tree = template.tree
    known = frozenset(template.variables)
    scope = stage(tree.get("people"), values, difficulty, known)
    node = resolved_body(tree, BODY_FIELDS, scope)
    case = Case(
        heading=_heading(template, scope),
        body=validated(Body, node),
        seed=seed,
        difficulty=difficulty,
        variables=values,
        template_hash=template.text_hash,
    )
    return Drawn(case, node, scope)


def heading_of(tree: Mapping) -> Mapping:
    """The part of the tree that the heading is made from."""
    entries = {name: node for name, node in tree.entries.items() if name in HEADING_FIELDS}
    dynamic = any(node.dynamic for node in entries.values())
    return Mapping(entries, tree.keys, tree.line, tree.column, dynamic)


def _heading(template: Template, scope: Stage) -> Heading:
    """The heading with the braces in its briefs filled."""
    node = heading_of(template.tree)
    if not node.dynamic:
        return template.heading
    found = resolved(node, scope)
    assert isinstance(found, Mapping)
    return validated(Heading, found)


def raise_located(template: Template, error: AtNode | Unfit) -> NoReturn:
    found = problems_of(str(template.path), template.tree, error)
    raise TemplateError(found[0], found[1:]) from None


def problems_of(file: str, tree: Mapping, error: AtNode | Unfit) -> list[Problem]:
    """What is not right, with the path at which the file says it."""
    found = [error] if isinstance(error, AtNode) else error.findings
    return [Problem.at(file, each, field_of(tree, each)) for each in found]


def field_of(tree: Mapping, place: AtNode) -> str:
    """The path of a place, as the file has it."""
    path = path_to(tree, place.line, place.column, place.whole)
    return f"{path}.{place.missing}".lstrip(".") if place.missing else path
