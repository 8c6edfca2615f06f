"""What speaks for the patient now, and the engine that a model needs for it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from simtrainer.engines.models.errands import ENGINE
from simtrainer.engines.models.overview import Overview, Row
from simtrainer.i18n import tr
from simtrainer.ui.kit.button import Button
from simtrainer.ui.kit.card import Card, Line
from simtrainer.ui.kit.icons import Icon
from simtrainer.ui.kit.layouts import HBox, VBox
from simtrainer.ui.kit.tags import Tag
from simtrainer.ui.kit.text import WrapLabel
from simtrainer.ui.models.going_on import GoingOn
from simtrainer.ui.models.row import Going
from simtrainer.ui.models.words import grade_tag


class VoiceCard(Card):
    """``scripted_wanted``, ``engine_wanted``, ``engine_stop_wanted`` when a button is pressed."""

    scripted_wanted = Signal()
    engine_wanted = Signal()
    engine_stop_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(tr("The patient's voice"))
        self._name = WrapLabel("", size=16, weight=600, role="patient_text")
        self._tag = Tag("", "patient")
        self._words = WrapLabel("", size=13, role="second")
        self.scripted_button = Button(tr("Use the scripted voice"), height="small")
        self.scripted_button.clicked.connect(self.scripted_wanted)
        self.body.addWidget(self._voice())
        self._below = Line()
        self.body.addWidget(self._below)
        self.body.addWidget(self._engine())

    def _voice(self) -> QWidget:
        whole = QWidget()
        row = HBox(whole, space=12, margins=16)
        row.addWidget(Icon("speech", "patient_text", 20), 0, Qt.AlignmentFlag.AlignTop)
        column = VBox(space=4)
        head = HBox(space=8)
        head.addWidget(self._name, 1)
        head.addWidget(self._tag, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        column.addWidget(self._words)
        below = HBox(margins=(0, 6, 0, 0))
        below.addWidget(self.scripted_button)
        below.addStretch(1)
        column.addLayout(below)
        row.addLayout(column, 1)
        return whole

    def _engine(self) -> QWidget:
        whole = QWidget()
        column = VBox(whole, space=4, margins=16)
        head = HBox(space=8)
        words = VBox(space=2)
        words.addWidget(WrapLabel(tr("Engine"), weight=600))
        self._engine_words = WrapLabel("", size=13, role="second")
        words.addWidget(self._engine_words)
        head.addLayout(words, 1)
        self.engine_button = Button(tr("Set up the engine"), height="small", icon="download")
        self.engine_button.clicked.connect(self.engine_wanted)
        self.stop_button = Button(tr("Stop"), height="small", icon="stop")
        self.stop_button.clicked.connect(self.engine_stop_wanted)
        for button in (self.engine_button, self.stop_button):
            head.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        self._going = Going()
        column.addWidget(self._going)
        return whole

    def show_overview(self, seen: Overview, going_on: GoingOn) -> None:
        row = seen.row(seen.voice) if seen.voice else None
        self._name.setText(row.name if row else tr("Scripted voice"))
        grade, tone = grade_tag(row) if row else ("", "neutral")
        self._tag.set_text(grade, tone)  # type: ignore[arg-type]
        self._tag.setVisible(bool(grade))
        self._words.setText(_voice_words(seen, row))
        self.scripted_button.setVisible(bool(seen.voice))
        self.show_engine(seen, going_on)

    def show_engine(self, seen: Overview, going_on: GoingOn) -> None:
        busy = going_on.is_under_way(ENGINE)
        self.engine_button.setVisible(not busy and not seen.engine.installed)
        needed = any(model.kind == "voice" for model in seen.of("installed"))
        self.engine_button.set_kind("accent" if needed else "secondary")
        self.stop_button.setVisible(busy)
        self._going.setVisible(busy)
        if busy:
            self._going.show_progress(going_on.progress(ENGINE), tr("Engine"))
        self._engine_words.setText(_engine_words(seen, going_on.sentence(ENGINE)))
        self._engine_words.set_role("partly" if going_on.sentence(ENGINE) else "second")


def _voice_words(seen: Overview, row: Row | None) -> str:
    if not seen.voice:
        return tr(
            "Sentences that authors wrote, chosen and varied for the moment. Always there, and "
            "complete by itself. A model says the same things in freer words."
        )
    if row is None or row.problem:
        gone = tr("It cannot be used now, so the patient speaks in authored words.")
        return f"{row.problem} {gone}" if row else gone
    if not seen.engine.installed:
        return tr("It speaks as soon as the engine below is set up; until then, authored words.")
    freer = tr("Says what the case has decided, in its own words; each sentence is checked first.")
    return f"{freer} {row.memory_sentence}"


def _engine_words(seen: Overview, sentence: str) -> str:
    if sentence:
        return sentence
    if seen.engine.installed:
        version = seen.engine.version
        return tr("Ready (llama.cpp, {version}).").replace("{version}", version)
    return tr(
        "Models need it. It is set up once, with the internet: a ready-made one where there is "
        "one, else it is built here in about ten minutes."
    )
