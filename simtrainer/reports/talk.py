"""Talk in figures, as rows of a name and a value; beside the marks, and never part of them."""

from __future__ import annotations

from collections.abc import Iterator

from simtrainer.scoring.scorecard import Measures


def talk_in_figures(talk: Measures) -> list[tuple[str, str]]:
    """Rows to read from top to bottom; what does not apply is left out."""
    return [*_words(talk), *_feelings(talk), *_aloud(talk)]


def _words(talk: Measures) -> Iterator[tuple[str, str]]:
    if talk.talk_share is not None:
        yield "Share of the words said", f"{talk.talk_share:.0%}"
    if talk.words_per_turn is not None:
        yield "Words in a turn", f"{talk.words_per_turn:.0f}"
    if talk.open_questions or talk.closed_questions:
        yield "Questions", f"{talk.open_questions} open, {talk.closed_questions} closed"
    if talk.misunderstood:
        yield "Turns we did not understand", str(talk.misunderstood)


def _feelings(talk: Measures) -> Iterator[tuple[str, str]]:
    if talk.cues_given:
        yield "Worries let slip", f"{talk.cues_given}, {talk.cues_answered} picked up"


def _aloud(talk: Measures) -> Iterator[tuple[str, str]]:
    """Of what was said aloud; typed talk has no pace."""
    if talk.pace_wpm is not None:
        yield "Pace", f"{talk.pace_wpm:.0f} words a minute"
    if talk.pause_share is not None and talk.longest_pause_s is not None:
        yield "Pauses", f"{talk.pause_share:.0%} of your talk, longest {talk.longest_pause_s:.1f} s"
    if talk.response_s is not None:
        yield "Silence before speaking", f"{talk.response_s:.1f} s, as a rule"
    if talk.overlap_s:
        yield "Both talking", f"{talk.overlap_s:.1f} s"
    if talk.talked_over:
        yield "Talked over somebody", str(talk.talked_over)
    if talk.unclear:
        yield "Turns we heard badly", str(talk.unclear)
