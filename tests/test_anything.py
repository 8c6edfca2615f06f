"""Anything in the catalogue can be ordered, examined and given in every case, plausibly."""

from __future__ import annotations

from pathlib import Path

import pytest

from simtrainer.encounter import actions as ac
from simtrainer.encounter.carry_out import examine, give, order
from simtrainer.encounter.events import TestOrdered, TreatmentStarted
from simtrainer.encounter.record import Record
from simtrainer.encounter.results import result_of
from simtrainer.physiology.drugs import knows
from simtrainer.scenario.catalogue import catalogue
from simtrainer.scenario.draw import draw
from simtrainer.scenario.loader import load_template
from simtrainer.session import Terms, start_in_memory

TEMPLATES = sorted((Path(__file__).parent.parent / "scenarios").glob("*.yaml"))


@pytest.fixture(params=TEMPLATES, ids=lambda path: path.stem)
def record(request: pytest.FixtureRequest) -> Record:
    case = draw(load_template(request.param), 3, "standard")
    return Record(start_in_memory(case, Terms()).state)


def test_that_every_test_gives_a_result_and_says_what_was_defaulted(record: Record) -> None:
    written = set(record.state.case.body.tests)
    for test in catalogue().tests:
        order(record, ac.OrderTest(test=test), "trainee")
        ordered = record.events[-1]
        assert isinstance(ordered, TestOrdered)
        result = result_of(record.state, ordered)
        assert result.lines or result.report or result.ecg, test
        assert result.defaulted == (test not in written), test
        assert all(line.text for line in result.lines), test


def test_that_what_is_defaulted_is_not_abnormal(record: Record) -> None:
    """Apart from what follows by calculation from values that the case gives."""
    for test in catalogue().tests:
        order(record, ac.OrderTest(test=test), "trainee")
        ordered = record.events[-1]
        assert isinstance(ordered, TestOrdered)
        lines = result_of(record.state, ordered).lines
        strange = [line for line in lines if line.defaulted and line.flag]
        assert not strange, (test, strange)


def test_that_every_manoeuvre_shows_something(record: Record) -> None:
    written = set(record.state.case.body.examination)
    for manoeuvre in catalogue().manoeuvres:
        examine(record, ac.Examine(manoeuvre=manoeuvre), "trainee")
        found = record.state.examined[-1]
        assert found.finding, manoeuvre
        assert not (found.defaulted and manoeuvre in written), manoeuvre


def test_that_every_drug_can_be_given_by_each_of_its_routes(record: Record) -> None:
    for drug in catalogue().drugs.values():
        for route in drug.routes:
            if route.who == "child" and record.state.case.patient.age >= 16:
                continue
            action = ac.Give(drug=drug.id, dose=route.usual, unit=route.unit, route=route.route)
            give(record, action, "trainee")
            started = record.state.treatments[-1].started
            assert isinstance(started, TreatmentStarted)
            assert not started.effect or knows(started.effect), drug.id
