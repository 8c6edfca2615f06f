"""Physiology alone: the patient of a case, treatments from a script, a row a minute."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from simtrainer.encounter import actions as ac
from simtrainer.encounter.advance import advance
from simtrainer.encounter.decide import decide
from simtrainer.encounter.fold import begin
from simtrainer.encounter.record import Record
from simtrainer.scenario.case import Case
from simtrainer.session import Terms, first_event


def rows(case: Case, script: Sequence[ac.Action], minutes: int) -> list[dict[str, Any]]:
    """Vitals at each whole minute from 0 to ``minutes``; talk in the script is left out."""
    record = Record(begin(first_event(case, Terms(idle_ticks=False))))
    table = [_row(0, record)]
    pending = [action for action in script if not isinstance(action, ac.Say | ac.End | ac.Finish)]
    for minute in range(1, minutes + 1):
        while pending and record.state.clock_ms < minute * 60_000:
            decide(record, pending.pop(0))
            table += [_row(m, record) for m in range(len(table), record.state.clock_ms // 60_000)]
        left = minute * 60_000 - record.state.clock_ms
        if left > 0:
            advance(record, left, "simulated")
        if len(table) <= minute:
            table.append(_row(minute, record))
        if not record.state.time_moves:
            break
    return table[: minutes + 1]


def _row(minute: int, record: Record) -> dict[str, Any]:
    return {"minute": minute, **record.state.vitals}
