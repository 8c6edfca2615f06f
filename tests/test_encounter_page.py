"""The encounter page with the real desk and a real database, as a trainee would use it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from simtrainer import desk as dk
from simtrainer.encounter import actions as ac
from simtrainer.encounter import events as ev
from simtrainer.encounter.state import EncounterState
from simtrainer.scenario.case import Case
from simtrainer.scenario.content import Document
from simtrainer.scenario.draw import draw
from simtrainer.scenario.loader import load_template
from simtrainer.session import Terms
from simtrainer.settings import Settings
from simtrainer.ui.bridge import Bridge
from simtrainer.ui.context import UiContext
from simtrainer.ui.encounter import EncounterPage, seeing
from simtrainer.ui.encounter.keys import KEYS
from simtrainer.ui.encounter.reading import ReadingDialog
from simtrainer.ui.encounter.words import clock
from simtrainer.ui.kit.theme import Mode, theme

SMALL = Path(__file__).parent / "data" / "small-case.yaml"


class Room:
    """The page, its desk, and the notices between them, as the window passes them on."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.bot = qtbot
        self.bridge = Bridge()
        self.desk = dk.Desk(folder / "kept.db", folder / "backups", (), self.bridge.pass_on)
        self.page = EncounterPage(UiContext(self.desk, Settings(), lambda _settings: None))
        self.notices: list[dk.Notice] = []
        self.bridge.noticed.connect(self.take)
        self.desk.start()

    def take(self, notice: dk.Notice) -> None:
        self.notices.append(notice)
        page = self.page
        handlers: dict[type[Any], Callable[[Any], None]] = {
            dk.EncounterOpened: page.open_encounter,
            dk.Happened: page.happened,
            dk.Refused: page.refused,
            dk.Performed: page.performed,
            dk.Trouble: page.trouble,
        }
        if type(notice) in handlers:
            handlers[type(notice)](notice)

    def begin(self, case: Case, terms: Terms | None = None) -> None:
        before = len(self.opened())
        self.desk.begin(case, terms or Terms(idle_ticks=False))
        self.bot.waitUntil(lambda: len(self.opened()) > before)

    def opened(self) -> list[dk.EncounterOpened]:
        return [n for n in self.notices if isinstance(n, dk.EncounterOpened)]

    def do(self, action: ac.Action) -> None:
        """Ask, and wait until the desk is through with it."""
        self.page.ask(action)
        self.settle()

    def settle(self) -> None:
        self.bot.waitUntil(lambda: not self.page.asking.busy)

    @property
    def state(self) -> EncounterState:
        happened = [n for n in self.notices if isinstance(n, dk.Happened | dk.EncounterOpened)]
        return happened[-1].state

    def talk(self) -> list[str]:
        return [entry.text() for entry in self.page.conversation.entries()]


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path) -> Iterator[Room]:
    theme().set(mode=Mode.LIGHT, zoom=100, reduced_motion=True)
    made = Room(qtbot, tmp_path)
    qtbot.addWidget(made.page)
    made.page.resize(1280, 800)
    made.page.show()
    qtbot.waitExposed(made.page)
    yield made
    made.page.put_away()
    made.desk.close()
    theme().set(mode=Mode.AUTO, zoom=100, reduced_motion=False)


@pytest.fixture(scope="module")
def case() -> Case:
    return draw(load_template(SMALL), 3, "standard")


def remote(case: Case, channel: str) -> Case:
    """The same case by phone or by video."""
    heading = case.heading
    setting = heading.setting.model_copy(update={"channel": channel})
    return case.model_copy(update={"heading": heading.model_copy(update={"setting": setting})})


def test_that_what_is_typed_is_said_answered_and_captioned(room: Room, case: Case) -> None:
    room.begin(case)
    words = room.page.conversation.composer.words
    QTest.keyClicks(words, "When did it start?")
    QTest.keyClick(words, Qt.Key.Key_Return)
    room.settle()
    assert "When did it start?" in room.talk()
    answer = room.state.spoken[-1].text
    assert any(answer in text for text in room.talk())
    assert answer in room.page.patient.caption.words.whole()
    assert words.toPlainText() == ""
    QTest.keyClick(words, Qt.Key.Key_Up)
    assert words.toPlainText() == "When did it start?"


def test_that_shift_and_enter_make_a_new_line_and_say_nothing(room: Room, case: Case) -> None:
    room.begin(case)
    words = room.page.conversation.composer.words
    QTest.keyClicks(words, "One")
    QTest.keyClick(words, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(words, "two")
    assert words.toPlainText() == "One\ntwo"
    assert not room.state.turns


def test_that_words_refused_while_paused_are_given_back(room: Room, case: Case) -> None:
    room.begin(case)
    room.do(ac.Pause())
    assert room.page.header.pause.text() == "Resume"
    room.do(ac.Say(text="Are you there?"))
    assert room.page.conversation.composer.text() == "Are you there?"
    assert not room.state.turns


def test_that_several_tests_are_ordered_at_once_and_results_come_back_new(
    room: Room, case: Case
) -> None:
    room.begin(case)
    tests = room.page.work.tests
    room.page.work.go_to("tests")
    tests.search.set_text("ecg")
    tests.rows.ticked.emit("ecg_12_lead", True)
    tests.search.set_text("full blood")
    tests.rows.ticked.emit("full_blood_count", True)
    assert tests.bar.main.text() == "Order 2 tests"
    tests.bar.main.click()
    room.settle()
    assert {order.test for order in room.state.orders} == {"ecg_12_lead", "full_blood_count"}
    room.do(ac.Wait(until_result=True))
    assert room.page.work.results.new_count == 1
    room.do(ac.Say(text="Your tracing is here."))
    assert room.page.work.results.new_count == 0


def test_that_what_is_pasted_is_said_without_its_control_characters(room: Room, case: Case) -> None:
    room.begin(case)
    words = room.page.conversation.composer.words
    words.setPlainText("Where\x00 does \x1bit hurt?\x07")
    QTest.keyClick(words, Qt.Key.Key_Return)
    room.settle()
    assert room.state.turns[-1].text == "Where does it hurt?"


def test_that_a_face_follows_the_body_although_nobody_has_spoken(room: Room, case: Case) -> None:
    room.begin(case)
    vitals = {**room.state.vitals, "gcs": 3, "acvpu": "U"}
    asleep = dataclasses.replace(room.state, vitals=vitals)
    assert seeing.face(room.state).lids < 0.5
    assert seeing.face(asleep).lids == 1.0
    assert "eyes closed" in seeing.seen(asleep, plain=True)


def test_that_an_ecg_opens_and_a_reading_of_it_is_kept(room: Room, case: Case) -> None:
    room.begin(case)
    room.do(ac.OrderTest(test="ecg_12_lead"))
    room.do(ac.Wait(until_result=True))
    room.page.work.results.open_result(room.state.results[0].order)
    dialog = room.page.findChild(ReadingDialog)
    assert dialog is not None
    assert not dialog.main_button.isEnabled()
    dialog.reading.setPlainText("ST elevation in II, III and aVF")
    dialog.main_button.click()
    room.settle()
    assert [each.of for each in room.state.interpreted] == ["ecg_12_lead"]


def test_that_a_finding_shows_in_the_conversation_and_in_the_list(room: Room, case: Case) -> None:
    room.begin(case)
    room.page.work.go_to("examine")
    rows = room.page.work.examine.rows
    room.page.work.examine.search.set_text("blood pressure")
    rows.select("obs.blood_pressure")
    QTest.keyClick(rows, Qt.Key.Key_Return)
    room.settle()
    assert any(text.startswith("Blood pressure: ") for text in room.talk())
    pressure = room.state.examined[-1].values
    assert f"{pressure['sbp']:.0f} over" in room.page.patient.monitor.accessibleName()


def test_that_the_form_warns_of_allergies_until_they_are_asked_about(
    room: Room, case: Case
) -> None:
    room.begin(case)
    treat = room.page.work.treat
    room.page.work.go_to("treat")
    treat.open_form("drug:paracetamol")
    give = treat.give
    give.dose.setText("1000" if "mg" in give.unit() else "1")
    assert "Allergy status is not written down." in give.caution.accessibleName()
    assert give.bar.main.text().startswith("Give 1")
    room.do(ac.Say(text="Are you allergic to anything?"))
    assert "Allergy status" not in give.caution.accessibleName() or give.caution.isHidden()
    give.bar.main.click()
    room.settle()
    assert room.state.treatments[-1].started.drug == "paracetamol"
    assert treat.stack.currentWidget() is treat.rows


def test_that_a_known_allergy_is_said_before_the_drug_is_given(room: Room) -> None:
    template = load_template(SMALL)
    cases = [draw(template, seed, "hard") for seed in range(1, 12)]
    allergic = next(each for each in cases if "aspirin" in each.patient.allergies)
    room.begin(allergic)
    treat = room.page.work.treat
    room.page.work.go_to("treat")
    treat.open_form("drug:aspirin")
    assert treat.give.danger.isHidden()
    room.do(ac.Say(text="Are you allergic to anything?"))
    assert not treat.give.danger.isHidden()
    assert "is allergic to aspirin" in treat.give.danger.accessibleName()


def test_that_running_oxygen_can_be_stopped(room: Room, case: Case) -> None:
    room.begin(case)
    room.do(ac.Give(drug="oxygen", dose=2, unit="L/min", route="nasal_cannula"))
    rows = room.page.work.results.running_rows()
    assert len(rows) == 1
    rows[0].stop_button.click()
    room.settle()
    assert room.state.treatments[0].stopped_ms is not None
    assert not room.page.work.results.running_rows()


def test_that_a_turn_can_be_flagged_once(room: Room, case: Case) -> None:
    room.begin(case)
    room.do(ac.Say(text="Tell me about the flux of it."))
    flag = room.page.conversation.flag_button
    assert flag is not None
    flag.click()
    room.settle()
    assert room.state.flagged == {room.state.turns[-1].seq}
    assert room.page.conversation.flag_button is None


def test_that_examining_over_the_phone_is_refused_calmly_and_nothing_is_lost(
    room: Room, case: Case
) -> None:
    room.begin(remote(case, "phone"))
    room.do(ac.Examine(manoeuvre="heart.auscultation"))
    refusal = room.page.notices.refusal
    assert not refusal.isHidden()
    assert "not in the room" in refusal.accessibleName()
    assert room.page.patient.monitor.isHidden()
    room.do(ac.Say(text="Hello, this is the doctor."))
    assert refusal.isHidden()
    assert room.state.turns


def test_that_trouble_offers_to_try_the_same_action_again(room: Room, case: Case) -> None:
    room.begin(case)
    action = ac.OrderTest(test="troponin")
    room.page.trouble(dk.Trouble("The disk is full. Everything before is safe.", action))
    banner = room.page.notices.with_retry
    assert not banner.isHidden()
    banner.acted.emit()
    room.settle()
    assert banner.isHidden()
    assert [order.test for order in room.state.orders] == ["troponin"]


def test_that_words_tried_again_are_said_once_and_leave_the_field(room: Room, case: Case) -> None:
    room.begin(case)
    action = ac.Say(text="When did it start?")
    room.page.trouble(dk.Trouble("The disk is full. Everything before is safe.", action))
    assert room.page.conversation.composer.text() == "When did it start?"
    room.page.notices.with_retry.acted.emit()
    room.settle()
    assert room.page.conversation.composer.text() == ""
    assert [turn.text for turn in room.state.turns] == ["When did it start?"]


def test_that_a_letter_lies_ready_and_reading_it_is_kept(room: Room, case: Case) -> None:
    letter = Document(title="Letter from the practice", text="Seen for a tight chest.")
    notes = Document(title="Hospital record", text="Admitted once.", available="when asked")
    body = case.body.model_copy(update={"documents": {"letter": letter, "notes": notes}})
    room.begin(case.model_copy(update={"body": body}))
    results = room.page.work.results
    assert results.document_keys() == ["letter"]
    results.open_document("letter")
    room.settle()
    assert room.state.documents_read == ("letter",)
    room.do(ac.Say(text="Could I see the hospital record?"))
    assert results.document_keys() == ["letter", "notes"]


def test_that_an_exam_offers_neither_pause_nor_hint_and_shows_the_time_left(
    room: Room, case: Case
) -> None:
    room.begin(case, Terms(mode="exam", idle_ticks=False))
    header = room.page.header
    assert header.pause.isHidden()
    assert header.hint.isHidden()
    assert header.clock.text() == "10:00"
    room.do(ac.Wait(minutes=8.5))
    assert "Two minutes left" in room.talk()
    left = room.state.station_ms - room.state.clock_ms
    assert left <= 90_000  # people talk while one waits
    assert header.clock.text() == clock(left)


def test_that_the_clock_moves_by_itself_only_where_that_was_agreed(room: Room, case: Case) -> None:
    room.begin(case)
    assert not room.page.idle.is_running()
    room.begin(case, Terms(idle_ticks=True))
    room.bot.waitUntil(lambda: room.page.idle.is_running())
    before = room.state.clock_ms
    room.page.idle.passed.emit()
    room.settle()
    assert room.state.clock_ms >= before + 5_000
    room.page.put_away()
    assert not room.page.idle.is_running()


def test_that_notes_to_oneself_stay_with_their_encounter(room: Room, case: Case) -> None:
    room.begin(case)
    QTest.keyClick(
        room.page,
        Qt.Key.Key_N,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    assert room.page.work.scratch.isVisible()
    room.page.work.scratch.edit.setPlainText("father died young")
    assert room.page.scratch_text == "father died young"
    room.page.put_away()
    first = room.opened()[0].encounter
    room.begin(case)
    assert room.page.scratch_text == ""
    room.page.put_away()
    room.desk.resume(first)
    room.bot.waitUntil(lambda: room.page.is_open)
    assert room.page.scratch_text == "father died young"


def test_that_a_reply_that_takes_a_moment_is_announced_and_then_is_there(
    room: Room, case: Case
) -> None:
    room.begin(case)
    room.do(ac.Say(text="When did it start?"))
    wording = room.page.conversation.wording
    assert wording.isHidden()
    state = room.page._state
    assert state is not None
    turn = state.turns[-1]
    wording.happened(state, [turn])
    room.bot.waitUntil(wording.isVisible)
    assert wording.text().endswith("is looking for words")
    wording.happened(state, [ev.TurnClosed(seq=0, at=0, turn=turn.seq)])
    assert wording.isHidden()


def test_that_half_typed_words_wait_with_their_encounter(room: Room, case: Case) -> None:
    room.begin(case)
    composer = room.page.conversation.composer
    QTest.keyClicks(composer.words, "And have you ever")
    room.page.put_away()
    first = room.opened()[0].encounter
    room.begin(case)
    assert composer.text() == ""
    room.page.put_away()
    room.desk.resume(first)
    room.bot.waitUntil(lambda: room.page.is_open)
    assert composer.text() == "And have you ever"
    room.do(ac.Say(text="When did it start?"))
    assert composer.text() == "And have you ever"


def test_that_a_resumed_encounter_shows_all_that_was_said(room: Room, case: Case) -> None:
    room.begin(case)
    room.do(ac.Say(text="When did it start?"))
    before = room.talk()
    room.page.put_away()
    room.desk.resume(room.opened()[0].encounter)
    room.bot.waitUntil(lambda: room.page.is_open)
    assert room.talk() == before


def test_that_ending_asks_first_and_leaving_without_a_mark_closes_the_page(
    room: Room, case: Case
) -> None:
    room.begin(case)
    room.page.header.end.click()
    dialog = room.page.leaving.dialog
    assert dialog is not None
    dialog.reject()
    assert room.state.phase == "running"
    room.page.header.stop_wanted.emit()
    dialog = room.page.leaving.dialog
    assert dialog is not None
    dialog.main_button.click()
    room.settle()
    assert not room.page.is_open


def test_that_a_narrow_window_moves_results_into_a_tab_and_a_very_narrow_one_the_talk(
    room: Room, case: Case
) -> None:
    room.begin(case)
    tabs = room.page.work.tabs
    assert tabs.button("results").isHidden()
    room.page.resize(1024, 680)
    assert not tabs.button("results").isHidden()
    assert tabs.button("talk").isHidden()
    theme().set(zoom=150)
    assert not tabs.button("talk").isHidden()
    assert room.page.conversation.isVisible()
    theme().set(zoom=100)
    room.page.resize(1280, 800)
    assert tabs.button("results").isHidden()
    assert room.page.conversation.isVisible()


@pytest.mark.parametrize(("tab", "key"), [("examine", "2"), ("tests", "3"), ("treat", "4")])
def test_that_a_key_goes_to_each_tab_and_its_search(
    room: Room, case: Case, tab: str, key: str
) -> None:
    room.begin(case)
    room.page.activateWindow()
    QTest.keyClick(room.page, Qt.Key(ord(key)), Qt.KeyboardModifier.ControlModifier)
    assert room.page.work.current() == tab
    assert room.page.focusWidget() is getattr(room.page.work, tab).search.edit


def test_that_no_two_keys_of_the_page_are_the_same() -> None:
    keys = [key for key, _ in KEYS.values()]
    assert len(keys) == len(set(keys))


def test_that_every_control_has_a_name_for_screen_readers(room: Room, case: Case) -> None:
    room.begin(case)
    room.do(ac.Say(text="When did it start?"))
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    nameless = [
        f"{type(widget).__name__} at {widget.mapTo(room.page, QPoint())}"
        for widget in room.page.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not (widget.accessibleName() or getattr(widget, "text", str)())
    ]
    assert not nameless
