"""Help: how it works, all keys, what leaves the laptop, and the terminal."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from simtrainer.i18n import tr
from simtrainer.ui import keys
from simtrainer.ui.columns import Columns
from simtrainer.ui.context import UiContext
from simtrainer.ui.kit.card import Card, Facts, Scroll
from simtrainer.ui.kit.layouts import VBox
from simtrainer.ui.kit.text import WrapLabel, page_title

_HOW = (
    ("Choose a case", "The library says what each is about. Take it as practice, guided or exam."),
    (
        "See the patient",
        "Type what you say. Examine, order, treat and call as you would. The clock of the case "
        "moves with what you do, not with how fast you type.",
    ),
    (
        "Hand in",
        "Write what you think it is, what you will do, and how you hand over.",
    ),
    (
        "Look back",
        "Say first how you think it went. Then see your marks, each with the words or acts "
        "they rest on.",
    ),
)
_FAIR = (
    "A question that simtrainer misunderstood is listed as our fault and costs you nothing. "
    "Something that could not be judged is “not assessed”, which is never a fault. Nothing "
    "here is a verdict on you: it is for practice."
)
_LEAVES = (
    "Nothing. There is no account, and simtrainer never goes online. Your attempts, "
    "words and marks lie in one file on this computer. A file leaves it only when you "
    "export one and pass it on yourself. You can delete everything in Settings."
)
_COMMANDS = (
    ("simtrainer demo", "plays a whole encounter and prints its scorecard"),
    ("simtrainer talk CASE", "an encounter in the terminal"),
    ("simtrainer play CASE --script FILE", "plays a list of actions"),
    ("simtrainer score FILE --case CASE", "scores an exported encounter or a transcript"),
    ("simtrainer check FILE", "looks a case over for mistakes"),
    ("simtrainer doctor", "says what works on this computer"),
    ("simtrainer --help", "everything else"),
)


class HelpPage(QWidget):
    """Short enough to be read; ``show_keys`` opens the keys anywhere."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        outer = VBox(self)
        self._scroll = Scroll(margins=(24, 20, 24, 20), space=12)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # the arrows scroll
        self._scroll.setAccessibleName(tr("Help"))
        self._scroll.setProperty("own_focus", True)  # a ring round the whole page says nothing
        outer.addWidget(self._scroll)
        body = self._scroll.body
        body.addWidget(page_title(tr("Help")))
        self._columns = Columns()
        self._fill(self._columns.left, self._columns.right)
        body.addLayout(self._columns)
        body.addStretch(1)

    def show_keys(self, parent: QWidget) -> None:
        """Open the keys over ``parent``."""
        keys.show_keys(parent, self._context.settings.shortcuts)

    def _fill(self, left: VBox, right: VBox) -> None:
        how = Card(tr("How it works"), margins=16, space=12)
        facts = Facts(name_width=112)
        for name, words in _HOW:
            facts.add(tr(name), WrapLabel(tr(words)))
        how.body.addWidget(facts)
        left.addWidget(how)
        left.addWidget(_said(tr("How you are marked"), tr(_FAIR)))
        left.addWidget(_said(tr("What leaves this computer"), tr(_LEAVES)))
        left.addWidget(_terminal())
        left.addStretch(1)
        card = Card(tr("Keys"), margins=16)
        card.body.addWidget(keys.KeysTable(self._context.settings.shortcuts))
        right.addWidget(card)
        right.addStretch(1)

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        self._scroll.setFocus(reason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._columns.fit(event.size().width())
        super().resizeEvent(event)


def _said(title: str, words: str) -> Card:
    card = Card(title, margins=16)
    card.body.addWidget(WrapLabel(words))
    return card


def _terminal() -> Card:
    card = Card(tr("In a terminal"), margins=16)
    facts = Facts(name_width=232)
    for command, words in _COMMANDS:
        facts.add(command, tr(words))
    card.body.addWidget(facts)
    return card
