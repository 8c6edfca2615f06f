"""Drawing the icons in any colour and size, crisp on every screen."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QWidget

from simtrainer.ui.kit.icon_data import svg
from simtrainer.ui.kit.theme import theme
from simtrainer.ui.kit.tokens import Size

_SCREEN_SCALES = (1.0, 2.0)


def paint_icon(
    painter: QPainter, rect: QRectF, name: str, role: str = "text", ground: str = "surface"
) -> None:
    """Draw the icon into ``rect`` in the colours of two roles of the palette."""
    look = theme()
    renderer = _renderer(name, look.color(role).name(), look.color(ground).name())
    renderer.render(painter, rect)


def pixmap(name: str, role: str = "text", size: int = Size.ICON, scale: float = 1.0) -> QPixmap:
    """The icon as a picture; ``size`` at 100 % zoom, ``scale`` is the screen's pixel ratio."""
    side = theme().px(size)
    image = QPixmap(QSize(round(side * scale), round(side * scale)))
    image.setDevicePixelRatio(scale)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    paint_icon(painter, QRectF(0, 0, side, side), name, role)
    painter.end()
    return image


def icon(name: str, role: str = "text", size: int = Size.ICON) -> QIcon:
    """The icon for a menu or a window; ask again when the theme changes."""
    result = QIcon()
    for scale in _SCREEN_SCALES:
        result.addPixmap(pixmap(name, role, size, scale))
    return result


class Icon(QWidget):
    """An icon by itself: decoration beside a text that says the same."""

    def __init__(
        self,
        name: str,
        role: str = "text",
        size: int = Size.ICON,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._name, self._role, self._size = name, role, size
        theme().changed.connect(self.restyle)
        self.restyle()

    def set_icon(self, name: str, role: str | None = None) -> None:
        self._name, self._role = name, role or self._role
        self.update()

    def restyle(self) -> None:
        side = theme().px(self._size)
        self.setFixedSize(side, side)
        self.update()

    def paintEvent(self, _event: object) -> None:
        paint_icon(QPainter(self), QRectF(self.rect()), self._name, self._role)


@lru_cache(maxsize=512)
def _renderer(name: str, ink: str, ground: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(svg(name, ink, ground).encode()))
