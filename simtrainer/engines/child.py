"""The parent's end of an engine: a child process that may crash or hang without taking us along."""

from __future__ import annotations

import contextlib
import os
import queue
import subprocess
import sys
import threading
import time
import weakref
from collections import deque
from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from simtrainer.engines.frames import BrokenLink, Message, read_frame, write_frame

A = TypeVar("A")

GOODBYE_S = 1.0  # how long a child may take to end by itself
_LAST_WORDS = 40  # lines of its error output that are kept


class Attempts:
    """How often something may be begun again: ``most`` times within ``within_s`` seconds."""

    def __init__(
        self, most: int = 3, within_s: float = 60.0, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._times: deque[float] = deque(maxlen=most)
        self._within = within_s
        self._now = now

    def allow(self) -> bool:
        """Whether one more is all right; if so, it counts."""
        now = self._now()
        if len(self._times) == self._times.maxlen and now - self._times[0] < self._within:
            return False
        self._times.append(now)
        return True


class Child(Generic[A]):
    """One backend in a process of its own.

    ``hear`` gets each message, and ``lost`` at most once a sentence of why the child is gone
    although nobody ended it; both are called on the reader's thread, and must return soon.
    A child is started once; for another attempt make another.
    """

    def __init__(
        self,
        backend: str,
        answers: TypeAdapter[A],
        hear: Callable[[A], None],
        lost: Callable[[str], None],
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """``backend``: a module of ``engines.backends``, or the dotted name of any other."""
        self.backend = backend
        self._answers = answers
        self._hear = hear
        self._lost = lost
        self._environment = dict(environment or {})
        self._outbox: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
        self._said: deque[str] = deque(maxlen=_LAST_WORDS)
        self._process: subprocess.Popen[bytes] | None = None
        self._dismissed = False

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    @property
    def last_words(self) -> str:
        """The end of what it wrote on its error output, for a log or a report."""
        return "\n".join(self._said)

    def start(self) -> None:
        """Start the process and return at once. Raises OSError when there can be no process."""
        self._process = process = subprocess.Popen(
            command_for(self.backend),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "GGML_NO_BACKTRACE": "1", **self._environment},
            bufsize=0,
            start_new_session=os.name == "posix",  # Ctrl-C in a terminal is for us alone
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        _RUNNING.add(process)
        for work in (self._read, self._write, self._listen_to_errors):
            threading.Thread(
                target=work, name=f"{self.backend} {work.__name__}", daemon=True
            ).start()

    def send(self, message: Message) -> None:
        """Queue ``message``; never waits. That the child is gone is for ``lost`` to tell."""
        self._outbox.put(message)

    def close(self) -> None:
        """End the child politely, then firmly. Waits at most ``GOODBYE_S``."""
        self._dismissed = True
        process = self._process
        if process is None:
            return
        self._outbox.put(None)
        try:
            process.wait(GOODBYE_S)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """End the child now, whatever it is doing."""
        self._dismissed = True
        process = self._process
        if process is not None:
            with contextlib.suppress(OSError):
                process.kill()
            process.wait()

    # --- the threads

    def _read(self) -> None:
        process = self._process
        assert process is not None
        assert process.stdout is not None
        why = ""
        try:
            with process.stdout as stream:
                while (body := read_frame(stream)) is not None:
                    self._hear(self._answers.validate_json(body))
        except (BrokenLink, ValidationError) as error:
            why = f"it sent something that makes no sense ({type(error).__name__})"
        except OSError as error:
            why = str(error)
        finally:
            self._ended(why)

    def _ended(self, why: str) -> None:
        """The stream is over: make sure the process is, too, and tell, unless we ended it."""
        process = self._process
        assert process is not None
        dismissed = self._dismissed
        if not why:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(GOODBYE_S)
        with contextlib.suppress(OSError):
            process.kill()
        code = process.wait()
        self._outbox.put(None)
        if not dismissed:
            self._lost(why or _cause(code))

    def _write(self) -> None:
        process = self._process
        assert process is not None
        assert process.stdin is not None
        with contextlib.suppress(OSError, ValueError), process.stdin as stream:
            while (message := self._outbox.get()) is not None:
                write_frame(stream, message)

    def _listen_to_errors(self) -> None:
        process = self._process
        assert process is not None
        assert process.stderr is not None
        with contextlib.suppress(OSError, ValueError), process.stderr as stream:
            rest = b""
            while part := stream.read(4096):
                *lines, rest = (rest + part)[-65536:].split(b"\n")
                self._said.extend(line.decode(errors="replace")[:400] for line in lines)
            self._said.append(rest.decode(errors="replace")[:400])


def command_for(backend: str) -> list[str]:
    """What starts the child; an installed program is its own interpreter (see ``__main__``)."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "--engine", backend]
    return [sys.executable, "-P", "-m", "simtrainer.engines.worker", backend]


def _cause(code: int) -> str:
    if code < 0:
        return f"it was ended by signal {-code}"
    return "it ended" if code == 0 else f"it ended with code {code}"


_RUNNING: weakref.WeakSet[subprocess.Popen[bytes]] = weakref.WeakSet()


def end_all() -> None:
    """End every child that still runs: the last thing a program does."""
    for process in list(_RUNNING):
        with contextlib.suppress(OSError):
            if process.poll() is None:
                process.kill()
                process.wait()
