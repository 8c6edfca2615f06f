"""Cardiac arrest: when it comes, what brings the circulation back, and death.

Ventricular fibrillation strikes when the gathered hazard passes a threshold drawn from the seed, so
that a higher risk always means an earlier arrest. A shock at once succeeds in over nine of ten;
the chance falls by about a twelfth each minute without compressions and half as fast with them (ERC
2021 adult advanced life support; Larsen 1993). Fibrillation fades to asystole in about ten minutes.
Unreviewed, for training only.
"""

from __future__ import annotations

from math import exp, log
from typing import Literal, assert_never

from simtrainer.physiology.model import ARREST_RHYTHMS, EventKind
from simtrainer.physiology.pharmacology import Effects
from simtrainer.physiology.problems.base import Drive
from simtrainer.physiology.working import Working, clamp, draw

LATE_S = 20 * 60  # with the policy "late", nobody arrests before this
FADES_S, DEATH_S = 10 * 60.0, 20 * 60.0
FIRST_SHOCK, LOST_PER_S = 0.95, 0.08 / 60
LOW_MAP, LOW_SPO2, LOW_FLOW_S = 36.0, 45.0, 150.0
COLLAPSE_MAP, RECOVERED_MAP = 48.0, 58.0
FAINT_WAKEFULNESS = 0.35
ArrestRhythm = Literal["vf", "pea", "asystole"]
TOLD_AS: dict[ArrestRhythm, EventKind] = {
    "vf": "arrest_vf",
    "pea": "arrest_pea",
    "asystole": "arrest_asystole",
}


def may_arrest(working: Working) -> bool:
    match working.base.death:
        case "never":
            return False
        case "late":
            return working.t_s >= LATE_S
        case "possible":
            return True
        case other:
            assert_never(other)


def watch(working: Working, effects: Effects, now: Drive) -> None:
    """Turn of events while the heart beats: arrest, collapse, a change of pain."""
    _gather(working, effects, now)
    low = working.map < LOW_MAP or working.spo2 < LOW_SPO2
    working.low_flow_s = clamp(working.low_flow_s + (1 if low else -1), 0.0, LOW_FLOW_S)
    if may_arrest(working):
        if working.hazard >= threshold(working):
            _arrest(working, "vf")
        elif working.low_flow_s >= LOW_FLOW_S:
            _arrest(working, "pea")
    _report(working)


def threshold(working: Working) -> float:
    """The hazard at which this heart fibrillates; a new draw after every arrest."""
    return -log(draw(working.base.seed, "fibrillation", working.arrests))


def _gather(working: Working, effects: Effects, now: Drive) -> None:
    risk = now.vf_per_h * working.base.vf_risk * (1 - effects.antiarrhythmic)
    risk *= 1 - 0.4 * effects.beta_block
    working.hazard = min(50.0, working.hazard + risk / 3600)


def _arrest(working: Working, rhythm: ArrestRhythm) -> None:
    working.rhythm = rhythm
    working.arrests += 1
    working.arrest_s = 0.0
    working.hazard = 0.0
    working.low_flow_s = 0.0
    working.tell(TOLD_AS[rhythm])


def _report(working: Working) -> None:
    if working.rhythm in ARREST_RHYTHMS:
        return
    if abs(working.pain - working.reported_pain) >= 2:
        working.reported_pain = working.pain
        working.tell("pain_change", round(working.pain, 1))
    faint = working.map < COLLAPSE_MAP or working.wakefulness < FAINT_WAKEFULNESS
    if faint and not working.collapsed:
        working.collapsed = True
        working.tell("collapse")
    elif working.collapsed and working.map > RECOVERED_MAP and working.wakefulness > 0.7:
        working.collapsed = False
        working.tell("recovered")


def resuscitate(working: Working, effects: Effects, would_live: bool) -> None:
    """One second of arrest. `would_live` says whether the heart could carry a pressure again."""
    working.arrest_s += 0.4 if effects.compressions else 1.0
    if working.rhythm == "vf" and effects.shocks > working.shocks:
        _shock(working, effects)
    elif would_live:
        _restart_by_hand(working, effects)
    if working.rhythm in ("vf", "pea") and working.arrest_s > FADES_S:
        working.rhythm = "asystole"
        working.tell("arrest_asystole")
    if working.rhythm in ARREST_RHYTHMS and working.arrest_s > DEATH_S:
        working.dead = True
        working.tell("death")


def _shock(working: Working, effects: Effects) -> None:
    working.tell("shock")
    chance = FIRST_SHOCK * exp(-LOST_PER_S * working.arrest_s) + 0.1 * effects.antiarrhythmic
    if draw(working.base.seed, "shock", effects.shocks) < min(chance, 0.97):
        _rosc(working)


def _restart_by_hand(working: Working, effects: Effects) -> None:
    """Without a shockable rhythm the heart restarts once its cause is mended (adrenaline helps)."""
    chance_per_s = (0.012 if effects.constrict > 0.3 else 0.004) * exp(-working.arrest_s / 600)
    if draw(working.base.seed, "restart", working.t_s) < chance_per_s:
        _rosc(working)


def _rosc(working: Working) -> None:
    working.rhythm = "atrial_fibrillation" if working.base.atrial_fibrillation else "sinus"
    working.arrest_s = 0.0
    working.low_flow_s = 0.0
    working.map = max(working.map, 45.0)
    working.tell("rosc")
