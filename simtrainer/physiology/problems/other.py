"""Acute heart failure, opioid poisoning and hypoglycaemia.

Heart failure: pulmonary oedema with high pressure, eased by nitrate, diuretic and CPAP (ESC 2021).
Opioid poisoning: slow breath, small pupils, sleep; naloxone undoes it for less long than it lasts
(TOXBASE; BNF). Hypoglycaemia: sweating under 3.3 mmol/L, confusion under 2.8 (JBDS 2023). The
brain's part is in `organs`. Unreviewed, for training only.
"""

from __future__ import annotations

from simtrainer.physiology.model import Baseline, PhysiologyBlock
from simtrainer.physiology.pharmacology import Effects
from simtrainer.physiology.problems.base import Drive, Luck, Opening, Problem
from simtrainer.physiology.working import Working, clamp


def _open_failure(opening: Opening, block: PhysiologyBlock, _luck: Luck) -> None:
    severity = block.severity
    opening.hr += 20 + 25 * severity
    opening.sbp += 40 - 10 * severity
    opening.dbp += 15
    opening.rr += 8 + 10 * severity
    opening.spo2 -= 3 + 9 * severity
    opening.index = 2.6 - 0.8 * severity
    opening.lung_water = 0.25 + 0.4 * severity
    opening.lactate = 1.2 + 1.2 * severity


def _drive_failure(working: Working, base: Baseline, _effects: Effects, now: Drive) -> None:
    now.pump = 0.85 - 0.2 * base.severity
    now.quicken = 0.3 * working.lung_water
    now.sweat = 0.3 + 0.5 * working.lung_water


def _open_opioid(opening: Opening, block: PhysiologyBlock, _luck: Luck) -> None:
    severity = block.severity
    opening.hr -= 4 + 8 * severity
    opening.sbp -= 4 + 12 * severity
    opening.rr = max(3.0, opening.rr - 3 - 8 * severity)
    opening.spo2 -= 2 + 10 * severity
    opening.paco2 = 46 + 24 * severity


def _drive_opioid(_working: Working, base: Baseline, effects: Effects, now: Drive) -> None:
    left = 1 - effects.antagonise
    now.narcosis = (0.25 + 0.6 * base.severity) * left
    now.cloud = clamp(0.2 + 0.7 * base.severity, 0.0, 0.95) * left


def _open_low_sugar(opening: Opening, block: PhysiologyBlock, _luck: Luck) -> None:
    opening.glucose = 3.0 - 1.6 * block.severity
    opening.hr += 12 + 20 * block.severity
    opening.sbp += 8


def _drive_low_sugar(working: Working, _base: Baseline, _effects: Effects, now: Drive) -> None:
    low = clamp((4.0 - working.glucose) / 3, 0.0, 1.0)
    now.quicken = 0.3 * low
    now.sweat = low


HEART_FAILURE = Problem("acute_heart_failure", _open_failure, _drive_failure)
OPIOID = Problem("opioid_toxicity", _open_opioid, _drive_opioid)
HYPOGLYCAEMIA = Problem("hypoglycaemia", _open_low_sugar, _drive_low_sugar)
