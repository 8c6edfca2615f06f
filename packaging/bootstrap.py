"""Set simtrainer up in this folder, then start or test it. Needs nothing but Python.

python3 packaging/bootstrap.py run              open the window
python3 packaging/bootstrap.py run WORDS...     any other command, such as: run demo
python3 packaging/bootstrap.py test             all checks and tests
python3 packaging/bootstrap.py test WORDS...    pytest alone, with these words
"""

# Parses under Python 3.7, so that an old Python says what it lacks instead of a syntax error.
from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from system import Stop, install, need_libraries, offer_libraries

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOWEST, HIGHEST = (3, 11), (3, 14)
NEEDED_MB = 2200  # measured: 1,050 MB installed, and 350 MB of downloads that pip keeps as well
BUILD = "packaging/requirements-build.txt"
RECIPE = "simtrainer/engines/models/engine_recipe.py"  # of the engine for language models
REQUIREMENTS = {
    "run": "packaging/requirements.txt",
    "test": "packaging/requirements-test.txt",
    "llm": "packaging/requirements-llm.txt",
}
COMMANDS = ("run", "test")
MULTIMEDIA = "Qt/plugins/multimedia/*.so"
TERMINAL = """Everything but the window works in the terminal:

  python3 packaging/bootstrap.py run demo                 watch a whole encounter and its scorecard
  python3 packaging/bootstrap.py run talk chest-pain-ed   talk to a patient yourself
"""

# What pip says -> what we say. The first that matches counts: offline, pip also finds "no version".
REASONS = (
    (
        r"No space left|Errno 28\b|WinError 112|disk full",
        "The disk is full. Free about 1 GB, then give the same command again.",
    ),
    (
        r"CERTIFICATE_VERIFY|SSLError|SSLCertVerification",
        "The secure connection for downloads was not accepted; your network may inspect it. Ask "
        "its administrator for the certificate file and set PIP_CERT to it, or try another one.",
    ),
    (
        r"NewConnectionError|Failed to establish|name resolution|getaddrinfo|Max retries"
        r"|NameResolutionError|ConnectTimeout|ReadTimeout|Connection(?:Reset|Refused|Error)"
        r"|ProxyError|Network is unreachable|IncompleteRead|Retrying",
        "The packages could not be downloaded. simtrainer needs the internet once, to set up: "
        "connect, then give the same command again; what is already here is kept.",
    ),
    (
        r"DO NOT MATCH THE HASHES",
        "A download is not the file that was tested, so nothing of it was used. Give the same "
        "command again, perhaps from another network.",
    ),
    (
        r"No matching distribution|Could not find a version|not a supported wheel",
        "There are no ready-made packages for Python {}.{} on this system. simtrainer is made for "
        "Python {}.{} to {}.{}, on 64-bit Windows, macOS 12 or Linux of 2019 and later.".format(
            sys.version_info[0], sys.version_info[1], *LOWEST, *HIGHEST
        ),
    ),
    (
        r"Permission denied|Errno 13\b|Access is denied|Read-only file system",
        "This folder cannot be written. Move simtrainer to a folder of your own, then try again.",
    ),
)


def main(words: list[str]) -> int:
    """Exit code 0, 1 (something to mend, said in a sentence) or 2 (wrong use)."""
    if not words or words[0] not in COMMANDS:
        print(__doc__)
        return 0 if words in (["-h"], ["--help"]) else 2
    try:
        if sys.version_info < LOWEST:
            return hand_over([newer_python(), str(Path(__file__).resolve()), *words])
        prepare(words[0])
        return run(words[1:]) if words[0] == "run" else test(words[1:])
    except Stop as stop:
        print(f"\n{stop}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. Give the same command again to carry on.", file=sys.stderr)
        return 130


def newer_python() -> str:
    """A Python on the path that is new enough, the newest first."""
    for minor in range(HIGHEST[1], LOWEST[1] - 1, -1):
        found = shutil.which(f"python{LOWEST[0]}.{minor}")
        if found:
            return found
    raise Stop(
        "simtrainer needs Python {}.{} or newer, and this is {}. Install a newer one (your "
        "system's package manager or python.org has it), then give the same command again.".format(
            *LOWEST, ".".join(str(part) for part in sys.version_info[:3])
        )
    )


def hand_over(command: list[str]) -> int:
    """Become ``command``; on Windows, where that is not possible, wait for it."""
    if os.name == "posix":
        sys.stdout.flush()
        os.execv(command[0], command)
    return subprocess.call(command)


# --- setting up -----------------------------------------------------------------------------


def venv_python() -> Path:
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def digest(kind: str) -> str:
    """A fingerprint of all that decides what gets installed, and where."""
    state = hashlib.sha256(f"{ROOT} {sys.version_info[:2]}".encode())
    for name in (REQUIREMENTS[kind], BUILD, RECIPE, "pyproject.toml"):
        state.update((ROOT / name).read_bytes())
    return state.hexdigest()


def stamp(kind: str) -> Path:
    return VENV / f"installed-{kind}"


def is_prepared(kind: str) -> bool:
    try:
        done = stamp(kind).read_text(encoding="utf-8")
    except OSError:
        return False
    return done == digest(kind) and venv_python().exists()


def prepare(kind: str) -> None:
    """Make the virtual environment and fill it, unless a stamp says that it is done."""
    if is_prepared(kind):
        return
    if shutil.disk_usage(str(ROOT)).free < NEEDED_MB * 1_000_000:
        raise Stop(
            f"The disk is nearly full. Free {NEEDED_MB / 1000:.1f} GB, "
            "then give the same command again."
        )
    print(f"Setting up simtrainer in {VENV} (once; needs the internet)", flush=True)
    unfinished = VENV / "installing"
    if unfinished.exists():  # a killed pip leaves half a package that it takes for a whole one
        print("The last set-up was interrupted. Starting again; downloads are kept.", flush=True)
    if unfinished.exists() or not has_pip():
        make_venv()
    unfinished.touch()
    ready_made = ("--require-hashes", "--only-binary=:all:")
    pip("install", "--quiet", *ready_made, "-r", BUILD)
    # srt, a few lines of Python that vosk asks for, is published as source alone.
    from_source = ("--no-binary=srt", "--no-build-isolation")
    pip("install", *ready_made, *from_source, "-r", REQUIREMENTS[kind])
    pip("install", "--quiet", "--no-deps", "--no-build-isolation", "--no-index", "--editable", ".")
    unfinished.unlink()
    for done in {kind, "run"}:  # the test requirements hold those of the program
        stamp(done).write_text(digest(done), encoding="utf-8")


def prepare_engine() -> None:
    """Build the engine for language models, which the tests use; a stamp says that it is done."""
    if is_prepared("llm"):
        return
    recipe = engine_recipe()
    need_compiler(recipe)
    print("Building the engine for language models (once; four to ten minutes)", flush=True)
    environment = recipe.build_environment(str(venv_python()), dict(os.environ))
    for _python, _m, _pip, *words in recipe.build_commands(str(venv_python()), ROOT):
        pip(*[word for word in words if word != "-v"], environment=environment)
    stamp("llm").write_text(digest("llm"), encoding="utf-8")


def engine_recipe() -> Any:
    """The module that says how the engine is built; the program uses the same."""
    spec = importlib.util.spec_from_file_location("engine_recipe", str(ROOT / RECIPE))
    assert spec is not None
    assert spec.loader is not None
    recipe = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(recipe)
    return recipe


def need_compiler(recipe: Any) -> None:
    """Make sure that there is a C++ compiler, installing one where we may."""
    if recipe.compiler():
        return
    if shutil.which("apt-get"):
        install(["g++"], "The engine for language models")
        return
    raise Stop(
        "The tests build the engine for language models, which needs a C++ compiler. Install one, "
        f"then give the same command again:\n\n  {recipe.compiler_command()}\n"
    )


def has_pip() -> bool:
    try:
        asked = subprocess.run(
            [str(venv_python()), "-I", "-m", "pip", "--version"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    except OSError:
        return False
    return asked.returncode == 0


def make_venv() -> None:
    if importlib.util.find_spec("ensurepip") is None:
        if not shutil.which("apt-get"):
            raise Stop("This Python has no ensurepip. Install one from python.org, then try again.")
        install(["python{}.{}-venv".format(*sys.version_info[:2])], "Setting up")
    python = getattr(sys, "_base_executable", sys.executable)  # not the one about to be replaced
    done = subprocess.run([python, "-m", "venv", "--clear", str(VENV)])
    if done.returncode:
        raise Stop(
            f"The folder {VENV} could not be made (see above). Put simtrainer in a folder of your "
            "own with room to spare, then try again."
        )


def pip(*words: str, environment: dict[str, str] | None = None) -> None:
    """Run pip with its progress in view; what it complains about becomes one sentence."""
    command = [str(venv_python()), "-I", "-m", "pip", *words]
    complaints: list[str] = []
    with subprocess.Popen(
        command, cwd=str(ROOT), env=pip_environment(environment), stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        for line in process.stderr:
            complaints.append(line)
            if "Retrying" in line:
                print("Waiting for the network ...", flush=True)
    if process.returncode:
        log = VENV / "set-up.log"
        log.write_text("".join(complaints), encoding="utf-8", errors="replace")
        raise Stop("{}\nThe details are in {}".format(reason("".join(complaints)), log))


def pip_environment(base: dict[str, str] | None = None) -> dict[str, str]:
    ours = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1", "PIP_USER": "0"}
    return {**(base or os.environ), **ours, "PIP_ROOT_USER_ACTION": "ignore"}


def reason(complaints: str) -> str:
    """One sentence for what pip said on its error output."""
    for pattern, sentence in REASONS:
        if re.search(pattern, complaints):
            return sentence
    errors = [line for line in complaints.splitlines() if line.startswith("ERROR")]
    last = errors[-1] if errors else "it gave no reason"
    return f"The packages could not be installed ({last}). Give the same command again."


# --- running and testing --------------------------------------------------------------------


def run(words: list[str]) -> int:
    if not words:
        problem = window_problem()
        if problem:
            print(f"{problem}\n\n{TERMINAL}")
            return 0
    return hand_over([str(venv_python()), "-P", "-m", "simtrainer", *words])


def qt_files(*names: str) -> list[Path]:
    """The Qt binaries among the patterns ``names``, in the virtual environment."""
    found = VENV.glob("lib/python3.*/site-packages/PySide6")
    return [file for folder in found for name in names for file in sorted(folder.glob(name))]


def qt_platform() -> str:
    """The name of the platform plugin that Qt will load on Linux; nothing without a display."""
    chosen = re.split("[;:]", os.environ.get("QT_QPA_PLATFORM", ""))[0]
    if chosen or os.environ.get("DISPLAY"):
        return chosen or "xcb"
    return "wayland-generic" if os.environ.get("WAYLAND_DISPLAY") else ""


def window_problem() -> str | None:
    """Why no window can open here, in a sentence, or None; installs libraries where we may."""
    if sys.platform.startswith("linux"):
        platform = qt_platform()
        if not platform:
            return "There is no display here, so the window cannot open. The set-up is complete."
        plugin = f"Qt/plugins/platforms/libq{platform}.so"
        need_libraries(qt_files("QtWidgets.abi3.so", plugin), "The window")
        offer_libraries(qt_files("QtMultimedia.abi3.so", MULTIMEDIA), "Sound")
    works = VENV / "window-works"
    if works.exists():
        return None
    probe = subprocess.run(
        [str(venv_python()), "-P", "-m", "simtrainer.ui.probe"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    if probe.returncode == 0:
        works.touch()
        return None
    said = (probe.stderr.strip().splitlines() or ["it gave no reason"])[-1]
    return f"The window cannot open on this display ({said})."


def test(words: list[str]) -> int:
    """Style, types, then tests; pytest comes last so that its summary is the last line."""
    prepare_engine()
    if sys.platform.startswith("linux"):
        modules = [f"Qt{name}.abi3.so" for name in ("Widgets", "Test", "Multimedia")]
        offscreen = "Qt/plugins/platforms/libqoffscreen.so"
        need_libraries(qt_files(*modules, offscreen, MULTIMEDIA), "Testing")
    python = [str(venv_python()), "-m"]
    checks = [["ruff", "check"], ["ruff", "format", "--check"], ["mypy"]]
    results = [] if words else [_check([*python, *check]) for check in checks]
    results.append(_check([*python, "pytest", *words]))
    return 1 if any(results) else 0


def _check(command: list[str]) -> int:
    print("\n$ {}".format(" ".join(command[2:])), flush=True)
    return subprocess.call(command, cwd=str(ROOT))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
