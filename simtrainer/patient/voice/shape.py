"""The form of a sentence: words of one person, in their language, short, and nothing but words."""

from __future__ import annotations

import re
import unicodedata

from simtrainer.language.normalise import words
from simtrainer.patient.voice.verdict import Verdict, refused

MOST_CHARACTERS = 320
_MARKUP = re.compile(
    r"[<>{}\[\]|\\`~^=#*_]{1}|https?:|www\.|&[a-z]+;|\bscore\b\s*[:=]?\s*\d|/\w+/|\w+\(\)|--|::",
    re.IGNORECASE,
)
_SPEAKER = re.compile(
    r"^\W*(?:doctor|dr|patient|nurse|trainee|student|user|assistant|system|human|ai|me|you|narrator"
    r"|relative|examiner|interviewer|clinician|answer|reply|response|[A-Z][a-z]+(?: [A-Z][a-z]+)?)"
    r"\s*:",
)
_ROLE = re.compile(
    r"\b(?:as an? (?:ai|language model|assistant|model|machine|virtual|simulated)"
    r"|i(?:'m| am) (?:an? )?(?:ai|language model|assistant|chat ?bot|virtual|simulat\w+|program"
    r"|just (?:a|an) (?:ai|model|program))\b"
    r"|(?:ai|language) (?:model|assistant)|chat ?gpt|openai|virtual patient|simulat(?:ed|ion)"
    r"|role-?play\w*|in character|my (?:instructions|prompt|guidelines|training|persona|role)"
    r"|system prompt|the prompt|instructions?|i (?:cannot|can't|can not) (?:assist|comply|provide"
    r"|fulfil)|this (?:scenario|case|station)|rubric|mark scheme|score ?card|checklist"
    r"|disclos\w+|hidden fact|the (?:trainee|learner|candidate|student)"
    r"|stay in role|decided facts?|scripted|say only|in your own words|speak only as"
    r"|keep close to the words|keep every number|add no symptom|you are a patient"
    r"|say no more than|you are [^,.]+, \d+ years|you are easily worried"
    r"|you use (?:everyday|simple)"
    r"|you (?:say little|like to talk|keep things to yourself|talk as|are talking with)"
    r"|i(?:'m| am) (?:your|the|one of the) (?:doctor|nurse|consultant|surgeon|registrar|paramedic)"
    r"|(?:i(?:'ll| will|'d| would)|let me|i'm going to|i am going to|we'll|we will|we should) "
    r"(?:now |just |also )?(?:examine you|prescribe|order|refer you"
    r"|take your (?:blood|pulse|history)"
    r"|listen to your|check your|give you|start you|admit you|need to (?:do|run|order))"
    r"|what brings you (?:in|here)|how can i (?:help|assist)"
    r"|(?:do|have|are|did) you (?:smoke|drink|experienced?|experiencing|feeling any|taking"
    r"|take any|allergic|have any|had any)\b"
    r"|your (?:symptoms?|condition|diagnosis|medications?|chest pain|pain)\b"
    r"|you (?:have (?:a|an|had|some)|are having|may have|might have)\b"
    r"|you (?:should|need to) (?:take|rest|see)\b"
    r"|i (?:recommend|advise|diagnose)|the patient\b|patient (?:says|presents|reports))",
    re.IGNORECASE,
)
_STAGE = re.compile(r"^\W*\(|\((?:[a-z]+s|[a-z]+ing)\b[^)]*\)|\*[^*]+\*|^\W*\[", re.IGNORECASE)
_STRETCHED = re.compile(r"(\S)\1{5,}|\b(\w+)(?: \2\b){4,}", re.IGNORECASE)
_MURMUR = re.compile(r"\W*(?:(?:m+|h+m+|mm-hm|u+h*m+|e+r+m?|a+h+|u+h+)\W+)+", re.IGNORECASE)
_LETTERS_SHARE = 0.6
_LATIN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ]")
_FOREIGN = frozenset(
    """der die das und ist nicht ich mir mein habe wo schmerz el la los las es una mi tengo
    dolor pero muy que je suis mon ma mes pas avec depuis douleur une les des il mio mia
    sono ho male molto nie mam jest boli och att inte jag het een niet ik mijn heb pijn
    tenho minha meu dor muito""".split()
)


def tidied(text: str) -> str:
    """One line of readable characters, without the quotation marks a model may put around it."""
    line = " ".join(unicodedata.normalize("NFKC", text[: 4 * MOST_CHARACTERS]).split())
    if len(line) > 1 and line[0] in "\"“'" and line[-1] in "\"”'":
        line = line[1:-1].strip()
    return line


def form(text: str, most_words: int) -> Verdict | None:
    """What is against the form of a sentence; None when nothing is."""
    plain = words(text[: 4 * MOST_CHARACTERS])
    if not plain and _MURMUR.fullmatch(text):
        return None
    if not plain:
        return refused("language" if any(mark.isalpha() for mark in text) else "empty")
    if len(text) > MOST_CHARACTERS or len(plain) > most_words:
        return refused("too_long", f"{len(plain)} words")
    return _not_text(text) or _not_theirs(text) or _not_english(text, plain)


def _not_text(text: str) -> Verdict | None:
    for check in (_MARKUP, _STAGE, _STRETCHED):
        if match := check.search(text):
            return refused("junk", match[0])
    if any(unicodedata.category(mark) in ("Cc", "Cf", "Co", "Cs", "Cn", "So") for mark in text):
        return refused("junk", "control characters")
    return None


def _not_theirs(text: str) -> Verdict | None:
    if match := _SPEAKER.search(text):
        return refused("role", match[0])
    if match := _ROLE.search(text):
        return refused("role", match[0])
    return None


def _not_english(text: str, plain: list[str]) -> Verdict | None:
    letters = [mark for mark in text if mark.isalpha()]
    latin = sum(1 for mark in letters if _LATIN.match(mark))
    if latin < len(letters):
        return refused("language", text)
    if len(letters) < _LETTERS_SHARE * sum(
        not mark.isspace() and mark not in ".0123456789" for mark in text
    ):
        return refused("junk", text)
    foreign = [word for word in plain if word in _FOREIGN]
    if len(foreign) >= 2 and len(foreign) >= 0.25 * len(plain):
        return refused("language", " ".join(foreign))
    return None
