"""Two columns of cards that stand under one another where the page is narrow."""

from __future__ import annotations

from PySide6.QtWidgets import QBoxLayout

from simtrainer.ui.kit.layouts import HBox, VBox
from simtrainer.ui.kit.theme import theme

NARROW = 800


class Columns(HBox):
    """``left`` and ``right``; the page tells its width with ``fit`` when it is resized."""

    def __init__(self) -> None:
        super().__init__(space=12)
        self.left, self.right = VBox(space=12), VBox(space=12)
        self.addLayout(self.left, 1)
        self.addLayout(self.right, 1)

    def fit(self, width: int) -> None:
        one = width < theme().px(NARROW)
        direction = QBoxLayout.Direction
        self.setDirection(direction.TopToBottom if one else direction.LeftToRight)
