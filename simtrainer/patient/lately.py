"""What was said a moment ago and still lies in the air."""

from __future__ import annotations

from simtrainer.encounter.state import EncounterState
from simtrainer.patient.conditions import acts_of
from simtrainer.patient.phrases import every_way
from simtrainer.patient.sentences import plain, was_said
from simtrainer.patient.talk import Talk

NEWS_TURNS = 3  # trainee turns for which people stay with what they were told


def still_with_news(state: EncounterState, person: str) -> bool:
    """Whether news lies in the air: it was told, and the trainee has asked nothing since."""
    for turn in reversed([t for t in state.turns if t.to == person][-NEWS_TURNS:]):
        if any(sentence.messages for sentence in turn.sentences):
            return True
        if any(act.startswith("question.") for act in acts_of(turn)):
            return False
    return False


def used_lately(talk: Talk, phrase: str, turns: int) -> bool:
    """Whether the person has used this phrase of ours within the last ``turns`` trainee turns."""
    everything = talk.state.turns
    since = everything[-turns].seq if len(everything) >= turns else -1
    said = [plain(s.text) for s in talk.state.spoken if s.who == talk.person.key and s.seq > since]
    return any(was_said(option, text) for option in every_way(phrase) for text in said)


def taking_it_in(talk: Talk) -> None:
    """After news nobody goes back to their story: they cry, or ask what it means."""
    if talk.mood["sadness"] > 0.5:
        talk.see("cries")
    elif talk.mood["anxiety"] > 0.4 and not used_lately(talk, "told_worried", NEWS_TURNS):
        talk.phrase("told_worried")
    else:
        talk.see("worried" if talk.mood["anxiety"] > 0.4 else "nods")
