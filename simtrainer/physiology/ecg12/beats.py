"""When the atria and the ventricles beat in each rhythm."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import assert_never

from simtrainer.physiology.ecg12.parameters import SECONDS, EcgParameters

_FIRST = 0.35  # seconds into the strip
_SINUS_SPREAD = 0.015
_FIBRILLATING_SPREAD = 0.32


@dataclass(frozen=True, slots=True)
class Beats:
    """Seconds at which P waves and QRS complexes begin."""

    atrial: tuple[float, ...]
    ventricular: tuple[float, ...]


def beats_of(parameters: EcgParameters) -> Beats:
    draw = Random(parameters.seed + 1)
    rr = parameters.rr_s
    match parameters.rhythm:
        case "sinus":
            onsets = _onsets(_FIRST - rr, rr, _SINUS_SPREAD, draw)
            return Beats(tuple(at - parameters.pr_ms / 1000 for at in onsets), onsets)
        case "atrial_fibrillation":
            return Beats((), _onsets(_FIRST - rr, rr, _FIBRILLATING_SPREAD, draw))
        case "atrial_flutter" | "svt":
            return Beats((), _onsets(_FIRST - rr, rr, 0.0, draw))
        case "complete_heart_block" | "vt":
            atria = _onsets(-0.1, 60 / parameters.atrial_rate, _SINUS_SPREAD, draw)
            return Beats(atria, _onsets(_FIRST - rr, rr, 0.004, draw))
        case "vf" | "asystole":
            return Beats((), ())
        case _ as never:
            assert_never(never)


def _onsets(first: float, gap: float, spread: float, draw: Random) -> tuple[float, ...]:
    """Onsets about ``gap`` apart until past the end of the strip."""
    onsets = [first]
    while onsets[-1] < SECONDS + 1:
        onsets.append(onsets[-1] + gap * draw.uniform(1 - spread, 1 + spread))
    return tuple(onsets)
