"""What is running now: each treatment with how much is in, Change and Stop."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from simtrainer.encounter import actions as ac
from simtrainer.encounter.state import EncounterState, RunningTreatment
from simtrainer.i18n import tr
from simtrainer.scenario.catalogue.display import show_unit
from simtrainer.ui.encounter.words import amount, clock, lower_first, route_name
from simtrainer.ui.kit.bars import Meter
from simtrainer.ui.kit.button import Button
from simtrainer.ui.kit.card import Panel
from simtrainer.ui.kit.dialog import Dialog
from simtrainer.ui.kit.fields import Field, LineEdit
from simtrainer.ui.kit.layouts import HBox, VBox
from simtrainer.ui.kit.text import ElidedLabel
from simtrainer.ui.kit.tokens import Type


def running_now(state: EncounterState) -> list[RunningTreatment]:
    """What still goes in, the latest first: neither stopped nor given at once."""
    return [
        each
        for each in reversed(state.treatments)
        if each.stopped_ms is None and each.started.name and each.started.over_ms != 0
    ]


class RunningRow(Panel):
    """``asked`` carries a change or a stop."""

    asked = Signal(object)

    def __init__(self, running: RunningTreatment, state: EncounterState) -> None:
        super().__init__("", edge="bottom")
        self._running = running
        row = HBox(self, space=6, margins=(16, 7, 12, 7))
        words = VBox(space=2)
        started = running.started
        words.addWidget(ElidedLabel(started.name))
        second = HBox(space=8)
        self._meter = Meter(0.0, role="accent", width=72)
        self._how = ElidedLabel("", size=Type.LABEL, role="second")
        second.addWidget(self._meter)
        second.addWidget(self._how, 1)
        words.addLayout(second)
        row.addLayout(words, 1)
        self.change_button = Button(tr("Change"), height="small")
        self.change_button.clicked.connect(self._change)
        self.stop_button = Button(tr("Stop"), height="small")
        self.stop_button.clicked.connect(self._stop)
        for button in (self.change_button, self.stop_button):
            button.setAccessibleName(f"{button.text()}: {started.name}")
            row.addWidget(button)
        self.show_time(state)

    @property
    def treatment(self) -> RunningTreatment:
        return self._running

    def show_time(self, state: EncounterState) -> None:
        """How much is in by now."""
        started = self._running.started
        unit = show_unit(started.unit)
        share = _share(self._running, state.clock_ms)
        self._meter.setVisible(share is not None)
        if share is None:
            route = lower_first(route_name(started.route))
            dose = f"{amount(self._running.dose)} {unit}"
            self._how.setText(f"{dose}, {route} · {tr('since')} {clock(started.at)}")
            return
        self._meter.set_share(share)
        total = self._running.dose
        done = amount(float(f"{total * share:.2g}"))
        self._how.setText(f"{done} {tr('of')} {amount(total)} {unit} {tr('in')}")

    def _stop(self) -> None:
        self.asked.emit(ac.StopTreatment(treatment=self._running.started.treatment))

    def _change(self) -> None:
        dialog = _ChangeDialog(self.window(), self._running)
        dialog.changed.connect(self.asked)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


class _ChangeDialog(Dialog):
    """Another dose or rate for something that is running."""

    changed = Signal(object)

    def __init__(self, parent: QWidget, running: RunningTreatment) -> None:
        started = running.started
        unit = show_unit(started.unit)
        now = f"{tr('Now')} {amount(running.dose)} {unit}."
        super().__init__(
            parent, f"{tr('Change')} {lower_first(started.name)}", now, action=tr("Change")
        )
        self._treatment = started.treatment
        self.dose = LineEdit(amount(running.dose))
        self.body.addWidget(Field(tr("New dose"), self.dose, unit=unit))
        self.dose.textChanged.connect(self._check)
        self.accepted.connect(self._accept_dose)
        self.dose.setFocus()
        self.dose.selectAll()

    def _value(self) -> float:
        try:
            return float(self.dose.text().replace(",", "."))
        except ValueError:
            return 0.0

    def _check(self) -> None:
        self.main_button.setEnabled(0 < self._value() <= 1_000_000)

    def _accept_dose(self) -> None:
        if self._value() > 0:
            self.changed.emit(ac.ChangeTreatment(treatment=self._treatment, dose=self._value()))


def _share(running: RunningTreatment, now_ms: int) -> float | None:
    over = running.started.over_ms
    if not over:
        return None
    return min(max((now_ms - running.started.at) / over, 0.0), 1.0)
