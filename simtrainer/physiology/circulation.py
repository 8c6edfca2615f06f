"""Heart, vessels and volume for one second.

Mean pressure = output x resistance + venous pressure; output follows a saturating Frank-Starling
curve of the stressed volume (Guyton & Hall, 14th edition: about 30 % of blood is stressed); the
baroreflex moves the heart rate within about 5 s and resistance and venous tone within about 20 s.
Infused fluid leaves by the volume kinetics of Drobin & Hahn 1999. Unreviewed, for training only.
"""

from __future__ import annotations

from dataclasses import dataclass

from simtrainer.physiology.model import ARREST_RHYTHMS, Baseline
from simtrainer.physiology.pharmacology import Effects
from simtrainer.physiology.problems.base import Drive
from simtrainer.physiology.working import Working, clamp

UNSTRESSED = 0.70
VENOUS_MMHG = 4.0
RATE_GAIN, TONE_GAIN = 0.75, 0.9
RATE_FILLING, TONE_FILLING = 0.8, 0.33  # together less than the slope of the Starling curve
RATE_S, TONE_S = 5.0, 20.0
LEGS_UP = 0.03  # about 150 mL back from raised legs (Monnet 2016), for as long as they are up
PEA_RATE = 45.0  # what the trace goes on showing without a pulse
COMPRESSION_MAP, COMPRESSION_SHARE = 40.0, 0.25  # chest compressions: a quarter of output
PLASMA_TARGET_ML, TISSUE_TARGET_ML = 3500.0, 7000.0  # Hahn: central and peripheral volumes, 70 kg
EXCHANGE_ML_S, REFILL_ML_S, LOSS_ML_S = 3.6, 1.2, 2.2  # 216, 72 and 133 mL/min at full dilution


@dataclass(slots=True)
class Setpoint:
    """What the body would show undisturbed, now that authored steps are counted in."""

    hr: float
    map: float
    stroke: float  # mL, before pump, filling and time to fill
    resistance: float  # mmHg per L/min, before tone
    stiffness: float  # pulse pressure per mL
    rr: float
    spo2: float
    shunt: float
    temp: float
    glucose: float
    pain: float  # the full pain of the problem


def body_surface(weight_kg: float) -> float:
    """Body surface in m2 from weight alone (after Livingston & Lee 2001, simplified)."""
    share: float = (weight_kg / 75) ** 0.6
    return 1.85 * share


def mean_pressure(sbp: float, dbp: float) -> float:
    return dbp + (sbp - dbp) / 3


def starling(preload: float, need: float) -> float:
    """Share of normal stroke volume at this preload (1 is normal); steep where `need` is high."""
    bend = 3.0 + 4.0 * need
    filled: float = preload ** (1 + 3.0 * need) if preload < 1 else preload
    return filled * (1 + bend) / (filled + bend)


def time_to_fill(hr: float, age: float) -> float:
    """Stroke volume falls when the heart beats too fast to fill (above about 150, less in age)."""
    return clamp(1 - 0.008 * (hr - (175 - 0.5 * age)), 0.25, 1.0)


def longer_filling(slowing: float) -> float:
    """A slower beat is a fuller one, so output moves less than rate; `slowing` is 1 at rest."""
    longer: float = clamp(slowing, 0.5, 2.5) ** 0.4
    return longer


def preload(plasma_ml: float, red_cells_ml: float, base: Baseline, slack: float) -> float:
    """Stressed volume as a share of normal; `slack` is the rise of unstressed volume."""
    unstressed = UNSTRESSED * base.blood_ml * (1 + slack)
    stressed = plasma_ml + red_cells_ml - unstressed
    return clamp(stressed / ((1 - UNSTRESSED) * base.blood_ml), 0.02, 1.8)


def pump_blood(working: Working, effects: Effects, now: Drive, point: Setpoint) -> None:
    """Set heart rate, output and pressures, and let the baroreflex answer."""
    base = working.base
    rest = 0.17 * working.reflex_tone + 0.03 * min(1.0, effects.constrict)
    slack = effects.venodilate + 0.12 * effects.allergy - rest - LEGS_UP * effects.legs
    filling = preload(working.plasma_ml, working.red_cells_ml, base, slack)
    working.hr = _heart_rate(working, effects, now, point)
    strength = now.pump * (1 - effects.weaken) * (1 + effects.strengthen)
    stroke = point.stroke * strength * starling(filling, base.preload_need)
    stroke *= time_to_fill(working.hr, base.age) * longer_filling(point.hr / working.hr)
    stroke = clamp(stroke, 1.0, 180.0)
    working.output = clamp(working.hr * stroke / 1000, 0.05, 25.0)
    heard = effects.constrict * (1 - 0.7 * now.blunt)  # inflamed vessels answer less
    tone = 1 + working.reflex_tone + heard
    slackness = (1 - effects.dilate) * (1 - now.dilate) * (1 - 0.58 * effects.allergy)
    mean = working.output * point.resistance * max(0.2, tone) * slackness
    _set_pressures(working, mean + VENOUS_MMHG * filling, point.stiffness * stroke)
    _answer(working, point, filling, (1 - now.blunt) * (1 - 0.4 * base.preload_need))


def _heart_rate(working: Working, effects: Effects, now: Drive, point: Setpoint) -> float:
    base, opening = working.base, working.base.opening
    vagus = (1 - now.vagal * (1 - effects.vagal_block)) / (1 - opening["vagal"])
    resting = 1 + effects.vagal_block * 0.5 * clamp(1.3 - base.age / 100, 0.3, 1.0)
    drive = (
        working.reflex_hr
        + effects.quicken
        + now.quicken
        - opening["quicken"]
        + 0.012 * (working.pain - point.pain)
        + 0.10 * (working.temp - point.temp)
        + 0.006 * (clamp(90 - working.spo2, 0.0, 30.0) - clamp(90 - point.spo2, 0.0, 30.0))
        + 0.15 * effects.allergy
    )
    rate = point.hr * vagus * resting * (1 - effects.slow) * (1 + drive)
    if working.spo2 < 60:  # a starved pacemaker fails
        rate *= clamp(0.3 + (working.spo2 - 40) / 30, 0.3, 1.0)
    return clamp(rate, 20.0, 220 - 0.6 * base.age)


def _set_pressures(working: Working, mean: float, pulse: float) -> None:
    working.map = clamp(mean, 5.0, 210.0)
    pulse = clamp(pulse, 4.0, 0.95 * working.map)
    working.sbp = clamp(working.map + pulse * 2 / 3, 5.0, 280.0)
    working.dbp = clamp(working.map - pulse / 3, 3.0, 170.0)


def _answer(working: Working, point: Setpoint, filling: float, sharp: float) -> None:
    """Baroreflex, and low-pressure receptors that feel an emptier heart."""
    base = working.base
    error = clamp((point.map - working.map) / point.map, -0.3, 0.5)
    empty = clamp(base.opening["preload"] - filling, -0.3, 0.6)
    young = sharp * clamp(1.25 - base.age / 160, 0.6, 1.2)
    rate = young * (1 - 0.6 * base.beta_block) * (RATE_GAIN * error + RATE_FILLING * empty)
    tone = sharp * (TONE_GAIN * error + TONE_FILLING * empty)
    working.reflex_hr += (rate - working.reflex_hr) / RATE_S
    working.reflex_tone += (tone - working.reflex_tone) / TONE_S


def stand_still(working: Working, effects: Effects) -> None:
    """The circulation in cardiac arrest: nothing, or what compressions give."""
    pressed = effects.compressions
    target = COMPRESSION_MAP if pressed else 8.0
    working.hr = PEA_RATE if working.rhythm == "pea" else 0.0
    working.output = COMPRESSION_SHARE * working.base.output if pressed else 0.05
    _set_pressures(working, working.map + (target - working.map) / 6, 25.0 if pressed else 4.0)


def shift_fluid(working: Working, effects: Effects, now: Drive) -> None:
    """Infusions in, urine and leaks out, exchange with the tissues (Hahn, per second)."""
    base = working.base
    scale = base.weight_kg / 70
    normal = plasma_normal(base)
    excess = working.plasma_ml - normal
    dilution = excess / (PLASMA_TARGET_ML * scale)
    swelling = working.interstitial_ml / (TISSUE_TARGET_ML * scale)
    rate = EXCHANGE_ML_S if dilution > swelling else REFILL_ML_S
    across = scale * rate * (dilution - swelling) + _leak(working, effects, now, normal)
    flowing = working.rhythm not in ARREST_RHYTHMS
    lost = LOSS_ML_S * scale * max(0.0, dilution) if flowing else 0.0
    drained = max(0.0, (working.urine_ml_h - base.weight_kg) / 3600 - lost)
    bled = now.bleed_ml_s / (working.plasma_ml + working.red_cells_ml)
    working.plasma_ml += effects.fluid_ml_s - across - lost - drained - bled * working.plasma_ml
    working.red_cells_ml += 0.85 * effects.blood_ml_s - bled * working.red_cells_ml
    working.interstitial_ml += across
    working.plasma_ml = clamp(working.plasma_ml, 0.25 * normal, 3.0 * normal)
    working.red_cells_ml = clamp(working.red_cells_ml, 100.0, base.blood_ml)
    working.interstitial_ml = clamp(working.interstitial_ml, -4000.0, 15000.0)


def _leak(working: Working, effects: Effects, now: Drive, normal: float) -> float:
    """Plasma through leaky vessels; anaphylaxis moves a third in ten minutes (Fisher 1986)."""
    spare = clamp(working.plasma_ml / normal - 0.6, 0.0, 1.0)
    return now.leak_ml_s * min(4.0, (3.2 * spare) ** 3) + effects.allergy * normal * spare * 0.0012


def interstitial_for(excess_ml: float) -> float:
    """The tissue water, in mL above normal, that is in balance with this excess of plasma."""
    return excess_ml / PLASMA_TARGET_ML * TISSUE_TARGET_ML


def plasma_normal(base: Baseline) -> float:
    """Normal plasma volume in mL at a haematocrit of 0.42."""
    return 0.58 * base.blood_ml


def swell_lungs(working: Working, effects: Effects, now: Drive) -> None:
    """Water in the lungs gathers while a weak heart is full, and clears when it is not.

    Filling pressure is taken as preload over pump strength; above about 1.35 of normal water
    gathers (a wedge pressure above 18 mmHg, Forrester 1976).
    """
    base = working.base
    filling = preload(
        working.plasma_ml, working.red_cells_ml, base, effects.venodilate + 0.02 * effects.pressure
    )
    strength = now.pump * (1 - effects.weaken) * (1 + effects.strengthen)
    load = clamp(working.map / 95, 0.5, 1.6) ** 0.5
    pressure = filling * load / max(0.15, strength)
    gain = 0.00030 * (pressure - 1.35) if pressure > 1.35 else 0.00025 * (pressure - 1.35)
    gain -= 0.0004 * effects.pressure * working.lung_water
    gain -= 0.00018 * clamp(effects.diuresis / 500, 0.0, 1.0) * working.lung_water
    working.lung_water = clamp(working.lung_water + gain, 0.0, 1.0)
