"""The language model dies, hangs or is frozen in mid-reply: the encounter goes on, and is whole."""

from __future__ import annotations

import dataclasses
import os
import random
import re
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from simtrainer.encounter import actions as ac
from simtrainer.encounter import events as ev
from simtrainer.encounter.fold import fold
from simtrainer.engines.child import Attempts
from simtrainer.engines.llm.attempt import LiveWording
from simtrainer.engines.llm.client import LocalModel, ModelFile
from simtrainer.engines.llm.generator import Order, Status
from simtrainer.patient.voice.prompt import prefix
from simtrainer.scenario.draw import draw
from simtrainer.scenario.loader import find
from simtrainer.session import Terms, TrainingSession, first_event, start_in_memory
from simtrainer.store.encounters import Store
from simtrainer.voices import model_voice
from simtrainer.voices.model_voice import ModelVoice

pytest.importorskip("gguf")
pytest.importorskip("llama_cpp.llama_cpp")

from simtrainer.engines.llm.random_models import TINY, make_model

ROUNDS = int(os.environ.get("SIMTRAINER_KILL_ROUNDS", "6"))
DEADLINE_S = 2.0
GRACE_S = 1.0  # after the deadline
SOON_S = 60
CASE = draw(find("chest-pain-ed"), 5, "standard")
LINES = (
    "Hello, I'm one of the doctors. What has brought you in today?",
    "Where is the pain, and does it go anywhere?",
    "When did it start?",
    "Do you take any medicines?",
    "Does anybody in the family have heart trouble?",
    "Do you smoke?",
)


class Obedient(LocalModel):
    """The real engine, made to say what it is told at the true cost of generating it."""

    def word(self, order: Order) -> LiveWording:
        told = re.search(r"[Ss]ay only: (.*)\)$", order.directive)
        return super().word(dataclasses.replace(order, teacher=told[1] if told else ""))


class Kept:
    """A keeper in a real database, that also remembers what it was given."""

    def __init__(self, store: Store, encounter: int) -> None:
        self._store, self._encounter = store, encounter

    def append(self, events: Sequence[ev.Event]) -> None:
        self._store.append(self._encounter, events)


class Clinic:
    """A stored encounter whose patient speaks through a model that can be hurt."""

    def __init__(self, folder: Path) -> None:
        file = folder / "tiny.gguf"
        make_model(file, TINY, [prefix(CASE, CASE.patient), *LINES])
        self.ready = threading.Event()
        self.model = Obedient(
            ModelFile(file, n_ctx=2048, n_threads=1), self._hear, attempts=Attempts(10_000)
        )
        self.model.start()
        self.store = Store(folder / "db.sqlite", folder / "backups")
        started = first_event(CASE, Terms(idle_ticks=False))
        self.encounter = self.store.begin(started, "A case", "A person")
        kept = Kept(self.store, self.encounter)
        self.session = TrainingSession([started], kept, lambda _events, _state: None)
        self.session.open()
        self.session.voice = ModelVoice(self.model, self.session.state, CASE.patient)

    def _hear(self, status: Status) -> None:
        if status.state == "ready":
            self.ready.set()
        else:
            self.ready.clear()

    def close(self) -> None:
        self.model.close()
        self.store.close()


@pytest.fixture
def clinic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Clinic]:
    monkeypatch.setattr(model_voice, "DEADLINE_S", DEADLINE_S)
    clinic = Clinic(tmp_path)
    yield clinic
    clinic.close()


def facts_by_turn(events: Sequence[ev.Event]) -> list[set[str]]:
    """What was told in answer to each turn, as sets."""
    turns = [event.seq for event in events if isinstance(event, ev.TraineeSpoke)]
    spoken = [event for event in events if isinstance(event, ev.SentenceSpoken)]
    return [{f for s in spoken if s.turn == turn for f in s.facts} for turn in turns]


def test_that_a_model_hurt_at_any_moment_costs_no_word_and_no_turn(clinic: Clinic) -> None:
    """SIMTRAINER_KILL_ROUNDS sets how often."""
    chance = random.Random(1)
    plain = start_in_memory(CASE, Terms(idle_ticks=False))
    sources: set[str] = set()
    for round_ in range(ROUNDS):
        # One that was frozen while it got ready shows only when it is asked and does not answer.
        clinic.ready.wait(SOON_S if round_ == 0 else 2 * DEADLINE_S)
        line = LINES[round_ % len(LINES)]
        hurt = chance.choice([signal.SIGKILL, signal.SIGSTOP, signal.SIGSEGV, signal.SIGABRT])
        timer = threading.Timer(chance.uniform(0, 0.4), _hurt, (clinic.model, hurt))
        timer.start()
        began = time.monotonic()
        assert clinic.session.perform(ac.Say(text=line)) is None
        assert time.monotonic() - began < DEADLINE_S + GRACE_S
        timer.join()
        plain.perform(ac.Say(text=line))
        assert clinic.session.state.open_turn is None
        sources |= {s.source for s in clinic.session.state.spoken}
    stored = clinic.store.events(clinic.encounter)
    assert fold(stored) == clinic.session.state
    assert facts_by_turn(stored) == facts_by_turn([*plain.state.turns, *plain.state.spoken])
    assert "llm" in sources


def _hurt(model: LocalModel, how: signal.Signals) -> None:
    pid = model.pid
    if pid is not None:
        with suppress(ProcessLookupError):
            os.kill(pid, how)
