"""Questions without the word order of one: "you haven't been abroad", "smoker", "school okay".

Spoken, they rise at their end; in text nothing marks them but their form, and that they name
something of a history which the other person has not just spoken of.
"""

from __future__ import annotations

from collections.abc import Sequence

from simtrainer.language.forms import forms
from simtrainer.language.normalise import plain as read
from simtrainer.language.questions import Asking
from simtrainer.language.stating import echoes, mirrors
from simtrainer.language.stems import content
from simtrainer.language.topics_match import questions
from simtrainer.language.understanding import Context

_NAMED = 0.8  # score at which a topic is plainly named
_FEW, _BARE = 6, 3  # words of a list read down, and of a subject alone
_NO_HISTORY = ("opening", "closing", "consent", "ice")


def tells_after_all(text: str) -> bool:
    """Whether what looks like a question is told: a name is its subject, or a clause leads in."""
    return _fits("named_does", text) or _fits("from_what", text)


def asking_unmarked(plain: Sequence[str], context: Context) -> Asking:
    """How a statement asks that only its sense makes a question."""
    text = " ".join(plain)
    tagged = _fits("tagged", text) and _fits("tagged_from", text)
    if len(plain) > 3 and (tagged or _fits("assumes", text) or _fits("right", text)):
        return Asking(True, False, True)
    if _fits("dropped", text):
        return Asking(True, " how " in f" {text} ")
    if _turns(text):
        return Asking(True)
    if echoes(text, plain, context, least=1):
        return Asking()
    denies = any(_fits(name, text) for name in ("denies", "adds_up", "verbless", "there_is_no"))
    named = (_fits("never", text) or _fits("clipped", text)) and _names_topic(plain)
    if denies or named or _unheard(text, plain, context):
        return Asking(True, False, True)
    return Asking(_bare(text, plain))


def _unheard(text: str, plain: Sequence[str], context: Context) -> bool:
    """Whether a statement about somebody's history is news to whoever heard all that they said:
    made before they spoke of the matter, or with a number that they did not give."""
    if not context.heard or not mirrors(text) or _fits("inward", text):
        return False
    theirs = " ".join(" ".join(read(line)) for line in context.heard)
    span = forms("unmarked")["span"].search(text)
    if span is not None and span[0] not in theirs:
        return True
    spoken = set(content(theirs.split()))
    return not set(content(plain)) & spoken and _names_topic(plain)


def _turns(text: str) -> bool:
    """Whether the word order turns to that of a question after a beginning of another kind."""
    after = _fits("if_then", text) and " you can " not in text
    return after or any(_fits(name, text) for name in ("when_touched", "inverted", "dislocated"))


def _bare(text: str, plain: Sequence[str]) -> bool:
    """A subject alone, as one reads down a list: "smoker", "bowels okay", "sharp or dull"."""
    named = any(word.isalpha() and len(word) > 2 for word in plain)
    if not named or len(plain) > _FEW or _fits("personal", text):
        return False
    if _fits("either", text):
        return True
    return (len(plain) <= _BARE or _fits("fine_then", text)) and _names_topic(plain)


def _names_topic(plain: Sequence[str]) -> bool:
    best = questions().best(plain, _NAMED, 1.0)[:1]
    return any(not topic.startswith(_NO_HISTORY) for topic, _ in best)


def _fits(name: str, text: str) -> bool:
    return bool(forms("unmarked")[name].search(text))
