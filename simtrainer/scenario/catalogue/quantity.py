"""Amounts with units: reading "300 mg", and converting between units of the same kind."""

from __future__ import annotations

import re
from dataclasses import dataclass

from simtrainer.errors import UserError

# Each base unit belongs to one kind; the number is its size in the kind's smallest sensible unit.
_SIZES: dict[str, tuple[str, float]] = {
    "kg": ("mass", 1e6), "g": ("mass", 1e3), "mg": ("mass", 1.0), "ug": ("mass", 1e-3),
    "ng": ("mass", 1e-6), "pg": ("mass", 1e-9),
    "L": ("volume", 1e3), "dL": ("volume", 100.0), "mL": ("volume", 1.0), "uL": ("volume", 1e-3),
    "mol": ("amount", 1e3), "mmol": ("amount", 1.0), "umol": ("amount", 1e-3),
    "nmol": ("amount", 1e-6), "pmol": ("amount", 1e-9),
    "units": ("units", 1.0), "Munits": ("units", 1e6),
    "J": ("energy", 1.0), "%": ("percent", 1.0),
    "puff": ("puff", 1.0), "spray": ("spray", 1.0), "tablet": ("tablet", 1.0),
    "capsule": ("capsule", 1.0), "drop": ("drop", 1.0), "patch": ("patch", 1.0),
    "suppository": ("suppository", 1.0), "sachet": ("sachet", 1.0), "vial": ("vial", 1.0),
    "application": ("application", 1.0), "unit_of_blood": ("unit_of_blood", 1.0),
    "mm[Hg]": ("pressure", 1.0), "cm[H2O]": ("pressure", 0.735559), "kPa": ("pressure", 7.50062),
}  # fmt: skip

_PER: dict[str, tuple[str, float]] = {
    "s": ("time", 1.0), "min": ("time", 60.0), "h": ("time", 3600.0), "d": ("time", 86400.0),
    "kg": ("weight", 1.0), "L": ("volume", 1e3), "dL": ("volume", 100.0), "mL": ("volume", 1.0),
}  # fmt: skip

_SPELLINGS: dict[str, str] = {
    "gram": "g", "grams": "g", "gm": "g", "kilogram": "kg", "kilograms": "kg",
    "milligram": "mg", "milligrams": "mg", "mgs": "mg",
    "mcg": "ug", "mcgs": "ug", "\u00b5g": "ug", "\u03bcg": "ug", "microgram": "ug",
    "micrograms": "ug", "microg": "ug", "micro": "ug", "mics": "ug",
    "nanogram": "ng", "nanograms": "ng",
    "l": "L", "litre": "L", "litres": "L", "liter": "L", "liters": "L",
    "ml": "mL", "mls": "mL", "millilitre": "mL", "millilitres": "mL", "milliliters": "mL",
    "milliliter": "mL", "cc": "mL", "dl": "dL", "ul": "uL", "\u00b5l": "uL",
    "millimole": "mmol", "millimoles": "mmol", "mmols": "mmol", "meq": "mmol",
    "\u00b5mol": "umol", "\u03bcmol": "umol",
    "u": "units", "iu": "units", "unit": "units", "[iu]": "units",
    "mu": "Munits", "megaunit": "Munits", "megaunits": "Munits", "munits": "Munits",
    "joule": "J", "joules": "J", "j": "J", "percent": "%",
    "puffs": "puff", "sprays": "spray", "tab": "tablet", "tabs": "tablet", "tablets": "tablet",
    "caps": "capsule", "capsules": "capsule", "drops": "drop", "patches": "patch",
    "suppositories": "suppository", "sachets": "sachet", "vials": "vial",
    "applications": "application", "mmhg": "mm[Hg]", "cmh2o": "cm[H2O]", "kpa": "kPa",
    "sec": "s", "second": "s", "minute": "min", "minutes": "min", "hr": "h", "hour": "h",
    "hours": "h", "hourly": "h", "day": "d", "days": "d",
}  # fmt: skip

_NUMBER = re.compile(r"\s*(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)\s*(.*)", re.DOTALL)
_LONGEST = 60


@dataclass(frozen=True)
class _Unit:
    kind: tuple[str, ...]
    size: float


def parse_quantity(text: str) -> tuple[float, str]:
    """Read "300 mg", "1,000 micrograms" or "15 L/min" as (amount, canonical unit).

    Raises UserError when there is no number, no unit, or a unit we do not know.
    """
    shown = text.strip()[:_LONGEST]
    found = _NUMBER.fullmatch(text) if len(text) <= _LONGEST else None
    if found is None:
        raise UserError(
            f'"{shown}" is not an amount we can read; write a number and a unit, such as 300 mg.'
        )
    if not found[2].strip():
        raise UserError(f'"{shown}" has no unit; add one, such as {shown} mg.')
    return float(found[1].replace(",", "")), canonical_unit(found[2])


def canonical_unit(text: str) -> str:
    """One spelling for each unit: "mcg/kg per minute" becomes "ug/kg/min".

    Raises UserError for a unit we do not know.
    """
    parts = re.split(r"\s*/\s*|\s+per\s+|\s+an?\s+", text.strip().rstrip("."))
    spelled = [_spell(part) for part in parts]
    known = spelled[0] in _SIZES and all(part in _PER for part in spelled[1:])
    if not known:
        raise UserError(
            f'"{text.strip()[:_LONGEST]}" is not a unit we know;'
            " use one such as mg, g, ug, mL, L, units, mmol, mg/h or L/min."
        )
    return "/".join(spelled)


def convert(amount: float, unit: str, into: str) -> float:
    """The same amount in another unit. Raises UserError when the two do not measure one thing."""
    have, want = _measure(canonical_unit(unit)), _measure(canonical_unit(into))
    if have.kind != want.kind:
        raise UserError(f"An amount in {unit} cannot be given in {into}; use {into}.")
    return amount * have.size / want.size


def is_rate(unit: str) -> bool:
    """Whether a unit is an amount in a time, such as mg/h or L/min."""
    return "time" in _measure(canonical_unit(unit)).kind


def _spell(part: str) -> str:
    word = part.strip()
    if word in _SIZES or word in _PER:
        return word
    lowered = word.lower()
    return _SPELLINGS.get(lowered, lowered)


def _measure(unit: str) -> _Unit:
    top, *below = unit.split("/")
    kind, size = _SIZES[top]
    per = [_PER[word] for word in below]
    for _, part in per:
        size /= part
    return _Unit((kind, *sorted(name for name, _ in per)), size)
