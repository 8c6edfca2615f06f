"""Treatments made ready for a step, and what they do together at one second.

Oxygen delivery by device: British Thoracic Society guideline for oxygen use, 2017, table of
devices. In myocardial infarction oxygen above 90 % saturation brings no benefit (DETO2X 2017, ESC
2023); the model gives none. Unreviewed, for training only.
"""

from __future__ import annotations

from dataclasses import replace
from math import fsum

from simtrainer.physiology.drugs import (
    BLOOD,
    BLOOD_UNIT_ML,
    DRUGS,
    FLUID_ML_PER,
    FLUIDS,
    GLUCOSE_G_PER_ML,
    HANDS,
    LOCAL,
    NEXT_BEST,
    NONE,
    ORAL_GLUCOSE,
    OXYGEN,
    PLACES,
    SHOCKS,
)
from simtrainer.physiology.model import Baseline, Treatment
from simtrainer.physiology.pharmacology import (
    Drug,
    Effects,
    Plan,
    Route,
    add,
    amount_of,
    course_of,
    emax,
    pool_levels,
)
from simtrainer.physiology.pools import POOLS

FREE_FLOW_ML_S = 0.83  # a litre in 20 min through a wide cannula, when nobody said how fast
ORAL_SUGAR_S = 900  # absorbed over a quarter of an hour
AIR = 0.21
FOREVER_S = 10**9
BAG_FIO2 = 0.6  # a bag on air with a reservoir that somebody will have connected
CANNULAS = frozenset({"nasal_cannula", "cannula", "nasal", "high_flow_nasal"})
RESERVOIRS = frozenset({"reservoir_mask", "non_rebreather", "bag_valve_mask", "non_rebreathe_mask"})
BREATHING_FOR = frozenset({"bag_valve_mask", "tracheal_tube"})
SEALED = frozenset({"cpap", "niv", "tracheal_tube"})
_ML = Drug(
    "fluid",
    "ml",
    {"iv": Route(1, 1)},
    counts={"units": BLOOD_UNIT_ML, "unit_of_blood": BLOOD_UNIT_ML, "bag": BLOOD_UNIT_ML},
)
_GRAMS = Drug("sugar", "g", {"oral": Route(1, 1)}, counts={"tube": 10.0, "tablet": 4.0})


def plan_of(treatments: tuple[Treatment, ...], base: Baseline) -> Plan:
    """Sort the treatments by what they are. Unknown effects and units have no effect."""
    plan = Plan()
    for treatment in treatments:
        stop = float("inf") if treatment.stopped_s is None else float(treatment.stopped_s)
        effect = treatment.effect
        if effect in DRUGS:
            _plan_drug(plan, treatment, base)
        elif effect in OXYGEN:
            place = treatment.route.strip().lower() if effect == "oxygen" else effect
            plan.gases.append((treatment.started_s, stop, *_delivery(treatment, place)))
            if place in BREATHING_FOR:
                plan.hands.append((treatment.started_s, stop, "ventilated", 1.0))
        elif effect in FLUIDS or effect in BLOOD or effect in ORAL_GLUCOSE:
            _plan_input(plan, treatment, base, stop)
        elif effect in HANDS:
            over = treatment.started_s + (max(0, treatment.over_s or 0) or FOREVER_S)
            plan.hands.append((treatment.started_s, min(stop, over), *HANDS[effect]))
        elif effect in SHOCKS:
            plan.shocks.append(treatment.started_s)
    return plan


def _plan_drug(plan: Plan, treatment: Treatment, base: Baseline) -> None:
    drug = DRUGS[treatment.effect]
    if drug.pool == NONE:
        return
    route = _route(treatment, drug)
    course = course_of(treatment, drug, route, base.weight_kg) if route else None
    if course is not None:
        if drug.usual is None:
            course.amount *= 70 / base.weight_kg
        plan.courses.append(course)


def _route(treatment: Treatment, drug: Drug) -> Route | None:
    """How it gets in; None where it stays outside the blood. An odd route counts as the first."""
    word = treatment.route.strip().lower()
    place = PLACES.get(word, word)
    if place not in drug.routes:
        place = NEXT_BEST.get(place, place)
    if place not in drug.routes and word in LOCAL:
        return None
    return drug.routes.get(place) or next(iter(drug.routes.values()))


def _delivery(treatment: Treatment, place: str) -> tuple[float, str, float]:
    """Inspired fraction, what is seen on the face, and airway pressure (0 or 1)."""
    device = "cannula" if place in CANNULAS else "mask"
    pressure = 1.0 if place in ("cpap", "niv") else 0.0
    flow = max(0.0, treatment.dose)
    if treatment.unit.strip() == "%":
        return min(1.0, max(AIR, flow / 100)), device, pressure
    if place in SEALED:
        return min(1.0, AIR + 0.05 * flow), device, pressure
    if place in CANNULAS:
        return min(0.44, AIR + 0.035 * flow), device, pressure
    if place in RESERVOIRS:
        return min(0.85, AIR + 0.045 * flow), device, pressure
    return min(0.60, AIR + 0.04 * flow), device, pressure


def _plan_input(plan: Plan, treatment: Treatment, base: Baseline, stop: float) -> None:
    effect, kind = treatment.effect, "sugar" if treatment.effect in ORAL_GLUCOSE else "ml"
    measure = _GRAMS if kind == "sugar" else _measure(effect)
    counted = amount_of(treatment, measure, base.weight_kg)
    if counted is None and effect in GLUCOSE_G_PER_ML:
        counted = amount_of(treatment, _GRAMS, base.weight_kg)
        if counted is not None:
            counted = (counted[0] / GLUCOSE_G_PER_ML[effect], counted[1])
    if counted is None or counted[0] <= 0:
        return
    amount, running = counted
    given = max(0, treatment.over_s or 0)
    if running:
        over = given or FOREVER_S
        rate = amount
    else:
        over = given or (
            ORAL_SUGAR_S if kind == "sugar" else max(30, round(amount / FREE_FLOW_ML_S))
        )
        rate = amount / over
    end = min(stop, float(treatment.started_s + over))
    plan.inputs.append((treatment.started_s, end, effect, rate))


def _measure(effect: str) -> Drug:
    """Millilitres, and what else this fluid may be ordered in."""
    extra = FLUID_ML_PER.get(effect)
    return replace(_ML, counts=_ML.counts | extra) if extra else _ML


def effects_at(plan: Plan, base: Baseline, t: int) -> Effects:
    """Everything the treatments do at second `t`; the same whatever order they came in."""
    effects = Effects()
    levels = pool_levels(plan.courses, t)
    _oppose(levels, base)
    for pool, level in levels.items():
        for act in POOLS.get(pool, ()):
            add(effects, act.channel, emax(level, act))
    _modify(effects, levels, base)
    _handle(effects, plan, t)
    _breathe(effects, plan, t)
    _pour(effects, plan, t)
    effects.shocks = sum(start <= t for start in plan.shocks)
    return effects


def _oppose(levels: dict[str, float], base: Baseline) -> None:
    """Competitive antagonists divide the level of what they oppose; frailty multiplies it."""
    antidotes = (("opioid", "naloxone", 0.08), ("benzodiazepine", "flumazenil", 0.1))
    for pool, antidote, strength in antidotes:
        if pool in levels:
            levels[pool] *= base.sensitivity / (1 + levels.get(antidote, 0.0) / strength)


def _modify(effects: Effects, levels: dict[str, float], base: Baseline) -> None:
    """Interactions: beta block against catecholamines, PDE5 inhibitors with nitrates (W)."""
    if "nitrate" in levels:
        primed = max(base.nitrate_risk, min(1.0, levels.get("pde5", 0.0) / 25))
        effects.dilate = min(0.7, effects.dilate * (1 + 1.1 * primed))
        effects.venodilate = min(0.25, effects.venodilate * (1 + 1.1 * primed))
    block = 1 - (1 - effects.beta_block) * (1 - base.beta_block)
    effects.quicken *= 1 - 0.7 * block
    effects.strengthen *= 1 - 0.6 * block
    effects.bronchodilate *= 1 - 0.3 * block
    effects.beta_block = block
    effects.allergy *= 1 - effects.stabilise


def _handle(effects: Effects, plan: Plan, t: int) -> None:
    for begun, stop, what, strength in plan.hands:
        if begun <= t < stop:
            setattr(effects, what, max(getattr(effects, what), strength))


def _breathe(effects: Effects, plan: Plan, t: int) -> None:
    if effects.ventilated:
        effects.fio2, effects.device = BAG_FIO2, "mask"
    for start, stop, fio2, device, pressure in sorted(plan.gases):
        if start <= t < stop:
            if fio2 >= effects.fio2:
                effects.fio2, effects.device = fio2, device
            effects.pressure = max(effects.pressure, pressure)


def _pour(effects: Effects, plan: Plan, t: int) -> None:
    running = [(effect, rate) for start, stop, effect, rate in plan.inputs if start <= t < stop]
    effects.fluid_ml_s = fsum(rate * FLUIDS.get(effect, 0.0) for effect, rate in running)
    effects.blood_ml_s = fsum(rate for effect, rate in running if effect in BLOOD)
    effects.glucose_g_s = fsum(
        rate * (1.0 if effect in ORAL_GLUCOSE else GLUCOSE_G_PER_ML.get(effect, 0.0))
        for effect, rate in running
    )
