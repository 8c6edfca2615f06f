"""The left column of the debrief."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent

from simtrainer.ui.kit.card import Scroll

_NO_LIMIT = 16_777_215  # what Qt takes as no largest width


class Side(Scroll):
    """The left column: it scrolls by itself, or stands whole above the rest."""

    def __init__(self) -> None:
        super().__init__(space=12)
        self._stands_whole = False
        self.set_whole(False)

    def set_whole(self, whole: bool) -> None:
        self._stands_whole = whole
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAlwaysOff if whole else policy.ScrollBarAlwaysOn
        )
        self.setMaximumWidth(_NO_LIMIT)
        self.setMinimumWidth(0)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        height = self.body.totalHeightForWidth(self.width()) if self._stands_whole else 0
        self.setMinimumHeight(max(height, 0))
