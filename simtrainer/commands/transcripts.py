"""Encounters and transcripts from files: scoring them, and analysing talk alone.

An encounter is what ``play --save`` writes: one event a line. A transcript recorded elsewhere has
lines of ``{"speaker": "trainee" | "patient", "text": ..., "at": seconds}``.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from rapidfuzz import fuzz

from simtrainer.commands.playing import read_lines
from simtrainer.encounter import events as ev
from simtrainer.encounter.advance import seal_of
from simtrainer.encounter.fold import fold
from simtrainer.errors import OurBug, UserError
from simtrainer.language.understand import ScriptedUnderstander, analyse_turn
from simtrainer.language.understanding import Context, Line
from simtrainer.scenario.case import Case
from simtrainer.scoring.judgement import check_judgement
from simtrainer.scoring.score import score
from simtrainer.scoring.scorecard import Scorecard
from simtrainer.session import Terms, first_event

MAX_FILE = 50_000_000
ALIKE = 80  # per cent of likeness at which a patient's sentence is taken to tell a fact
CONTEXT_LINES = 12
_TRAINEES = frozenset(("trainee", "doctor", "student", "clinician", "therapist", "counsellor"))


class TranscriptLine(BaseModel):
    """One line of a transcript; ``at`` in seconds of the recording."""

    model_config = ConfigDict(extra="ignore", allow_inf_nan=False)

    speaker: str = Field(max_length=80)
    text: str = Field(max_length=20_000)
    at: float = Field(0, ge=0, le=1e6)

    @property
    def by_trainee(self) -> bool:
        return self.speaker.lower() in _TRAINEES


@dataclass(frozen=True)
class Scored:
    """A scorecard, what to know about it, and whether the file was changed after sealing."""

    card: Scorecard
    warnings: tuple[str, ...] = ()
    tampered: bool = False


def score_file(path: Path, case: Case | None, judgements: Path | None = None) -> Scored:
    """Score an encounter, or a transcript against ``case``. Raises UserError for anything else.

    ``judgements`` is a file with lines of ``{"marker", "kind", "body"}``, and ``seal`` if it is
    known which encounter they are on.
    """
    lines = _lines(path)
    if '"encounter_started"' in lines[0]:
        return _score_encounter(lines, case, path, judgements)
    if judgements is not None:
        raise UserError("Judgements are on a sealed encounter; a transcript has none.")
    if case is None:
        raise UserError(f"{path.name} is a transcript; say which case it is of with --case.")
    transcript = _transcript(lines, path)
    events = _as_events(transcript, case)
    note = "A transcript holds talk alone: what was done in silence could not be assessed."
    return Scored(score(case, events, talk_only=True), (note,))


def _score_encounter(
    lines: Sequence[str], case: Case | None, path: Path, judgements: Path | None
) -> Scored:
    try:
        events = read_lines(lines)
        state = fold(events)
    except (ValueError, OurBug) as error:
        raise UserError(f"{path.name} is not a whole encounter: {_short(error)}.") from error
    case = case or state.case
    stream = _judgements(judgements, events, case) if judgements is not None else ()
    card = score(case, events, stream, mode=state.mode)
    warnings = _seal_warnings(lines, events)
    return Scored(card, warnings, tampered=bool(warnings))


def _judgements(path: Path, events: Sequence[ev.Event], case: Case) -> list[dict[str, Any]]:
    """The judgements in the file, oldest first, each of which fits this encounter."""
    last = events[-1]
    seal = last.seal if isinstance(last, ev.EncounterEnded) else ""
    stream = []
    for number, line in enumerate(_lines(path), 1):
        try:
            raw = json.loads(line)
            if not isinstance(raw, dict):
                raise UserError("it is no judgement, which has a marker, a kind and a body")
            if raw.get("seal", seal) != seal:
                raise UserError("it is a judgement on another encounter")
            check_judgement(raw, case.body.rubric)
        except (UserError, ValueError, RecursionError) as error:
            raise UserError(f"{path.name}, line {number}: {_short(error)}") from error
        stream.append(raw)
    return stream


def _seal_warnings(lines: Sequence[str], events: Sequence[ev.Event]) -> tuple[str, ...]:
    last = events[-1]
    if not isinstance(last, ev.EncounterEnded):
        return ("This encounter was not handed in, so nothing vouches that it is whole.",)
    written = [ev.to_line(event) for event in events[:-1]]
    if last.seal != seal_of(written) or list(lines[:-1]) != written:
        return ("This encounter differs from what was handed in: its seal does not fit.",)
    return ()


def analyse_file(path: Path) -> dict[str, Any]:
    """``turns`` (one per line of the file) and ``summary``."""
    transcript = _transcript(_lines(path), path)
    context = Context()
    turns = []
    for line in transcript:
        turns.append(_analysed(line, context))
        context = _extended(context, line, turns[-1])
    return {"turns": turns, "summary": _summary(transcript, turns)}


def _analysed(line: TranscriptLine, context: Context) -> dict[str, Any]:
    heard = analyse_turn(line.text, context) if line.by_trainee else ()
    return {
        "speaker": line.speaker,
        "text": line.text,
        "at": line.at,
        "acts": list(dict.fromkeys(act for s in heard for act in s.acts)),
        "topics": list(dict.fromkeys(topic for s in heard for topic in s.topics)),
        "sentences": [s.model_dump(mode="json") for s in heard],
    }


def _extended(context: Context, line: TranscriptLine, turn: dict[str, Any]) -> Context:
    speaker = "trainee" if line.by_trainee else "patient"
    added = Line(speaker, line.text, tuple(turn["topics"]), (), tuple(turn["acts"]))
    return Context(context.to, (*context.lines, added)[-CONTEXT_LINES:])


def _summary(lines: Sequence[TranscriptLine], turns: Sequence[dict[str, Any]]) -> dict[str, Any]:
    trainee = sum(len(line.text.split()) for line in lines if line.by_trainee)
    others = sum(len(line.text.split()) for line in lines if not line.by_trainee)
    spoken = [turn for line, turn in zip(lines, turns, strict=True) if line.by_trainee]
    acts = Counter(act for turn in spoken for act in turn["acts"])
    return {
        "trainee_turns": len(spoken),
        "trainee_words": trainee,
        "patient_words": others,
        "talk_share": round(trainee / (trainee + others), 3) if trainee + others else None,
        "words_per_turn": round(trainee / len(spoken), 1) if spoken else None,
        "acts": dict(sorted(acts.items())),
    }


def _as_events(lines: Sequence[TranscriptLine], case: Case) -> list[ev.Event]:
    """The talk of a transcript as events of an encounter with ``case``."""
    understander = ScriptedUnderstander(case)
    events: list[ev.Event] = [first_event(case, Terms(idle_ticks=False))]
    context = Context()
    for line in lines:
        at = max(round(line.at * 1000), events[-1].at)
        if line.by_trainee:
            sentences = understander.understand(line.text, context)
            event: ev.Event = ev.TraineeSpoke(
                seq=len(events),
                at=at,
                to="patient",
                text=line.text,
                source="human",
                sentences=sentences,
                words=len(line.text.split()),
                by=understander.version,
            )
            told = Line("trainee", line.text, tuple(t for s in sentences for t in s.topics))
        else:
            facts = _facts_told(line.text, case)
            event = ev.SentenceSpoken(
                seq=len(events), at=at, who="patient", text=line.text, facts=facts, source="human"
            )
            told = Line("patient", line.text, (), facts)
        events.append(event)
        context = Context("patient", (*context.lines, told)[-CONTEXT_LINES:])
    return events


def _facts_told(text: str, case: Case) -> tuple[str, ...]:
    return tuple(
        fact.id
        for fact in case.body.facts
        if any(fuzz.token_set_ratio(say.lower(), text.lower()) >= ALIKE for say in fact.say)
    )


def _lines(path: Path) -> list[str]:
    try:
        if path.stat().st_size > MAX_FILE:
            raise UserError(f"{path.name} is too large to be an encounter.")
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise UserError(f"{path.name} is not text in UTF-8.") from error
    except OSError as error:
        raise UserError(f"{path} could not be read: {error.strerror}.") from error
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        raise UserError(f"{path.name} is empty.")
    return lines


def _transcript(lines: Sequence[str], path: Path) -> list[TranscriptLine]:
    transcript = []
    for number, line in enumerate(lines, 1):
        try:
            transcript.append(TranscriptLine.model_validate(json.loads(line)))
        except (ValueError, ValidationError, RecursionError) as error:
            raise UserError(f"{path.name}, line {number}: {_short(error)}.") from error
    return transcript


def _short(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
    return str(error)[:200]
