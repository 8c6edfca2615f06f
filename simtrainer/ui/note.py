"""The note: what the trainee thinks, what happens next, and the handover. Then it is handed in."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from simtrainer import desk as dk
from simtrainer.encounter import actions as ac
from simtrainer.encounter.state import EncounterState
from simtrainer.i18n import tr
from simtrainer.ui.context import UiContext
from simtrainer.ui.kit.announce import announce
from simtrainer.ui.kit.banner import Banner
from simtrainer.ui.kit.button import Button, IconButton
from simtrainer.ui.kit.card import Card, Panel, Scroll
from simtrainer.ui.kit.dialog import confirm
from simtrainer.ui.kit.fields import Field, LineEdit, Select, TextEdit
from simtrainer.ui.kit.keeping import Keeping
from simtrainer.ui.kit.layouts import HBox, VBox
from simtrainer.ui.kit.text import ElidedLabel, Label, note
from simtrainer.ui.kit.theme import theme
from simtrainer.ui.note_draft import MOST, Draft, first_draft
from simtrainer.ui.note_examiner import ExaminerCard
from simtrainer.ui.note_findings import Findings

NARROW = 1180
DRAFT = "note"  # the name under which it is kept
_REASONS = {
    "ended": "You have left the patient. Take the time you need for the note.",
    "time_up": "The time with the patient is over. Take the time you need for the note.",
    "died": "The patient died. Cases can go this way whatever one does; take a moment, then write "
    "down what you thought and did. You may also leave and come back.",
}
_DISPOSITIONS = [
    ("", "Not decided"),
    ("admit", "Admit"),
    ("discharge", "Discharge"),
    ("refer", "Refer"),
    ("transfer", "Transfer"),
    ("safety_net", "Discharge with safety net"),
]
_SBAR = (
    ("situation", "Situation", "Who you are, who this is about, what is happening"),
    ("background", "Background", "What one must know about this person"),
    ("assessment", "Assessment", "What you found, and what you think it is"),
    ("recommendation", "Recommendation", "What you did, what you need, by when"),
)


class NotePage(QWidget):
    """``left`` goes back to the library; the encounter waits there, and so does the draft."""

    left = Signal()

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self._state: EncounterState | None = None
        self._encounter = 0
        self._keeping = Keeping(self, self._keep_draft)
        self._chain: list[ac.Action] = []  # what is left to be stored of handing in
        self._stored: list[ac.Action] = []
        self._controls: dict[str, LineEdit | TextEdit | Select] = {}
        self._fields: dict[str, Field] = {}
        self._lay_out()
        self._watch_fields()
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.hand_in)

    # --- building

    def _lay_out(self) -> None:
        outer = VBox(self)
        outer.addWidget(self._bar())
        row = HBox(space=12, margins=12)
        self._scroll = Scroll(space=12)
        self._banner = Banner("", role="patient")
        self._notice = Banner("", role="error")
        self._notice.hide()
        self.examiner = ExaminerCard()
        forms = (self._thoughts(), self._next(), self._handover(), self.examiner)
        for part in (self._banner, self._notice, *forms):
            self._scroll.body.addWidget(part)
        self._scroll.body.addStretch(1)
        row.addWidget(self._scroll, 1)
        self._side = Card(tr("What you found"))
        self.findings = Findings()
        self.findings.quoted.connect(self._quote)
        self._side.body.addWidget(self.findings, 1)
        row.addWidget(self._side)
        outer.addLayout(row, 1)

    def _bar(self) -> QWidget:
        bar = Panel("surface", edge="bottom")
        row = HBox(bar, space=12, margins=(12, 7, 12, 7))
        self.back_button = IconButton("back", tr("Back to the library; your draft is kept"))
        self.back_button.clicked.connect(self._leave)
        row.addWidget(self.back_button)
        names = VBox(space=1)
        self._title = ElidedLabel("", size=16, weight=600)
        self._subtitle = ElidedLabel(tr("Note and handover"), size=13, role="second")
        names.addWidget(self._title)
        names.addWidget(self._subtitle)
        row.addLayout(names, 1)
        self._kept = Label(tr("Your draft is kept"), size=13, role="quiet")
        row.addWidget(self._kept)
        self.hand_in_button = Button(
            tr("Hand in and see the debrief"), "primary", height="main", key_hint="Ctrl Enter"
        )
        self.hand_in_button.clicked.connect(self.hand_in)
        row.addWidget(self.hand_in_button)
        return bar

    def _thoughts(self) -> Card:
        card = Card(tr("What you think"), margins=16, space=12)
        diagnosis = LineEdit()
        diagnosis.setMaxLength(MOST["diagnosis"])
        self._add(card, "diagnosis", tr("Most likely diagnosis"), diagnosis)
        help_text = tr("One a line, the most dangerous or most likely first")
        self._add(card, "differential", tr("What else it could be"), TextEdit(lines=4), help_text)
        self._add(card, "plan", tr("Plan"), TextEdit(lines=4))
        self._add(card, "text", tr("Note"), TextEdit(lines=5), tr("Anything else worth keeping"))
        return card

    def _next(self) -> Card:
        card = Card(tr("Where the patient goes"), margins=16, space=12)
        row = HBox(space=12)
        select = Select([(key, tr(label)) for key, label in _DISPOSITIONS])
        self._controls["disposition"] = select
        self._fields["disposition"] = Field(tr("Decision"), select)
        where = LineEdit()
        where.setMaxLength(MOST["where"])
        self._controls["where"] = where
        self._fields["where"] = Field(tr("To whom or where"), where)
        row.addWidget(self._fields["disposition"], 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._fields["where"], 1, Qt.AlignmentFlag.AlignTop)
        card.body.addLayout(row)
        return card

    def _handover(self) -> Card:
        card = Card(tr("Handover to the senior doctor"), margins=16, space=12)
        card.body.addWidget(
            note(tr("In the order of SBAR. Leave all four empty if you hand over to nobody."))
        )
        for name, label, help_text in _SBAR:
            self._add(card, name, tr(label), TextEdit(lines=2), tr(help_text))
        return card

    def _add(
        self, card: Card, name: str, label: str, control: LineEdit | TextEdit, help_text: str = ""
    ) -> None:
        if isinstance(control, QPlainTextEdit):
            control.setPlaceholderText(help_text)
        self._controls[name] = control
        self._fields[name] = Field(label, control)
        control.setAccessibleDescription(help_text)
        card.body.addWidget(self._fields[name])

    def _watch_fields(self) -> None:
        for control in self._controls.values():
            match control:
                case Select():
                    control.picked.connect(self._keeping.touch)
                case _:
                    control.textChanged.connect(self._keeping.touch)
        self.examiner.changed.connect(self._keeping.touch)

    # --- the draft

    @property
    def draft(self) -> Draft:
        """What the fields hold now."""
        texts = {name: _text(control) for name, control in self._controls.items()}
        return Draft(**texts, answers=self.examiner.answers())

    def _fill(self, draft: Draft) -> None:
        for name, control in self._controls.items():
            _set_text(control, getattr(draft, name))
        self.examiner.set_answers(draft.answers)

    def _keep_draft(self) -> None:
        if self._state is not None:
            self._context.desk.keep_draft(self._encounter, DRAFT, self.draft.to_text())

    def set_scratch(self, text: str) -> None:
        """Show what the trainee jotted down during the encounter."""
        self.findings.set_scratch(text)

    def _quote(self, scratch: str) -> None:
        control = self._controls["text"]
        before = _text(control).rstrip()
        _set_text(control, f"{before}\n{scratch}" if before else scratch)
        control.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- opening and leaving

    def open_note(self, state: EncounterState, encounter: int, kept: str = "") -> None:
        """Begin the note of an encounter whose time with the patient is over, or take up the
        ``kept`` draft of it."""
        self._keeping.now()
        self._state, self._encounter = state, encounter
        self._chain, self._stored = [], []
        self._notice.hide()
        self._title.setText(state.case.heading.title)
        who = f"{state.case.patient.name}, {state.case.patient.age:g}"
        self._subtitle.setText(f"{tr('Note and handover')} · {who}")
        self._banner.set_words(tr(_REASONS.get(state.end_reason, _REASONS["ended"])))
        self.examiner.show_questions(state.case.body.examiner_questions)
        self._fill(Draft.from_text(kept) or first_draft(state))
        self._keeping.forget()
        for field in self._fields.values():
            field.set_message("")
        self.findings.show_state(state)
        self._set_busy(False)
        self._scroll.verticalScrollBar().setValue(0)

    def _leave(self) -> None:
        self._keeping.now()
        self.left.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        self._keeping.now()
        super().hideEvent(event)

    # --- handing in

    def hand_in(self) -> None:
        """Dispose, hand over, write the note and end, each once the one before is stored."""
        if self._state is None or self._chain or not self.isVisible():
            return
        draft = self.draft
        self._keeping.now()
        if self._show_problems(draft.problems()) or not self._sure(draft):
            return
        self._notice.hide()
        actions = draft.actions(self._state)
        self._chain = [action for action in actions if action not in self._stored]
        self._set_busy(True)
        self._context.desk.perform(self._chain[0])

    def _show_problems(self, problems: dict[str, str]) -> bool:
        for name, field in self._fields.items():
            field.set_message(tr(problems.get(name, "")), "error")
        for name in problems:
            self._controls[name].setFocus(Qt.FocusReason.OtherFocusReason)
            break
        return bool(problems)

    def _sure(self, draft: Draft) -> bool:
        if draft.diagnosis.strip():
            return True
        return confirm(
            self,
            tr("Hand in without a diagnosis?"),
            tr("You can still write what you think is most likely, even if you are unsure."),
            action=tr("Hand in"),
            decline=tr("Back to the note"),
        )

    def performed(self, notice: dk.Performed) -> None:
        """One step is stored: take the next."""
        if not self._chain or notice.action != self._chain[0]:
            return
        self._stored.append(self._chain.pop(0))
        if self._chain:
            self._context.desk.perform(self._chain[0])
        elif self._state is not None:
            self._keeping.forget()
            self._context.desk.keep_draft(self._encounter, DRAFT, "")
            self._state = None
            self._set_busy(False)

    def happened(self, notice: dk.Happened) -> None:
        """Keep up with what is stored, so that a second try does nothing twice."""
        if self._state is not None and notice.encounter == self._encounter:
            self._state = notice.state

    def refused(self, notice: dk.Refused) -> None:
        if self._chain and notice.action == self._chain[0]:
            self._stopped(notice.reason)

    def trouble(self, notice: dk.Trouble) -> None:
        self._stopped(notice.sentence)

    def _stopped(self, sentence: str) -> None:
        self._chain = []
        self._set_busy(False)
        self._notice.set_words(
            f"{sentence} {tr('Your draft is still here; hand it in again when you are ready.')}"
        )
        self._notice.show()
        self._scroll.ensureWidgetVisible(self._notice)
        announce(self, sentence, assertive=True)

    def _set_busy(self, busy: bool) -> None:
        self.hand_in_button.setEnabled(not busy)

    # --- size and focus

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        self._controls["diagnosis"].setFocus(reason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        width = event.size().width()
        narrow = width < theme().px(NARROW)
        self._side.setFixedWidth(min(theme().px(300 if narrow else 400), width * 2 // 5))
        self._kept.setVisible(not narrow)
        super().resizeEvent(event)


def _text(control: LineEdit | TextEdit | Select) -> str:
    match control:
        case LineEdit():
            return control.text()
        case TextEdit():
            return control.toPlainText()
        case _:
            return control.value()


def _set_text(control: LineEdit | TextEdit | Select, text: str) -> None:
    match control:
        case LineEdit():
            control.setText(text)
        case TextEdit():
            control.setPlainText(text)
        case _:
            control.set_value(text)
