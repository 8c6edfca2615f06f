"""The foot of a tab: what is chosen, asking a colleague to do it, and doing it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu

from simtrainer.i18n import tr
from simtrainer.ui.kit.button import Button, link
from simtrainer.ui.kit.card import Panel
from simtrainer.ui.kit.layouts import HBox
from simtrainer.ui.kit.text import ElidedLabel
from simtrainer.ui.kit.tokens import Type


class ActionBar(Panel):
    """``done`` for the main button, ``delegated`` with the colleague's key, ``linked``."""

    done = Signal()
    delegated = Signal(str)
    linked = Signal()

    def __init__(self, link_text: str) -> None:
        super().__init__("", edge="top")
        row = HBox(self, space=8, margins=(16, 10))
        self._words = ElidedLabel("", size=Type.SECOND, role="second")
        row.addWidget(self._words, 1)
        self.link = link(link_text)
        self.link.clicked.connect(self.linked)
        row.addWidget(self.link)
        row.addStretch(0)
        self._menu = QMenu(self)
        self._menu.triggered.connect(self._picked)
        self.ask = Button("", icon="people")
        self.ask.clicked.connect(self._ask)
        row.addWidget(self.ask)
        self.main = Button("", "primary")
        self.main.clicked.connect(self.done)
        row.addWidget(self.main)
        self._helpers: Sequence[tuple[str, str]] = ()
        self.set_helpers(())

    def set_words(self, text: str) -> None:
        self._words.setText(text)

    def set_main(self, text: str, enabled: bool = True) -> None:
        self.main.setText(text)
        self.main.setEnabled(enabled)
        self.ask.setEnabled(enabled)

    def set_helpers(self, helpers: Sequence[tuple[str, str]]) -> None:
        """The colleagues (key, name) who could do it instead."""
        self._helpers = helpers
        self.ask.setVisible(bool(helpers))
        if helpers:
            name = helpers[0][1].split(" ")[0] if len(helpers) == 1 else tr("a colleague")
            self.ask.setText(f"{tr('Ask')} {name}")
            self.ask.setAccessibleName(f"{tr('Ask')} {helpers[0][1]} {tr('to do it')}")

    def _ask(self) -> None:
        if len(self._helpers) == 1:
            self.delegated.emit(self._helpers[0][0])
            return
        self._menu.clear()
        for key, name in self._helpers:
            self._menu.addAction(name).setData(key)
        self._menu.popup(self.ask.mapToGlobal(self.ask.rect().bottomLeft()))

    def _picked(self, action: object) -> None:
        if hasattr(action, "data"):
            self.delegated.emit(str(action.data()))
