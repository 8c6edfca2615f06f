"""Killed at any moment, the store has every event that was acknowledged, and a window can go on."""

from __future__ import annotations

import hashlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from simtrainer.encounter.fold import fold
from simtrainer.store.encounters import Store

ROUNDS = int(os.environ.get("SIMTRAINER_CRASH_ROUNDS", "8"))
WRITER = Path(__file__).with_name("crash_writer.py")


def _run_and_kill(home: Path, scenarios: Path, acknowledgements: int) -> list[str]:
    """Start a writer, kill it after so many acknowledgements, and return what it acknowledged."""
    script = scenarios / "scripts" / "chest-pain-ed" / "expert.yaml"
    words = [sys.executable, WRITER, home, scenarios / "chest-pain-ed.yaml", script]
    with subprocess.Popen([str(w) for w in words], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        lines = [child.stdout.readline() for _ in range(acknowledgements)]
        os.kill(child.pid, signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
        rest = child.stdout.read().splitlines(keepends=True)
    return [line for line in lines + rest if line.endswith("\n")]


@pytest.mark.parametrize("round_number", range(ROUNDS))
def test_that_no_acknowledged_event_is_lost_when_the_program_is_killed(
    round_number: int, tmp_path: Path, scenarios: Path
) -> None:
    acknowledged = _run_and_kill(tmp_path, scenarios, random.Random(round_number).randint(1, 90))
    encounter, seq, clock, digest = acknowledged[-1].split()
    integrity = sqlite3.connect(tmp_path / "simtrainer.sqlite")
    assert integrity.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    integrity.close()

    store = Store(tmp_path / "simtrainer.sqlite", tmp_path / "backups")
    lines = store.lines(int(encounter))
    state = fold(store.events(int(encounter)))
    unfinished = [row.id for row in store.unfinished()]
    store.close()

    kept = "".join(lines[: int(seq) + 1]).encode()
    assert hashlib.sha256(kept).hexdigest() == digest
    assert state.clock_ms >= int(clock)
    assert state.over or int(encounter) in unfinished
