"""Sepsis: inflammation grows until antibiotics have had time, and the vessels slacken and leak.

Resistance falls by about 42 % in two hours untreated (Revie 2013, pigs), a fluid bolus of 500 mL
lifts the mean pressure by about 8 mmHg and the gain is gone within an hour (Glassford 2014). The
first doses of an antibiotic begin to tell after an hour or two; what each hour of delay costs is
disputed (Kumar 2006 against later cohorts). Unreviewed, for training only.
"""

from __future__ import annotations

from simtrainer.physiology.model import Baseline, PhysiologyBlock
from simtrainer.physiology.pharmacology import Effects
from simtrainer.physiology.problems.base import Drive, Luck, Opening, Problem
from simtrainer.physiology.working import Working, clamp

GROWTH_PER_H = 0.25
KILL_PER_H = 0.32


def _open(opening: Opening, block: PhysiologyBlock, _luck: Luck) -> None:
    severity = block.severity
    opening.inflammation = 0.3 + 0.5 * severity
    opening.hr += 18 + 32 * severity
    opening.sbp -= 8 + 32 * severity
    opening.dbp -= 8 + 22 * severity
    opening.rr += 5 + 10 * severity
    opening.spo2 -= 1 + 4 * severity
    opening.temp += 1.4 + 0.9 * severity
    opening.index += 0.6 * (1 - severity)
    opening.dryness = 0.04 + 0.14 * severity
    opening.lactate = 1.4 + 3.0 * severity
    opening.pain = 2 + 2 * severity


def _drive(working: Working, base: Baseline, effects: Effects, now: Drive) -> None:
    fire = working.inflammation
    growth = GROWTH_PER_H * (0.5 + base.severity) * fire * (1 - fire)
    working.inflammation = clamp(
        fire + (growth - KILL_PER_H * effects.antibiotic * fire) / 3600, 0.0, 1.0
    )
    now.dilate = clamp(0.62 * fire, 0.0, 0.6)
    now.pump = 1 - 0.25 * fire * base.severity
    now.quicken = 0.25 * fire
    now.blunt = min(1.0, 1.1 * fire)
    now.fever = 2.4 * fire
    now.breath = 0.35 * fire
    now.shunt = 0.10 * fire
    now.leak_ml_s = 0.12 * fire
    now.cloud = 0.10 * clamp(fire - 0.6, 0.0, 1.0)
    now.sweat = 0.4 * fire
    now.lactate = 0.02 * fire
    now.kidney = clamp(1 - fire, 0.2, 1.0)  # oliguria before the pressure falls (KDIGO 2012)


SEPSIS = Problem("sepsis", _open, _drive)
