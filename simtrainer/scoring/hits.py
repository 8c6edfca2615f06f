"""The common coin of all evaluators: a hit is a moment at which a rule was fulfilled."""

from __future__ import annotations

from dataclasses import dataclass, replace

from simtrainer.scoring.scorecard import Evidence


@dataclass(frozen=True)
class Hit:
    """``key`` is which of the rule's names was fulfilled; distinct keys count for ``at_least``."""

    seq: int
    at: int
    key: str = ""
    quote: str = ""

    @property
    def evidence(self) -> Evidence:
        return Evidence(event=self.seq, quote=self.quote)


@dataclass(frozen=True)
class Judged:
    """What an evaluator found. ``met`` is None when it could not be assessed."""

    met: bool | None
    hits: tuple[Hit, ...] = ()
    reason: str = ""
    near: tuple[Hit, ...] = ()  # what came close: done too late, or in another order
    applicable: bool = True

    def because(self, reason: str) -> Judged:
        return replace(self, reason=reason)


def clock(ms: int) -> str:
    """Case time as shown: ``mm:ss``."""
    return f"{ms // 60_000:02d}:{ms // 1000 % 60:02d}"
