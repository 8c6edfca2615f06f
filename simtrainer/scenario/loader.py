"""Reading templates: one file, a library of folders, or by id. Nothing here draws at random."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NoReturn

from simtrainer import paths
from simtrainer.errors import UserError
from simtrainer.scenario.branches import Plan, plan
from simtrainer.scenario.case import Heading
from simtrainer.scenario.draw import built, field_of, heading_of, problems_of
from simtrainer.scenario.names import unknown_names
from simtrainer.scenario.naming import with_ids
from simtrainer.scenario.nodes import Mapping, Node, Scalar, count
from simtrainer.scenario.nodes import Sequence as NodeList
from simtrainer.scenario.placing import placed, whole
from simtrainer.scenario.problems import (
    AtNode,
    Problem,
    TemplateError,
    did_you_mean,
    nearest,
    quoted,
)
from simtrainer.scenario.references import dangling, defined
from simtrainer.scenario.template import BODY_FIELDS, DRAW_FIELDS, HEADING_FIELDS, Template
from simtrainer.scenario.validate import Unfit, validated
from simtrainer.scenario.variables import read_variables
from simtrainer.scenario.yaml_reader import read_file

FORMAT = 1
MAX_VALUES = 40_000
SUFFIXES = (".yaml", ".yml")


def load_template(path: Path, *, thorough: bool = True) -> Template:
    """A sound template: every branch of it has been tried. Raises TemplateError.

    Without ``thorough`` its branches are not tried: enough to list it, a drawn case may still err.
    """
    data, raw = read_file(path)
    tree = with_ids(raw)
    try:
        _can_be_read(tree)
        template = _template(path, hashlib.sha256(data).hexdigest(), tree)
        if thorough:
            _is_sound_throughout(template)
    except (AtNode, Unfit) as error:
        problems = problems_of(str(path), tree, error)
        raise TemplateError(problems[0], problems[1:]) from None
    return template


def _is_sound_throughout(template: Template) -> None:
    if found := unknown_names(template):
        _raise(str(template.path), template.tree, found)
    _try_every_branch(template, plan(template))


def _template(path: Path, text_hash: str, tree: Mapping) -> Template:
    heading = validated(Heading, heading_of(tree))
    for name in ("id", "title", "summary"):
        if "{" in str(getattr(heading, name)):
            node = tree.entries[name]
            message = f"the {name} is shown before anything is drawn, so it holds no braces"
            raise AtNode(node.line, node.column, message, "write plain text")
    return Template(
        heading, path, text_hash, tree, read_variables(tree.get("draw")), _require(tree)
    )


def _require(tree: Mapping) -> tuple[Node, ...]:
    node = tree.get("require")
    if node is None:
        return ()
    if not isinstance(node, NodeList):
        raise AtNode(node.line, node.column, "require takes a list of conditions", "write - {..}")
    return tuple(node.items)


def _can_be_read(tree: Mapping) -> None:
    """Raises AtNode for a newer format, too long a file, or an unknown key at its top."""
    format_ = tree.get("format")
    if isinstance(format_, Scalar) and isinstance(format_.value, int) and format_.value > FORMAT:
        message = f"this template is of format {format_.value}, newer than this program"
        raise AtNode(format_.line, format_.column, message, "update simtrainer to use it")
    if count(tree) > MAX_VALUES:
        message = f"a template has at most {MAX_VALUES} values"
        raise AtNode(tree.line, tree.column, message, "make two templates of it", True)
    known = HEADING_FIELDS | BODY_FIELDS | DRAW_FIELDS
    for name, key in tree.keys.items():
        if name not in known:
            remedy = did_you_mean(name, known, "delete it")
            raise AtNode(key.line, key.column, f"{quoted(name)} is not known here", remedy)


def _raise(file: str, tree: Mapping, found: Iterable[AtNode]) -> NoReturn:
    problems = [Problem.at(file, each, field_of(tree, each)) for each in found]
    raise TemplateError(problems[0], problems[1:])


def _try_every_branch(template: Template, tries: Plan) -> None:
    for trial in tries.trials:
        built(template, trial.seed, trial.difficulty, trial.values)


def unknown_references(template: Template) -> list[Problem]:
    """Names in any branch that stand for nothing: much sooner known than all that lint finds."""
    names = defined(template)
    found: dict[tuple[int, int, str], AtNode] = {}
    for trial in plan(template).trials:
        drawn = built(template, trial.seed, trial.difficulty, trial.values)
        for note in dangling(drawn.case, names):
            place = placed(whole(template, drawn), note)
            found.setdefault((place.line, place.column, place.message), place)
    file, tree = str(template.path), template.tree
    return [Problem.at(file, place, field_of(tree, place)) for _, place in sorted(found.items())]


def library(folders: Iterable[Path]) -> list[Template | TemplateError]:
    """Every template in these folders, by title; those that cannot be used as their error.

    Two files with one id: the first is taken, the other becomes an error.
    """
    return Shelf().read(folders)


class Shelf:
    """A library that is read again and again: a file that did not change is not read twice."""

    def __init__(self) -> None:
        self._kept: dict[Path, tuple[tuple[int, int], Template | TemplateError]] = {}

    def read(self, folders: Iterable[Path]) -> list[Template | TemplateError]:
        """As ``library``."""
        return _shelved((path, self._entry(path)) for path in template_files(folders))

    def glance(self, folders: Iterable[Path]) -> list[Template | TemplateError]:
        """As ``read``, but what is new is listed without trying its branches: soon, not surely."""
        return _shelved(
            (path, self._known(path) or _load_or_error(path, thorough=False))
            for path in template_files(folders)
        )

    def _known(self, path: Path) -> Template | TemplateError | None:
        stamp, entry = self._kept.get(path, (None, None))
        return entry if stamp is not None and stamp == _stamp(path) else None

    def _entry(self, path: Path) -> Template | TemplateError:
        known = self._known(path)
        if known is not None:
            return known
        stamp, entry = _stamp(path), _load_or_error(path)
        if isinstance(entry, Template) and (unknown := unknown_references(entry)):
            entry = TemplateError(unknown[0], unknown[1:])
        if stamp is not None:
            self._kept[path] = (stamp, entry)
        return entry


def _stamp(path: Path) -> tuple[int, int] | None:
    """What changes with a file's content, or None for one that cannot be looked at."""
    try:
        info = path.stat()
    except OSError:
        return None
    return info.st_mtime_ns, info.st_size


def _shelved(
    entries: Iterable[tuple[Path, Template | TemplateError]],
) -> list[Template | TemplateError]:
    found: list[Template | TemplateError] = []
    ids: dict[str, Path] = {}
    for path, loaded in entries:
        entry = loaded
        if isinstance(loaded, Template):
            first = ids.setdefault(loaded.id, path)
            entry = loaded if first == path else _same_id(loaded, first)
        found.append(entry)
    return sorted(found, key=_shown_as)


def _load_or_error(path: Path, *, thorough: bool = True) -> Template | TemplateError:
    try:
        return load_template(path, thorough=thorough)
    except TemplateError as error:
        return error


def _same_id(template: Template, first: Path) -> TemplateError:
    node = template.tree.entries["id"]
    message = f"{quoted(template.id)} is already the id of {first.name}"
    place = AtNode(node.line, node.column, message, "give one of them a new id")
    return TemplateError(Problem.at(str(template.path), place, "id"))


def _shown_as(entry: Template | TemplateError) -> tuple[int, str]:
    return (0, entry.heading.title) if isinstance(entry, Template) else (1, entry.file)


def template_files(folders: Iterable[Path]) -> list[Path]:
    """The template files in these folders and one level below, in the order of their names."""
    found: list[Path] = []
    for folder in folders:
        paths = (*folder.glob("*"), *folder.glob("*/*")) if folder.is_dir() else ()
        found += sorted(p for p in paths if p.suffix in SUFFIXES and p.is_file())
    return list(dict.fromkeys(found))


def find(case_ref: str, folders: Sequence[Path] | None = None) -> Template:
    """A template by its path or its id, in ``folders`` or else the user's and the program's own.

    Raises TemplateError for a bad file, UserError when there is no such case.
    """
    path = Path(case_ref)
    if path.suffix in SUFFIXES or path.is_file():
        return load_template(path)
    entries = library(folders or (paths.own_scenarios_dir(), paths.scenarios_dir()))
    for entry in entries:
        if isinstance(entry, Template) and entry.id == case_ref:
            return entry
    for entry in entries:
        if isinstance(entry, TemplateError) and Path(entry.file).stem == case_ref:
            raise entry
    raise UserError(_no_such(case_ref, [e.id for e in entries if isinstance(e, Template)]))


def _no_such(case_ref: str, ids: list[str]) -> str:
    if not ids:
        return f"There is no case {quoted(case_ref)}, and no cases were found; name a file."
    near = nearest(case_ref, ids)
    meant = f" Did you mean {near}?" if near else ""
    return f"There is no case {quoted(case_ref)}.{meant} These are here: {', '.join(sorted(ids))}."
