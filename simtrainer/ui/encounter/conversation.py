"""The middle column: what was said and done, searching in it, and saying something."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from simtrainer.encounter import actions as ac
from simtrainer.encounter import events as ev
from simtrainer.encounter.state import EncounterState
from simtrainer.i18n import tr
from simtrainer.ui.encounter.composer import Composer
from simtrainer.ui.encounter.telling import Line, Said, entry_of, goes_on
from simtrainer.ui.encounter.wording import Wording
from simtrainer.ui.encounter.words import clock
from simtrainer.ui.kit.announce import announce
from simtrainer.ui.kit.button import IconButton
from simtrainer.ui.kit.card import Panel
from simtrainer.ui.kit.fields import SearchField
from simtrainer.ui.kit.layouts import HBox, VBox
from simtrainer.ui.kit.text import Label
from simtrainer.ui.kit.tokens import Type
from simtrainer.ui.kit.turns import SystemLine, Turn, TurnList


class Conversation(QWidget):
    """``asked`` carries what is said, done or flagged."""

    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        column = VBox(self)
        self.search = _Search()
        self.search.hide()
        column.addWidget(self.search)
        self.turns = TurnList(tr("Conversation"))
        column.addWidget(self.turns, 1)
        self.wording = Wording()
        column.addWidget(self.wording)
        self.composer = Composer()
        column.addWidget(self.composer)
        self.composer.asked.connect(self.asked)
        self.search.closed.connect(self._search_closed)
        self.search.stepped.connect(self._show_match)
        self._entries: list[Turn | SystemLine] = []
        self._last: tuple[Said, Turn] | None = None
        self._own: tuple[int, Turn] | None = None
        self.flag_button: IconButton | None = None

    # --- showing

    def show_case(self, state: EncounterState, events: Sequence[ev.Event], draft: str = "") -> None:
        """Begin with this encounter; ``events`` are all so far, ``draft`` what is half typed."""
        self.turns.clear()
        self._entries, self._last, self._own, self.flag_button = [], None, None, None
        self.wording.forget()
        self.composer.show_case(state, draft)
        self.search.leave()
        for event in events:
            self._add(event, state)
        self._offer_flag(state)
        self.turns.scroll_to_end()

    def happened(self, state: EncounterState, events: Sequence[ev.Event]) -> None:
        spoken: list[str] = []
        for event in events:
            entry = self._add(event, state)
            if isinstance(entry, Said) and entry.voice != "trainee":
                spoken.append(f"{entry.name}: {entry.text}")
            elif isinstance(entry, Line) and entry.loud:
                announce(self, entry.text, assertive=True)
            elif isinstance(entry, Line) and entry.told:
                spoken.append(entry.text)
        if spoken:
            announce(self, " ".join(spoken))
        self.wording.happened(state, events)
        self.composer.show_state(state)
        self._offer_flag(state)

    def _add(self, event: ev.Event, state: EncounterState) -> Said | Line | None:
        entry = entry_of(event, state.case, state.locale)
        if isinstance(entry, Line):
            self._entries.append(self.turns.add_line(entry.icon, entry.text, clock(entry.at)))
            self._last = None
        elif isinstance(entry, Said):
            self._say(entry)
        return entry

    def _say(self, said: Said) -> None:
        """A turn of its own, or another sentence of the one before."""
        if self._last and goes_on(self._last[0], said):
            turn = self._last[1]
            turn.set_text(f"{turn.text()} {said.text}")
        else:
            turn = self.turns.add_turn(said.voice, said.name, clock(said.at), said.text)
            turn.set_muted(said.muted)
            self._entries.append(turn)
        self._last = (said, turn)
        if said.voice == "trainee":
            self._own = (said.seq, turn)
            self._drop_flag()

    def entries(self) -> list[Turn | SystemLine]:
        """All turns and lines, oldest first."""
        return list(self._entries)

    # --- "I was misunderstood"

    def _offer_flag(self, state: EncounterState) -> None:
        """A flag on the trainee's last words, until it is used."""
        if self._own is None:
            return
        seq, turn = self._own
        if seq in state.flagged:
            self._drop_flag()
        elif self.flag_button is None:
            self.flag_button = IconButton("flag", tr("I was misunderstood"), side=24)
            self.flag_button.clicked.connect(self._flag_pressed)
            turn.set_action(self.flag_button)

    def _drop_flag(self) -> None:
        if self.flag_button is not None:
            holder = self.flag_button.parentWidget()
            if isinstance(holder, Turn):
                holder.set_action(None)
            self.flag_button.deleteLater()
            self.flag_button = None

    def _flag_pressed(self) -> None:
        if self._own is not None:
            self.asked.emit(ac.Flag(event=self._own[0]))

    # --- searching

    def open_search(self) -> None:
        self.search.open([entry.text() for entry in self._entries])

    def _search_closed(self) -> None:
        self.turns.scroll_to_end()
        self.composer.words.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_match(self, at: int, go: bool) -> None:
        entry = self._entries[at]
        self.turns.show_entry(entry)
        if go:
            entry.setFocus(Qt.FocusReason.TabFocusReason)


class _Search(Panel):
    """A search field over the conversation: typing shows the newest match, Enter goes there."""

    closed = Signal()
    stepped = Signal(int, bool)  # the entry, and whether to go to it

    def __init__(self) -> None:
        super().__init__("", edge="bottom")
        row = HBox(self, space=8, margins=(12, 8))
        self.field = SearchField(tr("Search the conversation"))
        self.field.edited.connect(self._edited)
        self.field.submitted.connect(self._next)
        row.addWidget(self.field, 1)
        self._count = Label("", size=Type.SECOND, role="second")
        row.addWidget(self._count)
        self._close = IconButton("cross", tr("Close the search"))
        self._close.clicked.connect(self._leave_and_tell)
        row.addWidget(self._close)
        self._texts: list[str] = []
        self._found: list[int] = []
        self._at = -1

    def open(self, texts: list[str]) -> None:
        self._texts = [text.casefold() for text in texts]
        self.show()
        self.field.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.edit.selectAll()
        self._edited(self.field.text())

    def leave(self) -> None:
        self.hide()
        self.field.set_text("")

    def _leave_and_tell(self) -> None:
        self.leave()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave_and_tell()
            return
        super().keyPressEvent(event)

    def _edited(self, text: str) -> None:
        wanted = text.strip().casefold()
        self._found = [at for at, own in enumerate(self._texts) if wanted and wanted in own]
        self._at = len(self._found)
        if not wanted:
            self._count.setText("")
            return
        self._count.setText(f"{len(self._found)} {tr('found')}" if self._found else tr("None"))
        if self._found:
            self.stepped.emit(self._found[-1], False)

    def _next(self, _text: str) -> None:
        """From the newest match back to the oldest, and round again."""
        if not self._found:
            return
        self._at = (self._at - 1) % len(self._found)
        self._count.setText(f"{self._at + 1} {tr('of')} {len(self._found)}")
        self.stepped.emit(self._found[self._at], True)
