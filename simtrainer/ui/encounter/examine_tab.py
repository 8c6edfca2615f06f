"""Examining: preparations, the examinations by region, and what each has shown."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from simtrainer.encounter import actions as ac
from simtrainer.encounter.state import EncounterState
from simtrainer.i18n import tr, trn
from simtrainer.scenario.catalogue import Manoeuvre, catalogue
from simtrainer.scenario.people import Person
from simtrainer.scenario.words import Preparation
from simtrainer.ui.encounter.action_bar import ActionBar
from simtrainer.ui.encounter.grouped import GroupedRows
from simtrainer.ui.encounter.words import clock, helpers, sentence, span
from simtrainer.ui.kit.button import Button
from simtrainer.ui.kit.card import Line
from simtrainer.ui.kit.fields import SearchField
from simtrainer.ui.kit.layouts import FlowLayout, VBox
from simtrainer.ui.kit.rows import Cell, Column, Row
from simtrainer.ui.kit.text import Label, as_tooltip
from simtrainer.ui.kit.tokens import Space, Type

# what, on the button, in full
PREPARATIONS: tuple[tuple[Preparation, str, str], ...] = (
    ("hand_hygiene", "Hands", "Clean your hands"),
    ("identity", "Identity", "Check the identity"),
    ("consent", "Consent", "Ask for consent"),
    ("position", "Position", "Help into a good position"),
    ("privacy", "Curtain", "Draw the curtain"),
    ("chaperone", "Chaperone", "Ask for a chaperone"),
    ("protection", "Gloves", "Put on gloves and an apron"),
)
REGIONS: dict[str, str] = {
    "obs": "Observations",
    "general": "General",
    "hands": "Hands",
    "arms": "Arms",
    "face": "Face",
    "eyes": "Eyes",
    "ears": "Ears",
    "nose": "Nose",
    "mouth": "Mouth and throat",
    "neck": "Neck",
    "heart": "Heart",
    "chest": "Chest and lungs",
    "breast": "Breast",
    "abdomen": "Abdomen",
    "rectum": "Rectum",
    "genital": "Genital",
    "back": "Back",
    "legs": "Legs",
    "joints": "Joints",
    "neuro": "Nervous system",
    "mental": "Mental state",
    "pregnancy": "Pregnancy",
    "postnatal": "After birth",
    "child": "Child",
}
_COLUMNS = (Column("", 64, right=True),)
_FERTILE = (11, 56)  # years


class ExamineTab(QWidget):
    """``asked`` carries preparations and examinations."""

    asked = Signal(object)

    def __init__(self, key_hint: str) -> None:
        super().__init__()
        self._state: EncounterState | None = None
        column = VBox(self)
        top = VBox(space=Space.S, margins=(16, 12, 16, 10))
        self.search = SearchField(tr("Search examinations"), key_hint=key_hint)
        top.addWidget(self.search)
        self._prepare = QWidget()
        flow = FlowLayout(self._prepare, space=6)
        self.preparations: dict[Preparation, _PrepareButton] = {}
        for what, short, words in PREPARATIONS:
            button = _PrepareButton(what, tr(short), tr(words))
            button.wanted.connect(self._prepare_asked)
            self.preparations[what] = button
            flow.addWidget(button)
        top.addWidget(self._prepare)
        self._count = Label("", size=Type.SECOND, role="second")
        self._count.hide()
        top.addWidget(self._count)
        column.addLayout(top)
        column.addWidget(Line())
        self.rows = GroupedRows(tr("Examinations"), self._row, _COLUMNS)
        column.addWidget(self.rows, 1)
        self.bar = ActionBar("")
        self.bar.link.hide()
        column.addWidget(self.bar)
        self._connect()

    def _connect(self) -> None:
        self.search.edited.connect(self._find)
        self.search.submitted.connect(self._take_first)
        self.rows.chosen.connect(self._examine)
        self.rows.entry_changed.connect(self._chosen)
        self.bar.done.connect(self._examine_chosen)
        self.bar.delegated.connect(self._delegate)

    # --- showing

    def show_case(self, state: EncounterState) -> None:
        self._state = state
        person = state.case.patient
        groups: dict[str, list[str]] = {name: [] for name in REGIONS}
        for manoeuvre in catalogue().manoeuvres.values():
            if _suits(manoeuvre, person):
                groups.setdefault(manoeuvre.region, []).append(manoeuvre.id)
        self._suited = {key for keys in groups.values() for key in keys}
        named = [(_region(name), keys) for name, keys in groups.items() if keys]
        self.search.set_text("")
        self.rows.set_groups(named, opened=[_region("obs")])
        self._chosen("")
        self.show_state(state)

    _suited: set[str]

    def show_state(self, state: EncounterState) -> None:
        before, self._state = self._state, state
        here = state.case.heading.setting.channel == "in_person"
        self._prepare.setVisible(here)
        for what, button in self.preparations.items():
            button.set_done(what in state.prepared)
        self.bar.set_helpers(helpers(state))
        if before is None or before.examined != state.examined:
            self.rows.refresh()

    def _row(self, key: str) -> Row:
        manoeuvre = catalogue().manoeuvres[key]
        cells = (Cell(span(manoeuvre.seconds / 60)),)
        done = self._last_done(key)
        second = f"{tr('done at')} {clock(done)}" if done is not None else ""
        if self.search.text().strip() and not second:
            second = _region(manoeuvre.region)
        icon = "check" if done is not None else "stethoscope"
        return Row(key, manoeuvre.name, second, icon, "accent", cells)

    def _last_done(self, key: str) -> int | None:
        examined = self._state.examined if self._state else ()
        return next((e.at for e in reversed(examined) if e.manoeuvre == key), None)

    def _find(self, text: str) -> None:
        wanted = text.strip()
        hits = catalogue().search("manoeuvre", wanted, 60) if wanted else []
        found = [hit.id for hit in hits if hit.id in self._suited]
        self.rows.show_found(found if wanted else None)
        self._count.setVisible(bool(wanted))
        words = trn("{count} examination matches", "{count} examinations match", len(found))
        self._count.setText(f"{words} “{wanted}”" if found else tr("Nothing matches. Try a part."))

    def _take_first(self, _text: str) -> None:
        """Enter in the search goes to the first that was found."""
        if self.rows.rows_model.rows and self.search.text().strip():
            self.rows.select(self.rows.rows_model.rows[0].key)
            self.rows.setFocus()

    def _chosen(self, key: str) -> None:
        name = catalogue().manoeuvres[key].name if key else ""
        manoeuvre = catalogue().manoeuvres.get(key)
        words = tr("Sensitive: offer a chaperone") if manoeuvre and manoeuvre.sensitive else name
        self.bar.set_words(words or tr("Choose one"))
        self.bar.set_main(tr("Examine"), bool(key))

    # --- doing

    def _prepare_asked(self, what: str) -> None:
        self.asked.emit(ac.Prepare.model_validate({"what": (what,)}))

    def _examine(self, key: str) -> None:
        self.asked.emit(ac.Examine(manoeuvre=key))

    def _examine_chosen(self) -> None:
        if self.rows.entry():
            self._examine(self.rows.entry())

    def _delegate(self, to: str) -> None:
        if self.rows.entry():
            task = ac.Examine(manoeuvre=self.rows.entry())
            self.asked.emit(ac.Delegate(to=to, task=task))


class _PrepareButton(Button):
    """A preparation; ``wanted`` carries which."""

    wanted = Signal(str)

    def __init__(self, what: Preparation, text: str, words: str) -> None:
        super().__init__(text, height="small")
        self._what, self._in_full = what, words
        self.setToolTip(as_tooltip(words))
        self.clicked.connect(self._pressed)
        self.set_done(False)

    def set_done(self, done: bool) -> None:
        self.set_icon("check" if done else "")
        self.setAccessibleName(f"{self._in_full}, {tr('done')}" if done else self._in_full)

    def _pressed(self) -> None:
        self.wanted.emit(self._what)


def _region(name: str) -> str:
    return tr(REGIONS.get(name, sentence(name)))


def _suits(manoeuvre: Manoeuvre, person: Person) -> bool:
    """Whether it makes sense for somebody of this sex and age; never gives a pregnancy away."""
    if manoeuvre.sex and manoeuvre.sex != person.sex:
        return False
    if manoeuvre.age_max is not None and person.age >= manoeuvre.age_max:
        return False
    fertile = person.sex == "female" and _FERTILE[0] <= person.age <= _FERTILE[1]
    return not manoeuvre.pregnant or fertile
