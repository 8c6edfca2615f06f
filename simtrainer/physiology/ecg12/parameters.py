"""What describes one 12-lead ECG, in the units people read it in: mm (0.1 mV), ms, degrees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

EcgRhythm = Literal[
    "sinus",
    "atrial_fibrillation",
    "atrial_flutter",
    "svt",
    "complete_heart_block",
    "vt",
    "vf",
    "asystole",
]
StForm = Literal["flat", "concave", "convex", "downsloping"]
QrsForm = Literal["narrow", "broad"]
Qrs = tuple[float, float, float, float]  # mm of the q, R, S and R' deflections

RATE_HZ = 500
SECONDS = 10.0
MV_PER_MM = 0.1
LIMB = ("I", "II", "III", "aVR", "aVL", "aVF")
CHEST = ("V1", "V2", "V3", "V4", "V5", "V6")
LEADS = LIMB + CHEST
EXTRA = ("V4R", "V7", "V8", "V9")
# The other limb leads are sums of these two (Einthoven, Goldberger).
INDEPENDENT = ("I", "II", *CHEST, *EXTRA)


def _none() -> Mapping[str, float]:
    return MappingProxyType({})


@dataclass(frozen=True)
class EcgParameters:
    """One ECG. The mappings give mm for leads of ``INDEPENDENT``; leads not named stay usual.

    ``rate`` is of the ventricles, per minute; ``axis`` of the QRS in the frontal plane, degrees;
    ``st_mm`` at the J point; ``t_mm`` and ``p_mm`` heights; ``q_mm`` depths of added q waves;
    ``pr_mm`` the level of the PR segment; ``qrs_mm`` replaces the whole QRS of a lead.
    ``qrs_form`` ``broad`` spreads the deflections, as when the ventricles are not reached by both
    bundle branches. ``t_width`` narrows (below 1) or widens the T waves. ``seed`` varies height,
    axis and the spacing of beats a little, as between one person and the next.
    """

    rate: float = 72.0
    rhythm: EcgRhythm = "sinus"
    pr_ms: float = 160.0
    qrs_ms: float = 90.0
    qtc_ms: float = 410.0
    axis: float = 50.0
    st_mm: Mapping[str, float] = field(default_factory=_none)
    st_form: StForm = "flat"
    t_mm: Mapping[str, float] = field(default_factory=_none)
    t_width: float = 1.0
    p_mm: Mapping[str, float] = field(default_factory=_none)
    p_scale: float = 1.0
    q_mm: Mapping[str, float] = field(default_factory=_none)
    pr_mm: Mapping[str, float] = field(default_factory=_none)
    qrs_form: QrsForm = "narrow"
    qrs_mm: Mapping[str, Qrs] = field(default_factory=lambda: MappingProxyType({}))
    atrial_rate: float = 88.0  # where the atria go their own way
    seed: int = 1

    @property
    def rr_s(self) -> float:
        """Seconds from beat to beat."""
        return 60.0 / self.rate if self.rate > 0 else SECONDS

    @property
    def qt_ms(self) -> float:
        """QT from QTc after Bazett (Heart 1920; 7: 353)."""
        return float(self.qtc_ms * self.rr_s**0.5)


def st_elevation_threshold_mm(lead: str, age: float, sex: str) -> float:
    """ST elevation at the J point, in mm, that counts as new ischaemia in two contiguous leads.

    Fourth Universal Definition of Myocardial Infarction (2018), table 3: 1 mm in all leads but
    V2 and V3, there 2 mm in men of 40 or older, 2.5 mm in younger men, 1.5 mm in women. V7 to V9
    0.5 mm and V3R, V4R 0.5 mm (1 mm in men under 30), same source.
    """
    if lead in ("V7", "V8", "V9"):
        return 0.5
    if lead == "V4R":
        return 1.0 if sex == "male" and age < 30 else 0.5
    if lead not in ("V2", "V3"):
        return 1.0
    if sex == "female":
        return 1.5
    return 2.0 if age >= 40 else 2.5
