"""Growing an encounter: drafts get their ordinal and case time, and the state follows."""

from __future__ import annotations

from collections.abc import Iterable

from simtrainer.encounter.events import Event, TimePassed
from simtrainer.encounter.fold import apply
from simtrainer.encounter.state import EncounterState


class Record:
    """The events added since ``state``. A draft is an event whose ``seq`` and ``at`` are 0."""

    def __init__(self, state: EncounterState) -> None:
        self.state = state
        self.events: list[Event] = []

    def add(self, draft: Event) -> Event:
        """Stamp ``draft``, apply it and keep it."""
        moved = draft.ms if isinstance(draft, TimePassed) else 0
        stamp = {"seq": self.state.next_seq, "at": self.state.clock_ms + moved}
        event = draft.model_copy(update=stamp)
        self.state = apply(self.state, event)
        self.events.append(event)
        return event

    def add_all(self, drafts: Iterable[Event]) -> None:
        for draft in drafts:
            self.add(draft)
