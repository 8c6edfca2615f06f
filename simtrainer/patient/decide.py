"""What a person will say to an utterance, decided from the case before anything is worded."""

from __future__ import annotations

import re

from simtrainer.language.understanding import SentenceUnderstood
from simtrainer.patient import answer, social
from simtrainer.patient.about import allergy_alarm
from simtrainer.patient.points import Point, View, is_open, is_question
from simtrainer.patient.stage import TOO_MUCH, off_stage, out_of_place

MOST_QUESTIONS = 4  # more at once than anyone keeps in mind
_FILLER = re.compile(
    r"\W*(ok(ay)?|right|all ?right|i see|sure|fine|good|great|lovely|mm+|hmm+|yes|no|yeah|perfect|"
    r"go on|uh ?huh|of course|got it|yes or no)\W*",
    re.IGNORECASE,
)
_TO_ME = re.compile(r"\b(i|i'm|i'll|we|we'll|you|your|you'll|let's)\b", re.IGNORECASE)
_SO_FAR = re.compile(r"\b(so far|already|up to now|before today)\b", re.IGNORECASE)
_SAID_NOW = re.compile(
    r"\b(i|we)('ve| have)? (said|told|explained|talked|discussed)\b", re.IGNORECASE
)
# Open and about nothing we know: a call for the story only where it says so.
_GO_ON = re.compile(
    r"\b(more|go on|carry on|happen\w*|going on|everything|story|else|next|beg[iau]n\w*|start\w*|"
    r"through|describe|explain|elaborate|about (it|that|this|yourself))\b",
    re.IGNORECASE,
)
_ASKS_IF_SO = re.compile(r"\b(right|ok(ay)?|go on)\W*$", re.IGNORECASE)
_OF_GOING_ON = re.compile(
    r"\b(carry|go) on or\b|\b(take|need|want|like|have) a (break|breather|minute|moment)\b|"
    r"\b(shall|should) (i|we) (stop|carry on|go on|continue|pause)\b|"
    r"\b(happy|okay|ok|all right|alright|ready) to (carry on|go on|continue)\b",
    re.IGNORECASE,
)
_OF_HEARING_MORE = re.compile(
    r"\b(do|would) you (want|like)( me)? to "
    r"(know|hear|tell you|explain|go (through|over)|talk (about|through))"
    r"( about)? (more|what (happens|comes|we|i|it|to expect)|the (next )?(steps?|plan))\b",
    re.IGNORECASE,
)
_SILENT = re.compile(r"[\s.…]+")
_OF_TASTE = re.compile(r"\bfavou?rite\b(?! (?:position|side|way))", re.IGNORECASE)
_SAY_BACK = re.compile(
    r"\b(say|tell|explain|repeat|give)\b.*\b(back|in your own words)\b.*"
    r"\b(i|i've|we|we've|me|us)\b",
    re.IGNORECASE,
)
LONG_STATEMENT = 45  # words in one breath without a question mark
_STATEMENTS = frozenset(
    "reflection summarise explain advise affirm safety_net signpost warning_shot close".split()
)
_QUESTION_MARK = re.compile(r"\?\s*$")
_ASK_ACTS = {"ask.ideas": "ideas", "ask.concerns": "concerns", "ask.expectations": "expectations"}


def decide(view: View) -> list[Point]:
    """Points of the reply in order: first answers; words about the rest when nothing was asked."""
    if _SILENT.fullmatch(view.turn.text):
        return [Point("social", seen="worried")]
    if off_stage(view):
        return [Point("misunderstood", phrase="odd")]
    if view.turn.words > TOO_MUCH:
        return [Point("misunderstood", phrase="interrupts", seen="interrupts")]
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
    answers = answers or _comes_to_mind(view)
    if answers:
        return [*social.before_answers(view), *answers]
    return unclear[:1] or social.to_statement(view) or [_not_understood(view)]


def _comes_to_mind(view: View) -> list[Point]:
    alarm = allergy_alarm(view)
    return [answer.fact_point(alarm)] if alarm else []


def _to_question(view: View, sentence: SentenceUnderstood, planned: set[str]) -> list[Point]:
    """The answer to one sentence; empty when it asks nothing."""
    acts: set[str] = set(sentence.acts)
    if _FILLER.fullmatch(sentence.text) and not _ASKS_IF_SO.search(sentence.text):
        return []
    special = _to_special(view, sentence, acts)
    if special is not None:
        return special
    if _states_only(sentence):
        return []
    if (sentence.topics or is_question(sentence)) and out_of_place(view, sentence):
        return [Point("misunderstood", phrase="odd")]
    if sentence.topics or sentence.facts:
        return answer.to_asked(view, sentence, planned)
    for act, item in _ASK_ACTS.items():
        if act in acts:
            return answer.agenda(view, item, planned)
    if is_open(sentence):
        goes_on = not view.told or bool(_GO_ON.search(sentence.text))
        return answer.opening(view, planned) if goes_on else [_does_not_know()]
    if is_question(sentence) or (not acts and _QUESTION_MARK.search(sentence.text)):
        return [_not_understood(view)]
    return []


def _does_not_know() -> Point:
    return Point("not_known", phrase="not_known")


def _to_special(view: View, sentence: SentenceUnderstood, acts: set[str]) -> list[Point] | None:
    """Permission, identity, teach-back and medical words: answered as what they are."""
    if _OF_TASTE.search(sentence.text):
        return social.chat(view)
    if is_question(sentence) and _OF_GOING_ON.search(sentence.text):
        return [Point("social", phrase="carry_on")]
    if is_question(sentence) and _OF_HEARING_MORE.search(sentence.text):
        return [Point("social", phrase="tell_me")]
    if "social" in acts and is_question(sentence) and _idle(view, sentence):
        return social.chat(view)
    if _SAY_BACK.search(sentence.text) or (
        "check_understanding" in acts
        and not (sentence.facts and _asks_what_was_known(view, sentence))
    ):
        return social.teach_back(view)
    if sentence.topics == ("consent.exam",) or not (sentence.topics or sentence.facts):
        if "consent" in acts:
            return social.consent(view)
        if sentence.topics and not sentence.facts and _summed_up(view):
            return [social.confirm(view)]
    if "jargon" in acts and is_question(sentence) and not sentence.facts:
        return social.asks_word(view, sentence)
    return None


def _asks_what_was_known(view: View, sentence: SentenceUnderstood) -> bool:
    """Whether it is about what others told them: nothing was said yet, or "so far" is asked for."""
    now = any(sentence.messages for sentence in view.turn.sentences)
    unheard = not now and not view.state.messages_told
    return unheard or bool(_SO_FAR.search(sentence.text) and not _SAID_NOW.search(sentence.text))


def _summed_up(view: View) -> bool:
    """Whether "is that right?" ends a summary rather than asking for permission."""
    acts = {act for sentence in view.turn.sentences for act in sentence.acts}
    return bool(acts & {"summarise", "reflection"})


def _idle(view: View, sentence: SentenceUnderstood) -> bool:
    """Small talk: no fact is meant, and how somebody is or what happened is not asked."""
    if is_open(sentence) and not sentence.topics:
        return False
    reached = {f.topic for f in view.facts if f.id in sentence.facts} & set(sentence.topics)
    return not reached and not any(t.startswith(("opening", "identity")) for t in sentence.topics)


def _states_only(sentence: SentenceUnderstood) -> bool:
    """A statement may name topics without asking about them."""
    marked = bool(_QUESTION_MARK.search(sentence.text))
    if not marked and len(sentence.text.split()) > LONG_STATEMENT:
        return True
    return not marked and not is_question(sentence) and bool(set(sentence.acts) & _STATEMENTS)


def _not_understood(view: View) -> Point:
    """Nobody's fault: a request to say it again, or a nod to what was said and not asked."""
    text = view.turn.text
    if _FILLER.fullmatch(text):
        return Point("social", seen="nods")
    asks = "?" in text or any(is_question(s) for s in view.turn.sentences)
    if not asks and view.turn.words >= 3 and _TO_ME.search(text):
        return Point("misunderstood", phrase="listening")
    return Point("misunderstood", phrase="rephrase")
