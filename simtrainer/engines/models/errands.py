"""Errands about models for a window: done on threads of their own, told of by notices.

Looking around is quick and has a thread to itself, so that it never waits behind a download. What
takes long (fetch, copy, hash, set up) goes one after the other on a second thread and can be
paused. Threads start with the first request; ``listener`` is called on them.
"""

from __future__ import annotations

import queue
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from simtrainer.engines.models.arriving import get, give_up, import_path, use_in_place
from simtrainer.engines.models.catalogue import catalogue
from simtrainer.engines.models.lines import Unsuccessful, run_lines
from simtrainer.engines.models.overview import Overview, found_by_id, overview
from simtrainer.engines.models.progress import Paused, Progress
from simtrainer.engines.models.setup import SetUp
from simtrainer.engines.models.shelf import Installed, Shelf
from simtrainer.errors import UserError
from simtrainer.i18n import tr

TELL_EVERY_S = 0.2
ENGINE = "engine"  # the key of setting up the engine; an import has the path it is of


@dataclass(frozen=True)
class LookedAround:
    """What there is now."""

    overview: Overview


@dataclass(frozen=True)
class UnderWay:
    """The errand ``key`` goes on; waiting for its turn while ``progress`` is None."""

    key: str
    progress: Progress | None = None


@dataclass(frozen=True)
class Arrived:
    """A model is here and may be used; with ``chosen`` the user asked to use it at once."""

    key: str
    model: Installed
    chosen: bool


@dataclass(frozen=True)
class EngineReady:
    """The engine is installed and answers."""


@dataclass(frozen=True)
class Tried:
    """A model has been tried on this computer; its grade is kept."""

    key: str


@dataclass(frozen=True)
class Removed:
    """A model is gone, or of one that belongs to another program its card."""

    model: Installed


@dataclass(frozen=True)
class Halted:
    """The errand ``key`` was paused by the user, or could not be done and ``sentence`` says why."""

    key: str
    sentence: str = ""
    bug: bool = False


Notice = LookedAround | UnderWay | Arrived | EngineReady | Tried | Removed | Halted


class Errands:
    """Made by the composition root, closed at its end."""

    def __init__(self, folder: Path, listener: Callable[[Notice], None]) -> None:
        self.shelf = Shelf(folder)
        self._tell = listener
        self._quick = _Line("models")
        self._long = _Line("errands")
        self._stopped: dict[str, threading.Event] = {}
        self._closing = threading.Event()

    # --- requests

    def look_around(self, voice: str, recogniser: str) -> None:
        """-> LookedAround; ``voice`` and ``recogniser`` are the ids in use"""

        def look() -> None:
            self._tell(LookedAround(overview(self.shelf, voice, recogniser)))

        self._quick.ask(lambda: self._safely("", look))

    def get(self, model_id: str) -> None:
        """Fetch what the catalogue offers. -> UnderWay ..., Arrived; or Halted"""
        self._errand(model_id, self._get)

    def bring(self, path: Path) -> None:
        """Copy from a file or a stick. -> UnderWay ..., Arrived; or Halted"""
        self._errand(str(path), lambda key: self._bring(key, path))

    def use_found(self, model_id: str) -> None:
        """Use in place what another program has. -> UnderWay ..., Arrived; or Halted"""
        self._errand(model_id, self._use_found)

    def set_up_engine(self) -> None:
        """-> UnderWay ..., EngineReady; or Halted"""
        self._errand(ENGINE, self._set_up)

    def try_out(self, model_id: str) -> None:
        """Qualify a model, in a process of its own. -> UnderWay ..., Tried; or Halted"""
        self._errand(model_id, self._try_out)

    def remove(self, model_id: str) -> None:
        """-> Removed; or Halted"""
        self._quick.ask(
            lambda: self._safely(model_id, lambda: self._tell(Removed(self.shelf.remove(model_id))))
        )

    def pause(self, key: str) -> None:
        """Stop an errand at the next good moment. -> Halted without a sentence"""
        if stop := self._stopped.get(key):
            stop.set()

    def forget(self, model_id: str) -> None:
        """Delete what arrived so far of a download that is not under way. -> LookedAround never;
        look around afterwards."""
        self._quick.ask(
            lambda: self._safely(model_id, lambda: give_up(catalogue().offer(model_id), self.shelf))
        )

    def close(self, timeout_s: float = 3.0) -> None:
        """Pause what is under way; what has arrived is kept."""
        self._closing.set()
        self._long.close(timeout_s)
        self._quick.close(timeout_s)

    # --- on the threads

    def _errand(self, key: str, job: Callable[[str], None]) -> None:
        stop = self._stopped.get(key)
        if stop is not None and not stop.is_set():
            return  # it is under way already
        self._stopped[key] = stop = threading.Event()
        self._tell(UnderWay(key))

        def run() -> None:
            try:
                if stop.is_set() or self._closing.is_set():
                    self._tell(Halted(key))
                else:
                    self._safely(key, lambda: job(key))
            finally:
                if self._stopped.get(key) is stop:
                    del self._stopped[key]

        self._long.ask(run)

    def _safely(self, key: str, job: Callable[[], None]) -> None:
        try:
            job()
        except Paused:
            self._tell(Halted(key))
        except UserError as error:
            self._tell(Halted(key, str(error)))
        except Exception as error:  # noqa: BLE001 - the thread must outlive any bug of ours
            text = tr("Something in simtrainer itself went astray ({why}). Nothing is lost.")
            why = f"{type(error).__name__}: {error}"
            self._tell(Halted(key, text.replace("{why}", why), bug=True))

    def _go_on(self, key: str) -> Callable[[], bool]:
        stop = self._stopped[key]
        return lambda: not (stop.is_set() or self._closing.is_set())

    def _report(self, key: str) -> Callable[[Progress], None]:
        """Hands progress on a few times a second, as often as people can read."""
        pace = _Pace()

        def report(progress: Progress) -> None:
            if pace.due(progress):
                self._tell(UnderWay(key, progress))

        return report

    def _get(self, key: str) -> None:
        offer = catalogue().offer(key)
        model = get(offer, self.shelf, self._report(key), self._go_on(key))
        self._tell(Arrived(key, model, chosen=False))

    def _bring(self, key: str, path: Path) -> None:
        model = import_path(path, self.shelf, self._report(key), self._go_on(key))
        self._tell(Arrived(key, model, chosen=False))

    def _use_found(self, key: str) -> None:
        found = found_by_id(self.shelf, key)
        if found is None:
            raise UserError(tr("That file is not there any more."))
        model = use_in_place(found, self.shelf, self._report(key), self._go_on(key))
        self._tell(Arrived(key, model, chosen=True))

    def _set_up(self, key: str) -> None:
        SetUp(self._report(key), self._go_on(key)).run()
        self._tell(EngineReady())

    def _try_out(self, key: str) -> None:
        report = self._report(key)
        report(Progress("trying", note=tr("Playing short encounters; this takes minutes")))

        def hear(line: str) -> None:
            if not line.startswith(" "):  # figures of the report at the end
                report(Progress("trying", note=line[:200]))

        try:
            run_lines(_ours("models", "qualify", key), hear, self._go_on(key))
        except Unsuccessful as said:
            if self.shelf.grade(key) is None:
                last = (str(said).splitlines() or [tr("It could not be tried.")])[-1]
                raise UserError(last) from None
        self._tell(Tried(key))


def _ours(*words: str) -> list[str]:
    """A command of simtrainer itself, from the sources or as a packaged program."""
    start = [] if getattr(sys, "frozen", False) else ["-P", "-m", "simtrainer"]
    return [sys.executable, *start, *words]


class _Line:
    """Jobs one after the other on one thread, which starts with the first."""

    def __init__(self, name: str) -> None:
        self._jobs: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._name = name
        self._thread: threading.Thread | None = None

    def ask(self, job: Callable[[], None]) -> None:
        self._jobs.put(job)
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name=self._name, daemon=True)
            self._thread.start()

    def close(self, timeout_s: float) -> None:
        if self._thread is not None:
            self._jobs.put(None)
            self._thread.join(timeout_s)

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            job()


class _Pace:
    """Whether progress is worth telling: something else than before, or some time has passed."""

    def __init__(self) -> None:
        self._last: tuple[str, str] = ("", "")
        self._at = 0.0

    def due(self, progress: Progress) -> bool:
        now, kind = time.monotonic(), (progress.stage, progress.note)
        if kind == self._last and progress.share != 1.0 and now - self._at < TELL_EVERY_S:
            return False
        self._last, self._at = kind, now
        return True
