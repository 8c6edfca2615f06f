"""What was said: asked, elicited, conveyed, and communication acts."""

from __future__ import annotations

from simtrainer.encounter import events as ev
from simtrainer.scenario.rubric import Rule
from simtrainer.scenario.topics import topics
from simtrainer.scoring.hits import Hit, Judged
from simtrainer.scoring.view import View
from simtrainer.scoring.wording import plain

ANYTHING = ("any",)
EMPATHY = frozenset(
    ("empathy.name", "empathy.understand", "empathy.respect", "empathy.support", "affirm")
)


def ask(rule: Rule, view: View) -> Judged:
    """The trainee asked about a topic or fact, whatever came back."""
    return Judged(None, _asked(rule.ask, view, rule.to))


def elicit(rule: Rule, view: View) -> Judged:
    """A person told it (or denied it), or a document that was read says it."""
    hits = [
        Hit(spoken.seq, spoken.at, name, spoken.text)
        for spoken in view.spoken
        for name in rule.elicit
        if _tells(view, spoken.facts, spoken.topics, spoken.basis, name)
        and _meant(view, spoken.who, rule.to)
    ]
    hits += [
        Hit(read.seq, read.at, name, f"Read: {read.title}")
        for read in view.each(ev.DocumentRead)
        for name in rule.elicit
        if not rule.to and _tells(view, read.facts, (), "case", name)
    ]
    hits.sort(key=lambda hit: hit.seq)
    judged = Judged(None, tuple(hits), near=_asked(rule.elicit, view, rule.to))
    return judged if hits else _our_fault(rule.elicit, view, judged)


def told(rule: Rule, view: View) -> Judged:
    """The trainee conveyed a message."""
    return Judged(
        None,
        tuple(
            Hit(turn.seq, turn.at, name, sentence.text)
            for turn, sentence in view.said
            for name in rule.told
            if name in sentence.messages and _meant(view, turn.to, rule.to)
        ),
    )


def act(rule: Rule, view: View) -> Judged:
    """Communication acts. The same words again earn nothing more, nor do kind words on the way
    past a worry; keys are turns, so that ``at_least`` counts turns."""
    hits: list[Hit] = []
    seen: set[str] = set()
    for turn, sentence in view.said:
        words = plain(sentence.text)
        hollow = EMPATHY if turn.seq in view.in_passing else frozenset()
        if words in seen or not (set(sentence.acts) - hollow) & set(rule.act):
            continue
        if not _meant(view, turn.to, rule.to):
            continue
        seen.add(words)
        hits.append(Hit(turn.seq, turn.at, str(turn.seq), sentence.text))
    return Judged(None, tuple(hits))


def _meant(view: View, who: str, wanted: tuple[str, ...]) -> bool:
    """Whether a person (by key) is one of the wanted keys or roles; anybody, if none is named."""
    roles = {person.key: person.role for person in view.case.body.people}
    return not wanted or who in wanted or roles.get(who) in wanted


def _asked(names: tuple[str, ...], view: View, to: tuple[str, ...] = ()) -> tuple[Hit, ...]:
    said = [(turn, sentence) for turn, sentence in view.said if _meant(view, turn.to, to)]
    if names == ANYTHING:
        return tuple(
            Hit(turn.seq, turn.at, topic, sentence.text)
            for turn, sentence in said
            for topic in sentence.topics
        )
    return tuple(
        Hit(turn.seq, turn.at, name, sentence.text)
        for turn, sentence in said
        for name in names
        if name in sentence.facts
        or any(_within(topic, name) for topic in sentence.topics)
        or any(_within(view.topic_of(fact), name) for fact in sentence.facts)
    )


def _tells(
    view: View, facts: tuple[str, ...], about: tuple[str, ...], basis: str, name: str
) -> bool:
    if name in facts or any(_within(view.topic_of(fact), name) for fact in facts):
        return True
    answered = basis in ("case", "defaulted") and not facts
    return answered and any(_within(topic, name) for topic in about)


def _within(topic: str, name: str) -> bool:
    """``pmh`` stands for every topic beneath it."""
    return topic == name or topic.startswith(name + ".")


def _our_fault(wanted: tuple[str, ...], view: View, judged: Judged) -> Judged:
    """A question that we did not understand, and that shares a key word with what was wanted,
    leaves the item open: what the machine failed at costs nobody a mark."""
    keys = {word for name in wanted for word in _key_words(view, name)}
    for spoken in view.spoken:
        if spoken.basis != "misunderstood" or spoken.turn is None:
            continue
        for turn, sentence in view.said:
            if turn.seq == spoken.turn and keys & set(plain(sentence.text).split()):
                hit = Hit(turn.seq, turn.at, "", sentence.text)
                reason = (
                    "You may have asked this; the patient did not understand, which is our fault."
                )
                return Judged(None, (), reason, (hit,))
    return judged


def _key_words(view: View, name: str) -> set[str]:
    topic = topics().get(view.topic_of(name) or name)
    text = " ".join(topic.words) if topic else ""
    return {word for word in plain(text).split() if len(word) > 3}
