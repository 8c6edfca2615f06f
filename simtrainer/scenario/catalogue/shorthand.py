"""The short sentences of the data files: a reference range or a route on one line.

``male 18+: 130 to 180``                    a range: who it is for, then its bounds
``iv 2.5-10 mg, usual 5, max 20, over 5``   a route: route, form, dose limits, options
"""

from __future__ import annotations

import re
from typing import Any

_AGES = re.compile(r"(\d+(?:\.\d+)?)(?:\+|-(\d+(?:\.\d+)?))")
_NUMBER = r"-?\d+(?:\.\d+)?"
_BETWEEN = re.compile(rf"({_NUMBER}) to ({_NUMBER})")
_DOSE = re.compile(r"(\d+(?:\.\d+)?)(?:-(\d+(?:\.\d+)?))?")
_FORMS = ("bolus", "infusion", "continuous")
_OPTIONS = {
    "usual": "usual",
    "max": "max",
    "over": "over_minutes",
    "day": "day_max",
    "fio2": "fio2",
}


def read_range(text: str) -> dict[str, Any]:
    """``female pregnant 18-50: 105 to 140``, ``<5``, ``>90``; the upper age is not reached.

    Raises ValueError with the text when it cannot be read.
    """
    who, _, bounds = text.rpartition(":")
    return {**_who(who.split(), text), **_bounds(bounds.strip(), text)}


def read_route(text: str) -> dict[str, Any]:
    """``ROUTE [FORM] [child] LOW[-HIGH] UNIT``, then usual, max, over, day and fio2 with a number.

    A unit per kg makes the route per_kg. Raises ValueError with the text when it cannot be read.
    """
    head, *options = [part.strip() for part in text.split(",")]
    words = head.split()
    route: dict[str, Any] = {"route": words.pop(0)}
    if words and words[0] in _FORMS:
        route["form"] = words.pop(0)
    if words and words[0] == "child":
        route["who"] = words.pop(0)
    if len(words) != 2 or (dose := _DOSE.fullmatch(words[0])) is None:
        raise ValueError(f"route {text!r}: write it as 'iv 2.5-10 mg, usual 5, max 20'")
    route |= {"low": float(dose[1]), "high": float(dose[2] or dose[1])}
    route |= {"unit": words[1].replace("/kg", "", 1), "per_kg": "/kg" in words[1]}
    for option in options:
        route |= _option(option, text)
    return route


def read_columns(text: str, names: tuple[str, ...]) -> dict[str, str]:
    """Columns parted by ``|``, one for each name. Raises ValueError when the count differs."""
    columns = [column.strip() for column in text.split("|")]
    if len(columns) != len(names):
        raise ValueError(f"{text!r}: write it as '{' | '.join(names)}'")
    return dict(zip(names, columns, strict=True))


def _who(words: list[str], text: str) -> dict[str, Any]:
    who: dict[str, Any] = {}
    for word in words:
        if word in ("male", "female"):
            who["sex"] = word
        elif word == "pregnant":
            who["pregnant"] = True
        elif ages := _AGES.fullmatch(word):
            who["age_min"] = float(ages[1])
            who["age_max"] = float(ages[2]) if ages[2] else None
        else:
            raise ValueError(f"range {text!r}: {word!r} is not a sex, 'pregnant' or an age")
    return who


def _bounds(bounds: str, text: str) -> dict[str, Any]:
    if both := _BETWEEN.fullmatch(bounds):
        return {"low": float(both[1]), "high": float(both[2])}
    if bounds[:1] in ("<", ">"):
        return {"high" if bounds[0] == "<" else "low": float(bounds[1:])}
    raise ValueError(f"range {text!r}: write its bounds as '130 to 180', '<5' or '>90'")


def _option(option: str, text: str) -> dict[str, float]:
    name, _, number = option.partition(" ")
    if name not in _OPTIONS:
        raise ValueError(f"route {text!r}: {name!r} is not one of {', '.join(_OPTIONS)}")
    return {_OPTIONS[name]: float(number)}
