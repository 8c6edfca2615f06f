"""What works on this computer, found out without changing anything."""

from __future__ import annotations

import importlib.util
import os
import platform
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from simtrainer import __version__, paths
from simtrainer.engines.listening.recogniser import GONE, STOPGAP
from simtrainer.engines.models.setup import engine_now
from simtrainer.engines.models.shelf import Shelf
from simtrainer.engines.speech_state import speech_state
from simtrainer.errors import UserError
from simtrainer.i18n import tr, trn
from simtrainer.language import encoder
from simtrainer.settings import load_settings

PROBE_SECONDS = 20
LITTLE_SPACE_MB = 500
GET_VOSK = "Fetch a Vosk model on the models page, or with: simtrainer models."
FORMATS = ("*.yaml", "*.yml")


class Check(BaseModel):
    """One thing that was looked at; ``remedy`` is empty when there is nothing to do."""

    model_config = ConfigDict(frozen=True)

    name: str
    state: Literal["ok", "warn", "missing"]
    sentence: str
    remedy: str = ""


def run_checks() -> list[Check]:
    """Every check, in the order to read them; none of them raises or needs a display."""
    others: tuple[Callable[[], Check], ...] = (
        check_space,
        check_data_folder,
        check_database,
        check_templates,
        check_understanding,
        check_models,
    )
    sound = [*check_sound(), check_listening()]
    return [check_versions(), check_window(), *sound, *(check() for check in others)]


def check_versions() -> Check:
    text = tr("simtrainer {app} with Python {python} on {system}.")
    sentence = text.format(
        app=__version__, python=platform.python_version(), system=platform.platform(terse=True)
    )
    return Check(name=tr("Version"), state="ok", sentence=sentence)


def check_window() -> Check:
    """Open Qt in a child process, because Qt aborts the process it cannot work in."""
    name = tr("Window")
    if not has_display():
        return Check(
            name=name,
            state="warn",
            sentence=tr("There is no display here, so the window cannot open."),
            remedy=tr("Use the terminal: simtrainer demo, or simtrainer talk CASE."),
        )
    problem = qt_problem()
    if not problem:
        return Check(name=name, state="ok", sentence=tr("The window can open."))
    return Check(
        name=name,
        state="missing",
        sentence=tr("The window cannot open: {problem}").format(problem=problem),
        remedy=tr("Start with python3 packaging/bootstrap.py run, which installs what is missing."),
    )


def has_display() -> bool:
    """False only where it is sure: Linux with neither X, Wayland, nor a Qt platform by name."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(n) for n in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def qt_problem() -> str:
    """The last line that Qt said before it gave up, or nothing when it works."""
    command = [sys.executable, "-P", "-m", "simtrainer.ui.probe"]
    try:
        probe = subprocess.run(
            command, capture_output=True, text=True, timeout=PROBE_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return tr("the display did not answer within {s} seconds.").format(s=PROBE_SECONDS)
    if probe.returncode == 0:
        return ""
    return (probe.stderr.strip().splitlines() or [tr("Qt gave no reason.")])[-1]


def check_sound() -> list[Check]:
    """Voice, loudspeaker and microphone, each tried for a moment in a child process."""
    remedy = tr("Reading and typing always work; try sound in the settings, Sound and speech.")
    return [
        Check(name=fact.what, state="ok", sentence=fact.sentence)
        if fact.works
        else Check(name=fact.what, state="warn", sentence=fact.sentence, remedy=remedy)
        for fact in speech_state()
    ]


def check_listening() -> Check:
    """Which recogniser would listen; it is looked at and not started."""
    name = tr("Recogniser")
    chosen = load_settings(paths.settings_file())[0].recogniser_model
    if not chosen:
        if importlib.util.find_spec("pocketsphinx") is None:
            return Check(name=name, state="warn", sentence=tr(GONE), remedy=tr(GET_VOSK))
        return Check(name=name, state="ok", sentence=tr(STOPGAP))
    try:
        model = Shelf(paths.models_dir()).verified(chosen)
    except UserError as error:
        remedy = tr("Until then the recogniser that comes with the program listens.")
        return Check(name=name, state="warn", sentence=str(error), remedy=remedy)
    return Check(name=name, state="ok", sentence=tr("{name} listens.").format(name=model.name))


def check_space() -> Check:
    folder = _nearest_existing(paths.user_dir())
    free_mb = shutil.disk_usage(folder).free // 1_000_000
    sentence = tr("{free:,} MB are free for your attempts.").format(free=free_mb)
    if free_mb >= LITTLE_SPACE_MB:
        return Check(name=tr("Disk space"), state="ok", sentence=sentence)
    remedy = tr("Free some space, or set SIMTRAINER_HOME to a folder on another disk.")
    return Check(name=tr("Disk space"), state="warn", sentence=sentence, remedy=remedy)


def check_data_folder() -> Check:
    folder = paths.user_dir()
    try:
        with tempfile.TemporaryFile(dir=_nearest_existing(folder)):
            pass
    except OSError as error:
        text = tr("Your attempts cannot be saved in {folder} ({why}).")
        return Check(
            name=tr("Your data"),
            state="missing",
            sentence=text.format(folder=folder, why=error.strerror),
            remedy=tr("Make that folder writable, or set SIMTRAINER_HOME to another one."),
        )
    sentence = tr("Your attempts stay on this computer, in {folder}.").format(folder=folder)
    return Check(name=tr("Your data"), state="ok", sentence=sentence)


def check_database() -> Check:
    file, name = paths.database_file(), tr("Database")
    if not file.exists():
        return Check(name=name, state="ok", sentence=tr("There are no saved attempts yet."))
    try:
        found = _integrity(file)
    except sqlite3.Error as error:
        found = str(error)
    if found == "ok":
        return Check(name=name, state="ok", sentence=tr("Your saved attempts are sound."))
    return Check(
        name=name,
        state="missing",
        sentence=tr("Your saved attempts are damaged ({why}).").format(why=found),
        remedy=tr("Start simtrainer: it keeps the damaged file and restores the newest backup."),
    )


def _integrity(file: Path) -> str:
    """SQLite's own word on the file, opened so that nothing can be written."""
    address = f"{file.resolve().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as connection:
        return str(connection.execute("PRAGMA integrity_check").fetchone()[0])


def check_templates() -> Check:
    shipped, own = _templates_in(paths.scenarios_dir()), _templates_in(paths.own_scenarios_dir())
    if not shipped + own:
        text = tr("No cases were found in {folder}.").format(folder=paths.scenarios_dir())
        remedy = tr("Set simtrainer up again; its scenarios folder is missing.")
        return Check(name=tr("Cases"), state="missing", sentence=text, remedy=remedy)
    found = trn("{count} case comes with simtrainer", "{count} cases come with simtrainer", shipped)
    yours = trn("{count} is yours.", "{count} are yours.", own)
    return Check(name=tr("Cases"), state="ok", sentence=f"{found}; {yours}")


def _templates_in(folder: Path) -> int:
    return sum(len(list(folder.glob(pattern))) for pattern in FORMATS)


def check_understanding() -> Check:
    name, why = tr("Understanding"), encoder.problem()
    if not why:
        sentence = tr("Questions are understood by their words and by their meaning.")
        return Check(name=name, state="ok", sentence=sentence)
    text = tr("Questions are understood by their words alone ({why}).")
    remedy = tr("Set simtrainer up again; its assets folder or a library is not as it should be.")
    return Check(name=name, state="warn", sentence=text.format(why=why), remedy=remedy)


def check_models() -> Check:
    """Whether the chosen language model could speak; it is looked at and not loaded."""
    name = tr("Language model")
    chosen = load_settings(paths.settings_file())[0].voice_model
    if not chosen:
        sentence = tr("None is chosen: patients speak in authored words, which is complete.")
        return Check(name=name, state="ok", sentence=sentence)
    remedy = tr("Until then patients speak in authored words.")
    if not engine_now().installed:
        sentence = tr("{model} is chosen, and the engine that runs it is not set up.")
        remedy = f"{tr('Set it up with: simtrainer models setup.')} {remedy}"
        return Check(name=name, state="warn", sentence=sentence.format(model=chosen), remedy=remedy)
    try:
        ready = Shelf(paths.models_dir()).ready(chosen)
    except UserError as error:
        return Check(name=name, state="warn", sentence=str(error), remedy=remedy)
    return Check(name=name, state="ok", sentence=tr("{name} is ready.").format(name=ready.name))


def _nearest_existing(folder: Path) -> Path:
    return next(path for path in (folder, *folder.parents) if path.exists())
