"""What the set-up decides; the installing itself is tried on a bare machine."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import bootstrap
import pytest
import system

needs_posix = pytest.mark.skipif(os.name != "posix", reason="shell scripts stand in for programs")

OFFLINE = """\
WARNING: Retrying (Retry(total=0, connect=None, read=None, redirect=None, status=None)) after \
connection broken by 'NewConnectionError('[Errno -3] Temporary failure in name resolution')'
ERROR: Could not find a version that satisfies the requirement click==8.5.1 (from versions: none)
ERROR: No matching distribution found for click==8.5.1
"""
TOO_NEW = "ERROR: No matching distribution found for pyside6-essentials==6.9.3\n"
FULL = "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device\n"
TAMPERED = "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.\n"
UNKNOWN = "ERROR: something never seen before\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with requirement files and a virtual environment that looks complete."""
    names = (*bootstrap.REQUIREMENTS.values(), bootstrap.BUILD, bootstrap.RECIPE)
    for name in (*names, "pyproject.toml"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"what {name} asks for")
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "VENV", tmp_path / ".venv")
    bootstrap.venv_python().parent.mkdir(parents=True)
    bootstrap.venv_python().touch()
    return tmp_path


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An otherwise empty path of programs, to put stand-ins in."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def stand_in(folder: Path, name: str, script: str = "") -> None:
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)


@pytest.mark.parametrize(
    ("complaint", "advice"),
    [
        (OFFLINE, "needs the internet once"),
        (TOO_NEW, "There are no ready-made packages for Python"),
        (FULL, "The disk is full"),
        (TAMPERED, "not the file that was tested"),
        (UNKNOWN, "something never seen before"),
    ],
)
def test_that_each_complaint_of_pip_becomes_advice(complaint: str, advice: str) -> None:
    assert advice in bootstrap.reason(complaint)


def test_that_a_finished_set_up_is_not_repeated(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bootstrap.stamp("run").write_text(bootstrap.digest("run"))
    monkeypatch.setattr(bootstrap, "pip", lambda *words: pytest.fail("pip was called"))
    bootstrap.prepare("run")


def test_that_changed_requirements_are_installed(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bootstrap.stamp("run").write_text(bootstrap.digest("run"))
    (project / bootstrap.REQUIREMENTS["run"]).write_text("something newer")
    calls: list[tuple[str, ...]] = []
    monkeypatch.setattr(bootstrap, "has_pip", lambda: True)
    monkeypatch.setattr(bootstrap, "pip", lambda *words: calls.append(words))
    bootstrap.prepare("run")
    assert [bootstrap.REQUIREMENTS["run"] in call for call in calls] == [False, True, False]
    assert bootstrap.is_prepared("run")
    assert not bootstrap.is_prepared("test")


def test_that_an_interrupted_set_up_starts_from_an_empty_environment(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*words: str) -> None:
        raise KeyboardInterrupt

    made: list[bool] = []
    monkeypatch.setattr(bootstrap, "has_pip", lambda: True)
    monkeypatch.setattr(bootstrap, "make_venv", lambda: made.append(True))
    monkeypatch.setattr(bootstrap, "pip", interrupted)
    with pytest.raises(KeyboardInterrupt):
        bootstrap.prepare("run")
    assert not made
    monkeypatch.setattr(bootstrap, "pip", lambda *words: None)
    bootstrap.prepare("run")
    assert made
    assert bootstrap.is_prepared("run")


def test_that_a_nearly_full_disk_stops_before_anything_is_downloaded(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap, "NEEDED_MB", 10**12)
    assert bootstrap.main(["run"]) == 1
    assert "nearly full" in capsys.readouterr().err


@needs_posix
def test_that_an_old_python_finds_the_newest_one_that_fits(programs: Path) -> None:
    stand_in(programs, "python3.11")
    stand_in(programs, "python3.13")
    assert bootstrap.newer_python() == str(programs / "python3.13")


def test_that_an_old_python_alone_says_what_it_needs(programs: Path) -> None:
    with pytest.raises(system.Stop, match=r"needs Python 3\.11 or newer"):
        bootstrap.newer_python()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux may lack a display")
def test_that_without_a_display_the_terminal_is_offered(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert bootstrap.run([]) == 0
    said = capsys.readouterr().out
    assert "There is no display" in said
    assert "bootstrap.py run demo" in said


@needs_posix
def test_that_missing_libraries_become_one_command_to_type(
    programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(programs, "ldd", "echo '  libEGL.so.1 => not found'; echo '  libc.so.6 => /lib/c'")
    stand_in(programs, "apt-get")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(system.Stop, match="sudo apt-get install libegl1\n"):
        system.need_libraries([Path("any")], "The window")


@needs_posix
def test_that_the_program_goes_on_without_libraries_it_can_do_without(
    programs: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stand_in(programs, "ldd", "echo '  libpulse.so.0 => not found'")
    stand_in(programs, "apt-get")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    system.offer_libraries([Path("any")], "Sound")
    assert "sudo apt-get install libpulse0" in capsys.readouterr().out


@needs_posix
def test_that_building_the_engine_installs_a_compiler_where_it_may(
    programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(programs, "apt-get", f'echo "$@" >> {programs}/asked')
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    bootstrap.need_compiler(bootstrap.engine_recipe())
    assert (programs / "asked").read_text().splitlines()[-1].endswith(" g++")


@needs_posix
def test_that_root_gets_missing_packages_installed(
    programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(programs, "apt-get", f'echo "$@" >> {programs}/asked')
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    system.install(["python3.11-venv"], "Setting up")
    update, install = (programs / "asked").read_text().splitlines()
    assert update.endswith("update")
    assert install.endswith("install -y --no-install-recommends python3.11-venv")


@needs_posix
def test_that_other_systems_are_told_the_names_of_the_libraries(programs: Path) -> None:
    stand_in(programs, "ldd", "echo '  libxcb-cursor.so.0 => not found'")
    with pytest.raises(system.Stop, match=r"libxcb-cursor\.so\.0"):
        system.need_libraries([Path("any")], "The window")


def test_that_one_problem_found_fails_the_whole_and_pytest_comes_last(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[str] = []

    def check(command: list[str]) -> int:
        seen.append(command[2])
        return 1 if command[2] == "mypy" else 0

    monkeypatch.setattr(bootstrap, "need_libraries", lambda files, purpose: None)
    monkeypatch.setattr(bootstrap, "prepare_engine", lambda: None)
    monkeypatch.setattr(bootstrap, "_check", check)
    assert bootstrap.test([]) == 1
    assert seen == ["ruff", "ruff", "mypy", "pytest"]
