"""The style sheet and the Qt palette for the standard widgets (fields, menus, scroll bars)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QColor, QPalette

from simtrainer.ui.kit.tokens import Palette, Radius, Size, Space, mixed


def qt_palette(palette: Palette) -> QPalette:
    """The roles of ``palette`` as Qt's own, for what the style sheet does not reach."""
    role = QPalette.ColorRole
    result = QPalette()
    colours = {
        role.Window: palette.canvas,
        role.Base: palette.surface,
        role.AlternateBase: palette.sunken,
        role.Button: palette.surface,
        role.ToolTipBase: palette.text,
        role.ToolTipText: palette.surface,
        role.WindowText: palette.text,
        role.Text: palette.text,
        role.ButtonText: palette.text,
        role.BrightText: palette.not_met,
        role.PlaceholderText: palette.quiet,
        role.Link: palette.accent,
        role.LinkVisited: palette.accent,
        role.Highlight: palette.accent,
        role.HighlightedText: palette.on_accent,
        role.Accent: palette.accent,
        role.Light: palette.surface,
        role.Midlight: palette.line,
        role.Mid: palette.line,
        role.Dark: palette.border,
        role.Shadow: palette.border,
    }
    for each, colour in colours.items():
        result.setColor(each, QColor(colour))
    faint = QColor(mixed(palette.quiet, palette.surface, 0.35))
    for each in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, each, faint)
    return result


def style_sheet(palette: Palette, px: Callable[[float], int]) -> str:
    """The style sheet of the application; ``px`` scales a length of the design."""
    return "\n".join(
        (
            _fields(palette, px),
            _menus(palette, px),
            _scrolling(palette, px),
            _sliders(palette, px),
            _tables(palette, px),
        )
    )


def _fields(palette: Palette, px: Callable[[float], int]) -> str:
    return f"""
    QLineEdit, QPlainTextEdit, QTextEdit {{
        background: {palette.surface}; color: {palette.text};
        border: 1px solid {palette.border}; border-radius: {px(Radius.CONTROL)}px;
        selection-background-color: {palette.accent}; selection-color: {palette.on_accent};
        placeholder-text-color: {palette.quiet};
    }}
    QLineEdit {{ min-height: {px(Size.CONTROL) - 2}px; max-height: {px(Size.CONTROL) - 2}px;
        padding: 0 {px(Space.S)}px; }}
    QPlainTextEdit, QTextEdit {{ padding: {px(6)}px {px(Space.S)}px; }}
    QLineEdit:disabled, QPlainTextEdit:disabled, QTextEdit:disabled,
    QLineEdit[readOnly="true"], QPlainTextEdit[readOnly="true"] {{
        background: {palette.sunken}; border-color: {palette.line}; }}
    QLineEdit[bare="true"], QPlainTextEdit[bare="true"] {{
        border: none; background: transparent; padding: 0; }}
    """


def _menus(palette: Palette, px: Callable[[float], int]) -> str:
    return f"""
    QMenu, QComboBox QAbstractItemView, QListView#completer {{
        background: {palette.surface}; color: {palette.text};
        border: 1px solid {palette.border}; padding: {px(4)}px; outline: none; }}
    QMenu::item {{ padding: {px(7)}px {px(Space.L)}px {px(7)}px {px(Space.M)}px;
        border-radius: {px(Radius.TAG)}px; }}
    QMenu::item:selected, QComboBox QAbstractItemView::item:selected,
    QListView#completer::item:selected {{
        background: {palette.tint}; color: {palette.text}; }}
    QMenu::item:disabled {{ color: {palette.quiet}; }}
    QMenu::icon {{ padding-left: {px(Space.S)}px; }}
    QMenu::separator {{ height: 1px; background: {palette.line}; margin: {px(4)}px 0; }}
    QComboBox QAbstractItemView::item, QListView#completer::item {{
        min-height: {px(Size.CONTROL_SMALL)}px; padding: 0 {px(Space.S)}px; }}
    QToolTip {{ background: {palette.text}; color: {palette.surface};
        border: 1px solid {palette.text}; padding: {px(4)}px {px(Space.S)}px; }}
    """


def _scrolling(palette: Palette, px: Callable[[float], int]) -> str:
    width, inset = px(12), px(3)
    handle = mixed(palette.border, palette.surface, 0.3)
    return f"""
    QScrollArea, QListView, QGraphicsView {{ border: none; background: transparent; }}
    QScrollArea > QWidget > QWidget#content {{ background: transparent; }}
    QScrollBar {{ background: transparent; border: none; margin: 0; }}
    QScrollBar:vertical {{ width: {width}px; }}
    QScrollBar:horizontal {{ height: {width}px; }}
    QScrollBar::handle {{ background: {handle}; border-radius: {inset}px; margin: {inset}px; }}
    QScrollBar::handle:hover {{ background: {palette.border}; }}
    QScrollBar::handle:disabled {{ background: transparent; }}
    QScrollBar::handle:vertical {{ min-height: {px(28)}px; }}
    QScrollBar::handle:horizontal {{ min-width: {px(28)}px; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    QSplitter::handle {{ background: {palette.line}; }}
    """


def _sliders(palette: Palette, px: Callable[[float], int]) -> str:
    groove, knob = px(4), px(16)
    return f"""
    QSlider:horizontal {{ min-height: {px(Size.CONTROL_SMALL)}px; }}
    QSlider::groove:horizontal {{ height: {groove}px; background: {palette.line};
        border-radius: {groove // 2}px; }}
    QSlider::sub-page:horizontal {{ background: {palette.accent};
        border-radius: {groove // 2}px; }}
    QSlider::handle:horizontal {{ width: {knob}px; height: {knob}px;
        margin: -{(knob - groove) // 2}px 0; border-radius: {knob // 2}px;
        background: {palette.accent}; }}
    QSlider::handle:horizontal:disabled {{ background: {palette.border}; }}
    QProgressBar {{ background: {palette.line}; border: none;
        border-radius: {px(3)}px; max-height: {px(6)}px; min-height: {px(6)}px; }}
    QProgressBar::chunk {{ background: {palette.accent}; border-radius: {px(3)}px; }}
    """


def _tables(palette: Palette, px: Callable[[float], int]) -> str:
    return f"""
    QTableView, QTreeView {{ background: {palette.surface}; color: {palette.text};
        gridline-color: {palette.line}; border: none; outline: none;
        selection-background-color: {palette.tint}; selection-color: {palette.text}; }}
    QTableView::item, QTreeView::item {{ padding: {px(4)}px {px(Space.S)}px; }}
    QHeaderView, QTableCornerButton::section {{ background: {palette.sunken}; border: none; }}
    QHeaderView::section {{ background: {palette.sunken}; color: {palette.second};
        border: none; border-bottom: 1px solid {palette.line};
        padding: {px(7)}px {px(Space.S)}px; }}
    """
