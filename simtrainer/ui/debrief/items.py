"""The marks one by one: what was not met, what was, why, and how it could have been said."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from simtrainer.i18n import tr
from simtrainer.reports.words import VERDICT_NAMES
from simtrainer.scoring.hits import clock
from simtrainer.scoring.scorecard import ItemResult, Verdict
from simtrainer.ui.debrief.reading import Debrief, verdict_key
from simtrainer.ui.flush_link import FlushLink
from simtrainer.ui.kit.bars import figure
from simtrainer.ui.kit.card import Panel
from simtrainer.ui.kit.layouts import FlowLayout, HBox, VBox
from simtrainer.ui.kit.painting import paint_inner_ring, painting
from simtrainer.ui.kit.tags import VERDICTS, Tag, VerdictMark
from simtrainer.ui.kit.text import Label, WrapLabel
from simtrainer.ui.kit.theme import theme


class ItemView(QWidget):
    """One item; chosen, it opens. ``chosen`` carries its id, ``event_wanted`` an event."""

    chosen = Signal(str)
    event_wanted = Signal(int)

    def __init__(self, item: ItemResult, debrief: Debrief) -> None:
        super().__init__()
        self.item = item
        self._debrief = debrief
        self._open = False
        self._details: QWidget | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("own_focus", True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.setAccessibleName(self._spoken())
        row = HBox(self, space=12, margins=(14, 11, 16, 11))
        row.addWidget(VerdictMark(verdict_key(item)), 0, Qt.AlignmentFlag.AlignTop)
        self._column = VBox(space=4)
        row.addLayout(self._column, 1)
        head = HBox(space=8)
        head.addWidget(WrapLabel(item.text, weight=500), 1)
        head.addWidget(Label(self._points(), size=13), 0, Qt.AlignmentFlag.AlignTop)
        self._column.addLayout(head)
        self._add_second()

    @property
    def _overruled(self) -> bool:
        return self.item.rules_verdict not in (None, self.item.verdict)

    def _points(self) -> str:
        item = self.item
        if item.max_points or item.points:
            most = f" {tr('of')} {figure(item.max_points)}" if item.max_points else ""
            return f"{figure(item.points)}{most}"
        return ""

    def _spoken(self) -> str:
        word = VERDICTS[verdict_key(self.item)][2].capitalize()
        must = f", {tr('must do')}" if self.item.must_do else ""
        return f"{word}{must}: {self.item.text}, {self._points()}. {self.item.reason}"

    def _add_second(self) -> None:
        item = self.item
        if item.must_do:
            row = HBox(space=8)
            tone = "not_met" if item.verdict == "not met" else "neutral"
            row.addWidget(Tag(tr("Must do"), tone))  # type: ignore[arg-type]
            row.addStretch(1)
            self._column.addLayout(row)
        words = item.reason or (item.evidence[0].quote if item.evidence else "")
        if self._overruled:
            by = tr("Marked by {who}").format(who=item.marker)
            words = f"{by}: {item.reason}" if item.reason else by
        if words:
            self._column.addWidget(WrapLabel(words, size=13, role="second"))

    # --- open and closed

    @property
    def is_open(self) -> bool:
        return self._open

    def set_open(self, opened: bool) -> None:
        if opened == self._open:
            return
        self._open = opened
        if opened and self._details is None:
            self._details = self._made_details()
            self._column.addWidget(self._details)
        if self._details is not None:
            self._details.setVisible(opened)
        self.updateGeometry()
        self.update()

    def _made_details(self) -> QWidget:
        whole = QWidget()
        column = VBox(whole, space=8, margins=(0, 4, 0, 2))
        item = self.item
        if item.could_say:
            column.addWidget(_could_say(item.could_say))
        if item.why:
            column.addWidget(WrapLabel(item.why, size=13))
        self._add_evidence(column)
        if item.rules_verdict is not None:
            column.addWidget(WrapLabel(self._marked_by(item.rules_verdict), size=13, role="quiet"))
        if item.source:
            source = f"{tr('Source')}: {self._debrief.source(item)}"
            column.addWidget(WrapLabel(source, size=12, role="quiet"))
        return whole

    def _marked_by(self, rules: Verdict) -> str:
        if not self._overruled:
            return tr("Marked by {who}, as by the rules").format(who=self.item.marker)
        word = tr(VERDICT_NAMES[rules]).lower()
        return tr("The rules said: {verdict}").format(verdict=word)

    def _add_evidence(self, column: VBox) -> None:
        events = list(dict.fromkeys(evidence.event for evidence in self.item.evidence))
        if not events:
            return
        links = QWidget()
        flow = FlowLayout(links, space=8)
        for event in events:
            words = tr("See {time}").replace("{time}", clock(self._debrief.at(event)))
            opening = EventLink(words, event)
            opening.wanted.connect(self.event_wanted)
            flow.addWidget(opening)
        column.addWidget(links)

    # --- input and painting

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(self.item.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(self.item.id)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        box = QRectF(self.rect())
        with painting(self) as painter:
            if self._open:
                painter.fillRect(box, look.color("tint"))
            painter.fillRect(QRectF(0, box.height() - 1, box.width(), 1), look.color("line"))
            if self.hasFocus():
                paint_inner_ring(painter, box)


class EventLink(FlushLink):
    """A link to a moment. ``wanted`` carries its event."""

    wanted = Signal(int)

    def __init__(self, words: str, event: int) -> None:
        super().__init__(words)
        self._event = event
        self.clicked.connect(self._clicked)

    def _clicked(self) -> None:
        self.wanted.emit(self._event)


class _SaidBox(Panel):
    """Words to borrow, with the trainee's bar at the left."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        with painting(self) as painter:
            bar = QRectF(0, 0, theme().px(3), self.height())
            painter.fillRect(bar, theme().color("accent"))


def _could_say(words: str) -> QWidget:
    box = _SaidBox("surface")
    column = VBox(box, space=2, margins=(12, 8, 12, 8))
    column.addWidget(Label(tr("You could say"), size=13, weight=500, role="accent"))
    column.addWidget(WrapLabel(f"“{words}”"))
    return box
