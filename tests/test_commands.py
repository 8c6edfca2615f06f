"""The command line is a contract: names, fields, exit codes, and no display needed."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from simtrainer.cli import app

CARD_FIELDS = {
    "case", "seed", "difficulty", "mode", "rubric_version", "points", "max_points", "provisional",
    "flags", "domains", "global_rating", "items",
}  # fmt: skip
ITEM_FIELDS = {
    "id", "text", "domain", "verdict", "points", "max_points", "must_do", "evidence", "reason",
    "marker", "confidence",
}  # fmt: skip
SCRIPT = """
- say: "Hello, I'm one of the doctors. What brought you in?"
- order: ecg_12_lead
- give: {drug: aspirin, dose: 300 mg, route: oral}
- wait: 3 min
- note: "Imp: inferior STEMI. DDx: PE, dissection. Plan: PCI."
- end
"""


def run(*words: str, lines: str = "") -> Result:
    return CliRunner().invoke(app, list(words), input=lines)


def run_json(*words: str) -> Any:
    result = run(*words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.fixture
def script(tmp_path: Path) -> Path:
    file = tmp_path / "script.yaml"
    file.write_text(SCRIPT, encoding="utf-8")
    return file


def test_that_the_demo_plays_an_encounter_and_prints_its_scorecard() -> None:
    card = run_json("demo")
    assert card.keys() >= CARD_FIELDS
    assert all(item.keys() >= ITEM_FIELDS for item in card["items"])
    assert card["points"] >= 0.85 * card["max_points"]
    text = run("demo").output
    assert "  You: " in text
    assert "not been reviewed by a clinician" in text


def test_that_ask_answers_each_line_with_one_object() -> None:
    result = run("ask", "chest-pain-ed", lines="Where is the pain?\n\nDo you smoke?\n")
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    fields = {"utterance", "reply", "facts", "topics", "acts", "messages", "mood", "source", "ms"}
    assert [answer["utterance"] for answer in answers] == ["Where is the pain?", "Do you smoke?"]
    assert all(answer.keys() >= fields for answer in answers)
    assert answers[0]["facts"] == ["site"]


def test_that_a_saved_encounter_scores_the_same_again(script: Path, tmp_path: Path) -> None:
    saved = tmp_path / "enc.jsonl"
    played = run_json("play", "chest-pain-ed", "--script", str(script), "--save", str(saved))
    assert {event["kind"] for event in played["events"]} >= {"encounter_started", "note_written"}
    assert played["refused"] == []
    scored = run_json("score", str(saved))
    assert scored.pop("warnings") == []
    assert scored == played["scorecard"]


@pytest.mark.parametrize("change", ["edit", "drop", "swap"])
def test_that_a_changed_encounter_is_told_from_an_honest_one(
    script: Path, tmp_path: Path, change: str
) -> None:
    saved = tmp_path / "enc.jsonl"
    run_json("play", "chest-pain-ed", "--script", str(script), "--save", str(saved))
    lines = saved.read_text(encoding="utf-8").splitlines()
    if change == "edit":
        lines = [line.replace("Imp: inferior", "Imp: anterior") for line in lines]
    elif change == "drop":
        del lines[5]
    else:
        lines[3], lines[4] = lines[4], lines[3]
    saved.write_text("\n".join(lines) + "\n", encoding="utf-8")
    result = run("score", str(saved))
    assert result.exit_code == 1
    assert "seal does not fit" in result.stderr or "not a whole encounter" in result.stderr


def test_that_a_transcript_from_elsewhere_is_scored_against_a_case(tmp_path: Path) -> None:
    transcript = tmp_path / "talk.jsonl"
    lines = [
        {"speaker": "trainee", "text": "Are you allergic to anything?", "at": 3},
        {"speaker": "patient", "text": "No, no allergies that I know of.", "at": 6},
    ]
    transcript.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    card = run_json("score", str(transcript), "--case", "chest-pain-ed")
    verdicts = {item["id"]: item["verdict"] for item in card["items"]}
    assert card["provisional"]
    assert verdicts["ecg-in-time"] == "not assessed"
    assert run("score", str(transcript)).exit_code == 1


def test_that_analyse_gives_acts_and_topics_a_line(tmp_path: Path) -> None:
    transcript = tmp_path / "talk.jsonl"
    transcript.write_text(
        '{"speaker": "trainee", "text": "Do you smoke?"}\n{"speaker": "patient", "text": "No."}\n',
        encoding="utf-8",
    )
    analysis = run_json("analyse", str(transcript))
    assert len(analysis["turns"]) == 2
    assert "question.closed" in analysis["turns"][0]["acts"]
    assert analysis["turns"][0]["topics"] == ["social.smoking"]


def test_that_check_finds_our_templates_fine_and_a_broken_one_not(
    scenarios: Path, tmp_path: Path
) -> None:
    assert all(report["ok"] for report in run_json("check", str(scenarios), "--seeds", "5"))
    broken = tmp_path / "broken.yaml"
    broken.write_text("format: 1\ntitle: [", encoding="utf-8")
    result = run("check", str(broken))
    assert result.exit_code == 1
    assert "broken.yaml, line" in result.stdout


def test_that_check_writes_a_table_of_variants_that_fit_together(
    scenarios: Path, tmp_path: Path
) -> None:
    table = tmp_path / "variants.csv"
    template = scenarios / "chest-pain-ed.yaml"
    assert run("check", str(template), "--seeds", "20", "--table", str(table)).exit_code == 0
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 60
    for row in rows:
        assert ("swelled" in row["allergy_told"]) == (row["allergies"] == "aspirin")
        assert ("pericarditis" in row["diagnosis"]) == (row["ecg"] == "pericarditis")
        assert "sildenafil" not in row["medicines"] or row["sex"] == "male"


def test_that_fidelity_counts_how_an_encounter_was_answered(script: Path, tmp_path: Path) -> None:
    saved = tmp_path / "enc.jsonl"
    run_json("play", "chest-pain-ed", "--script", str(script), "--save", str(saved))
    report = run_json("fidelity", str(saved))
    assert report["kinds"]["answered_from_case"] >= 1
    assert report["told_too_much"] == []


def test_that_fidelity_finds_a_question_for_every_fact_of_our_cases(scenarios: Path) -> None:
    for template in scenarios.glob("*.yaml"):
        assert run_json("fidelity", str(template))["unreached"] == []


def test_that_simulate_gives_a_row_a_minute() -> None:
    rows = run_json("simulate", "chest-pain-ed", "--minutes", "5")
    assert [row["minute"] for row in rows] == [0, 1, 2, 3, 4, 5]
    assert {"hr", "map", "spo2", "rr"} <= rows[0].keys()


def test_that_an_encounter_can_be_talked_through_in_the_terminal() -> None:
    lines = [
        "Hello, what brought you in?",
        "/order ecg",
        "/wait result",
        "/interpret ecg inferior STEMI",
        "/examine listen to the heart",
        "/give aspirin 300mg oral",
        "/give nonsense",
        "/nonsense",
        "/vitals",
        "/note Imp: STEMI. DDx: PE. Plan: PCI",
        "/end",
    ]
    result = run("talk", "chest-pain-ed", lines="\n".join(lines))
    assert result.exit_code == 0
    for words in ("Ordered 12-lead ECG", "Gave Aspirin 300 mg", "hr ", "Note written", "points"):
        assert words in result.output
    assert "/help shows" in result.output


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["play", "no-such-case", "--script", "x.yaml"], 1, "no-such-case"),
        (["ask", "chest-pain-ed", "--difficulty", "brutal"], 2, "easy, standard, hard"),
        (["score", "nowhere.jsonl"], 1, "nowhere.jsonl"),
        (["frobnicate"], 2, "frobnicate"),
    ],
)
def test_that_wrong_use_gets_one_sentence_and_an_exit_code(
    words: list[str], code: int, sentence: str
) -> None:
    result = run(*words)
    assert result.exit_code == code
    assert sentence in result.output.replace("\n", " ")
    assert "Traceback" not in result.output


def test_that_a_script_error_names_its_line(tmp_path: Path) -> None:
    script = tmp_path / "script.yaml"
    script.write_text("- say: Hello\n- dance: wildly\n", encoding="utf-8")
    result = run("play", "chest-pain-ed", "--script", str(script))
    assert result.exit_code == 1
    assert "script.yaml, line 2" in result.output


def test_that_doctor_says_what_works_here() -> None:
    checks = json.loads(run("doctor", "--json").stdout)
    assert {"name", "state", "sentence", "remedy"} <= checks[0].keys()
