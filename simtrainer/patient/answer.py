"""Answers to questions: facts, reminders, evasions, denials nobody wrote, and not knowing."""

from __future__ import annotations

import re
from dataclasses import replace

from simtrainer.language.facts_match import is_bare, kinship
from simtrainer.language.understanding import SentenceUnderstood
from simtrainer.patient.about import about
from simtrainer.patient.asked import chosen_topics, heard_topics, ranked_facts
from simtrainer.patient.bare import bare_facts, how_many
from simtrainer.patient.disclose import (
    about_topic,
    asked_facts,
    is_sensitive,
    is_specific,
    may_tell,
    mentioned,
    opening_facts,
    own_words,
    volunteered_beside,
)
from simtrainer.patient.phrases import PHRASES
from simtrainer.patient.points import Point, View, is_open, is_question
from simtrainer.patient.variety import chance
from simtrainer.patient.who import STAFF, is_patient
from simtrainer.scenario.content import Fact
from simtrainer.scenario.topics import Topic, topics

AGENDA = {"ice.ideas": "ideas", "ice.concerns": "concerns", "ice.expectations": "expectations"}
_THEIR_OWN = ("preferences.companion", "consent.exam")  # asked of whoever is spoken to
_OPENINGS = ("opening", "opening.reason_now", "hpc")
_OF_A_PAIN = ("hpc.site", "hpc.character", "hpc.radiation")
_STORY_SO_FAR = ("closing.anything_else", "hpc.associated")
_MORE = re.compile(
    r"\b(else|other|further|anything to add)\b|\bmore\b(?! (or less|than|often|water))",
    re.IGNORECASE,
)
_CALLS_FOR_MORE = re.compile(
    r"\b(more|describe|tell me|go on|carry on|else|what happened|happened (then|next)|explain|"
    r"everything|talk me|take me|walk me|what is it like|what's it like)\b",
    re.IGNORECASE,
)
_NOT_OF_ILLNESS = ("preferences", "closing", "consent", "wellbeing", "identity")
# Words of ours that admit to not knowing; any other default claims something.
_UNSURE = re.compile(
    r"not sure|couldn't|can't|don't (know|remember|have)|haven't|hard to (say|describe)|rather|"
    r"have to|really don't|i think so",
    re.IGNORECASE,
)
POOR_MEMORY = 0.4
WARY = 0.35  # trust and openness together below this: even worries are kept back


def to_asked(view: View, sentence: SentenceUnderstood, planned: set[str]) -> list[Point]:
    """Answers to one sentence: to what it is mainly about, and to whatever else it names."""
    asked = heard_topics(sentence)
    story = is_open(sentence) and bool(asked) and asked[0] in _OPENINGS
    bare = [] if story else bare_facts(view, sentence)
    if bare:
        return _from_bare(view, sentence, bare, planned)
    ranked = ranked_facts(view, sentence, asked)
    own = [f for f in ranked[:1] if own_words(view, f, sentence.text)]
    if asked and asked[0].startswith(_NOT_OF_ILLNESS):
        own = []
    chosen = chosen_topics(asked, ranked, sentence.text)
    points: list[Point] = []
    for topic in chosen:
        points += _to_topic(view, sentence, topic, planned)
    reached = [fact for topic in chosen for fact in asked_facts(view, sentence, topic)]
    meant = own or _rather(view, asked, chosen, ranked, points)
    if meant and meant[0] not in reached:  # named by its own words, filed elsewhere
        found = _from_facts(view, sentence, meant, meant[0].topic, planned)
        points = _beside(found, points, meant[0])
    told = [p for p in points if p.basis in ("case", "withheld") and not p.again]
    return told if told and meant else _said_once(points)


def _beside(found: list[Point], points: list[Point], fact: Fact) -> list[Point]:
    """A fact filed elsewhere and the answer that we had: no reminder where there is an answer.

    Of a family only what was told is true; any default of ours would deny it.
    """
    named = all(
        not p.facts and t.startswith(("identity", "opening.who")) for p in points for t in p.topics
    )
    if not points or not all(point.again for point in found):
        return found if named else [*found, *points]
    family = fact.topic.startswith("family")
    ours = all(p.basis == "defaulted" for p in points)
    secret = any(p.basis == "deflected" for p in points)
    return found if (family and ours) or secret else points


def _from_bare(
    view: View, sentence: SentenceUnderstood, facts: list[Fact], planned: set[str]
) -> list[Point]:
    """Facts by nothing but their meaning: new ones; else a reminder, if anything was asked."""
    ready = [fact for fact in facts if may_tell(view, fact, specific=True)]
    new = [fact for fact in ready if fact.id not in view.told and fact.id not in planned]
    if not ready:
        return [_kept_back(view, facts, facts[0].topic)]
    if new and _slips_the_mind(view, new[0]):
        return [Point("not_known", phrase="forgotten")]
    if new:
        return _told(view, new[: how_many(view, sentence)], "", planned)
    again = is_question(sentence) and ready[0].id not in planned
    return [_again(ready[0])] if again else []


def _said_once(points: list[Point]) -> list[Point]:
    """One "nothing like that" answers two questions at once."""
    kept: list[Point] = []
    for point in points:
        same = next(
            (p for p in kept if p.options == point.options and p.basis == "defaulted"), None
        )
        if same is None:
            kept.append(point)
        else:
            topics_too = (*same.topics, *point.topics)
            kept[kept.index(same)] = replace(same, topics=topics_too)
    return kept


def _rather(
    view: View, asked: list[str], chosen: list[str], ranked: list[Fact], points: list[Point]
) -> list[Fact]:
    """A fact that the question is like, where all we had was a default of our own."""
    if any(point.basis in ("case", "withheld", "social") for point in points):
        return []
    private = any(is_sensitive(topic) for topic in chosen)
    fitting = [
        f
        for f in ranked
        if not f.topic.startswith("ice.") and not is_sensitive(f.topic) and _near(asked, f.topic)
    ]
    if private and chosen:  # told before, it is no secret any more
        return [f for f in ranked if f.id in view.told and _near(asked, f.topic)][:1]
    return fitting[:1]


def _near(asked: list[str], topic: str) -> bool:
    """Whether a fact filed under ``topic`` can be meant by a question about what was asked."""
    if not asked or topic not in topics():
        return True
    if topic == "opening":  # the story answers no question about who came along
        return asked[0] not in ("opening.who_is_with", "opening.sent_by")
    where = asked[0] in _OF_A_PAIN and topic.startswith("sx.")
    return where or any(kinship(one, topic) > 0.0 for one in asked)


def _to_topic(
    view: View, sentence: SentenceUnderstood, topic: str, planned: set[str]
) -> list[Point]:
    facts = _speaking_to(view, sentence, topic)
    elsewhere = bool(facts) and all(fact.denial and fact.topic != topic for fact in facts)
    felt = about(view, topic) if elsewhere else None
    if felt:  # "are you in pain" is not answered by a pain that they do not have
        return [felt]
    if facts:
        return _from_facts(view, sentence, facts, topic, planned)
    return (
        _story(view, topic, planned)
        or _last_chance(view, topic, planned)
        or _elsewhere(view, sentence, topic, planned)
        or [_without_facts(view, sentence, topic)]
    )


def _speaking_to(view: View, sentence: SentenceUnderstood, topic: str) -> list[Fact]:
    """Facts for an answer; a broad question is not answered with all that is not the case."""
    facts = asked_facts(view, sentence, topic)
    if not facts and topic == "drugs.list":
        facts = asked_facts(view, sentence, "drugs.current")
    if not facts and topic == "opening.who_is_with":
        facts = asked_facts(view, sentence, "preferences.companion")
    own = [fact for fact in facts if own_words(view, fact, sentence.text)]
    if own:
        return own
    present = [fact for fact in facts if not fact.denial or fact.topic == topic]
    return present or facts


def _story(view: View, topic: str, planned: set[str]) -> list[Point]:
    """Questions that set somebody talking: about the whole matter, or their own view of it."""
    if topic in AGENDA:
        return agenda(view, AGENDA[topic], planned)
    more = topic in _STORY_SO_FAR and bool(opening_facts(view))
    first = topic == "opening.feeling_now" and not view.told
    watched = topic == "hpc.progression" and not is_patient(view.state, view.person)
    more = more or (watched and bool(opening_facts(view)))
    return opening(view, planned) if topic in _OPENINGS or more or first else []


def _elsewhere(
    view: View, sentence: SentenceUnderstood, topic: str, planned: set[str]
) -> list[Point]:
    """What was written under another topic comes before any denial of ours."""
    facts = [fact for fact in mentioned(view, topic) if may_tell(view, fact, specific=False)]
    return _from_facts(view, sentence, facts[:1], topic, planned) if facts else []


def _without_facts(view: View, sentence: SentenceUnderstood, topic: str) -> Point:
    held = _held_back(view, topic)
    if held:
        return _kept_back(view, held, topic, broad=True)
    told = _just_told(view) if topic in _OF_A_PAIN else None
    if topic == "allergy.reaction":  # often told in one breath with the allergy
        mine = (fact for fact in view.facts if fact.topic == "allergy" and not fact.denial)
        told = next((fact for fact in mine if fact.id in view.told), None)
    if told:
        return _again(told)
    found = about(view, topic)
    if found is None and topic in view.state.topics_told and _MORE.search(sentence.text):
        return Point("social", phrase="no_more", topics=(topic,))
    return found or nothing_written(view, topic)


def _just_told(view: View) -> Fact | None:
    """The symptom that their last words were about: "where is it" can only mean that one."""
    mine = [line for line in view.state.spoken if line.who == view.person.key and line.facts]
    last = set(mine[-1].facts) if mine else set()
    return next((f for f in view.facts if f.id in last and f.topic.startswith("sx.")), None)


def _from_facts(
    view: View,
    sentence: SentenceUnderstood,
    facts: list[Fact],
    topic: str,
    planned: set[str],
) -> list[Point]:
    """Facts told now; else a reminder of those told; else what keeps the rest back."""
    ready = [f for f in facts if may_tell(view, f, is_specific(view, f, sentence))]
    new = [f for f in ready if f.id not in view.told and f.id not in planned]
    if new and _slips_the_mind(view, new[0]):
        return [Point("not_known", phrase="forgotten", topics=(new[0].topic or topic,))]
    if new:
        return _told(view, new[: view.size], topic, planned)
    if [f for f in ready if f.id in planned]:
        return []
    story = is_open(sentence) and topic.split(".")[0] in ("hpc", "opening", "sx")
    story = story and bool(topic in _OPENINGS or _CALLS_FOR_MORE.search(sentence.text))
    if ready and (story or _MORE.search(sentence.text)):
        more = opening(view, planned) if story else []
        return more or [Point("social", phrase="no_more", topics=(topic,))]
    if ready:
        return [_again(ready[0])]
    return [_kept_back(view, facts, topic)]


def _slips_the_mind(view: View, fact: Fact) -> bool:
    """A poor memory needs asking twice, now and then; never for what matters most."""
    if view.person.persona.memory >= POOR_MEMORY or fact.red_flag:
        return False
    once = any(fact.topic in s.topics and s.basis == "not_known" for s in view.state.spoken)
    return not once and chance(view.state, f"memory:{fact.id}", 35)


def _told(view: View, facts: list[Fact], topic: str, planned: set[str]) -> list[Point]:
    beside = volunteered_beside(view, topic, planned | {fact.id for fact in facts})
    chosen = [*facts, beside] if beside else facts
    planned.update(fact.id for fact in chosen)
    points = [fact_point(fact) for fact in chosen]
    hides = any(fact.id not in planned for fact in _held_back(view, topic))
    return [*points[:-1], _hesitant(points[-1])] if hides else points


def fact_point(fact: Fact) -> Point:
    topic = (fact.topic,) if fact.topic else ()
    return Point("case", options=fact.say, facts=(fact.id,), topics=topic)


def _hesitant(point: Point) -> Point:
    return Point(
        point.basis, point.options, facts=point.facts, topics=point.topics, seen="hesitates"
    )


def _again(fact: Fact) -> Point:
    topic = (fact.topic,) if fact.topic else ()
    return Point("case", options=fact.say, facts=(fact.id,), topics=topic, again=True)


def _held_back(view: View, topic: str) -> list[Fact]:
    """Facts under a topic that the person keeps to themselves now, sensitive ones included."""
    group = topic.split(".")[0] if topic in ("drugs.current", "drugs.list") else topic
    under = [fact for fact in view.facts if about_topic(group, fact.topic)]
    return [f for f in under if f.id not in view.told and not may_tell(view, f, specific=False)]


def _kept_back(view: View, facts: list[Fact], topic: str, broad: bool = False) -> Point:
    """A plausible way round, never a lie."""
    if broad:
        return Point("withheld", phrase="withheld_broad", topics=(topic,), seen="hesitates")
    if all(fact.tell.kind == "when_asked_specifically" for fact in facts):
        return Point("withheld", phrase="sort_of_thing", topics=(topic,))
    if view.mood["anger"] > 0.6:
        return Point("withheld", phrase="withheld_cold", topics=(topic,))
    before = any(s.basis == "withheld" and topic in s.topics for s in view.state.spoken)
    return Point("withheld", phrase="withheld_more" if before else "withheld", topics=(topic,))


def opening(view: View, planned: set[str]) -> list[Point]:
    """The story so far, or its next part, as much as this person tells at once."""
    fresh = [fact for fact in opening_facts(view) if fact.id not in planned]
    if not fresh:
        return [Point("social", phrase="no_more")] if view.facts else []
    first = not view.told and is_bare(fresh[0])  # what brings them, and then it is your turn
    chosen = fresh[: 1 if first else view.size]
    planned.update(fact.id for fact in chosen)
    return [fact_point(fact) for fact in chosen]


def agenda(view: View, item: str, planned: set[str]) -> list[Point]:
    """Ideas, concerns or expectations. Worries stay inside while there is no trust at all."""
    topic = f"ice.{item}"
    facts = [fact for fact in view.facts if fact.topic == topic]
    written = getattr(view.person, item)
    if facts:
        question = SentenceUnderstood(text=view.turn.text, topics=(topic,))
        return _from_facts(view, question, facts, topic, planned)
    if written is None:
        return [nothing_written(view, topic)]
    ease = view.mood["trust"] + 0.3 * view.person.persona.openness
    if item == "concerns" and ease < WARY:
        return [Point("withheld", phrase="withheld", topics=(topic,))]
    again = item in view.told
    return [Point("case", options=written.say, facts=(item,), topics=(topic,), again=again)]


def _last_chance(view: View, topic: str, planned: set[str]) -> list[Point]:
    """Asked for anything else, or for questions, people bring up what nobody asked about."""
    if not topic.startswith("closing."):
        return []
    first = "expectations" if topic == "closing.questions" else "concerns"
    for item in dict.fromkeys((first, "concerns")):
        known = {fact.id for fact in view.facts if fact.topic == f"ice.{item}"} | {item}
        written = getattr(view.person, item) is not None
        if written and not known & view.told and view.mood["trust"] >= 0.4:
            return agenda(view, item, planned)
    if topic == "closing.questions" and view.state.messages_told:
        return [Point("social", phrase="own_question")]
    return []


def nothing_written(view: View, topic: str) -> Point:
    """Where no author wrote anything: a marked default, a deflection, or not knowing."""
    entry = topics().get(topic)
    if entry is None:
        return Point("misunderstood", phrase="rephrase", topics=(topic,))
    if not is_patient(view.state, view.person):
        return _someone_else(view, topic)
    if entry.sensitive:
        ways = dict.fromkeys((*_ways(entry.unknown), *PHRASES["deflected"]))
        return Point("deflected", options=tuple(ways), topics=(topic,))
    return _default(entry)


def _default(entry: Topic) -> Point:
    if entry.denial:
        return Point("defaulted", options=_ways(entry.denial), topics=(entry.id,))
    words = _ways(entry.unknown)
    if words and all(_UNSURE.search(word) for word in words):
        return Point("not_known", options=words, topics=(entry.id,))
    if words:
        return Point("defaulted", options=words, topics=(entry.id,))
    return Point("not_known", phrase="not_known", topics=(entry.id,))


def _ways(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(part.strip() for text in texts for part in text.split(" / "))


def _someone_else(view: View, topic: str) -> Point:
    if topic == "opening.feeling_now":  # how they bear up themselves is theirs to say
        return Point("social", phrase="bearing_up", topics=(topic,))
    if topic in _THEIR_OWN:
        return _default(topics()[topic])
    patient = view.state.case.patient
    staff = view.person.role in STAFF
    phrase = "not_known_staff" if staff else "not_known_relative"
    fill = {"patient": patient.spoken_name, "them": patient.name.split()[0]}
    return Point("not_known", phrase=phrase, fill=fill, topics=(topic,))
