"""From parameters to millivolts: each wave is a bell curve, each lead their sum."""

from __future__ import annotations

from math import pi

import numpy as np
from numpy.typing import NDArray

from simtrainer.physiology.ecg12.beats import Beats, beats_of
from simtrainer.physiology.ecg12.leads import LeadShape, lead_shapes
from simtrainer.physiology.ecg12.parameters import (
    EXTRA,
    INDEPENDENT,
    LEADS,
    MV_PER_MM,
    RATE_HZ,
    SECONDS,
    EcgParameters,
    QrsForm,
    StForm,
)

Signal = NDArray[np.float64]

# Centres of q, R, S, R' and their widths, as shares of the QRS duration. All are over at its end.
_QRS: dict[QrsForm, tuple[tuple[float, float], ...]] = {
    "narrow": ((0.15, 0.065), (0.40, 0.100), (0.67, 0.080), (0.80, 0.065)),
    "broad": ((0.12, 0.050), (0.36, 0.125), (0.54, 0.120), (0.67, 0.100)),
}
_P_SECONDS, _P_WIDTH = 0.10, 0.021
# Where T peaks and how wide its two flanks are, as shares of QT.
_T_PEAK, _T_RISE, _T_FALL = 0.77, 0.125, 0.095
_DOME = 1.3  # a convex ST segment runs into a T wave that begins early
_J_EDGE, _J_WIDTH = 0.010, 0.003  # the ST segment has reached its level at the J point
_NOISE_MV, _WANDER_MV = 0.006, 0.015


def twelve_lead(parameters: EcgParameters, extra: tuple[str, ...] = ()) -> dict[str, Signal]:
    """Ten seconds of the 12 leads, and of those of ``EXTRA`` asked for: mV at 500 Hz.

    I, II and the chest leads are made; III = II - I, aVR = -(I + II)/2, aVL = (I - III)/2 and
    aVF = (II + III)/2 are worked out from them, so these hold for every sample.
    """
    time = np.arange(int(SECONDS * RATE_HZ)) / RATE_HZ
    wanted = [lead for lead in INDEPENDENT if lead not in EXTRA or lead in extra]
    if parameters.rhythm == "vf":
        made = _fibrillation(time, wanted, parameters.seed)
    else:
        shapes, beats = lead_shapes(parameters), beats_of(parameters)
        made = {lead: _lead(time, shapes[lead], beats, parameters) for lead in wanted}
        _add_atrial_waves(time, made, parameters)
    _add_noise(time, made, parameters.seed)
    return _with_derived(made, extra)


def _with_derived(made: dict[str, Signal], extra: tuple[str, ...]) -> dict[str, Signal]:
    one, two = made["I"], made["II"]
    three = two - one
    derived = {
        "III": three,
        "aVR": -(one + two) / 2,
        "aVL": (one - three) / 2,
        "aVF": (two + three) / 2,
    }
    return {lead: derived.get(lead, made.get(lead, one)) for lead in (*LEADS, *extra)}


def _lead(time: Signal, shape: LeadShape, beats: Beats, parameters: EcgParameters) -> Signal:
    signal = np.zeros_like(time)
    for onset in beats.atrial:
        _add_bell(signal, time, onset + 0.4 * _P_SECONDS, _P_WIDTH, shape.p)
        _add_bell(signal, time, onset + 0.8 * _P_SECONDS, _P_WIDTH, shape.p_late)
    for onset in beats.ventricular:
        _add_pr_segment(signal, time, onset, shape.pr, parameters)
        _add_qrs(signal, time, onset, shape, parameters)
        _add_st_and_t(signal, time, onset, shape, parameters)
    return signal * MV_PER_MM


def _add_bell(
    signal: Signal, time: Signal, centre: float, width: float, height: float, right: float = 0
) -> None:
    """A bell curve, its right flank ``right`` wide if given; only where it can be seen."""
    reach = 4.5 * max(width, right)
    first, last = np.searchsorted(time, (centre - reach, centre + reach))
    if height == 0 or last <= first:
        return
    away = time[first:last] - centre
    spread = np.where(away > 0, right or width, width)
    signal[first:last] += height * np.exp(-0.5 * (away / spread) ** 2)


def _add_qrs(
    signal: Signal, time: Signal, onset: float, shape: LeadShape, parameters: EcgParameters
) -> None:
    long = parameters.qrs_ms / 1000
    for height, (at, width) in zip(shape.qrs, _QRS[parameters.qrs_form], strict=True):
        _add_bell(signal, time, onset + at * long, width * long, height)


def _add_pr_segment(
    signal: Signal, time: Signal, onset: float, level: float, parameters: EcgParameters
) -> None:
    """A PR segment off the baseline, from the P wave to the QRS."""
    if level and parameters.rhythm == "sinus":
        start = onset - parameters.pr_ms / 1000 + 0.8 * _P_SECONDS
        signal += level * (_step(time - start, 0.008) - _step(time - onset - 0.006, 0.004))


def _add_st_and_t(
    signal: Signal, time: Signal, onset: float, shape: LeadShape, parameters: EcgParameters
) -> None:
    qt, j = parameters.qt_ms / 1000, parameters.qrs_ms / 1000
    peak = max(_T_PEAK * qt, j + 0.09)
    rise, fall = _T_RISE * qt * parameters.t_width, _T_FALL * qt * parameters.t_width
    if parameters.st_form == "convex":
        rise *= _DOME
    _add_bell(signal, time, onset + peak, rise, shape.t, fall)
    if shape.st == 0:
        return
    first, last = np.searchsorted(time, (onset, onset + qt + 0.15))
    since = time[first:last] - onset
    along = np.clip((since - j) / (peak - j), 0, 1)
    window = _step(since - j + _J_EDGE, _J_WIDTH) * (1 - _step(since - peak, 0.6 * fall))
    signal[first:last] += shape.st * _st_form(along, parameters.st_form) * window


def _st_form(along: Signal, form: StForm) -> Signal:
    """The ST level from the J point (0) to the top of T (1), as a multiple of its start."""
    match form:
        case "flat":
            return np.ones_like(along)
        case "concave":
            return 1 + 0.25 * along**2
        case "convex":
            return 1 + 0.40 * np.sin(pi * 0.8 * along)
        case "downsloping":
            return 1 + 0.50 * along


def _step(away: Signal, width: float) -> Signal:
    """A soft step from 0 to 1."""
    smooth: Signal = 0.5 * (1 + np.tanh(away / (2 * width)))
    return smooth


def _add_atrial_waves(time: Signal, made: dict[str, Signal], parameters: EcgParameters) -> None:
    """Fibrillation or flutter waves, largest in V1 and II."""
    heights = {"V1": 1.0, "II": 0.6, "I": 0.15, "V2": 0.5, "V4R": 0.8}
    draw = np.random.default_rng(parameters.seed + 2)
    if parameters.rhythm == "atrial_fibrillation":
        wave = sum(
            np.sin(2 * pi * hertz * time + draw.uniform(0, 2 * pi)) * size
            for hertz, size in ((6.2, 0.045), (7.1, 0.03), (5.3, 0.025))
        )
    elif parameters.rhythm == "atrial_flutter":
        wave = 0.22 * (np.mod(time * 5.0, 1.0) - 0.5)
        heights = {"V1": 0.5, "II": -1.0, "I": -0.1, "V2": 0.3, "V4R": 0.4}
    else:
        return
    for lead, signal in made.items():
        signal += wave * heights.get(lead, 0.2)


def _fibrillation(time: Signal, leads: list[str], seed: int) -> dict[str, Signal]:
    """Ventricular fibrillation: a wandering vector without complexes, seen from each lead."""
    draw = np.random.default_rng(seed)
    parts = np.zeros((3, time.size))
    for part in parts:
        for hertz in draw.uniform(3.5, 7.5, 6):
            swell = 1 + 0.6 * np.sin(2 * pi * draw.uniform(0.1, 0.5) * time + draw.uniform(0, 6))
            part += swell * np.sin(2 * pi * hertz * time + draw.uniform(0, 2 * pi)) * 0.14
    views = {lead: draw.uniform(-1, 1, 3) for lead in INDEPENDENT}
    views["I"], views["II"] = np.array((1.0, 0.2, 0.0)), np.array((0.5, 0.9, 0.0))
    return {lead: np.asarray(views[lead] @ parts) for lead in leads}


def _add_noise(time: Signal, made: dict[str, Signal], seed: int) -> None:
    """A little muscle noise and the slow wander of breathing."""
    draw = np.random.default_rng(seed + 3)
    for signal in made.values():
        wander = np.sin(2 * pi * 0.23 * time + draw.uniform(0, 2 * pi))
        signal += _WANDER_MV * wander + draw.normal(0, _NOISE_MV, time.size)
