"""What a trainee is likely to say in a case: for a recogniser, which knows only what it expects."""

from __future__ import annotations

from functools import cache

from simtrainer.engines.listening.messages import Expectation
from simtrainer.language.corpus import corpus
from simtrainer.scenario.case import Case

# How names of one kind are asked about, so that every one of them is as likely as the next.
_FRAMES = {
    "drugs": ("do you take {}", "are you on any {}"),
    "pmh": ("have you ever had {}", "do you have {}"),
    "sx": ("have you had any {}",),
}


def expected_in(case: Case | None = None) -> Expectation:
    """Our examples of questions and acts, and the words of ``case``.

    The words of facts that nobody has told yet are among them: a recogniser must know them, and
    shows none that was not said.
    """
    general = _general()
    if case is None:
        return general
    here = [text for fact in case.body.facts for text in fact.ask]
    here += [text for message in case.body.messages for text in message.phrasings]
    told = [text for fact in case.body.facts for text in fact.say]
    names = [person.name for person in case.body.people]
    return general.model_copy(
        update={"here": tuple(here), "words": (*general.words, *told, *names)}
    )


@cache
def _general() -> Expectation:
    ours = corpus()
    asked = [text for lines in ours.asks.values() for text in lines]
    done = [text for lines in ours.acts.values() for text in lines]
    named = [
        frame.format(name)
        for topic, names in ours.names.items()
        for name in names
        for frame in _FRAMES.get(topic.split(".")[0], ())
    ]
    words = [word for names in ours.names.values() for word in names]
    return Expectation(sentences=tuple(asked + done + named), words=(*words, *ours.jargon))
