"""All models at a glance: those that are here, those to fetch, those of other programs."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from simtrainer.engines.models.arriving import arrived
from simtrainer.engines.models.catalogue import Kind, Offer, catalogue
from simtrainer.engines.models.discover import PROGRAMS, Found, discover
from simtrainer.engines.models.gguf import CannotTalk, NotAModel, read_header
from simtrainer.engines.models.memory import Memory, fits, memory_now, need_of, says
from simtrainer.engines.models.setup import Engine, engine_now
from simtrainer.engines.models.shelf import Grade, Installed, Shelf
from simtrainer.i18n import tr

_GRADES = {
    "recommended": "recommended here",
    "usable": "usable here",
    "not recommended": "not recommended here",
}
State = Literal["installed", "offered", "found"]


class Row(BaseModel):
    """One model for people to choose from. Sizes and memory in bytes."""

    model_config = ConfigDict(frozen=True)

    id: str
    kind: Kind
    state: State
    name: str
    summary: str = ""
    size: int
    quantisation: str = ""
    language: str = ""
    licence: str = ""
    licence_address: str = ""
    address: str = ""
    laptop_gb: int | None = None
    memory: int | None = None
    memory_sentence: str = ""
    fits: bool = True
    advised: bool = False  # for a laptop with this much memory
    in_use: bool = False
    path: str = ""
    sha256: str = ""
    owned: bool = False
    program: str = ""  # that the file belongs to
    arrived: int = 0  # bytes of a download that waits to go on
    problem: str = ""
    grade: Grade | None = None
    may_be_tried: bool = False  # not graded on this computer yet, and nothing stands in the way

    @property
    def grade_words(self) -> str:
        """What qualification said of it on this computer, or nothing."""
        return tr(_GRADES[self.grade.grade]) if self.grade else ""


class Overview(BaseModel):
    """What ``simtrainer models`` prints and the window shows."""

    model_config = ConfigDict(frozen=True)

    engine: Engine
    memory: Memory
    voice: str  # id in use; empty: the scripted voice
    recogniser: str  # id in use; empty: the built-in one
    rows: tuple[Row, ...]

    def of(self, state: State, kind: Kind | None = None) -> list[Row]:
        return [r for r in self.rows if r.state == state and kind in (None, r.kind)]

    def row(self, model_id: str) -> Row | None:
        return next((row for row in self.rows if row.id == model_id), None)


def overview(shelf: Shelf, voice: str, recogniser: str, home: Path | None = None) -> Overview:
    """Look at everything; reads headers, so it may take a moment. ``home`` as for ``discover``."""
    memory = memory_now()
    here = shelf.installed()
    advice = catalogue().advice(memory.total, os.cpu_count())
    used = {voice, recogniser}
    listed = {model.path for model in here}
    taken = {model.id for model in here}
    engine = engine_now()
    rows = [
        *(_triable(_installed(shelf, model, memory, model.id in used), engine) for model in here),
        *(
            _offered(shelf, offer, memory, offer == advice)
            for offer in catalogue().models
            if offer.id not in taken
        ),
        *_all_found([each for each in discover(home) if each.path not in listed], memory, taken),
    ]
    return Overview(
        engine=engine, memory=memory, voice=voice, recogniser=recogniser, rows=tuple(rows)
    )


def found_by_id(shelf: Shelf, model_id: str, home: Path | None = None) -> Found | None:
    """The model of another program that the overview lists under ``model_id``."""
    taken = {model.id for model in shelf.installed()}
    for each in discover(home):
        if _id_beside(each.id, taken) == model_id:
            return each
    return None


def _id_beside(model_id: str, taken: set[str]) -> str:
    """A found model whose id one of ours has is listed under another."""
    offers = {offer.id for offer in catalogue().models}
    return f"{model_id}-found" if model_id in taken | offers else model_id


def _installed(shelf: Shelf, model: Installed, memory: Memory, in_use: bool) -> Row:
    offer = next((each for each in catalogue().models if each.id == model.id), None)
    need, problem = None, shelf.problem(model)
    if model.kind == "voice" and not problem:
        with suppress(CannotTalk):
            need, problem = _need(model.path)
    elif offer is not None:
        need = offer.memory
    return Row(
        id=model.id,
        kind=model.kind,
        state="installed",
        name=model.name,
        summary=offer.summary if offer else "",
        size=model.size,
        quantisation=model.quantisation,
        language=model.language if model.kind == "recogniser" else "",
        licence=model.licence,
        licence_address=offer.licence_address if offer else "",
        memory=need,
        memory_sentence=says(need, memory) if need and model.kind == "voice" else "",
        fits=need is None or fits(need, memory),
        in_use=in_use,
        path=str(model.path),
        sha256=model.sha256,
        owned=model.owned,
        program=PROGRAMS.get(model.origin, ""),
        problem=problem,
        grade=shelf.grade(model.id),
    )


def _triable(row: Row, engine: Engine) -> Row:
    ready = engine.installed and row.kind == "voice" and row.fits and not row.problem
    return row.model_copy(update={"may_be_tried": ready and row.grade is None})


def _offered(shelf: Shelf, offer: Offer, memory: Memory, advised: bool) -> Row:
    return Row(
        id=offer.id,
        kind=offer.kind,
        state="offered",
        name=offer.name,
        summary=offer.summary,
        size=offer.size,
        quantisation=offer.quantisation,
        language=offer.language if offer.kind == "recogniser" else "",
        licence=offer.licence,
        licence_address=offer.licence_address,
        address=offer.address,
        laptop_gb=offer.laptop_gb,
        memory=offer.memory,
        memory_sentence=says(offer.memory, memory) if offer.kind == "voice" else "",
        fits=memory.total is None or offer.memory <= memory.total,
        advised=advised,
        sha256=offer.sha256 or "",
        arrived=arrived(offer, shelf),
    )


def _all_found(found: list[Found], memory: Memory, taken: set[str]) -> Iterator[Row]:
    """Those that can talk or listen: other programs also have models that only compare texts."""
    for each in found:
        with suppress(CannotTalk):
            yield _found(each, memory, taken)


def _found(each: Found, memory: Memory, taken: set[str]) -> Row:
    need, problem = _need(each.path) if each.kind == "voice" else (None, "")
    return Row(
        id=_id_beside(each.id, taken),
        kind=each.kind,
        state="found",
        name=each.name,
        size=each.size,
        memory=need,
        memory_sentence=says(need, memory) if need else "",
        fits=need is None or fits(need, memory),
        path=str(each.path),
        sha256=each.sha256,
        program=PROGRAMS[each.origin],
        problem=problem,
    )


def _need(path: Path) -> tuple[int | None, str]:
    try:
        return need_of(read_header(path)).total, ""
    except CannotTalk:
        raise
    except NotAModel as error:
        return None, str(error)
