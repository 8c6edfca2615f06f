"""Values as they are printed: UCUM units in readable signs, SI or US units by locale."""

from __future__ import annotations

from simtrainer.scenario.catalogue.models import Analyte, PersonLike
from simtrainer.scenario.catalogue.values import Value, range_for

_US = "en-US"
_SIGNS = {
    "10*12/L": "×10¹²/L", "10*9/L": "×10⁹/L", "10*6/L": "×10⁶/L", "10*3/uL": "×10³/µL",
    "10*6/uL": "×10⁶/µL", "/uL": "cells/µL", "1": "", "[pH]": "", "mm[Hg]": "mmHg",
    "cm[H2O]": "cmH₂O", "Cel": "°C", "[degF]": "°F", "[lb_av]": "lb", "kg/m2": "kg/m²",
    "[iU]/L": "IU/L", "m[iU]/L": "mIU/L", "u[iU]/mL": "µIU/mL", "m[iU]/mL": "mIU/mL",
    "k[iU]/L": "kIU/L", "[iU]/mL": "IU/mL", "[iU]/dL": "IU/dL", "meq/L": "mEq/L",
    "mL/min/{1.73_m2}": "mL/min/1.73 m²", "mosm/kg": "mOsm/kg", "ug{FEU}/L": "µg/L FEU",
    "ng{FEU}/mL": "ng/mL FEU", "%{predicted}": "% predicted", "[ppb]": "ppb",
    "nmol/d": "nmol/24 h", "umol/d": "µmol/24 h", "g/d": "g/24 h", "L/d": "L/24 h",
    "Munits": "million units", "unit_of_blood": "unit",
}  # fmt: skip


def show_unit(unit: str) -> str:
    """A UCUM unit, or one of our dose units, in the signs a clinician reads."""
    shown = _SIGNS.get(unit)
    if shown is not None:
        return shown
    return "/".join(_micro(part) for part in unit.split("/"))


def format_value(analyte: Analyte, value: Value, locale: str) -> str:
    """A number with its unit, "142 g/L"; a word stays a word. ``value`` is in our own unit."""
    if isinstance(value, str):
        return value
    unit = analyte.us_unit if _american(analyte, locale) else analyte.unit
    return f"{_number(analyte, value, locale)} {show_unit(unit)}".rstrip()


def reference(analyte: Analyte, person: PersonLike, locale: str) -> str:
    """The person's interval as "130–180", "<5" or ">90"; the normal word; or "" for none."""
    bounds = range_for(analyte, person)
    if bounds is None:
        return analyte.normal
    low = None if bounds.low is None else _number(analyte, bounds.low, locale)
    high = None if bounds.high is None else _number(analyte, bounds.high, locale)
    if low is None:
        return f"<{high}"
    if high is None:
        return f">{low}"
    return f"{low} to {high}" if low.startswith("-") else f"{low}–{high}"


def _number(analyte: Analyte, value: float, locale: str) -> str:
    decimals = analyte.decimals
    if _american(analyte, locale):
        value = value * analyte.us_factor + analyte.us_offset
        decimals = analyte.us_decimals
    return f"{round(value, decimals) + 0.0:.{decimals}f}"


def _micro(part: str) -> str:
    return f"µ{part[1:]}" if part.startswith("u") and part != "units" else part


def _american(analyte: Analyte, locale: str) -> bool:
    return locale == _US and bool(analyte.us_unit)
