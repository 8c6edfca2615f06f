"""An examiner's first step: who marks, and the encounter as a whole, before any points."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from simtrainer.i18n import tr
from simtrainer.reports.words import RATINGS
from simtrainer.scoring.judgement import MOST_NAME, MOST_TEXT, OWN_NAMES, GlobalRating
from simtrainer.ui.debrief.choices import Choices
from simtrainer.ui.debrief.examiner import last_rating
from simtrainer.ui.debrief.reading import Debrief
from simtrainer.ui.kit.button import Button
from simtrainer.ui.kit.card import Scroll
from simtrainer.ui.kit.choice import CheckBox
from simtrainer.ui.kit.fields import Field, LineEdit, TextEdit
from simtrainer.ui.kit.layouts import HBox, VBox
from simtrainer.ui.kit.text import WrapLabel


class RatingForm(QWidget):
    """``rated`` carries the marker's name, a GlobalRating, and whether verdicts stay hidden.

    The name stays for the next encounter, until the program is closed.
    """

    rated = Signal(str, object, bool)

    def __init__(self) -> None:
        super().__init__()
        self._debrief: Debrief | None = None
        outer = VBox(self)
        self._scroll = Scroll(margins=(16, 14, 16, 14), space=14)
        outer.addWidget(self._scroll, 1)
        self._fill(self._scroll.body)
        foot = HBox(margins=(16, 10, 16, 14))
        foot.addStretch(1)
        self.go_button = Button(
            tr("Keep rating, see the items"), "primary", height="main", key_hint="Ctrl ↵"
        )
        self.go_button.clicked.connect(self.go_on)
        foot.addWidget(self.go_button)
        outer.addLayout(foot)

    def _fill(self, body: QVBoxLayout) -> None:
        intro = tr(
            "Read what was said and done, then rate it as a whole. Points and verdicts come after "
            "that. “You” in the transcript is the trainee."
        )
        body.addWidget(WrapLabel(intro, role="second"))
        self.name = LineEdit()
        self.name.setMaxLength(MOST_NAME)
        self._name_field = Field(
            tr("Your name"), self.name, help_text=tr("It stands beside every mark you make.")
        )
        self.name.editingFinished.connect(self._recall)
        body.addWidget(self._name_field)
        self.text = TextEdit(lines=3)
        self._place = VBox()
        body.addLayout(self._place)
        body.addWidget(Field(tr("Comment, if you like"), self.text))
        self.blind = CheckBox(tr("Hide the rules' verdicts while I mark"))
        body.addWidget(self.blind, 0, Qt.AlignmentFlag.AlignLeft)
        body.addStretch(1)
        self._add_ratings()

    def _add_ratings(self) -> None:
        options = [(str(n), f"{n}  {tr(name)}", tr(means)) for n, (name, means) in RATINGS.items()]
        self.ratings = Choices(tr("The encounter as a whole"), options)
        self._field = Field(tr("The encounter as a whole"), self.ratings)
        self.ratings.chosen.connect(self._all_well)
        self._place.addWidget(self._field)

    def show_debrief(self, debrief: Debrief) -> None:
        """Ask anew; who has rated this encounter before sees their own rating again."""
        self._debrief = debrief
        self._field.hide()
        self._field.deleteLater()
        self._add_ratings()
        self._field.show()  # now, so that it can take the focus
        self.text.setPlainText("")
        self.blind.setChecked(False)
        self._all_well()
        self._recall()
        self._scroll.verticalScrollBar().setValue(0)

    def _recall(self) -> None:
        before = last_rating(self._debrief, self.marker) if self._debrief is not None else None
        if before is not None and not self.ratings.value():
            self.ratings.set_value(str(before.rating))
            self.text.setPlainText(before.text)

    @property
    def marker(self) -> str:
        return self.name.text().strip()

    def go_on(self) -> None:
        """On to the items, when there are a name and a rating."""
        if not self.marker or self.marker.lower() in OWN_NAMES:
            self._name_field.set_message(tr("Please give your name first."), "warning")
            self.name.setFocus()
            return
        if not self.ratings.value():
            self._field.set_message(tr("Please rate the encounter as a whole first."), "warning")
            self.ratings.setFocus()
            return
        rating = GlobalRating(
            rating=int(self.ratings.value()), text=self.text.toPlainText().strip()[:MOST_TEXT]
        )
        self.rated.emit(self.marker, rating, self.blind.isChecked())

    def _all_well(self) -> None:
        self._name_field.set_message("")
        self._field.set_message("")

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        if self.marker:
            self.ratings.setFocus(reason)
        else:
            self.name.setFocus(reason)
