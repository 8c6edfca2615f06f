"""Every threshold of the NEWS2 chart (Royal College of Physicians, 2017), one unit to each side."""

from __future__ import annotations

from typing import Any

import pytest

from simtrainer.errors import UserError
from simtrainer.physiology.model import BodyPerson, Vitals
from simtrainer.physiology.news2 import Scale, news2

WELL: dict[str, Any] = {
    "hr": 70, "rhythm": "sinus", "sbp": 125, "dbp": 75, "map": 92, "rr": 16, "spo2": 98,
    "temp": 37.0, "gcs": 15, "acvpu": "A", "cap_refill": 1.5, "glucose": 5.5, "urine_ml_h": 70,
    "pain": 0,
}  # fmt: skip
ADULT = BodyPerson(age=40, sex="female", weight_kg=70)

# The chart, as (parameter, value, points), each band by its first and last value.
CHART = [
    *[("rr", v, p) for v, p in ((3, 3), (8, 3), (9, 1), (11, 1), (12, 0), (20, 0), (21, 2))],
    *[("rr", v, p) for v, p in ((24, 2), (25, 3), (40, 3))],
    *[("sbp", v, p) for v, p in ((60, 3), (90, 3), (91, 2), (100, 2), (101, 1), (110, 1))],
    *[("sbp", v, p) for v, p in ((111, 0), (219, 0), (220, 3), (260, 3))],
    *[("hr", v, p) for v, p in ((30, 3), (40, 3), (41, 1), (50, 1), (51, 0), (90, 0), (91, 1))],
    *[("hr", v, p) for v, p in ((110, 1), (111, 2), (130, 2), (131, 3), (180, 3))],
    *[("temp", v, p) for v, p in ((33.0, 3), (35.0, 3), (35.1, 1), (36.0, 1), (36.1, 0))],
    *[("temp", v, p) for v, p in ((38.0, 0), (38.1, 1), (39.0, 1), (39.1, 2), (41.0, 2))],
    *[("acvpu", v, p) for v, p in (("A", 0), ("C", 3), ("V", 3), ("P", 3), ("U", 3))],
]
NAMES = {"rr": "respiration", "sbp": "systolic", "hr": "pulse", "temp": "temperature",
         "acvpu": "consciousness"}  # fmt: skip
SATURATIONS = [
    # scale, on oxygen, SpO2, points
    *[(1, False, v, p) for v, p in ((80, 3), (91, 3), (92, 2), (93, 2), (94, 1), (95, 1), (96, 0))],
    *[(1, True, v, p) for v, p in ((91, 3), (92, 2), (93, 2), (94, 1), (95, 1), (96, 0), (100, 0))],
    *[(2, False, v, p) for v, p in ((83, 3), (84, 2), (85, 2), (86, 1), (87, 1), (88, 0))],
    *[(2, False, v, p) for v, p in ((92, 0), (93, 0), (97, 0), (100, 0))],
    *[(2, True, v, p) for v, p in ((83, 3), (84, 2), (85, 2), (86, 1), (87, 1), (88, 0), (92, 0))],
    *[(2, True, v, p) for v, p in ((93, 1), (94, 1), (95, 2), (96, 2), (97, 3), (100, 3))],
]


def vitals(**changes: Any) -> Vitals:
    return Vitals(**{**WELL, **changes})


@pytest.mark.parametrize(("name", "value", "points"), CHART)
def test_that_each_value_scores_the_points_of_its_band(name: str, value: Any, points: int) -> None:
    scored = news2(vitals(**{name: value}), ADULT, on_oxygen=False)
    assert scored.points[NAMES[name]] == points
    assert scored.total == points


@pytest.mark.parametrize(("scale", "oxygen", "spo2", "points"), SATURATIONS)
def test_that_saturation_scores_by_scale_and_oxygen(
    scale: Scale, oxygen: bool, spo2: int, points: int
) -> None:
    scored = news2(vitals(spo2=spo2), ADULT, on_oxygen=oxygen, scale=scale)
    assert scored.points["oxygen_saturation"] == points
    assert scored.total == points + (2 if oxygen else 0)


@pytest.mark.parametrize(
    ("changes", "total", "response"),
    [
        ({}, 0, "low"),
        ({"hr": 115, "temp": 38.5, "sbp": 105}, 4, "low"),
        ({"sbp": 88}, 3, "low_medium"),
        ({"sbp": 88, "hr": 95}, 4, "low_medium"),
        ({"hr": 115, "temp": 38.5, "sbp": 95}, 5, "medium"),
        ({"hr": 115, "temp": 38.5, "sbp": 95, "spo2": 95}, 6, "medium"),
        ({"hr": 115, "temp": 38.5, "sbp": 95, "spo2": 93}, 7, "high"),
        ({"hr": 140, "temp": 34, "sbp": 70, "spo2": 80, "rr": 40, "acvpu": "U"}, 18, "high"),
    ],
)
def test_that_totals_trigger_at_five_and_seven(
    changes: dict[str, Any], total: int, response: str
) -> None:
    scored = news2(vitals(**changes), ADULT, on_oxygen=False)
    assert (scored.total, scored.response) == (total, response)


def test_that_the_worst_score_is_twenty() -> None:
    worst = vitals(hr=140, temp=34.0, sbp=70, spo2=80, rr=40, acvpu="U")
    assert news2(worst, ADULT, on_oxygen=True).total == 20


def test_that_it_refuses_people_it_was_not_made_for() -> None:
    with pytest.raises(UserError, match="under 16"):
        news2(vitals(), ADULT.model_copy(update={"age": 15.9}), on_oxygen=False)
    with pytest.raises(UserError, match="pregnancy"):
        news2(vitals(), ADULT.model_copy(update={"pregnant": True}), on_oxygen=False)
    assert news2(vitals(), ADULT.model_copy(update={"age": 16}), on_oxygen=False).total == 0
