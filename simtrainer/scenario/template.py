"""The template: a file that has been read and found sound. Drawing it never changes it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from simtrainer.scenario.case import Body, Heading
from simtrainer.scenario.drawing import Drawing
from simtrainer.scenario.nodes import Mapping, Node
from simtrainer.scenario.variables import Spec
from simtrainer.scenario.words import DIFFICULTIES, Difficulty

HEADING_FIELDS = frozenset(Heading.model_fields)
BODY_FIELDS = frozenset(Body.model_fields)
DRAW_FIELDS = frozenset({"draw", "require"})


@dataclass(frozen=True)
class Template:
    """``text_hash`` is the SHA-256 of the file's bytes; ``tree`` is the file with ids filled in."""

    heading: Heading
    path: Path
    text_hash: str
    tree: Mapping = field(repr=False, compare=False)
    variables: dict[str, Spec] = field(repr=False, compare=False)
    require: tuple[Node, ...] = field(repr=False, compare=False, default=())
    difficulties: tuple[Difficulty, ...] = DIFFICULTIES

    @property
    def id(self) -> str:
        return self.heading.id

    @property
    def drawing(self) -> Drawing:
        return Drawing(self.heading.id, self.variables, self.require)
