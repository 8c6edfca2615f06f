"""Breathing and gases for one second.

Alveolar gas equation PAO2 = FiO2 x 713 - PaCO2 / 0.8; dissociation by Severinghaus 1979; venous
admixture as a shunt ratio; PaCO2 moves over about five minutes and never rises faster than 4 mmHg
a minute without breath (Eger 1961). Unreviewed, for training only.
"""

from __future__ import annotations

from simtrainer.physiology.circulation import Setpoint
from simtrainer.physiology.model import ARREST_RHYTHMS
from simtrainer.physiology.pharmacology import Effects
from simtrainer.physiology.problems.base import Drive
from simtrainer.physiology.working import Working, clamp

NORMAL_PACO2 = 40.0
RR_S, SPO2_S, PACO2_S = 12.0, 20.0, 300.0
APNOEA_RISE = 4.0 / 60
EXTRACTION = 0.25  # share of arterial oxygen taken at normal output
DISSOLVED = 0.0031 / (1.34 * 14)  # mL O2 per mmHg, as saturation at 14 g/dL haemoglobin
RETENTION_PACO2 = 52.0  # resting PaCO2 in COPD


def saturation(po2: float) -> float:
    """Oxygen saturation in % at a PO2 in mmHg (Severinghaus 1979)."""
    po2 = max(po2, 1.0)
    return 100 / (23400 / (po2**3 + 150 * po2) + 1)


def shunt_for(spo2: float, output_share: float, paco2: float = NORMAL_PACO2) -> float:
    """The shunt ratio qs / (qt - qs) that shows this SpO2 on air (just below 0 from 98 %)."""
    capillary = _capillary(0.21, paco2)
    return (capillary - _content(spo2)) / (EXTRACTION * 100 / output_share)


def _capillary(fio2: float, paco2: float) -> float:
    alveolar = max(20.0, fio2 * 713 - paco2 / 0.8)
    return saturation(alveolar - 4) + 100 * DISSOLVED * alveolar


def _content(spo2: float) -> float:
    """Saturation with the dissolved oxygen that goes with it, in %."""
    return spo2 + 100 * DISSOLVED * 90 * spo2 / 100


def breathe(working: Working, effects: Effects, now: Drive, point: Setpoint) -> None:
    """Set respiratory rate, PaCO2 and SpO2."""
    stopped = working.rhythm in ARREST_RHYTHMS
    working.wheeze = _wheeze(working, effects, now)
    target = 0.0 if stopped else _rate(working, effects, now, point)
    working.rr = clamp(working.rr + (target - working.rr) / RR_S, 0.0, 60.0)
    opening = working.base.opening
    moved = (working.rr / point.rr) ** 0.8 * (1 - 0.2 * effects.sedate)
    moved *= (1 - 0.35 * working.wheeze) / (1 - 0.35 * opening["wheeze"])
    moved *= (1 - 0.25 * working.lung_water) / (1 - 0.25 * opening["lung_water"])
    if effects.ventilated or (stopped and effects.compressions):
        full = _settles(working) / resting_paco2(working.base.copd)
        moved = max(moved, full if effects.ventilated else 0.5 * full)
    _carbon_dioxide(working, moved)
    _oxygen(working, effects, now, point, moved)


def _wheeze(working: Working, effects: Effects, now: Drive) -> float:
    tight = 1 - (1 - now.wheeze) * (1 - 0.8 * effects.allergy)
    target = tight * (1 - effects.bronchodilate)
    return clamp(working.wheeze + (target - working.wheeze) / 60, 0.0, 1.0)


def _rate(working: Working, effects: Effects, now: Drive, point: Setpoint) -> float:
    base, opening = working.base, working.base.opening
    blunted = 1 - 0.75 * max(effects.breath_depress, now.narcosis)
    chemical = 0.025 * clamp(working.paco2 - _tolerated(working), -12.0, 40.0) * blunted
    at_first = 0.025 * clamp(opening["paco2"] - resting_paco2(base.copd), -12.0, 40.0)
    at_first *= 1 - 0.75 * opening["narcosis"]
    chemical += 0.02 * (_hunger(working.spo2) - _hunger(point.spo2)) * blunted
    drive = 1 + chemical + now.breath - opening["breath"]
    drive += 0.012 * (working.pain - point.pain)
    drive += 0.05 * (working.temp - point.temp)
    drive += 0.9 * (working.lung_water - opening["lung_water"])
    drive += 0.8 * (working.wheeze - opening["wheeze"])
    drive += 0.03 * clamp(working.lactate - opening["lactate"], -4.0, 10.0)
    drive -= 0.25 * effects.pressure * working.lung_water
    rate = point.rr * max(0.2, drive) * (1 - effects.breath_depress) * (1 - 0.25 * effects.sedate)
    rate *= (1 - now.narcosis) / (1 - opening["narcosis"]) / (1 + at_first)
    if working.map < 40:  # gasping, then none
        rate *= clamp((working.map - 15) / 25, 0.0, 1.0)
    return rate if rate >= 2 else 0.0


def _hunger(spo2: float) -> float:
    return clamp(91 - spo2, 0.0, 20.0)


def _tolerated(working: Working) -> float:
    """The PaCO2 breathing settles at; in COPD oxygen beyond 92 % raises it (Austin 2010)."""
    return resting_paco2(working.base.copd) + _retained(working)


def _settles(working: Working) -> float:
    """The PaCO2 that the ventilation of the start comes to."""
    return working.base.opening["paco2"] + _retained(working)


def _retained(working: Working) -> float:
    return working.base.copd * 2.4 * clamp(working.spo2 - 92, 0.0, 8.0)


def resting_paco2(copd: float) -> float:
    return NORMAL_PACO2 + copd * (RETENTION_PACO2 - NORMAL_PACO2)


def _carbon_dioxide(working: Working, moved: float) -> None:
    change = (_settles(working) / max(0.1, moved) - working.paco2) / PACO2_S
    working.paco2 = clamp(working.paco2 + min(change, APNOEA_RISE), 15.0, 150.0)


def _oxygen(working: Working, effects: Effects, now: Drive, point: Setpoint, moved: float) -> None:
    base = working.base
    ratio = point.shunt + now.shunt - base.opening["shunt"]
    ratio += 0.9 * (working.lung_water - base.opening["lung_water"]) * (1 - 0.3 * effects.pressure)
    ratio += 0.35 * (working.wheeze - base.opening["wheeze"]) + 0.15 * effects.allergy
    share = clamp(working.output / base.output, 0.25, 2.0)
    content = _capillary(effects.fio2, working.paco2)
    content -= clamp(ratio, -0.15, 6.0) * EXTRACTION * 100 / share
    highest = 99.6 if effects.fio2 > 0.24 else 99.0
    target = clamp(content / (1 + DISSOLVED * 90), 20.0, highest)
    slow = SPO2_S
    if moved < 0.1:  # no breath: the lungs' store runs down over minutes, longer after oxygen
        target, slow = 20.0, 120.0 + 200.0 * (effects.fio2 - 0.21)
    working.spo2 = clamp(working.spo2 + (target - working.spo2) / slow, 20.0, 100.0)
