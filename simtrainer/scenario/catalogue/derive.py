"""Values that a laboratory computes from others, so that a report agrees with itself.

A rule fires when its result was not given by the case and all its inputs are there. Rules stand in
order: an inverse ("neutrophils from a given white cell count") before its forward form.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from simtrainer.scenario.catalogue.formulas import (
    Formula,
    base_excess,
    bicarbonate_of_gas,
    egfr,
    oxygen_pressure,
    saturation,
    with_acid,
)
from simtrainer.scenario.catalogue.models import PersonLike

Numbers = Mapping[str, float]

_OTHER_WHITE_CELLS = ("lymphocytes", "monocytes", "eosinophils", "basophils")


@dataclass(frozen=True)
class Rule:
    """``when_given`` limits a rule to cases that state this analyte; a formula's None withdraws."""

    result: str
    inputs: tuple[str, ...]
    formula: Formula
    when_given: str = ""

    def applies(self, given: frozenset[str]) -> bool:
        asked = not self.when_given or self.when_given in given
        return asked and self.result not in given


def derive(
    values: Mapping[str, float | str], given: frozenset[str], person: PersonLike
) -> dict[str, float | str]:
    """``values`` with the computed ones put in; a value that does not apply is taken out."""
    result = with_acid(values, given)
    for rule in RULES:
        if not rule.applies(given):
            continue
        numbers = {n: v for n in rule.inputs if isinstance(v := result.get(n), int | float)}
        if len(numbers) < len(rule.inputs):
            continue
        computed = rule.formula(numbers, person)
        if computed is None:
            result.pop(rule.result, None)
        else:
            result[rule.result] = computed
    return result


def _white_cells(values: Numbers, _: PersonLike) -> float:
    return values["neutrophils"] + sum(values[name] for name in _OTHER_WHITE_CELLS)


def _neutrophils(values: Numbers, _: PersonLike) -> float:
    others = sum(values[name] for name in _OTHER_WHITE_CELLS)
    return max(values["white_cells"] - others, 0.1 * values["white_cells"])


def _total_calcium(values: Numbers, _: PersonLike) -> float:
    return values["calcium"] - 0.02 * (40.0 - values["albumin"])


def _ldl(values: Numbers, _: PersonLike) -> float | None:
    """Friedewald, mmol/L; not valid with triglycerides above 4.5."""
    if values["triglycerides"] > 4.5:
        return None
    return values["cholesterol"] - values["hdl_cholesterol"] - values["triglycerides"] / 2.2


def _haematocrit(values: Numbers, _: PersonLike) -> float:
    return values["haemoglobin"] / values["mchc"]


def _red_cells(values: Numbers, _: PersonLike) -> float:
    return values["haematocrit"] * 1000.0 / values["mcv"]


def _mch(values: Numbers, _: PersonLike) -> float:
    return values["mcv"] * values["mchc"] / 1000.0


def _mchc_of_given_mch(values: Numbers, _: PersonLike) -> float:
    return values["mch"] * 1000.0 / values["mcv"]


def _anion_gap(values: Numbers, _: PersonLike) -> float:
    return values["sodium"] + values["potassium"] - values["chloride"] - values["bicarbonate"]


def _osmolality(values: Numbers, _: PersonLike) -> float:
    """2 Na + urea + glucose, mmol/kg."""
    return 2.0 * values["sodium"] + values["urea"] + values["glucose"]


def _difference(whole: str, part: str) -> Formula:
    return lambda values, _: values[whole] - values[part]


def _ratio(top: str, bottom: str, times: float = 1.0) -> Formula:
    return lambda values, _: values[top] / values[bottom] * times if values[bottom] else None


def _inr(values: Numbers, _: PersonLike) -> float:
    """INR = (PT / mean normal PT of 12 s) ^ ISI, with an ISI of 1."""
    return values["prothrombin_time"] / 12.0


def _prothrombin_time(values: Numbers, _: PersonLike) -> float:
    return values["inr"] * 12.0


RULES: tuple[Rule, ...] = (
    Rule("egfr", ("creatinine",), egfr),
    Rule("neutrophils", ("white_cells", *_OTHER_WHITE_CELLS), _neutrophils, "white_cells"),
    Rule("white_cells", ("neutrophils", *_OTHER_WHITE_CELLS), _white_cells),
    Rule("mchc", ("mch", "mcv"), _mchc_of_given_mch, "mch"),
    Rule("haematocrit", ("haemoglobin", "mchc"), _haematocrit),
    Rule("red_cells", ("haematocrit", "mcv"), _red_cells),
    Rule("mch", ("mcv", "mchc"), _mch),
    Rule("calcium_total", ("calcium", "albumin"), _total_calcium),
    Rule("globulin", ("total_protein", "albumin"), _difference("total_protein", "albumin")),
    Rule("ldl_cholesterol", ("cholesterol", "hdl_cholesterol", "triglycerides"), _ldl),
    Rule("non_hdl_cholesterol", ("cholesterol", "hdl_cholesterol"),
         _difference("cholesterol", "hdl_cholesterol")),
    Rule("cholesterol_hdl_ratio", ("cholesterol", "hdl_cholesterol"),
         _ratio("cholesterol", "hdl_cholesterol")),
    Rule("transferrin_saturation", ("iron", "tibc"), _ratio("iron", "tibc", 100.0)),
    Rule("anion_gap", ("sodium", "potassium", "chloride", "bicarbonate"), _anion_gap),
    Rule("serum_osmolality", ("sodium", "urea", "glucose"), _osmolality),
    Rule("prothrombin_time", ("inr",), _prothrombin_time, "inr"),
    Rule("inr", ("prothrombin_time",), _inr),
    Rule("aptt_ratio", ("aptt",), lambda values, _: values["aptt"] / 30.0),
    Rule("arterial_po2", ("arterial_saturation",), oxygen_pressure, "arterial_saturation"),
    Rule("arterial_bicarbonate", ("arterial_ph", "arterial_pco2"),
         bicarbonate_of_gas("arterial_ph", "arterial_pco2")),
    Rule("base_excess", ("arterial_ph", "arterial_bicarbonate"),
         base_excess("arterial_ph", "arterial_bicarbonate")),
    Rule("arterial_saturation", ("arterial_po2",), saturation),
    Rule("venous_bicarbonate", ("venous_ph", "venous_pco2"),
         bicarbonate_of_gas("venous_ph", "venous_pco2")),
    Rule("venous_base_excess", ("venous_ph", "venous_bicarbonate"),
         base_excess("venous_ph", "venous_bicarbonate")),
    Rule("fev1_fvc_ratio", ("fev1", "fvc"), _ratio("fev1", "fvc"), "fev1"),
    Rule("fev1", ("fvc", "fev1_fvc_ratio"),
         lambda values, _: values["fvc"] * values["fev1_fvc_ratio"]),
)  # fmt: skip
