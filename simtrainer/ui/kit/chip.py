"""Filters: a chip shows its category until values are chosen, then the values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Signal
from PySide6.QtGui import QAction, QFont, QPaintEvent
from PySide6.QtWidgets import QMenu, QWidget

from simtrainer.ui.kit.base import PaintedButton
from simtrainer.ui.kit.icons import icon, paint_icon
from simtrainer.ui.kit.painting import paint_box, paint_text, painting, text_width
from simtrainer.ui.kit.theme import theme
from simtrainer.ui.kit.tokens import Radius

_WIDEST = 260
_HEIGHT = 32


class StayingMenu(QMenu):
    """A menu that stays open while several entries are ticked."""

    def mouseReleaseEvent(self, event: object) -> None:
        action = self.activeAction()
        if action is not None and action.isEnabled() and action.isCheckable():
            action.trigger()
            return
        super().mouseReleaseEvent(event)  # type: ignore[arg-type]


class Chip(PaintedButton):
    """A filter with a menu. ``values_changed`` carries the chosen keys, a frozenset of str."""

    values_changed = Signal(object)

    def __init__(
        self,
        category: str,
        options: Sequence[tuple[str, str]] = (),
        *,
        several: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        """``options`` are (key, label); ``several`` lets more than one be chosen."""
        self._category, self._several = category, several
        self._labels: dict[str, str] = {}
        self._chosen: frozenset[str] = frozenset()
        super().__init__(category, parent)
        self._menu = StayingMenu(self) if several else QMenu(self)
        self.clicked.connect(self._open)
        self.set_options(options)

    def set_options(self, options: Sequence[tuple[str, str]]) -> None:
        """Replace the options; chosen keys that are gone are dropped."""
        self._labels = dict(options)
        self._choose(self._chosen & set(self._labels))

    def values(self) -> frozenset[str]:
        return self._chosen

    def set_values(self, keys: Iterable[str]) -> None:
        self._choose(frozenset(keys) & set(self._labels))

    def clear(self) -> None:
        self._choose(frozenset())

    def sizeHint(self) -> QSize:
        look = theme()
        width = text_width(self.text(), self._text_font()) + look.px(10 + 8 + 14 + 10)
        return QSize(min(width + 1, look.px(_WIDEST)), look.px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        is_set = bool(self._chosen)
        fill = "tint" if is_set else "sunken" if self.is_hovered() else "surface"
        ink = ("accent" if is_set else "text") if self.isEnabled() else "quiet"
        line = "accent" if is_set else "border"
        box = QRectF(self.rect())
        side = look.px(16)
        with painting(self) as painter:
            paint_box(painter, box, look.px(Radius.CONTROL), look.color(fill), look.color(line))
            arrow = QRectF(box.right() - look.px(8) - side, (box.height() - side) / 2, side, side)
            paint_icon(painter, arrow, "chevron-down", ink)
            space = box.adjusted(look.px(10), 0, -look.px(10) - side, 0)
            paint_text(painter, space, self.text(), self._text_font(), look.color(ink))

    def _text_font(self) -> QFont:
        return theme().font(weight=600 if self._chosen else 500)

    def _open(self) -> None:
        self._fill_menu()
        self._menu.setMinimumWidth(self.width())
        self._menu.popup(self.mapToGlobal(QPoint(0, self.height() + theme().px(4))))

    def _fill_menu(self) -> None:
        self._menu.clear()
        for key, label in self._labels.items():
            action = QAction(label.replace("&", "&&"), self._menu)
            action.setCheckable(True)
            action.setChecked(key in self._chosen)
            action.setData(key)
            action.triggered.connect(self._toggled)
            self._menu.addAction(action)
        if self._chosen:
            self._menu.addSeparator()
            self._menu.addAction(icon("clear"), f"Any {self._category.lower()}", self.clear)

    def _toggled(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        key = str(action.data())
        if self._several:
            self._choose(self._chosen ^ {key})
        else:
            self._choose(frozenset() if key in self._chosen else frozenset({key}))

    def _choose(self, keys: frozenset[str]) -> None:
        changed = keys != self._chosen
        self._chosen = keys
        shown = [label for key, label in self._labels.items() if key in keys]
        self.setText(", ".join(shown) if shown else self._category)
        self.setAccessibleName(f"{self._category}: {', '.join(shown) or 'any'}")
        if changed:
            self.values_changed.emit(keys)


class SortChip(PaintedButton):
    """A quiet menu button for one choice that is always set ("Recent first")."""

    value_changed = Signal(str)

    def __init__(
        self,
        name: str,
        options: Sequence[tuple[str, str]],
        parent: QWidget | None = None,
    ) -> None:
        self._options = dict(options)
        self._name = name
        self._value = next(iter(self._options))
        super().__init__(self._options[self._value], parent)
        self._menu = QMenu(self)
        self._menu.triggered.connect(self._picked)
        self.clicked.connect(self._open)
        self.set_value(self._value)

    def value(self) -> str:
        return self._value

    def set_value(self, key: str) -> None:
        changed = key != self._value
        self._value = key
        self.setText(self._options[key])
        self.setAccessibleName(f"{self._name}: {self._options[key]}")
        if changed:
            self.value_changed.emit(key)

    def sizeHint(self) -> QSize:
        look = theme()
        width = text_width(self.text(), look.font()) + look.px(8 + 8 + 16 + 4)
        return QSize(width + 1, look.px(_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        box = QRectF(self.rect())
        side = look.px(16)
        with painting(self) as painter:
            if self.is_hovered():
                paint_box(painter, box, look.px(Radius.CONTROL), look.color("tint"))
            arrow = QRectF(box.right() - look.px(4) - side, (box.height() - side) / 2, side, side)
            paint_icon(painter, arrow, "chevron-down", "second")
            space = box.adjusted(look.px(8), 0, -side, 0)
            paint_text(painter, space, self.text(), look.font(), look.color("text"))

    def _picked(self, action: QAction) -> None:
        self.set_value(str(action.data()))

    def _open(self) -> None:
        self._menu.clear()
        for key, label in self._options.items():
            action = self._menu.addAction(label.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(key == self._value)
            action.setData(key)
        self._menu.popup(self.mapToGlobal(QPoint(0, self.height() + theme().px(4))))
