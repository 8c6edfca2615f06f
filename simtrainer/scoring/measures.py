"""Talk in figures: shares and counts, beside the marks and never part of them."""

from __future__ import annotations

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
    )
