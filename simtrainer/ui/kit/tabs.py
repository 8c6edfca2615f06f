"""Tabs over a hairline."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from simtrainer.ui.kit.exclusive import Exclusive, GroupButton
from simtrainer.ui.kit.icons import paint_icon
from simtrainer.ui.kit.painting import paint_box, paint_text, painting, text_width
from simtrainer.ui.kit.theme import theme


class Tab(GroupButton):
    """One tab: weight and a 3 px underline when it is open."""

    def __init__(self, text: str, icon: str) -> None:
        self._icon_name, self._with_icon, self._count = icon, True, ""
        super().__init__(text)

    def set_count(self, count: int | None) -> None:
        self._count = "" if count is None else f" {count}"
        self.setAccessibleName(self._words())
        self.restyle()

    def show_icon(self, shown: bool) -> None:
        self._with_icon = shown
        self.restyle()

    def sizeHint(self) -> QSize:
        look = theme()
        # Measured bold, so that opening a tab moves nothing.
        width = text_width(self._words(), look.font(weight=600)) + look.px(17)
        return QSize(width + self._icon_space(), look.px(43))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        on = self.isChecked()
        ink = "accent" if on else "text" if self.is_hovered() else "second"
        box = QRectF(self.rect())
        side = look.px(18)
        left = look.px(8)
        with painting(self) as painter:
            if self._icon_space():
                spot = QRectF(left, (box.height() - side) / 2, side, side)
                paint_icon(painter, spot, self._icon_name, ink)
            space = box.adjusted(left + self._icon_space(), 0, 0, 0)
            font = look.font(weight=600 if on else 500)
            paint_text(painter, space, self._words(), font, look.color(ink))
            if on:
                bar = QRectF(0, box.height() - look.px(3), box.width(), look.px(3))
                paint_box(painter, bar, 1.5, look.color("accent"))

    def _words(self) -> str:
        return self.text() + self._count

    def _icon_space(self) -> int:
        return theme().px(18 + 8) if self._icon_name and self._with_icon else 0


class TabBar(Exclusive):
    """Tabs over a hairline. ``chosen`` carries the key; the page switches its own stack."""

    def __init__(
        self,
        name: str,
        tabs: Sequence[tuple[str, str]] | Sequence[tuple[str, str, str]],
        parent: QWidget | None = None,
    ) -> None:
        """``tabs`` are (key, label) or (key, label, icon)."""
        super().__init__(name, parent)
        self.row.rescale_with(space=4, margins=(16, 0))
        for tab in tabs:
            self.add_tab(tab[0], tab[1], tab[2] if len(tab) == 3 else "")
        self.row.addStretch(1)
        if tabs:
            self.set_value(tabs[0][0])
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.update)

    def add_tab(self, key: str, label: str, icon: str = "") -> None:
        self.add_button(key, Tab(label, icon))

    def set_count(self, key: str, count: int | None) -> None:
        """Show ``count`` in the words' place ("Not met 4"); None shows none."""
        tab = self.button(key)
        assert isinstance(tab, Tab)
        tab.set_count(count)

    def show_icons(self, shown: bool) -> None:
        for tab in self.buttons:
            assert isinstance(tab, Tab)
            tab.show_icon(shown)

    def set_tab_visible(self, key: str, shown: bool) -> None:
        self.button(key).setVisible(shown)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with painting(self) as painter:
            painter.fillRect(0, self.height() - 1, self.width(), 1, theme().color("line"))
