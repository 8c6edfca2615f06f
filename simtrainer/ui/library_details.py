"""The library's right side: what the chosen case is about, how to take it, earlier attempts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from simtrainer.i18n import tr
from simtrainer.scenario.template import Template
from simtrainer.store.encounters import EncounterRow
from simtrainer.ui.context import UiContext
from simtrainer.ui.kit.button import Button, link
from simtrainer.ui.kit.card import Facts, Line, Panel, Scroll
from simtrainer.ui.kit.choice import Radio, SegmentedChoice
from simtrainer.ui.kit.icons import Icon
from simtrainer.ui.kit.layouts import HBox, VBox, clear
from simtrainer.ui.kit.text import Label, WrapLabel, note
from simtrainer.ui.library_rows import (
    CHANNEL_ICONS,
    CHANNEL_NAMES,
    DIFFICULTY_NAMES,
    ago,
    attempts,
)

SHOWN_ATTEMPTS = 3


class LibraryDetails(QWidget):
    """``started`` carries the template, a seed (None for a new variant) and the difficulty."""

    started = Signal(object, object, str)
    debrief_wanted = Signal(int)

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self._difficulty = context.settings.difficulty
        self._template: Template | None = None
        self._own: list[EncounterRow] = []
        column = VBox(self)
        self._scroll = Scroll(margins=(24, 24, 24, 16), space=12)
        column.addWidget(self._scroll, 1)
        self._foot = self._make_foot()
        column.addWidget(self._foot)
        self.choice: SegmentedChoice | None = None
        self._same: Radio | None = None
        self.show_template(None, ())

    def _make_foot(self) -> QWidget:
        foot = Panel("surface", edge="top")
        column = VBox(foot, space=12, margins=(24, 12, 24, 16))
        self._review = Panel("sunken", line="line", radius=7)
        row = HBox(self._review, space=8, margins=12)
        row.addWidget(Icon("info", "second", 18))
        words = tr(
            "Not yet reviewed by a clinician. Check what you learn here against your local "
            "guidance."
        )
        row.addWidget(WrapLabel(words, size=12, role="second"), 1)
        column.addWidget(self._review)
        self.start_button = Button(
            tr("Read the door note"), "primary", height="main", key_hint="Enter"
        )
        self.start_button.clicked.connect(self.start)
        column.addWidget(self.start_button)
        self._ways = note("")
        column.addWidget(self._ways)
        self._context.sound.changed.connect(self._show_ways)
        self._show_ways()
        QShortcut(QKeySequence("Ctrl+Return"), self, self.start)
        return foot

    def _show_ways(self) -> None:
        """How people's words come, and the trainee's."""
        sound = self._context.sound
        theirs = tr("read and heard") if sound.speaks else tr("read")
        yours = tr("typed or said aloud") if sound.listens else tr("typed")
        self._ways.setText(f"{tr('Their words')}: {theirs} · {tr('yours')}: {yours}")

    def show_template(self, template: Template | None, history: Sequence[EncounterRow]) -> None:
        same = template is not None and self._template is not None
        same = same and template.heading.id == self._template.heading.id  # type: ignore[union-attr]
        if same and self.choice is not None:
            self._difficulty = self.choice.value()  # type: ignore[assignment]
        self._template = template
        self._own = attempts(template, history) if template else []
        self._clear()
        self._foot.setVisible(template is not None)
        if template is not None:
            self._fill(template)

    def start(self) -> None:
        """Go to the door note of the chosen case."""
        if self._template is None or self.choice is None:
            return
        seed = self._own[0].seed if self._same is not None and self._same.isChecked() else None
        self.started.emit(self._template, seed, self.choice.value())

    # --- filling

    def _clear(self) -> None:
        clear(self._scroll.body)
        self.choice, self._same = None, None

    def _fill(self, template: Template) -> None:
        heading = template.heading
        body = self._scroll.body
        body.addWidget(_place(heading.setting.channel, heading.specialty))
        body.addWidget(WrapLabel(heading.title, size=22, weight=600))
        body.addWidget(WrapLabel(heading.summary, role="second"))
        body.addWidget(Line())
        body.addWidget(_facts(template))
        body.addWidget(Line())
        self._add_difficulty(template)
        self._add_variant()
        self._add_attempts()
        body.addWidget(Line())
        body.addWidget(_background(template))
        body.addStretch(1)
        self._review.setVisible(heading.review == "unreviewed")

    def _add_difficulty(self, template: Template) -> None:
        body = self._scroll.body
        body.addWidget(Label(tr("Difficulty"), weight=600))
        self.choice = SegmentedChoice(tr("Difficulty"), list(DIFFICULTY_NAMES.items()))
        self.choice.set_value(self._difficulty)
        body.addWidget(self.choice)
        notes = template.heading.difficulty_notes
        words = note(notes.get(self._difficulty, ""))
        body.addWidget(words)
        self.choice.chosen.connect(lambda key: words.setText(notes.get(key, "")))

    def _add_variant(self) -> None:
        if not self._own:
            return
        body = self._scroll.body
        body.addWidget(Label(tr("Variant"), weight=600))
        fresh = Radio(tr("A new one each time"))
        fresh.setChecked(True)
        number = str(self._own[0].seed)
        self._same = Radio(tr("The one you had last time (no. {n})").replace("{n}", number))
        body.addWidget(fresh)
        body.addWidget(self._same)

    def _add_attempts(self) -> None:
        if not self._own:
            return
        body = self._scroll.body
        body.addWidget(Label(tr("Your attempts"), weight=600))
        for attempt in self._own[:SHOWN_ATTEMPTS]:
            body.addWidget(self._attempt(attempt))

    def _attempt(self, attempt: EncounterRow) -> QWidget:
        whole = QWidget()
        row = HBox(whole, space=8)
        percent = "–" if attempt.percent is None else f"{attempt.percent:.0f} %"
        row.addWidget(Label(percent, size=13, weight=600))
        level = DIFFICULTY_NAMES.get(attempt.difficulty, attempt.difficulty)
        row.addWidget(Label(f"· {level} · {ago(attempt.changed_at)}", size=13, role="second"))
        row.addStretch(1)
        opening = link(tr("Open debrief"))
        opening.clicked.connect(lambda: self.debrief_wanted.emit(attempt.id))
        row.addWidget(opening)
        return whole


def _place(channel: str, specialty: str) -> QWidget:
    whole = QWidget()
    row = HBox(whole, space=8)
    row.addWidget(Icon(CHANNEL_ICONS[channel], "second", 16))
    row.addWidget(Label(f"{CHANNEL_NAMES[channel]} · {specialty}", size=13, role="second"))
    row.addStretch(1)
    return whole


def _facts(template: Template) -> Facts:
    heading = template.heading
    facts = Facts(name_width=84)
    facts.add(tr("You are"), f"{heading.setting.role}, {heading.setting.place}")
    level = f" · {', '.join(heading.level)}" if heading.level else ""
    facts.add(tr("About"), f"{heading.station.minutes} {tr('minutes')}{level}")
    if heading.content_warnings:
        facts.add(tr("Be aware"), ", ".join(heading.content_warnings))
    return facts


def _background(template: Template) -> Facts:
    """What is good to know and not needed to choose."""
    heading = template.heading
    facts = Facts(name_width=84)
    if heading.briefs.tasks:
        facts.add(tr("Your tasks"), "\n".join(heading.briefs.tasks))
    if heading.objectives:
        facts.add(tr("You practise"), "\n".join(heading.objectives))
    sources = [f"{s.title}, {s.version}" for s in heading.sources.values()]
    if sources:
        facts.add(tr("Sources"), "\n".join(sources))
    return facts
