"""One utterance in, one JSON object out: the patient's answer and how it came about."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from simtrainer.commands.playing import read_lines
from simtrainer.encounter import actions as ac
from simtrainer.encounter.events import SentenceSpoken, TraineeSpoke
from simtrainer.scenario.case import Case
from simtrainer.session import Terms, TrainingSession, start_in_memory


def answers(
    case: Case,
    utterances: Iterable[str],
    give_voice: Callable[[TrainingSession], None] = lambda _session: None,
) -> Iterator[dict[str, Any]]:
    """An answer for each non-empty line, within one encounter whose clock runs only on talk."""
    session = start_in_memory(case, Terms(idle_ticks=False))
    give_voice(session)
    for line in utterances:
        text = line.rstrip("\n")
        if not text.strip():
            continue
        yield _answer(session, text)


def _answer(session: TrainingSession, text: str) -> dict[str, Any]:
    before = len(session.lines)
    started = time.perf_counter()
    refusal = session.perform(ac.Say(text=text[: ac.MAX_UTTERANCE]))
    ms = (time.perf_counter() - started) * 1000
    events = read_lines(session.lines[before:])
    spoken = [event for event in events if isinstance(event, SentenceSpoken)]
    heard = [s for event in events if isinstance(event, TraineeSpoke) for s in event.sentences]
    return {
        "utterance": text,
        "reply": " ".join(s.text for s in spoken),
        "facts": [fact for s in spoken for fact in s.facts],
        "topics": _unique(topic for s in heard for topic in s.topics),
        "acts": _unique(act for s in heard for act in s.acts),
        "messages": _unique(message for s in heard for message in s.messages),
        "basis": _unique(s.basis for s in spoken),
        "mood": dict(session.state.moods[session.state.case.patient.key]),
        "source": _source(spoken),
        "sources": [s.source for s in spoken],
        "reasons": _unique(s.reason for s in spoken if s.reason),
        "refused": refusal.reason if refusal else "",
        "ms": round(ms, 2),
    }


def _source(spoken: list[SentenceSpoken]) -> str:
    """ "llm" when any sentence is in a model's words."""
    return "llm" if any(s.source == "llm" for s in spoken) else "scripted"


def _unique(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))
