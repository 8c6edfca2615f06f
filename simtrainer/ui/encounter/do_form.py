"""Doing a procedure, and calling somebody: a short form each."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from simtrainer.encounter import actions as ac
from simtrainer.encounter.state import EncounterState
from simtrainer.i18n import tr
from simtrainer.scenario.catalogue import catalogue
from simtrainer.ui.encounter.action_bar import ActionBar
from simtrainer.ui.encounter.words import helpers, lower_first, name_of, span
from simtrainer.ui.kit.banner import Banner
from simtrainer.ui.kit.card import Scroll
from simtrainer.ui.kit.fields import Field, TextEdit
from simtrainer.ui.kit.layouts import VBox
from simtrainer.ui.kit.text import WrapLabel, note
from simtrainer.ui.kit.tokens import Space


class DoForm(QWidget):
    """What both have: a name, what there is to know, the way back and the main button."""

    asked = Signal(object)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._key = ""
        column = VBox(self)
        scroll = Scroll(margins=(16, 12, 16, 12), space=Space.S)
        self._name = WrapLabel("", weight=600)
        self._about = note("")
        scroll.body.addWidget(self._name)
        scroll.body.addWidget(self._about)
        self.add_parts(scroll.body)
        scroll.body.addStretch(1)
        column.addWidget(scroll, 1)
        self.bar = ActionBar(tr("Back to list"))
        self.bar.linked.connect(self.closed)
        self.bar.done.connect(self.do)
        column.addWidget(self.bar)

    def add_parts(self, column: QVBoxLayout) -> None:
        """The fields between the words and the button."""

    def do(self) -> None:
        """The main button was pressed."""

    def say(self, name: str, about: str, button: str) -> None:
        self._name.setText(name)
        self._about.setText(about)
        self._about.setVisible(bool(about))
        self.bar.set_main(button)

    def finish(self, action: ac.Action) -> None:
        self.asked.emit(action)
        self.closed.emit()


class ProcedureForm(DoForm):
    """How long it takes, what it may do, and whether consent was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.bar.delegated.connect(self._delegate)

    def add_parts(self, column: QVBoxLayout) -> None:
        text = tr("You have not noted consent for this. You can still do it.")
        self._consent = Banner(text, role="caution")
        column.addWidget(self._consent)

    def open(self, key: str, state: EncounterState) -> None:
        self._key = key
        procedure = catalogue().procedures[key]
        takes = f"{tr('Takes')} {span(procedure.seconds / 60)}."
        risk = f" {tr('May cause')}: {lower_first(procedure.harm)}" if procedure.harm else ""
        self.say(procedure.name, takes + risk, tr("Do it"))
        asked = "consent" in state.prepared
        self._consent.setVisible(procedure.needs_consent and not asked)
        self.bar.set_helpers(helpers(state))

    def do(self) -> None:
        self.finish(ac.Procedure(procedure=self._key))

    def _delegate(self, to: str) -> None:
        self.finish(ac.Delegate(to=to, task=ac.Procedure(procedure=self._key)))


class CallForm(DoForm):
    """Whom one calls, and what one tells them."""

    def add_parts(self, column: QVBoxLayout) -> None:
        self.words = TextEdit(
            placeholder=tr("Who you are, what is happening, what you need"), lines=5
        )
        column.addWidget(Field(tr("What you tell them"), self.words))

    def open(self, key: str, state: EncounterState) -> None:
        self._key = key
        self.words.clear()
        target = catalogue().calls.get(key)
        name = name_of(state.case, key, state.locale)
        about = tr("Waiting to be called.")
        if target is not None:
            answers = f"{tr('Usually answers within')} {span(max(target.minutes, 1))}."
            comes = f" {tr('Can be here in about')} {span(target.arrive)}." if target.arrive else ""
            about = answers + comes
        self.say(name, about, tr("Call"))

    def do(self) -> None:
        self.finish(ac.Call(target=self._key, text=self.words.toPlainText().strip()))
