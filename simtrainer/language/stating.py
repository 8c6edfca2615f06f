"""What a statement is: the other person's words and life given back, or something they are told.

Speech has few marks, so the form decides: whose life the statement is about, whether it has a
subject at all, and whether it holds words of medicine, numbers, or people in general.
"""

from __future__ import annotations

from collections.abc import Sequence

from simtrainer.language.forms import forms
from simtrainer.language.jargon import names_jargon
from simtrainer.language.normalise import plain as read
from simtrainer.language.stems import content
from simtrainer.language.understanding import Context

_SHORT, _LONG = 14, 22
_ECHO = 0.6  # share of the telling words of a statement that the other person just used


def gives_back(text: str, plain: Sequence[str], busy: bool, context: Context) -> set[str]:
    """``reflection`` or ``summarise`` where a statement is what the other person said or feels.

    ``busy``: the statement already is another act, which only clear forms of reflecting outweigh.
    """
    clearly = _fits("hedged", text) or echoes(text, plain, context)
    if names_jargon(text) or not (clearly or (not busy and _about_them(text, plain, context))):
        return set()
    return {"summarise"} if len(plain) >= _LONG and text.count("you") >= 3 else {"reflection"}


def mirrors(text: str) -> bool:
    """Whether the form is that of a reflection, also where it names a feeling."""
    return _fits("hedged", text) or _fits("about_you", text) or _fits("so_then", text)


def informs(text: str, plain: Sequence[str]) -> bool:
    """Whether a statement that is nothing else tells about the matter."""
    if _fits("speaker", text) and not _fits("trade", text):
        return False
    told = _fits("told_of", text) or _fits("trade", text)
    known = not text.startswith(("i do not know", "i have no idea"))
    return len(plain) >= 4 and told and known and _fits("joined_up", text)


def echoes(text: str, plain: Sequence[str], context: Context, least: int = 2) -> bool:
    """Most of what a short statement is about, ``least`` words, the other person just said."""
    said = [line.text for line in context.lines[-4:] if line.speaker != "trainee"]
    mine = set(content(plain))
    if not said or len(mine) < least or text.startswith(("i ", "we ")):
        return False
    theirs = {root for line in said for root in content(read(line))}
    return len(mine & theirs) / len(mine) >= _ECHO


def _about_them(text: str, plain: Sequence[str], context: Context) -> bool:
    if _fits("about_you", text) or (_fits("your_place", text) and not _fits("ours", text)):
        return True
    if len(plain) > _LONG or any(_fits(name, text) for name in ("trade", "ours", "judged")):
        return False
    if _fits("so_then", text) and len(plain) >= 4:
        return True
    if _fits("so_few", text) and not _fits("verb", text):
        return True
    if _fits("gerund", text) or (_fits("no_subject", text) and len(plain) >= 3):
        return True
    return len(plain) <= _SHORT and _fits("of_others", text) and _answers(text, context)


def _answers(text: str, context: Context) -> bool:
    """Whether a statement about others can be about what the other person said."""
    if any(line.speaker != "trainee" for line in context.lines):
        return context.lines[-1].speaker != "trainee"
    theirs = " you" in f" {text} " and not text.startswith("there")
    return theirs or _fits("names_people", text)


def _fits(name: str, text: str) -> bool:
    return bool(forms("stating")[name].search(text))
