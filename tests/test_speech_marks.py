"""What is said aloud: how it was said is kept, and what was misheard costs nobody a mark."""

from __future__ import annotations

from pathlib import Path

import pytest

from simtrainer.commands.playing import play, read_lines
from simtrainer.encounter import actions as ac
from simtrainer.encounter import events as ev
from simtrainer.scenario.case import Case
from simtrainer.scenario.draw import draw
from simtrainer.scenario.loader import load_template
from simtrainer.scenario.rubric import Item, Rubric
from simtrainer.scoring.score import score_events
from simtrainer.session import Terms, start_in_memory

ITEMS = (
    Item.model_validate({"id": "asks", "text": "Asks about allergies", "ask": "allergy"}),
    Item.model_validate(
        {"id": "kind", "text": "Does not belittle", "avoid": {"act": "dismissive"}, "points": 2}
    ),
)


@pytest.fixture
def case(scenarios: Path) -> Case:
    case = draw(load_template(scenarios / "chest-pain-ed.yaml"), 3, "standard")
    body = case.body.model_copy(update={"rubric": Rubric(version=1, items=ITEMS)})
    return case.model_copy(update={"body": body})


def aloud(text: str, unsure: bool, edited: bool = False) -> ac.Say:
    words = tuple(ac.HeardWord(text=word, confidence=0.2) for word in text.split())
    speech = ac.Speech(
        recogniser="any",
        words=words,
        unsure=unsure,
        edited=edited,
        talk_ms=3000,
        pause_ms=600,
        longest_pause_ms=400,
        delay_ms=900,
    )
    return ac.Say(text=text, source="speech", speech=speech)


def verdicts(case: Case, *script: ac.Action) -> dict[str, str]:
    played = play(case, list(script), Terms())
    return {item.id: item.verdict for item in played.scorecard.items}


def test_that_a_question_that_was_misheard_is_not_assessed(case: Case) -> None:
    assert verdicts(case, aloud("any energies at all", unsure=True))["asks"] == "not assessed"


def test_that_a_question_that_was_heard_counts_however_unsure(case: Case) -> None:
    heard = verdicts(case, aloud("do you have any allergies", unsure=True))
    assert heard["asks"] == "met"


def test_that_words_the_trainee_confirmed_count_like_typed_ones(case: Case) -> None:
    confirmed = verdicts(case, aloud("any energies at all", unsure=True, edited=True))
    assert confirmed["asks"] == "not met"


def test_that_nobody_is_blamed_for_what_a_recogniser_was_unsure_of(case: Case) -> None:
    unkind = "you are making a fuss about nothing"
    assert verdicts(case, aloud(unkind, unsure=False))["kind"] == "not met"
    assert verdicts(case, aloud(unkind, unsure=True))["kind"] == "met"


def test_that_pace_and_pauses_are_measured_of_speech_alone(case: Case) -> None:
    typed = play(case, [ac.Say(text="Where is the pain?")], Terms()).scorecard.measures
    assert typed.pace_wpm is None
    spoken = play(case, [aloud("where is the pain", unsure=False)], Terms()).scorecard.measures
    assert (spoken.pace_wpm, spoken.pause_share, spoken.response_s) == (80.0, 0.2, 0.9)


def test_that_talking_over_somebody_is_recorded_with_the_words_that_were_heard(case: Case) -> None:
    session = start_in_memory(case, Terms())
    session.perform(ac.Say(text="What has brought you in today?"))
    last = session.state.spoken[-1]
    words = len(last.text.split())
    assert session.perform(ac.BargeIn(sentence=last.seq, heard=0.5)) is None
    session.perform(ac.Say(text="Any allergies?"))
    events = read_lines(session.lines)
    (cut,) = (event for event in events if isinstance(event, ev.BargedIn))
    assert (cut.who, cut.of, cut.words) == (last.who, words, round(words / 2))
    assert "interrupt" in session.state.turns[-1].sentences[0].acts
    assert score_events(events).measures.talked_over == 1


def test_that_nobody_can_be_talked_over_who_says_nothing(case: Case) -> None:
    session = start_in_memory(case, Terms())
    refusal = session.perform(ac.BargeIn(sentence=9999, heard=0.5))
    assert refusal is not None
    assert "Nobody was speaking" in refusal.reason
