"""Giving a drug, a fluid or oxygen: dose, route, time, and what to check first."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from simtrainer.encounter import actions as ac
from simtrainer.encounter.state import EncounterState
from simtrainer.errors import UserError
from simtrainer.i18n import tr
from simtrainer.scenario.catalogue import Drug, Route, catalogue
from simtrainer.scenario.catalogue.display import show_unit
from simtrainer.scenario.catalogue.doses import CHILD_BELOW
from simtrainer.ui.encounter.action_bar import ActionBar
from simtrainer.ui.encounter.words import amount, helpers, lower_first, route_name, sentence
from simtrainer.ui.kit.banner import Banner
from simtrainer.ui.kit.card import Scroll
from simtrainer.ui.kit.fields import Field, LineEdit, Select
from simtrainer.ui.kit.layouts import HBox, VBox
from simtrainer.ui.kit.text import WrapLabel, heading, note
from simtrainer.ui.kit.tokens import Space

ALLERGY_TOPIC = "allergy"
_LONGEST_MIN = 1440.0


class GiveForm(QWidget):
    """``asked`` carries the Give (or its delegation), ``closed`` goes back to the list."""

    asked = Signal(object)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._state: EncounterState | None = None
        self._drug: Drug | None = None
        self._routes: list[Route] = []
        column = VBox(self)
        scroll = Scroll(margins=(16, 12, 16, 12), space=Space.S)
        column.addWidget(scroll, 1)
        self._add_fields(scroll.body)
        self._add_warnings(column)
        self.bar = ActionBar(tr("Back to list"))
        column.addWidget(self.bar)
        self._connect()

    def _add_fields(self, column: QVBoxLayout) -> None:
        self._name = heading("")
        self._about = note("")
        column.addWidget(self._name)
        column.addWidget(self._about)
        self.dose = LineEdit()
        self.route = Select()
        self.over = LineEdit()
        self._dose_field = Field(tr("Dose"), self.dose)
        self._route_field = Field(tr("Route"), self.route)
        self._over_field = Field(tr("Over"), self.over, unit="min")
        self._usual = note("")
        self._remark = WrapLabel("", size=13, role="second")
        for parts in ((self._dose_field, self._route_field), (self._over_field, self._usual)):
            row = HBox(space=Space.M)
            row.addWidget(parts[0], 2)
            row.addWidget(parts[1], 3)
            column.addLayout(row)
        column.addWidget(self._remark)
        column.addStretch(1)

    def _add_warnings(self, column: QVBoxLayout) -> None:
        """Right above the button, and never scrolled away."""
        self.caution = Banner("", role="caution")
        self.danger = Banner("", role="error")
        place = VBox(space=Space.S, margins=(12, 0, 12, 8))
        place.addWidget(self.danger)
        place.addWidget(self.caution)
        column.addLayout(place)

    def _connect(self) -> None:
        self.dose.textChanged.connect(self._check)
        self.over.textChanged.connect(self._check)
        self.route.picked.connect(self._route_picked)
        self.dose.returnPressed.connect(self._give)
        self.over.returnPressed.connect(self._give)
        self.bar.linked.connect(self.closed)
        self.bar.done.connect(self._give)
        self.bar.delegated.connect(self._delegate)

    # --- showing

    def open(self, drug: Drug, state: EncounterState) -> None:
        """A fresh form for ``drug``; nothing is filled in but how it is usually run."""
        self._state, self._drug = state, drug
        self._name.setText(drug.name)
        also = f" · {tr('also')} {', '.join(drug.also[:3])}" if drug.also else ""
        kind = sentence(drug.drug_class.replace("_", " "))
        self._about.setText(kind + also)
        self._routes = _routes_for(drug, state)
        names = [_route_words(route, self._routes) for route in self._routes]
        self.route.set_options([(str(at), name) for at, name in enumerate(names)])
        self.dose.clear()
        self.bar.set_helpers(helpers(state))
        self._route_picked("0")

    def show_state(self, state: EncounterState) -> None:
        self._state = state
        self.bar.set_helpers(helpers(state))
        if self._drug is not None:
            self._check()

    @property
    def drug(self) -> Drug | None:
        return self._drug

    def unit(self) -> str:
        """The unit that the dose is in."""
        return self._now().unit

    def _now(self) -> Route:
        return self._routes[int(self.route.value() or 0)]

    def _route_picked(self, _key: str) -> None:
        route = self._now()
        self._dose_field.set_unit(show_unit(route.unit))
        runs = route.form == "continuous"
        timed = not runs and route.route in ("iv", "iv_infusion", "intraosseous", "sc")
        self._over_field.setVisible(timed)
        self.over.setText(amount(route.over_minutes) if route.over_minutes else "")
        self.over.setPlaceholderText(tr("at once"))
        self._usual.setText(self._usual_words(route))
        self._usual.setVisible(bool(self._usual.text()))
        self._remark.setText(tr("Runs until you stop it.") if runs else "")
        self._remark.setVisible(runs)
        self._check()

    def _usual_words(self, route: Route) -> str:
        """The usual dose; in an exam the trainee is to know it."""
        state, drug = self._state, self._drug
        if state is None or drug is None or state.mode == "exam":
            return ""
        weight = state.case.patient.weight_kg if route.per_kg else 1.0
        who = tr("child") if route.who == "child" else tr("adult")
        words = f"{tr('Usual')} {who} {tr('dose')} {amount(route.usual * weight)} "
        words += show_unit(route.unit)
        if route.per_kg:
            words += f" ({amount(route.usual)} {show_unit(route.unit)}/kg)"
        return f"{words}. {drug.renal}".strip()

    # --- checking

    def _check(self) -> None:
        dose = _number(self.dose.text())
        over = _number(self.over.text())
        over_typed = not self._over_field.isHidden() and bool(self.over.text().strip())
        over_sound = not over_typed or (over is not None and over <= _LONGEST_MIN)
        unreadable = bool(self.dose.text().strip()) and not dose
        words = tr("Write a number, such as 4.5.") if unreadable else ""
        self._dose_field.set_message(words, "error")
        self._over_field.set_message("" if over_sound else tr("Minutes, up to 1440."), "error")
        self._warn(dose)
        unit = show_unit(self._now().unit)
        fluid = self._now().form == "continuous"
        verb = tr("Start") if fluid else tr("Give")
        self.bar.set_main(f"{verb} {amount(dose)} {unit}" if dose else verb, bool(dose))
        if not over_sound:
            self.bar.set_main(self.bar.main.text(), False)
        self.bar.set_words("")

    def _warn(self, dose: float | None) -> None:
        state, drug = self._state, self._drug
        if state is None or drug is None:
            return
        allergy = known_allergy(state, drug)
        self.danger.setVisible(bool(allergy))
        self.danger.set_words(tr("Choose something else, or be sure why."), allergy)
        unknown = drug.kind == "drug" and not allergy_told(state)
        remark = self._dose_words(dose) if dose else ""
        title = tr("Allergy status is not written down.") if unknown else tr("Check the dose.")
        self.caution.set_words(f"{remark} {tr('You can still give it.')}".strip(), title)
        self.caution.setVisible(unknown or bool(remark))

    def _dose_words(self, dose: float) -> str:
        route, state, drug = self._now(), self._state, self._drug
        assert state is not None
        assert drug is not None
        try:
            patient = state.case.patient
            return catalogue().dose_check(drug.id, route.route, dose, route.unit, patient).sentence
        except UserError as error:
            return str(error)

    # --- doing

    def _action(self) -> ac.Give | None:
        dose, route = _number(self.dose.text()), self._now()
        if not dose or self._drug is None or not self.bar.main.isEnabled():
            return None
        over = None if self._over_field.isHidden() else _number(self.over.text()) or 0.0
        return ac.Give(
            drug=self._drug.id, dose=dose, unit=route.unit, route=route.route, over_minutes=over
        )

    def _give(self) -> None:
        action = self._action()
        if action is not None:
            self.asked.emit(action)
            self.closed.emit()

    def _delegate(self, to: str) -> None:
        action = self._action()
        if action is not None:
            self.asked.emit(ac.Delegate(to=to, task=action))
            self.closed.emit()


def allergy_told(state: EncounterState) -> bool:
    """Whether anybody has told about allergies yet."""
    spoken = any(ALLERGY_TOPIC in topic for line in state.spoken for topic in line.topics)
    return spoken or any(ALLERGY_TOPIC in topic for topic in state.topics_told)


def known_allergy(state: EncounterState, drug: Drug) -> str:
    """The sentence about an allergy that was told and that this drug would meet, or empty."""
    if not allergy_told(state):
        return ""
    patient = state.case.patient
    for allergy in patient.allergies:
        if drug.is_a(allergy):
            what = lower_first(allergy.replace("_", " "))
            return f"{patient.spoken_name} {tr('is allergic to')} {what}."
    return ""


def _routes_for(drug: Drug, state: EncounterState) -> list[Route]:
    who = "child" if state.case.patient.age < CHILD_BELOW else "adult"
    return [route for route in drug.routes if route.who == who] or list(drug.routes)


def _route_words(route: Route, among: list[Route]) -> str:
    """The route's name, with what tells it from another entry of the same name."""
    name = route_name(route.route)
    same = [each for each in among if each.route == route.route]
    if len(same) > 1:
        how = tr("continuous") if route.form == "continuous" else tr("single dose")
        name += f", {how}, {show_unit(route.unit)}"
    return name


def _number(text: str) -> float | None:
    """A number above zero as people write it, or None."""
    try:
        value = float(text.strip().replace(",", "."))
    except ValueError:
        return None
    return value if 0 < value <= 1_000_000 else None
