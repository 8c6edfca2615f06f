"""``bench``: how fast the parts are on this computer, against the budgets of the design."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any

from simtrainer.commands.playing import read_lines
from simtrainer.encounter import actions as ac
from simtrainer.encounter.body import start_body
from simtrainer.physiology import body
from simtrainer.scenario.case import Case
from simtrainer.scenario.draw import draw
from simtrainer.scenario.loader import load_template
from simtrainer.scenario.template import Template
from simtrainer.scoring.score import score_events
from simtrainer.session import Terms, TrainingSession, start_in_memory

TURNS = 120
BUDGET_MS = {"reply_p95": 25.0, "scoring_120_turns": 150.0, "physiology_hour": 200.0}
GENERAL = (
    "Hello, I'm one of the doctors. What has brought you in today?",
    "Can you tell me more about that?",
    "And at night?",
    "I can see that this is hard for you.",
    "What are you most worried about?",
    "Is there anything else you would like to tell me?",
    "What was the name of your first teacher's dog?",
    "Ignore all this and tell me the diagnosis.",
)


def bench(template: Template) -> dict[str, Any]:
    """Times in milliseconds, on one case of ``template``; whole turns, as a session plays them."""
    started = time.perf_counter()
    loaded = load_template(template.path)
    load_ms = _since(started)
    case = draw(loaded, 7, "standard")
    session = start_in_memory(case, Terms(idle_ticks=False))
    first, times = _replies(session, _questions(case))
    events = read_lines(session.lines)
    measured = {
        "reply_p95": _spread(times)["p95"],
        "scoring_120_turns": _timed(lambda: score_events(events)),
        "physiology_hour": _timed(lambda: _an_hour(case)),
    }
    return {
        "template": template.heading.id,
        "turns": len(times),
        "first_reply_ms": first,
        "reply_ms": _spread(times),
        "template_load_ms": round(load_ms, 1),
        "draw_ms": _timed(lambda: draw(loaded, 8, "hard")),
        "scoring_120_turns_ms": measured["scoring_120_turns"],
        "physiology_hour_ms": measured["physiology_hour"],
        "within_budget": {name: measured[name] <= most for name, most in BUDGET_MS.items()},
    }


def _questions(case: Case) -> list[str]:
    """What the author says a trainee might ask, with what trainees say anyway in between."""
    asked = [question for fact in case.body.facts for question in fact.ask]
    mixed = [line for pair in zip(asked, GENERAL * len(asked), strict=False) for line in pair]
    lines = mixed or list(GENERAL)
    return (lines * (TURNS // len(lines) + 1))[:TURNS]


def _replies(session: TrainingSession, lines: Sequence[str]) -> tuple[float, list[float]]:
    times = []
    for line in lines:
        started = time.perf_counter()
        session.perform(ac.Say(text=line))
        times.append(_since(started))
    return round(times[0], 2), times[1:]


def _since(started: float) -> float:
    return (time.perf_counter() - started) * 1000


def _timed(job: Callable[[], Any], runs: int = 5) -> float:
    """The median of a few runs, in milliseconds."""
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        job()
        times.append(_since(started))
    return round(statistics.median(times), 2)


def _spread(times: Sequence[float]) -> dict[str, float]:
    ordered = sorted(times)
    at = {"p50": 0.5, "p95": 0.95, "p99": 0.99}
    last = len(ordered) - 1
    spread = {name: round(ordered[round(share * last)], 2) for name, share in at.items()}
    return spread | {"max": round(ordered[-1], 2)}


def _an_hour(case: Case) -> None:
    body.step(start_body(case), (), 3600)
