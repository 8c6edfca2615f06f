"""The encounter: the patient, the conversation and the work, kept in step with the desk."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import assert_never

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLayout, QWidget

from simtrainer import desk as dk
from simtrainer.encounter import actions as ac
from simtrainer.encounter import events as ev
from simtrainer.encounter.state import EncounterState
from simtrainer.i18n import tr
from simtrainer.ui.context import UiContext
from simtrainer.ui.encounter.asking import Asking
from simtrainer.ui.encounter.conversation import Conversation
from simtrainer.ui.encounter.header import COMPACT, NARROW, Header
from simtrainer.ui.encounter.idle import TICK_S, Idle
from simtrainer.ui.encounter.keys import add_shortcuts, give_keys, key_of
from simtrainer.ui.encounter.leaving import Leaving
from simtrainer.ui.encounter.notices import Notices
from simtrainer.ui.encounter.panes import Pane, pane_beside, pane_of
from simtrainer.ui.encounter.patient_pane import PatientPane
from simtrainer.ui.encounter.seeing import MEASURE_PRESSURE
from simtrainer.ui.encounter.talking import Talking
from simtrainer.ui.encounter.work import WorkPane
from simtrainer.ui.kit.button import IconButton
from simtrainer.ui.kit.card import Card, Panel
from simtrainer.ui.kit.layouts import HBox, VBox
from simtrainer.ui.kit.theme import theme
from simtrainer.ui.kit.tokens import Space

LEFT, MIDDLE = 372, 436
LEFT_NARROW, MIDDLE_NARROW = 296, 340
TIGHT = 760  # width at 100 % below which the tab with the talk is narrow too
SAYING = "say"  # the name under which half typed words are kept
SMALLEST = (640, 480)  # pixels, at any zoom


class EncounterPage(QWidget):
    """Actions go out through the desk; ``left`` goes back to the library, resumable."""

    left = Signal()

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self._encounter = 0
        self._state: EncounterState | None = None
        self.asking = Asking(context.desk, self)
        self.idle = Idle(self)
        self.leaving = Leaving(self)
        self._make_parts()
        self._lay_out()
        self._connect()
        theme().changed.connect(self._fit)

    # --- building

    def _make_parts(self) -> None:
        settings = self._context.settings
        self.header = Header(settings.shortcuts)
        self.notices = Notices()
        self.patient = PatientPane(settings.captions)
        self.conversation = Conversation()
        self.work = WorkPane(self._key)
        self.talking = Talking(self, self._context, self.patient, self.notices)
        self._talk_card = Card(tr("Conversation"))
        self._search_button = IconButton("search", tr("Search the conversation"))
        self._search_button.clicked.connect(self.conversation.open_search)
        self._talk_card.add_action(self._search_button)
        self._talk_card.body.addWidget(self.conversation)

    def _lay_out(self) -> None:
        outer = VBox(self)
        # The widths follow the window, so they must not hold it open.
        outer.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        outer.addWidget(self.header)
        outer.addWidget(self.notices)
        ground = Panel("canvas")
        row = HBox(ground, space=Space.M, margins=12)
        for widget, stretch in ((self.patient, 0), (self._talk_card, 0), (self.work, 1)):
            row.addWidget(widget, stretch)
        outer.addWidget(ground, 1)

    def _connect(self) -> None:
        for part in (self.header, self.patient, self.conversation, self.work):
            part.asked.connect(self.ask)
        self.talking.asked.connect(self.ask)
        self.talking.connect_to(self.conversation.composer)
        self.header.left.connect(self.left)
        self.header.end_wanted.connect(self._end_wanted)
        self.header.stop_wanted.connect(self.leaving.ask_to_stop)
        self.header.notes_wanted.connect(self._toggle_notes)
        self.work.scratch.closed.connect(self._close_notes)
        self.work.scratch.kept.connect(self._context.desk.keep_notes)
        self.conversation.composer.drafted.connect(self._keep_draft)
        self.notices.retried.connect(self._try_again)
        self.notices.resumed.connect(self.header.toggle_pause)
        self.asking.changed.connect(self._under_way)
        self.idle.passed.connect(self._tick)
        self.leaving.asked.connect(self.ask)
        self._shortcuts = add_shortcuts(
            self,
            self._context.settings.shortcuts,
            {
                "next_pane": self._next_pane,
                "previous_pane": self._previous_pane,
                "talk": self._go_talk,
                "speak": self.talking.key_down,
                "examine": partial(self.work.go_to, "examine"),
                "tests": partial(self.work.go_to, "tests"),
                "treat": partial(self.work.go_to, "treat"),
                "results": partial(self.work.go_to, "results"),
                "monitor": self._go_monitor,
                "silence": self.patient.silence,
                "pause": self.header.toggle_pause,
                "skip": self.header.open_skip,
                "notes": self._toggle_notes,
                "end": self._end_wanted,
                "search": self._search,
            },
        )

    def _key(self, name: str) -> str:
        return key_of(name, self._context.settings.shortcuts)

    # --- what the window tells

    @property
    def state(self) -> EncounterState | None:
        """What is shown: the state after the last stored event, or None without an encounter."""
        return self._state

    @property
    def is_open(self) -> bool:
        """Whether an encounter is shown that is not over."""
        return self._state is not None and not self._state.over

    @property
    def scratch_text(self) -> str:
        """What the trainee wrote for themselves in this encounter."""
        return self.work.scratch.text()

    def open_encounter(self, notice: dk.EncounterOpened) -> None:
        """Begin, or go on where it was left."""
        self.conversation.composer.keeping.now()
        self._encounter, self._state = notice.encounter, notice.state
        settings = self._context.settings
        self.patient.caption.set_size(settings.captions)
        give_keys(self._shortcuts, settings.shortcuts)
        self.asking.forget()
        self.notices.clear()
        self.header.show_case(notice.state)
        self.patient.show_case(notice.state, notice.events)
        self.conversation.show_case(notice.state, notice.events, notice.drafts.get(SAYING, ""))
        self.work.show_case(notice.state, notice.encounter, notice.notes)
        self._fit()
        self._follow_phase(notice.state)
        self.talking.opened(notice.state, notice.events, notice.resumed)

    def happened(self, notice: dk.Happened) -> None:
        """Stored events of this encounter; of any other they are left alone."""
        if notice.encounter != self._encounter or self._state is None:
            return
        self._state = notice.state
        self._show(notice.state, notice.events)
        self.talking.happened(notice.state, notice.events)

    def refused(self, notice: dk.Refused) -> None:
        """It cannot be done now: say why, and give back what was typed."""
        if not self._ours(notice.action):
            return
        if not isinstance(notice.action, ac.Tick):
            self.notices.say(notice.reason)
        self._give_back(notice.action)

    def performed(self, notice: dk.Performed) -> None:
        if not self._ours(notice.action):
            return
        if not isinstance(notice.action, ac.Tick):
            self.notices.done()

    def trouble(self, notice: dk.Trouble) -> None:
        """Something of ours went astray: say so, and offer to try again."""
        self.asking.done(notice.action)
        retry = None if isinstance(notice.action, ac.Tick) else notice.action
        self.notices.trouble(notice.sentence, retry)
        self._give_back(notice.action)

    def voice_changed(self, voice: dk.VoiceChanged) -> None:
        """Losing the language model is no trouble for the encounter, but no secret either."""
        if voice.state == "off" and voice.why and self._state is not None:
            self.notices.say(f"{voice.why} {tr('The patient goes on as scripted.')}")

    def put_away(self) -> None:
        """Rest until an encounter is opened again; everything is stored already."""
        self._state = None
        self.talking.rest()
        self.work.scratch.keep_now()
        self.conversation.composer.keeping.now()
        self.idle.set_running(False)
        self.leaving.keep_going()

    def _keep_draft(self, text: str) -> None:
        self._context.desk.keep_draft(self._encounter, SAYING, text)

    # --- asking

    def ask(self, action: ac.Action) -> None:
        """Send an action to the desk; further ones wait their turn there."""
        if self._state is None:
            return
        if not isinstance(action, ac.Tick):
            self.work.results.mark_seen()
        if isinstance(action, ac.Examine) and action.manoeuvre == MEASURE_PRESSURE:
            self.patient.set_measuring(True)
        self.talking.own_words(action)
        self.asking.ask(action)

    def _ours(self, action: ac.Action) -> bool:
        """Whether this page asked for it; then it is no longer under way."""
        return self.asking.done(action)

    def _give_back(self, action: ac.Action | None) -> None:
        if isinstance(action, ac.Say):
            self.conversation.composer.give_back(action.text)

    def _try_again(self, action: ac.Action) -> None:
        """Words that were given back are said now, and not once more from the field."""
        if isinstance(action, ac.Say):
            self.conversation.composer.take_back(action.text)
        self.ask(action)

    def _under_way(self, busy: bool) -> None:
        self.header.set_saved(not busy)
        if not busy:
            self.patient.set_measuring(False)

    def _tick(self) -> None:
        state = self._state
        if state is None or state.phase != "running" or self.asking.busy:
            return
        self.ask(ac.Tick(seconds=TICK_S))

    # --- showing

    def _show(self, state: EncounterState, events: Sequence[ev.Event]) -> None:
        self.header.show_state(state)
        self.patient.happened(state, events)
        self.conversation.happened(state, events)
        self.work.happened(state, events)
        self._follow_phase(state)

    def _follow_phase(self, state: EncounterState) -> None:
        self.idle.set_running(state.idle_ticks and state.phase == "running")
        self.talking.follow(state)
        self.notices.set_paused(state.phase == "paused", self._key("pause"))

    def minimumSizeHint(self) -> QSize:
        return QSize(*SMALLEST)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Lay out for the room there is: see the look's rules for 1180 and below."""
        width = self.width() / theme().px(100) * 100
        narrow, compact = width < NARROW, width < COMPACT
        left = theme().px(LEFT_NARROW if narrow else LEFT)
        self.patient.setFixedWidth(min(left, self.width() * 45 // 100))
        self._talk_card.setFixedWidth(theme().px(MIDDLE_NARROW if narrow else MIDDLE))
        self.work.set_results_hosted(narrow)
        self.work.set_talk_hosted(self.conversation, compact)
        if not compact and self.conversation.parentWidget() is not self._talk_card:
            self._talk_card.body.addWidget(self.conversation)
            self.conversation.show()
        self._talk_card.setVisible(not compact)
        self.conversation.composer.set_narrow(width < TIGHT or (narrow and not compact))
        self.header.set_width(width)

    # --- keyboard

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        self.conversation.composer.words.setFocus(reason)

    def _go_talk(self) -> None:
        self.work.open_tab("talk")
        self.conversation.composer.words.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _go_monitor(self) -> None:
        target = self.patient.caption if self.patient.monitor.isHidden() else self.patient.monitor
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _next_pane(self) -> None:
        self._enter(pane_beside(self, 1))

    def _previous_pane(self) -> None:
        self._enter(pane_beside(self, -1))

    def _enter(self, pane: Pane) -> None:
        match pane:
            case "talk":
                self._go_talk()
            case "work":
                tab = self.work.current()
                self.work.go_to(tab if tab in ("examine", "tests", "treat") else "examine")
            case "results":
                self.work.go_to("results")
            case "monitor":
                self._go_monitor()
            case _:
                assert_never(pane)

    def _search(self) -> None:
        """Search where the keyboard is: the work, or the conversation."""
        if pane_of(self) == "work" and self.work.current() != "results":
            self.work.go_to(self.work.current())
            return
        self.work.open_tab("talk")
        self.conversation.open_search()

    # --- notes, ending, leaving

    def _toggle_notes(self) -> None:
        shown = self.work.scratch.isHidden()
        if not shown and self.work.scratch.isAncestorOf(self.focusWidget() or self):
            self._go_talk()  # or Qt would put the keyboard on whatever comes next
        self.work.scratch.setVisible(shown)
        self.header.notes.setChecked(shown)
        if shown:
            self.work.scratch.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _close_notes(self) -> None:
        self.work.scratch.hide()
        self.header.notes.setChecked(False)
        self._go_talk()

    def _end_wanted(self) -> None:
        if self.is_open:
            self.leaving.ask_to_end()
