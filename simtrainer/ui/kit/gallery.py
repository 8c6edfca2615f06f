"""A window with every part of the kit, to look at while working on it.

``python -m simtrainer.ui.kit.gallery [--dark] [--zoom 150] [--font legible] [--shot FILE]``
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QButtonGroup, QSlider, QWidget

from simtrainer.ui.kit.announce import Toast
from simtrainer.ui.kit.banner import Banner
from simtrainer.ui.kit.bars import ProgressRow, ScoreBar
from simtrainer.ui.kit.button import Button, IconButton, link
from simtrainer.ui.kit.card import Card, Facts, Line, Panel, Scroll
from simtrainer.ui.kit.chip import Chip, SortChip
from simtrainer.ui.kit.choice import CheckBox, Radio, SegmentedChoice, TabBar
from simtrainer.ui.kit.dialog import confirm
from simtrainer.ui.kit.fields import Field, LineEdit, SearchField, Select, TextEdit
from simtrainer.ui.kit.focus import follow_focus
from simtrainer.ui.kit.fonts import FontChoice
from simtrainer.ui.kit.icon_data import ICONS
from simtrainer.ui.kit.icons import Icon
from simtrainer.ui.kit.keyhint import KeyHint
from simtrainer.ui.kit.layouts import FlowLayout, HBox, VBox
from simtrainer.ui.kit.rail import Rail
from simtrainer.ui.kit.rows import Cell, Column, Row, RowHeader, RowView
from simtrainer.ui.kit.sizing import fix_size
from simtrainer.ui.kit.states import EmptyState
from simtrainer.ui.kit.tags import VERDICTS, Tag, VerdictMark
from simtrainer.ui.kit.text import ElidedLabel, note, page_title
from simtrainer.ui.kit.theme import Mode, theme
from simtrainer.ui.kit.turns import TurnList

_COLUMNS = (
    Column("Specialty", 120),
    Column("Time", 66),
    Column("Tried at", 110),
    Column("Last score", 90),
)


class Gallery(QWidget):
    """All parts on one page, in the frame of a real one."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("The parts of the window")
        row = HBox(self)
        rail = Rail(
            [
                ("library", "Library", "library"),
                ("progress", "Progress", "progress"),
                ("cases", "Cases", "cases"),
                ("programme", "Programme", "programme"),
            ],
            [("settings", "Settings", "settings"), ("help", "Help", "help")],
        )
        rail.set_value("library")
        row.addWidget(rail)
        page = Scroll(margins=(24, 20), space=14)
        row.addWidget(page, 1)
        page.body.addLayout(self._top())
        page.body.addWidget(_banners())
        page.body.addLayout(_filters())
        columns = HBox(space=12)
        page.body.addLayout(columns)
        left, middle, right = VBox(space=12), VBox(space=12), VBox(space=12)
        for column, stretch in ((left, 5), (middle, 4), (right, 4)):
            columns.addLayout(column, stretch)
        for widget in (_library(), _scores(), _icons()):
            left.addWidget(widget)
        for widget in (_conversation(), _choices()):
            middle.addWidget(widget)
        for widget in (_tests(), _form(), _buttons()):
            right.addWidget(widget)
        for column in (left, middle, right):
            column.addStretch(1)

    def _top(self) -> HBox:
        row = HBox(space=8)
        row.addWidget(page_title("Library"), 1)
        search = SearchField("Search cases and skills", key_hint="Ctrl F")
        fix_size(search, width=280)
        row.addWidget(search)
        dark = Button("Dark or light", icon="eye")
        dark.clicked.connect(_switch_mode)
        row.addWidget(dark)
        for name, icon, step in (
            ("Smaller", "remove", theme().zoom_out),
            ("Larger", "add", theme().zoom_in),
        ):
            button = IconButton(icon, name, side=34)
            button.clicked.connect(step)
            row.addWidget(button)
        end = Button("End encounter", "accent", icon="door")
        end.clicked.connect(self._ask)
        row.addWidget(end)
        return row

    def _ask(self) -> None:
        ended = confirm(
            self,
            "End this encounter?",
            "Everything you said and did is kept. You then write your note.",
            action="End encounter",
            decline="Keep going",
            danger=True,
        )
        Toast.say(self, "The encounter is over" if ended else "You are still with the patient")


def _switch_mode() -> None:
    theme().set(mode=Mode.LIGHT if theme().palette.dark else Mode.DARK)


def _banners() -> QWidget:
    holder = QWidget()
    column = VBox(holder, space=8)
    column.addWidget(
        Banner(
            "Feverish and not herself · 8 min 42 s in · paused yesterday at 18:20. "
            "Every word and order was kept.",
            title="Leela Fernandes is still waiting for you",
            role="patient",
            action="Resume",
            action_icon="play",
            quiet_action="Set aside",
        )
    )
    row = HBox(space=8)
    column.addLayout(row)
    row.addWidget(Banner("Not yet reviewed by a clinician. Check what you learn here."))
    row.addWidget(Banner("You can still give it.", title="Allergy not noted", role="caution"))
    row.addWidget(
        Banner("Line 12: “age” needs a number.", title="case.yaml", role="error", action="Edit")
    )
    return holder


def _filters() -> HBox:
    row = HBox(space=8)
    levels = [("easy", "Easy"), ("standard", "Standard"), ("hard", "Hard")]
    row.addWidget(Chip("Specialty", [("em", "Emergency"), ("gp", "General practice")]))
    where = Chip("Where", [("person", "In person"), ("phone", "phone"), ("video", "video")])
    where.set_values(["person", "phone"])
    row.addWidget(where)
    row.addWidget(Chip("Level", levels, several=False))
    row.addWidget(link("Clear"))
    row.addStretch(1)
    row.addWidget(SortChip("Order", [("recent", "Recent first"), ("name", "By name")]))
    row.addWidget(
        SegmentedChoice(
            "View", [("list", "List"), ("grid", "Tiles")], icons={"list": "list", "grid": "grid"}
        )
    )
    return row


def _library() -> Card:
    card = Card()
    card.body.addWidget(RowHeader("Case", _COLUMNS))
    view = RowView("Cases", columns=_COLUMNS, tall=True)
    view.set_rows(
        [
            _case("1", "Pressure in the chest", "person", (True, True, True), "88 %"),
            _case("2", "Hot and floppy at home", "phone", (True, False, False), "64 %"),
            _case("3", "Surgery moved again", "video", (True, True, False), "79 %"),
            _case("4", "Always thirsty", "person", (), "–"),
        ]
    )
    view.select("2")
    fix_size(view, height=232)
    card.body.addWidget(view)
    return card


def _case(key: str, title: str, icon: str, levels: tuple[bool, ...], score: str) -> Row:
    tried = Cell("", "Easy", levels=levels) if levels else Cell("Not tried yet")
    last = Cell(score, "2 days ago", bold=True) if levels else Cell(score)
    cells = (Cell("Emergency"), Cell("15 min"), tried, last)
    return Row(key, title, "58-year-old, emergency department", icon, cells=cells)


def _scores() -> Card:
    card = Card("Score", margins=16, space=8)
    card.add_beside_title(Tag("1 new", "count"))
    card.add_action(link("Compare with expert"))
    for name, points, most, estimate in (
        ("History", 18, 24, 0.8),
        ("Examination", 9, 12, 0.6),
        ("Note and handover", 9.5, 12, None),
    ):
        card.body.addWidget(ScoreBar(name, points, most, estimate))
    card.body.addWidget(note("The diamond is your own estimate, before you saw the marks."))
    card.body.addWidget(Line())
    marks = QWidget()
    flow = FlowLayout(marks, space=12)
    for verdict in VERDICTS:
        flow.addWidget(VerdictMark(verdict, word=True))
    for text, tone in (("Must do", "not_met"), ("New", "accent"), ("Unreviewed", "neutral")):
        flow.addWidget(Tag(text, tone))  # type: ignore[arg-type]
    flow.addWidget(KeyHint("Shift+F6"))
    card.body.addWidget(marks)
    facts = Facts()
    facts.add("You are", "the doctor on the out-of-hours line")
    facts.add("About", "12 minutes · from year 3")
    card.body.addWidget(facts)
    return card


def _icons() -> Card:
    card = Card("Icons", margins=16)
    holder = QWidget()
    flow = FlowLayout(holder, space=10)
    for name in ICONS:
        drawing = Icon(name, "text", 22)
        drawing.setToolTip(name)
        flow.addWidget(drawing)
    card.body.addWidget(holder)
    return card


def _conversation() -> Card:
    card = Card("Conversation")
    card.add_action(IconButton("search", "Search the conversation"))
    turns = TurnList()
    turns.add_turn(
        "trainee",
        "You",
        "07:08",
        "That sounds frightening. Any pain anywhere, or trouble passing water?",
    )
    turns.add_turn(
        "patient",
        "Leela Fernandes",
        "07:12",
        "It burns. And I'm going ... all the time. Little drops.",
    )
    turns.add_line("stethoscope", "You examined the loins: tender on the right", "07:40")
    turns.add_turn("staff", "Sam, nurse", "07:50", "Her daughter is outside.")
    fix_size(turns, height=290)
    card.body.addWidget(turns)
    foot = Panel(edge="top")
    card.body.addWidget(foot)
    column = VBox(foot, space=8, margins=12)
    column.addWidget(TextEdit(placeholder="Say something to Mrs Fernandes", enter_submits=True))
    row = HBox(space=8)
    row.addWidget(Button("Hold to speak", icon="mic", key_hint="F2"))
    row.addStretch(1)
    row.addWidget(Button("Say", "primary", key_hint="Enter"))
    column.addLayout(row)
    return card


def _choices() -> Card:
    card = Card("Difficulty", margins=16, space=10)
    levels = SegmentedChoice(
        "Difficulty", [("easy", "Easy"), ("standard", "Standard"), ("hard", "Hard")]
    )
    levels.set_value("standard")
    card.body.addWidget(levels)
    group = QButtonGroup(card)
    for text in ("A new one each time", "The one you had last time (no. 2207)"):
        radio = Radio(text)
        group.addButton(radio)
        card.body.addWidget(radio)
    group.buttons()[0].setChecked(True)
    ticked = CheckBox("Reduced motion")
    ticked.setChecked(True)
    card.body.addWidget(ticked)
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setValue(40)
    slider.setAccessibleName("Loudness")
    card.body.addWidget(slider)
    card.body.addWidget(Button("Read the door note", "primary", height="main", key_hint="Enter"))
    card.body.addWidget(EmptyState("No case matches.", "Clear filters", icon="search"))
    return card


def _tests() -> Card:
    card = Card()
    tabs = TabBar(
        "Work",
        [
            ("examine", "Examine", "stethoscope"),
            ("tests", "Tests", "flask"),
            ("treat", "Treat", "syringe"),
        ],
    )
    tabs.set_value("tests")
    tabs.set_count("treat", 4)
    card.body.addWidget(tabs)
    view = RowView("Tests", columns=[Column("", 100, right=True)])
    view.set_rows(
        [
            Row(
                "a",
                "Blood cultures, two sets",
                "Taken at once",
                checked=False,
                cells=(Cell("2 min to take"),),
            ),
            Row(
                "b", "Blood glucose, finger prick", "CBG, BM", checked=True, cells=(Cell("1 min"),)
            ),
            Row(
                "c",
                "Full blood count",
                "FBC, CBC · ordered at 06:30",
                checked=False,
                cells=(Cell("40 min"),),
            ),
        ]
    )
    fix_size(view, height=138)
    card.body.addWidget(view)
    card.body.addWidget(ProgressRow("Full blood count", 0.1, "due 46:30"))
    return card


def _form() -> Card:
    card = Card("Piperacillin with tazobactam", margins=16, space=10)
    row = HBox(space=12)
    row.addWidget(Field("Dose", LineEdit("4.5"), unit="g"))
    row.addWidget(Field("Route", Select([("iv", "Intravenous"), ("po", "By mouth")])))
    card.body.addLayout(row)
    over = Field("Over", LineEdit("30"), unit="min")
    over.set_message("Usual time is 30 minutes or more.", "warning")
    card.body.addWidget(over)
    card.body.addWidget(
        ElidedLabel("One long line that is shortened when there is no room for it all")
    )
    return card


def _buttons() -> Card:
    card = Card("Buttons", margins=16, space=8)
    holder = QWidget()
    flow = FlowLayout(holder)
    for button in (
        Button("Order 2 tests", "primary"),
        Button("Pause", icon="pause"),
        Button("End", "accent", icon="door"),
        Button("Back to list", "quiet"),
        Button("Delete", "danger", icon="trash"),
        Button("Stop", height="small"),
        Button("Export", icon="download"),
    ):
        flow.addWidget(button)
    off = Button("Not now", "primary")
    off.setEnabled(False)
    flow.addWidget(off)
    card.body.addWidget(holder)
    return card


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="gallery")
    parser.add_argument("--shot", default="", help="write a picture to this file and leave")
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--zoom", type=int, default=100)
    parser.add_argument("--font", choices=[str(each) for each in FontChoice], default="inter")
    parser.add_argument("--size", default="1280x1000")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str]) -> int:
    options = _options(arguments)
    app = QApplication([])
    theme().set(
        mode=Mode.DARK if options.dark else Mode.LIGHT,
        zoom=options.zoom,
        font_choice=FontChoice(options.font),
    )
    follow_focus(app)
    gallery = Gallery()
    gallery.resize(QSize(*(int(part) for part in options.size.split("x"))))
    gallery.show()
    if not options.shot:
        return app.exec()
    app.processEvents()
    gallery.grab().save(options.shot)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
