"""Everything in talk that is not an answer: greetings, thanks, news taken in, hurts, consent."""

from __future__ import annotations

import re
from collections.abc import Callable

from simtrainer.language.understanding import SentenceUnderstood
from simtrainer.patient.conditions import acts_of
from simtrainer.patient.points import Point, View
from simtrainer.patient.pronouns import turned

LONG = 60  # words at once that are more than one takes in
FEW = 5  # words that hold no plan
TOO_LONG = 110  # words at which most people break in
_WARM = ("empathy.name", "empathy.understand", "empathy.respect", "empathy.support",
         "empathy.explore", "affirm")  # fmt: skip
_FEELING = {*_WARM, "apologise"}  # "I wish I had better news" is no news to give back
_REGRETS = re.compile(
    r"\W*(i'?m (so |very |really )*(sorry|afraid)\W*$|i wish|i hope)", re.IGNORECASE
)
_GREETS = re.compile(r"\W*(hi|hello|hey|hiya|good (morning|afternoon|evening))\b", re.IGNORECASE)
_HEARING = re.compile(r"\bhear|deaf", re.IGNORECASE)
_BODY = re.compile(  # what one might be hurt by, or bared for
    r"\b(examin\w*|feel|touch|press|listen|look|check(ing)? (you|it|that)|prick|needles?|bloods?|"
    r"cannulas?|drips?|catheter|swabs?|samples?|scans?|x-?rays?|ecg|tests?|inject\w*|jab|tube|"
    r"procedure|operation|undress|lift|roll|move (you|your)|blood pressure|pulse|temperature)\b",
    re.IGNORECASE,
)
_RUDE = re.compile(
    r"\b(shut up|stupid|idiot|moron|fuck\w*|bitch|bastard|piss off|crap|"
    r"stop (talking|moaning|whining)|be quiet|shut it|don't waste my time|wasting my time)\b",
    re.IGNORECASE,
)


def _point(phrase: str, **fill: str) -> Point:
    return Point("social", phrase=phrase, fill=fill)


def before_answers(view: View) -> list[Point]:
    """A greeting returned before the first answer; nothing later."""
    acts = acts_of(view.turn)
    if not view.said and _HEARING.search(view.person.sensory_needs):
        return [_point("speak_up")]
    first = len([t for t in view.state.turns if t.to == view.turn.to]) <= 1
    if first and acts & {"introduce", "social"} and not view.said:
        return [hello(view)]
    return []


def hello(view: View) -> Point:
    if view.person.greeting:
        return Point("social", options=view.person.greeting)
    if view.mood["anger"] > 0.5:
        return _point("hello_angry")
    return _point("hello_unwell" if view.mood["pain"] > 0.5 else "hello")


def to_statement(view: View) -> list[Point]:
    """What one says when nothing was asked; empty when we understood nothing at all."""
    if _RUDE.search(view.turn.text):
        return [_point("rude")]
    acts = acts_of(view.turn)
    told = any(sentence.messages for sentence in view.turn.sentences)
    if "judgemental" in acts:
        return [_judged(view)]
    for names, react in _STATEMENTS:
        if acts & set(names):
            return [react(view)]
    if told:
        return [_news(view)]
    return [_point("listening")] if acts else _small_talk(view)


def _judged(view: View) -> Point:
    match view.person.persona.when_hurt:
        case "protests":
            return _point("judged_protests")
        case "hides_it":
            return _point("judged_hides")
        case "withdraws":
            return Point("social", seen="falls_silent")


def _apology(view: View) -> Point:
    return _point("apologised_angry" if view.mood["anger"] > 0.5 else "apologised")


def _warmth(view: View) -> Point:
    """Kind words are worth less the more of them there are."""
    turns = [t for t in view.state.turns if t.seq != view.turn.seq and t.to == view.turn.to]
    warm = sum(bool(acts_of(turn) & set(_WARM)) for turn in turns)
    if view.mood["anger"] > 0.6 or view.mood["trust"] < 0.2:
        return _point("heard_cold")
    if warm >= 3:
        return _point("heard_enough")
    if view.mood["sadness"] > 0.7 and warm == 0:
        return Point("social", phrase="heard", seen="cries")
    worried = view.mood["anxiety"] > 0.5 or view.mood["sadness"] > 0.5
    return _point("heard_warm" if worried and warm == 0 else "heard")


def confirm(view: View) -> Point:
    return _point("confirm_short" if view.manner.short else "confirm")


def _meet(view: View) -> Point:
    greeted = any("introduce" in acts_of(t) for t in view.state.turns if t.seq != view.turn.seq)
    if greeted:
        return _point("listening")
    return hello(view) if not view.said else _point("pleased")


def _closing(view: View) -> Point:
    cold = view.mood["trust"] < 0.25 or view.mood["anger"] > 0.5
    return _point("goodbye_cold" if cold else "goodbye")


def _news(view: View) -> Point:
    if view.turn.words > LONG or ("jargon" in acts_of(view.turn) and _plain(view)):
        return _lost(view)
    return _point("told_worried" if view.mood["anxiety"] > 0.5 else "told_news")


def _lost(view: View) -> Point:
    terms = [_as_said(term, s.text) for s in view.turn.sentences for term in s.terms]
    if terms and _plain(view) and not view.earlier("jargon"):
        return _point("jargon", term=terms[0])
    return _point("jargon_plain") if terms and _plain(view) else _point("told_much")


def _plain(view: View) -> bool:
    return view.person.persona.literacy != "high"


def _plan(view: View) -> Point:
    if any(sentence.messages for sentence in view.turn.sentences):
        return _news(view)
    if view.turn.words > TOO_LONG:
        return Point("social", phrase="interrupts", seen="interrupts")
    if view.turn.words > LONG or ("jargon" in acts_of(view.turn) and _plain(view)):
        return _lost(view)
    return _point("told_plan" if view.turn.words > FEW else "listening")


def _social(view: View) -> Point:
    if _GREETS.match(view.turn.text):
        first = len([t for t in view.state.turns if t.to == view.turn.to]) <= 1
        return hello(view) if first else _point("hello")
    return _point("small_talk") if view.said else hello(view)


def _saying(phrase: str) -> Callable[[View], Point]:
    return lambda _view: _point(phrase)


# Acts in the order in which they matter to the one who hears them.
_STATEMENTS: tuple[tuple[tuple[str, ...], Callable[[View], Point]], ...] = (
    (("dismissive",), _saying("dismissed")),
    (("false_reassurance",), _saying("reassured_anyway")),
    (("apologise",), _apology),
    (("warning_shot",), _news),
    (("explain", "advise", "safety_net", "share_decision", "jargon"), _plan),
    (_WARM, _warmth),
    (("reflection", "summarise"), confirm),
    (("introduce",), _meet),
    (("close",), _closing),
    (("thank",), _saying("welcome")),
    (("social",), _social),
)


def _small_talk(view: View) -> list[Point]:
    """The author's own small talk, by a word that was used."""
    text = view.turn.text.lower()
    for word, reply in view.person.small_talk.items():
        if word.replace("_", " ").lower() in text:
            return [Point("social", options=(reply,))]
    return []


def chat(view: View) -> list[Point]:
    return _small_talk(view) or [_point("small_talk")]


def consent(view: View) -> list[Point]:
    """Leave given: to be touched, or to go on as was said."""
    what = "consent" if _BODY.search(view.turn.text) else "agreed"
    if view.mood["trust"] < 0.25 or view.mood["anger"] > 0.6:
        return [_point(f"{what}_wary")]
    return [_point(f"{what}_worried" if view.mood["anxiety"] > 0.65 else what)]


def asks_word(view: View, sentence: SentenceUnderstood) -> list[Point] | None:
    """People of low health literacy ask what a medical word means, once for each word."""
    if view.person.persona.literacy != "low" or not sentence.terms:
        return None
    said = " ".join(view.said)
    terms = [_as_said(term, sentence.text) for term in sentence.terms]
    fresh = [term for term in terms if term.lower() not in said]
    return [_point("jargon", term=fresh[0])] if fresh else None


def _as_said(term: str, text: str) -> str:
    """The term as the trainee spelled it; understanding may have it in another spelling."""
    for match in re.finditer(r"[\w'’-]+", text):
        word = match[0]
        if " " not in term and word[:4].lower() == term[:4].lower():
            return word.lower() if not word.isupper() else word
    return term


def _told_to(view: View, heard_by: str = "") -> list[str]:
    """The trainee's sentences that carried a message, to one person or to anyone in the room."""
    return [
        sentence.text
        for turn in view.state.turns
        if turn.to == heard_by or (not heard_by and view.person.key in view.state.present)
        for sentence in turn.sentences
        if not _REGRETS.match(sentence.text)
        and sentence.messages
        and "?" not in sentence.text
        and not _FEELING & set(sentence.acts)
    ]


def teach_back(view: View) -> list[Point]:
    """The trainee's own words given back, as many as this person keeps in mind."""
    told = _told_to(view, heard_by=view.turn.to) or _told_to(view)
    keeps = 1 + (view.person.persona.memory >= 0.6) - (view.mood["anxiety"] > 0.75)
    if not told or keeps < 1:
        return [_point("teach_back_none")]
    kept = told[-keeps:]
    return [_point("teach_back", what=turned(kept[0]))] + [
        Point("social", options=(turned(text, upper=True) + ".",)) for text in kept[1:]
    ]
