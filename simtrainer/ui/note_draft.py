"""A draft of note, disposition and handover, and the actions it becomes. No Qt."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import get_args

from simtrainer.encounter import actions as ac
from simtrainer.encounter.state import EncounterState
from simtrainer.scenario.words import Disposition

SBAR = ("Situation", "Background", "Assessment", "Recommendation")
MOST = {"diagnosis": 500, "differential": 2_000, "plan": 4_000, "text": 20_000, "where": 200}
MOST_ANSWER = 4_000
MOST_HANDOVER = ac.MAX_UTTERANCE - 80  # room for the four headings


@dataclass(frozen=True)
class Draft:
    """What is written and not yet handed in. ``differential`` holds one entry a line."""

    diagnosis: str = ""
    differential: str = ""
    plan: str = ""
    text: str = ""
    disposition: str = ""
    where: str = ""
    situation: str = ""
    background: str = ""
    assessment: str = ""
    recommendation: str = ""
    answers: tuple[tuple[str, str], ...] = ()  # (the examiner's question, the answer)

    def to_text(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_text(cls, text: str) -> Draft | None:
        """The draft that ``to_text`` wrote; None when it is none."""
        try:
            values = json.loads(text)
            answers = tuple((str(q), str(a)) for q, a in values.pop("answers", ()))
            return cls(**{name: str(value) for name, value in values.items()}, answers=answers)
        except (ValueError, TypeError, AttributeError):
            return None

    @property
    def differentials(self) -> tuple[str, ...]:
        return tuple(line.strip(" -•\t") for line in self.differential.splitlines() if line.strip())

    @property
    def handover(self) -> str:
        """The four parts as one text; empty when none is written."""
        parts = (self.situation, self.background, self.assessment, self.recommendation)
        told = [f"{name}: {part.strip()}" for name, part in zip(SBAR, parts, strict=True) if part]
        return "\n".join(told)

    def problems(self) -> dict[str, str]:
        """Field -> sentence for each one that is too long to be kept."""
        found = {
            name: _too_long(len(getattr(self, name)) - most)
            for name, most in MOST.items()
            if len(getattr(self, name)) > most
        }
        if len(self.handover) > MOST_HANDOVER:
            found["recommendation"] = _too_long(len(self.handover) - MOST_HANDOVER)
        return found

    @property
    def _answers(self) -> list[ac.Action]:
        return [
            ac.AnswerExaminer(question=question, text=text.strip()[:MOST_ANSWER])
            for question, text in self.answers
            if text.strip()
        ]

    def actions(self, state: EncounterState) -> list[ac.Action]:
        """What handing in does, leaving out what ``state`` already has."""
        chain: list[ac.Action] = []
        if self.disposition in get_args(Disposition):
            dispose = ac.Dispose(disposition=self.disposition, to=self.where.strip())
            last = state.disposals[-1] if state.disposals else None
            if last is None or (last.disposition, last.to) != (dispose.disposition, dispose.to):
                chain.append(dispose)
        told = {handed.text for handed in state.handovers}
        if self.handover and self.handover not in told:
            chain.append(ac.Handover(text=self.handover))
        chain += self._answers
        chain.append(
            ac.WriteNote(
                text=self.text.strip(),
                diagnosis=self.diagnosis.strip(),
                differential=self.differentials,
                plan=self.plan.strip(),
            )
        )
        return [*chain, ac.End()]


def _too_long(over: int) -> str:
    return f"Please shorten this by {over} characters."


def first_draft(state: EncounterState) -> Draft:
    """What the encounter already holds: an earlier note, and where the patient goes."""
    note = state.note
    last = state.disposals[-1] if state.disposals else None
    return Draft(
        diagnosis=note.diagnosis if note else "",
        differential="\n".join(note.differential) if note else "",
        plan=note.plan if note else "",
        text=note.text if note else "",
        disposition=last.disposition if last else "",
        where=last.to if last else "",
    )
