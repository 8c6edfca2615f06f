"""The user's choices survive crashes, damage and newer versions."""

from __future__ import annotations

from pathlib import Path

import pytest

from simtrainer import paths
from simtrainer.errors import UserError
from simtrainer.settings import Settings, load_settings, save_settings


def test_that_the_first_start_has_settings_and_nothing_to_say(home: Path) -> None:
    assert load_settings(paths.settings_file()) == (Settings(), None)
    assert not home.exists()


def test_that_choices_come_back(home: Path) -> None:
    chosen = Settings(theme="dark", zoom=150, shortcuts={"stop": "F12"})
    save_settings(chosen, paths.settings_file())
    assert load_settings(paths.settings_file()) == (chosen, None)


@pytest.mark.parametrize("damage", [b"{half of a fi", b"[1, 2]", b"\xff\xfe\x00", b""])
def test_that_a_damaged_file_is_set_aside_and_not_lost(home: Path, damage: bytes) -> None:
    file = paths.settings_file()
    home.mkdir()
    file.write_bytes(damage)
    settings, sentence = load_settings(file)
    assert settings == Settings()
    aside = home / "settings.damaged.json"
    assert sentence is not None
    assert str(aside) in sentence
    assert aside.read_bytes() == damage


def test_that_one_impossible_value_costs_no_other(home: Path) -> None:
    file = paths.settings_file()
    home.mkdir()
    file.write_text('{"theme": "dark", "zoom": 9000}')
    settings, sentence = load_settings(file)
    assert settings == Settings(theme="dark")
    assert sentence is not None
    assert load_settings(file) == (Settings(theme="dark"), None)


def test_that_a_second_damaged_file_does_not_replace_the_first(home: Path) -> None:
    file = paths.settings_file()
    home.mkdir()
    for damage in ("first", "second"):
        file.write_text(damage)
        load_settings(file)
    assert (home / "settings.damaged.json").read_text() == "first"
    assert (home / "settings.damaged-2.json").read_text() == "second"


def test_that_what_a_newer_version_wrote_is_kept(home: Path) -> None:
    file = paths.settings_file()
    home.mkdir()
    file.write_text('{"zoom": 120, "from_the_future": [1, 2]}')
    settings, _ = load_settings(file)
    save_settings(settings.model_copy(update={"zoom": 130}), file)
    assert '"from_the_future"' in file.read_text()


def test_that_a_folder_that_cannot_be_made_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(UserError, match="could not be saved"):
        save_settings(Settings(), tmp_path / "file" / "settings.json")
