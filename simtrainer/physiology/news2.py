"""The National Early Warning Score 2, from one set of vitals.

Every threshold is from the chart of Royal College of Physicians, National Early Warning Score
(NEWS) 2, London 2017. The score is for people of 16 and over who are not pregnant; outside that it
is refused. Unreviewed, for training only.
"""

from __future__ import annotations

from typing import Literal

from simtrainer.errors import UserError
from simtrainer.physiology.model import BodyPerson, Frozen, Vitals

Scale = Literal[1, 2]
Band = tuple[float, int]  # points for values up to and including the bound

INFINITE = float("inf")
RESPIRATION: tuple[Band, ...] = ((8, 3), (11, 1), (20, 0), (24, 2), (INFINITE, 3))
SPO2_SCALE_1: tuple[Band, ...] = ((91, 3), (93, 2), (95, 1), (INFINITE, 0))
SPO2_SCALE_2_AIR: tuple[Band, ...] = ((83, 3), (85, 2), (87, 1), (INFINITE, 0))
SPO2_SCALE_2_OXYGEN: tuple[Band, ...] = (
    (83, 3),
    (85, 2),
    (87, 1),
    (92, 0),
    (94, 1),
    (96, 2),
    (INFINITE, 3),
)
SYSTOLIC: tuple[Band, ...] = ((90, 3), (100, 2), (110, 1), (219, 0), (INFINITE, 3))
PULSE: tuple[Band, ...] = ((40, 3), (50, 1), (90, 0), (110, 1), (130, 2), (INFINITE, 3))
TEMPERATURE: tuple[Band, ...] = ((35.0, 3), (36.0, 1), (38.0, 0), (39.0, 1), (INFINITE, 2))
ON_OXYGEN = 2
NOT_ALERT = 3


class News2(Frozen):
    """Points by parameter and in all; `response` is the chart's clinical response.

    `low_medium` means that a single parameter alone scored 3 (an urgent ward review).
    """

    total: int
    points: dict[str, int]
    scale: Scale
    response: Literal["low", "low_medium", "medium", "high"]


def news2(vitals: Vitals, person: BodyPerson, on_oxygen: bool, scale: Scale = 1) -> News2:
    """Score one set of vitals. Scale 2 is for confirmed hypercapnic failure, target 88-92 %.

    Raises UserError for a person under 16 or pregnant, for whom NEWS2 was not made.
    """
    _refuse_out_of_scope(person)
    points = {
        "respiration": _band(vitals.rr, RESPIRATION),
        "oxygen_saturation": _saturation(vitals.spo2, on_oxygen, scale),
        "oxygen": ON_OXYGEN if on_oxygen else 0,
        "systolic": _band(vitals.sbp, SYSTOLIC),
        "pulse": _band(vitals.hr, PULSE),
        "consciousness": 0 if vitals.acvpu == "A" else NOT_ALERT,
        "temperature": _band(round(vitals.temp, 1), TEMPERATURE),
    }
    total = sum(points.values())
    return News2(total=total, points=points, scale=scale, response=_response(total, points))


def _refuse_out_of_scope(person: BodyPerson) -> None:
    if person.age < 16:
        raise UserError("NEWS2 is not made for people under 16. Use a paediatric score instead.")
    if person.pregnant:
        raise UserError("NEWS2 is not made for pregnancy. Use a maternity score instead.")


def _saturation(spo2: int, on_oxygen: bool, scale: Scale) -> int:
    if scale == 1:
        return _band(spo2, SPO2_SCALE_1)
    return _band(spo2, SPO2_SCALE_2_OXYGEN if on_oxygen else SPO2_SCALE_2_AIR)


def _band(value: float, bands: tuple[Band, ...]) -> int:
    return next(points for bound, points in bands if value <= bound)


def _response(total: int, points: dict[str, int]) -> Literal["low", "low_medium", "medium", "high"]:
    if total >= 7:
        return "high"
    if total >= 5:
        return "medium"
    return "low_medium" if 3 in points.values() else "low"
