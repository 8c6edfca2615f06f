"""Whose illness is meant: "heart trouble in the family" is not the person's own."""

from __future__ import annotations

import re
from collections.abc import Mapping

from simtrainer.scenario.topics import topics

_OF_FAMILY = re.compile(
    r"\b(?:family|families|relatives?|relations?|parents?|mum|mother|dad|father|brothers?|sisters?"
    r"|siblings?|uncles?|aunt(?:ie)?s?|cousins?|nan|gran(?:ny|ma|dma|dmother|dfather|ddad|dad)?"
    r"|grandparents?|maternal|paternal|hereditary|inherited|genetic|runs? in|blood relatives?)\b"
)
_NOT_ILLNESS = re.compile(
    r"\b(?:family (?:doctor|physician|planning|know|here|with you|home|nearby|member with you)"
    r"|(?:your|the) family (?:know|live|support|help))\b"
)
# Who reports something is not what it is about: "Mum said I felt hot".
_REPORTED = re.compile(
    r"\b(?:(?:my|his|her|the|our) )?(?:mum|dad|mother|father|wife|husband|partner|daughter|son|nan"
    r"|sister|brother|friend|boss|nurse|doctor|gp|paramedics?|pharmacist|chemist|physio|boyfriend"
    r"|girlfriend|they|people|everyone|[a-z]+)(?: (?:at|in|from) (?:the |my )?\w+)? "
    r"(?:said|says|told me|tells me|reckons?|thinks?|noticed)(?: that)? "
    r"(?=(?:i|my|it|that|she|he)\b)"
)
_PLAINLY = re.compile(
    r"\b(?:family (?:medical )?history|in (?:your|his|her|the|my|our) (?:\w+ )?family|runs? in"
    r"|relatives|family members?|anyone (?:else )?in (?:your|the)|(?:his|her|my|your) (?:mum"
    r"|mother|dad"
    r"|father|brother|sister|uncle|aunt|nan|gran\w*|cousin)s? "
    r"(?:had|has|have|also|got|suffers?|suffered|died))\b"
)
_COUNTERPART = {
    "pmh.heart": "family.heart",
    "pmh.mi": "family.heart",
    "pmh.angina": "family.heart",
    "pmh.af": "family.heart",
    "pmh.stroke": "family.stroke",
    "pmh.diabetes": "family.diabetes",
    "pmh.cancer": "family.cancer",
    "pmh.hypertension": "family.hypertension",
    "pmh.clots": "family.clots",
    "pmh.bleeding_disorder": "family.clots",
    "pmh.mental": "family.mental",
    "pmh.depression": "family.mental",
    "mood.low": "family.mental",
    "mood.suicide": "family.mental",
    "mood.anxiety": "family.mental",
    "pmh.neuro": "family.neuro",
    "pmh.dementia": "family.neuro",
    "pmh.epilepsy": "family.neuro",
    "sx.seizure": "family.neuro",
    "pmh.asthma": "family.asthma",
    "pmh.atopy": "family.asthma",
    "pmh.skin": "family.asthma",
    "pmh.kidney": "family.kidney",
    "pmh.stones": "family.kidney",
    "pmh.arthritis": "family.arthritis",
}


def speaks_of_family(text: str) -> bool:
    """Whether plain words speak of relatives and not only of company or a family doctor."""
    return bool(_OF_FAMILY.search(text)) and not _NOT_ILLNESS.search(text)


def without_reporter(text: str) -> str:
    """Plain words without "my wife says": what is reported stays."""
    return _REPORTED.sub("", text)


def asks_of_family(text: str) -> bool:
    """Whether plain words plainly ask or tell about the illnesses of relatives."""
    return bool(_PLAINLY.search(text)) and not _NOT_ILLNESS.search(text)


def counterpart(topic: str) -> str:
    """The family's version of a person's own illness; the topic itself where there is none."""
    if topic in _COUNTERPART:
        return _COUNTERPART[topic]
    of_illness = topic == "pmh" or (topic.startswith("pmh.") and topics()[topic].parent != "")
    return "family" if of_illness else topic


def moved_to_family(scores: Mapping[str, float], plainly: bool) -> dict[str, float]:
    """Scores with the person's own illnesses read as their relatives'; ``plainly``: their own
    symptoms are left out as well."""
    moved: dict[str, float] = {}
    for topic, score in scores.items():
        home = counterpart(topic)
        moved[home] = max(moved.get(home, 0.0), score)
    if max((s for t, s in moved.items() if t.startswith("family")), default=0.0) <= 0.0:
        return moved
    return {t: s for t, s in moved.items() if not plainly or not t.startswith(("sx.", "hpc."))}
