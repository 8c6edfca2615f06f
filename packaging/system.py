"""System packages: which are missing, and installing them where we may. Standard library only."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path


class Stop(Exception):
    """Setting up cannot go on; ``str(stop)`` is the one sentence for the user."""


# Shared library -> the Debian and Ubuntu package that holds it: all that Qt asks of a bare system.
PACKAGE_OF = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libXext.so.6": "libxext6",
    "libXrandr.so.2": "libxrandr2",
    "libdbus-1.so.3": "libdbus-1-3",
    "libdrm.so.2": "libdrm2",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libpulse.so.0": "libpulse0",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}


def missing_libraries(binaries: Iterable[Path]) -> list[str]:
    """The shared libraries that the loader cannot find for ``binaries``, by ``ldd``."""
    missing: set[str] = set()
    for binary in binaries:
        listing = subprocess.run(
            ["ldd", str(binary)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        missing.update(re.findall(r"^\s*(\S+) => not found", listing.stdout, re.MULTILINE))
    return sorted(missing)


def packages_for(libraries: Iterable[str]) -> list[str]:
    """The Debian packages that hold ``libraries``; a library that we don't know is left out."""
    return sorted({PACKAGE_OF[name] for name in libraries if name in PACKAGE_OF})


def need_libraries(binaries: Iterable[Path], purpose: str) -> None:
    """Make sure that ``binaries`` can load, installing what is missing where we may.

    Raises:
        Stop: something is missing that we may not or cannot install.
    """
    if not shutil.which("ldd"):  # neither Linux nor anything like it
        return
    libraries = missing_libraries(binaries)
    if not libraries:
        return
    packages = packages_for(libraries)
    unknown = [name for name in libraries if name not in PACKAGE_OF]
    if unknown or not shutil.which("apt-get"):
        raise Stop(
            "{} needs these system libraries: {}. Install them with your system's package "
            "manager, then give the same command again.".format(purpose, ", ".join(libraries))
        )
    install(packages, purpose)


def offer_libraries(binaries: Iterable[Path], purpose: str) -> None:
    """Like ``need_libraries`` for what the program can do without: then it says so, and goes on."""
    try:
        need_libraries(binaries, purpose)
    except Stop as stop:
        print(f"{stop}\nEverything else works without.\n", flush=True)


def install(packages: list[str], purpose: str) -> None:
    """Install Debian ``packages``, or raise ``Stop`` with the one command to type."""
    prefix = _install_prefix()
    by_hand = "sudo apt-get install {}".format(" ".join(packages))
    if prefix is None:
        raise Stop(f"{purpose} needs a few system packages. Please type:\n\n  {by_hand}\n")
    print("{} needs system packages; installing {}".format(purpose, " ".join(packages)), flush=True)
    apt = [*prefix, "apt-get", "-q", "-o", "DPkg::Lock::Timeout=120"]
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run([*apt, "update"], env=quiet)  # old lists may still do
    done = subprocess.run([*apt, "install", "-y", "--no-install-recommends", *packages], env=quiet)
    if done.returncode:
        raise Stop(
            "The system packages could not be installed (see above). Once that is mended, "
            f"please type:\n\n  {by_hand}\n"
        )


def _install_prefix() -> list[str] | None:
    """The words before ``apt-get`` when we may install, or None."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    asked = subprocess.run(["sudo", "-n", "true"], stderr=subprocess.DEVNULL)
    return ["sudo", "-n"] if asked.returncode == 0 else None
