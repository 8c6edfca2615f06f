"""Sizes set by hand that follow the zoom."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from simtrainer.ui.kit.theme import theme

_DIRECT = Qt.FindChildOption.FindDirectChildrenOnly


class _FixedSize(QObject):
    """Keeps one widget's fixed width and height in step with the zoom; lives as its child."""

    def __init__(self, widget: QWidget, width: int | None, height: int | None) -> None:
        super().__init__(widget)
        self.set(width, height)
        theme().changed.connect(self.apply)

    def set(self, width: int | None, height: int | None) -> None:
        self._width, self._height = width, height
        self.apply()

    def apply(self) -> None:
        widget = self.parent()
        assert isinstance(widget, QWidget)
        if self._width is not None:
            widget.setFixedWidth(theme().px(self._width))
        if self._height is not None:
            widget.setFixedHeight(theme().px(self._height))


def fix_size(widget: QWidget, *, width: int | None = None, height: int | None = None) -> None:
    """Fix width or height (at 100 % zoom), from now on and at every zoom; call again to change."""
    for earlier in widget.findChildren(_FixedSize, options=_DIRECT):
        earlier.set(width, height)
        return
    _FixedSize(widget, width, height)
