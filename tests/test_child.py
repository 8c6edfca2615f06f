"""The link to a child process: typed, in order, and nothing the child does reaches the parent."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import engine_doubles as doubles
import pytest

from simtrainer.engines.child import Attempts, Child
from simtrainer.engines.frames import MAX_FRAME

HERE = Path(__file__).parent
SOON_S = 20
DOUBLES = "tests.engine_doubles"


class Watched:
    """A child, with what it says and why it was lost in queues."""

    def __init__(self) -> None:
        self.said: queue.Queue[str] = queue.Queue()
        self.lost: queue.Queue[str] = queue.Queue()
        path = os.pathsep.join(filter(None, [str(HERE.parent), os.environ.get("PYTHONPATH", "")]))
        self.child = Child(
            DOUBLES,
            doubles.ANSWERS,
            lambda message: self.said.put(message.text),
            self.lost.put,
            {"PYTHONPATH": path},
        )

    def ask(self, what: str, text: str = "") -> None:
        self.child.send(doubles.Do.model_validate({"what": what, "text": text}))


@pytest.fixture
def watched() -> Iterator[Watched]:
    watched = Watched()
    watched.child.start()
    yield watched
    watched.child.kill()


def test_that_messages_come_back_whole_and_in_order(watched: Watched) -> None:
    texts = ["one", "", "ünïcode \x00 and\nlines", "x" * 1_000_000]
    for text in texts:
        watched.ask("echo", text)
    assert [watched.said.get(timeout=SOON_S) for _ in texts] == texts


def test_that_what_a_library_prints_does_not_disturb_the_link(watched: Watched) -> None:
    watched.ask("chatter")
    assert watched.said.get(timeout=SOON_S) == "still in step"


def test_that_a_child_that_dies_is_reported_once_with_its_last_words(watched: Watched) -> None:
    watched.ask("die")
    assert "signal" in watched.lost.get(timeout=SOON_S)
    assert "the last words" in watched.child.last_words
    assert watched.lost.empty()
    watched.ask("echo", "into the void")  # nothing happens, nothing raises


def test_that_a_child_that_talks_nonsense_is_ended(watched: Watched) -> None:
    watched.ask("babble")
    assert "no sense" in watched.lost.get(timeout=SOON_S)
    assert not watched.child.running


def test_that_a_child_that_hangs_can_be_ended_without_a_complaint(watched: Watched) -> None:
    watched.ask("hang")
    watched.child.close()
    assert not watched.child.running
    assert watched.lost.empty()


def test_that_a_stopped_child_can_be_ended_although_it_reads_nothing(watched: Watched) -> None:
    watched.ask("count")
    watched.said.get(timeout=SOON_S)
    assert watched.child.pid is not None
    os.kill(watched.child.pid, signal.SIGSTOP)
    watched.ask("echo", "x" * (MAX_FRAME // 16))  # more than a pipe holds
    watched.child.close()
    assert not watched.child.running


def test_that_a_child_ends_with_its_parent_even_while_it_hangs(tmp_path: Path) -> None:
    parent = f"""
import sys, os; sys.path.insert(0, {str(HERE)!r})
from test_child import Watched
watched = Watched()
watched.child.start()
watched.ask("count"); watched.said.get()
watched.ask("hang")
print(watched.child.pid, flush=True)
os.kill(os.getpid(), 9)
"""
    done = subprocess.run(
        [sys.executable, "-c", parent], capture_output=True, text=True, check=False
    )
    pid = int(done.stdout)
    while _alive(pid):  # the orphan sees the end of its link; a hang here is the failure
        os.sched_yield()


def _alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def test_that_a_backend_that_is_not_there_is_reported() -> None:
    watched = Watched()
    watched.child.backend = "no_such_backend"
    watched.child.start()
    assert "code 1" in watched.lost.get(timeout=SOON_S)
    assert "no_such_backend" in watched.child.last_words


def test_that_attempts_are_counted_within_a_time() -> None:
    clock = iter([0.0, 1.0, 2.0, 61.0])
    attempts = Attempts(most=2, within_s=60.0, now=lambda: next(clock))
    assert [attempts.allow() for _ in range(4)] == [True, True, False, True]
