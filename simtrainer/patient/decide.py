"""What a person will say to an utterance, decided from the case before anything is worded."""

from __future__ import annotations

import re

from simtrainer.language.understanding import SentenceUnderstood
from simtrainer.patient import answer, social
from simtrainer.patient.points import Point, View, is_open, is_question
from simtrainer.scenario.topics import topics

MOST_QUESTIONS = 4  # more at once than anyone keeps in mind
UNSURE = 0.35  # below this we say that we did not understand
_STATEMENTS = frozenset(
    "reflection summarise explain advise affirm safety_net signpost warning_shot close".split()
)
_QUESTION_MARK = re.compile(r"\?\s*$")
_ASK_ACTS = {"ask.ideas": "ideas", "ask.concerns": "concerns", "ask.expectations": "expectations"}


def decide(view: View) -> list[Point]:
    """Points of the reply in order: first answers; words about the rest when nothing was asked."""
    planned: set[str] = set()
    answers: list[Point] = []
    unclear: list[Point] = []
    asked = 0
    for sentence in view.turn.sentences:
        points = _to_question(view, sentence, planned)
        if not points:
            continue
        if all(point.basis == "misunderstood" for point in points):
            unclear += points
            continue
        asked += 1
        if asked > MOST_QUESTIONS and answers:
            answers.append(Point("social", phrase="many"))
            break
        answers += [point for point in points if point not in answers]
    if answers:
        return [*social.before_answers(view), *answers]
    return unclear[:1] or social.to_statement(view) or [_not_understood(view)]


def _to_question(view: View, sentence: SentenceUnderstood, planned: set[str]) -> list[Point]:
    """The answer to one sentence; empty when it asks nothing."""
    acts: set[str] = set(sentence.acts)
    special = _to_special(view, sentence, acts)
    if special is not None:
        return special
    if _states_only(sentence):
        return []
    if sentence.topics or sentence.facts:
        return answer.to_asked(view, sentence, planned)
    for act, item in _ASK_ACTS.items():
        if act in acts:
            return answer.agenda(view, item, planned)
    if is_open(sentence):
        return answer.opening(view, planned)
    if is_question(sentence) or (not acts and _QUESTION_MARK.search(sentence.text)):
        return [_not_understood(view)]
    return []


def _to_special(view: View, sentence: SentenceUnderstood, acts: set[str]) -> list[Point] | None:
    """Permission, identity, teach-back and medical words: answered as what they are."""
    if "check_understanding" in acts:
        return social.teach_back(view)
    if "consent" in acts and set(sentence.topics) <= {"consent.exam"}:
        return social.consent(view)
    if "jargon" in acts and is_question(sentence) and not sentence.facts:
        return social.asks_word(view, sentence.terms)
    return None


def _states_only(sentence: SentenceUnderstood) -> bool:
    """A statement may name topics without asking about them."""
    asks = is_question(sentence) or bool(_QUESTION_MARK.search(sentence.text))
    return not asks and bool(set(sentence.acts) & _STATEMENTS)


def _not_understood(view: View) -> Point:
    """Nobody's fault: a request to say it again, or puzzlement at what is not about them."""
    told = any(topic in topics() for s in view.turn.sentences for topic in s.topics)
    asks = any(is_question(s) or "?" in s.text for s in view.turn.sentences)
    phrase = "rephrase" if told or asks or view.turn.words <= 3 else "odd"
    return Point("misunderstood", phrase=phrase)
