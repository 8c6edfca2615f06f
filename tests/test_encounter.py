"""Actions in, events out: what happens, in which order, and that the same run is the same bytes."""

from __future__ import annotations

from pathlib import Path

import pytest

from simtrainer.authoring.script import read_script
from simtrainer.commands.playing import play, read_lines
from simtrainer.encounter import actions as ac
from simtrainer.encounter import events as ev
from simtrainer.encounter.fold import fold
from simtrainer.errors import OurBug
from simtrainer.scenario.case import Case
from simtrainer.scenario.draw import draw
from simtrainer.scenario.loader import load_template
from simtrainer.scenario.words import Mode
from simtrainer.session import Terms, TrainingSession, start_in_memory


@pytest.fixture
def case(scenarios: Path) -> Case:
    return draw(load_template(scenarios / "chest-pain-ed.yaml"), 7, "standard")


@pytest.fixture
def session(case: Case) -> TrainingSession:
    return start_in_memory(case, Terms())


def _kinds(session: TrainingSession) -> list[str]:
    return [event.kind for event in read_lines(session.lines)]


def test_that_the_same_script_case_and_seed_give_the_same_bytes(
    case: Case, scenarios: Path
) -> None:
    script = read_script(scenarios / "scripts" / "chest-pain-ed" / "expert.yaml", case)
    first, second = (play(case, script, Terms()) for _ in range(2))
    assert first.lines == second.lines
    assert first.scorecard == second.scorecard


def test_that_folding_stored_lines_gives_the_state_the_session_had(
    session: TrainingSession,
) -> None:
    for action in (ac.Say(text="Where does it hurt?"), ac.OrderTest(test="ecg_12_lead")):
        assert session.perform(action) is None
    assert fold(read_lines(session.lines)) == session.state


def test_that_talking_takes_case_time_by_words_and_not_by_typing_speed(
    session: TrainingSession,
) -> None:
    session.perform(ac.Say(text="one two three four five six seven eight nine ten"))
    spoke = next(e for e in read_lines(session.lines) if isinstance(e, ev.TraineeSpoke))
    passed = next(
        e for e in read_lines(session.lines) if isinstance(e, ev.TimePassed) and e.seq > spoke.seq
    )
    assert passed.ms == 4_000  # ten words at 150 words a minute


def test_that_a_result_arrives_when_its_time_has_come_and_not_before(
    session: TrainingSession,
) -> None:
    session.perform(ac.OrderTest(test="troponin"))
    order = session.state.orders[-1]
    session.perform(ac.Wait(minutes=(order.due_at - session.state.clock_ms) / 60_000 - 1))
    assert session.state.pending_orders == (order,)
    session.perform(ac.Wait(until_result=True))
    (result,) = session.state.results
    assert result.at == order.due_at
    assert result.lines[0].flag in ("high", "critical_high")
    assert not result.defaulted


def test_that_what_nobody_wrote_is_recorded_as_defaulted(session: TrainingSession) -> None:
    session.perform(ac.OrderTest(test="full_blood_count"))
    session.perform(ac.Wait(until_result=True))
    session.perform(ac.Examine(manoeuvre="abdomen.palpation"))
    result = session.state.results[-1]
    assert result.defaulted
    assert all(line.defaulted for line in result.lines)
    assert session.state.examined[-1].defaulted


def test_that_measured_vitals_are_those_of_the_body(session: TrainingSession) -> None:
    session.perform(ac.Examine(manoeuvre="obs.blood_pressure"))
    measured = session.state.examined[-1]
    assert measured.values["sbp"] == session.state.vitals["sbp"]
    assert f"{measured.values['sbp']}/{measured.values['dbp']}" in measured.finding
    assert not measured.defaulted


def test_that_giving_what_the_patient_is_allergic_to_harms(scenarios: Path) -> None:
    template = load_template(scenarios / "chest-pain-ed.yaml")
    case = next(
        case
        for seed in range(50)
        if (case := draw(template, seed, "hard")).variables["aspirin_allergy"] == "yes"
    )
    session = start_in_memory(case, Terms())
    before = session.state.vitals
    session.perform(ac.Give(drug="aspirin", dose=300, unit="mg", route="oral"))
    session.perform(ac.Wait(minutes=10))
    started = session.state.treatments[0].started
    assert "allergic" in started.harm
    assert float(session.state.vitals["map"]) < float(before["map"])


def test_that_a_pause_stops_everything_but_resuming_and_ending(session: TrainingSession) -> None:
    session.perform(ac.Pause())
    refusal = session.perform(ac.Say(text="Hello?"))
    assert refusal is not None
    assert "paused" in refusal.reason
    assert session.perform(ac.Resume()) is None
    assert session.perform(ac.Say(text="Hello?")) is None


def test_that_an_exam_has_no_pause_and_no_hints_and_stops_hard(case: Case) -> None:
    session = start_in_memory(case, Terms(mode="exam"))
    assert session.perform(ac.Pause()) is not None
    assert session.perform(ac.AskHint()) is not None
    session.perform(ac.Wait(minutes=60))
    assert session.state.phase == "closing"
    assert session.state.clock_ms == case.heading.station.minutes * 60_000
    assert "two_minute_warning" in _kinds(session)
    assert session.perform(ac.Say(text="One more thing")) is not None
    assert session.perform(ac.WriteNote(text="Imp: STEMI.")) is None


def test_that_only_guided_mode_offers_hints_unasked_and_seldom(case: Case) -> None:
    offered = {}
    modes: tuple[Mode, ...] = ("practice", "guided")
    for mode in modes:
        session = start_in_memory(case, Terms(mode=mode))
        for _ in range(60):
            session.perform(ac.Tick(seconds=5))
        offered[mode] = _kinds(session).count("hint_given")
    assert offered["practice"] == 0
    assert 1 <= offered["guided"] <= 4


def test_that_extra_time_stretches_the_station_and_not_the_disease(case: Case) -> None:
    plain = start_in_memory(case, Terms(mode="exam"))
    longer = start_in_memory(case, Terms(mode="exam", extra_time=0.25))
    for session in (plain, longer):
        session.perform(ac.Wait(minutes=5))
    assert longer.state.station_ms == plain.state.station_ms * 1.25
    assert longer.state.vitals == plain.state.vitals


def test_that_the_seal_covers_every_line_before_it(session: TrainingSession) -> None:
    session.perform(ac.Say(text="What brought you in?"))
    session.perform(ac.End())
    *_, last = read_lines(session.lines)
    assert isinstance(last, ev.EncounterEnded)
    assert session.state.over
    assert session.perform(ac.Say(text="Hello?")) is not None


def test_that_leaving_without_a_mark_is_recorded_as_that(session: TrainingSession) -> None:
    session.perform(ac.Stop())
    assert session.state.end_reason == "stopped"


def test_that_an_ordinal_that_is_skipped_is_our_bug(session: TrainingSession) -> None:
    session.perform(ac.Say(text="What brought you in?"))
    events = read_lines(session.lines)
    with pytest.raises(OurBug, match="was expected"):
        fold([*events[:2], *events[3:]])


@pytest.mark.parametrize(
    ("action", "words"),
    [
        (ac.OrderTest(test="wombat_scan"), "no test"),
        (ac.Give(drug="aspirin", dose=300, unit="mg", route="nebulised"), "not given that way"),
        (ac.StopTreatment(treatment="oxygen"), "not running"),
        (ac.Say(text="Hello", to="plumber"), "not here"),
        (ac.Interpret(of="ct_head", text="fine"), "nothing of that name"),
    ],
)
def test_that_what_cannot_be_done_is_refused_with_its_reason(
    session: TrainingSession, action: ac.Action, words: str
) -> None:
    before = session.lines
    refusal = session.perform(action)
    assert refusal is not None
    assert words in refusal.reason
    assert session.lines == before


def test_that_a_nurse_does_a_delegated_task_beside_the_trainee(session: TrainingSession) -> None:
    task = ac.Examine(manoeuvre="obs.full_set")
    assert session.perform(ac.Delegate(to="nurse", task=task)) is None
    session.perform(ac.Say(text="Tell me more about the pain."))
    session.perform(ac.Wait(minutes=5))
    assert [e.actor for e in session.state.examined] == ["nurse"]
    assert session.state.delegated == ()


def test_that_a_called_colleague_comes(session: TrainingSession) -> None:
    session.perform(ac.Call(target="cardiology", text="I have a STEMI."))
    session.perform(ac.Wait(minutes=30))
    assert "person_arrived" in _kinds(session)
