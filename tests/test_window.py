"""The window as trainees use it: from the library to a stored scorecard, and by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from simtrainer import paths
from simtrainer.app import Application
from simtrainer.encounter import actions as ac
from simtrainer.encounter.fold import fold
from simtrainer.store.encounters import Store
from simtrainer.ui.main_window import MainWindow

PATIENCE_MS = 15_000


@pytest.fixture
def application(qapp: QApplication, qtbot: QtBot) -> Iterator[Application]:
    """The whole program, started; its library is read."""
    started = _start(qapp, qtbot)
    yield started
    started.close()


def _start(qapp: QApplication, qtbot: QtBot) -> Application:
    application = Application(qapp)
    application.start()
    _until(qtbot, lambda: application.window.library.template("chest-pain-ed") is not None)
    application.window.activateWindow()
    return application


def _until(qtbot: QtBot, holds: Callable[[], bool]) -> None:
    qtbot.waitUntil(holds, timeout=PATIENCE_MS)


def _on(qtbot: QtBot, window: MainWindow, page: str) -> None:
    _until(qtbot, lambda: window.current == page)


def _stored() -> Store:
    return Store(paths.database_file(), paths.backups_dir())


def _begin(application: Application, qtbot: QtBot) -> MainWindow:
    window = application.window
    window.library.details.start()
    _on(qtbot, window, "door_note")
    window.door_note.go_button.click()
    _on(qtbot, window, "encounter")
    return window


def _turns_kept(encounter: int) -> int:
    store = _stored()
    try:
        return len(fold(store.events(encounter)).turns)
    finally:
        store.close()


def _say(application: Application, qtbot: QtBot, text: str) -> None:
    """Say something and wait until the person has answered."""
    before = _turns_kept(1)
    application.desk.perform(ac.Say(text=text))
    _until(qtbot, lambda: _turns_kept(1) > before)


def test_that_one_goes_from_the_library_to_a_stored_scorecard(
    application: Application, qtbot: QtBot
) -> None:
    window = _begin(application, qtbot)
    _say(application, qtbot, "What brought you in?")
    for action in (ac.OrderTest(test="ecg_12_lead"), ac.Finish()):
        application.desk.perform(action)
    _on(qtbot, window, "note")
    application.desk.perform(ac.WriteNote(text="Imp: STEMI. DDx: PE. Plan: PCI."))
    application.desk.perform(ac.End())
    _on(qtbot, window, "debrief")
    store = _stored()
    (row,) = store.history()
    store.close()
    assert row.status == "sealed"
    assert row.percent is not None
    assert row.percent > 0


def test_that_leaving_and_coming_back_finds_the_same_sentence_and_clock(
    qapp: QApplication, qtbot: QtBot
) -> None:
    first = _start(qapp, qtbot)
    _begin(first, qtbot)
    _say(first, qtbot, "Where does it hurt?")
    first.window.encounter.work.scratch.edit.setPlainText("Ask about the arm.")
    first.close()
    store = _stored()
    (waiting,) = store.unfinished()
    before = fold(store.events(waiting.id))
    store.close()

    second = _start(qapp, qtbot)
    try:
        second.window.library.resume_wanted.emit(waiting.id)
        _on(qtbot, second.window, "encounter")
        after = second.window.encounter.state
        assert after is not None
        assert (after.clock_ms, after.vitals) == (before.clock_ms, before.vitals)
        assert [s.text for s in after.spoken] == [s.text for s in before.spoken]
        assert second.window.encounter.scratch_text == "Ask about the arm."
    finally:
        second.close()


def test_that_a_broken_template_is_named_and_the_others_are_shown(
    qapp: QApplication, qtbot: QtBot
) -> None:
    own = paths.own_scenarios_dir()
    own.mkdir(parents=True)
    (own / "broken.yaml").write_text("format: 1\nid: [", encoding="utf-8")
    application = _start(qapp, qtbot)
    try:
        words = " ".join(
            child.accessibleName() for child in application.window.library.findChildren(QWidget)
        )
        assert "broken.yaml, line" in words
    finally:
        application.close()


def test_that_an_added_case_takes_the_place_of_its_earlier_version_and_of_no_other(
    application: Application, qtbot: QtBot, tmp_path: Path
) -> None:
    library = application.window.library
    built_in = (paths.scenarios_dir() / "chest-pain-ed.yaml").read_text(encoding="utf-8")
    for folder, name in (("first", "own-one"), ("second", "own-two"), ("third", "own-one")):
        file = tmp_path / folder / "case.yaml"
        file.parent.mkdir()
        file.write_text(built_in.replace("id: chest-pain-ed", f"id: {name}", 1), encoding="utf-8")
        application.desk.add_cases([file])
        _until(qtbot, lambda name=name: library.template(name) is not None)  # type: ignore[misc]
    application.desk.read_library()
    own = paths.own_scenarios_dir()
    assert sorted(file.name for file in own.iterdir()) == ["case-2.yaml", "case.yaml"]


def test_that_one_may_go_in_again_when_a_case_could_not_begin(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a file").touch()
    monkeypatch.setenv(paths.HOME_VARIABLE, str(tmp_path / "a file"))  # nothing can be kept
    application = _start(qapp, qtbot)
    try:
        window = application.window
        window.library.details.start()
        _on(qtbot, window, "door_note")
        window.door_note.go_button.click()
        assert not window.door_note.go_button.isEnabled()
        _until(qtbot, window.door_note.go_button.isEnabled)
    finally:
        application.close()


# --- by keyboard alone


def _press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None, "nothing has the keyboard"
    QTest.keyClick(focus, key, modifiers)


def _type(text: str) -> None:
    focus = QApplication.focusWidget()
    assert isinstance(focus, QLineEdit | QPlainTextEdit), f"cannot type into {focus!r}"
    QTest.keyClicks(focus, text)


def _accept_the_next_question() -> None:
    """Press Enter in the dialog that is about to open."""

    def press() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QDialog):
            focus = dialog.focusWidget() or dialog
            QTest.keyClick(focus, Qt.Key.Key_Return)
        else:
            QTimer.singleShot(20, press)

    QTimer.singleShot(20, press)


def test_that_a_whole_case_can_be_done_by_keyboard_alone(
    application: Application, qtbot: QtBot
) -> None:
    window = application.window
    control = Qt.KeyboardModifier.ControlModifier
    shift = Qt.KeyboardModifier.ShiftModifier
    _press(Qt.Key.Key_Return)
    _on(qtbot, window, "door_note")
    _press(Qt.Key.Key_Return)
    _on(qtbot, window, "encounter")

    _press(Qt.Key.Key_1, control)
    _type("Hello, what brought you in?")
    _press(Qt.Key.Key_Return)
    _until(qtbot, lambda: _turns_kept(1) == 1)

    _press(Qt.Key.Key_3, control)
    _type("ecg")
    _press(Qt.Key.Key_Return)  # to the first test found
    _press(Qt.Key.Key_Space)  # tick it
    _press(Qt.Key.Key_Return)  # order what is ticked
    _until(qtbot, lambda: bool(window.encounter.state and window.encounter.state.orders))

    _accept_the_next_question()
    _press(Qt.Key.Key_E, control | shift)
    _on(qtbot, window, "note")
    window.activateWindow()  # offscreen, no window manager does it after a dialog
    _until(qtbot, lambda: QApplication.focusWidget() is not None)
    _type("Inferior STEMI")
    _press(Qt.Key.Key_Return, control)
    _on(qtbot, window, "debrief")


def test_that_tab_reaches_the_search_from_any_place_in_the_library(
    application: Application, qtbot: QtBot
) -> None:
    library = application.window.library
    reached = set()
    for _ in range(40):
        _press(Qt.Key.Key_Tab)
        reached.add(QApplication.focusWidget())
    _press(Qt.Key.Key_Tab)
    assert {library.search.edit, library.list, library.add_button} <= reached


@pytest.mark.parametrize("size", [(1280, 800), (1024, 680)])
def test_that_every_page_fits_the_window(
    application: Application, qtbot: QtBot, size: tuple[int, int], tmp_path: Path
) -> None:
    window = application.window
    window.resize(*size)
    for page in ("library", "progress", "settings", "help"):
        window.show_page(page)
        shown = window.grab()
        assert (shown.width(), shown.height()) == size
