"""The models page in the real window: errands on their own threads, a server on this machine."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from model_makers import Shop, gguf_bytes, make_recogniser, served, sha256
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog
from pytestqt.qtbot import QtBot

from simtrainer import paths
from simtrainer.app import Application
from simtrainer.desk import Desk
from simtrainer.engines.models import arriving, errands
from simtrainer.engines.models import overview as looking
from simtrainer.engines.models.memory import Memory
from simtrainer.engines.models.progress import Paused, Progress
from simtrainer.engines.models.setup import Engine, SetUp
from simtrainer.engines.models.shelf import Shelf
from simtrainer.settings import Settings, load_settings, save_settings
from simtrainer.ui.bridge import Bridge
from simtrainer.ui.context import UiContext
from simtrainer.ui.kit.theme import theme
from simtrainer.ui.models import ModelsPage
from simtrainer.ui.models.row import ModelRow

PATIENCE_MS = 15_000
GIB = 2**30
OFFER = "qwen2.5-0.5b"


class Room:
    """The page alone in a window, on real errands and settings."""

    def __init__(self) -> None:
        self.bridge = Bridge()
        self.errands = errands.Errands(paths.models_dir(), self.bridge.pass_on)
        desk = Desk(paths.database_file(), paths.backups_dir(), (), lambda _: None)  # not started
        self.context = UiContext(desk, Settings(), self._save, self.errands)
        self.page = ModelsPage(self.context)
        self.bridge.noticed.connect(self.page.take)

    def _save(self, settings: Settings) -> None:
        self.context.settings = settings
        save_settings(settings, paths.settings_file())


@pytest.fixture
def furnished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A computer of 8 GB without the engine, where Ollama has a model."""
    home = tmp_path / "furnished"
    _furnish(home)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    monkeypatch.setattr(looking, "memory_now", lambda: Memory(int(7.7 * GIB), 3 * GIB))
    monkeypatch.setattr(looking, "engine_now", lambda: Engine(False))


@pytest.fixture
def page(qapp: QApplication, qtbot: QtBot, furnished: None) -> Iterator[ModelsPage]:
    room = Room()
    qtbot.addWidget(room.page)
    theme().dress(room.page)
    room.page.resize(1196, 800)
    with qtbot.waitExposed(room.page):
        room.page.show()
    room.page.activateWindow()
    _until(qtbot, lambda: room.page.offers.rows.row(OFFER) is not None)
    yield room.page
    room.errands.close()


def _furnish(home: Path) -> None:
    content = gguf_bytes(name="Of Ollama", width=1024)
    digest = sha256(content)
    ollama = home / ".ollama" / "models"
    (ollama / "blobs").mkdir(parents=True)
    (ollama / "blobs" / f"sha256-{digest}").write_bytes(content)
    tags = ollama / "manifests" / "registry.ollama.ai" / "library" / "llama3.2"
    tags.mkdir(parents=True)
    layer = {"mediaType": "application/vnd.ollama.image.model", "digest": f"sha256:{digest}"}
    (tags / "1b").write_text(json.dumps({"layers": [layer]}))


def _until(qtbot: QtBot, holds: Callable[[], bool]) -> None:
    qtbot.waitUntil(holds, timeout=PATIENCE_MS)


def _row(page: ModelsPage, model_id: str) -> ModelRow:
    found = [row for card in page._cards() if (row := card.rows.row(model_id)) is not None]
    assert found, f"{model_id} is not on the page"
    return found[0]


def _shown(row: ModelRow) -> list[str]:
    return [name for name, button in row.buttons.items() if button.isVisible()]


def _serve(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the shop on this machine stand in for the address and the file of the offer."""
    values = {"size": len(shop.content), "sha256": sha256(shop.content)}

    def get(offer: Any, shelf: Any, report: Any, go_on: Any) -> Any:
        own = offer.model_copy(update=values)
        return arriving.get(own, shelf, report, go_on, address=shop.address)

    monkeypatch.setattr(errands, "get", get)


def _answer(accept: bool) -> None:
    """Press a button of the dialog that is about to open."""

    def press() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QDialog):
            dialog.accept() if accept else dialog.reject()
        else:
            QTimer.singleShot(20, press)

    QTimer.singleShot(20, press)


def _voice() -> str:
    return load_settings(paths.settings_file())[0].voice_model


def test_that_the_page_says_what_speaks_what_is_advised_and_what_was_found(
    page: ModelsPage,
) -> None:
    assert page.voice._name.text() == "Scripted voice"
    assert page.voice.engine_button.isVisible()
    assert page.offers.rows.rows()[0].row.id == "qwen2.5-1.5b"
    assert page.offers.rows.rows()[0].row.advised
    assert [row.row.program for row in page.found.rows.rows()] == ["Ollama"]
    assert "3.0 GB are free" in _row(page, OFFER).accessibleName()


def test_that_nothing_is_fetched_before_one_has_agreed(
    page: ModelsPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with served(Shop(gguf_bytes())) as shop:
        _serve(shop, monkeypatch)
        for accept in (False, True):
            _answer(accept)
            _row(page, OFFER).buttons["fetch"].click()
            answered: list[int] = []
            page.findChildren(QDialog)[-1].finished.connect(answered.append)
            _until(qtbot, lambda answered=answered: bool(answered))  # type: ignore[misc]
            assert accept or shop.asked == []
        _until(qtbot, lambda: page.here.rows.row(OFFER) is not None)
    assert _shown(_row(page, OFFER)) == ["use", "remove"]
    _row(page, OFFER).buttons["use"].click()
    _until(qtbot, lambda: page.voice._name.text() == "Qwen2.5 0.5B Instruct")
    assert _voice() == OFFER
    page.voice.scripted_button.click()
    _until(qtbot, lambda: page.voice._name.text() == "Scripted voice")
    assert _voice() == ""


def test_that_a_download_is_paused_goes_on_and_never_holds_up_the_rest(
    page: ModelsPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    halfway = threading.Event()
    content = gguf_bytes(width=8192)
    with served(Shop(content, wait=halfway)) as shop:
        _serve(shop, monkeypatch)
        page._errands.get(OFFER)
        part = paths.models_dir() / f"{OFFER}.gguf.part"
        _until(qtbot, lambda: part.exists() and part.stat().st_size > 0)
        assert _shown(_row(page, OFFER)) == ["pause"]
        page.look_around()  # answered although the download is under way
        page._errands.use_found("ollama-llama3.2-1b")  # waits for its turn
        _until(qtbot, lambda: "pause" in _shown(_row(page, "ollama-llama3.2-1b")))
        _row(page, OFFER).buttons["pause"].click()
        halfway.set()
        _until(qtbot, lambda: _shown(_row(page, OFFER)) == ["fetch", "give_up"])
        assert _row(page, OFFER).buttons["fetch"].text() == "Go on"
        _until(qtbot, lambda: _voice() == "ollama-llama3.2-1b")
        shop.wait = None
        _row(page, OFFER).buttons["fetch"].click()
        _until(qtbot, lambda: page.here.rows.row(OFFER) is not None)
    assert "range" in shop.asked[-1]
    assert Shelf(paths.models_dir()).verified(OFFER, thoroughly=True).sha256 == sha256(content)


def test_that_what_could_not_be_fetched_says_why_in_its_row(
    page: ModelsPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with served(Shop(b"x", status=404)) as shop:
        _serve(shop, monkeypatch)
        page._errands.get(OFFER)
        _until(qtbot, lambda: "no longer at its address" in _row(page, OFFER).accessibleName())
    assert _shown(_row(page, OFFER)) == ["fetch"]


def test_that_a_file_is_imported_and_removed_and_one_of_others_only_forgotten(
    page: ModelsPage, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "From a stick.gguf"
    file.write_bytes(gguf_bytes(name="From a stick"))
    page._errands.bring(file)
    _until(qtbot, lambda: page.here.rows.row("from-a-stick") is not None)
    kept = Shelf(paths.models_dir()).find("from-a-stick").path
    page._errands.use_found("ollama-llama3.2-1b")
    _until(qtbot, lambda: _voice() == "ollama-llama3.2-1b")
    theirs = Shelf(paths.models_dir()).find("ollama-llama3.2-1b").path
    for model_id in ("from-a-stick", "ollama-llama3.2-1b"):
        _until(qtbot, lambda m=model_id: page.here.rows.row(m) is not None)  # type: ignore[misc]
        _answer(True)
        _row(page, model_id).buttons["remove"].click()
        _until(qtbot, lambda m=model_id: page.here.rows.row(m) is None)  # type: ignore[misc]
    assert not kept.exists()
    assert theirs.exists()
    assert _voice() == ""


def test_that_a_file_that_is_no_model_is_answered_by_a_banner(
    page: ModelsPage, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "holiday <b>photos.gguf"
    file.write_bytes(b"not a model at all")
    page._errands.bring(file)
    _until(qtbot, page.banner.isVisible)
    assert "is no GGUF file" in page.banner.accessibleName()
    assert page.here.rows.rows() == []


def test_that_a_recogniser_is_chosen_and_the_built_in_one_is_a_click_away(
    page: ModelsPage, qtbot: QtBot, tmp_path: Path
) -> None:
    assert page.ears.rows.row("vosk-fr-small") is None
    page.ears.more_button.click()
    assert page.ears.rows.row("vosk-fr-small") is not None
    page._errands.bring(make_recogniser(tmp_path / "my-vosk"))
    _until(qtbot, lambda: page.ears.rows.row("my-vosk") is not None)
    _row(page, "my-vosk").buttons["use"].click()
    _until(qtbot, page.ears.built_in_button.isVisible)
    page.ears.built_in_button.click()
    _until(qtbot, lambda: not page.ears.built_in_button.isVisible())
    assert load_settings(paths.settings_file())[0].recogniser_model == ""


def test_that_setting_up_the_engine_is_shown_and_can_be_stopped(
    page: ModelsPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = threading.Event()

    def run(job: Any) -> Engine:
        job.report(Progress("installing", 3, 9, None, "Building: step 3 of 9"))
        begun.set()
        while job.go_on():
            begun.wait(0.01)
        raise Paused

    monkeypatch.setattr(SetUp, "run", run)
    page.voice.engine_button.click()
    _until(qtbot, begun.is_set)
    _until(qtbot, lambda: "step 3 of 9" in page.voice._going.words.text())
    page.voice.stop_button.click()
    _until(qtbot, page.voice.engine_button.isVisible)


def test_that_a_model_is_tried_out_and_its_grade_is_shown(
    page: ModelsPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "engine_now", lambda: Engine(True, "1"))
    file = tmp_path / "tiny.gguf"
    file.write_bytes(gguf_bytes())
    page._errands.bring(file)
    _until(qtbot, lambda: page.here.rows.row("tiny") is not None)
    keep = Shelf(paths.models_dir()).grade_file("tiny")
    grade = {"grade": "usable", "reason": "Slow here."}
    code = f"print('Pressure in the chest'); open({str(keep)!r}, 'w').write({json.dumps(grade)!r})"
    monkeypatch.setattr(errands, "_ours", lambda *words: [sys.executable, "-c", code])
    _until(qtbot, lambda: _shown(_row(page, "tiny")) == ["use", "try_out", "remove"])
    _row(page, "tiny").buttons["try_out"].click()
    _until(qtbot, lambda: "Usable here" in _row(page, "tiny").accessibleName())
    assert "Slow here." in _row(page, "tiny").accessibleName()
    keep.unlink()
    code = "print('Loading'); raise SystemExit('It does not fit.')"
    page.look_around()
    _until(qtbot, lambda: "try_out" in _shown(_row(page, "tiny")))
    _row(page, "tiny").buttons["try_out"].click()
    _until(qtbot, lambda: "It does not fit." in _row(page, "tiny").accessibleName())


def test_that_the_page_is_worked_by_keyboard_and_every_button_has_a_name(
    page: ModelsPage, qtbot: QtBot
) -> None:
    buttons = [b for b in page.findChildren(QAbstractButton) if b.isVisible()]
    assert all(button.accessibleName() or button.text() for button in buttons)
    names = [b.accessibleName() for b in buttons if b.accessibleName()]
    assert len(set(names)) == len(names)
    page.setFocus()
    reached = set()
    for _ in range(len(buttons) + 6):
        focus = QApplication.focusWidget()
        assert focus is not None
        reached.add(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert set(buttons) <= reached


def test_that_the_keyboard_stays_where_it_is_when_the_page_is_refreshed(
    page: ModelsPage, qtbot: QtBot
) -> None:
    button = _row(page, OFFER).buttons["fetch"]
    button.setFocus()
    seen = page._seen
    page.look_around()
    _until(qtbot, lambda: page._seen is not seen)
    assert QApplication.focusWidget() is button


def test_that_the_settings_lead_to_the_page_and_it_fits_the_smallest_window(
    qapp: QApplication, qtbot: QtBot, furnished: None
) -> None:
    application = Application(qapp)
    window, page = application.window, application.window.models
    try:
        window.show()
        window.resize(1024, 680)
        window.show_page("settings")
        window.settings.models_button.click()
        assert window.current == "models"
        _until(qtbot, lambda: page.offers.rows.row(OFFER) is not None)
        shown = window.grab()
        assert (shown.width(), shown.height()) == (1024, 680)
        assert all(r.width() <= page.width() for card in page._cards() for r in card.rows.rows())
    finally:
        application.close()
