"""The left side: the score as a whole, by domain beside the own estimate, and what comes next."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget

from simtrainer.i18n import tr, trn
from simtrainer.reports.words import CAVEAT, DOMAIN_NAMES, figure, percent, rating_words, standing
from simtrainer.scoring.hits import clock
from simtrainer.scoring.scorecard import SafetyFlag, Scorecard
from simtrainer.ui.debrief.items import EventLink
from simtrainer.ui.debrief.reading import Debrief, Step
from simtrainer.ui.flush_link import FlushLink
from simtrainer.ui.kit.bars import ScoreBar
from simtrainer.ui.kit.card import Card, Line
from simtrainer.ui.kit.icons import Icon
from simtrainer.ui.kit.layouts import HBox, VBox
from simtrainer.ui.kit.painting import paint_box, paint_text, painting, whole
from simtrainer.ui.kit.sizing import fix_size
from simtrainer.ui.kit.text import Label, WrapLabel
from simtrainer.ui.kit.theme import theme


class ScoreCard(Card):
    """``event_wanted`` carries an event to see."""

    event_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._holder: QWidget | None = None

    def show_debrief(self, debrief: Debrief) -> None:
        if self._holder is not None:
            self._holder.hide()
            self._holder.deleteLater()
        self._holder = QWidget()
        column = VBox(self._holder, space=8, margins=(16, 10, 16, 12))
        card = debrief.card
        column.addLayout(_total(card))
        for domain, points, most in debrief.domain_shares:
            share = (debrief.estimate or {}).get(domain)
            column.addWidget(ScoreBar(tr(DOMAIN_NAMES[domain]), points, most, share))
        if debrief.estimate:
            column.addWidget(_legend())
        column.addWidget(Line())
        column.addWidget(_must_do(card))
        self._add_flags(column, debrief)
        if card.global_rating is not None:
            words = f"{tr('Overall rating')}: {rating_words(card.global_rating)}"
            column.addWidget(_fact("person", "text", words, 400))
        column.addWidget(WrapLabel(tr(standing(card)), size=13, role="second"))
        self.body.addWidget(self._holder)

    def _add_flags(self, column: VBox, debrief: Debrief) -> None:
        flags = debrief.card.flags
        if not any(flag.kind == "harm" for flag in flags):
            column.addWidget(_fact("met", "met", tr("Harmful actions: none"), 600))
        for flag in flags:
            column.addWidget(self._flag(flag, debrief))

    def _flag(self, flag: SafetyFlag, debrief: Debrief) -> QWidget:
        kind = tr("Harmful") if flag.kind == "harm" else tr("Dangerous to leave out")
        fact = _fact("harmful", "not_met", f"{kind}: {flag.text}", 500)
        event = flag_event(flag)
        if event is None:
            return fact
        holder = QWidget()
        column = VBox(holder)
        column.addWidget(fact)
        row = HBox(margins=(26, 0, 0, 0))
        row.addWidget(_see(event, debrief, self.event_wanted))
        row.addStretch(1)
        column.addLayout(row)
        return holder


class Caveat(WrapLabel):
    """What these marks are, and what they are not."""

    def __init__(self) -> None:
        super().__init__(size=12, role="quiet")

    def show_debrief(self, debrief: Debrief) -> None:
        standing = tr("Formative.") if debrief.card.formative else tr("Marked and signed off.")
        self.setText(f"{standing} {tr(CAVEAT)}")


def flag_event(flag: SafetyFlag) -> int | None:
    """The event that a safety flag rests on, if it rests on one."""
    if flag.evidence:
        return flag.evidence[0].event
    kind, _, number = flag.item.partition("-")
    return int(number) if kind == "event" and number.isdigit() else None


def _total(card: Scorecard) -> HBox:
    row = HBox(space=14)
    row.addWidget(Label(f"{percent(card)} %", size=34, weight=600))
    words = VBox(space=1)
    points = f"{figure(card.points)} {tr('of')} {figure(card.max_points)} {tr('points')}"
    words.addWidget(Label(points, size=13, role="second"))
    missing = sum(item.verdict == "not assessed" for item in card.items)
    if missing:
        told = trn("{count} item not assessed", "{count} items not assessed", missing)
        words.addWidget(Label(told, size=13, role="second"))
    row.addLayout(words)
    row.setAlignment(words, Qt.AlignmentFlag.AlignVCenter)
    row.addStretch(1)
    return row


def _legend() -> QWidget:
    holder = QWidget()
    row = HBox(holder, space=6)
    row.addWidget(Icon("diamond", "text", 16))
    row.addWidget(WrapLabel(tr("Your own estimate, before the marks"), size=13, role="second"), 1)
    return holder


def _must_do(card: Scorecard) -> QWidget:
    missing = card.must_do_total - card.must_do_met
    words = f"{tr('Must-do items')}: {card.must_do_met} {tr('of')} {card.must_do_total}"
    icon, role = ("not-met", "not_met") if missing else ("met", "met")
    return _fact(icon, role, words, 600)


def _fact(icon: str, role: str, words: str, weight: int) -> QWidget:
    holder = QWidget()
    row = HBox(holder, space=8)
    row.addWidget(Icon(icon, role, 18), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(WrapLabel(words, weight=weight), 1)
    return holder


def _see(event: int, debrief: Debrief, wanted: object) -> EventLink:
    words = tr("See {time}").replace("{time}", clock(debrief.at(event)))
    opening = EventLink(words, event)
    opening.wanted.connect(wanted)
    return opening


class StepsCard(Card):
    """Up to three things for next time. ``item_wanted`` and ``event_wanted`` say what to see."""

    item_wanted = Signal(str)
    event_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__(tr("Three next steps"))
        self._holder: QWidget | None = None

    def show_debrief(self, debrief: Debrief) -> None:
        if self._holder is not None:
            self._holder.hide()
            self._holder.deleteLater()
        self._holder = QWidget()
        column = VBox(self._holder)
        steps = debrief.steps
        titles = {1: tr("One next step"), 2: tr("Two next steps"), 3: tr("Three next steps")}
        self.set_title(titles.get(len(steps), tr("Next")))
        for number, step in enumerate(steps, 1):
            if number > 1:
                column.addWidget(Line())
            column.addWidget(self._step(number, step, debrief))
        if not steps:
            words = tr("Everything that was judged is met. Try a harder variant, or another case.")
            column.addWidget(_padded(words))
        self.body.addWidget(self._holder)
        self.body.addStretch(1)

    def _step(self, number: int, step: Step, debrief: Debrief) -> QWidget:
        holder = QWidget()
        row = HBox(holder, space=12, margins=(16, 12, 16, 10))
        row.addWidget(_Number(number), 0, Qt.AlignmentFlag.AlignTop)
        words = VBox(space=2)
        words.addWidget(WrapLabel(step.title, weight=600))
        if step.text:
            words.addWidget(WrapLabel(step.text, size=13, role="second"))
        links = HBox(space=8)
        opening = _ItemLink(step.item)
        opening.wanted.connect(self.item_wanted)
        links.addWidget(opening)
        if step.event is not None:
            links.addWidget(_see(step.event, debrief, self.event_wanted))
        links.addStretch(1)
        words.addLayout(links)
        row.addLayout(words, 1)
        return holder


def _padded(words: str) -> QWidget:
    holder = QWidget()
    column = VBox(holder, margins=16)
    column.addWidget(WrapLabel(words, role="second"))
    return holder


class _ItemLink(FlushLink):
    """Opens an item's reason. ``wanted`` carries the item."""

    wanted = Signal(str)

    def __init__(self, item: str) -> None:
        super().__init__(tr("See why"))
        self._item = item
        self.clicked.connect(self._clicked)

    def _clicked(self) -> None:
        self.wanted.emit(self._item)


class _Number(QWidget):
    """A figure in a disc."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number
        fix_size(self, width=26, height=26)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        box = whole(self.rect())
        with painting(self) as painter:
            paint_box(painter, box, box.width() / 2, look.color("tint"))
            centre = Qt.AlignmentFlag.AlignHCenter
            font = look.font(13, 600)
            paint_text(painter, box, str(self._number), font, look.color("accent"), centre)
