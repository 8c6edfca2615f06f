"""When the figure breathes and blinks, as pure arithmetic on seconds. No Qt here."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from simtrainer.physiology.signals import resp

BLINK_SECONDS = 0.22
_BLINK_GAP = (2.4, 6.5)


class Breathing:
    """Where in the breath the shoulders are; a change of rate never makes them jump."""

    def __init__(self) -> None:
        self._phase = 0.0

    def step(self, seconds: float, resp_rate: float) -> float:
        """The rise after ``seconds`` at ``resp_rate`` breaths a minute, 0 (out) to 1 (in)."""
        self._phase = (self._phase + seconds * resp_rate / 60) % 1
        return resp(self._phase)


class Blinking:
    """Light blinks at uneven gaps, the same ones for the same seed."""

    def __init__(self, seed: int = 1) -> None:
        self._gaps = self._drawn(Random(seed))
        self._until = next(self._gaps)
        self._into: float | None = None

    @staticmethod
    def _drawn(draw: Random) -> Iterator[float]:
        while True:
            yield draw.uniform(*_BLINK_GAP)

    def step(self, seconds: float) -> float:
        """How far the blink closes the lids now, 0 to 1."""
        if self._into is None:
            self._until -= seconds
            if self._until > 0:
                return 0.0
            self._into = 0.0
        self._into += seconds
        if self._into >= BLINK_SECONDS:
            self._into, self._until = None, next(self._gaps)
            return 0.0
        return 1 - abs(2 * self._into / BLINK_SECONDS - 1)
