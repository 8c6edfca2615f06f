"""What each lead shows in a usual heart, and what the parameters change in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import cos, radians
from random import Random

from simtrainer.physiology.ecg12.parameters import INDEPENDENT, MV_PER_MM, EcgParameters, Qrs

FRONTAL_QRS_MM = 10.0  # length of the QRS vector in the frontal plane


@dataclass(frozen=True, slots=True)
class LeadShape:
    """Deflections of one lead in mm; ``p_late`` is the second half of a biphasic P wave."""

    p: float
    p_late: float
    qrs: Qrs
    t: float
    st: float = 0.0
    pr: float = 0.0

    def in_mv(self, mm: float) -> float:
        return mm * MV_PER_MM


# P, late P, (q, R, S, R'), T of a usual adult, in mm. R grows and S shrinks from V1 to V5.
_USUAL: dict[str, tuple[float, float, Qrs, float]] = {
    "I": (0.7, 0.0, (0, 0, 0, 0), 2.0),
    "II": (1.3, 0.0, (0, 0, 0, 0), 3.0),
    "V1": (0.5, -0.4, (0, 2.2, -9.0, 0), -0.5),
    "V2": (0.6, 0.0, (0, 4.5, -12.0, 0), 3.5),
    "V3": (0.6, 0.0, (0, 8.0, -8.0, 0), 4.0),
    "V4": (0.6, 0.0, (-0.4, 13.0, -4.5, 0), 4.0),
    "V5": (0.6, 0.0, (-0.8, 13.0, -2.0, 0), 3.2),
    "V6": (0.6, 0.0, (-0.9, 10.0, -0.8, 0), 2.5),
    "V4R": (0.4, -0.2, (0, 1.5, -4.0, 0), -0.5),
    "V7": (0.5, 0.0, (-0.7, 7.0, -0.5, 0), 2.0),
    "V8": (0.4, 0.0, (-0.6, 5.0, -0.4, 0), 1.6),
    "V9": (0.4, 0.0, (-0.5, 3.5, -0.3, 0), 1.2),
}


def lead_shapes(parameters: EcgParameters) -> dict[str, LeadShape]:
    """The shape of every lead that is not a sum of others."""
    draw = Random(parameters.seed)
    size = draw.uniform(0.92, 1.08)
    axis = parameters.axis + draw.uniform(-5, 5)
    return {lead: _shape(lead, parameters, size, axis) for lead in INDEPENDENT}


def _shape(lead: str, parameters: EcgParameters, size: float, axis: float) -> LeadShape:
    p, p_late, qrs, t = _USUAL[lead]
    if lead in ("I", "II"):
        qrs = _limb_qrs(axis - (60 if lead == "II" else 0))
    given = parameters.qrs_mm.get(lead, qrs)
    shape = LeadShape(
        p=parameters.p_mm.get(lead, p) * parameters.p_scale,
        p_late=p_late * parameters.p_scale,
        qrs=(given[0] * size, given[1] * size, given[2] * size, given[3] * size),
        t=parameters.t_mm.get(lead, t),
        st=parameters.st_mm.get(lead, 0.0),
        pr=parameters.pr_mm.get(lead, 0.0),
    )
    depth = parameters.q_mm.get(lead)
    return shape if depth is None else replace(shape, qrs=(-depth, *shape.qrs[1:]))


def _limb_qrs(angle: float) -> Qrs:
    """q, R, S of a limb lead ``angle`` degrees from the axis; they add up to its projection."""
    net = FRONTAL_QRS_MM * cos(radians(angle))
    if net >= 0:
        q, s = -0.2 - 0.05 * net, -0.5 - 0.08 * net
        return q, net - q - s, s, 0.0
    r = 1.0 + 0.08 * -net
    return 0.0, r, net - r, 0.0
