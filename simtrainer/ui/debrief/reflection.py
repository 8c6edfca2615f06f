"""Reflection first: how the trainee thinks it went, before any mark is shown."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from simtrainer.i18n import tr
from simtrainer.reports.words import DOMAIN_NAMES
from simtrainer.ui.debrief.reading import Debrief
from simtrainer.ui.kit.button import Button
from simtrainer.ui.kit.card import Card, Scroll
from simtrainer.ui.kit.choice import SegmentedChoice
from simtrainer.ui.kit.fields import Field, TextEdit
from simtrainer.ui.kit.layouts import Grid, HBox, VBox
from simtrainer.ui.kit.text import Label, WrapLabel
from simtrainer.ui.kit.theme import theme

# how much of what mattered was done: key -> (label, share)
STEPS: dict[str, tuple[str, float]] = {
    "none": ("None", 0.0),
    "little": ("A little", 0.25),
    "half": ("Half", 0.5),
    "most": ("Most", 0.75),
    "all": ("All", 1.0),
}
MOST_TEXT = 4_000
BELOW = 700  # width at 100 % below which the choices stand under their names


class Reflection(QWidget):
    """``answered`` carries {domain: share} and the text; ``skipped`` nothing.

    ``examiner_wanted``: a person is to mark, who should see no points before.
    """

    answered = Signal(dict, str)
    skipped = Signal()
    examiner_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.choices: dict[str, SegmentedChoice] = {}
        self._holder: QWidget | None = None
        self._grid: Grid | None = None
        self._lines: list[tuple[Label, SegmentedChoice]] = []
        outer = VBox(self)
        self._scroll = Scroll(margins=24)
        outer.addWidget(self._scroll)
        row = HBox()
        self._card = Card(margins=(40, 28, 40, 28), space=16)
        row.addStretch(1)
        row.addWidget(self._card, 8)
        row.addStretch(1)
        self._scroll.body.addStretch(1)
        self._scroll.body.addLayout(row)
        self._scroll.body.addStretch(2)
        self._lay_out()
        theme().changed.connect(self._restyle)
        self._restyle()

    def _lay_out(self) -> None:
        body = self._card.body
        self._title = WrapLabel("", size=22, weight=600)
        self._where = Label("", size=13, role="second")
        body.addWidget(self._where)
        body.addWidget(self._title)
        body.addWidget(
            WrapLabel(
                tr(
                    "Before you see your marks: how much of what mattered here did you do? Your "
                    "estimate then stands beside the marks. It changes none of them."
                ),
                role="second",
            )
        )
        self._grid_place = VBox()
        body.addLayout(self._grid_place)
        self.text = TextEdit(lines=4)
        question = tr("What went well? What would you do differently?")
        body.addWidget(Field(question, self.text))
        body.addLayout(self._buttons())

    def _buttons(self) -> HBox:
        row = HBox(space=12)
        self.skip_button = Button(tr("Skip this"), "quiet", height="main")
        self.skip_button.clicked.connect(self.skipped)
        self.done_button = Button(tr("See your marks"), "primary", height="main")
        self.done_button.clicked.connect(self._done)
        self.examine_button = Button(tr("Mark as examiner"), "quiet", height="main", icon="edit")
        self.examine_button.clicked.connect(self.examiner_wanted)
        row.addWidget(self.skip_button)
        row.addWidget(self.examine_button)
        row.addStretch(1)
        row.addWidget(self.done_button)
        return row

    def show_debrief(self, debrief: Debrief) -> None:
        """Ask about the domains that this case marks."""
        self._where.setText(f"{debrief.row.title} · {debrief.row.person}")
        self._title.setText(tr("How do you think it went?"))
        self.text.setPlainText("")
        if self._holder is not None:
            self._holder.hide()
            self._holder.deleteLater()
        self.choices = {}
        self._holder = whole = QWidget()
        self._grid = Grid(whole, space=(16, 10))
        self._lines = []
        options = [(key, tr(label)) for key, (label, _) in STEPS.items()]
        for domain, _points, _most in debrief.domain_shares:
            name = tr(DOMAIN_NAMES[domain])
            choice = SegmentedChoice(name, options)
            _leave_open(choice)
            self.choices[domain] = choice
            self._lines.append((Label(name), choice))
        self._grid.setColumnStretch(1, 1)
        self._arrange()
        self._grid_place.addWidget(whole)

    def _arrange(self) -> None:
        """A choice beside its name, or below it where the page is narrow (large zoom)."""
        if self._grid is None:
            return
        below = self.width() < theme().px(BELOW)
        for at, (name, choice) in enumerate(self._lines):
            for widget in (name, choice):
                self._grid.removeWidget(widget)
            self._grid.addWidget(name, 2 * at, 0, 1, 2 if below else 1)
            if below:
                self._grid.addWidget(choice, 2 * at + 1, 0, 1, 2)
            else:
                self._grid.addWidget(choice, 2 * at, 1, Qt.AlignmentFlag.AlignLeft)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _done(self) -> None:
        shares = {
            domain: STEPS[choice.value()][1]
            for domain, choice in self.choices.items()
            if choice.value()
        }
        text = self.text.toPlainText().strip()[:MOST_TEXT]
        if not shares and not text:
            self.skipped.emit()
            return
        self.answered.emit(shares, text)

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        first = next(iter(self.choices.values()), None)
        button = next(iter(first.buttons), None) if first is not None else None
        (button or self.text).setFocus(reason)

    def _restyle(self) -> None:
        self._card.setMaximumWidth(theme().px(760))
        self._arrange()


def _leave_open(choice: SegmentedChoice) -> None:
    """Nothing is chosen yet: an estimate that nobody made is none."""
    for button in choice.buttons:
        group = button.group()
        group.setExclusive(False)
        button.setChecked(False)
        group.setExclusive(True)
