"""Talk in figures: shares and counts, beside the marks and never part of them."""

from __future__ import annotations

from statistics import median
from typing import Any

from simtrainer.encounter import events as ev
from simtrainer.scoring.scorecard import Measures
from simtrainer.scoring.view import View


def measures(view: View) -> Measures:
    turns = list(view.each(ev.TraineeSpoke))
    trainee = sum(turn.words for turn in turns)
    others = sum(len(sentence.text.split()) for sentence in view.spoken)
    acts = [act for _, sentence in view.said for act in sentence.acts]
    return Measures(
        trainee_words=trainee,
        patient_words=others,
        talk_share=round(trainee / (trainee + others), 3) if trainee + others else None,
        words_per_turn=round(trainee / len(turns), 1) if turns else None,
        open_questions=acts.count("question.open"),
        closed_questions=acts.count("question.closed"),
        cues_given=len({s.cue for s in view.spoken if s.cue}),
        cues_answered=len(list(view.each(ev.CueAnswered))),
        misunderstood=len({s.turn for s in view.spoken if s.basis == "misunderstood"}),
        talked_over=sum(cut.words < cut.of for cut in view.each(ev.BargedIn)),
        unclear=len(view.unclear),
        **_practice(view),
    )


def _practice(view: View) -> dict[str, Any]:
    """Pace, pauses and overlap of what was said aloud; nothing when all was typed."""
    spoken = [(t, t.speech) for t in view.each(ev.TraineeSpoke) if t.speech and t.speech.talk_ms]
    if not spoken:
        return {}
    talk = sum(speech.talk_ms for _, speech in spoken) / 1000
    pause = sum(speech.pause_ms for _, speech in spoken) / 1000
    words = sum(turn.words for turn, _ in spoken)
    return {
        "pace_wpm": round(60 * words / talk, 1),
        "talk_s": round(talk, 1),
        "pause_share": round(min(1.0, pause / talk), 3),
        "longest_pause_s": max(speech.longest_pause_ms for _, speech in spoken) / 1000,
        "response_s": round(median(speech.delay_ms for _, speech in spoken) / 1000, 1),
        "overlap_s": round(sum(speech.overlap_ms for _, speech in spoken) / 1000, 1),
    }
