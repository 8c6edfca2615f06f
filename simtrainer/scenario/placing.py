"""Where in its file a note about one draw belongs."""

from __future__ import annotations

from simtrainer.scenario.draw import Drawn, heading_of
from simtrainer.scenario.nodes import Mapping
from simtrainer.scenario.notes import Note
from simtrainer.scenario.problems import AtNode
from simtrainer.scenario.template import Template
from simtrainer.scenario.validate import node_at


def whole(template: Template, drawn: Drawn) -> Mapping:
    """The heading as it is written, and the body of the draw, as one tree."""
    tree = template.tree
    entries = {**heading_of(tree).entries, **drawn.body.entries}
    return Mapping(entries, tree.keys, tree.line, tree.column)


def placed(root: Mapping, note: Note) -> AtNode:
    """``note`` at the node that it is about, in the tree of its draw."""
    node, _ = node_at(root, note.loc)
    return AtNode(node.line, node.column, note.message, note.remedy, isinstance(node, Mapping))
