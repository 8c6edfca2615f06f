"""How far a long job has come, in figures and in words; and how to stop it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from simtrainer.i18n import tr, trn

Stage = Literal["downloading", "checking", "copying", "unpacking", "installing", "trying"]
MB, GB = 1_000_000, 1_000_000_000
_LOOK_S = 0.25  # how often the speed is looked at
_SMOOTHING_S = 8.0  # how far back the measured speed looks


class Paused(Exception):
    """The user asked to stop; what is done so far is kept."""


@dataclass(frozen=True)
class Progress:
    """``done`` and ``total`` in bytes; ``per_s`` in bytes a second; None where not known yet."""

    stage: Stage
    done: int = 0
    total: int | None = None
    per_s: float | None = None
    note: str = ""

    @property
    def share(self) -> float | None:
        return min(1.0, self.done / self.total) if self.total else None

    @property
    def left_s(self) -> float | None:
        """Seconds until it is done, at the present speed."""
        if self.total is None or not self.per_s:
            return None
        return max(0.0, (self.total - self.done) / self.per_s)

    def sentence(self) -> str:
        """Such as “412 MB of 1.1 GB · about 3 minutes left”."""
        parts = [self.note] if self.note else []
        if self.stage in ("installing", "trying"):  # counted in steps, and the note names them
            return self.note
        if self.total:
            parts.append(of_total(self.done, self.total))
        elif self.done:
            parts.append(size_words(self.done))
        if self.left_s is not None:
            parts.append(tr("{time} left").replace("{time}", time_words(self.left_s)))
        return " · ".join(parts)


Report = Callable[[Progress], None]
GoOn = Callable[[], bool]


class Speed:
    """Bytes a second over the last moments."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._at = now()
        self._fresh = 0
        self._per_s: float | None = None

    def count(self, size: int) -> float | None:
        """Take note of ``size`` more bytes; the speed as it is now."""
        self._fresh += size
        passed = self._now() - self._at
        if passed < _LOOK_S:
            return self._per_s
        fresh = self._fresh / passed
        weight = min(1.0, passed / _SMOOTHING_S)
        before = fresh if self._per_s is None else self._per_s
        self._per_s = before + (fresh - before) * weight
        self._at += passed
        self._fresh = 0
        return self._per_s


def size_words(size: int) -> str:
    """Bytes of a file as people write them."""
    if size >= 0.95 * GB:
        return f"{size / GB:.1f} GB"
    return f"{max(round(size / MB), 1)} MB"


def of_total(done: int, total: int) -> str:
    """Such as “0.9 of 1.1 GB”."""
    if done >= 0.95 * GB:
        return f"{done / GB:.1f} of {total / GB:.1f} GB"
    if total >= 0.95 * GB:
        return f"{done / MB:.0f} MB of {total / GB:.1f} GB"
    return f"{done / MB:.0f} of {total / MB:.0f} MB"


def memory_words(size: int) -> str:
    """Bytes of memory as systems name them: 8 GB are 8 × 2³⁰ bytes."""
    return f"{size / 2**30:.1f} GB"


def time_words(seconds: float) -> str:
    if seconds < 50:
        return tr("less than a minute")
    minutes = round(seconds / 60)
    if minutes < 60:
        return trn("about {count} minute", "about {count} minutes", max(minutes, 1))
    return trn("about {count} hour", "about {count} hours", round(minutes / 60))
