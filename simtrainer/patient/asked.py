"""What a sentence mainly asks about, out of all that understanding offers."""

from __future__ import annotations

import re

from simtrainer.language.split import fluent
from simtrainer.language.understanding import SentenceUnderstood
from simtrainer.patient.disclose import about_topic, named_outright, own_words
from simtrainer.patient.points import View, is_open
from simtrainer.scenario.content import Fact

# Topics that often only frame a question about one of these other matters.
_FRAMES = ("hpc.previous_episodes", "hpc.duration", "hpc.frequency", "hpc.associated")
_WHO = ("opening.who_is_with", "opening.sent_by")  # plain questions, not a call for the story
_EATS = re.compile(r"\b(eat\w*|food|meals?|fluids?|feed\w*|down)\b", re.IGNORECASE)
_ANY_KIND = ("sx.pain", "sx.general")
_STORY = ("opening", "opening.reason_now")
_MATTERS = ("pmh", "drugs", "allergy", "family", "social", "identity")
_LIST = re.compile(r",.*,|;|/|\b(and|or|nor|plus|also)\b", re.IGNORECASE)
# "Pain like this before, or any heart trouble?" asks for both.
_OF_ITS_OWN = re.compile(
    r"\b(like (this|that|it)|same) .*\bbefore\b.*(,|\bor\b|\band\b)"
    r"|(,|\bor\b|\band\b).*\b(like (this|that|it)|same)\b.*\bbefore\b"
    r"|\b(like (this|that)|same)( \w+)? before\b.*(,|\bor\b|\band\b)",
    re.IGNORECASE,
)
_KIN = re.compile(
    r"\b(famil\w+|mother|father|mum|dad|parents?|brothers?|sisters?|siblings?|relatives?)\b", re.I
)


def heard_topics(sentence: SentenceUnderstood) -> list[str]:
    """The topics asked about, without those that only frame the question.

    In "how long have you smoked" or "operations in the past" the time is such a frame; where a
    family is asked about, the person's own illnesses are not.
    """
    framing = _framing(sentence)
    left = tuple(topic for topic in sentence.topics if topic not in framing)
    if not is_open(sentence):  # "any blood in that?" does not call for the story
        left = tuple(topic for topic in left if topic not in _STORY) or left
    return [topic for topic in left if not _within(topic, left)]


def _framing(sentence: SentenceUnderstood) -> set[str]:
    asked = sentence.topics
    framing: set[str] = set()
    if "hpc.intake" in asked and _EATS.search(sentence.text):
        framing.add("social.alcohol")
    if any(topic.split(".")[0] in _MATTERS for topic in asked):
        framing |= set(_FRAMES)
        if _OF_ITS_OWN.search(sentence.text):
            framing.discard("hpc.previous_episodes")
    if _KIN.search(sentence.text) and any(topic.startswith("family") for topic in asked):
        framing |= {topic for topic in asked if topic.startswith(("pmh", "sx", "drugs"))}
    return framing


def ranked_facts(view: View, sentence: SentenceUnderstood, asked: list[str]) -> list[Fact]:
    """Known facts the question may mean, those it names by their own words first."""
    known = {fact.id: fact for fact in view.facts}
    likely = [known[fact] for fact in sentence.facts if fact in known]
    if asked and asked[0].startswith(("opening", "closing")) and asked[0] not in _WHO:
        return []
    framing = _framing(sentence)
    likely = [fact for fact in likely if fact.topic not in framing]
    own = [fact for fact in likely if own_words(view, fact, sentence.text)][:1]
    return own + [fact for fact in likely if fact not in own]


def chosen_topics(asked: list[str], ranked: list[Fact], text: str) -> list[str]:
    """The topic that a sentence is mainly about, and in a list of questions the others it names.

    Understanding offers near guesses too; answering each of them would answer what nobody asked.
    """
    if not asked:
        return []
    lead = asked[0]
    reaching = [t for t in asked if ranked and about_topic(t, ranked[0].topic)]
    if lead.startswith("sx."):  # "pain when you pass water" is no pain of any kind
        reaching = [t for t in reaching if t not in _ANY_KIND]
    if reaching and (_akin(lead, reaching[0]) or not named_outright(lead, text)):
        lead = reaching[0]
    if not _LIST.search(fluent(text)[4:]):
        return [lead]
    others = [t for t in asked if t != lead and not t.startswith(("closing", "opening"))]
    return [lead, *(topic for topic in others if named_outright(topic, text))]


def _within(topic: str, asked: tuple[str, ...]) -> bool:
    """A broad topic beside one of its own narrower ones adds nothing to the question."""
    return any(other != topic and about_topic(topic, other) for other in asked)


def _akin(one: str, other: str) -> bool:
    """Whether two topics are of one kind, so that a near guess may stand for the other."""
    return one.split(".")[0] == other.split(".")[0]
