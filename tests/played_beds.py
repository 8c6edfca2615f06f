"""Plays the consultations of a bed through whole sessions: what is told, and what is told unasked.

Each fact is given by its sentence only. ``python tests/played_beds.py BED...`` prints the figures
of the model card; a BED holds lines of kind ``case`` and ``ask``.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

from simtrainer.commands.playing import read_lines
from simtrainer.encounter.actions import Say
from simtrainer.encounter.events import SentenceSpoken
from simtrainer.language import facts_match
from simtrainer.language.facts_match import _LIKELY
from simtrainer.scenario.case import Case
from simtrainer.scenario.draw import draw
from simtrainer.scenario.loader import load_template
from simtrainer.session import Terms, start_in_memory

FOLDS = 4
THRESHOLDS = (0.05, 0.1, 0.15, 0.2, 0.3, 0.5)
_TEMPLATE = """format: 1
id: bed
version: 0.1.0
title: A consultation
summary: Someone comes to see the doctor.
licence: CC-BY-4.0
authors: [simtrainer]
specialty: general practice
level: [year 3]
station: {minutes: 15, reading: 1}
setting: {place: "Consulting room", role: the doctor}
briefs: {candidate: "See the patient.", tasks: [Take a history]}
people:
  patient: {name: Robin Ashworth, age: 45, sex: female}
diagnosis: [{name: something}]
rubric:
  version: 1
  items: [{id: hello, text: Says hello, domain: communication, act: introduce, points: 1}]
facts:
"""


@dataclass(frozen=True)
class Talk:
    """One consultation of a bed: its facts, and the questions with the facts they ask for."""

    facts: Mapping[str, str]
    asks: Sequence[tuple[str, frozenset[str]]]

    @property
    def asked_for(self) -> list[str]:
        wanted = {fact for _, facts in self.asks for fact in facts}
        return [fact for fact in self.facts if fact in wanted]


@dataclass
class Figures:
    told: int = 0
    asked_for: int = 0
    unasked_told: int = 0  # of facts whose own questions were left out
    unasked: int = 0
    for_others: int = 0  # facts told to questions that nothing left in the case answers
    dead_questions: int = 0
    missed: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"told {self.told}/{self.asked_for} = {self.told / self.asked_for:.3f}, "
            f"unasked {self.unasked_told}/{self.unasked} = {self.unasked_told / self.unasked:.3f}, "
            f"to a question nothing answers {self.for_others / max(1, self.dead_questions):.2f}"
        )


def read(bed: Path) -> list[Talk]:
    rows = [json.loads(line) for line in bed.read_text("utf-8").splitlines()]
    return [
        Talk(
            row["facts"],
            [
                (ask["text"], frozenset(ask["facts"]))
                for ask in rows
                if ask["kind"] == "ask" and ask["case"] == row["case"]
            ],
        )
        for row in rows
        if row["kind"] == "case"
    ]


def case_of(facts: Mapping[str, str]) -> Case:
    lines = (f"  - {{id: {key}, say: {json.dumps(say)}}}\n" for key, say in facts.items())
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "bed.yaml"
        file.write_text(_TEMPLATE + "".join(lines), "utf-8")
        return draw(load_template(file, thorough=False), 1, "standard")


def told_in(case: Case, questions: Iterable[str]) -> list[frozenset[str]]:
    """The facts told after each question of one session."""
    session = start_in_memory(case, Terms(idle_ticks=False))
    told = []
    for question in questions:
        before = len(session.lines)
        session.perform(Say(text=question))
        spoken = [e for e in read_lines(session.lines[before:]) if isinstance(e, SentenceSpoken)]
        told.append(frozenset(fact for line in spoken for fact in line.facts))
    return told


def play(talk: Talk, figures: Figures, in_vain: bool) -> None:
    """The whole consultation, then it again with the questions on every fourth fact left out.

    ``in_vain``: those questions too, each to somebody who has nothing to answer it with.
    """
    case = case_of(talk.facts)
    told = frozenset().union(*told_in(case, (text for text, _ in talk.asks)))
    figures.missed += [talk.facts[fact] for fact in talk.asked_for if fact not in told]
    figures.told += len(told & set(talk.asked_for))
    figures.asked_for += len(talk.asked_for)
    for fold in range(FOLDS):
        out = frozenset(talk.asked_for[fold::FOLDS])
        left = [text for text, facts in talk.asks if not facts & out]
        figures.unasked_told += len(out & frozenset().union(*told_in(case, left)))
        figures.unasked += len(out)
        if in_vain:
            _ask_in_vain(talk, out, figures)


def _ask_in_vain(talk: Talk, out: frozenset[str], figures: Figures) -> None:
    rest = case_of({key: say for key, say in talk.facts.items() if key not in out})
    for text, facts in talk.asks:
        if facts and facts <= out:
            figures.dead_questions += 1
            figures.for_others += len(told_in(rest, [text])[0])


def figures_of(talks: Iterable[Talk], least: float = _LIKELY, in_vain: bool = True) -> Figures:
    """``least``: the least chance of a fact told, if not the one in use."""
    figures = Figures()
    with patch.object(facts_match, "_LIKELY", least):
        for talk in talks:
            play(talk, figures, in_vain)
    return figures


if __name__ == "__main__":
    for name in sys.argv[1:]:
        for least in THRESHOLDS:
            sys.stdout.write(f"{name} {least}: {figures_of(read(Path(name)), least)}\n")
