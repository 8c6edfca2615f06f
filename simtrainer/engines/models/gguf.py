"""The header of a GGUF file, read without trusting a number in it.

Every count is held against a cap and against what is left of the file before it is believed, so
that a damaged or hostile file costs milliseconds and a sentence. A file that passes here holds all
the tensors it announces, each where it says; whether a model is any good is another question.
"""

from __future__ import annotations

import math
import struct
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from pydantic import BaseModel, ConfigDict

from simtrainer.engines.models.gguf_types import BLOCKS, FILE_TYPES
from simtrainer.errors import UserError
from simtrainer.i18n import tr

MAX_KEYS, MAX_TENSORS = 4096, 20_000
MAX_ELEMENTS = 3_000_000  # of all lists together; the largest vocabularies have half a million
MAX_KEPT_TEXT, MAX_KEPT_LIST = 1_000_000, 4096
MAX_HEADER = 256_000_000  # bytes; the largest vocabularies take twenty million
MAX_SIDE, MAX_NUMBERS = 2**40, 2**45
_STRING, _ARRAY = 8, 9
_SCALARS = {0: "<B", 1: "<b", 2: "<H", 3: "<h", 4: "<I", 5: "<i", 6: "<f", 7: "<?"} | {
    10: "<Q",
    11: "<q",
    12: "<d",
}
_LENGTH, _CHUNK = struct.Struct("<Q"), 1 << 20
_SIZES = {kind: struct.calcsize(form) for kind, form in _SCALARS.items()}

Value = int | float | bool | str | list[int | float | bool] | None


class NotAModel(UserError):
    """The file cannot be used as a language model; the sentence says why."""


class CannotTalk(NotAModel):
    """A sound model of another trade: it compares texts, or sees."""


class Header(BaseModel):
    """What matters of a model before it is loaded. Sizes in bytes."""

    model_config = ConfigDict(frozen=True)

    size: int
    architecture: str
    name: str
    licence: str
    quantisation: str
    parameters: int
    context: int
    layers: int
    width: int
    heads: int
    kv_numbers: int  # numbers of key and value kept for each token, over all layers
    vocabulary: int
    chat_template: bool


def read_header(file: Path) -> Header:
    """Raises NotAModel with the reason, and what to do about it."""
    try:
        with file.open("rb") as stream:
            size = stream.seek(0, 2)
            stream.seek(0)
            return _Reader(stream, size).header()
    except FileNotFoundError:
        raise NotAModel(tr("{file} is not there any more.").format(file=file.name)) from None
    except OSError as error:
        raise NotAModel(
            tr("{file} cannot be read ({why}).").format(file=file.name, why=error.strerror)
        ) from error
    except _NoTalker as odd:
        raise CannotTalk(f"{file.name}: {odd}") from None
    except _Odd as odd:
        raise NotAModel(f"{file.name}: {odd}") from None


class _Odd(Exception):
    """What is not as the format has it, in words for the user."""


class _NoTalker(_Odd):
    pass


def _damaged(what: str) -> _Odd:
    text = tr("this model file is damaged ({what}). Fetch it again, or choose another.")
    return _Odd(text.replace("{what}", what))


def _cut() -> _Odd:
    return _Odd(
        tr("this model file is not complete. Fetch or copy it again; the rest of it is missing.")
    )


@dataclass
class _Reader:
    stream: IO[bytes]
    size: int
    meta: dict[str, Value] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)  # lengths of lists
    elements: int = 0

    def header(self) -> Header:
        tensors, keys = self._opening()
        for _ in range(keys):
            self._pair()
        self._what_it_is()
        numbers, types = self._tensors(tensors)
        return _summary(self, numbers, types)

    # --- the parts of a file

    def _opening(self) -> tuple[int, int]:
        if self.stream.read(4) != b"GGUF":
            raise _Odd(tr("this is no GGUF file. Language models for simtrainer end in .gguf."))
        version = int.from_bytes(self._take(4), "little")
        if version not in (2, 3):
            if int.from_bytes(version.to_bytes(4, "big"), "little") in (2, 3):
                raise _Odd(tr("this file is made for another kind of processor (big-endian)."))
            raise _Odd(tr("this file has another version of the format (1, or a future one)."))
        tensors, keys = self._number("<Q"), self._number("<Q")
        if not 0 < tensors <= MAX_TENSORS or not 0 < keys <= MAX_KEYS:
            raise _damaged(tr("it announces impossible counts"))
        return tensors, keys

    def _pair(self) -> None:
        key = self._text(65_535)
        if not key or key in self.meta:
            raise _damaged(tr("a name is empty or there twice"))
        kind = self._number("<I")
        self.meta[key] = self._list(key) if kind == _ARRAY else self._value(kind)

    def _value(self, kind: int) -> Value:
        if kind == _STRING:
            return self._text(MAX_KEPT_TEXT)
        if kind not in _SCALARS:
            raise _damaged(tr("a value has no known type"))
        return self._number(_SCALARS[kind])

    def _list(self, key: str) -> Value:
        kind, count = self._number("<I"), self._number("<Q")
        self.elements += count
        if self.elements > MAX_ELEMENTS:
            raise _damaged(tr("it announces impossible counts"))
        self.counts[key] = count
        if kind == _STRING:
            self._skip_texts(count)
            return None
        if kind not in _SCALARS:
            raise _damaged(tr("a list has no known type"))
        if count <= MAX_KEPT_LIST:
            return [self._number(_SCALARS[kind]) for _ in range(count)]
        self._skip(count * _SIZES[kind])
        return None

    def _tensors(self, count: int) -> tuple[int, Counter[int]]:
        """All numbers of all tensors, and how many bytes each storage format has."""
        alignment = self.meta.get("general.alignment", 32)
        if not isinstance(alignment, int) or not _is_alignment(alignment):
            raise _damaged(tr("its parts have an impossible alignment"))
        names: set[str] = set()
        numbers, place, types = 0, 0, Counter[int]()
        for _ in range(count):
            name, shape, kind, offset = self._tensor()
            if name in names or offset != place:
                raise _damaged(tr("its tensors overlap or are there twice"))
            names.add(name)
            numbers += math.prod(shape)
            bytes_ = _bytes_of(shape, kind)
            types[kind] += bytes_
            place = _aligned(offset + bytes_, alignment)
            end = offset + bytes_
        if _aligned(self.stream.tell(), alignment) + end > self.size:
            raise _cut()
        return numbers, types

    def _tensor(self) -> tuple[str, tuple[int, ...], int, int]:
        name = self._text(1024)
        dimensions = self._number("<I")
        if not 1 <= dimensions <= 4:
            raise _damaged(tr("a tensor has an impossible shape"))
        shape = tuple(self._number("<Q") for _ in range(dimensions))
        if not all(0 < side <= MAX_SIDE for side in shape) or math.prod(shape) > MAX_NUMBERS:
            raise _damaged(tr("a tensor has an impossible shape"))
        return name, shape, self._number("<I"), self._number("<Q")

    def _what_it_is(self) -> None:
        """Files that are sound and yet no language model of one piece."""
        parts = self.meta.get("split.count", 0)
        if isinstance(parts, int) and parts > 1:
            raise _Odd(tr("this is one of several parts of a model. Choose one in a single file."))
        if self.meta.get("general.type", "model") != "model":
            raise _Odd(tr("this is an addition to a model, and no model by itself."))
        architecture = self.meta.get("general.architecture")
        if not isinstance(architecture, str):
            raise _damaged(tr("it does not say what it is"))
        if architecture in ("clip", "t5encoder") or "bert" in architecture:
            raise _NoTalker(tr("this model compares texts or sees; it cannot talk."))

    # --- bytes

    def _take(self, count: int) -> bytes:
        if count > MAX_HEADER or self.stream.tell() + count > MAX_HEADER:
            raise _damaged(tr("it announces impossible counts"))
        got = self.stream.read(count)
        if len(got) < count:
            raise _cut()
        return got

    def _skip(self, count: int) -> None:
        place = self.stream.tell() + count
        if place > MAX_HEADER:
            raise _damaged(tr("it announces impossible counts"))
        if place > self.size:
            raise _cut()
        self.stream.seek(place)

    def _skip_texts(self, count: int) -> None:
        """Past ``count`` texts: vocabularies are long, so many are looked at for each read."""
        while count:
            start = self.stream.tell()
            chunk = self.stream.read(_CHUNK)
            at = 0
            while count and at + 8 <= len(chunk):
                (length,) = _LENGTH.unpack_from(chunk, at)
                if length > self.size:
                    raise _cut()
                at += 8 + length
                count -= 1
            if at == 0:
                raise _cut()
            self.stream.seek(start)
            self._skip(at)

    def _number(self, form: str) -> int:
        (number,) = struct.unpack(form, self._take(struct.calcsize(form)))
        return number  # type: ignore[no-any-return]

    def _text(self, most: int) -> str:
        length = self._number("<Q")
        if length > most:
            raise _damaged(tr("a text in it is impossibly long"))
        return self._take(length).decode("utf-8", errors="replace")


def _is_alignment(number: int) -> bool:
    return 8 <= number <= 65_536 and number & (number - 1) == 0


def _aligned(place: int, alignment: int) -> int:
    return -(-place // alignment) * alignment


def _bytes_of(shape: tuple[int, ...], kind: int) -> int:
    if kind not in BLOCKS:
        raise _Odd(
            tr("this model is stored in a format (number {kind}) that is not known here.").replace(
                "{kind}", str(kind)
            )
        )
    _, block, size = BLOCKS[kind]
    if shape[0] % block:
        raise _damaged(tr("a tensor has an impossible shape"))
    return math.prod(shape) // block * size


def _summary(reader: _Reader, numbers: int, types: Counter[int]) -> Header:
    meta = reader.meta
    architecture = str(meta["general.architecture"])
    layers = _whole(meta, "block_count", 10_000)
    width = _whole(meta, "embedding_length", 2**20)
    heads = _whole(meta, "attention.head_count", 65_536)
    if not layers or not width:
        raise _Odd(tr("this is no language model: it names neither layers nor width."))
    head = width // heads if heads else 0
    per_head = _whole(meta, "attention.key_length", 65_536, head)
    per_head += _whole(meta, "attention.value_length", 65_536, head)
    return Header(
        size=reader.size,
        architecture=architecture[:60],
        name=_line(meta.get("general.name")),
        licence=_line(meta.get("general.license")),
        quantisation=_quantisation(meta, types),
        parameters=numbers,
        context=_whole(meta, "context_length", 2**40),
        layers=layers,
        width=width,
        heads=heads,
        kv_numbers=_kv_heads(meta, architecture, layers, heads) * per_head,
        vocabulary=reader.counts.get("tokenizer.ggml.tokens", 0),
        chat_template=bool(meta.get("tokenizer.chat_template")),
    )


def _whole(meta: dict[str, Value], name: str, most: int, default: int = 0) -> int:
    """A size of the model's architecture, within reason."""
    value = meta.get(f"{meta['general.architecture']}.{name}", default)
    if isinstance(value, list):  # some models have a number for each layer
        value = max(value, default=default)
    if not isinstance(value, int) or not 0 <= value <= most:
        raise _damaged(tr("a size in it is impossible"))
    return int(value)


def _quantisation(meta: dict[str, Value], types: Counter[int]) -> str:
    """What the file says it is called after, else the format that most of its bytes have."""
    kind = meta.get("general.file_type")
    named = FILE_TYPES.get(kind) if isinstance(kind, int) else None
    return named or BLOCKS[types.most_common(1)[0][0]][0]


def _kv_heads(meta: dict[str, Value], architecture: str, layers: int, heads: int) -> int:
    """Heads of keys and values, summed over all layers; a list names each layer's own."""
    named = meta.get(f"{architecture}.attention.head_count_kv", heads)
    if isinstance(named, list):
        each = [n for n in named if isinstance(n, int) and 0 <= n <= 65_536]
        if len(each) != len(named) or len(each) > layers:
            raise _damaged(tr("a size in it is impossible"))
        return sum(each)
    if not isinstance(named, int) or not 0 <= named <= 65_536:
        raise _damaged(tr("a size in it is impossible"))
    return int(named) * layers


def _line(value: Value) -> str:
    """Text of a stranger as one short printable line."""
    text = value if isinstance(value, str) else ""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:80]
