"""Radio buttons below each other, each with a sentence on what it means; none chosen at first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from simtrainer.ui.kit.choice import Radio
from simtrainer.ui.kit.layouts import HBox, VBox
from simtrainer.ui.kit.text import WrapLabel


class Choices(QWidget):
    """``chosen`` carries the key when the user chooses. ``options``: (key, label, meaning)."""

    chosen = Signal(str)

    def __init__(self, name: str, options: Sequence[tuple[str, str, str]]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.radios: dict[str, Radio] = {}
        column = VBox(self, space=2)
        for key, label, meaning in options:
            radio = Radio(label)
            radio.setAccessibleName(f"{name}: {label}")
            radio.setAccessibleDescription(meaning)
            radio.toggled.connect(self._toggled)
            self.radios[key] = radio
            column.addWidget(radio, 0, Qt.AlignmentFlag.AlignLeft)
            if meaning:
                row = HBox(margins=(27, 0, 0, 6))
                row.addWidget(WrapLabel(meaning, size=13, role="second"))
                column.addLayout(row)

    def value(self) -> str:
        """The key that is chosen, or empty."""
        return next((key for key, radio in self.radios.items() if radio.isChecked()), "")

    def set_value(self, key: str) -> None:
        """Choose ``key`` without a signal; an empty one changes nothing."""
        if key:
            self.blockSignals(True)
            self.radios[key].setChecked(True)
            self.blockSignals(False)

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        key = self.value() or next(iter(self.radios))
        self.radios[key].setFocus(reason)

    def _toggled(self, on: bool) -> None:
        if on:
            self.chosen.emit(self.value())
