"""The first second: from a case's physiology block and its person to a body in balance."""

from __future__ import annotations

from dataclasses import asdict

from simtrainer.errors import UserError
from simtrainer.physiology.arrest import COLLAPSE_MAP, FAINT_WAKEFULNESS
from simtrainer.physiology.breathing import resting_paco2
from simtrainer.physiology.circulation import (
    body_surface,
    interstitial_for,
    mean_pressure,
    plasma_normal,
    preload,
)
from simtrainer.physiology.model import (
    AuthoredStep,
    Baseline,
    BodyPerson,
    PhysiologyBlock,
    PhysiologyState,
)
from simtrainer.physiology.organs import awake
from simtrainer.physiology.pharmacology import Effects
from simtrainer.physiology.problems import problem_named
from simtrainer.physiology.problems.base import Drive, Opening, Problem, slowed, usual
from simtrainer.physiology.working import Working, clamp, draw, seed_number

VITAL_RANGES: dict[str, tuple[float, float]] = {
    "hr": (25, 220),
    "sbp": (40, 260),
    "dbp": (20, 160),
    "rr": (3, 60),
    "spo2": (50, 100),
    "temp": (30, 42.5),
    "glucose": (0.8, 50),
    "pain": (0, 10),
}
OTHER_RANGES: dict[str, tuple[float, float]] = {
    "preload_need": (0, 1),
    "vf_risk": (0, 1000),
    "lung_water": (0, 1),
    "lactate": (0.5, 15),
    "nausea": (0, 1),
    "dryness": (0, 0.4),
    "gcs": (9, 15),
}
PDE5 = frozenset({"sildenafil", "tadalafil", "vardenafil", "avanafil", "pde5_inhibitor"})
LYSIS_WORKS = 0.6  # patent artery at 90 minutes in about six of ten (GUSTO 1993)


def start(block: PhysiologyBlock, person: BodyPerson, seed: str) -> PhysiologyState:
    """The body at second 0, in balance at the vitals of the problem or those the author wrote.

    Raises UserError for an unknown problem, or a vital that is unknown or out of range.
    """
    problem = problem_named(block.problem)
    opening = usual(person)
    number = seed_number(seed)
    problem.open(opening, block, lambda name: draw(number, name))
    _override(opening, block)
    for step in block.steps:
        _check(step.set, VITAL_RANGES)
    base = _baseline(block, person, opening, number)
    return _balanced(_state(base, opening), problem, opening)


def begin_step(state: PhysiologyState, step: AuthoredStep) -> PhysiologyState:
    """Let an authored step that waited on a condition begin at this second."""
    _check(step.set, VITAL_RANGES)
    begun = step.model_copy(update={"at_min": state.t_s / 60, "when": None})
    base = state.base.model_copy(update={"steps": (*state.base.steps, begun)})
    return state.model_copy(update={"base": base})


def _override(opening: Opening, block: PhysiologyBlock) -> None:
    _check(block.start, VITAL_RANGES | OTHER_RANGES)
    if "sbp" in block.start and "dbp" not in block.start:
        opening.dbp += 0.6 * (block.start["sbp"] - opening.sbp)
    for name, value in block.start.items():
        setattr(opening, name, value)
    for name, (low, high) in VITAL_RANGES.items():
        setattr(opening, name, clamp(getattr(opening, name), low, high))
    opening.dbp = min(opening.dbp, opening.sbp - 10)


def _check(values: dict[str, float], known: dict[str, tuple[float, float]]) -> None:
    for name, value in values.items():
        if name not in known:
            raise UserError(f"The body has no vital called {name!r}. Use {', '.join(known)}.")
        low, high = known[name]
        if not low <= value <= high:
            raise UserError(
                f"{name} is {value:g}, outside what the body can show. "
                f"Write a number from {low:g} to {high:g}."
            )


def _baseline(
    block: PhysiologyBlock, person: BodyPerson, opening: Opening, number: int
) -> Baseline:
    per_kg = 65.0 if person.sex == "female" else 70.0
    weight = clamp(person.weight_kg, 2.0, 350.0)
    surface = body_surface(weight)
    old = clamp((person.age - 60) / 50, 0.0, 0.8)
    return Baseline(
        problem=block.problem,
        severity=block.severity,
        onset_h=block.onset_h,
        death=block.death,
        seed=number,
        steps=block.steps,
        vitals={name: getattr(opening, name) for name in VITAL_RANGES},
        age=clamp(person.age, 0.0, 120.0),
        weight_kg=weight,
        sensitivity=1 + old + 0.08 * max(0, person.frailty - 3),
        beta_block=0.55 if slowed(person) else 0.0,
        nitrate_risk=1.0 if PDE5 & set(person.medicines) else 0.0,
        copd=1.0 if "copd" in person.conditions else 0.0,
        preload_need=opening.preload_need,
        atrial_fibrillation="atrial_fibrillation" in person.conditions,
        vf_risk=opening.vf_risk if "vf_risk" in block.start else 1.0,
        lysis_works=draw(number, "lysis") < LYSIS_WORKS,
        blood_ml=per_kg * weight,
        output=opening.index * surface,
        opening={"gcs": opening.gcs},
    )


def _state(base: Baseline, opening: Opening) -> PhysiologyState:
    plasma = plasma_normal(base)
    mean = mean_pressure(opening.sbp, opening.dbp)
    return PhysiologyState(
        base=base,
        rhythm="atrial_fibrillation" if base.atrial_fibrillation else "sinus",
        hr=opening.hr,
        sbp=opening.sbp,
        dbp=opening.dbp,
        map=mean,
        output=base.output,
        plasma_ml=plasma * (1 - opening.dryness),
        interstitial_ml=interstitial_for(-opening.dryness * plasma),
        red_cells_ml=base.blood_ml - plasma,
        rr=opening.rr,
        spo2=opening.spo2,
        paco2=opening.paco2 or resting_paco2(base.copd),
        lung_water=opening.lung_water,
        wheeze=opening.wheeze,
        temp=opening.temp,
        glucose=opening.glucose,
        lactate=opening.lactate,
        urine_ml_h=base.weight_kg * clamp((mean - 45) / 22, 0.0, 1.0),
        pain=opening.pain,
        nausea=opening.nausea,
        occlusion=opening.occlusion,
        infarct=opening.infarct,
        inflammation=opening.inflammation,
        reported_pain=opening.pain,
    )


def _balanced(state: PhysiologyState, problem: Problem, opening: Opening) -> PhysiologyState:
    """Note what the problem is doing at the start, so that only its changes are felt later."""
    base = state.base
    now = Drive()
    working = Working.of(state)
    problem.drive(working, base, Effects(), now)
    first = asdict(now) | {
        "gcs": opening.gcs,
        "lactate_made": now.lactate,
        "lactate": opening.lactate,
        "lung_water": opening.lung_water,
        "paco2": state.paco2,
        "nausea": opening.nausea,
        "preload": preload(state.plasma_ml, state.red_cells_ml, base, 0.0),
    }
    base = base.model_copy(update={"opening": first})
    woken = awake(working, Effects(), now)
    down = woken < FAINT_WAKEFULNESS or state.map < COLLAPSE_MAP
    urine = state.urine_ml_h * now.kidney
    return state.model_copy(
        update={"base": base, "wakefulness": woken, "collapsed": down, "urine_ml_h": urine}
    )
