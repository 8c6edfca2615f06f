"""What in a template does not hold together, over many draws: names, leaks, reach, people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from simtrainer.scenario.branches import plan
from simtrainer.scenario.case import Case
from simtrainer.scenario.cast import on_stage
from simtrainer.scenario.consistency import inconsistencies
from simtrainer.scenario.draw import Drawn, built, heading_of, problems_of
from simtrainer.scenario.leaks import leaks
from simtrainer.scenario.nodes import Mapping, Scalar, path_to
from simtrainer.scenario.notes import Note, error
from simtrainer.scenario.problems import AtNode, Problem, Severity
from simtrainer.scenario.reach import doses, points, times, unreachable
from simtrainer.scenario.references import Names, dangling, defined
from simtrainer.scenario.template import Template
from simtrainer.scenario.validate import Unfit, node_at
from simtrainer.scenario.words import DIFFICULTIES, Difficulty

DEFAULT_SEEDS = 40
_Key = tuple[int, int, str]


@dataclass
class _Seen:
    """Problems over all draws, each once, with the draw that showed it first."""

    file: str
    found: dict[_Key, Problem] = field(default_factory=dict)
    times: Counter[_Key] = field(default_factory=Counter)
    first: dict[_Key, str] = field(default_factory=dict)

    def add(self, problem: Problem, draw: str) -> None:
        key = (problem.line, problem.column, problem.message)
        self.found.setdefault(key, problem)
        self.first.setdefault(key, draw)
        self.times[key] += 1

    def problems(self, draws: int) -> list[Problem]:
        """In the order of the file; what shows in some draws only says in which."""
        shown = [
            problem
            if self.times[key] >= draws or not self.first[key]
            else problem.model_copy(update={"message": f"{problem.message} ({self.first[key]})"})
            for key, problem in self.found.items()
        ]
        return sorted(shown, key=lambda each: (each.line, each.column, each.severity))


def lint(template: Template, seeds: int = DEFAULT_SEEDS) -> list[Problem]:
    """Every problem of ``seeds`` draws in each difficulty, and of the file as a whole."""
    seen = _Seen(str(template.path))
    names = defined(template)
    draws = 0
    for seed in range(seeds):
        for difficulty in DIFFICULTIES:
            draws += 1
            _one_draw(template, seed, difficulty, names, seen)
    whole = (*_never_drawn(template), *_unused_cast(template))
    for severity, place in whole:
        seen.add(Problem.at(seen.file, place, "", severity), "")
    return [_with_path(problem, template.tree) for problem in seen.problems(draws)]


def _with_path(problem: Problem, tree: Mapping) -> Problem:
    return problem.model_copy(update={"field": path_to(tree, problem.line, problem.column)})


def notes(case: Case, names: Names) -> Iterator[Note]:
    """Everything that the checks say about one case."""
    yield from dangling(case, names)
    yield from unreachable(case)
    yield from leaks(case)
    yield from points(case)
    yield from times(case)
    yield from doses(case)
    yield from inconsistencies(case)
    yield from duplicates(case)


def duplicates(case: Case) -> Iterator[Note]:
    """Ids that two things of one draw share."""
    body = case.body
    sections: tuple[tuple[tuple[str, ...], list[str]], ...] = (
        (("facts",), [fact.id for fact in body.facts]),
        (("cues",), [cue.id for cue in body.cues]),
        (("reactions",), [reaction.id for reaction in body.reactions]),
        (("rubric", "items"), [item.id for item in body.rubric.items]),
    )
    for loc, ids in sections:
        for number, name in enumerate(ids):
            if name in ids[:number]:
                message = f'the id "{name}" is here twice'
                yield error((*loc, number, "id"), message, "give each its own, or an if to one")


def _one_draw(
    template: Template, seed: int, difficulty: Difficulty, names: Names, seen: _Seen
) -> None:
    draw = f"for example with seed {seed}, {difficulty}"
    try:
        values = template.drawing.values(seed, difficulty)
        drawn = built(template, seed, difficulty, values)
    except (AtNode, Unfit) as problem:
        for each in problems_of(seen.file, template.tree, problem):
            seen.add(each, draw)
        return
    # Two notes at one place in one draw are one.
    for each in dict.fromkeys(_located(notes(drawn.case, names), drawn, template)):
        seen.add(each, draw)


def _located(found: Iterable[Note], drawn: Drawn, template: Template) -> Iterator[Problem]:
    heading = heading_of(template.tree)
    root = Mapping(
        {**heading.entries, **drawn.body.entries}, template.tree.keys, template.tree.line, 1
    )
    for note in found:
        node, _ = node_at(root, note.loc)
        place = AtNode(node.line, node.column, note.message, note.remedy)
        yield Problem.at(str(template.path), place, "", note.severity)


def _never_drawn(template: Template) -> Iterator[tuple[Severity, AtNode]]:
    for branch in plan(template).never:
        what = f"{branch.variable} is never {branch.value}" if branch.variable else "never drawn"
        yield (
            "warning",
            AtNode(
                branch.place.line, branch.place.column,
                f"no draw takes this branch ({what})", "change the condition, or the weights",
            ),
        )  # fmt: skip


def _unused_cast(template: Template) -> Iterator[tuple[Severity, AtNode]]:
    """Cast members that nobody ever is."""
    people = template.tree.get("people")
    if not isinstance(people, Mapping):
        return
    links = [entry.get("is") for entry in people.entries.values() if isinstance(entry, Mapping)]
    named = {link.text for link in links if isinstance(link, Scalar)}
    for spec in template.variables.values():
        named |= {str(value) for value in spec.possible() or ()}
    for key, entry in people.entries.items():
        if not on_stage(key, entry) and key not in named:
            place = people.keys[key]
            message = f"nobody is ever {key}"
            yield "warning", AtNode(place.line, place.column, message, "give it a role, or use it")
