"""A well person: nothing happens unless somebody does something. Unreviewed, for training only."""

from __future__ import annotations

from simtrainer.physiology.model import Baseline, PhysiologyBlock
from simtrainer.physiology.pharmacology import Effects
from simtrainer.physiology.problems.base import Drive, Luck, Opening, Problem
from simtrainer.physiology.working import Working


def _open(_opening: Opening, _block: PhysiologyBlock, _luck: Luck) -> None:
    """Nothing to change."""


def _drive(_working: Working, _base: Baseline, _effects: Effects, _now: Drive) -> None:
    """Nothing to do."""


STABLE = Problem("stable", _open, _drive)
