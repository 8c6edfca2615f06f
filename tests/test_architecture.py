"""The layers of the program, and who may import the heavy things."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parent.parent
QT = {"PySide6", "shiboken6"}
HEAVY = {
    "espeakng_loader",
    "llama_cpp",
    "onnxruntime",
    "pocketsphinx",
    "pyttsx3",
    "sounddevice",
    "vosk",
    "webrtcvad",
}


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("simtrainer", include_external_packages=True, cache_dir=None)


def importers(graph: grimp.ImportGraph, packages: set[str]) -> dict[str, set[str]]:
    """Our modules that import any of ``packages`` directly, and which."""
    found: dict[str, set[str]] = {}
    for package in packages & graph.modules:
        for module in graph.find_modules_that_directly_import(package):
            found.setdefault(module, set()).add(package)
    return found


def outside(found: dict[str, set[str]], *allowed: str) -> list[str]:
    return [
        f"{module} imports {', '.join(sorted(packages))}"
        for module, packages in sorted(found.items())
        if not any(module == name or module.startswith(f"{name}.") for name in allowed)
    ]


def test_that_lower_layers_never_import_higher_ones() -> None:
    check = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())"
    done = subprocess.run(
        [sys.executable, "-c", check], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_that_qt_is_imported_only_by_the_window(graph: grimp.ImportGraph) -> None:
    found = importers(graph, QT)
    assert found, "the window imports Qt, so the graph must show it"
    assert outside(found, "simtrainer.ui", "simtrainer.app", "simtrainer.engines.backends") == []


def test_that_heavy_libraries_are_imported_only_in_child_processes(
    graph: grimp.ImportGraph,
) -> None:
    # The sentence encoder stays in the process: a checked file of 23 MB that comes with the
    # program, milliseconds a sentence, and no untrusted media pass through it.
    allowed = ("simtrainer.engines.backends", "simtrainer.language.encoder")
    making = "simtrainer.language.training"
    assert outside(importers(graph, HEAVY), *allowed, making) == []


def test_that_the_program_never_imports_how_its_encoder_was_made(graph: grimp.ImportGraph) -> None:
    making = "simtrainer.language.training"
    made_of = {making, *graph.find_descendants(making)}
    users = {user for module in made_of for user in graph.find_modules_that_directly_import(module)}
    assert users <= made_of


def test_that_the_terminal_commands_load_no_qt() -> None:
    check = (
        "import sys, simtrainer.cli; "
        "loaded = sorted(n for n in sys.modules if n.startswith('PySide6')); "
        "raise SystemExit(f'loaded: {loaded}' if loaded else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", check], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
