"""The keys of the window, in one place: the help page and the dialog of F1 show the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from simtrainer.i18n import tr
from simtrainer.ui.encounter.keys import KEYS as ENCOUNTER
from simtrainer.ui.encounter.keys import key_of
from simtrainer.ui.kit.card import Scroll
from simtrainer.ui.kit.dialog import Dialog
from simtrainer.ui.kit.keyhint import KeyHint
from simtrainer.ui.kit.layouts import HBox, VBox
from simtrainer.ui.kit.sizing import fix_size
from simtrainer.ui.kit.text import Label, WrapLabel

SAYING = (("Enter", "Say what you typed; Shift+Enter makes a new line"),)
# heading -> (keys, what they do)
KEYS: dict[str, tuple[tuple[str, str], ...]] = {
    "Everywhere": (
        ("F1", "Show all keys"),
        ("Tab", "Go to the next control; Shift+Tab goes back"),
        ("Ctrl +", "Larger; Ctrl − smaller, Ctrl 0 as designed"),
        ("Ctrl F", "Search"),
    ),
    "Note and debrief": (
        ("Ctrl Enter", "Hand in and see the debrief"),
        ("← →", "Timeline: ten seconds back or on"),
        ("Alt ← →", "Timeline: to the mark before or after"),
        ("Space", "Timeline: play back, and stop"),
        ("↑ ↓", "Transcript and lists: the line before or after"),
        ("Enter", "Transcript: show the marks of this line"),
    ),
}


class KeysTable(QWidget):
    """All keys in words, by where they work; ``chosen`` are the user's own, as in the settings."""

    def __init__(self, chosen: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = VBox(self, space=8)
        self._add("Everywhere", KEYS["Everywhere"])
        encounter = [(_hint(key_of(name, chosen)), ENCOUNTER[name][1]) for name in ENCOUNTER]
        self._add("With the patient", [*SAYING, *encounter])
        self._add("Note and debrief", KEYS["Note and debrief"])

    def _add(self, place: str, keys: Sequence[tuple[str, str]]) -> None:
        self._column.addWidget(Label(tr(place), weight=600))
        for hint, words in keys:
            self._column.addWidget(_line(hint, tr(words)))
        self._column.addSpacing(8)


def _hint(keys: str) -> str:
    return keys.replace("+", " ")


def _line(hint: str, words: str) -> QWidget:
    line = QWidget()
    row = HBox(line, space=12)
    holder = QWidget()
    fix_size(holder, width=112)
    inner = HBox(holder)
    inner.addWidget(KeyHint(hint))
    inner.addStretch(1)
    row.addWidget(holder, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(WrapLabel(words, role="second"), 1)
    line.setAccessibleName(f"{hint}: {words}")
    return line


class KeysDialog(Dialog):
    """The table in a window of its own; Escape or Enter closes it."""

    def __init__(self, parent: QWidget, chosen: Mapping[str, str]) -> None:
        super().__init__(parent, tr("Keys"), action=tr("Close"), decline="", width=480)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        scroll = Scroll()
        scroll.body.addWidget(KeysTable(chosen))
        fix_size(scroll, height=440)
        self.body.addWidget(scroll)


def show_keys(parent: QWidget, chosen: Mapping[str, str]) -> None:
    """Show all keys over ``parent``, once."""
    for shown in parent.findChildren(KeysDialog):
        if shown.isVisible():
            shown.raise_()
            return
    KeysDialog(parent, chosen).open()
