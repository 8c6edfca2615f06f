"""The pages after the encounter, on a real desk with a real database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from simtrainer import desk as dk
from simtrainer.encounter import actions as ac
from simtrainer.encounter import events as ev
from simtrainer.scenario.draw import draw
from simtrainer.scenario.loader import find
from simtrainer.session import Terms
from simtrainer.settings import Settings
from simtrainer.ui.bridge import Bridge
from simtrainer.ui.context import UiContext
from simtrainer.ui.debrief import DebriefPage
from simtrainer.ui.kit.dialog import Dialog
from simtrainer.ui.kit.text import WrapLabel
from simtrainer.ui.kit.theme import Mode, theme
from simtrainer.ui.note import DRAFT, NotePage
from simtrainer.ui.progress import ProgressPage
from simtrainer.ui.settings import SettingsPage

SAID = ("Hello. What's the matter?", "How bad is the pain?", "Do you smoke?")
LOOK = {"mode": Mode.LIGHT, "zoom": 100, "reduced_motion": True}


class Room:
    """A desk, and the notices that came from it."""

    def __init__(self, folder: Path, scenarios: Path, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.bridge = Bridge()
        self.notices: list[dk.Notice] = []
        self.bridge.noticed.connect(self.notices.append)
        self.desk = dk.Desk(
            folder / "db.sqlite", folder / "backups", (scenarios,), self.bridge.pass_on
        )
        self.context = UiContext(self.desk, Settings(), self._save)
        self.desk.start()

    def _save(self, settings: Settings) -> None:
        self.context.settings = settings
        theme().set(mode=Mode(settings.theme), zoom=settings.zoom)

    def seen(self, kind: type) -> list[dk.Notice]:
        return [notice for notice in self.notices if isinstance(notice, kind)]

    def wait(self, kind: type, count: int = 1) -> dk.Notice:
        """The ``count``-th notice of this kind."""
        while len(self.seen(kind)) < count:
            with self.qtbot.waitSignal(self.bridge.noticed, timeout=20_000):
                pass
        return self.seen(kind)[count - 1]

    def show(self, page: QWidget, width: int = 1280, height: int = 800) -> None:
        self.qtbot.addWidget(page)
        page.resize(width, height)
        with self.qtbot.waitExposed(page):
            page.show()

    def play(self, last: ac.Action, said: tuple[str, ...] = SAID) -> None:
        """A short encounter that ends with ``last``."""
        case = draw(find("chest-pain-ed"), 7, "standard")
        self.desk.begin(case, Terms(mode="practice", locale="en-GB"))
        for text in said:
            self.desk.perform(ac.Say(text=text))
        self.desk.perform(ac.OrderTest(test="ecg_12_lead"))
        self.desk.perform(ac.Wait(minutes=8))
        self.desk.perform(last)

    def note(self) -> NotePage:
        """The note page of an encounter whose time with the patient is over."""
        page = NotePage(self.context)
        self.play(ac.Finish())
        while not self._closing():
            with self.qtbot.waitSignal(self.bridge.noticed, timeout=20_000):
                pass
        self.bridge.noticed.connect(lambda notice: _hand_on(page, notice))
        page.open_note(self._closing()[-1].state, 1)
        self.show(page)
        return page

    def skip(self, page: DebriefPage) -> None:
        """On to the marks, and wait until they are all there."""
        page.reflection.skip_button.click()
        self.qtbot.waitUntil(lambda: page.filled, timeout=20_000)

    def _closing(self) -> list[dk.Happened]:
        happened = [n for n in self.notices if isinstance(n, dk.Happened)]
        return [notice for notice in happened if notice.state.phase == "closing"]

    def debrief(self) -> tuple[DebriefPage, dk.DebriefReady]:
        """The marks of a short encounter, the own estimate left out."""
        page = DebriefPage(self.context)
        self.play(ac.End())
        ready = self.wait(dk.DebriefReady)
        assert isinstance(ready, dk.DebriefReady)
        page.show_debrief(ready)
        self.show(page)
        return page, ready


def _hand_on(page: NotePage, notice: dk.Notice) -> None:
    match notice:
        case dk.Happened():
            page.happened(notice)
        case dk.Performed():
            page.performed(notice)
        case dk.Refused():
            page.refused(notice)
        case dk.Trouble():
            page.trouble(notice)


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path, scenarios: Path) -> Iterator[Room]:
    theme().set(**LOOK)  # type: ignore[arg-type]
    made = Room(tmp_path, scenarios, qtbot)
    made.wait(dk.LibraryRead)
    yield made
    made.desk.close()
    theme().set(**LOOK)  # type: ignore[arg-type]


def _type(page: NotePage, name: str, text: str) -> None:
    control = page._controls[name]
    control.setFocus()
    QTest.keyClicks(control, text)


def test_that_handing_in_keeps_all_of_the_note_and_opens_the_debrief(room: Room) -> None:
    page = room.note()
    _type(page, "diagnosis", "Inferior STEMI")
    _type(page, "differential", "dissection")
    QTest.keyClick(page._controls["differential"], Qt.Key.Key_Return)
    _type(page, "differential", "pericarditis")
    _type(page, "plan", "Primary PCI")
    page._controls["disposition"].set_value("admit")  # type: ignore[union-attr]
    _type(page, "where", "coronary care")
    _type(page, "situation", "71, chest pain")
    _type(page, "recommendation", "Please come")
    QTest.keyClicks(page.examiner.edits["first-minutes"], "An ECG within ten minutes")
    QTest.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    ready = room.wait(dk.DebriefReady)
    assert isinstance(ready, dk.DebriefReady)
    state = ready.state
    assert state.note is not None
    assert state.note.diagnosis == "Inferior STEMI"
    assert state.note.differential == ("dissection", "pericarditis")
    assert [(d.disposition, d.to) for d in state.disposals] == [("admit", "coronary care")]
    told = "Situation: 71, chest pain\nRecommendation: Please come"
    assert [handed.text for handed in state.handovers] == [told]
    answered = [event for event in ready.events if event.kind == "examiner_answered"]
    assert [event.text for event in answered] == ["An ECG within ten minutes"]


def test_that_no_diagnosis_is_asked_about_and_may_be_thought_over(room: Room) -> None:
    page = room.note()
    asked: list[str] = []

    def decline() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, Dialog)
        asked.append(dialog.windowTitle())
        dialog.decline_button.click()

    QTimer.singleShot(0, decline)
    page.hand_in_button.click()
    assert asked == ["Hand in without a diagnosis?"]
    assert page.hand_in_button.isEnabled()
    room.desk.read_library()
    room.wait(dk.LibraryRead, 2)  # everything asked for before has been done by then
    assert not room.seen(dk.DebriefReady)


def test_that_a_draft_waits_while_one_is_away(room: Room) -> None:
    page = room.note()
    _type(page, "plan", "Aspirin first")
    with room.qtbot.waitSignal(page.left):
        page.back_button.click()
    room.desk.resume(1)
    opened = room.wait(dk.EncounterOpened, 2)
    assert isinstance(opened, dk.EncounterOpened)
    page.open_note(opened.state, opened.encounter, opened.drafts[DRAFT])
    assert page.draft.plan == "Aspirin first"


def test_that_the_own_estimate_comes_before_the_marks_and_once(room: Room) -> None:
    page, ready = room.debrief()
    assert page.reflection.isVisible()
    assert not page.score.isVisible()
    page.reflection.choices["history"].button("most").click()
    page.reflection.text.setPlainText("I rushed.")
    page.reflection.done_button.click()
    judged = room.wait(dk.DebriefReady, 2)
    assert isinstance(judged, dk.DebriefReady)
    body = judged.judgements[-1]["body"]
    assert body == {"domains": {"history": 0.75}, "text": "I rushed."}
    assert judged.scorecard.points == ready.scorecard.points
    page.show_debrief(judged)
    room.qtbot.waitUntil(lambda: page.filled, timeout=20_000)
    assert page.score.isVisible()
    bars = [w.accessibleName() for w in page.score.findChildren(QWidget)]
    assert any("History" in name and "you estimated 75 %" in name for name in bars)


def test_that_evidence_leads_to_its_item_and_the_item_to_its_evidence(room: Room) -> None:
    page, ready = room.debrief()
    room.skip(page)
    met = next(item for item in ready.scorecard.items if item.id == "ecg-in-time")
    view = next(v for v in page.transcript.views if met.evidence[0].event in v.entry.events)
    assert "met: " in view.accessibleName()
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert page.items.chosen_item == met.id
    page.transcript.see(0)
    page.see_event(met.evidence[0].event)
    assert view.current
    assert page.timeline.cursor_ms == ready.events[met.evidence[0].event].at


def test_that_the_timeline_is_walked_by_keyboard_and_told_as_a_table(room: Room) -> None:
    page, ready = room.debrief()
    room.skip(page)
    line = page.timeline
    QTest.keyClick(line, Qt.Key.Key_Right)
    assert line.cursor_ms == 10_000
    assert line.accessibleName().startswith("Timeline, 00:10: heart rate")
    QTest.keyClick(line, Qt.Key.Key_Home)
    QTest.keyClick(line, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    ordered = next(e for e in ready.events if e.kind == "test_ordered")
    assert line.cursor_ms == ordered.at
    table = page.timeline_card._table
    assert table.rowCount() == ready.state.clock_ms // 60_000 + 1
    last = table.columnCount() - 1
    told = [table.model().index(row, last).data() for row in range(table.rowCount())]
    assert any("12-lead ECG" in words for words in told)


def test_that_playing_back_reaches_the_end_and_stops(room: Room) -> None:
    page, ready = room.debrief()
    room.skip(page)
    line = page.timeline
    line.set_cursor(line.end_ms - 1)
    with room.qtbot.waitSignal(line.moved, timeout=5000):
        QTest.keyClick(line, Qt.Key.Key_Space)
    assert line.cursor_ms == ready.state.clock_ms
    assert not line.playing


def test_that_a_narrow_window_shows_the_transcript_as_the_first_tab(room: Room) -> None:
    page, _ready = room.debrief()
    room.skip(page)
    assert page._transcript_card.isVisible()
    page.resize(968, 680)
    assert page.items.tabs.value() == "transcript"
    assert not page._transcript_card.isVisible()
    assert page.transcript.isVisible()
    page.resize(1280, 800)
    assert page._transcript_card.isAncestorOf(page.transcript)
    assert page.transcript.isVisible()


def test_that_another_variant_is_asked_for_at_the_same_difficulty(room: Room) -> None:
    page, _ready = room.debrief()
    room.skip(page)
    with room.qtbot.waitSignal(page.variant_wanted) as asked:
        page.variant_button.click()
    assert asked.args == ["chest-pain-ed", "standard"]


def test_that_what_was_set_aside_can_be_taken_up_again(room: Room) -> None:
    page = ProgressPage(room.context)
    room.play(ac.Say(text="I'll be back in a moment."))
    room.desk.set_aside(1)
    read = room.wait(dk.LibraryRead, 2)
    assert isinstance(read, dk.LibraryRead)
    assert not read.unfinished
    page.show_library(read)
    room.show(page)
    page.list.select("1")
    assert page.open_button.text() == "Take it up again"
    page.again_wanted.connect(room.desk.take_up_again)
    page.open_button.click()
    opened = room.wait(dk.EncounterOpened, 2)
    assert isinstance(opened, dk.EncounterOpened)
    assert opened.state.turns[-1].text == "I'll be back in a moment."


def test_that_progress_lists_attempts_and_opens_them(room: Room) -> None:
    page = ProgressPage(room.context)
    empty = room.wait(dk.LibraryRead)
    assert isinstance(empty, dk.LibraryRead)
    page.show_library(empty)
    room.show(page)
    with room.qtbot.waitSignal(page.library_wanted):
        page.empty._action.click()
    room.play(ac.End())
    ready = room.wait(dk.DebriefReady)
    assert isinstance(ready, dk.DebriefReady)
    room.desk.read_library()
    read = room.wait(dk.LibraryRead, 2)
    assert isinstance(read, dk.LibraryRead)
    page.show_library(read)
    assert not page.empty.isVisible()
    page.setFocus()
    page.list.select(str(ready.encounter))
    with room.qtbot.waitSignal(page.debrief_wanted) as asked:
        QTest.keyClick(page.list, Qt.Key.Key_Return)
    assert asked.args == [ready.encounter]


def test_that_settings_hold_at_once(room: Room) -> None:
    page = SettingsPage(room.context)
    room.show(page)
    page.theme_choice.button("dark").click()
    assert theme().mode is Mode.DARK
    page.idle_ticks.click()
    page.difficulty.button("hard").click()
    settings = room.context.settings
    assert (settings.theme, settings.idle_ticks, settings.difficulty) == ("dark", False, "hard")
    theme().zoom_in()  # as Ctrl + does anywhere
    assert room.context.settings.zoom == theme().zoom == int(page.zoom.value())


def test_that_attempts_are_deleted_only_when_one_says_so(room: Room) -> None:
    page = SettingsPage(room.context)
    room.show(page)
    room.play(ac.End())
    room.wait(dk.DebriefReady)

    def answer(button: str) -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, Dialog)
        getattr(dialog, button).click()

    QTimer.singleShot(0, lambda: answer("decline_button"))
    page.delete_button.click()
    room.desk.read_library()
    kept = room.wait(dk.LibraryRead, 2)
    assert isinstance(kept, dk.LibraryRead)
    assert len(kept.history) == 1
    QTimer.singleShot(0, lambda: answer("main_button"))
    page.delete_button.click()
    gone = room.wait(dk.LibraryRead, 3)
    assert isinstance(gone, dk.LibraryRead)
    assert gone.history == ()


def test_that_what_we_misunderstood_is_listed_as_ours(room: Room) -> None:
    page = DebriefPage(room.context)
    room.play(ac.End(), said=("Zxqv blorp mimsy grove",))
    ready = room.wait(dk.DebriefReady)
    assert isinstance(ready, dk.DebriefReady)
    page.show_debrief(ready)
    room.skip(page)
    room.show(page)
    said = next(v for v in page.transcript.views if "Zxqv" in v.entry.text)
    assert "ours, not yours" in said.accessibleName()
    page.items.tabs.button("all").click()
    told = [w.text() for w in page.items.findChildren(WrapLabel) if w.isVisibleTo(page.items)]
    assert any("Zxqv" in words for words in told)


def test_that_what_others_say_is_held_against_nobody_but_for_a_missed_cue(room: Room) -> None:
    said = ("Does it run in your family, heart trouble?", "Where does the pain go?")
    page = DebriefPage(room.context)
    room.play(ac.End(), said=said)
    ready = room.wait(dk.DebriefReady)
    assert isinstance(ready, dk.DebriefReady)
    page.show_debrief(ready)
    room.show(page)
    room.skip(page)
    held = {
        view.entry.text[mark.start : mark.end]
        for view in page.transcript.views
        if view.entry.voice == "patient"
        for mark in view.entry.marks
        if mark.verdict == "not_met"
    }
    spoken = [event for event in ready.events if isinstance(event, ev.SentenceSpoken)]
    assert held == {event.text for event in spoken if event.cue}
    near = {
        evidence.event
        for item in ready.scorecard.items
        if item.verdict == "not met"
        for evidence in item.evidence
    }
    assert any(event.seq in near for event in spoken if not event.cue)  # and yet not marked
