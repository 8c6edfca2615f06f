"""Whether a model is fit to give patients their words: fixed encounters, and their report."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from simtrainer.cli import app
from simtrainer.commands import qualifying
from simtrainer.commands.grading import graded, report
from simtrainer.commands.qualifying import cases, play
from simtrainer.commands.second_reading import findings, reading_level
from simtrainer.engines.llm.scripted import ADVERSARIES, Reply, ScriptedGenerator, Seen, says

SAY = re.compile(r"[Ss]ay only: (.*)\)$", re.DOTALL)


@pytest.fixture(autouse=True)
def short_encounters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(qualifying, "QUESTIONS", 3)
    monkeypatch.setattr(qualifying, "ENCOUNTERS", qualifying.ENCOUNTERS[:1])


def faithful(seen: Seen) -> Iterable[str]:
    """Says what it was told to say and nothing else."""
    found = SAY.search(seen.directive)
    return [f"{found[1]} "] if found else []


def qualified(reply: Reply) -> dict[str, object]:
    return report(play(cases()[0], ScriptedGenerator(reply)))


def test_that_a_faithful_model_is_recommended() -> None:
    found = qualified(faithful)
    assert found["grade"] == "recommended"
    assert found["in_own_words"] == 1
    assert found["inventions_missed"] == found["leaks_missed"] == 0


@pytest.mark.parametrize("name", ["numbers", "hang"])
def test_that_a_model_that_talks_nonsense_is_not_recommended(name: str) -> None:
    found = qualified(ADVERSARIES[name])
    assert found["grade"] == "not recommended"
    assert found["in_own_words"] == 0
    assert found["caught"]


def test_that_a_diagnosis_is_caught_and_counted() -> None:
    diagnosis = cases()[0].body.diagnosis[0].name
    found = qualified(says(f"I have {diagnosis}."))
    assert found["grade"] == "not recommended"
    assert found["leaks_missed"] == 0


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("I had it for nine days.", "number"),
        ("I take warfarin.", "drug"),
        ("It must be a heart attack.", "diagnosis"),
        ("My brother died of an aneurysm suddenly.", "untold"),
        ("As an AI I cannot feel pain.", "role"),
        ("You are a patient in bed.", "prompt"),
        ("It hurts in my chest.", None),
    ],
)
def test_that_the_second_reading_finds_what_nobody_said(sentence: str, kind: str | None) -> None:
    found = findings(
        sentence,
        told="Where does it hurt? It hurts in the chest.",
        forbidden=("heart attack",),
        untold=("My brother died suddenly of an aneurysm.",),
        prompt="You are a patient in bed. Say little.",
    )
    assert [each.kind for each in found] == ([kind] if kind else [])


def test_that_a_grade_names_what_it_hangs_on() -> None:
    good = {
        "replies": 30,
        "leaks_missed": 0,
        "role_breaks_missed": 0,
        "in_own_words": 0.9,
        "late": 0.0,
        "repeated": 0.0,
        "first_sentence_ms": {"median": 900.0},
    }
    assert graded(good)[0] == "recommended"
    assert graded(good | {"in_own_words": 0.5})[0] == "usable"
    assert "50%" in graded(good | {"in_own_words": 0.5})[1]
    slow = graded(good | {"first_sentence_ms": {"median": 9000.0}})
    assert slow[0] == "not recommended"
    assert "9.0 seconds" in slow[1]
    assert graded(good | {"leaks_missed": 1})[0] == "not recommended"


def test_that_plain_speech_reads_easier_than_a_textbook() -> None:
    plain = reading_level("It hurts here. I feel sick. It came on last night.")
    learned = reading_level("Paroxysmal retrosternal discomfort radiating contralaterally occurs.")
    assert plain < 4 < learned


def test_that_a_model_that_cannot_be_used_gets_its_grade_in_words(tmp_path: Path) -> None:
    pytest.importorskip("gguf")
    pytest.importorskip("llama_cpp.llama_cpp")
    from simtrainer.engines.llm.random_models import TINY, make_model

    file = tmp_path / "odd.gguf"
    make_model(file, TINY, ["It hurts."], template="{{ raise_exception('no') }}")
    done = CliRunner().invoke(app, ["models", "qualify", str(file), "--json"])
    assert done.exit_code == 0, done.output
    kept = json.loads((tmp_path / "odd.qualification.json").read_text(encoding="utf-8"))
    assert kept["grade"] == "not recommended"
    assert "template" in kept["reason"]
