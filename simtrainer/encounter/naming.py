"""What things are called under the encounter's locale pack; ids stay the same."""

from __future__ import annotations

from typing import Protocol

from simtrainer.scenario.catalogue.models import CallTarget
from simtrainer.scenario.words import Locale


class Named(Protocol):
    @property
    def name(self) -> str: ...


def name_of(entry: Named, locale: Locale) -> str:
    """The entry's name: its own ``us_name`` in American English where it has one."""
    american = getattr(entry, "us_name", "") if locale == "en-US" else ""
    return american or entry.name


def colleague_name(called: CallTarget, locale: str) -> str:
    """The title of somebody who can be called: the cardiology registrar, or fellow."""
    return called.us_title if locale == "en-US" else called.uk_title


def temperature(celsius: float, locale: Locale) -> str:
    """A temperature with its unit: 38.4 °C, or 101.1 °F."""
    if locale == "en-US":
        return f"{celsius * 9 / 5 + 32:.1f} °F"
    return f"{celsius} °C"


def route_words(route: str) -> str:
    """A route as people write it: IV, by mouth, under the tongue."""
    return _ROUTES.get(route, route.replace("_", " "))


_ROUTES = {
    "oral": "by mouth",
    "iv": "IV",
    "iv_infusion": "IV infusion",
    "im": "IM",
    "sc": "subcutaneous",
    "sublingual": "under the tongue",
    "intraosseous": "IO",
    "niv": "NIV",
    "cpap": "CPAP",
}
