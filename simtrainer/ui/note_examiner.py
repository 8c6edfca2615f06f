"""What the examiner asks after the patient, where a case has such questions."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from simtrainer.i18n import tr
from simtrainer.scenario.content import ExaminerQuestion
from simtrainer.ui.kit.card import Card
from simtrainer.ui.kit.fields import TextEdit
from simtrainer.ui.kit.layouts import VBox
from simtrainer.ui.kit.text import WrapLabel


class ExaminerCard(Card):
    """Hidden where nobody asks."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__(tr("The examiner asks"), margins=16)
        self._holder: QWidget | None = None
        self.edits: dict[str, TextEdit] = {}

    def show_questions(self, questions: Mapping[str, ExaminerQuestion]) -> None:
        if self._holder is not None:
            self._holder.hide()
            self._holder.deleteLater()
        self._holder = QWidget()
        self.edits = {}
        column = VBox(self._holder, space=8)
        for key, question in questions.items():
            column.addWidget(WrapLabel(question.ask))
            edit = TextEdit(lines=2)
            edit.setAccessibleName(question.ask)
            edit.textChanged.connect(self.changed)
            self.edits[key] = edit
            column.addWidget(edit)
        self.body.addWidget(self._holder)
        self.setVisible(bool(questions))

    def answers(self) -> tuple[tuple[str, str], ...]:
        """(question, answer) for each question."""
        return tuple((key, edit.toPlainText()) for key, edit in self.edits.items())

    def set_answers(self, answers: tuple[tuple[str, str], ...]) -> None:
        for key, text in answers:
            if key in self.edits:
                self.edits[key].setPlainText(text)
