"""Warm, neutral and cold trainees, and one with kind words for nobody in particular.

Two seeds a template; all twenty with the environment variable ``SIMTRAINER_SEEDS=20``.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from simtrainer.commands.playing import play
from simtrainer.encounter import actions as ac
from simtrainer.encounter.events import MoodChanged
from simtrainer.scenario.case import Case
from simtrainer.scenario.draw import draw
from simtrainer.scenario.loader import load_template
from simtrainer.scenario.words import DIFFICULTIES, Difficulty
from simtrainer.session import Terms

SCENARIOS = Path(__file__).parent.parent / "scenarios"
SCRIPTS: Mapping[str, Mapping[str, Mapping[str, str]]] = tomllib.loads(
    (Path(__file__).parent / "data" / "manners.toml").read_text("utf-8")
)
SEEDS = range(1, 1 + int(os.environ.get("SIMTRAINER_SEEDS", "2")))
TAKES = [
    pytest.param(name, hand, seed, difficulty, id=f"{name}-{hand}-{seed}-{difficulty}")
    for name, hands in SCRIPTS.items()
    for hand in hands
    for seed in SEEDS
    for difficulty in (DIFFICULTIES if len(SEEDS) > 2 else DIFFICULTIES[1:])
]
NOT_ABOVE = 0.02  # of trust: what a few courtesies are worth


class Outcome(NamedTuple):
    trust: float
    points: float


@pytest.mark.parametrize(("name", "hand", "seed", "difficulty"), TAKES)
def test_that_warmth_earns_trust_and_points_and_words_alone_earn_neither(
    name: str, hand: str, seed: int, difficulty: Difficulty
) -> None:
    case = _case(name, seed, difficulty)
    manners = SCRIPTS[name][hand]
    warm, neutral, cold, wordy = (
        _outcome(case, manners[manner]) for manner in ("warm", "neutral", "cold", "wordy")
    )
    assert warm.trust > neutral.trust > cold.trust
    assert warm.points > neutral.points > cold.points
    assert wordy.trust < warm.trust
    assert wordy.trust <= neutral.trust + NOT_ABOVE
    assert wordy.points < warm.points
    assert wordy.points <= neutral.points


@cache
def _case(name: str, seed: int, difficulty: Difficulty) -> Case:
    return draw(load_template(SCENARIOS / f"{name}.yaml"), seed, difficulty)


def _outcome(case: Case, script: str) -> Outcome:
    played = play(case, [_action(case, line) for line in script.split("\n") if line], Terms())
    key = case.patient.key
    moods = [e.mood for e in played.events if isinstance(e, MoodChanged) and e.who == key]
    trust = moods[-1]["trust"] if moods else case.patient.persona.trust
    return Outcome(trust, played.scorecard.points)


def _action(case: Case, line: str) -> ac.Say | ac.MakeGesture:
    if line == "GESTURE":
        return ac.MakeGesture(gesture="silence")
    return ac.Say(text=line.replace("CANCER", str(case.variables.get("cancer", ""))))
