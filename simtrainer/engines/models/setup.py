"""Set the engine up: the maintainers' wheel where there is one, else a build, in a child process.

The engine is never imported here; whether it works is asked of a child of its own.
"""

from __future__ import annotations

import contextlib
import importlib.metadata
import importlib.util
import os
import re
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from simtrainer import paths
from simtrainer.engines.models import engine_recipe as recipe
from simtrainer.engines.models.catalogue import EngineOffer, catalogue
from simtrainer.engines.models.hashing import always, nobody
from simtrainer.engines.models.lines import Unsuccessful, run_lines
from simtrainer.engines.models.progress import GoOn, Progress, Report
from simtrainer.engines.models.room import check_room
from simtrainer.errors import UserError
from simtrainer.i18n import tr

MODULE = "llama_cpp"
ROOM = 1_500_000_000  # bytes that a build takes for a while
_STEP = re.compile(r"\[(\d+)/(\d+)\] ")
_FETCHING = re.compile(r"^\s*(?:Collecting|Downloading) ([\w.-]+)")
# What pip says -> what we say; the first that matches counts.
_REASONS = (
    (r"No space left|Errno 28\b|WinError 112", "the disk is full; free 1.5 GB"),
    (
        r"CERTIFICATE_VERIFY|SSLError",
        "the secure connection was not accepted; your network may inspect it",
    ),
    (
        r"NewConnectionError|Failed to establish|name resolution|getaddrinfo|Max retries"
        r"|ConnectTimeout|ReadTimeout|Connection(?:Reset|Refused|Error)|unreachable|Retrying",
        "this needs the internet once; connect",
    ),
    (r"DO NOT MATCH THE HASHES", "a download is not the file that was tested"),
    (r"Permission denied|Errno 13\b|Access is denied|Read-only", "its folder cannot be written"),
    (r"externally-managed", "this Python belongs to the system; set simtrainer up in its own"),
    (r"No module named pip", "this Python has no pip"),
)


@dataclass(frozen=True)
class Engine:
    """Whether the engine is installed here, and which version (empty where that is not known)."""

    installed: bool
    version: str = ""


def engine_now() -> Engine:
    """Found out without importing it."""
    importlib.invalidate_caches()
    try:
        if importlib.util.find_spec(MODULE) is None:
            return Engine(False)
    except (ImportError, ValueError):
        return Engine(False)
    try:
        return Engine(True, importlib.metadata.version(catalogue().engine.package))
    except importlib.metadata.PackageNotFoundError:
        return Engine(True)


@dataclass
class SetUp:
    """Installs the engine into the environment of ``python``, by the recipe in ``root``."""

    report: Report = nobody
    go_on: GoOn = always
    python: str = sys.executable
    root: Path | None = None
    offer: EngineOffer | None = None
    log: Path | None = None

    def run(self) -> Engine:
        """Returns when the engine answers.

        Raises:
            Paused: stopped on request; asked again, downloads that were made are not made twice.
            UserError: it cannot be installed; the sentence says why and what would help.
        """
        if getattr(sys, "frozen", False):
            raise UserError(tr("This installation cannot take up the engine. Install it anew."))
        root = self.root or paths.root_dir()
        if not (root / recipe.LOCKED).is_file():
            raise UserError(
                tr("The list of what to install is missing. Start from simtrainer’s own folder.")
            )
        check_room(Path(self.python).parent, ROOM)
        with contextlib.suppress(OSError):
            self._log.unlink()
        if not self._wheel(root):
            self._build(root)
        return engine_now()

    def _wheel(self, root: Path) -> bool:
        """Whether the maintainers have a wheel for this system, and it works."""
        offer = self.offer or catalogue().engine
        sha256 = offer.sha256.get(recipe.platform_name(), "")
        self._say(tr("Looking for a ready-made engine"))
        with tempfile.TemporaryDirectory() as folder:
            commands = recipe.wheel_commands(
                self.python, root, offer.package, offer.version, offer.index, sha256, Path(folder)
            )
            needs, engine = commands
            try:
                self._do(needs)
            except Unsuccessful as said:
                raise UserError(self._why(str(said))) from None
            try:
                self._do(engine)
                self._do([self.python, "-c", recipe.PROBE])
            except Unsuccessful:
                return False
        return True

    def _build(self, root: Path) -> None:
        if not recipe.compiler():
            raise UserError(
                tr(
                    "There is no ready-made engine for this computer, and no C++ compiler to build "
                    "one. Install a compiler with this command, then try again: {command}"
                ).replace("{command}", recipe.compiler_command())
            )
        self._say(tr("Building the engine, about ten minutes on two cores"))
        try:
            for command in recipe.build_commands(self.python, root):
                self._do(command)
            self._do([self.python, "-c", recipe.PROBE])
        except Unsuccessful as said:
            raise UserError(self._why(str(said))) from None

    # --- one command

    def _do(self, command: Sequence[str]) -> None:
        """Run a command with its lines as progress. Raises Unsuccessful, Paused."""
        environment = recipe.build_environment(self.python, dict(os.environ))
        run_lines(command, self._hear, self.go_on, environment)

    def _hear(self, line: str) -> None:
        self._keep(line)
        self._tell(line)

    def _tell(self, line: str) -> None:
        if step := _STEP.search(line):
            done, total = int(step.group(1)), int(step.group(2))
            note = tr("Building the engine: step {done} of {total}")
            note = note.replace("{done}", str(done)).replace("{total}", str(total))
            self.report(Progress("installing", done, total, None, note))
        elif found := _FETCHING.search(line):
            self._say(tr("Fetching {name}").replace("{name}", found.group(1)))

    def _say(self, note: str) -> None:
        self.report(Progress("installing", note=note))

    def _keep(self, line: str) -> None:
        with contextlib.suppress(OSError):
            self._log.parent.mkdir(parents=True, exist_ok=True)
            with self._log.open("a", encoding="utf-8") as out:
                out.write(line + "\n")

    @property
    def _log(self) -> Path:
        return self.log or paths.user_dir() / "engine.log"

    def _why(self, said: str) -> str:
        reasons = (words for sign, words in _REASONS if re.search(sign, said))
        why = next((tr(words) for words in reasons), "")
        if why:
            text = tr("The engine could not be installed: {why}, then try again.")
            return text.replace("{why}", why)
        text = tr("The engine could not be installed. What was said on the way is in {log}.")
        return text.replace("{log}", str(self._log))
