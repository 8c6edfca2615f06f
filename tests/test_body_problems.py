"""The problems beyond chest pain: what each does by itself, and what turns it."""

from __future__ import annotations

from typing import Any

from simtrainer.physiology.body import (
    BodyPerson,
    PhysiologyBlock,
    PhysiologyState,
    Treatment,
    signs,
    start,
    step,
    vitals,
)

PERSON = BodyPerson(age=35, sex="male", weight_kg=75)


def give(effect: str, dose: float = 1, unit: str = "", route: str = "iv", **more: Any) -> Treatment:
    more.setdefault("started_s", 0)
    return Treatment(id=effect, effect=effect, dose=dose, unit=unit, route=route, **more)


def begin(problem: str, severity: float = 0.6, **more: Any) -> PhysiologyState:
    return start(PhysiologyBlock(problem=problem, severity=severity, **more), PERSON, "seed")


def after(minutes: float, state: PhysiologyState, *treatments: Treatment) -> PhysiologyState:
    return step(state, treatments, round(60 * minutes))[0]


def bled(state: PhysiologyState, share: float) -> PhysiologyState:
    """The same body half a minute later, less a share of its blood."""
    for _ in range(30):
        left = 1 - share / 30 / (1 - share / 2)
        lost = {"plasma_ml": state.plasma_ml * left, "red_cells_ml": state.red_cells_ml * left}
        state = after(1 / 60, state.model_copy(update=lost))
    return state


def test_that_a_tenth_bled_is_answered_by_rate_and_tone() -> None:
    # BioGears validation: HR about +30 %, CO -15 to -20 %, SVR +10 to +15 %
    opened = begin("stable")
    lost = after(1, bled(opened, 0.10))
    assert 0.18 <= lost.hr / opened.hr - 1 <= 0.40
    assert -0.22 <= lost.output / opened.output - 1 <= -0.08
    resistance = (lost.map / lost.output) / (opened.map / opened.output)
    assert 0.06 <= resistance - 1 <= 0.18


def test_that_a_third_bled_is_shock() -> None:
    # Pulse validation: MAP about 57, CO about 2.8 L/min (its own: 69, 3.4)
    opened = begin("stable", start={"sbp": 120, "dbp": 80})
    lost = after(1, bled(opened, 0.30))
    assert 40 <= lost.map <= 72
    assert 1.8 <= lost.output <= 3.6
    assert lost.hr > 1.4 * opened.hr
    assert signs(lost, PERSON).pallor > 0.5
    assert vitals(lost, PERSON).cap_refill > 3


def test_that_more_bleeding_never_raises_mean_pressure() -> None:
    opened = [begin("stable") for _ in range(9)]
    bodies = [bled(body, 0.05 * n) for n, body in enumerate(opened)]
    for _ in range(20):
        means = [body.map for body in bodies]
        assert means == sorted(means, reverse=True)
        bodies = [after(1, body) for body in bodies]


def test_that_bleeding_goes_on_until_it_is_held_and_blood_brings_back_pressure() -> None:
    opened = begin("haemorrhage", 0.7)
    worse = after(20, opened)
    assert worse.map < opened.map - 20
    held = after(20, opened, give("tourniquet"))
    assert held.map > opened.map - 3
    blood = give("red_cells", 3, "units", started_s=1200, over_s=900)
    still = give("tourniquet", started_s=1200)
    assert after(16, worse, still, blood).map > after(16, worse, still).map + 5


def test_that_raising_the_legs_helps_a_little() -> None:
    dry = bled(begin("stable"), 0.15)
    gain = after(3, dry, give("lay_flat_legs_raised")).map - after(3, dry).map
    assert 1 <= gain <= 8


def test_that_acute_asthma_opens_severe_and_yields_to_bronchodilators() -> None:
    # BTS/SIGN: rate over 25, pulse over 110, saturation under 92 % when life-threatening
    severe = vitals(begin("asthma", 0.6), PERSON)
    assert severe.rr > 25
    assert severe.hr > 110
    assert vitals(begin("asthma", 0.9), PERSON).spo2 < 92
    opened = begin("asthma", 0.8)
    nebuliser = give("salbutamol", 5, "mg", "nebulised")
    helped = after(30, opened, nebuliser, give("ipratropium", 500, "ug", "nebulised"))
    assert helped.wheeze < 0.6 * opened.wheeze
    assert helped.rr < opened.rr - 3
    assert helped.spo2 > opened.spo2 + 2


def test_that_pulmonary_oedema_clears_with_nitrate_diuretic_and_pressure() -> None:
    opened = begin("acute_heart_failure")
    care = (
        give("furosemide", 50, "mg"),
        give("glyceryl_trinitrate", 50, "microgram/min"),
        give("cpap", 40, "%", "cpap"),
    )
    helped, left = after(30, opened, *care), after(30, opened)
    assert helped.lung_water < opened.lung_water < left.lung_water
    assert helped.spo2 > left.spo2 + 5
    assert helped.rr < left.rr - 4
    salty = after(30, opened, give("sodium_chloride_09", 1000, "mL", over_s=900))
    assert salty.lung_water > left.lung_water


def test_that_a_lytic_helps_pulmonary_embolism_and_nitrate_harms() -> None:
    opened = begin("pulmonary_embolism", 0.8)
    assert after(60, opened, give("alteplase", 100, "mg")).map > opened.map + 3
    spray = give("glyceryl_trinitrate", 2, "spray", "sublingual")
    assert after(5, opened, spray).map < opened.map - 10


def test_that_opioid_poisoning_is_undone_by_naloxone_for_a_while() -> None:
    opened = begin("opioid_toxicity", 0.7)
    assert vitals(opened, PERSON).rr <= 8
    assert vitals(opened, PERSON).acvpu in ("P", "U")
    needle = give("naloxone", 400, "microgram")
    woken = after(4, opened, needle)
    assert woken.rr > opened.rr + 4
    assert woken.wakefulness > opened.wakefulness + 0.3
    assert after(120, opened, needle).rr < woken.rr - 2
    bagged = after(5, opened, give("bag_mask_ventilation"))
    assert bagged.spo2 > 95
    assert bagged.paco2 < opened.paco2 - 5


def test_that_low_sugar_confuses_and_sweats_until_sugar_is_given() -> None:
    opened = begin("hypoglycaemia", 0.6)
    assert vitals(opened, PERSON).gcs < 13
    assert signs(opened, PERSON).sweat > 0.5
    for cure in (
        give("glucose_10", 200, "mL", over_s=600),
        give("glucagon", 1, "mg", "im"),
    ):
        mended = after(20, opened, cure)
        assert mended.glucose > 3.8
        assert vitals(mended, PERSON).gcs == 15


def test_that_pneumonia_is_sepsis_short_of_oxygen() -> None:
    lungs, blood = begin("pneumonia"), begin("sepsis")
    assert lungs.spo2 < blood.spo2 - 3
    masked = after(3, lungs, give("oxygen", 10, "L/min", "simple_face_mask"))
    assert masked.spo2 > lungs.spo2 + 3
