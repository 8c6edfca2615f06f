"""Buttons: what they say is what will happen."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from simtrainer.ui.kit.base import PaintedButton
from simtrainer.ui.kit.icons import paint_icon
from simtrainer.ui.kit.keyhint import key_hint_size, paint_key_hint
from simtrainer.ui.kit.painting import paint_box, paint_text, painting, text_width
from simtrainer.ui.kit.text import as_tooltip
from simtrainer.ui.kit.theme import theme
from simtrainer.ui.kit.tokens import Radius, Size, Type

Kind = Literal["primary", "secondary", "accent", "quiet", "danger", "patient"]
Height = Literal["small", "normal", "main"]

_HEIGHTS: dict[Height, int] = {
    "small": Size.CONTROL_SMALL,
    "normal": Size.CONTROL,
    "main": Size.CONTROL_MAIN,
}
_PADDING: dict[Height, int] = {"small": 10, "normal": 14, "main": 18}
_GAP = 8
_ARROW = 16


class Button(PaintedButton):
    """A button with a text, optionally an icon, a key hint and a menu.

    ``kind``: primary (filled), secondary (outlined), accent (outlined in teal), quiet (text
    alone), danger (outlined in red), patient (text alone, on a sand ground). ``key_hint``
    only shows the key; the shortcut itself is the page's.
    """

    def __init__(
        self,
        text: str,
        kind: Kind = "secondary",
        *,
        icon: str = "",
        height: Height = "normal",
        key_hint: str = "",
        menu: QMenu | None = None,
        parent: QWidget | None = None,
    ) -> None:
        self._kind, self._height = kind, height
        self._icon_name, self._key_hint = icon, key_hint
        self._menu: QMenu | None = None
        super().__init__(text, parent)
        if menu:
            self.set_menu(menu)

    def set_menu(self, menu: QMenu) -> None:
        """Open ``menu`` below the button when it is pressed."""
        self._menu = menu
        self.clicked.connect(self._open_menu)
        self.restyle()

    def set_icon(self, name: str) -> None:
        self._icon_name = name
        self.restyle()

    def set_kind(self, kind: Kind) -> None:
        self._kind = kind
        self.update()

    def set_key_hint(self, keys: str) -> None:
        self._key_hint = keys
        self.restyle()

    def sizeHint(self) -> QSize:
        look = theme()
        height = look.px(_HEIGHTS[self._height])
        return QSize(max(self._content_width() + 2 * self._padding(), height), height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        fill, line, ink = self._roles()
        look = theme()
        with painting(self) as painter:
            paint_box(
                painter,
                QRectF(self.rect()),
                look.px(Radius.CONTROL),
                look.color(fill) if fill else None,
                look.color(line) if line else None,
            )
            self._paint_content(painter, ink, fill)

    def _paint_content(self, painter: QPainter, ink: str, fill: str) -> None:
        look = theme()
        gap, middle = look.px(_GAP), self.height() / 2
        width = min(self._content_width(), self.width())
        left = (self.width() - width) / 2
        right = left + width
        if self._icon_name:
            side = self._icon_side()
            spot = QRectF(left, middle - side / 2, side, side)
            paint_icon(painter, spot, self._icon_name, ink, fill or "surface")
            left += side + gap
        if self._menu:
            side = look.px(_ARROW)
            spot = QRectF(right - side, middle - side / 2, side, side)
            paint_icon(painter, spot, "chevron-down", ink)
            right -= side + gap
        if self._key_hint:
            right -= key_hint_size(self._key_hint).width()
            on_fill = ink if self._kind == "primary" else ""
            paint_key_hint(painter, right, middle, self._key_hint, on_fill)
            right -= gap
        space = QRectF(left, 0, max(right - left, 0), self.height())
        paint_text(painter, space, self.text(), self._text_font(), look.color(ink))

    def _content_width(self) -> int:
        look = theme()
        parts = [text_width(self.text(), self._text_font()) + 1] if self.text() else []
        if self._icon_name:
            parts.append(self._icon_side())
        if self._key_hint:
            parts.append(key_hint_size(self._key_hint).width())
        if self._menu:
            parts.append(look.px(_ARROW))
        return sum(parts) + look.px(_GAP) * max(len(parts) - 1, 0)

    def _padding(self) -> int:
        bare = self._kind in ("quiet", "patient")
        return theme().px(8 if bare else _PADDING[self._height])

    def _icon_side(self) -> int:
        return theme().px(Size.ICON if self._height == "main" else 18)

    def _text_font(self) -> QFont:
        size = Type.SECOND if self._height == "small" else Type.BODY
        return theme().font(size, 600 if self._kind in ("primary", "accent", "danger") else 500)

    def _roles(self) -> tuple[str, str, str]:
        """Roles of the palette for ground, line and ink; empty for none."""
        bare = self._kind in ("quiet", "patient")
        if not self.isEnabled():
            return ("", "", "quiet") if bare else ("sunken", "line", "quiet")
        pressed = self.isDown() or self.isChecked()
        over = self.is_hovered()
        ground = "tint" if pressed else "sunken" if over else "surface"
        match self._kind:
            case "primary":
                return "accent_hover" if over or pressed else "accent", "", "on_accent"
            case "secondary":
                return ground, "border", "text"
            case "accent":
                return ground, "accent", "accent"
            case "danger":
                return "not_met_tint" if over or pressed else "surface", "not_met", "not_met"
            case "patient":
                return "", "patient_line" if over or pressed else "", "patient_text"
            case "quiet":
                return "tint" if over or pressed else "", "", "accent"

    def _open_menu(self) -> None:
        if self._menu:
            self._menu.setMinimumWidth(self.width())
            self._menu.popup(self.mapToGlobal(QPoint(0, self.height() + theme().px(4))))


class IconButton(PaintedButton):
    """A square button with an icon; its name is the tooltip and the accessible name."""

    def __init__(
        self,
        icon: str,
        name: str,
        *,
        role: str = "second",
        side: int = Size.CONTROL_SMALL,
        parent: QWidget | None = None,
    ) -> None:
        self._icon_name, self._role, self._side = icon, role, side
        super().__init__("", parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_name(name)

    def set_icon(self, icon: str) -> None:
        self._icon_name = icon
        self.update()

    def set_name(self, name: str) -> None:
        self.setToolTip(as_tooltip(name))
        self.setAccessibleName(name)

    def sizeHint(self) -> QSize:
        side = theme().px(self._side)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        side = look.px(18)
        spot = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        marked = self.isDown() or self.isChecked() or self.is_hovered()
        role = self._role if self.isEnabled() else "line"
        with painting(self) as painter:
            if marked and not self._role.startswith("monitor"):
                ground = look.color("tint")
                paint_box(painter, QRectF(self.rect()), look.px(Radius.CONTROL), ground)
            paint_icon(painter, spot, self._icon_name, role)


def link(text: str) -> Button:
    """A small quiet button inside text, such as "Clear"."""
    button = Button(text, "quiet", height="small")
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    return button
