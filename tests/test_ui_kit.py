"""The parts of the window: contrast, live zoom and colours, keyboard, what readers are told."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QColor, QFontInfo, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from simtrainer.ui.kit.bars import ScoreBar
from simtrainer.ui.kit.button import Button, IconButton
from simtrainer.ui.kit.card import Card
from simtrainer.ui.kit.chip import Chip
from simtrainer.ui.kit.choice import SegmentedChoice, TabBar
from simtrainer.ui.kit.dialog import Dialog
from simtrainer.ui.kit.fields import Field, LineEdit, SearchField, TextEdit
from simtrainer.ui.kit.focus import RingOverlay, follow_focus
from simtrainer.ui.kit.fonts import FontChoice
from simtrainer.ui.kit.gallery import Gallery
from simtrainer.ui.kit.icon_data import ICONS
from simtrainer.ui.kit.icons import pixmap
from simtrainer.ui.kit.layouts import FlowLayout, VBox
from simtrainer.ui.kit.rows import Cell, Column, Row, RowView
from simtrainer.ui.kit.text import ElidedLabel, Label, WrapLabel
from simtrainer.ui.kit.theme import Mode, Theme, theme
from simtrainer.ui.kit.tokens import DARK, LIGHT, Palette, Type, contrast
from simtrainer.ui.kit.turns import TurnList

_GROUNDS = ("canvas", "surface", "sunken", "tint")
# The ratios the look promises on those grounds, light and dark.
_PROMISED = {
    "text": (13.7, 11.0),
    "second": (6.9, 7.4),
    "quiet": (5.1, 5.2),
    "accent": (6.1, 6.7),
    "patient_text": (6.9, 8.2),
    "patient_mark": (3.4, 4.4),
    "met": (5.6, 7.0),
    "partly": (6.0, 7.8),
    "not_met": (6.1, 6.4),
    "focus": (5.5, 6.4),
    "border": (3.5, 3.5),
}
_TEXT_ROLES = ("text", "second", "quiet", "accent", "patient_text", "not_assessed")
_TINTS = ("patient_tint", "met_tint", "partly_tint", "not_met_tint", "not_assessed_tint")


@pytest.fixture
def look(qapp: QApplication) -> Iterator[Theme]:
    """The theme, light and at 100 %, put back afterwards."""
    plain = {
        "mode": Mode.LIGHT,
        "zoom": 100,
        "font_choice": FontChoice.INTER,
        "reduced_motion": True,
    }
    theme().set(**plain)  # type: ignore[arg-type]
    yield theme()
    theme().set(**plain)  # type: ignore[arg-type]


@pytest.mark.parametrize("role", _PROMISED)
@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
def test_that_each_role_keeps_its_promised_contrast(palette: Palette, role: str) -> None:
    promised = _PROMISED[role][palette.dark]
    lowest = min(contrast(getattr(palette, role), getattr(palette, on)) for on in _GROUNDS)
    assert round(lowest, 1) >= promised


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
def test_that_text_stays_readable_on_every_tint_and_button(palette: Palette) -> None:
    for role in _TEXT_ROLES:
        for tint in _TINTS:
            assert contrast(getattr(palette, role), getattr(palette, tint)) >= 4.5, (role, tint)
    for role in ("met", "partly", "not_met", "not_assessed"):
        assert contrast(getattr(palette, role), getattr(palette, f"{role}_tint")) >= 4.5
    for ground in (palette.accent, palette.accent_hover):
        assert contrast(palette.on_accent, ground) >= 4.5
    for role in ("ecg", "spo2", "rr", "bp", "quiet", "text"):
        assert contrast(getattr(palette, f"monitor_{role}"), palette.monitor) >= 4.5
    assert contrast(palette.on_alarm, palette.alarm) >= 4.5


def test_that_zoom_scales_text_and_controls_while_they_are_shown(qtbot: QtBot, look: Theme) -> None:
    card = Card("Results")
    label, button = Label("Lactate"), Button("Measure")
    card.body.addWidget(label)
    card.body.addWidget(button)
    qtbot.addWidget(card)
    card.show()
    with qtbot.waitSignal(look.changed):
        look.set(zoom=200)
    assert label.font().pixelSize() == 2 * Type.BODY
    assert button.sizeHint().height() == 68
    assert card.header.height() == 80
    assert QApplication.font().pixelSize() == 2 * Type.BODY


def test_that_zoom_stays_within_80_and_200(look: Theme) -> None:
    look.set(zoom=1000)
    assert look.zoom == 200
    look.set(zoom=1)
    assert look.zoom == 80
    look.zoom_in()
    assert look.zoom == 90


def test_that_dark_and_light_switch_live(qtbot: QtBot, look: Theme) -> None:
    card = Card("Results")
    qtbot.addWidget(card)
    card.resize(200, 100)
    card.show()

    def middle() -> QColor:
        return card.grab().toImage().pixelColor(QPoint(100, 80))

    assert middle() == QColor(LIGHT.surface)
    look.set(mode=Mode.DARK)
    assert middle() == QColor(DARK.surface)


def test_that_the_bundled_fonts_are_used_and_figures_align(look: Theme) -> None:
    families = {
        FontChoice.INTER: "Inter",
        FontChoice.LEGIBLE: "Atkinson Hyperlegible Next",
        FontChoice.DYSLEXIC: "OpenDyslexic",
    }
    for choice, family in families.items():
        look.set(font_choice=choice)
        assert QFontInfo(look.font()).family() == family
    look.set(font_choice=FontChoice.INTER)
    metrics = QFontMetrics(look.font(weight=600))
    assert metrics.horizontalAdvance("1111") == metrics.horizontalAdvance("0000")


@pytest.mark.parametrize("name", ICONS)
def test_that_every_icon_draws_something(look: Theme, name: str) -> None:
    picture = pixmap(name, "text", 20, 2.0).toImage()
    drawn = {picture.pixelColor(x, y).alpha() for x in range(40) for y in range(40)}
    assert max(drawn) > 200
    assert 0 in drawn


def test_that_text_is_never_read_as_markup(qtbot: QtBot, look: Theme) -> None:
    markup = "<b>bold</b> & more"
    for label in (Label(markup), ElidedLabel(markup), WrapLabel(markup)):
        qtbot.addWidget(label)
        assert label.textFormat() == Qt.TextFormat.PlainText
        assert label.text() == markup
    button = Button("Say & wait")
    qtbot.addWidget(button)
    assert button.text() == "Say & wait"
    assert button.shortcut().isEmpty()


def test_that_a_chip_shows_its_category_until_a_value_is_set(qtbot: QtBot, look: Theme) -> None:
    chip = Chip("Level", [("easy", "Easy"), ("hard", "Hard")])
    qtbot.addWidget(chip)
    assert chip.text() == "Level"
    with qtbot.waitSignal(chip.values_changed) as heard:
        chip.set_values(["hard", "unknown"])
    assert heard.args == [frozenset({"hard"})]
    assert chip.text() == "Hard"
    assert chip.accessibleName() == "Level: Hard"
    chip.clear()
    assert chip.text() == "Level"


def test_that_arrow_keys_move_through_a_segmented_choice(qtbot: QtBot, look: Theme) -> None:
    choice = SegmentedChoice("Difficulty", [("easy", "Easy"), ("hard", "Hard")])
    qtbot.addWidget(choice)
    with qtbot.waitExposed(choice):
        choice.show()
    choice.button("easy").setFocus()
    with qtbot.waitSignal(choice.chosen) as heard:
        QTest.keyClick(choice.button("easy"), Qt.Key.Key_Right)
    assert heard.args == ["hard"]
    assert choice.value() == "hard"
    assert choice.button("easy").focusPolicy() == Qt.FocusPolicy.ClickFocus


def test_that_enter_presses_a_button(qtbot: QtBot, look: Theme) -> None:
    button = Button("Order 2 tests", "primary")
    qtbot.addWidget(button)
    button.show()
    with qtbot.waitSignal(button.clicked):
        QTest.keyClick(button, Qt.Key.Key_Return)


def test_that_rows_are_ticked_opened_and_spoken_by_keyboard(qtbot: QtBot, look: Theme) -> None:
    view = RowView("Tests", columns=[Column("Time", 80)])
    qtbot.addWidget(view)
    view.set_rows(
        [
            Row("fbc", "Full blood count", "FBC", cells=(Cell("40 min"),), checked=False),
            Row("abg", "Arterial blood gas", cells=(Cell("2 min"),), checked=False),
        ]
    )
    view.show()
    assert view.select("abg")
    with qtbot.waitSignal(view.ticked) as heard:
        QTest.keyClick(view, Qt.Key.Key_Space)
    assert heard.args == ["abg", True]
    assert view.ticked_keys() == ["abg"]
    with qtbot.waitSignal(view.opened) as opened:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert opened.args == ["abg"]
    index = view.rows_model.index(0)
    spoken = view.rows_model.data(index, Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Full blood count. FBC. Time: 40 min. not ticked"


def test_that_new_rows_keep_the_selected_one(qtbot: QtBot, look: Theme) -> None:
    view = RowView("Cases")
    qtbot.addWidget(view)
    view.set_rows([Row("a", "A"), Row("b", "B")])
    view.select("b")
    view.set_rows([Row("b", "B"), Row("c", "C")])
    assert view.current_key() == "b"
    with qtbot.waitSignal(view.current_changed) as heard:
        view.set_rows([Row("c", "C")])
    assert heard.args == [""]


def test_that_a_field_names_its_control_and_describes_its_warning(
    qtbot: QtBot, look: Theme
) -> None:
    edit = LineEdit()
    field = Field("Dose", edit, unit="g", help_text="Usual adult dose 4.5 g.")
    qtbot.addWidget(field)
    assert edit.accessibleName() == "Dose, g"
    field.set_message("That is ten times the usual dose.", "warning")
    assert edit.accessibleDescription() == "That is ten times the usual dose."
    field.set_message("")
    assert edit.accessibleDescription() == "Usual adult dose 4.5 g."


def test_that_escape_clears_a_search(qtbot: QtBot, look: Theme) -> None:
    search = SearchField("Search tests")
    qtbot.addWidget(search)
    search.show()
    QTest.keyClicks(search.edit, "blood")
    assert search.text() == "blood"
    with qtbot.waitSignal(search.edited) as heard:
        QTest.keyClick(search.edit, Qt.Key.Key_Escape)
    assert heard.args == [""]


def test_that_enter_says_and_shift_enter_makes_a_line(qtbot: QtBot, look: Theme) -> None:
    edit = TextEdit(enter_submits=True)
    qtbot.addWidget(edit)
    edit.show()
    QTest.keyClicks(edit, "Hello")
    QTest.keyClick(edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert edit.toPlainText() == "Hello\n"
    with qtbot.waitSignal(edit.submitted):
        QTest.keyClick(edit, Qt.Key.Key_Return)
    assert edit.toPlainText() == "Hello\n"


def test_that_the_ring_surrounds_what_the_keyboard_reaches(
    qtbot: QtBot, look: Theme, qapp: QApplication
) -> None:
    page = QWidget()
    column = VBox(page, space=8, margins=16)
    first, second = Button("First"), Button("Second")
    column.addWidget(first)
    column.addWidget(second)
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
    follower = follow_focus(qapp)
    second.setFocus(Qt.FocusReason.TabFocusReason)
    (ring,) = page.findChildren(RingOverlay)
    assert ring.isVisible()
    assert ring.geometry() == second.geometry().adjusted(-3, -3, 3, 3)
    page.resize(400, 300)
    assert ring.geometry() == second.geometry().adjusted(-3, -3, 3, 3)
    follower.stop()


def test_that_a_click_gives_a_button_no_ring_until_a_key_is_used(
    qtbot: QtBot, look: Theme, qapp: QApplication
) -> None:
    page = QWidget()
    column = VBox(page, margins=16)
    other, button = Button("Other"), Button("Pause")
    column.addWidget(other)
    column.addWidget(button)
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
    other.setFocus()
    follower = follow_focus(qapp)
    QTest.mousePress(button, Qt.MouseButton.LeftButton)
    button.setFocus(Qt.FocusReason.MouseFocusReason)
    assert not page.findChildren(RingOverlay)
    QTest.mouseRelease(button, Qt.MouseButton.LeftButton)
    QTest.keyClick(button, Qt.Key.Key_Shift)
    assert page.findChildren(RingOverlay)
    follower.stop()


def test_that_a_dialog_gives_the_safe_answer_the_focus_and_escape_declines(
    qtbot: QtBot, look: Theme
) -> None:
    dialog = Dialog(None, "End?", "All is kept.", action="End", decline="Keep going", danger=True)
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.open()
    assert dialog.decline_button.hasFocus()
    with qtbot.waitSignal(dialog.rejected):
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.result() == QDialog.DialogCode.Rejected


def test_that_enter_in_a_field_accepts_a_dialog(qtbot: QtBot, look: Theme) -> None:
    dialog = Dialog(None, "Name this cohort", action="Save")
    edit = LineEdit(placeholder="Name")
    dialog.body.addWidget(edit)
    qtbot.addWidget(dialog)
    dialog.open()
    with qtbot.waitSignal(dialog.accepted):
        QTest.keyClick(edit, Qt.Key.Key_Return)


def test_that_the_conversation_follows_unless_one_reads_back(qtbot: QtBot, look: Theme) -> None:
    turns = TurnList()
    qtbot.addWidget(turns)
    turns.resize(300, 200)
    turns.show()
    bar = turns.verticalScrollBar()
    for minute in range(12):
        turns.add_turn("patient", "Leela Fernandes", f"0{minute}:00", "It burns, all the time.")
    qtbot.waitUntil(lambda: bar.maximum() > 200 and bar.value() == bar.maximum())
    bar.setValue(0)
    before = bar.maximum()
    turns.add_turn("trainee", "You", "13:00", "I am sorry.")
    qtbot.waitUntil(lambda: bar.maximum() > before)
    assert bar.value() == 0


def test_that_readers_are_told_scores_icons_and_counts(qtbot: QtBot, look: Theme) -> None:
    score = ScoreBar("History", 18, 24, 0.8)
    icon = IconButton("search", "Search the conversation")
    tabs = TabBar("Items", [("not", "Not met"), ("all", "All")])
    for widget in (score, icon, tabs):
        qtbot.addWidget(widget)
    assert score.accessibleName() == "History: 18 of 24 points, you estimated 80 %"
    assert icon.accessibleName() == icon.toolTip() == "Search the conversation"
    tabs.set_count("not", 4)
    spoken = QAccessible.queryAccessibleInterface(tabs.button("not"))
    assert spoken is not None
    assert spoken.text(QAccessible.Text.Name) == "Not met 4"


def test_that_flowing_items_take_another_line_when_narrow(qtbot: QtBot, look: Theme) -> None:
    holder = QWidget()
    flow = FlowLayout(holder, space=8)
    buttons = [Button("Pause"), Button("Skip ahead"), Button("Notes")]
    for button in buttons:
        flow.addWidget(button)
    qtbot.addWidget(holder)
    assert flow.heightForWidth(1000) == 34
    assert flow.heightForWidth(120) == 3 * 34 + 2 * 8


def test_that_arrow_keys_go_from_turn_to_turn(qtbot: QtBot, look: Theme) -> None:
    turns = TurnList()
    qtbot.addWidget(turns)
    first = turns.add_turn("trainee", "You", "07:08", "Any pain?")
    line = turns.add_line("flask", "Venous blood gas is back", "07:10")
    with qtbot.waitActive(turns):
        turns.show()
    turns.setFocus()
    QTest.keyClick(turns, Qt.Key.Key_Up)
    assert line.hasFocus()
    QTest.keyClick(line, Qt.Key.Key_Up)
    assert first.hasFocus()
    assert first.accessibleName() == "You, 07:08: Any pain?"


def test_that_every_control_the_tab_key_reaches_has_a_name(qtbot: QtBot, look: Theme) -> None:
    gallery = Gallery()
    qtbot.addWidget(gallery)
    with qtbot.waitExposed(gallery):
        gallery.show()
    reached = [
        widget
        for widget in gallery.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisibleTo(gallery)
    ]
    assert len(reached) > 30
    for widget in reached:
        spoken = QAccessible.queryAccessibleInterface(widget)
        assert spoken is not None
        assert spoken.text(QAccessible.Text.Name), f"{widget} has no name"


@pytest.mark.parametrize("zoom", [80, 200])
@pytest.mark.parametrize("choice", list(FontChoice))
def test_that_all_parts_draw_at_every_zoom_and_typeface(
    qtbot: QtBot, look: Theme, zoom: int, choice: FontChoice
) -> None:
    gallery = Gallery()
    qtbot.addWidget(gallery)
    with qtbot.waitExposed(gallery):
        gallery.show()
    look.set(mode=Mode.DARK, zoom=zoom, font_choice=choice)
    assert not gallery.grab().isNull()
