"""Durations and comparisons as authors write them: ``10 min``, ``-2 h``, ``>= 18``."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable

_UNIT_MS = {
    "s": 1_000,
    "sec": 1_000,
    "second": 1_000,
    "seconds": 1_000,
    "min": 60_000,
    "minute": 60_000,
    "minutes": 60_000,
    "h": 3_600_000,
    "hour": 3_600_000,
    "hours": 3_600_000,
    "day": 86_400_000,
    "days": 86_400_000,
}
_DURATION = re.compile(r"\s*([+-]?\d+(?:\.\d+)?)\s*([a-z]+)\s*")
_COMPARISON = re.compile(r"\s*(<=|>=|<|>|=)\s*(-?\d+(?:\.\d+)?)\s*")
_OPERATORS: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
}


def duration_ms(text: str) -> int:
    """``"10 min"`` -> 600000. Raises ValueError with a sentence for anything else."""
    match = _DURATION.fullmatch(text)
    if not match or match[2] not in _UNIT_MS:
        raise ValueError(f"{text!r} is not a duration; write for example '10 min', '30 s' or '2 h'")
    return round(float(match[1]) * _UNIT_MS[match[2]])


def is_comparison(text: str) -> bool:
    return bool(_COMPARISON.fullmatch(text))


def compares(text: str, value: float) -> bool:
    """Whether ``value`` fulfils a comparison such as ``"< 90"``. Raises ValueError for others."""
    match = _COMPARISON.fullmatch(text)
    if not match:
        raise ValueError(f"{text!r} is not a comparison; write for example '< 90' or '>= 0.6'")
    return _OPERATORS[match[1]](value, float(match[2]))
