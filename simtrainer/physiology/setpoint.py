"""Where the body would settle undisturbed: its opening vitals, moved along by authored steps.

The parameters of the circulation and the lungs are solved so that the vitals an author wrote are
exactly what the model shows, and drugs and the problem then work from there.
"""

from __future__ import annotations

from simtrainer.physiology.breathing import shunt_for
from simtrainer.physiology.circulation import (
    VENOUS_MMHG,
    Setpoint,
    mean_pressure,
    starling,
    time_to_fill,
)
from simtrainer.physiology.model import Baseline
from simtrainer.physiology.working import clamp


def authored_at(base: Baseline, t_s: int) -> dict[str, float]:
    """The vitals the author wants at second `t_s`, each step sliding in over its minutes."""
    wanted = dict(base.vitals)
    timed = [step for step in base.steps if step.at_min is not None]
    for step in sorted(timed, key=lambda step: step.at_min or 0.0):
        share = clamp((t_s / 60 - (step.at_min or 0.0)) / max(step.over_min, 1e-6), 0.0, 1.0)
        for name, value in step.set.items():
            wanted[name] += (value - wanted[name]) * share
    return wanted


def setpoint_at(base: Baseline, t_s: int) -> Setpoint:
    """The set point at second `t_s`, a function of time alone."""
    wanted = authored_at(base, t_s) if base.steps else base.vitals
    opening = base.opening
    mean = mean_pressure(wanted["sbp"], wanted["dbp"])
    first = mean_pressure(base.vitals["sbp"], base.vitals["dbp"])
    output = base.output * (mean / first) ** 0.5  # half by output, half by resistance
    stroke = 1000 * output / wanted["hr"]
    filling = starling(opening["preload"], base.preload_need)
    strength = opening["pump"] * filling * time_to_fill(wanted["hr"], base.age)
    squeeze = mean - VENOUS_MMHG * opening["preload"]
    return Setpoint(
        hr=wanted["hr"],
        map=mean,
        stroke=stroke / strength,
        resistance=squeeze / (output * (1 - opening["dilate"])),
        stiffness=(wanted["sbp"] - wanted["dbp"]) / stroke,
        rr=wanted["rr"],
        spo2=wanted["spo2"],
        shunt=shunt_for(wanted["spo2"], output / base.output, opening["paco2"]),
        temp=wanted["temp"],
        glucose=wanted["glucose"],
        pain=wanted["pain"],
    )
