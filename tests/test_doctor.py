"""The doctor tells the truth about this computer, and changes nothing."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from simtrainer import doctor, paths
from simtrainer.settings import Settings, save_settings


def test_that_every_check_answers_on_a_new_computer_and_writes_nothing(home: Path) -> None:
    checks = doctor.run_checks()
    assert {check.state for check in checks} <= {"ok", "warn", "missing"}
    assert all(check.remedy for check in checks if check.state != "ok")
    assert not home.exists()


def test_that_qt_is_really_opened_in_a_child() -> None:
    assert doctor.qt_problem() == ""


def test_that_qt_giving_up_is_reported_with_its_own_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "no-such-platform")
    assert doctor.qt_problem() != ""


def test_that_a_sound_database_is_told_from_a_damaged_one(home: Path) -> None:
    home.mkdir()
    file = paths.database_file()
    connection = sqlite3.connect(file)
    connection.execute("create table t (x)")
    connection.executemany("insert into t values (?)", [("x" * 500,)] * 500)
    connection.commit()
    connection.close()
    assert doctor.check_database().state == "ok"
    data = bytearray(file.read_bytes())
    data[4096:12288] = b"\xff" * 8192
    file.write_bytes(data)
    assert doctor.check_database().state == "missing"


def test_that_a_folder_in_the_way_is_found_before_attempts_are_lost(home: Path) -> None:
    home.write_text("a file where the folder should be")
    check = doctor.check_data_folder()
    assert check.state == "missing"
    assert str(home) in check.sentence


def test_that_a_model_that_is_chosen_and_gone_is_named_with_what_happens_instead(
    home: Path,
) -> None:
    assert doctor.check_models().state == "ok"
    save_settings(Settings(voice_model="gone-model"), paths.settings_file())
    check = doctor.check_models()
    assert check.state == "warn"
    assert "gone-model" in check.sentence
    assert "authored words" in check.remedy


def test_that_the_built_in_recogniser_is_called_the_stopgap_it_is(home: Path) -> None:
    assert "stopgap" in doctor.check_listening().sentence
    save_settings(Settings(recogniser_model="gone-too"), paths.settings_file())
    assert doctor.check_listening().state == "warn"
