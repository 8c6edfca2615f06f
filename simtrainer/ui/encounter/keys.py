"""The keys of the encounter, by name; the settings may give another key to any of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

# name -> (key, what it does)
KEYS: dict[str, tuple[str, str]] = {
    "next_pane": ("F6", "Next part of the page"),
    "previous_pane": ("Shift+F6", "Previous part of the page"),
    "talk": ("Ctrl+1", "Talk"),
    "speak": ("F2", "Hold or tap to speak, where speech is on"),
    "examine": ("Ctrl+2", "Examine"),
    "tests": ("Ctrl+3", "Tests"),
    "treat": ("Ctrl+4", "Treat"),
    "results": ("Ctrl+5", "Results"),
    "monitor": ("Ctrl+6", "Monitor"),
    "silence": ("F7", "Silence the alarms"),
    "pause": ("F8", "Pause or resume"),
    "skip": ("F9", "Skip ahead"),
    "notes": ("Ctrl+Shift+N", "Notes"),
    "end": ("Ctrl+Shift+E", "End the encounter (asks first)"),
    "search": ("Ctrl+F", "Search"),
}


def key_of(name: str, chosen: Mapping[str, str]) -> str:
    """The key for ``name``: the user's own, or the built-in one."""
    return chosen.get(name) or KEYS[name][0]


def add_shortcuts(
    page: QWidget, chosen: Mapping[str, str], acts: Mapping[str, Callable[[], None]]
) -> dict[str, QShortcut]:
    """A shortcut on ``page`` for each name in ``acts``; they rest while the page is hidden."""
    made: dict[str, QShortcut] = {}
    for name, act in acts.items():
        shortcut = QShortcut(QKeySequence(key_of(name, chosen)), page)
        shortcut.activated.connect(act)
        made[name] = shortcut
    return made


def give_keys(shortcuts: Mapping[str, QShortcut], chosen: Mapping[str, str]) -> None:
    """Take up other keys that the user has chosen since."""
    for name, shortcut in shortcuts.items():
        shortcut.setKey(QKeySequence(key_of(name, chosen)))
