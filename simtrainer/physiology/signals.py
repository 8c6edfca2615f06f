"""The shapes a bedside monitor draws: lead II, pleth, arterial pressure, breathing, carbon dioxide.

Shapes are drawn, not simulated: they show rate, regularity, P waves, width and pulse, so that a
rhythm can be told from its trace. Times are seconds, rates per minute, phases 0 to 1, heights
about -0.3 to 1. The QRS keeps its width at every rate; the T wave moves with the square root of
the beat's length, as QT does (Bazett 1920).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, exp, pi, sin, sqrt
from random import Random
from typing import Literal, assert_never

from simtrainer.errors import OurBug

TraceRhythm = Literal[
    "sinus",
    "atrial_fibrillation",
    "atrial_flutter",
    "svt",
    "complete_heart_block",
    "vt",
    "vf",
    "pea",
    "asystole",
]
PULSELESS: frozenset[TraceRhythm] = frozenset({"vf", "pea", "asystole"})
RHYTHM_NAMES: dict[TraceRhythm, str] = {
    "sinus": "regular rhythm",
    "atrial_fibrillation": "irregular rhythm without P waves",
    "atrial_flutter": "saw-tooth baseline",
    "svt": "narrow regular rhythm without P waves",
    "complete_heart_block": "P waves apart from the beats",
    "vt": "broad regular rhythm",
    "vf": "no beats, coarse waves",
    "pea": "regular rhythm",
    "asystole": "flat line",
}
_SHORT: dict[str, TraceRhythm] = {
    "af": "atrial_fibrillation",
    "flutter": "atrial_flutter",
    "chb": "complete_heart_block",
    "sinus_tachycardia": "sinus",
    "sinus_bradycardia": "sinus",
}
ATRIAL_RATE_IN_BLOCK = 88.0
FLUTTER_RATE = 300.0
_R_AT = 0.165  # seconds from the start of a beat to its R peak


def rhythm_named(name: str) -> TraceRhythm:
    """The rhythm of this name or short name; OurBug when there is none."""
    for rhythm in RHYTHM_NAMES:
        if rhythm in (name, _SHORT.get(name)):
            return rhythm
    raise OurBug(f"The monitor does not know the rhythm {name!r}.")


def _bump(at: float, centre: float, width: float, height: float) -> float:
    return height * exp(-(((at - centre) / width) ** 2))


def _ring(at: float, centre: float, period: float) -> float:
    """How far ``at`` is from ``centre``, the short way round a beat of ``period`` seconds."""
    return (at - centre + period / 2) % period - period / 2


def ecg(phase: float, period: float, rhythm: TraceRhythm) -> float:
    """Lead II at ``phase`` of a beat ``period`` seconds long; what the beats do not make is
    added by ``ecg_baseline``."""
    at = phase * period
    match rhythm:
        case "sinus" | "pea":
            return _bump(_ring(at, 0.09, period), 0, 0.022, 0.12) + _narrow(at, period)
        case "atrial_fibrillation" | "atrial_flutter" | "svt":
            return _narrow(at, period)
        case "complete_heart_block":
            return _broad(at, period)
        case "vt":
            return _ventricular(at, period)
        case "vf" | "asystole":
            return 0.0
        case _ as never:
            assert_never(never)


def _t_delay(period: float) -> float:
    return 0.27 * sqrt(period)


def _narrow(at: float, period: float) -> float:
    """QRS under 100 ms and an upright T wave."""
    since = _ring(at, _R_AT, period)
    t_wave = _ring(at, _R_AT + _t_delay(period), period)
    return (
        _bump(since, -0.017, 0.007, -0.13)
        + _bump(since, 0, 0.008, 1.0)
        + _bump(since, 0.017, 0.008, -0.24)
        + _bump(t_wave, 0, 0.045 * sqrt(period), 0.24)
    )


def _broad(at: float, period: float) -> float:
    """A ventricular escape beat: QRS over 120 ms, T wave the other way."""
    since = _ring(at, _R_AT, period)
    t_wave = _ring(at, _R_AT + 1.2 * _t_delay(period), period)
    return (
        _bump(since, -0.012, 0.026, 0.75)
        + _bump(since, 0.045, 0.030, 0.35)
        + _bump(t_wave, 0, 0.075, -0.28)
    )


def _ventricular(at: float, period: float) -> float:
    since = _ring(at, _R_AT, period)
    after = _ring(at, _R_AT + 0.45 * period, period)
    return _bump(since, 0, 0.16 * period, 0.95) + _bump(after, 0, 0.19 * period, -0.45)


def ecg_baseline(seconds: float, rhythm: TraceRhythm) -> float:
    """What runs on its own clock: fibrillation, flutter, atria in block, a little drift."""
    drift = 0.012 * sin(2 * pi * 0.21 * seconds)
    match rhythm:
        case "atrial_fibrillation":
            return drift + _waves(seconds, ((6.1, 0.030), (7.3, 0.022), (4.7, 0.016)))
        case "atrial_flutter":
            return drift + 0.13 * (0.5 - (seconds * FLUTTER_RATE / 60) % 1)
        case "complete_heart_block":
            period = 60 / ATRIAL_RATE_IN_BLOCK
            return drift + _bump(_ring(seconds % period, 0.09, period), 0, 0.024, 0.13)
        case "vf":
            swell = 0.7 + 0.3 * sin(2 * pi * 0.37 * seconds)
            return 0.25 + swell * _waves(seconds, ((4.3, 0.26), (5.9, 0.17), (7.7, 0.09)))
        case "asystole":
            return 1.5 * drift
        case "sinus" | "pea" | "svt" | "vt":
            return 0.0
        case _ as never:
            assert_never(never)


def _waves(seconds: float, parts: tuple[tuple[float, float], ...]) -> float:
    """Sines of (hertz, height) that never fall into step."""
    return sum(size * sin(2 * pi * hertz * seconds + hertz) for hertz, size in parts)


def pleth(phase: float) -> float:
    """The finger pulse, 0 to 1, with its notch."""
    return sum(
        _bump(_ring(phase, centre, 1), 0, width, height)
        for centre, width, height in ((0.26, 0.12, 1.0), (0.52, 0.13, 0.42), (0.72, 0.16, 0.12))
    )


def arterial(phase: float) -> float:
    """The arterial pressure wave, 0 (diastolic) to about 1 (systolic)."""
    return sum(
        _bump(_ring(phase, centre, 1), 0, width, height)
        for centre, width, height in ((0.22, 0.085, 1.0), (0.42, 0.13, 0.55), (0.62, 0.2, 0.28))
    )


def resp(phase: float) -> float:
    """The chest, 0 (out) to 1 (in); breathing in is the shorter part."""
    return 0.5 - 0.5 * cos(2 * pi * phase**0.85)


def capnogram(phase: float) -> float:
    """Carbon dioxide in the breath, 0 to 1: nothing while breathing in, then a sloped plateau."""
    if phase < 0.40:
        return 0.0
    if phase < 0.46:
        return (phase - 0.40) / 0.06 * 0.88
    if phase < 0.95:
        return 0.88 + 0.12 * (phase - 0.46) / 0.49
    return 1 - (phase - 0.95) / 0.05


@dataclass(frozen=True, slots=True)
class Moment:
    """One instant of every trace."""

    ecg: float
    pleth: float
    arterial: float
    resp: float
    capnogram: float


class TraceClock:
    """Runs the traces forward. Rates and rhythm may change at any step: phases carry on.

    The unevenness of atrial fibrillation is drawn from ``seed``.
    """

    def __init__(self, seed: int = 1) -> None:
        self._draw = Random(seed)
        self._seconds = self._beat = self._breath = 0.0
        self._stretch = self._filling = 1.0

    def step(self, seconds: float, hr: float, rhythm: TraceRhythm, rr: float) -> Moment:
        """The traces ``seconds`` later, at ``hr`` beats and ``rr`` breaths a minute."""
        self._seconds += seconds
        self._breath = (self._breath + seconds * max(0.0, rr) / 60) % 1
        period = self._stretch * 60 / hr if hr > 0 else 0.0
        if period:
            self._advance_beat(seconds / period, rhythm)
        beating = period > 0 and rhythm not in PULSELESS
        return Moment(
            ecg=ecg_baseline(self._seconds, rhythm)
            + (ecg(self._beat, period, rhythm) if period else 0.0),
            pleth=pleth(self._beat) * self._filling if beating else 0.0,
            arterial=arterial(self._beat) * self._filling if beating else 0.0,
            resp=resp(self._breath),
            capnogram=capnogram(self._breath) if rr > 0 else 0.0,
        )

    def _advance_beat(self, beats: float, rhythm: TraceRhythm) -> None:
        self._beat += beats
        if self._beat < 1:
            return
        self._beat %= 1
        uneven = rhythm == "atrial_fibrillation"
        self._filling = min(1.0, max(0.45, self._stretch)) if uneven else 1.0
        self._stretch = self._draw.uniform(0.62, 1.38) if uneven else 1.0
