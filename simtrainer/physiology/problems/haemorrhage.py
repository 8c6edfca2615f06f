"""Bleeding that goes on until it is held. `severity` 1 loses about 100 mL a minute at first.

Opening by the classes of haemorrhage (Advanced Trauma Life Support, 10th edition, 2018). It slows
as the pressure falls. Tranexamic acid changes the outcome (CRASH-2, 2010), not the vitals.
Unreviewed, for training only.
"""

from __future__ import annotations

from simtrainer.physiology.model import Baseline, PhysiologyBlock
from simtrainer.physiology.pharmacology import Effects
from simtrainer.physiology.problems.base import Drive, Luck, Opening, Problem
from simtrainer.physiology.working import Working, clamp

FULL_ML_S = 1.7


def _open(opening: Opening, block: PhysiologyBlock, _luck: Luck) -> None:
    severity = block.severity
    opening.hr += 10 + 35 * severity
    opening.sbp -= 28 * severity
    opening.dbp -= 8 * severity
    opening.rr += 3 + 7 * severity
    opening.index -= 0.8 * severity
    opening.dryness = 0.04 + 0.14 * severity
    opening.lactate = 1.2 + 2 * severity
    opening.pain = 3.0


def _drive(working: Working, base: Baseline, effects: Effects, now: Drive) -> None:
    pushed = clamp(working.map / 80, 0.0, 1.5)
    now.bleed_ml_s = FULL_ML_S * base.severity * pushed * (1 - effects.staunch)
    now.sweat = 0.5 * base.severity


HAEMORRHAGE = Problem("haemorrhage", _open, _drive)
