"""The look in force: palette, zoom, typeface and motion, changed live.

There is one ``Theme`` per application, as there is one QPalette; ``theme()`` returns it.
Painted widgets read it while painting and repaint on ``changed``.
"""

from __future__ import annotations

from enum import StrEnum
from typing import cast
from weakref import WeakSet

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from simtrainer.ui.kit import sheet
from simtrainer.ui.kit.fonts import FontChoice, load_fonts, make_font
from simtrainer.ui.kit.tokens import (
    DARK,
    FADE_MS,
    LIGHT,
    ZOOM_MAX,
    ZOOM_MIN,
    ZOOM_STEPS,
    Palette,
    Type,
)


class Mode(StrEnum):
    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"


class Theme(QObject):
    """Palette, zoom (per cent), typeface and motion of the whole application."""

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self.mode = Mode.AUTO
        self.zoom = 100
        self.font_choice = FontChoice.INTER
        self.reduced_motion = False
        self._fonts: dict[tuple[int, int], QFont] = {}
        self._dressed: WeakSet[QWidget] = WeakSet()
        load_fonts()
        app.setStyle("Fusion")
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)
        self.palette = self._palette_in_force()
        self._apply()

    def set(
        self,
        *,
        mode: Mode | None = None,
        zoom: int | None = None,
        font_choice: FontChoice | None = None,
        reduced_motion: bool | None = None,
    ) -> None:
        """Change what is given, leave the rest; ``zoom`` is kept within 80 to 200."""
        before = self._state()
        self.mode = self.mode if mode is None else mode
        self.zoom = self.zoom if zoom is None else min(max(zoom, ZOOM_MIN), ZOOM_MAX)
        self.font_choice = self.font_choice if font_choice is None else font_choice
        if reduced_motion is not None:
            self.reduced_motion = reduced_motion
        if self._state() != before:
            self._apply()

    def zoom_in(self) -> None:
        self.set(zoom=next((step for step in ZOOM_STEPS if step > self.zoom), ZOOM_MAX))

    def zoom_out(self) -> None:
        self.set(zoom=next((step for step in reversed(ZOOM_STEPS) if step < self.zoom), ZOOM_MIN))

    def px(self, length: float) -> int:
        """A length of the design (pixels at 100 %) at the zoom in force, at least 1."""
        return max(1, round(length * self.zoom / 100)) if length else 0

    def font(self, size: int = Type.BODY, weight: int = 400) -> QFont:
        """The font for a size of the design; ``weight`` is 400, 500 or 600."""
        key = (size, weight)
        if key not in self._fonts:
            self._fonts[key] = make_font(self.font_choice, self.px(size), weight)
        return QFont(self._fonts[key])

    def color(self, role: str) -> QColor:
        """The colour of a role of ``Palette``, by its name."""
        return QColor(cast(str, getattr(self.palette, role)))

    @property
    def fade_ms(self) -> int:
        """How long a fade takes: 200 ms, or none when motion is reduced."""
        return 0 if self.reduced_motion else FADE_MS

    def _state(self) -> tuple[object, ...]:
        return self.mode, self.zoom, self.font_choice, self.reduced_motion

    def _palette_in_force(self) -> Palette:
        match self.mode:
            case Mode.LIGHT:
                return LIGHT
            case Mode.DARK:
                return DARK
            case Mode.AUTO:
                scheme = QGuiApplication.styleHints().colorScheme()
                return DARK if scheme is Qt.ColorScheme.Dark else LIGHT

    def _follow_system(self) -> None:
        if self.mode is Mode.AUTO and self.palette is not self._palette_in_force():
            self._apply()

    def _apply(self) -> None:
        self.palette = self._palette_in_force()
        self._fonts.clear()
        self._app.setFont(self.font())
        self._app.setPalette(sheet.qt_palette(self.palette))
        self._restyle()
        self.changed.emit()

    def dress(self, window: QWidget) -> None:
        """Keep the style sheet on ``window`` and not on the application, as long as it lives.

        The same rules on the application take Qt five times as long at every change of zoom.
        """
        self._dressed.add(window)
        self._restyle()

    def _restyle(self) -> None:
        rules = sheet.style_sheet(self.palette, self.px)
        windows = [window for window in self._dressed if isValid(window)]
        self._app.setStyleSheet("" if windows else rules)
        for window in windows:
            window.setStyleSheet(rules)


def theme() -> Theme:
    """The application's theme, made on first use. Needs a QApplication."""
    app = QApplication.instance()
    assert isinstance(app, QApplication), "a QApplication comes before the first widget"
    found = app.property("simtrainer_theme")
    if not isinstance(found, Theme):
        found = Theme(app)
        app.setProperty("simtrainer_theme", found)
    return found
