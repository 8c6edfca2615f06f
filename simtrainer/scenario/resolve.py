"""One draw of the tree: conditions settled, braces filled, alternatives chosen.

What comes out is a tree again, so that an error in it still knows where it was written.
"""

from __future__ import annotations

from simtrainer.scenario.agenda import with_agenda
from simtrainer.scenario.cast import Stage
from simtrainer.scenario.choices import holds
from simtrainer.scenario.nodes import Mapping, Node, Scalar, Sequence
from simtrainer.scenario.problems import AtNode
from simtrainer.scenario.results import with_results
from simtrainer.scenario.wording import filled

# Sections whose entries may each be a list of alternatives, of which the first that holds is taken.
KEYED = ("examination", "tests", "treatments", "documents")
SINGLE = ("physiology",)


def resolved_body(tree: Mapping, fields: frozenset[str], scope: Stage) -> Mapping:
    """The body of the case that ``scope`` draws. Raises AtNode."""
    entries: dict[str, Node] = {}
    for name in tree.entries:
        if name not in fields:
            continue
        node = _section(name, tree.entries[name], scope)
        if node is not None:
            entries[name] = node
    body = Mapping(entries, tree.keys, tree.line, tree.column)
    return with_results(with_agenda(body))


def _section(name: str, node: Node, scope: Stage) -> Node | None:
    if name == "people":
        people = {key: resolved(entry, scope) for key, entry in scope.people.items()}
        kept = {key: entry for key, entry in people.items() if entry is not None}
        keys = node.keys if isinstance(node, Mapping) else {}
        return Mapping(kept, keys, node.line, node.column)
    if name in SINGLE and isinstance(node, Sequence):
        return first_that_holds(node, scope)
    if name in KEYED and isinstance(node, Mapping) and node.dynamic:
        chosen = {
            key: first_that_holds(entry, scope) if isinstance(entry, Sequence)
            else resolved(entry, scope)
            for key, entry in node.entries.items()
        }  # fmt: skip
        kept = {key: entry for key, entry in chosen.items() if entry is not None}
        return Mapping(kept, node.keys, node.line, node.column)
    return resolved(node, scope)


def first_that_holds(alternatives: Sequence, scope: Stage) -> Node | None:
    for option in alternatives.items:
        found = resolved(option, scope)
        if found is not None:
            return found
    return None


def resolved(node: Node, scope: Stage) -> Node | None:
    """The node in this draw, or None when its ``if`` does not hold."""
    if not node.dynamic:
        return node
    match node:
        case Scalar():
            return filled(node, scope)
        case Sequence():
            items = [resolved(item, scope) for item in node.items]
            return Sequence([i for i in items if i is not None], node.line, node.column)
        case Mapping():
            return _mapping(node, scope)


def _mapping(node: Mapping, scope: Stage) -> Node | None:
    condition = node.get("if")
    if condition is not None and not holds(condition, scope):
        return None
    entries = {
        name: found
        for name, part in node.entries.items()
        if name != "if" and (found := resolved(part, scope)) is not None
    }
    if "use" in entries:
        if len(entries) > 1:
            raise AtNode(node.line, node.column, "use stands beside other keys", "keep if and use")
        return entries["use"]
    return Mapping(entries, node.keys, node.line, node.column)
