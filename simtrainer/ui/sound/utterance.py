"""What the trainee said aloud, with how: for the event, and for measures of pace."""

from __future__ import annotations

from dataclasses import dataclass

from simtrainer.encounter.actions import HeardWord, Speech
from simtrainer.engines.listening.messages import Final

MOST_WORDS, LONGEST_WORD = 3000, 100


@dataclass(frozen=True)
class Utterance:
    """``unsure``: let them look at it before it counts."""

    text: str
    speech: Speech
    unsure: bool


def utterance_of(final: Final, voice_ended_at: float, heard_at: float) -> Utterance:
    """``voice_ended_at`` and ``heard_at``: when the person's voice ended and the trainee's began,
    in seconds on one clock; 0 where there was none."""
    apart = heard_at - voice_ended_at if voice_ended_at and heard_at else 0.0
    speech = Speech(
        recogniser=final.engine,
        words=tuple(
            HeardWord(text=word.text[:LONGEST_WORD], confidence=word.confidence)
            for word in final.words[:MOST_WORDS]
        ),
        unsure=final.unsure,
        talk_ms=final.talk_ms,
        pause_ms=final.pause_ms,
        longest_pause_ms=final.longest_pause_ms,
        delay_ms=max(0, round(1000 * apart)),
        overlap_ms=min(max(0, round(-1000 * apart)), final.talk_ms),
    )
    return Utterance(final.text, speech, final.unsure)
