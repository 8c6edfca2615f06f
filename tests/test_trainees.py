"""Scripted trainees on every template: who should do well does, for the right reason."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from simtrainer.authoring.script import read_script
from simtrainer.commands.playing import Played, play
from simtrainer.scenario.draw import draw
from simtrainer.scenario.loader import load_template
from simtrainer.scenario.template import Template
from simtrainer.scenario.words import DIFFICULTIES, Difficulty
from simtrainer.session import Terms

SCENARIOS = Path(__file__).parent.parent / "scenarios"
SEEDS = (3, 11)
WEAKER_BY = 15
WEAKER = ("careless", "shotgun", "kind_unsafe", "safe_cold")
TAKES = [
    pytest.param(folder.name, seed, difficulty, id=f"{folder.name}-{seed}-{difficulty}")
    for folder in sorted((SCENARIOS / "scripts").iterdir())
    for seed in SEEDS
    for difficulty in DIFFICULTIES
]


@cache
def _template(name: str) -> Template:
    return load_template(SCENARIOS / f"{name}.yaml")


@cache
def _played(name: str, script: str, seed: int, difficulty: Difficulty) -> Played:
    case = draw(_template(name), seed, difficulty)
    return play(case, read_script(SCENARIOS / "scripts" / name / f"{script}.yaml", case), Terms())


def _percent(played: Played) -> float:
    return 100 * played.scorecard.points / played.scorecard.max_points


def _weaker(name: str) -> Iterator[str]:
    return (each for each in WEAKER if (SCENARIOS / "scripts" / name / f"{each}.yaml").exists())


@pytest.mark.parametrize(("name", "seed", "difficulty"), TAKES)
def test_that_the_expert_does_well_and_can_do_all_they_want(
    name: str, seed: int, difficulty: Difficulty
) -> None:
    played = _played(name, "expert", seed, difficulty)
    unmet = [item.id for item in played.scorecard.items if item.verdict != "met"]
    assert played.refused == ()
    assert _percent(played) >= 85, unmet
    assert played.scorecard.passed, unmet


@pytest.mark.parametrize(("name", "seed", "difficulty"), TAKES)
def test_that_silence_earns_next_to_nothing(name: str, seed: int, difficulty: Difficulty) -> None:
    assert _percent(_played(name, "silent", seed, difficulty)) < 10


@pytest.mark.parametrize(("name", "seed", "difficulty"), TAKES)
def test_that_weaker_trainees_fail_or_stay_well_below_the_expert(
    name: str, seed: int, difficulty: Difficulty
) -> None:
    expert = _percent(_played(name, "expert", seed, difficulty))
    for script in _weaker(name):
        played = _played(name, script, seed, difficulty)
        below = expert - _percent(played) >= WEAKER_BY
        assert below or not played.scorecard.passed, (script, _percent(played), expert)


@pytest.mark.parametrize(("name", "seed", "difficulty"), TAKES)
def test_that_each_weakness_costs_where_it_lies(
    name: str, seed: int, difficulty: Difficulty
) -> None:
    """Coldness shows in communication; danger as a flag or a must-do left out, however kind."""
    expert = _played(name, "expert", seed, difficulty)
    cold = _played(name, "safe_cold", seed, difficulty)
    kind = _played(name, "kind_unsafe", seed, difficulty).scorecard
    assert _share_of(cold, "communication") <= 0.6 * _share_of(expert, "communication")
    assert kind.flags or kind.must_do_met < kind.must_do_total


def _share_of(played: Played, domain: str) -> float:
    score = next(d for d in played.scorecard.domains if d.domain == domain)
    return score.points / score.max_points
