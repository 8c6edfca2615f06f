"""The published formulas behind computed results; each names its source and units."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import log10, sqrt

from simtrainer.scenario.catalogue.models import PersonLike

Numbers = Mapping[str, float]
Formula = Callable[[Numbers, PersonLike], float | None]

ADULT = 18.0
KPA_TO_MMHG = 7.50062
PK, CO2_SOLUBILITY = 6.1, 0.0307  # mmol/L/mmHg at 37 degrees


def egfr(values: Numbers, person: PersonLike) -> float | None:
    """CKD-EPI 2009 creatinine equation without the ethnicity term (NICE NG203, 2021).

    mL/min/1.73 m2 from creatinine in umol/L; not reported under 18 or in pregnancy.
    """
    if person.age < ADULT or person.pregnant:
        return None
    female = person.sex == "female"
    kappa, alpha = (0.7, -0.329) if female else (0.9, -0.411)
    ratio = values["creatinine"] / 88.42 / kappa
    lower, upper = min(ratio, 1.0) ** alpha, max(ratio, 1.0) ** -1.209
    return float(141.0 * lower * upper * 0.993**person.age * (1.018 if female else 1.0))


def bicarbonate_of_gas(ph: str, pco2: str) -> Formula:
    """Henderson-Hasselbalch, in mmol/L; pCO2 in kPa."""

    def formula(values: Numbers, _: PersonLike) -> float:
        return CO2_SOLUBILITY * values[pco2] * KPA_TO_MMHG * 10 ** (values[ph] - PK)

    return formula


def base_excess(ph: str, bicarbonate: str) -> Formula:
    """Base excess in mmol/L by the Van Slyke equation as simplified by NCCLS C12-A (1994)."""

    def formula(values: Numbers, _: PersonLike) -> float:
        return 0.93 * (values[bicarbonate] - 24.4 + 14.8 * (values[ph] - 7.4))

    return formula


def saturation(values: Numbers, _: PersonLike) -> float:
    """Oxygen saturation (%) from PaO2 in kPa by Severinghaus (1979), at pH 7.4."""
    pressure = max(values["arterial_po2"] * KPA_TO_MMHG, 0.1)
    return 100.0 / (23400.0 / (pressure**3 + 150.0 * pressure) + 1.0)


def oxygen_pressure(values: Numbers, _: PersonLike) -> float:
    """PaO2 in kPa from oxygen saturation (%): Severinghaus turned round by Ellis (1989)."""
    share = min(max(values["arterial_saturation"], 5.0), 99.5) / 100.0
    half = 11700.0 / (1.0 / share - 1.0)
    root = sqrt(50.0**3 + half**2)
    return float((half + root) ** (1 / 3) - (root - half) ** (1 / 3)) / KPA_TO_MMHG


def with_acid(values: Mapping[str, float | str], given: frozenset[str]) -> dict[str, float | str]:
    """``values`` with gas and bicarbonate bent by a lactate or ketones that the case has given.

    Each mmol/L of acid above normal takes one of bicarbonate (ketones counted 1.33 times, for the
    acetoacetate beside the measured hydroxybutyrate); pCO2 follows Winters (1967). What the case
    says of a gas itself is left alone.
    """
    result = dict(values)
    acid = _acid(values, given)
    if acid <= 0:
        return result
    for side, wider in (("arterial", 0.0), ("venous", 0.8)):
        ph, pco2 = f"{side}_ph", f"{side}_pco2"
        said = {ph, pco2, f"{side}_bicarbonate"} & given
        if not said:
            result[ph], result[pco2] = _compensated(_number(values, pco2, 5.3), acid, wider)
    if "bicarbonate" not in given:
        result["bicarbonate"] = max(_number(values, "bicarbonate", 25.0) - acid, 3.0)
    return result


def _acid(values: Mapping[str, float | str], given: frozenset[str]) -> float:
    lactate = _number(values, "lactate", 0.0) if "lactate" in given else 0.0
    ketones = _number(values, "ketones", 0.0) if "ketones" in given else 0.0
    return max(0.0, lactate - 2.0) + 1.33 * max(0.0, ketones - 0.6)


def _compensated(drawn_pco2: float, acid: float, wider: float) -> tuple[float, float]:
    """pH and pCO2 (kPa) once acid (mmol/L) has been buffered and breathed against."""
    bicarbonate = max(24.4 - acid, 3.0)
    pco2 = min(drawn_pco2, (1.5 * bicarbonate + 8.0) / KPA_TO_MMHG + wider)
    return PK + log10(bicarbonate / (CO2_SOLUBILITY * pco2 * KPA_TO_MMHG)), pco2


def _number(values: Mapping[str, float | str], name: str, otherwise: float) -> float:
    value = values.get(name, otherwise)
    return float(value) if isinstance(value, int | float) else otherwise
