"""The catalogue: the models that simtrainer offers to fetch, and where the engine comes from."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from simtrainer.errors import UserError
from simtrainer.i18n import tr

Kind = Literal["voice", "recogniser"]
GIB = 2**30


class Offer(BaseModel):
    """A model that can be fetched. Sizes and memory in bytes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9.-]*$")
    kind: Kind
    name: str
    summary: str
    laptop_gb: int = Field(description="the smallest laptop, by its memory, that it suits")
    recommended: bool = False
    cores: int = 1  # from which it talks at the speed of conversation
    quantisation: str = ""
    language: str = "en"
    file: str
    address: str = Field(pattern=r"^https://")
    size: int = Field(gt=0)
    size_is_rough: bool = False
    sha256: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")
    memory: int = Field(gt=0)
    licence: str
    licence_address: str = Field(pattern=r"^https://")


class EngineOffer(BaseModel):
    """Where the engine that runs language models comes from."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    package: str
    version: str
    index: str = Field(pattern=r"^https://")
    licence: str
    sha256: dict[str, str] = Field(description="of the wheel for one platform")


class Catalogue(BaseModel):
    """All offers, in the order to show them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    engine: EngineOffer
    models: tuple[Offer, ...]

    def offer(self, model_id: str) -> Offer:
        """Raises UserError for an id that is not offered."""
        for each in self.models:
            if each.id == model_id:
                return each
        raise UserError(
            tr("No model is called “{id}”. See what there is with: simtrainer models").replace(
                "{id}", model_id
            )
        )

    def by_hash(self, sha256: str) -> Offer | None:
        """The offer whose file is this one to the last bit."""
        return next((each for each in self.models if each.sha256 == sha256), None)

    def advice(self, total_memory: int | None, cores: int | None) -> Offer | None:
        """The voice for a laptop with ``total_memory`` bytes; None where not even one fits."""
        picks = [m for m in self.models if m.kind == "voice" and m.recommended]
        if total_memory is None:
            return picks[0]
        # A laptop sold with 8 GB shows a little less: some of it belongs to its graphics.
        suited = [m for m in picks if m.laptop_gb * 0.85 * GIB <= total_memory]
        # Too slow to talk to is not advised either, however much memory there is.
        suited = [m for m in suited if cores is None or m.cores <= cores]
        return suited[-1] if suited else None


@cache
def catalogue() -> Catalogue:
    """The catalogue that comes with the program, read once."""
    text = (Path(__file__).parent / "catalogue.toml").read_text(encoding="utf-8")
    return Catalogue.model_validate(tomllib.loads(text))
