"""What the machine prints above an ECG: figures, never an interpretation."""

from __future__ import annotations

from math import atan2, degrees, sqrt

from simtrainer.physiology.ecg12.leads import lead_shapes
from simtrainer.physiology.ecg12.parameters import CHEST, LEADS, EcgParameters

_NO_RATE = {"vf", "asystole"}
_HAS_PR = {"sinus"}


def describe_measurements(parameters: EcgParameters) -> str:
    """Rate, PR, QRS, QT and QTc (Bazett), axis, such as "Rate 72/min · PR 160 ms · …".

    A dash stands for what cannot be measured in the rhythm.
    """
    if parameters.rhythm in _NO_RATE:
        return "Rate –/min · PR – ms · QRS – ms · QT/QTc –/– ms · axis –°"
    axis = qrs_axis(parameters)
    pr = f"{parameters.pr_ms:.0f}" if parameters.rhythm in _HAS_PR else "–"
    return (
        f"Rate {parameters.rate:.0f}/min · PR {pr} ms · QRS {parameters.qrs_ms:.0f} ms · "
        f"QT/QTc {parameters.qt_ms:.0f}/{parameters.qtc_ms:.0f} ms · axis {axis:.0f}°"
    )


def qrs_axis(parameters: EcgParameters) -> float:
    """The QRS axis in the frontal plane, degrees, from the net QRS of I and aVF."""
    shapes = lead_shapes(parameters)
    one, two = sum(shapes["I"].qrs), sum(shapes["II"].qrs)
    foot = (2 * two - one) / 2
    return degrees(atan2(2 * foot / sqrt(3), one))


def describe_leads(parameters: EcgParameters) -> str:
    """Every lead in figures, for people who cannot see the drawing: ST level and T wave in mm.

    As plain as the paper: nothing is named or judged.
    """
    if parameters.rhythm in _NO_RATE:
        return "No complexes: irregular waves." if parameters.rhythm == "vf" else "A flat line."
    shapes = lead_shapes(parameters)
    levels = {
        "ST level": _all_leads({lead: shape.st for lead, shape in shapes.items()}),
        "T wave": _all_leads({lead: shape.t for lead, shape in shapes.items()}),
        "First 20 ms": _all_leads({lead: shape.qrs[0] for lead, shape in shapes.items()}),
        "QRS, height less depth": _all_leads({lead: sum(s.qrs) for lead, s in shapes.items()}),
    }
    parts = [f"{name} in mm: {_listed(values)}." for name, values in levels.items()]
    return " ".join([_RHYTHM_WORDS[parameters.rhythm], *parts])


_RHYTHM_WORDS = {
    "sinus": "Regular, a P wave before each QRS.",
    "atrial_fibrillation": "Irregular, no P waves.",
    "atrial_flutter": "Regular, saw-tooth baseline.",
    "svt": "Regular, no P waves seen.",
    "complete_heart_block": "P waves and QRS complexes each regular, apart from each other.",
    "vt": "Regular, broad complexes, P waves apart from them.",
}


def _all_leads(made: dict[str, float]) -> dict[str, float]:
    one, two = made["I"], made["II"]
    three = two - one
    limb = {
        "I": one,
        "II": two,
        "III": three,
        "aVR": -(one + two) / 2,
        "aVL": (one - three) / 2,
        "aVF": (two + three) / 2,
    }
    return limb | {lead: made[lead] for lead in CHEST}


def _listed(values: dict[str, float]) -> str:
    return ", ".join(f"{lead} {round(values[lead], 1) + 0.0:+.1f}" for lead in LEADS)
