"""What a model reads: who the person is, the talk as it was shown, and what to say now.

Never in here: the diagnosis, the rubric, and anything that this person has not said or been asked
to say now. So whatever a trainee types, there is nothing to betray.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from simtrainer.patient.word import Manner
from simtrainer.scenario.case import Case
from simtrainer.scenario.people import Person

PROMPT_VERSION = "voice-1"
MOST_TOKENS = 60  # of a directive
MOST_WORDS = 45  # of a sentence
_TOKENS_A_WORD = 1.3
_HEARD_CHARACTERS = 1_500
_BRACKETS = str.maketrans("<>[]{}|`#*\\~^", "()()()/'  /- ")
_MARKERS = re.compile(
    r"<\|[^<>|]{0,40}\|>|\[/?(?:INST|SYS\w*)\]|<</?SYS>>|</?s>|<(?:start|end)_of_turn>"
    r"|<(?:bos|eos|pad)>",
    re.IGNORECASE,
)
_LABEL = re.compile(r"(?im)^\s*(?:system|assistant|user|human|ai|tool|instruction|response)\s*:\s*")


@dataclass(frozen=True)
class Directive:
    """What to say now. ``points``: places of the decided points that fitted in."""

    text: str
    points: tuple[int, ...]


def prefix(case: Case, person: Person) -> str:
    """The fixed beginning of every prompt: who the person is, where, and how they talk."""
    parts = [_who(case, person), _where(case), _manner(person), _RULES]
    return " ".join(part for part in parts if part)


_RULES = (
    "Speak only as this person, in the first person, in plain spoken British English. Before each"
    " reply you are told in brackets what to say: say that and nothing else, in your own words,"
    " with your feelings. Keep every number, side, name and time as given. Add no symptom, illness,"
    " medicine, date or person. Say no more than asked. One to three short sentences, only spoken"
    " words."
)


def _who(case: Case, person: Person) -> str:
    work = f", {person.occupation}" if person.occupation else ""
    if person.role in ("patient", ""):
        return f"You are {person.name}, {person.age:g} years old{work}. You are a patient."
    relation = f"the {person.relation or person.role} of {case.patient.name}, the patient"
    return f"You are {person.name}, {person.age:g} years old{work}, {relation}."


def _where(case: Case) -> str:
    setting = case.heading.setting
    how = {"in_person": "face to face", "video": "by video call", "phone": "on the telephone"}
    return f"You are talking with {setting.role}, {how[setting.channel]}. Place: {setting.place}."


def _manner(person: Person) -> str:
    persona = person.persona
    said = []
    if persona.talkativeness >= 0.65:
        said.append("You like to talk.")
    elif persona.talkativeness < 0.35:
        said.append("You say little.")
    said.append(
        {
            "low": "You use simple words and short sentences.",
            "average": "You use everyday words.",
            "high": "You are well read and put things exactly.",
        }[persona.literacy]
    )
    if person.age >= 75:
        said.append("You talk as somebody of your age does.")
    if person.age < 13:
        said.append("You talk as a child of your age does.")
    if persona.anxiety >= 0.6:
        said.append("You are easily worried.")
    if persona.openness < 0.35:
        said.append("You keep things to yourself.")
    if person.culture:
        said.append(f"You come from: {person.culture}.")
    return " ".join(said)


def directive(
    decided: Sequence[str],
    manner: Manner,
    mood: Mapping[str, float],
    left: Iterable[int] | None = None,
    attempt: int = 0,
) -> Directive:
    """What to say now, under ``MOST_TOKENS`` by estimate; points that do not fit stay out.

    decided: one text a point, as the scripted voice has it.  left: places of those still to say.
    """
    how = _how(manner, mood, attempt)
    room = MOST_TOKENS - tokens(how) - 8
    chosen: list[int] = []
    for place in range(len(decided)) if left is None else left:
        if tokens(decided[place]) > room:
            break
        room -= tokens(decided[place])
        chosen.append(place)
    gist = " ".join(sanitised(decided[place]) for place in chosen)
    return Directive(f"({how}, say only: {gist})" if chosen else "", tuple(chosen))


def tokens(text: str) -> int:
    """A rough count of a text's tokens: 1.3 a word, and one for each mark."""
    marks = sum(1 for mark in text if mark in '.,;:?!()"')
    return round(_TOKENS_A_WORD * len(text.split()) + marks * 0.5)


def _how(manner: Manner, mood: Mapping[str, float], attempt: int) -> str:
    words = [feeling(mood)]
    if manner.breath == 2:
        words.append("gasping, a few words at a time")
    elif manner.breath == 1:
        words.append("short of breath, pausing")
    if manner.clear < 0.6:
        words.append("drowsy")
    elif manner.clear < 0.9:
        words.append("muddled")
    if manner.short:
        words.append("very brief")
    if attempt:
        words.append("keep close to the words")
    return ", ".join(word for word in words if word).capitalize()


def feeling(mood: Mapping[str, float]) -> str:
    """The strongest of the feelings, in a word or two."""
    strong = {
        "anger": (0.4, "annoyed", 0.65, "angry"),
        "anxiety": (0.45, "worried", 0.7, "frightened"),
        "sadness": (0.5, "sad", 0.75, "close to tears"),
    }
    found = [
        (mood.get(name, 0.0), more if mood.get(name, 0.0) >= high else some)
        for name, (low, some, high, more) in strong.items()
        if mood.get(name, 0.0) >= low
    ]
    if not found:
        return "tired" if mood.get("fatigue", 0.0) >= 0.6 else "calm"
    return max(found)[1]


def overheard(name: str, text: str) -> str:
    """What somebody else in the room said, as a line that the person hears."""
    return f"({sanitised(name)} says: {sanitised(text)})"


def sanitised(text: str) -> str:
    """One line of plain words: no control characters, no markers of any chat template."""
    short = unicodedata.normalize("NFKC", text[:_HEARD_CHARACTERS])
    bare = _LABEL.sub("", _MARKERS.sub(" ", short))
    plain = "".join(" " if unicodedata.category(mark)[0] in "CZ" else mark for mark in bare)
    return " ".join(plain.translate(_BRACKETS).split())
