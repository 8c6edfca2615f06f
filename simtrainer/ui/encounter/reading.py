"""A result, finding or document opened large, with a field for what one makes of it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from simtrainer.encounter import actions as ac
from simtrainer.encounter.events import Examined, ResultLine, TestResulted
from simtrainer.encounter.state import EncounterState
from simtrainer.i18n import tr
from simtrainer.physiology.ecg12 import EcgParameters, ecg_preset
from simtrainer.scenario.content import Document
from simtrainer.ui.ecg_view import EcgView
from simtrainer.ui.encounter.result_block import line_of
from simtrainer.ui.encounter.words import clock
from simtrainer.ui.kit.card import Panel, Scroll
from simtrainer.ui.kit.dialog import Dialog
from simtrainer.ui.kit.fields import Field, TextEdit
from simtrainer.ui.kit.layouts import VBox
from simtrainer.ui.kit.text import WrapLabel, note
from simtrainer.ui.kit.theme import theme

WIDE, PLAIN = 980, 560
BESIDE_SHEET = 290  # height of all that is not the sheet
MOST_LINES_HEIGHT = 380


class ReadingDialog(Dialog):
    """``read`` carries the reading as an action when it is saved."""

    read = Signal(object)

    def __init__(self, parent: QWidget, title: str, of: str, before: str = "") -> None:
        """``of`` is what is read (test, examination, document); ``before`` the last reading."""
        super().__init__(
            parent,
            title,
            action=tr("Save your reading"),
            decline=tr("Close"),
            width=PLAIN,
        )
        self._of = of
        self.reading = TextEdit(
            before, placeholder=tr("What you see, and what you make of it"), lines=2
        )
        self.field = Field(tr("Your reading"), self.reading)
        self.reading.textChanged.connect(self._check)
        self.accepted.connect(self._save)
        self._check()

    def finish(self) -> None:
        """Put the field below what was added."""
        self.body.addWidget(self.field)
        self.reading.setFocus()
        # Left to itself, Qt opens a dialog no larger than two thirds of the screen, and the
        # lower leads of an ECG would be cut off.
        room = self.screen().availableSize() - QSize(theme().px(24), theme().px(48))
        self.resize(self.sizeHint().boundedTo(room))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter belongs to the text; it saves only with Ctrl or on the button."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.accept()
            return
        super().keyPressEvent(event)

    def _check(self) -> None:
        self.main_button.setEnabled(bool(self.reading.toPlainText().strip()))

    def _save(self) -> None:
        text = self.reading.toPlainText().strip()[:2000]
        if text:
            self.read.emit(ac.Interpret(of=self._of, text=text))


def of_result(parent: QWidget, result: TestResulted, state: EncounterState) -> ReadingDialog:
    """A test's result, whole."""
    before = _last_reading(state, result.test)
    dialog = ReadingDialog(parent, result.name, result.test, before)
    taken = f"{tr('Taken')} {clock(result.taken_at)}, {tr('back')} {clock(result.at)}"
    if result.ecg:
        name = state.case.patient.name
        caption = f"{name}, {state.case.patient.age:g} · {clock(result.taken_at)}"
        dialog.body.addWidget(_ecg(parameters_of(result.ecg, result.ecg_rate, state), caption))
    else:
        dialog.body.addWidget(note(taken))
    if result.lines:
        dialog.body.addWidget(_lines(result.lines))
    for text in (result.report, result.picture):
        if text:
            dialog.body.addWidget(WrapLabel(text))
    dialog.finish()
    return dialog


def of_finding(parent: QWidget, found: Examined, state: EncounterState) -> ReadingDialog:
    """What an examination has shown."""
    before = _last_reading(state, found.manoeuvre)
    dialog = ReadingDialog(parent, found.name, found.manoeuvre, before)
    dialog.body.addWidget(note(f"{tr('Examined')} {clock(found.at)}"))
    for text in (found.finding, found.sound, found.picture):
        if text:
            dialog.body.addWidget(WrapLabel(text))
    dialog.finish()
    return dialog


def of_document(
    parent: QWidget, key: str, document: Document, state: EncounterState
) -> ReadingDialog:
    """A letter, a chart, an old ECG."""
    before = _last_reading(state, key)
    dialog = ReadingDialog(parent, document.title, key, before)
    if document.ecg:
        dialog.body.addWidget(_ecg(parameters_of(document.ecg, 0, state), document.title))
    if document.text:
        dialog.body.addWidget(_scrolled(WrapLabel(document.text)))
    dialog.finish()
    return dialog


def parameters_of(preset: str, rate: int, state: EncounterState) -> EcgParameters:
    """The ECG of this preset, varied by the case's own seed so that it stays the same."""
    return ecg_preset(preset, rate=rate or None, seed=state.case.seed)


def _last_reading(state: EncounterState, of: str) -> str:
    return next((each.text for each in reversed(state.interpreted) if each.of == of), "")


def _ecg(parameters: EcgParameters, caption: str) -> EcgView:
    view = _SizedEcg()
    view.set_ecg(parameters, caption)
    return view


class _SizedEcg(EcgView):
    """As large as the dialog is wide, and no higher than the sheet."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """The widest at which the whole sheet and the field below it fit on the screen."""
        room = self.screen().availableGeometry()
        width = min(theme().px(WIDE), room.width() - theme().px(80))
        while width > theme().px(PLAIN) and self.heightForWidth(width) > room.height() - theme().px(
            BESIDE_SHEET
        ):
            width -= 20
        return QSize(width, self.heightForWidth(width))


def _lines(lines: tuple[ResultLine, ...]) -> QWidget:
    holder = Panel("")
    column = VBox(holder, space=4)
    for line in lines:
        column.addWidget(line_of(line))
    return _scrolled(holder) if len(lines) > 12 else holder


def _scrolled(widget: QWidget) -> Scroll:
    scroll = Scroll()
    scroll.body.addWidget(widget)
    scroll.body.addStretch(1)
    scroll.setFixedHeight(min(theme().px(MOST_LINES_HEIGHT), widget.sizeHint().height() + 8))
    return scroll


__all__ = ["ReadingDialog", "of_document", "of_finding", "of_result", "parameters_of"]
