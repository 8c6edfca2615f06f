"""When a scripted trainee does something: what a clinician in the room could have noticed.

It looks at what was said, found and measured in this encounter, never at the case behind it, so
that a script can be written from the door note alone.
"""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from simtrainer.encounter.state import EncounterState
from simtrainer.scenario.base import Frozen
from simtrainer.scenario.conditions import Comparison, Milliseconds, Names
from simtrainer.scenario.quantities import compares

_BREAK = re.compile(r"\s*(?:\.{3}|…)\s+")


def _alternatives(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


class When(Frozen):
    """All given parts must hold. Words are looked for in what people, results and findings say."""

    heard: Annotated[tuple[str, ...], BeforeValidator(_alternatives)] = ()  # any of these words
    heard_all: Names = ()
    found: Names = ()  # any of these words in a finding, report or document
    ecg: Names = ()  # the last ECG looks like one of these
    result: dict[str, Comparison] = Field(default_factory=dict)  # analyte -> comparison
    vitals: dict[str, Comparison] = Field(default_factory=dict)
    present: Names = ()
    before: Milliseconds | None = None
    not_: When | None = Field(None, alias="not")

    model_config = Frozen.model_config | {"populate_by_name": True}

    def holds(self, state: EncounterState) -> bool:
        return (
            _said(state, self.heard, any)
            and _said(state, self.heard_all, all)
            and (not self.found or _any_in(self.found, _shown(state)))
            and (not self.ecg or _last_ecg(state) in self.ecg)
            and all(_resulted(state, name, limit) for name, limit in self.result.items())
            and all(compares(v, float(state.vitals[k])) for k, v in self.vitals.items())
            and set(self.present) <= set(state.present)
            and (self.before is None or state.clock_ms < self.before)
            and (self.not_ is None or not self.not_.holds(state))
        )


def _said(state: EncounterState, words: tuple[str, ...], how: Any) -> bool:
    if not words:
        return True
    talk = " ".join(_fluent(sentence.text) for sentence in state.spoken)
    return bool(how(_fluent(word) in talk for word in words))


def _fluent(text: str) -> str:
    """Words as they would read without the breaks of someone short of breath."""
    return " ".join(_BREAK.sub(" ", text).lower().split())


def _shown(state: EncounterState) -> str:
    parts = [event.finding for event in state.examined]
    parts += [f"{result.name} {result.report}" for result in state.results]
    read = state.case.body.documents
    parts += [read[name].text for name in state.documents_read if name in read]
    return " ".join(parts).lower()


def _any_in(words: tuple[str, ...], text: str) -> bool:
    return any(word.lower() in text for word in words)


def _last_ecg(state: EncounterState) -> str:
    return next((r.ecg for r in reversed(state.results) if r.ecg), "")


def _resulted(state: EncounterState, analyte: str, limit: str) -> bool:
    for result in reversed(state.results):
        for line in result.lines:
            if line.id == analyte and not isinstance(line.value, str):
                return compares(limit, line.value)
    return False
