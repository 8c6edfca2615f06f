"""The child process of an engine: ``python -m simtrainer.engines.worker BACKEND``.

It imports one backend, a module with ``serve(link)``, and ends with its parent: when the link
closes, for whatever reason, the process is gone at once. Nothing in it is worth keeping.
"""

from __future__ import annotations

import importlib
import io
import os
import queue
import sys
import threading
from typing import IO, Protocol, TypeVar

from pydantic import TypeAdapter

from simtrainer.engines.frames import Message, read_frame, write_frame

M = TypeVar("M")


class Backend(Protocol):
    """What a backend module offers."""

    def serve(self, link: Link) -> None:
        """Answer messages until told to end; returning ends the process."""


class Link:
    """The child's end: messages in, messages out. ``send`` may be called from any thread."""

    def __init__(self, incoming: IO[bytes], outgoing: IO[bytes]) -> None:
        self._incoming = incoming
        self._outgoing = outgoing
        self._sending = threading.Lock()
        self._waiting: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        threading.Thread(target=self._listen, name="link", daemon=True).start()

    def receive(self, asks: TypeAdapter[M], timeout_s: float | None = None) -> M | None:
        """The next message, waited for at most ``timeout_s`` seconds (None: as long as it takes);
        None when there was none. Raises ValidationError for one that ``asks`` does not know."""
        try:
            body = self._waiting.get(timeout=timeout_s)
        except queue.Empty:
            return None
        return asks.validate_json(body)

    @property
    def has_mail(self) -> bool:
        """Whether a message waits, so that long work in the background should make room."""
        return not self._waiting.empty()

    def send(self, message: Message) -> None:
        with self._sending:
            try:
                write_frame(self._outgoing, message)
            except OSError:
                os._exit(0)  # nobody listens any more

    def _listen(self) -> None:
        while (body := read_frame(self._incoming)) is not None:
            self._waiting.put(body)
        os._exit(0)  # also out of a library that hangs: an orphan would hold memory and devices


def own_the_pipes() -> tuple[IO[bytes], IO[bytes]]:
    """Our two pipes, moved away from standard input and output, where libraries like to write."""
    incoming, outgoing = os.dup(0), os.dup(1)
    if sys.platform == "win32":
        import msvcrt

        for fd in (incoming, outgoing):
            msvcrt.setmode(fd, os.O_BINARY)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return io.FileIO(incoming, "rb"), io.FileIO(outgoing, "wb")


def main(words: list[str]) -> int:
    """``words``: the name of a module in ``backends``, or a whole dotted name."""
    (name,) = words
    link = Link(*own_the_pipes())
    module = name if "." in name else f"simtrainer.engines.backends.{name}"
    backend: Backend = importlib.import_module(module)
    backend.serve(link)
    sys.stderr.flush()
    os._exit(0)  # without the clean-up of libraries, which is where they crash


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
