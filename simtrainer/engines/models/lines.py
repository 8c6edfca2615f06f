"""Run a command of ours in a process of its own, hear its lines, and end it with all it started."""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence

from simtrainer.engines.models.progress import GoOn, Paused

KEPT_LINES = 400
_LISTEN_S = 0.2  # how soon a request to stop is noticed


class Unsuccessful(Exception):
    """The command ended otherwise than hoped; ``str()`` is what it said last."""


def run_lines(
    command: Sequence[str],
    hear: Callable[[str], None],
    go_on: GoOn,
    environment: Mapping[str, str] | None = None,
) -> None:
    """Run ``command``; ``hear`` gets each line it prints.

    Raises:
        Unsuccessful: its exit code was not 0.
        Paused: ``go_on`` said no; it was ended, and so was what it had started.
    """
    lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
    with _started(command, environment) as process:
        reader = threading.Thread(target=_read, args=(process, lines), daemon=True)
        reader.start()
        try:
            said = _listen(lines, hear, go_on)
        except BaseException:
            _end(process)
            raise
        finally:
            reader.join(5.0)
    if process.returncode != 0:
        raise Unsuccessful("\n".join(said))


def _started(
    command: Sequence[str], environment: Mapping[str, str] | None
) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        env=environment,
        start_new_session=os.name == "posix",  # so that its children can be ended with it
    )


def _listen(
    lines: queue.SimpleQueue[str | None], hear: Callable[[str], None], go_on: GoOn
) -> list[str]:
    said: list[str] = []
    while True:
        try:
            line = lines.get(timeout=_LISTEN_S)
        except queue.Empty:
            line = ""
        if not go_on():
            raise Paused
        if line is None:
            return said
        if line:
            said = [*said[-KEPT_LINES:], line]
            hear(line)


def _read(process: subprocess.Popen[str], lines: queue.SimpleQueue[str | None]) -> None:
    assert process.stdout is not None
    with contextlib.suppress(ValueError, OSError):
        for line in process.stdout:
            lines.put(line.rstrip())
    lines.put(None)


def _end(process: subprocess.Popen[str]) -> None:
    """End the command and all that it started: a build has many children."""
    if os.name != "posix":
        words = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
        with contextlib.suppress(OSError):
            subprocess.run(words, capture_output=True, check=False)
        process.kill()
        process.wait()
        return
    for last_word in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, last_word)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(5.0)
            return
