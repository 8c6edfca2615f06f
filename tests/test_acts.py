"""Acts of whole turns as they are spoken, most without a mark or a capital letter."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from simtrainer.language.acts_meaning import FILE
from simtrainer.language.encoder import folder
from simtrainer.language.split import sentences
from simtrainer.language.training.acts import fingerprint
from simtrainer.language.understand import ScriptedUnderstander, analyse_turn
from simtrainer.language.understanding import Context, Line
from simtrainer.scenario.content import Fact
from simtrainer.scenario.draw import draw
from simtrainer.scenario.loader import load_template

BED = Path(__file__).parent / "data" / "spoken_turns_bed.jsonl"
ACTS_BED = BED.with_name("acts_bed.jsonl")
TOLD = {"explain", "advise", "safety_net", "warning_shot", "share_decision"}


def turns() -> list[dict[str, Any]]:
    return [json.loads(line) for line in BED.read_text("utf-8").splitlines()]


def acts_of(text: str, before: str = "") -> set[str]:
    lines = (Line("patient", before),) if before else ()
    return {act for one in analyse_turn(text, Context(lines=lines)) for act in one.acts}


def kind_of(acts: set[str]) -> str:
    """The one kind that two raters would write down for a turn."""
    if any(act.startswith("question.") for act in acts):
        return "question"
    if acts & {"reflection", "summarise"}:
        return "reflection"
    return "information" if acts & TOLD else "other"


def macro_f1(pairs: Iterable[tuple[str, str]]) -> float:
    counted = Counter(pairs)
    kinds = {wanted for wanted, _ in counted}
    scores = []
    for kind in kinds:
        hits = counted[kind, kind]
        seen = sum(n for (wanted, got), n in counted.items() if kind in (wanted, got))
        scores.append(2 * hits / (seen + hits))
    return sum(scores) / len(scores)


def bare(text: str) -> str:
    return re.sub(r"[^\w' -]", " ", text).lower()


@pytest.mark.parametrize("heard", [str, bare], ids=["written", "without marks"])
def test_that_questions_reflections_and_information_are_told_apart(heard: Any) -> None:
    pairs = [(t["is"], kind_of(acts_of(heard(t["text"]), t.get("before", "")))) for t in turns()]
    missed = [t["text"] for t, (is_, got) in zip(turns(), pairs, strict=True) if is_ != got]
    assert macro_f1(pairs) >= 0.88, missed


def test_that_open_questions_are_told_from_closed_ones() -> None:
    asked = [turn for turn in turns() if turn["is"] == "question"]
    pairs = [
        (
            "open" if turn["open"] else "closed",
            "open"
            if "question.open" in acts_of(turn["text"], turn.get("before", ""))
            else "closed",
        )
        for turn in asked
    ]
    assert macro_f1(pairs) >= 0.9


def test_that_a_feeling_given_back_is_a_reflection_that_names_it() -> None:
    acts = acts_of("okay so it sounds like you're worried about your heart")
    assert {"reflection", "empathy.name"} <= acts


def test_that_a_denial_put_to_somebody_is_a_question_until_they_have_said_it() -> None:
    assert "question.closed" in acts_of("and you haven't been abroad")
    told = acts_of("you haven't been abroad", "No, I haven't been abroad, not for years.")
    assert "reflection" in told


@pytest.mark.parametrize(
    "turn",
    [
        "thank you for telling me that | how are you feeling about it now",
        "so sorry to hear that | when did she pass away",
        "okay that sounds really rough | have you tried anything for it",
        "the tablets can upset your stomach so take them with food | any questions",
        "i'm so sorry | take your time",
        "it must be so hard | how has your husband been",
        "the good news is your tracing looks normal",
        "sounds like mornings are the worst bit",
        "patches didn't really do it for you",
        "okay so the reason i'm asking is that some tablets can do this",
    ],
)
def test_that_speech_is_cut_where_a_new_sentence_starts(turn: str) -> None:
    parts = turn.split(" | ")
    assert sentences(" ".join(parts)) == parts


def test_that_a_guess_about_somebodys_history_asks_until_they_have_told_it() -> None:
    said = "It's my chest, doctor. It came on two hours ago."
    silent = Context(lines=(Line("patient", said),), heard=(said,))
    for text in ("so you're a smoker", "so you've had this pain for two weeks"):
        (guessed,) = analyse_turn(text, silent)
        assert "question.closed" in guessed.acts, text
    (heard,) = analyse_turn("so it came on two hours ago", silent)
    assert "reflection" in heard.acts


def test_that_words_the_author_asks_with_are_no_jargon() -> None:
    (sentence,) = analyse_turn("is there a catheter", Context())
    assert "jargon" not in sentence.acts
    file = Path(__file__).parent.parent / "scenarios" / "chest-pain-ed.yaml"
    case = draw(load_template(file), 1, "standard")
    fact = Fact(id="stent", say="They put a little spring in.", ask=("Do you have a stent?",))
    hears = ScriptedUnderstander(
        case.model_copy(update={"body": case.body.model_copy(update={"facts": (fact,)})})
    )
    (asked,) = hears.understand("Do you have a stent?", Context(to="patient"))
    assert not asked.terms
    assert analyse_turn("Do you have a stent?", Context(to="patient"))[0].terms


def test_that_acts_are_heard_in_speech_that_no_rule_was_written_for() -> None:
    rows = [json.loads(line) for line in ACTS_BED.read_text("utf-8").splitlines()]
    got = [acts_of(row["text"], row.get("before", "")) for row in rows]
    wanted = [set(row["acts"]) for row in rows]
    kinds = [(kind_of(a), kind_of(b)) for a, b in zip(wanted, got, strict=True)]
    assert macro_f1(kinds) >= 0.8
    hits = sum(len(a & b) for a, b in zip(wanted, got, strict=True))
    assert 2 * hits / sum(len(a) + len(b) for a, b in zip(wanted, got, strict=True)) >= 0.7


def test_that_no_hurt_is_heard_in_speech_that_holds_none() -> None:
    hurts = {"judgemental", "dismissive", "false_reassurance", "interrupt"}
    rows = [json.loads(line) for line in ACTS_BED.read_text("utf-8").splitlines()]
    kind = [row for row in rows if not hurts & set(row["acts"])]
    heard = [row["text"] for row in kind if hurts & acts_of(row["text"], row.get("before", ""))]
    assert len(heard) <= 1, heard


def test_that_the_stored_weights_are_those_of_our_labelled_sentences() -> None:
    """Otherwise run ``python -m simtrainer.language.training.acts``."""
    with np.load(folder() / FILE, allow_pickle=False) as held:
        assert str(held["of"]) == fingerprint()
