"""A child that plays an encounter into a store for ever and says what is stored, to be killed.

Each line on standard output is ``ENCOUNTER SEQ CLOCK DIGEST``: by then, every event up to SEQ is
claimed to be on the disk.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path

from simtrainer.authoring.script import read_script
from simtrainer.encounter.events import Event, to_line
from simtrainer.encounter.state import EncounterState
from simtrainer.scenario.draw import draw
from simtrainer.scenario.loader import load_template
from simtrainer.session import Terms, TrainingSession, first_event
from simtrainer.store.encounters import Store


class _Keeper:
    def __init__(self, store: Store, encounter: int) -> None:
        self._store, self._encounter = store, encounter

    def append(self, events: Sequence[Event]) -> None:
        self._store.append(self._encounter, events)


class _Teller:
    """Acknowledges on the pipe, as the window would by showing it."""

    def __init__(self, encounter: int, first: Event) -> None:
        self._encounter = encounter
        self._digest = hashlib.sha256(to_line(first).encode())

    def tell(self, events: Sequence[Event], state: EncounterState) -> None:
        for event in events:
            self._digest.update(to_line(event).encode())
        words = (self._encounter, events[-1].seq, state.clock_ms, self._digest.hexdigest())
        sys.stdout.write(" ".join(map(str, words)) + "\n")
        sys.stdout.flush()


def main(home: Path, template_file: Path, script_file: Path) -> None:
    store = Store(home / "simtrainer.sqlite", home / "backups")
    template = load_template(template_file)
    for seed in range(1, 10_000):
        case = draw(template, seed, "standard")
        first = first_event(case, Terms())
        encounter = store.begin(first, case.heading.title, case.patient.name)
        teller = _Teller(encounter, first)
        session = TrainingSession([first], _Keeper(store, encounter), teller.tell)
        session.open()
        for step in read_script(script_file, case):
            session.perform(step.action)


if __name__ == "__main__":
    main(*(Path(word) for word in sys.argv[1:4]))
