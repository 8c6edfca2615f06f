"""How the engine that runs language models is installed: the commands, and nothing else.

Standard library only and no import of the rest of the program, so that the set-up script can load
this file before anything is installed. Parses under Python 3.7.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path

LOCKED = "packaging/requirements-llm.txt"
LOCKED_BUILD = "packaging/requirements-llm-build.txt"
CMAKE_ARGS = "-DLLAVA_BUILD=OFF"
PROBE = "import llama_cpp; print(llama_cpp.__version__)"


def build_commands(python: str, root: Path) -> list[list[str]]:
    """Build the engine from the locked source: first the tools, then the engine itself."""
    pip = [python, "-m", "pip", "install", "--require-hashes"]
    return [
        [*pip, "--only-binary=:all:", "-r", str(root / LOCKED_BUILD)],
        [*pip, "-v", "--no-build-isolation", "-r", str(root / LOCKED)],
    ]


def wheel_commands(
    python: str, root: Path, package: str, version: str, index: str, sha256: str, folder: Path
) -> list[list[str]]:
    """Install what the engine needs from the locked list, then the maintainers' wheel of it.

    Writes two short lists into ``folder``. ``sha256`` may be empty: then the wheel is taken as
    it comes over the secure connection.
    """
    needs, engine = folder / "needs.txt", folder / "engine.txt"
    needs.write_text(without((root / LOCKED).read_text(encoding="utf-8"), package), "utf-8")
    pinned = f"{package}=={version}"
    engine.write_text(pinned + (" --hash=sha256:" + sha256 if sha256 else "") + "\n", "utf-8")
    pip = [python, "-m", "pip", "install", "--only-binary=:all:"]
    hashes = ["--require-hashes"] if sha256 else []
    return [
        [*pip, "--require-hashes", "-r", str(needs)],
        [*pip, *hashes, "--no-deps", "--index-url", index, "-r", str(engine)],
    ]


def without(locked: str, package: str) -> str:
    """A list of requirements without one of them and its hashes."""
    entry = re.compile(rf"^{re.escape(package)}==[^\n]*(\n[ \t]+[^\n]*)*\n?", re.MULTILINE)
    return entry.sub("", locked)


def build_environment(python: str, environment: dict[str, str]) -> dict[str, str]:
    """The environment for all commands: the build finds its tools beside ``python``."""
    tools = str(Path(python).parent)
    arguments = (environment.get("CMAKE_ARGS", "") + " " + CMAKE_ARGS).strip()
    quiet = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}
    path = tools + os.pathsep + environment.get("PATH", "")
    return {**environment, **quiet, "PATH": path, "CMAKE_ARGS": arguments}


def platform_name() -> str:
    """Such as ``linux-x86_64``, ``darwin-arm64``, ``win32-amd64``."""
    return f"{sys.platform}-{platform.machine().lower()}"


def compiler() -> str:
    """The C++ compiler's name, or nothing where there is none."""
    if sys.platform == "win32":
        return _visual_studio()
    if sys.platform == "darwin" and not _answers(["xcode-select", "-p"]):
        return ""  # the names are there, but only open a window that offers to install them
    names = (os.environ.get("CXX") or "", "c++", "g++", "clang++")
    return next((name for name in names if name and shutil.which(name)), "")


def compiler_command() -> str:
    """The one command that installs a compiler on this system."""
    if sys.platform == "win32":
        return (
            'winget install Microsoft.VisualStudio.2022.BuildTools --override "--quiet --wait '
            '--add Microsoft.VisualStudio.Workload.VCTools --includeRecommended"'
        )
    if sys.platform == "darwin":
        return "xcode-select --install"
    for tool, command in (
        ("apt-get", "sudo apt-get install g++"),
        ("dnf", "sudo dnf install gcc-c++"),
        ("pacman", "sudo pacman -S gcc"),
        ("zypper", "sudo zypper install gcc-c++"),
        ("apk", "sudo apk add g++"),
    ):
        if shutil.which(tool):
            return command
    return "g++"


def _answers(command: list[str]) -> bool:
    try:
        asked = subprocess.run(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=20
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return asked.returncode == 0


def _visual_studio() -> str:
    if shutil.which("cl"):
        return "cl"
    base = os.environ.get("PROGRAMFILES(X86)", "C:/Program Files (x86)")
    asking = Path(base) / "Microsoft Visual Studio" / "Installer" / "vswhere.exe"
    tools = "Microsoft.VisualStudio.Component.VC.Tools.x86.x64"
    words = ["-products", "*", "-requires", tools, "-property", "installationPath"]
    try:
        asked = subprocess.run(
            [str(asking), *words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=20
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return "Visual Studio" if asked.stdout.strip() else ""
