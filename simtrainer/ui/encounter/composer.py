"""Where one says something: to whom, the words, gestures."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu

from simtrainer.encounter import actions as ac
from simtrainer.encounter.state import EncounterState
from simtrainer.i18n import tr
from simtrainer.scenario.words import Gesture
from simtrainer.ui.encounter.aloud import AloudButtons, Hearing
from simtrainer.ui.encounter.words import name_of, spoken_name
from simtrainer.ui.kit.button import Button
from simtrainer.ui.kit.card import Panel
from simtrainer.ui.kit.fields import Select, TextEdit
from simtrainer.ui.kit.keeping import Keeping
from simtrainer.ui.kit.layouts import HBox, VBox
from simtrainer.ui.kit.tokens import Space

GESTURES: tuple[tuple[Gesture, str], ...] = (
    ("silence", "Stay silent and listen"),
    ("nod", "Nod"),
    ("lean_in", "Lean in"),
    ("tissue", "Offer a tissue"),
    ("touch", "Put a hand on the arm"),
)
_BY_VOICE: frozenset[Gesture] = frozenset({"silence"})  # what remains on the phone
_ON_SCREEN: frozenset[Gesture] = frozenset({"silence", "nod", "lean_in"})


class Words(TextEdit):
    """The field: Enter says it, Up in an empty field brings back what was said last."""

    def __init__(self) -> None:
        super().__init__(lines=2, enter_submits=True)
        self.last = ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Up and self.last and not self.toPlainText():
            self.setPlainText(self.last)
            self.moveCursor(self.textCursor().MoveOperation.End)
            return
        super().keyPressEvent(event)


class Composer(Panel):
    """``asked`` carries what is said or done."""

    asked = Signal(object)
    drafted = Signal(str)  # what is half written, a moment after it was

    def __init__(self) -> None:
        super().__init__("", edge="top")
        column = VBox(self, space=Space.S, margins=(12, 10, 12, 10))
        self.words = Words()
        self.words.submitted.connect(self.say)
        self.hearing = Hearing()
        self.aloud = AloudButtons()
        column.addWidget(self.hearing)
        column.addWidget(self.words)
        row = HBox(space=Space.S)
        self._menu = QMenu(self)
        self._menu.triggered.connect(self._gesture)
        self._gestures = Button(tr("Gesture"), icon="hand", menu=self._menu)
        self._gestures.setAccessibleName(tr("Gesture"))
        self._gestures.setToolTip(tr("Gesture: be silent, nod, offer a tissue"))
        row.addWidget(self._gestures)
        self.to = Select()
        self.to.setAccessibleName(tr("Say it to"))
        self.to.setSizeAdjustPolicy(Select.SizeAdjustPolicy.AdjustToContents)
        self.to.picked.connect(self._name_field)
        row.addWidget(self.to)
        row.addWidget(self.aloud)
        row.addStretch(1)
        self.say_button = Button(tr("Say"), "primary", key_hint="Enter")
        self.say_button.clicked.connect(self.say)
        row.addWidget(self.say_button)
        column.addLayout(row)
        self.keeping = Keeping(self, lambda: self.drafted.emit(self.text()))
        self.words.textChanged.connect(self.keeping.touch)
        self.words.textChanged.connect(self.hearing.typed)
        self._names: dict[str, str] = {}
        self._patient = "patient"
        self._speech: tuple[str, ac.Speech] | None = None  # what was understood, to be checked
        self._aloud = self._narrow = False

    # --- showing

    def show_case(self, state: EncounterState, draft: str = "") -> None:
        self._patient = state.case.patient.key
        self._fill_gestures(state.case.heading.setting.channel)
        self._speech = None
        self.words.setPlainText(draft)
        self.words.moveCursor(self.words.textCursor().MoveOperation.End)
        self.keeping.forget()
        self.words.last = state.turns[-1].text if state.turns else ""
        self._names = {}
        self.show_state(state)

    def show_state(self, state: EncounterState) -> None:
        """Who may be spoken to, and whether one can speak now."""
        case = state.case
        people = {key: name_of(case, key, state.locale) for key in _patient_first(state)}
        if people != self._names:
            chosen = self.to.value()
            self._names = people
            self._spoken = {key: spoken_name(case, key) for key in people}
            self.to.set_options([(key, f"{tr('To')} {self._spoken[key]}") for key in people])
            self.to.set_value(chosen if chosen in people else self._patient)
            self.to.setVisible(len(people) > 1)
            self._share_out()
            self._name_field(self.to.value())
        running = state.phase == "running"
        self.say_button.setEnabled(running)
        self._gestures.setEnabled(running)

    _spoken: dict[str, str]

    def _name_field(self, key: str) -> None:
        name = self._spoken.get(key, "")
        self.words.setPlaceholderText(f"{tr('Say something to')} {name}")
        self.words.setAccessibleName(f"{tr('Say something to')} {name}")

    def _fill_gestures(self, channel: str) -> None:
        self._menu.clear()
        possible = {"phone": _BY_VOICE, "video": _ON_SCREEN}.get(channel)
        for gesture, words in GESTURES:
            if possible is None or gesture in possible:
                self._menu.addAction(tr(words)).setData(gesture)

    def set_narrow(self, narrow: bool) -> None:
        """In a narrow column the words on the buttons give way to the name of whom one asks."""
        self._narrow = narrow
        self._share_out()

    def set_aloud(self, aloud: bool) -> None:
        """Whether words may be said aloud, which takes a button of its own."""
        self._aloud = aloud
        self._share_out()

    def _share_out(self) -> None:
        crowded = self._aloud and len(self._names) > 1
        self._gestures.setText("" if self._narrow or self._aloud else tr("Gesture"))
        self.say_button.set_key_hint("" if self._narrow or crowded else "Enter")
        self.aloud.set_room("key" if crowded != self._narrow else "none" if crowded else "all")

    def set_listening(self, listening: bool) -> None:
        self.hearing.set_listening(listening)
        self.aloud.set_listening(listening)

    def give_back(self, text: str) -> None:
        """It could not be said: the words are not lost."""
        if not self.words.toPlainText().strip():
            self.words.setPlainText(text)
            self.words.moveCursor(self.words.textCursor().MoveOperation.End)

    def take_back(self, text: str) -> None:
        """What was given back is said after all."""
        if self.words.toPlainText() == text:
            self.words.clear()

    def text(self) -> str:
        return self.words.toPlainText()

    # --- said aloud

    @property
    def can_say(self) -> bool:
        return self.say_button.isEnabled()

    def offer(self, text: str, speech: ac.Speech) -> None:
        """What was understood, to be looked at, changed and then said."""
        before = self.words.toPlainText().strip()
        whole = f"{before} {text}".strip()
        self._speech = (whole, speech)
        self.words.setPlainText(whole)
        self.words.moveCursor(self.words.textCursor().MoveOperation.End)
        self.words.setFocus(Qt.FocusReason.OtherFocusReason)

    def say_aloud(self, text: str, speech: ac.Speech) -> None:
        """What was understood well enough, said at once."""
        self.words.last = text
        to = self.to.value() or self._patient
        self.asked.emit(
            ac.Say(text=text[: ac.MAX_UTTERANCE], to=to, source="speech", speech=speech)
        )

    def _how_said(self, text: str) -> dict[str, Any]:
        """Whether it was spoken, and changed or confirmed since; typed if there is no trace."""
        offered, self._speech = self._speech, None
        if offered is None or not set(offered[0].split()) & set(text.split()):
            return {}
        edited = text != offered[0]
        speech = offered[1].model_copy(update={"unsure": False, "edited": edited})
        return {"source": "speech", "speech": speech}

    # --- doing

    def say(self) -> None:
        text = _speakable(self.words.toPlainText())
        if not text or not self.say_button.isEnabled():
            return
        self.words.last = text
        self.words.clear()
        how = self._how_said(text)
        for part in _parts(text):
            self.asked.emit(ac.Say(text=part, to=self.to.value() or self._patient, **how))
            how = {}

    def _gesture(self, action: object) -> None:
        gesture = action.data() if hasattr(action, "data") else None
        if gesture:
            to = self.to.value() or self._patient
            self.asked.emit(ac.MakeGesture(gesture=gesture, to=to))


def _patient_first(state: EncounterState) -> list[str]:
    patient = state.case.patient.key
    return sorted(state.present, key=lambda key: key != patient)


def _speakable(text: str) -> str:
    """Without the control characters that come with a paste from elsewhere."""
    return "".join(c for c in text if c == "\n" or unicodedata.category(c) != "Cc").strip()


def _parts(text: str) -> Sequence[str]:
    """More than anyone says in one breath goes in several."""
    most = ac.MAX_UTTERANCE
    return [text[start : start + most] for start in range(0, len(text), most)]
