"""Ready-made ECGs by name. Each says which published definition it is drawn to fulfil.

UDMI is the Fourth Universal Definition of Myocardial Infarction (2018); AHA is AHA/ACCF/HRS
recommendations for the standardization and interpretation of the electrocardiogram, parts III
and IV (2009). Content is unreviewed until a clinician has reviewed it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from simtrainer.errors import UserError
from simtrainer.physiology.ecg12.parameters import CHEST, EcgParameters


def ecg_preset(
    name: str, *, rate: float | None = None, rhythm: str = "sinus", seed: int = 1
) -> EcgParameters:
    """The ECG called ``name``, at this heart rate (per minute) if there is one, varied by ``seed``.

    ``rhythm`` is the body's, as the monitor names it: fibrillation, block or arrest then show on
    this ECG too. Raises UserError when there is none of that name; ``PRESET_NAMES`` lists them.
    """
    found = _ALSO.get(name, name)
    if found not in _PRESETS:
        known = ", ".join(PRESET_NAMES)
        raise UserError(f"There is no ECG called “{name}”. Choose one of: {known}.")
    parameters = _in_rhythm(replace(_PRESETS[found](), seed=seed), _ALSO.get(rhythm, rhythm))
    if not rate or rate <= 0 or parameters.rhythm in _NO_BEATS:
        return parameters
    return replace(parameters, rate=rate)


def _in_rhythm(parameters: EcgParameters, rhythm: str) -> EcgParameters:
    """The ECG in another rhythm; one that changes the complexes replaces them."""
    if rhythm == parameters.rhythm:
        return parameters
    match rhythm:
        case "vf" | "asystole" | "vt" | "svt" | "atrial_flutter":
            return replace(_PRESETS[rhythm](), seed=parameters.seed)
        case "atrial_fibrillation":
            return replace(parameters, rhythm="atrial_fibrillation")
        case "complete_heart_block":
            return replace(parameters, rhythm="complete_heart_block", rate=38)
        case _:
            return parameters


def _normal() -> EcgParameters:
    return EcgParameters()


def _inferior() -> EcgParameters:
    """UDMI: at least 1 mm in II, III, aVF. More in III than in II, and depression in aVL, point
    to the right coronary artery (AHA part VI, 2009); V4R 1 mm then shows the right ventricle."""
    return EcgParameters(
        rate=62,
        pr_ms=190,
        axis=65,
        st_mm={
            "I": -1.2,
            "II": 2.2,
            "V1": 0.4,
            "V2": -0.8,
            "V3": -0.4,
            "V5": 0.3,
            "V6": 0.6,
            "V4R": 1.2,
        },
        st_form="convex",
        t_mm={"I": -0.6, "II": 5.5, "V2": 2.0},
        q_mm={"II": 0.8},
    )


def _anterior() -> EcgParameters:
    """UDMI: V2 and V3 at least 2.5 mm (any age or sex), V1 and V4 1 mm. Broad tall T waves."""
    return EcgParameters(
        rate=92,
        axis=30,
        st_mm={
            "I": 0.6,
            "II": -0.3,
            "V1": 1.5,
            "V2": 3.4,
            "V3": 4.2,
            "V4": 3.2,
            "V5": 1.6,
            "V6": 0.6,
        },
        st_form="convex",
        t_mm={"V1": 2.0, "V2": 7.0, "V3": 8.5, "V4": 7.5, "V5": 4.5},
        t_width=1.12,
        qrs_mm={"V2": (-1.0, 2.0, -9.0, 0), "V3": (-1.2, 4.0, -6.0, 0)},
    )


def _lateral() -> EcgParameters:
    """UDMI: at least 1 mm in I, aVL, V5, V6; depression in III and aVF opposite."""
    return EcgParameters(
        rate=84,
        axis=40,
        st_mm={"I": 1.6, "II": 0.0, "V1": -0.3, "V4": 0.6, "V5": 1.8, "V6": 1.8},
        st_form="convex",
        t_mm={"I": 4.0, "II": 2.0, "V5": 5.5, "V6": 5.0},
        q_mm={"I": 1.2},
    )


def _posterior() -> EcgParameters:
    """UDMI: V7 to V9 at least 0.5 mm; seen from the front as horizontal depression in V1 to V3
    with a tall R wave (R/S above 1) and an upright T wave."""
    return EcgParameters(
        rate=80,
        st_mm={
            "V1": -1.0,
            "V2": -2.2,
            "V3": -1.8,
            "V4": -0.6,
            "V6": 0.4,
            "V7": 1.0,
            "V8": 1.1,
            "V9": 0.9,
        },
        t_mm={"V1": 2.0, "V2": 5.0, "V3": 5.0},
        qrs_mm={"V1": (0, 6.5, -4.0, 0), "V2": (0, 10.0, -6.0, 0), "V3": (0, 12.0, -5.0, 0)},
        q_mm={"V7": 1.5, "V8": 1.6, "V9": 1.4},
    )


def _nstemi() -> EcgParameters:
    """UDMI: new horizontal or downsloping depression of at least 0.5 mm in two contiguous leads,
    or T inversion over 1 mm where R is prominent."""
    return EcgParameters(
        rate=88,
        st_mm={"I": -0.8, "II": -0.8, "V3": -0.6, "V4": -1.6, "V5": -1.8, "V6": -1.3},
        st_form="downsloping",
        t_mm={"I": -1.2, "II": 0.3, "V3": 0.5, "V4": -2.0, "V5": -2.4, "V6": -1.8},
    )


def _pericarditis() -> EcgParameters:
    """ESC guideline on pericardial diseases (2015): widespread ST elevation, PR depression.

    Concave; aVR and V1 opposite; ST over T in V6 above 0.25 (Ginzton and Laks, Circulation 1982).
    """
    return EcgParameters(
        rate=98,
        st_mm={
            "I": 1.1,
            "II": 2.0,
            "V1": -0.3,
            "V2": 1.5,
            "V3": 1.8,
            "V4": 2.0,
            "V5": 1.9,
            "V6": 1.4,
        },
        st_form="concave",
        t_mm={"V6": 2.6, "V5": 3.2, "V4": 3.8},
        pr_mm={"I": -0.5, "II": -1.0, "V1": 0.3, "V3": -0.5, "V4": -0.7, "V5": -0.8, "V6": -0.7},
    )


def _tachycardia() -> EcgParameters:
    return EcgParameters(rate=118, pr_ms=140, qtc_ms=420)


def _bradycardia() -> EcgParameters:
    return EcgParameters(rate=46, pr_ms=180)


def _fibrillating() -> EcgParameters:
    return EcgParameters(rate=124, rhythm="atrial_fibrillation")


def _flutter() -> EcgParameters:
    """Flutter waves at 300 a minute, every second one conducted."""
    return EcgParameters(rate=150, rhythm="atrial_flutter", t_mm={"II": 1.5})


def _svt() -> EcgParameters:
    return EcgParameters(rate=182, rhythm="svt", qrs_ms=84, t_mm={"II": 2.0})


def _lbbb() -> EcgParameters:
    """AHA part III: QRS at least 120 ms; broad notched R without q in I, V5, V6; ST and T
    opposite to the QRS. ST stays within a quarter of S, so that Smith's rule (2012) is not met."""
    return EcgParameters(
        rate=76,
        qrs_ms=152,
        qrs_form="broad",
        qtc_ms=460,
        axis=-10,
        qrs_mm={
            "I": (0, 5.5, 0, 6.5),
            "II": (0, 4.0, -1.0, 3.0),
            "V1": (0, 1.0, -10.0, -5.0),
            "V2": (0, 1.2, -13.0, -6.5),
            "V3": (0, 1.4, -11.0, -5.0),
            "V4": (0, 3.0, -7.0, -1.0),
            "V5": (0, 8.5, 0, 8.0),
            "V6": (0, 8.0, 0, 9.0),
        },
        st_mm={
            "I": -0.8,
            "II": -0.4,
            "V1": 1.6,
            "V2": 2.4,
            "V3": 1.8,
            "V4": 0.4,
            "V5": -0.8,
            "V6": -1.0,
        },
        t_mm={
            "I": -2.0,
            "II": -0.8,
            "V1": 4.0,
            "V2": 6.0,
            "V3": 5.0,
            "V4": 2.0,
            "V5": -2.2,
            "V6": -2.8,
        },
    )


def _rbbb() -> EcgParameters:
    """AHA part III: QRS at least 120 ms, rsR' in V1 or V2, broad S in I and V6."""
    return EcgParameters(
        rate=74,
        qrs_ms=138,
        qtc_ms=440,
        qrs_mm={
            "I": (-0.4, 6.5, -1.5, -2.6),
            "II": (-0.4, 7.0, -1.2, -1.6),
            "V1": (0, 2.5, -3.5, 9.0),
            "V2": (0, 4.0, -5.0, 7.5),
            "V5": (-0.7, 11.0, -2.0, -2.8),
            "V6": (-0.8, 9.0, -1.8, -3.0),
        },
        st_mm={"V1": -0.5, "V2": -0.5},
        t_mm={"V1": -2.4, "V2": -1.8},
    )


def _hyperkalaemia() -> EcgParameters:
    """Tall narrow T waves, flat P waves, long PR, widening QRS; the order is that of rising
    potassium (UK Kidney Association guideline on hyperkalaemia, 2023)."""
    return EcgParameters(
        rate=58,
        pr_ms=230,
        qrs_ms=132,
        qrs_form="broad",
        qtc_ms=430,
        p_scale=0.25,
        t_width=0.62,
        t_mm={
            "I": 5.0,
            "II": 9.5,
            "V1": 2.0,
            "V2": 11.0,
            "V3": 13.0,
            "V4": 12.5,
            "V5": 9.5,
            "V6": 7.0,
        },
    )


def _embolism() -> EcgParameters:
    """Sinus tachycardia, S in I, Q and inverted T in III (McGinn and White, JAMA 1935), inverted
    T in V1 to V4 (ESC guideline on acute pulmonary embolism, 2019)."""
    return EcgParameters(
        rate=116,
        pr_ms=150,
        axis=85,
        qrs_mm={
            "I": (1.1, 3.2, -4.2, 0),
            "II": (-0.5, 6.2, -1.6, 0),
            "V1": (0, 3.0, -5.0, 2.5),
            "V5": (-0.4, 8.0, -6.0, 0),
            "V6": (-0.4, 7.0, -4.5, 0),
        },
        t_mm={"I": 1.8, "II": -0.4, "V1": -2.4, "V2": -2.8, "V3": -2.4, "V4": -1.4, "V5": 0.8},
    )


def _vt() -> EcgParameters:
    """Broad regular tachycardia, axis in no man's land, atria apart (ESC guideline on ventricular
    arrhythmias, 2022)."""
    return EcgParameters(
        rate=178,
        rhythm="vt",
        qrs_ms=164,
        qrs_form="broad",
        qtc_ms=520,
        axis=-130,
        qrs_mm={
            "I": (0, 0.8, -5.0, -4.0),
            "II": (0, 0.8, -8.0, -6.5),
            "V1": (3.0, 9.0, 0, 5.0),
            "V2": (3.5, 11.0, 0, 6.0),
            "V3": (2.0, 8.0, -2.0, 2.0),
            "V4": (0.5, 4.0, -6.0, -3.0),
            "V5": (0, 2.0, -8.0, -5.0),
            "V6": (0, 1.2, -8.0, -6.0),
            "V4R": (2.0, 6.0, 0, 3.0),
        },
        t_mm={
            "I": 2.2,
            "II": 3.6,
            "V1": -3.6,
            "V2": -4.2,
            "V3": -2.0,
            "V4": 2.2,
            "V5": 3.4,
            "V6": 3.2,
        },
    )


def _vf() -> EcgParameters:
    return EcgParameters(rate=0, rhythm="vf")


def _asystole() -> EcgParameters:
    return EcgParameters(rate=0, rhythm="asystole")


def _block() -> EcgParameters:
    """Atria and ventricles regular, each at its own rate; broad escape beats."""
    return EcgParameters(
        rate=37,
        rhythm="complete_heart_block",
        qrs_ms=136,
        qtc_ms=450,
        qrs_form="broad",
        qrs_mm={
            "I": (0, 4.5, -0.5, 4.0),
            "II": (0, 5.5, -1.0, 3.0),
            "V1": (0, 1.5, -9.0, -4.0),
            "V2": (0, 2.0, -12.0, -5.0),
            "V5": (0, 6.5, 0, 5.0),
            "V6": (0, 6.0, 0, 5.5),
        },
        t_mm={"I": -1.4, "II": -1.0, "V1": 3.0, "V2": 4.0, "V4": 1.5, "V5": -1.2, "V6": -1.8},
        p_mm=dict.fromkeys(CHEST, 1.0),
    )


_PRESETS: dict[str, Callable[[], EcgParameters]] = {
    "normal": _normal,
    "inferior_stemi": _inferior,
    "anterior_stemi": _anterior,
    "lateral_stemi": _lateral,
    "posterior_stemi": _posterior,
    "nstemi": _nstemi,
    "pericarditis": _pericarditis,
    "sinus_tachycardia": _tachycardia,
    "sinus_bradycardia": _bradycardia,
    "atrial_fibrillation": _fibrillating,
    "atrial_flutter": _flutter,
    "svt": _svt,
    "lbbb": _lbbb,
    "rbbb": _rbbb,
    "hyperkalaemia": _hyperkalaemia,
    "pulmonary_embolism": _embolism,
    "vt": _vt,
    "vf": _vf,
    "asystole": _asystole,
    "complete_heart_block": _block,
}
_ALSO = {
    "sinus": "normal",
    "posterior": "posterior_stemi",
    "af": "atrial_fibrillation",
    "flutter": "atrial_flutter",
    "pe": "pulmonary_embolism",
    "chb": "complete_heart_block",
}
_NO_BEATS = ("vf", "asystole")
PRESET_NAMES: tuple[str, ...] = tuple(_PRESETS)
