"""A blocked or narrowed coronary artery: inferior and anterior STEMI, and NSTEMI.

Muscle at risk dies along a curve with half of it gone in about three hours (Reimer & Jennings 1979,
the wavefront; ESC 2023 acute coronary syndromes, benefit of reperfusion by delay). Inferior
infarction slows the heart through the vagus (Webb 1972) and involves the right ventricle in about
four of ten (Kinch & Ryan 1994), when output depends on filling. Ventricular fibrillation strikes
about one in twenty with STEMI, mostly in the first four hours (Volpi 1998; Gheeraert 2006).
Pump failure by Killip class. Sizes are fitted to these. Unreviewed, for training only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import exp

from simtrainer.physiology.model import Baseline, PhysiologyBlock
from simtrainer.physiology.pharmacology import Effects
from simtrainer.physiology.problems.base import Drive, Luck, Opening, Problem
from simtrainer.physiology.working import Working, clamp

NECROSIS_S = 4.3 * 3600  # 1/e of the muscle at risk; half in three hours
RV_SHARE = 0.4
FLOWING = 0.3  # below this the artery counts as open
VF_PER_H = 0.09  # with a shut artery, severity 0.5, in the first hour
CONTRACTION_LOST = {"dead": 0.55, "starved": 0.35}
Opener = Callable[[Opening, PhysiologyBlock, Luck], None]


@dataclass(frozen=True, slots=True)
class Territory:
    """How much of the pump the artery feeds, how shut it is, and how the body answers at first."""

    share: float
    shut: float
    hr: tuple[float, float]  # change of heart rate at severity 0 and 1
    sbp: tuple[float, float]
    pain: tuple[float, float]
    vagal: float
    vf: float


INFERIOR = Territory(0.45, 1.0, (-6, -24), (-4, -24), (5, 9), 0.35, 1.0)
ANTERIOR = Territory(0.85, 1.0, (12, 38), (6, -22), (6, 9), 0.0, 1.2)
PARTIAL = Territory(0.35, 0.65, (8, 22), (12, 4), (3, 7), 0.0, 0.25)


def _between(pair: tuple[float, float], severity: float) -> float:
    return pair[0] + (pair[1] - pair[0]) * severity


def _open(land: Territory, opening: Opening, block: PhysiologyBlock) -> None:
    severity = block.severity
    opening.occlusion = land.shut
    opening.infarct = 1 - exp(-block.onset_h * 3600 * land.shut / NECROSIS_S)
    opening.hr += _between(land.hr, severity)
    change = _between(land.sbp, severity)
    opening.sbp += change
    opening.dbp += 0.6 * change
    opening.pain = _between(land.pain, severity)
    opening.rr += 3 + 3 * severity
    opening.spo2 -= 1 + severity
    opening.nausea = 0.5 * severity if land.vagal else 0.2 * severity
    opening.index = max(1.6, opening.index - 1.2 * land.share * severity)
    opening.lactate = 1.2 + 1.2 * land.share * severity


def _open_inferior(opening: Opening, block: PhysiologyBlock, luck: Luck) -> None:
    _open(INFERIOR, opening, block)
    opening.nausea = 0.3 + 0.4 * block.severity
    if luck("right ventricle") < RV_SHARE * (0.5 + block.severity):
        opening.preload_need = 0.6 + 0.4 * block.severity
        opening.sbp -= 8 * block.severity


def _open_anterior(opening: Opening, block: PhysiologyBlock, _luck: Luck) -> None:
    _open(ANTERIOR, opening, block)
    wet = clamp(0.5 * (block.severity - 0.5), 0.0, 0.3)
    opening.lung_water = wet
    opening.spo2 -= 10 * wet
    opening.rr += 15 * wet


def _open_nstemi(opening: Opening, block: PhysiologyBlock, _luck: Luck) -> None:
    _open(PARTIAL, opening, block)


def ischaemia(working: Working, base: Baseline, effects: Effects) -> float:
    """Hunger of the muscle at risk: the occlusion, by what the heart is asked to do and given."""
    vitals = base.vitals
    work = working.hr * working.sbp / (vitals["hr"] * vitals["sbp"])
    thirst = clamp((55 - working.dbp) / 60, 0.0, 0.4) + clamp((88 - working.spo2) / 60, 0.0, 0.3)
    relief = effects.antianginal * (1.15 - working.occlusion)
    demand = 0.75 + 0.25 * clamp(work, 0.4, 2.0) + thirst
    return clamp(working.occlusion * demand * (1 - clamp(relief, 0.0, 0.8)), 0.0, 1.0)


def _problem(name: str, land: Territory, opener: Opener) -> Problem:
    def drive(working: Working, base: Baseline, effects: Effects, now: Drive) -> None:
        _reopen(working, base, effects)
        hungry = ischaemia(working, base, effects)
        working.infarct += (1 - working.infarct) * hungry / NECROSIS_S
        size = land.share * (0.25 + 0.75 * base.severity)
        lost = CONTRACTION_LOST["dead"] * working.infarct + CONTRACTION_LOST["starved"] * hungry
        now.pump = clamp(1 - size * lost, 0.1, 1.0)
        now.ache = 0.1 + 0.9 * hungry
        now.vagal = land.vagal * (0.25 + 0.75 * working.occlusion) * base.severity
        now.sweat = hungry * (0.35 + 0.5 * base.severity)
        now.vf_per_h = _vf_per_h(land, working, base, hungry)

    return Problem(name, opener, drive)


def _reopen(working: Working, base: Baseline, effects: Effects) -> None:
    if not (effects.reperfuse or effects.lysis) or working.occlusion <= 0:
        return
    lysis = effects.lysis * (1.0 if base.lysis_works else 0.1)
    cleared = min(1.0, effects.reperfuse + lysis) / 60
    before = working.occlusion
    working.occlusion = max(0.0, before - (before - 0.03) * cleared)
    if before >= FLOWING > working.occlusion:
        working.tell("reperfused")


def _vf_per_h(land: Territory, working: Working, base: Baseline, hungry: float) -> float:
    hours = base.onset_h + working.t_s / 3600
    early = 0.3 + 0.7 * exp(-max(0.0, hours - 1) / 4)
    return VF_PER_H * land.vf * hungry * (0.4 + base.severity) ** 2 * 1.25 * early


CORONARY = (
    _problem("inferior_stemi", INFERIOR, _open_inferior),
    _problem("anterior_stemi", ANTERIOR, _open_anterior),
    _problem("nstemi", PARTIAL, _open_nstemi),
)
