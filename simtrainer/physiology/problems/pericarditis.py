"""Acute pericarditis: sharp pain, a little fever and a quick pulse, and a heart that pumps well.

ESC 2015 guidelines on pericardial diseases: ibuprofen or aspirin with colchicine; relief within
hours to days, shown here as the first part of that. Unreviewed, for training only.
"""

from __future__ import annotations

from simtrainer.physiology.model import Baseline, PhysiologyBlock
from simtrainer.physiology.pharmacology import Effects
from simtrainer.physiology.problems.base import Drive, Luck, Opening, Problem
from simtrainer.physiology.working import Working


def _open(opening: Opening, block: PhysiologyBlock, _luck: Luck) -> None:
    severity = block.severity
    opening.hr += 10 + 20 * severity
    opening.rr += 3 + 4 * severity
    opening.temp += 0.6 + 1.0 * severity
    opening.pain = 4 + 4 * severity
    opening.inflammation = 0.4 + 0.5 * severity


def _drive(working: Working, _base: Baseline, effects: Effects, now: Drive) -> None:
    heat = working.inflammation * (1 - 0.6 * effects.anti_inflammatory)
    now.ache = 1 - 0.85 * effects.anti_inflammatory
    now.fever = 1.6 * heat
    now.quicken = 0.2 * heat
    now.sweat = 0.15 * heat


PERICARDITIS = Problem("pericarditis", _open, _drive)
