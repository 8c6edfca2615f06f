"""Playing a script through a session: what the demonstration, authors and tests use."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from simtrainer.authoring.script import Step
from simtrainer.encounter import actions as ac
from simtrainer.encounter.events import EVENT, Event
from simtrainer.encounter.upgrade import upgrade
from simtrainer.scenario.case import Case
from simtrainer.scoring.score import score_events
from simtrainer.scoring.scorecard import Scorecard
from simtrainer.session import Terms, TrainingSession, start_in_memory


@dataclass(frozen=True)
class Played:
    """A script played to its end: the encounter's lines, its scorecard, and what was refused."""

    lines: tuple[str, ...]
    scorecard: Scorecard
    refused: tuple[tuple[ac.Action, str], ...]

    @property
    def events(self) -> list[Event]:
        return read_lines(self.lines)


def read_lines(lines: Sequence[str]) -> list[Event]:
    """Stored lines as events of the present version."""
    return [EVENT.validate_python(upgrade(json.loads(line))) for line in lines if line.strip()]


def play(
    case: Case,
    script: Sequence[ac.Action | Step],
    terms: Terms,
    watch: Callable[[ac.Action, TrainingSession, int], None] | None = None,
) -> Played:
    """Play ``script``; the encounter is handed in at its end even if the script does not say so.

    ``watch`` is called after each action with the session and the number of lines before it.
    """
    session = start_in_memory(case, terms)
    refused = []
    for step in [*script, ac.End()]:
        if session.state.over:
            break
        if isinstance(step, Step) and not step.is_due(session.state):
            continue
        action = step.action if isinstance(step, Step) else step
        before = len(session.lines)
        refusal = session.perform(action)
        if refusal is not None:
            refused.append((action, refusal.reason))
        if watch is not None:
            watch(action, session, before)
    events = read_lines(session.lines)
    return Played(session.lines, score_events(events), tuple(refused))
