"""Variety without chance: the same encounter says the same words, another one says others."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from simtrainer.encounter.state import EncounterState
from simtrainer.patient.sentences import was_said


def draw(state: EncounterState, name: str, among: int) -> int:
    """A number from 0 to ``among`` - 1, fixed by the case, its draw, the turn and ``name``."""
    case = state.case
    parts = (case.template_hash, case.seed, case.difficulty, len(state.turns), name)
    digest = hashlib.sha256("|".join(str(part) for part in parts).encode()).digest()
    return int.from_bytes(digest[:8], "big") % among


def chance(state: EncounterState, name: str, percent: int) -> bool:
    """True in ``percent`` of a hundred places like this one."""
    return draw(state, name, 100) < percent


def choose(
    state: EncounterState, name: str, options: Sequence[str], said: Sequence[str] = ()
) -> str:
    """One of ``options``, preferring those not yet in ``said`` (oldest first), then the stalest."""
    if len(options) == 1:
        return options[0]
    last = {option: _last_said(option, said) for option in options}
    stalest = min(last.values())
    fresh = [option for option in options if last[option] == stalest]
    return fresh[draw(state, name, len(fresh))]


def _last_said(option: str, said: Sequence[str]) -> int:
    """Where in ``said`` (plain texts) the option was last heard; -1 for never."""
    places = range(len(said) - 1, -1, -1)
    return next((place for place in places if was_said(option, said[place])), -1)
