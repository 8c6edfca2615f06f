"""Rules on real encounters: verdicts with evidence, flags apart from points, nothing guessed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from simtrainer.commands.playing import play
from simtrainer.encounter import actions as ac
from simtrainer.encounter.events import EncounterStarted
from simtrainer.scenario.case import Case
from simtrainer.scenario.draw import draw
from simtrainer.scenario.loader import load_template
from simtrainer.scenario.rubric import MAIN_KEYS, Item, Rubric
from simtrainer.scoring.rules import EVALUATORS
from simtrainer.scoring.score import score, score_events
from simtrainer.scoring.scorecard import ItemResult, Scorecard
from simtrainer.scoring.wording import names, note_parts
from simtrainer.session import Terms

ASPIRIN = ac.Give(drug="aspirin", dose=300, unit="mg", route="oral")
ECG = ac.OrderTest(test="ecg_12_lead")


@pytest.fixture
def case(scenarios: Path) -> Case:
    template = load_template(scenarios / "chest-pain-ed.yaml")
    return next(
        case
        for seed in range(50)
        if (case := draw(template, seed, "standard")).variables["cause"] == "inferior_stemi"
        and case.variables["aspirin_allergy"] == "no"
    )


def _judged(case: Case, item: dict[str, Any], script: Sequence[ac.Action]) -> ItemResult:
    """The one ``item`` as it comes out when ``script`` is played."""
    rubric = Rubric(version=1, items=(Item.model_validate({"text": "the item", **item}),))
    body = case.body.model_copy(update={"rubric": rubric})
    (result,) = play(case.model_copy(update={"body": body}), script, Terms()).scorecard.items
    return result


def _say(*texts: str) -> list[ac.Action]:
    return [ac.Say(text=text) for text in texts]


def test_that_every_kind_of_rule_has_an_evaluator() -> None:
    assert set(MAIN_KEYS) == set(EVALUATORS)


CASES: list[tuple[str, dict[str, Any], list[ac.Action], str]] = [
    ("ordered", {"order": "ecg_12_lead"}, [ECG], "met"),
    ("not ordered", {"order": "ecg_12_lead"}, [], "not met"),
    ("in time", {"order": "ecg_12_lead", "within": "10 min"}, [ECG], "met"),
    ("late", {"order": "ecg_12_lead", "within": "10 min"}, [ac.Wait(minutes=11), ECG], "not met"),
    ("dose", {"give": {"drug": "aspirin", "dose": "150-325 mg"}}, [ASPIRIN], "met"),
    (
        "dose in another unit",
        {"give": {"drug": "aspirin", "dose": "150-325 mg"}},
        [ac.Give(drug="aspirin", dose=0.3, unit="g", route="oral")],
        "met",
    ),
    (
        "too little",
        {"give": {"drug": "aspirin", "dose": "150-325 mg"}},
        [ac.Give(drug="aspirin", dose=75, unit="mg", route="oral")],
        "not met",
    ),
    ("asked", {"ask": "social.smoking"}, _say("Do you smoke?"), "met"),
    ("elicited", {"elicit": "allergy"}, _say("Are you allergic to anything?"), "met"),
    (
        "before",
        {"elicit": "allergy", "before": "any drug"},
        [*_say("Are you allergic to anything?"), ASPIRIN],
        "met",
    ),
    (
        "not before",
        {"elicit": "allergy", "before": "any drug"},
        [ASPIRIN, *_say("Are you allergic to anything?")],
        "not met",
    ),
    (
        "in order",
        {"in_order": [{"order": "ecg_12_lead"}, {"give": "aspirin"}]},
        [ECG, ASPIRIN],
        "met",
    ),
    (
        "in another order",
        {"in_order": [{"order": "ecg_12_lead"}, {"give": "aspirin"}]},
        [ASPIRIN, ECG],
        "not met",
    ),
    ("told", {"told": "heart_attack"}, _say("You are having a heart attack."), "met"),
    ("denied", {"told": "heart_attack"}, _say("You are not having a heart attack."), "not met"),
    ("avoided", {"avoid": {"dispose": "discharge"}}, [], "met"),
    (
        "not avoided",
        {"avoid": {"dispose": "discharge"}},
        [ac.Dispose(disposition="discharge")],
        "not met",
    ),
    ("none of", {"not": {"order": "ct_head"}}, [ECG], "met"),
    (
        "read right",
        {"interpret": "ecg_12_lead"},
        [ECG, ac.Wait(until_result=True), ac.Interpret(of="ecg_12_lead", text="Inferior STEMI")],
        "met",
    ),
    (
        "read as what it is not",
        {"interpret": "ecg_12_lead"},
        [ECG, ac.Wait(until_result=True), ac.Interpret(of="ecg_12_lead", text="Normal, no STEMI")],
        "not met",
    ),
    (
        "note",
        {"note": {"diagnosis": "accepted"}},
        [ac.WriteNote(text="Imp: inferior STEMI. DDx: PE. Plan: PCI")],
        "met",
    ),
    (
        "note that names something else",
        {"note": {"diagnosis": "accepted"}},
        [ac.WriteNote(text="Imp: indigestion. DDx: STEMI")],
        "not met",
    ),
    ("vitals kept", {"vitals": {"keep": {"spo2": ">= 50"}}}, [ac.Wait(minutes=2)], "met"),
    ("vitals not kept", {"vitals": {"keep": {"hr": "> 200"}}}, [ac.Wait(minutes=2)], "not met"),
    ("vitals of no time", {"vitals": {"keep": {"hr": "> 0"}, "from": "9 min"}}, [], "not assessed"),
]


@pytest.mark.parametrize(
    ("item", "script", "verdict"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_that_a_rule_gives_the_verdict_its_words_promise(
    case: Case, item: dict[str, Any], script: list[ac.Action], verdict: str
) -> None:
    result = _judged(case, item, script)
    assert result.verdict == verdict
    assert result.evidence or verdict != "met" or {"avoid", "not"} & set(item)
    assert result.reason or verdict == "met"


def test_that_the_same_warm_words_again_and_again_earn_one_turn(case: Case) -> None:
    item = {"act": ["empathy.name", "empathy.understand", "empathy.support"], "at_least": 2}
    same = _say(*["I can see how frightening this is."] * 6)
    assert _judged(case, item, same).verdict == "not met"
    varied = [*same, *_say("It makes sense that you are worried after what you went through.")]
    assert _judged(case, item, varied).verdict == "met"


def test_that_evidence_points_at_the_words_that_count(case: Case) -> None:
    played = play(case, [*_say("Do you smoke?"), ac.End()], Terms())
    item = next(i for i in played.scorecard.items if i.id == "risk-factors")
    quoted = {e.seq: e for e in played.events}
    assert all(evidence.event in quoted for evidence in item.evidence)


def test_that_a_harmful_action_is_flagged_apart_from_points(scenarios: Path) -> None:
    template = load_template(scenarios / "chest-pain-ed.yaml")
    case = next(
        case
        for seed in range(80)
        if (case := draw(template, seed, "hard")).variables["sildenafil"] == "yes"
    )
    spray = ac.Give(drug="glyceryl_trinitrate", dose=400, unit="ug", route="sublingual")
    card = play(case, [spray], Terms()).scorecard
    assert any(flag.kind == "harm" for flag in card.flags)
    assert card.passed is False
    careful = play(case, [], Terms()).scorecard
    assert not any(flag.kind == "harm" for flag in careful.flags)


def test_that_doing_nothing_earns_nothing(case: Case) -> None:
    card = play(case, [ac.Wait(minutes=15)], Terms()).scorecard
    assert card.points == 0
    assert card.max_points == case.body.rubric.max_points


def test_that_a_person_stands_over_the_rules(case: Case) -> None:
    played = play(case, [ECG], Terms())
    started = played.events[0]
    assert isinstance(started, EncounterStarted)
    judgements = [
        {
            "marker": "examiner A",
            "kind": "item",
            "body": {"item": "ecg-in-time", "verdict": "partly", "points": 2, "reason": "Slow."},
        },
        {"marker": "examiner A", "kind": "global_rating", "body": {"rating": 4}},
    ]
    card = score_events(played.events, judgements)
    item = _item(card, "ecg-in-time")
    assert (item.verdict, item.points, item.marker) == ("partly", 2, "examiner A")
    assert card.global_rating == 4


def test_that_talk_alone_leaves_what_was_done_unassessed(case: Case) -> None:
    played = play(case, _say("Where is the pain?"), Terms())
    card = score(case, played.events, talk_only=True)
    assert card.provisional
    assert _item(card, "ecg-in-time").verdict == "not assessed"


def _item(card: Scorecard, name: str) -> ItemResult:
    return next(item for item in card.items if item.id == name)


@pytest.mark.parametrize(
    ("text", "accepted", "found"),
    [
        ("Likely inferior STEMI", ["STEMI"], "STEMI"),
        ("No evidence of STEMI", ["STEMI"], ""),
        ("This is not a STEMI", ["STEMI"], ""),
        ("perycarditis", ["pericarditis"], "pericarditis"),
        ("MI", ["PE"], ""),
        ("", ["PE"], ""),
    ],
)
def test_that_names_are_found_unless_they_are_denied(
    text: str, accepted: list[str], found: str
) -> None:
    assert names(text, accepted) == found


def test_that_a_free_note_is_read_by_its_headings() -> None:
    parts = note_parts("Imp: STEMI. DDx: PE, dissection. Plan: PCI.")
    assert "STEMI" in parts["diagnosis"]
    assert "dissection" in parts["differential"]
    assert "PCI" in parts["plan"]
