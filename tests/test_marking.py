"""Marking by a person: blind to the points first, append-only, and plain about who said what."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from typer.testing import CliRunner

from simtrainer import desk as dk
from simtrainer.cli import app
from simtrainer.commands.playing import Played, play
from simtrainer.encounter import actions as ac
from simtrainer.encounter import events as ev
from simtrainer.reports.html import scorecard_page
from simtrainer.scenario.case import Case
from simtrainer.scenario.draw import draw
from simtrainer.scenario.loader import find
from simtrainer.scenario.rubric import Item, Rubric
from simtrainer.scoring.score import score_events
from simtrainer.scoring.scorecard import ItemResult, Scorecard
from simtrainer.session import Terms
from simtrainer.settings import Settings
from simtrainer.ui.bridge import Bridge
from simtrainer.ui.context import UiContext
from simtrainer.ui.debrief import DebriefPage
from simtrainer.ui.debrief.exporting import judgement_lines
from simtrainer.ui.debrief.marking import Marking
from simtrainer.ui.debrief.reading import Debrief
from simtrainer.ui.kit.tags import VerdictMark
from simtrainer.ui.kit.text import Label

WHO = "Dr Ama Boateng"
RUBRIC = [
    {"id": "ecg", "text": "An ECG", "points": 4, "must": True, "order": "ecg_12_lead"},
    {"id": "smoking", "text": "Asks about smoking", "points": 3, "ask": "social.smoking"},
    {
        "id": "home",
        "text": "Does not send the patient home",
        "domain": "safety",
        "avoid": {"dispose": "discharge"},
        "deduct": 5,
        "flag": "harm",
    },
]


@pytest.fixture
def case() -> Case:
    whole = draw(find("chest-pain-ed"), 7, "standard")
    rubric = Rubric(version=3, items=tuple(Item.model_validate(item) for item in RUBRIC))
    return whole.model_copy(update={"body": whole.body.model_copy(update={"rubric": rubric})})


@pytest.fixture
def played(case: Case) -> Played:
    return play(case, [ac.OrderTest(test="ecg_12_lead")], Terms())


def _events(played: Played) -> list[ev.Event]:
    return list(played.events)


def _mark(item: str, verdict: str, **more: Any) -> dict[str, Any]:
    return {"marker": WHO, "kind": "item", "body": {"item": item, "verdict": verdict, **more}}


SIGNED = {"marker": WHO, "kind": "signed_off", "body": {}}
RATED = {"marker": WHO, "kind": "global_rating", "body": {"rating": 4, "text": "Calm."}}


def _item(card: Scorecard, name: str) -> ItemResult:
    return next(item for item in card.items if item.id == name)


# --- scoring


@pytest.mark.parametrize(
    ("stream", "formative"),
    [
        ([], True),
        ([_mark("ecg", "met")], True),
        ([RATED, SIGNED], True),
        ([_mark("ecg", "met"), SIGNED], False),
        ([_mark("ecg", "met"), {**SIGNED, "marker": "Dr Somebody Else"}], True),
        ([_mark("ecg", "met"), SIGNED, _mark("smoking", "met")], True),
        ([_mark("ecg", "met"), SIGNED, _mark("smoking", "met"), SIGNED], False),
    ],
)
def test_that_marks_count_for_more_than_practice_only_once_who_made_them_signs(
    played: Played, stream: list[dict[str, Any]], formative: bool
) -> None:
    assert score_events(played.events, stream).formative is formative


def test_that_nothing_unsealed_counts_for_more_than_practice(played: Played) -> None:
    unsealed = [e for e in played.events if not isinstance(e, ev.EncounterEnded)]
    assert score_events(unsealed, [_mark("ecg", "met"), SIGNED]).formative


def test_that_the_last_person_stands_and_the_rules_are_still_told(played: Played) -> None:
    stream = [
        _mark("ecg", "not met", reason="Never looked at it."),
        {**_mark("ecg", "partly", reason="Late."), "marker": "Dr Kwame Osei"},
    ]
    item = _item(score_events(played.events, stream), "ecg")
    assert (item.verdict, item.points, item.marker) == ("partly", 2, "Dr Kwame Osei")
    assert (item.reason, item.rules_verdict) == ("Late.", "met")
    assert item.evidence


def test_that_harm_a_person_saw_costs_points_and_raises_the_flag(played: Played) -> None:
    before = score_events(played.events)
    assert before.flags == ()
    card = score_events(played.events, [_mark("home", "not met", reason="Left by the door.")])
    assert _item(card, "home").points == -5
    assert [flag.item for flag in card.flags] == ["home"]
    assert not card.passed


def test_that_a_person_can_take_back_a_flag_of_the_rules(case: Case) -> None:
    sent = play(case, [ac.Dispose(disposition="discharge")], Terms())
    assert [flag.item for flag in sent.scorecard.flags] == ["home"]
    card = score_events(sent.events, [_mark("home", "met", reason="To the ward next door.")])
    assert card.flags == ()
    assert _item(card, "home").points == 0


def test_that_the_web_page_tells_who_marked_what(played: Played) -> None:
    stream = [RATED, _mark("ecg", "partly", reason="Late <b>."), SIGNED]
    page = scorecard_page(score_events(played.events, stream), played.events)
    assert "Overall rating: 4 of 5, clear pass" in page
    assert f"Marked by {WHO}: Late &lt;b&gt;. (The rules: met.)" in page
    assert "Formative" not in page


# --- from a file


def _score(folder: Path, played: Played, stream: Sequence[dict[str, Any]]) -> Any:
    encounter, marks = folder / "encounter.jsonl", folder / "marks.jsonl"
    encounter.write_text("\n".join(played.lines) + "\n", encoding="utf-8")
    marks.write_text("".join(json.dumps(line) + "\n" for line in stream), encoding="utf-8")
    return CliRunner().invoke(app, ["score", str(encounter), "--judgements", str(marks), "--json"])


def test_that_the_command_line_applies_judgements_from_a_file(
    tmp_path: Path, played: Played
) -> None:
    stream = [RATED, _mark("smoking", "met", points=3, rubric_version=3), SIGNED]
    result = _score(tmp_path, played, stream)
    assert result.exit_code == 0, result.output
    card = json.loads(result.stdout)
    assert (card["global_rating"], card["formative"], card["points"]) == (4, False, 7)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ({"marker": WHO, "kind": "praise", "body": {}}, "“praise” is no kind of judgement"),
        ({"marker": "", "kind": "item", "body": {}}, "needs the name of its marker"),
        ({"marker": "Rules", "kind": "signed_off"}, "not the name of an examiner"),
        ({**RATED, "body": {"rating": 6}}, "rating: Input should be less than or equal to 5"),
        ({**RATED, "body": {"rating": True}}, "rating: Input should be a valid integer"),
        (_mark("ecg", "splendid"), "verdict: Input should be"),
        (_mark("egc", "met"), "has no item “egc”"),
        (_mark("ecg", "met", points=40), "earns 4 for “ecg”, not 40"),
        (_mark("ecg", "met", rubric_version=2), "version 2 of the rubric"),
        ({**SIGNED, "seal": "00"}, "on another encounter"),
    ],
)
def test_that_a_judgement_that_does_not_fit_is_refused_in_one_sentence(
    tmp_path: Path, played: Played, line: dict[str, Any], told: str
) -> None:
    result = _score(tmp_path, played, [RATED, line])
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "marks.jsonl, line 2: " in result.stderr
    assert told in result.stderr
    assert "Traceback" not in result.stderr


# --- in the window


class Room:
    """A desk with one handed-in encounter, its debrief on show, and what the desk told."""

    def __init__(self, folder: Path, qtbot: QtBot, case: Case) -> None:
        self.qtbot, self.database = qtbot, folder / "db.sqlite"
        self.ready: list[dk.DebriefReady] = []
        self.bridge = Bridge()
        self.bridge.noticed.connect(self._noticed)
        self.desk = dk.Desk(self.database, folder / "backups", (), self.bridge.pass_on)
        self.page = DebriefPage(UiContext(self.desk, Settings(), lambda settings: None))
        self.desk.start()
        self.desk.begin(case, Terms(mode="practice", locale="en-GB"))
        self.desk.perform(ac.Say(text="Do you smoke?"))
        self.desk.perform(ac.OrderTest(test="ecg_12_lead"))
        self.desk.perform(ac.End())
        self.wait(1)
        qtbot.addWidget(self.page)
        self.page.resize(1280, 800)
        with qtbot.waitExposed(self.page):
            self.page.show()

    def _noticed(self, notice: dk.Notice) -> None:
        if isinstance(notice, dk.DebriefReady):
            self.ready.append(notice)
            self.page.show_debrief(notice)

    def wait(self, count: int) -> dk.DebriefReady:
        """The debrief as it is after it was made ``count`` times."""
        self.qtbot.waitUntil(lambda: len(self.ready) >= count, timeout=20_000)
        return self.ready[count - 1]

    def stored(self) -> list[tuple[str, str, dict[str, Any]]]:
        """(marker, kind, body) of all judgements, as they lie in the database."""
        found = sqlite3.connect(self.database)
        try:
            rows = found.execute("SELECT marker, kind, body FROM judgements ORDER BY id")
            return [(marker, kind, json.loads(body)) for marker, kind, body in rows]
        finally:
            found.close()

    def rate(self, rating: str = "4", blind: bool = False) -> Marking:
        """Begin to mark, before the trainee has seen any points."""
        before = len(self.ready)
        self.page.reflection.examine_button.click()
        marking = self.page.marking
        marking.rating.name.setText(WHO)
        marking.rating.ratings.radios[rating].click()
        marking.rating.blind.setChecked(blind)
        marking.rating.go_button.click()
        self.wait(before + 1)
        return marking


@pytest.fixture
def room(tmp_path: Path, qtbot: QtBot, case: Case) -> Iterator[Room]:
    made = Room(tmp_path, qtbot, case)
    yield made
    made.desk.close()


def _shown(whole: QWidget) -> str:
    """All words on show, also those for screen readers alone."""
    widgets = [w for w in whole.findChildren(QWidget) if w.isVisible()]
    texts = [w.text() for w in widgets if isinstance(w, Label)]
    return "\n".join([*texts, *(w.accessibleName() for w in widgets)])


def test_that_the_whole_is_rated_before_any_verdict_is_seen(room: Room) -> None:
    page = room.page
    page.reflection.examine_button.click()
    words = _shown(page)
    assert "Do you smoke?" in words
    assert "12-lead ECG" in words
    assert "met" not in words.lower().split()
    assert "points" not in words.lower().replace("points and verdicts come after that", "")
    assert not [mark for mark in page.findChildren(VerdictMark) if mark.isVisible()]
    page.marking.rating.go_button.click()
    assert "Please give your name first." in _shown(page)
    assert room.stored() == []
    page.marking.rating.name.setText(WHO)
    page.marking.rating.ratings.radios["4"].click()
    QTest.keyClick(page.marking, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    ready = room.wait(2)
    assert room.stored() == [(WHO, "global_rating", {"rating": 4, "text": ""})]
    assert ready.scorecard.global_rating == 4
    assert "The rules say" in _shown(page)


def test_that_a_changed_verdict_needs_a_reason_and_then_stands(room: Room) -> None:
    marking = room.rate()
    marking.form.verdicts.radios["partly"].click()
    marking.form.next_button.click()
    assert "Say in a few words why" in _shown(marking)
    assert marking.form.item == "ecg"
    QTest.keyClicks(marking.form.reason, "Slow.")
    QTest.keyClick(marking, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    ready = room.wait(3)
    assert marking.form.item == "smoking"
    assert marking.form.verdicts.radios["met"].hasFocus()
    kept = {"item": "ecg", "verdict": "partly", "points": 2, "reason": "Slow."}
    kept |= {"rubric_version": 3, "blinded": False}
    assert room.stored()[-1] == (WHO, "item", kept)
    assert _item(ready.scorecard, "ecg").points == 2
    assert ready.scorecard.formative


def test_that_signing_off_stands_for_all_items_shows_in_the_debrief_and_travels(
    room: Room, tmp_path: Path
) -> None:
    marking = room.rate()
    marking.form.verdicts.radios["not met"].click()
    marking.form.reason.setPlainText("Never read.")
    marking.sign_button.click()
    assert "1 item" in marking.question.accessibleDescription()
    marking.question.main_button.click()
    ready = room.wait(3)
    kinds = [(kind, body.get("item")) for _who, kind, body in room.stored()[1:]]
    assert kinds == [("item", "ecg"), ("item", "smoking"), ("item", "home"), ("signed_off", None)]
    assert not ready.scorecard.formative
    page = room.page
    assert page.reflection.isVisible()  # the trainee's own estimate still comes first
    page.reflection.skip_button.click()
    told = f"Marked by {WHO}: Never read."
    room.qtbot.waitUntil(lambda: told in _shown(page), timeout=20_000)
    words = _shown(page)
    assert "Rated 4 of 5, clear pass · 3 items, 1 otherwise than the rules · signed off" in words
    assert "Formative" not in words
    encounter, marks = tmp_path / "encounter.jsonl", tmp_path / "marks.jsonl"
    lines = "\n".join(map(ev.to_line, ready.events))
    encounter.write_text(lines + "\n", encoding="utf-8")
    marks.write_text(judgement_lines(Debrief(ready)), encoding="utf-8")
    again = CliRunner().invoke(app, ["score", str(encounter), "--judgements", str(marks), "--json"])
    card = {k: v for k, v in json.loads(again.stdout).items() if k != "warnings"}
    assert card == ready.scorecard.model_dump(mode="json")


def test_that_a_correction_is_added_and_overwrites_nothing(room: Room) -> None:
    marking = room.rate()
    for verdict, count in (("not met", 3), ("partly", 4)):
        marking.form.verdicts.radios[verdict].click()
        marking.form.reason.setPlainText(f"I say {verdict}.")
        marking.form.next_button.click()
        ready = room.wait(count)
        marking.form.back_button.click()
    given = [body["verdict"] for _who, kind, body in room.stored() if kind == "item"]
    assert given == ["not met", "partly"]
    assert _item(ready.scorecard, "ecg").reason == "I say partly."


def test_that_a_blind_marker_sees_no_verdict_and_gives_one_on_every_item(room: Room) -> None:
    marking = room.rate(blind=True)
    assert not [mark for mark in marking.findChildren(VerdictMark) if mark.isVisible()]
    assert "The rules say" not in _shown(marking)
    assert not any(view.entry.marks for view in marking.transcript.views)
    marking.form.verdicts.radios["met"].click()
    marking.sign_button.click()
    assert marking.form.item == "smoking"
    assert "Please choose a verdict first." in _shown(marking)
    for _item_left in ("smoking", "home"):
        marking.form.verdicts.radios["not met"].click()
        marking.form.next_button.click()
    marking.sign_button.click()
    marking.question.main_button.click()
    room.qtbot.waitUntil(lambda: not room.ready[-1].scorecard.formative, timeout=20_000)
    marks = [body for _who, kind, body in room.stored() if kind == "item"]
    assert {body["item"]: body["verdict"] for body in marks} == {
        "ecg": "met",
        "smoking": "not met",
        "home": "not met",
    }
    assert all(body["blinded"] for body in marks)
    assert room.ready[-1].scorecard.points == 0  # 4 and 0, and 5 taken away


def test_that_leaving_keeps_what_was_decided_and_coming_back_finds_it(room: Room) -> None:
    marking = room.rate()
    marking.form.verdicts.radios["not met"].click()
    marking.form.reason.setPlainText("Never read.")
    marking.leave_button.click()
    room.wait(3)
    room.page.reflection.examine_button.click()
    assert marking.rating.name.text() == WHO
    assert marking.rating.ratings.value() == "4"
    marking.rating.go_button.click()
    assert marking.form.verdicts.value() == "not met"
    assert marking.form.reason.toPlainText() == "Never read."
    assert len(room.stored()) == 2  # nothing was added by looking
