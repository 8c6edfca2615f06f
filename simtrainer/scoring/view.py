"""An encounter as the evaluators read it: its events by kind, and its case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from simtrainer.encounter import events as ev
from simtrainer.language.understanding import SentenceUnderstood
from simtrainer.scenario.case import Case

E = TypeVar("E", bound=ev.Event)


def _unclear(turn: ev.TraineeSpoke) -> bool:
    return turn.speech is not None and turn.speech.unsure and not turn.speech.edited


@dataclass(frozen=True)
class View:
    """Read-only. ``events`` are in the order they happened."""

    case: Case
    events: tuple[ev.Event, ...]
    talk_only: bool = False

    @classmethod
    def of(cls, case: Case, events: Sequence[ev.Event], talk_only: bool = False) -> View:
        return cls(case, tuple(events), talk_only)

    def each(self, kind: type[E]) -> Iterator[E]:
        return (event for event in self.events if isinstance(event, kind))

    @cached_property
    def said(self) -> tuple[tuple[ev.TraineeSpoke, SentenceUnderstood], ...]:
        """Every sentence of the trainee with the turn it belongs to."""
        return tuple((turn, s) for turn in self.each(ev.TraineeSpoke) for s in turn.sentences)

    @cached_property
    def spoken(self) -> tuple[ev.SentenceSpoken, ...]:
        return tuple(self.each(ev.SentenceSpoken))

    @cached_property
    def in_passing(self) -> frozenset[int]:
        """Turns whose kind words led past a worry, as the person felt it."""
        turns: set[int] = set()
        last = -1
        for event in self.events:
            if isinstance(event, ev.TraineeSpoke):
                last = event.seq
            elif isinstance(event, ev.MoodChanged) and "empty_words" in event.because:
                turns.add(last)
        return frozenset(turns)

    @cached_property
    def unclear(self) -> tuple[ev.TraineeSpoke, ...]:
        """Turns that a recogniser was unsure of and that nobody has corrected or confirmed."""
        return tuple(t for t in self.each(ev.TraineeSpoke) if _unclear(t))

    @cached_property
    def clear(self) -> View:
        """The same without what was unclear: nobody is blamed for a word that was misheard."""
        if not self.unclear:
            return self
        drop = {turn.seq for turn in self.unclear}
        kept = tuple(event for event in self.events if event.seq not in drop)
        return View(self.case, kept, self.talk_only)

    @cached_property
    def end_ms(self) -> int:
        return self.events[-1].at if self.events else 0

    def topic_of(self, fact: str) -> str:
        return self.case.fact(fact).topic if self.case.has_fact(fact) else ""
