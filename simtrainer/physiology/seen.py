"""What is read off the body: the vitals as charted, and the signs an onlooker sees.

Shown vitals waver by a little from one moment to the next, from the seed and the second alone.
Capillary refill of 2 s or less is normal (APLS). Unreviewed, for training only.
"""

from __future__ import annotations

from typing import Literal

from simtrainer.physiology.circulation import body_surface
from simtrainer.physiology.model import (
    ARREST_RHYTHMS,
    BodyPerson,
    PhysiologyState,
    Signs,
    Vitals,
)
from simtrainer.physiology.pharmacology import Effects
from simtrainer.physiology.problems import problem_named
from simtrainer.physiology.problems.base import Drive
from simtrainer.physiology.working import Working, clamp, draw

WAVER = {"hr": 1.6, "sbp": 2.2, "dbp": 1.6, "rr": 0.8, "spo2": 0.5}
HIGHEST = {"hr": 220, "sbp": 280, "dbp": 170, "rr": 60, "spo2": 100}
HOLD_S = 4  # a wavering holds this long
STEADY_S = 30  # and grows in over the first half minute, so that a case opens as written


def vitals(state: PhysiologyState, person: BodyPerson) -> Vitals:
    """The vitals at this second, in charted units."""
    arrested = state.rhythm in ARREST_RHYTHMS or state.dead
    sbp, dbp = _shown(state, "sbp", arrested), _shown(state, "dbp", arrested)
    gcs = 3 + round(12 * state.wakefulness)
    return Vitals(
        hr=_shown(state, "hr", arrested) if not state.dead else 0,
        rhythm="asystole" if state.dead else state.rhythm,
        sbp=sbp,
        dbp=min(dbp, sbp),
        map=round(dbp + (sbp - dbp) / 3),
        rr=0 if arrested else _shown(state, "rr", state.rr < 1),
        spo2=0 if arrested else _shown(state, "spo2", arrested),
        temp=round(state.temp, 1),
        gcs=gcs,
        acvpu=_acvpu(gcs),
        cap_refill=_cap_refill(state, person),
        glucose=round(state.glucose, 1),
        urine_ml_h=round(state.urine_ml_h),
        pain=round(state.pain) if gcs > 8 else 0,
    )


def _shown(state: PhysiologyState, name: str, still: bool) -> int:
    value = float(getattr(state, name))
    if still:
        return max(0, round(value))
    chance = draw(state.base.seed, f"waver {name}", state.t_s // HOLD_S) - 0.5
    value += 2 * WAVER[name] * chance * min(1.0, state.t_s / STEADY_S)
    return round(clamp(value, 0.0, HIGHEST[name]))


def _acvpu(gcs: int) -> Literal["A", "C", "V", "P", "U"]:
    """Kelly 2004: alert near 15, voice near 13, pain near 8, unresponsive near 3."""
    if gcs >= 15:
        return "A"
    if gcs >= 13:
        return "C"
    if gcs >= 9:
        return "V"
    return "P" if gcs >= 5 else "U"


def _coolness(state: PhysiologyState) -> float:
    """How shut down the skin is, 0..1: low cardiac index, high tone, low pressure."""
    index = state.output / body_surface(state.base.weight_kg)
    warm = 0.3 * state.inflammation if state.base.problem == "sepsis" else 0.0
    cool = (2.6 - index) / 2.2 + 0.8 * state.reflex_tone + (62 - state.map) / 60 - warm
    return clamp(cool, 0.0, 1.0)


def _cap_refill(state: PhysiologyState, person: BodyPerson) -> float:
    old = 0.4 if person.age > 65 else 0.0
    thick = 0.25 * max(0.0, state.lactate - 2)
    return round(clamp(1.4 + old + 4.5 * _coolness(state) + thick, 0.5, 9.0), 1)


def signs(state: PhysiologyState, _person: BodyPerson) -> Signs:
    """What can be seen from the end of the bed, each 0..1."""
    now = Drive()
    problem_named(state.base.problem).drive(Working.of(state), state.base, Effects(), now)
    arrested = state.rhythm in ARREST_RHYTHMS or state.dead
    cool = _coolness(state)
    clammy = 0.3 * now.sweat * (1 - 0.6 * state.inflammation)
    low_sugar = clamp((3.5 - state.glucose) / 1.5, 0.0, 1.0)
    effort = clamp((state.rr - 20) / 18, 0.0, 1.0) + 0.8 * state.wheeze + 0.6 * state.lung_water
    return Signs(
        pallor=1.0 if arrested else _share(0.8 * cool + 0.02 * state.pain + clammy),
        cyanosis=0.8 if arrested else _share((89 - state.spo2) / 18),
        sweat=_share(max(now.sweat, low_sugar, 0.7 * cool, 1.5 * state.reflex_hr - 0.2)),
        flush=_share(max(state.flush, 0.3 * clamp((state.temp - 38) / 1.5, 0.0, 1.0) - 0.5 * cool)),
        effort=0.0 if arrested else _share(effort),
        tears=_share((state.pain - 8) / 4) if state.wakefulness > 0.7 else 0.0,
        device=state.device,
    )


def _share(value: float) -> float:
    return round(clamp(value, 0.0, 1.0), 3)
