"""Metabolism, kidneys, temperature, pain and wakefulness for one second.

Glucose space 0.2 L/kg: 25 g lifts glucose by about 9 mmol/L at 5 min, settled by 30 (volunteers).
Insulin 0.1 units/kg/h lowers it by 3-4 mmol/L an hour (JBDS 2023). Urine near 1 mL/kg/h, falling
below a mean pressure of 65 (KDIGO 2012). Wakefulness: pressure under 50, saturation under 75, PaCO2
over 75, glucose under 3 (Guyton & Hall). Unreviewed, for training only.
"""

from __future__ import annotations

from simtrainer.physiology.circulation import Setpoint, mean_pressure
from simtrainer.physiology.model import ARREST_RHYTHMS
from simtrainer.physiology.pharmacology import Effects
from simtrainer.physiology.problems.base import Drive
from simtrainer.physiology.working import Working, clamp

GLUCOSE_L_PER_KG, GLUCOSE_G_PER_MMOL = 0.2, 0.18
DISPOSAL_S, RECOVERY_S = 900.0, 3 * 3600.0
LACTATE_CLEARED = 0.005  # share a minute
AUTHORED_TEMP_S = 240.0  # an author who moves the temperature means it
TEMP_S, URINE_S, PAIN_S, NAUSEA_S, WAKING_S = 1800.0, 600.0, 45.0, 120.0, 10.0


def metabolise(working: Working, effects: Effects, now: Drive, point: Setpoint) -> None:
    """Glucose, lactate, temperature and urine."""
    _glucose(working, effects, point)
    _lactate(working, now)
    opening = working.base.opening
    goal = point.temp + now.fever - opening["fever"]
    goal -= effects.cool * clamp((goal - 36.6) / 1.2, 0.0, 1.0)  # lowers a fever only
    pace = AUTHORED_TEMP_S if working.base.steps else TEMP_S
    working.temp = clamp(working.temp + (goal - working.temp) / pace, 30.0, 42.5)
    flow = clamp(working.output / working.base.output, 0.0, 1.3)
    made = flow * clamp((working.map - 45) / 22, 0.0, 1.0) * now.kidney
    made *= working.base.weight_kg + effects.diuresis
    change = (made - working.urine_ml_h) / URINE_S
    working.urine_ml_h = clamp(working.urine_ml_h + change, 0.0, 2000.0)


def _glucose(working: Working, effects: Effects, point: Setpoint) -> None:
    weight = working.base.weight_kg
    rise = effects.glucose_g_s / (GLUCOSE_G_PER_MMOL * GLUCOSE_L_PER_KG * weight)
    rise += effects.glycogen / 3600
    fall = effects.insulin / 3600 * clamp(working.glucose / 6, 0.1, 1.0)
    rest = max(5.0, point.glucose)
    above = working.glucose - rest
    drift = above / DISPOSAL_S if above > 0 else min(0.0, working.glucose - 5.0) / RECOVERY_S
    if working.glucose < 5.0 and point.glucose < 4.0 and not rise:
        drift = 0.0  # whatever brought it down is still at work
    working.glucose = clamp(working.glucose + rise - fall - drift, 0.6, 60.0)


def _lactate(working: Working, now: Drive) -> None:
    """What is made, less what is cleared (Marty 2013: 13 % down in 6 h in survivors)."""
    base = working.base
    carried = working.output * working.spo2 / (base.output * base.vitals["spo2"])
    short = clamp(1 - carried / 0.6, 0.0, 1.0) + clamp((58 - working.map) / 40, 0.0, 1.0)
    first, made = base.opening["lactate"], base.opening["lactate_made"]
    perfused = (working.map - mean_pressure(base.vitals["sbp"], base.vitals["dbp"])) / 30
    burning = now.lactate / made if made else 1.0
    making = LACTATE_CLEARED * (first - 1) * burning * clamp(1 - perfused, 0.0, 2.0) + 0.2 * short
    clearing = LACTATE_CLEARED * (working.lactate - 1) * clamp(carried, 0.1, 1.3)
    working.lactate = clamp(working.lactate + (making - clearing) / 60, 0.5, 20.0)


def feel(working: Working, effects: Effects, now: Drive, point: Setpoint) -> None:
    """Pain, nausea, flush and wakefulness."""
    opening = working.base.opening
    ache = point.pain * now.ache / max(0.05, opening["ache"])
    ache = ache * (1 - effects.analgesia)
    working.pain = clamp(working.pain + (ache - working.pain) / PAIN_S, 0.0, 10.0)
    sick = clamp(
        opening["nausea"] * now.ache / max(0.05, opening["ache"])
        + effects.nausea
        + 0.4 * effects.allergy,
        0.0,
        1.0,
    ) * (1 - effects.antiemetic)
    working.nausea = clamp(working.nausea + (sick - working.nausea) / NAUSEA_S, 0.0, 1.0)
    red = clamp(effects.allergy, 0.0, 1.0)
    working.flush = clamp(working.flush + (red - working.flush) / 60, 0.0, 1.0)
    change = (awake(working, effects, now) - working.wakefulness) / WAKING_S
    working.wakefulness = clamp(working.wakefulness + change, 0.0, 1.0)


def awake(working: Working, effects: Effects, now: Drive) -> float:
    """How awake this blood and these drugs would let the person be, 0..1."""
    if working.rhythm in ARREST_RHYTHMS:
        return 0.0
    share = clamp((working.map - 25) / 27, 0.0, 1.0)
    share *= clamp((working.spo2 - 45) / 30, 0.0, 1.0)
    share *= clamp((125 - working.paco2) / 50, 0.0, 1.0)
    share *= clamp((working.glucose - 0.8) / 2.2, 0.0, 1.0)
    share *= (working.base.opening.get("gcs", 15.0) - 3) / 12
    return share * (1 - effects.sedate) * (1 - now.cloud)
