"""The body: `start` it, `step` it, and read its `vitals` and `signs`.

Pure and deterministic: no clock, no global chance. A step of ten seconds is ten steps of one, to
the last bit, and the order of the treatments does not matter. The model is a teaching sketch put
together from the sources its modules name; it is unreviewed and for training only.
"""

from __future__ import annotations

from dataclasses import replace

from simtrainer.physiology.arrest import resuscitate, watch
from simtrainer.physiology.breathing import breathe
from simtrainer.physiology.circulation import (
    Setpoint,
    pump_blood,
    shift_fluid,
    stand_still,
    swell_lungs,
)
from simtrainer.physiology.model import (
    ARREST_RHYTHMS,
    AuthoredStep,
    BodyEvent,
    BodyPerson,
    PhysiologyBlock,
    PhysiologyState,
    Signs,
    Treatment,
    Vitals,
)
from simtrainer.physiology.opening import begin_step, start
from simtrainer.physiology.organs import feel, metabolise
from simtrainer.physiology.pharmacology import Effects, Plan
from simtrainer.physiology.problems import problem_named
from simtrainer.physiology.problems.base import Drive, Problem
from simtrainer.physiology.seen import signs, vitals
from simtrainer.physiology.setpoint import setpoint_at
from simtrainer.physiology.treating import effects_at, plan_of
from simtrainer.physiology.working import Working

__all__ = [
    "AuthoredStep",
    "BodyEvent",
    "BodyPerson",
    "PhysiologyBlock",
    "PhysiologyState",
    "Signs",
    "Treatment",
    "Vitals",
    "begin_step",
    "signs",
    "start",
    "step",
    "vitals",
]
GRID_S = 5  # effects and set points are worked out this often, on whole multiples


def step(
    state: PhysiologyState, treatments: tuple[Treatment, ...], seconds: int
) -> tuple[PhysiologyState, tuple[BodyEvent, ...]]:
    """Let `seconds` pass. `treatments` are all given so far, those that have ended too.

    A treatment added now starts now: one that starts before `state.t_s` acts as if it had been
    given then, except that fluid already missed is not made up.
    """
    working = Working.of(state)
    plan = plan_of(treatments, state.base)
    problem = problem_named(state.base.problem)
    effects, point = _at(plan, working, working.t_s - working.t_s % GRID_S)
    for _ in range(max(0, seconds)):
        if working.t_s % GRID_S == 0:
            effects, point = _at(plan, working, working.t_s)
        working.t_s += 1
        if not working.dead:
            _second(working, effects, point, problem)
    return working.frozen(), tuple(working.events)


def _at(plan: Plan, working: Working, t: int) -> tuple[Effects, Setpoint]:
    return effects_at(plan, working.base, t), setpoint_at(working.base, t)


def _second(working: Working, effects: Effects, point: Setpoint, problem: Problem) -> None:
    now = Drive()
    beating = working.rhythm not in ARREST_RHYTHMS
    working.device = effects.device
    problem.drive(working, working.base, effects, now)
    shift_fluid(working, effects, now)
    swell_lungs(working, effects, now)
    if beating:
        pump_blood(working, effects, now, point)
    else:
        stand_still(working, effects)
    breathe(working, effects, now, point)
    metabolise(working, effects, now, point)
    feel(working, effects, now, point)
    if beating:
        watch(working, effects, now)
    else:
        hopeful = working.rhythm != "vf" and effects.compressions > 0
        resuscitate(working, effects, hopeful and _would_live(working, effects, now, point))
    working.shocks = effects.shocks


def _would_live(working: Working, effects: Effects, now: Drive, point: Setpoint) -> bool:
    """Whether this heart, if it beat, would carry a pressure to live on."""
    trial = replace(working, events=[])
    trial.spo2 = max(trial.spo2, 85.0)
    pump_blood(trial, effects, now, point)
    return trial.map > 45
