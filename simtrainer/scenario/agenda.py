"""A person's ideas, concerns and expectations, written out as facts and cues."""

from __future__ import annotations

from simtrainer.scenario.nodes import Mapping, Node, Scalar, Sequence, text_at

KINDS = ("ideas", "concerns", "expectations")
_ASKED_FOR = {"ideas": "ask.ideas", "concerns": "ask.concerns", "expectations": "ask.expectations"}
_ANSWERS = ("empathy.name", "empathy.understand", "empathy.support", "empathy.explore",
            "reflection")  # fmt: skip
# A fear is told to someone who is trusted a little, or who asks for it.
_TRUST_FOR_CONCERNS = ">= 0.4"


def agenda_id(person: str, kind: str) -> str:
    return kind if person == "patient" else f"{person}_{kind}"


def with_agenda(body: Mapping) -> Mapping:
    """The body with a fact for every agenda item, and a cue for every hint."""
    people = body.get("people")
    if not isinstance(people, Mapping):
        return body
    facts: list[Node] = []
    cues: list[Node] = []
    for key, person in people.entries.items():
        for kind in KINDS:
            item = person.get(kind) if isinstance(person, Mapping) else None
            if item is None or (isinstance(item, Scalar) and item.value is None):
                continue
            facts += _fact(key, kind, item)
            cues += _cue(key, kind, item)
    return _extended(_extended(body, "facts", facts), "cues", cues)


def _extended(body: Mapping, name: str, more: list[Node]) -> Mapping:
    given = body.get(name)
    if not more or not (given is None or isinstance(given, Sequence)):
        return body
    place = given if given is not None else body
    items = [*(given.items if given is not None else []), *more]
    return body.having(**{name: Sequence(items, place.line, place.column)})


def _fact(key: str, kind: str, item: Node) -> list[Node]:
    say = item.get("say") if isinstance(item, Mapping) else item
    if say is None:
        return []
    tell = item.get("tell") if isinstance(item, Mapping) else None
    return [
        _made(
            item,
            id=text_at(agenda_id(key, kind), item),
            say=say,
            topic=text_at(f"ice.{kind}", item),
            by=text_at(key, item),
            tell=tell or _tell(kind, item),
        )
    ]


def _tell(kind: str, place: Node) -> Node:
    if kind != "concerns":
        return text_at("when_asked", place)
    trusted = _made(place, mood=_made(place, trust=text_at(_TRUST_FOR_CONCERNS, place)))
    asked = _made(place, act=text_at(_ASKED_FOR[kind], place))
    either = Sequence([trusted, asked], place.line, place.column)
    return _made(place, only_if=_made(place, any=either))


def _cue(key: str, kind: str, item: Node) -> list[Node]:
    hint = item.get("hint") if isinstance(item, Mapping) else None
    if hint is None or (isinstance(hint, Scalar) and not hint.value):
        return []
    answers: list[Node] = [text_at(act, hint) for act in (*_ANSWERS, _ASKED_FOR[kind])]
    return [
        _made(
            hint,
            id=text_at(agenda_id(key, kind), hint),
            by=text_at(key, hint),
            say=hint,
            topics=text_at(f"ice.{kind}", hint),
            answered_by=Sequence(answers, hint.line, hint.column),
        )
    ]


def _made(place: Node, **entries: Node) -> Mapping:
    return Mapping({}, {}, place.line, place.column).having(**entries)
