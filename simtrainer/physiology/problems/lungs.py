"""Acute asthma, pneumonia and pulmonary embolism.

Asthma: severity 0.6 is acute severe and 0.9 life-threatening (BTS/SIGN 158, 2019: rate over 25,
pulse over 110; SpO2 under 92 %). Salbutamol, ipratropium, magnesium and steroid ease it. Pneumonia
is sepsis with a shunt. Pulmonary embolism loads the right heart, so that output leans on filling
(ESC 2019). Unreviewed, for training only.
"""

from __future__ import annotations

from simtrainer.physiology.model import Baseline, PhysiologyBlock
from simtrainer.physiology.pharmacology import Effects
from simtrainer.physiology.problems.base import Drive, Luck, Opening, Problem
from simtrainer.physiology.problems.sepsis import SEPSIS
from simtrainer.physiology.working import Working


def _open_asthma(opening: Opening, block: PhysiologyBlock, _luck: Luck) -> None:
    severity = block.severity
    opening.hr += 15 + 45 * severity
    opening.rr += 6 + 14 * severity
    opening.spo2 -= 1 + 8 * severity
    opening.sbp += 8
    opening.wheeze = 0.2 + 0.7 * severity


def _drive_asthma(_working: Working, base: Baseline, effects: Effects, now: Drive) -> None:
    now.wheeze = 0.2 + 0.7 * base.severity
    now.quicken = 0.25 * base.severity * (1 - effects.bronchodilate)
    now.sweat = 0.3 * base.severity


def _open_pneumonia(opening: Opening, block: PhysiologyBlock, luck: Luck) -> None:
    SEPSIS.open(opening, block, luck)
    opening.spo2 -= 2 + 4 * block.severity
    opening.sbp += 12
    opening.dbp += 6
    opening.rr += 3


def _open_embolism(opening: Opening, block: PhysiologyBlock, _luck: Luck) -> None:
    severity = block.severity
    opening.hr += 15 + 35 * severity
    opening.sbp -= 30 * severity
    opening.dbp -= 14 * severity
    opening.rr += 6 + 10 * severity
    opening.spo2 -= 2 + 8 * severity
    opening.index -= 1.1 * severity
    opening.preload_need = 0.3 + 0.5 * severity
    opening.pain = 5.0
    opening.occlusion = severity
    opening.lactate = 1.0 + 2.0 * severity


def _drive_embolism(working: Working, base: Baseline, effects: Effects, now: Drive) -> None:
    cleared = effects.lysis * (1.0 if base.lysis_works else 0.2) / 60
    working.occlusion *= 1 - cleared
    now.pump = 1 - 0.5 * working.occlusion
    now.quicken = 0.2 * working.occlusion
    now.breath = 0.4 * working.occlusion
    now.shunt = 0.25 * working.occlusion
    now.sweat = 0.4 * working.occlusion


ASTHMA = Problem("asthma", _open_asthma, _drive_asthma)
PNEUMONIA = Problem("pneumonia", _open_pneumonia, SEPSIS.drive)
EMBOLISM = Problem("pulmonary_embolism", _open_embolism, _drive_embolism)
