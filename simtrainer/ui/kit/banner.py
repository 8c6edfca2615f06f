"""Banners: what happened, what was kept, and one main thing to do about it."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from simtrainer.ui.kit.announce import announce
from simtrainer.ui.kit.button import Button
from simtrainer.ui.kit.card import Panel
from simtrainer.ui.kit.icons import Icon
from simtrainer.ui.kit.layouts import HBox, VBox
from simtrainer.ui.kit.text import Label, WrapLabel
from simtrainer.ui.kit.tokens import Radius, Space, Type

Role = Literal["info", "caution", "patient", "error"]

# ground, line, ink of the icon, icon
_ROLES: dict[Role, tuple[str, str, str, str]] = {
    "info": ("sunken", "line", "second", "info"),
    "caution": ("partly_tint", "partly", "partly", "warning"),
    "patient": ("patient_tint", "patient_line", "patient_text", "person"),
    "error": ("not_met_tint", "not_met", "not_met", "error"),
}


class Banner(Panel):
    """``acted`` when the main action is chosen, ``declined`` for the quiet one.

    ``face`` (the drawn patient) stands at the left edge instead of the icon.
    """

    acted = Signal()
    declined = Signal()

    def __init__(
        self,
        text: str,
        *,
        title: str = "",
        role: Role = "info",
        action: str = "",
        action_icon: str = "",
        quiet_action: str = "",
        face: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        ground, line, ink, icon = _ROLES[role]
        super().__init__(ground, line=line, radius=Radius.CARD, parent=parent)
        row = HBox(self, margins=1)
        if face:
            row.addWidget(face)
        inner = HBox(space=Space.M, margins=(14, 12, 16, 12))
        row.addLayout(inner, 1)
        self._title = Label(title, weight=600)
        self._text = WrapLabel(text, size=Type.SECOND, role="second")
        self._add_words(inner, None if face else Icon(icon, ink, 18))
        self._add_actions(inner, role, action, action_icon, quiet_action)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._urgent = role == "error"
        self.set_words(text, title)

    def set_words(self, text: str, title: str = "") -> None:
        self._title.setText(title)
        self._title.setVisible(bool(title))
        self._text.setText(text)
        self.setAccessibleName(f"{title}. {text}" if title else text)

    def announce(self) -> None:
        """Have a screen reader say the banner, at once for an error."""
        announce(self, self.accessibleName(), assertive=self._urgent)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def _add_words(self, inner: QHBoxLayout, icon: Icon | None) -> None:
        middle, beside, words = VBox(), HBox(space=Space.M), VBox(space=2)
        if icon:
            beside.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        words.addWidget(self._title)
        words.addWidget(self._text)
        beside.addLayout(words, 1)
        middle.addStretch(1)
        middle.addLayout(beside)
        middle.addStretch(1)
        inner.addLayout(middle, 1)

    def _add_actions(
        self, inner: QHBoxLayout, role: Role, action: str, action_icon: str, quiet_action: str
    ) -> None:
        if quiet_action:
            kind: Literal["patient", "quiet"] = "patient" if role == "patient" else "quiet"
            decline = Button(quiet_action, kind)
            decline.clicked.connect(self.declined)
            inner.addWidget(decline, 0, Qt.AlignmentFlag.AlignVCenter)
        if action:
            main = Button(action, "primary", icon=action_icon)
            main.clicked.connect(self.acted)
            inner.addWidget(main, 0, Qt.AlignmentFlag.AlignVCenter)
