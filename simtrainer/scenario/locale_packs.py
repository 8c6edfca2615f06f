"""Locale packs: titles, the emergency number, and whose guidance applies where one practises."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from pydantic import Field

from simtrainer.scenario.base import Frozen
from simtrainer.scenario.case import Heading
from simtrainer.scenario.conditions import Names
from simtrainer.scenario.words import Locale


class LocalePack(Frozen):
    name: str
    emergency_number: str
    hospital_emergency: str
    jurisdictions: Names
    titles: dict[str, str] = Field(default_factory=dict)


@cache
def locale_packs() -> Mapping[str, LocalePack]:
    """All packs by locale."""
    text = resources.files("simtrainer.scenario").joinpath("locale_packs.toml").read_text("utf-8")
    return {key: LocalePack.model_validate(value) for key, value in tomllib.loads(text).items()}


def localised(text: str, locale: Locale) -> str:
    """``text`` of a brief or a role with the titles of the locale: the resident, the attending."""
    titles = locale_packs()[locale].titles
    if not titles:
        return text
    words = "|".join(re.escape(word) for word in sorted(titles, key=len, reverse=True))
    return re.sub(rf"\b({words})\b", lambda match: titles[match[0]], text)


def guidance_note(heading: Heading, locale: Locale) -> str:
    """A sentence when the case rests on guidance from elsewhere, else an empty string."""
    pack = locale_packs()[locale]
    places = {source.jurisdiction for source in heading.sources.values() if source.jurisdiction}
    if not places or places & set(pack.jurisdictions):
        return ""
    return (
        f"This case follows guidance from: {', '.join(sorted(places))}. "
        f"Practice in the {pack.name} may differ."
    )
