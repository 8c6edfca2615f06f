"""What in a template does not hold together, over many draws: names, leaks, reach, people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from simtrainer.scenario.branches import MANY_DRAWS, plan
from simtrainer.scenario.case import Case
from simtrainer.scenario.cast import on_stage
from simtrainer.scenario.consistency import inconsistencies
from simtrainer.scenario.draw import built, field_of
from simtrainer.scenario.leaks import leaks
from simtrainer.scenario.nodes import Mapping, Scalar
from simtrainer.scenario.notes import Note, error
from simtrainer.scenario.placing import placed, whole
from simtrainer.scenario.problems import AtNode, Problem, Severity
from simtrainer.scenario.reach import doses, points, times, unreachable
from simtrainer.scenario.references import Names, dangling, defined
from simtrainer.scenario.requirements import left_to_default, out_of_scope, unproduced
from simtrainer.scenario.template import Template
from simtrainer.scenario.validate import Unfit
from simtrainer.scenario.words import DIFFICULTIES, Difficulty

DEFAULT_SEEDS = 40
_Key = tuple[int, int, str]


@dataclass
class _Seen:
    """What was found over all draws, each once, with the draw that showed it first."""

    found: dict[_Key, tuple[Severity, AtNode]] = field(default_factory=dict)
    times: Counter[_Key] = field(default_factory=Counter)
    first: dict[_Key, str] = field(default_factory=dict)

    def add(self, severity: Severity, place: AtNode, draw: str = "") -> None:
        key = (place.line, place.column, place.message)
        if self.found.setdefault(key, (severity, place))[1] is place:
            self.first[key] = draw
        self.times[key] += 1

    def problems(self, template: Template, draws: int) -> list[Problem]:
        """In the order of the file; what shows in some draws only says in which."""
        shown = []
        for key, (severity, place) in self.found.items():
            if self.first[key] and self.times[key] < draws:
                place.message += f" ({self.first[key]})"
            path = field_of(template.tree, place)
            shown.append(Problem.at(str(template.path), place, path, severity))
        return sorted(shown, key=lambda each: (each.line, each.column, each.severity))


def lint(template: Template, seeds: int = DEFAULT_SEEDS) -> list[Problem]:
    """Every problem of ``seeds`` draws in each difficulty, and of the file as a whole."""
    seen = _Seen()
    names = defined(template)
    for seed in range(seeds):
        for difficulty in DIFFICULTIES:
            _one_draw(template, seed, difficulty, names, seen)
    for place in (*_never_drawn(template), *_unused_cast(template)):
        seen.add("warning", place)
    return seen.problems(template, seeds * len(DIFFICULTIES))


def notes(case: Case, names: Names) -> Iterator[Note]:
    """Everything that the checks say about one case."""
    unknown = list(dangling(case, names))
    yield from unknown
    for note in unreachable(case):
        # An item that names something unknown is said once, where the name is.
        if not any(other.loc[: len(note.loc)] == note.loc for other in unknown):
            yield note
    yield from leaks(case)
    yield from points(case)
    yield from times(case)
    yield from doses(case)
    yield from inconsistencies(case)
    yield from unproduced(case)
    yield from out_of_scope(case)
    yield from left_to_default(case)
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
    except AtNode as problem:
        seen.add("error", problem, draw)
        return
    except Unfit as problem:
        for place in problem.findings:
            seen.add("error", place, draw)
        return
    root = whole(template, drawn)
    for note in dict.fromkeys(notes(drawn.case, names)):
        seen.add(note.severity, placed(root, note), draw)


def _never_drawn(template: Template) -> Iterator[AtNode]:
    for branch in plan(template).never:
        what = f" ({branch.variable} is never {branch.value})" if branch.variable else ""
        message = f"none of {MANY_DRAWS} draws takes this branch{what}"
        remedy = "change the condition, or the weights"
        yield AtNode(branch.place.line, branch.place.column, message, remedy)


def _unused_cast(template: Template) -> Iterator[AtNode]:
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
            yield AtNode(place.line, place.column, message, "give it a role, or use it")
