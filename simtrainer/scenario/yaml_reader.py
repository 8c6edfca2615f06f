"""Strict reading of YAML from authors we do not know: every refusal names its line and column.

Only what a template needs is read: mappings, lists and plain values of the YAML 1.2 core schema.
The events of the parser are read one by one, so that what is too deep, too much, an alias or a tag
is refused before anything is built from it.
"""

from __future__ import annotations

import re
import stat
from pathlib import Path
from typing import Any, NoReturn

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from simtrainer.scenario.nodes import Mapping, Node, Scalar, Sequence, number_problem, typed
from simtrainer.scenario.problems import AtNode, Problem, TemplateError, quoted
from simtrainer.scenario.yaml_words import OPENED, PLAIN_WORDS

MAX_BYTES = 1_000_000
MAX_NODES = 200_000
MAX_DEPTH = 60
MAX_SCALAR = 20_000
MAX_KEY = 200

# C0 and C1 controls but tab and line feeds, the separators that count as line breaks, and the marks
# that turn the direction of text: what they hide cannot be seen in an editor.
_HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_STRANGE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def read_file(path: Path) -> tuple[bytes, Mapping]:
    """The bytes of a template and its tree. Raises TemplateError, located, for anything strange."""
    data = _bytes(path)
    return data, read_text(_decoded(data, str(path)), str(path))


def read_text(text: str, file: str) -> Mapping:
    """The tree of a document whose top is a mapping. Raises TemplateError."""
    return _Reader(file).read(text)


def _bytes(path: Path) -> bytes:
    try:
        info = path.stat()
        if not stat.S_ISREG(info.st_mode):
            _refuse(path, 0, 0, "this is not a file", "name a template file")
        if info.st_size > MAX_BYTES:
            _too_big(path, info.st_size)
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        reason = error.strerror or "it is not there"
        _refuse(path, 0, 0, f"the file cannot be read ({reason})", "check its name and its rights")
    if len(data) > MAX_BYTES:
        _too_big(path, len(data))
    return data


def _too_big(path: Path, size: int) -> NoReturn:
    _refuse(
        path, 1, 1,
        f"the file has {size / 1_000_000:.1f} MB, a template has at most 1 MB",
        "make it shorter, or name another file",
    )  # fmt: skip


def _decoded(data: bytes, file: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        message = f"the byte at position {error.start} is not UTF-8 text"
        _refuse(file, line, column, message, "save the file as UTF-8")


def _refuse(
    file: Path | str, line: int, column: int, message: str, remedy: str, field: str = ""
) -> NoReturn:
    raise TemplateError(Problem.at(str(file), AtNode(line, column, message, remedy), field))


class _Reader:
    """Builds the tree from the parser's events; ``path`` is where in the document we are."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.text = ""
        self.nodes = 0
        self.documents = 0
        self.path: list[str] = []
        self.open: list[Mapping | Sequence] = []
        self.key: list[Scalar | None] = []  # the key waiting for its value, one for each open node
        self.root: Node | None = None

    def read(self, text: str) -> Mapping:
        self.text = text
        if hidden := _HIDDEN.search(text):
            before = text[: hidden.start()]
            line, column = before.count("\n") + 1, hidden.start() - before.rfind("\n")
            name = f"U+{ord(hidden[0]):04X}"
            self.refuse(line, column, f"there is a hidden character here ({name})", "delete it")
        try:
            for event in YAML(typ="safe").parse(text):
                self.take(event)
        except YAMLError as error:
            self.syntax(error)
        if not isinstance(self.root, Mapping):
            message = "a template starts with keys" if self.root else "the file is empty"
            self.refuse(1, 1, message, "begin with a line such as 'format: 1'")
        return self.root

    def take(self, event: Event) -> None:
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        match event:
            case ScalarEvent():
                self.check(event, line, column)
                self.scalar(event, line, column)
            case MappingStartEvent():
                self.check(event, line, column)
                self.begin(Mapping({}, {}, line, column))
            case SequenceStartEvent():
                self.check(event, line, column)
                self.begin(Sequence([], line, column))
            case MappingEndEvent() | SequenceEndEvent():
                self.end()
            case AliasEvent():
                self.refuse(
                    line, column, "aliases (*name) are not read", "write the text again in full"
                )
            case DocumentStartEvent():
                self.documents += 1
                if self.documents > 1:
                    self.refuse(line, column, "a second document starts here", "use one file each")
            case _:
                pass

    def check(self, event: Any, line: int, column: int) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self.refuse(line, column, f"there are more than {MAX_NODES} values", "make it shorter")
        if event.anchor is not None:
            self.refuse(
                line, column, "anchors (&name) are not read", f"delete &{event.anchor[:40]}"
            )
        if event.tag is not None:
            self.refuse(line, column, "tags (!name) are not read", "delete it")

    def begin(self, node: Mapping | Sequence) -> None:
        if len(self.open) >= MAX_DEPTH:
            message = f"this is nested more than {MAX_DEPTH} deep"
            self.refuse(node.line, node.column, message, "make it flatter")
        if self.awaits_key():
            self.refuse(
                node.line, node.column, "a key must be a word",
                "put text that starts with { or [ in quotes",
            )  # fmt: skip
        self.add(node)
        self.open.append(node)
        self.key.append(None)

    def end(self) -> None:
        done = self.open.pop()
        self.key.pop()
        parent = self.open[-1] if self.open else None
        if isinstance(parent, Sequence):
            parent.dynamic |= done.dynamic
        elif parent is not None:
            parent.dynamic |= done.dynamic
            self.key[-1] = None

    def awaits_key(self) -> bool:
        return bool(self.open) and isinstance(self.open[-1], Mapping) and self.key[-1] is None

    def scalar(self, event: Any, line: int, column: int) -> None:
        text: str = event.value
        if len(text) > MAX_SCALAR:
            message = f"this text has {len(text)} letters, the most is {MAX_SCALAR}"
            self.refuse(line, column, message, "make it shorter")
        if strange := _STRANGE.search(text):
            message = f"this text holds a control character (U+{ord(strange[0]):04X})"
            self.refuse(line, column, message, "delete it")
        plain = event.style in (None, "")
        if plain and text[:1] in "+-.0123456789" and (problem := number_problem(text)):
            self.refuse(line, column, problem, "write an ordinary number, or put it in quotes")
        node = Scalar(
            typed(text) if plain else text, text, line, column, "{" in text or "}" in text
        )
        if self.awaits_key():
            self.new_key(node)
        else:
            self.add(node)
            if self.key:
                self.key[-1] = None

    def new_key(self, key: Scalar) -> None:
        mapping = self.open[-1]
        assert isinstance(mapping, Mapping)
        if len(key.text) > MAX_KEY:
            self.refuse(key.line, key.column, "this key is too long", "a key is a short word")
        if key.text == "<<":
            self.refuse(key.line, key.column, "merging (<<) is not read", "write the keys in full")
        if key.text in mapping.keys:
            first = mapping.keys[key.text].line
            message = f"{quoted(key.text)} is here twice, first in line {first}"
            self.refuse(key.line, key.column, message, "keep one of the two")
        mapping.keys[key.text] = key
        mapping.dynamic |= key.text in ("if", "is")
        self.key[-1] = key

    def add(self, node: Node) -> None:
        if not self.open:
            self.root = node
            return
        parent = self.open[-1]
        parent.dynamic |= node.dynamic
        if isinstance(parent, Sequence):
            parent.items.append(node)
        else:
            key = self.key[-1]
            assert key is not None
            parent.entries[key.text] = node

    def refuse(self, line: int, column: int, message: str, remedy: str) -> NoReturn:
        _refuse(self.file, line, column, message, remedy, self.where())

    def where(self) -> str:
        names = []
        for node, key in zip(self.open, self.key, strict=True):
            if isinstance(node, Sequence):
                names.append(str(max(0, len(node.items) - 1)))
            elif key is not None:
                names.append(key.text)
        return ".".join(name[:40] for name in names[:8])

    def starts_with_tab(self, line: int) -> bool:
        lines = self.text.split("\n")
        return line <= len(lines) and lines[line - 1].lstrip(" ").startswith("\t")

    def syntax(self, error: YAMLError) -> NoReturn:
        problem = str(getattr(error, "problem", None) or "this cannot be read")
        mark = None
        if isinstance(error, MarkedYAMLError):
            mark = error.problem_mark or error.context_mark
            if any(words in problem for words in OPENED) and error.context_mark:
                mark = error.context_mark  # where it was opened helps, the end of the file does not
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        if "cannot start any token" in problem and self.starts_with_tab(line):
            problem = "tab character"
        for part, message, remedy in PLAIN_WORDS:
            if part in problem:
                self.refuse(line, column, message, remedy)
        self.refuse(line, column, f"this is not YAML ({problem})", "look at this line and the last")
