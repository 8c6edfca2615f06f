"""Every name in a case that must stand for something, and whether it does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Literal, get_args

from simtrainer.scenario.agenda import KINDS, agenda_id
from simtrainer.scenario.case import Case
from simtrainer.scenario.cast import on_stage
from simtrainer.scenario.catalogue import catalogue, route_named
from simtrainer.scenario.conditions import Condition, GivenDrug
from simtrainer.scenario.content import (
    BodyStep,
    Cue,
    Document,
    Effect,
    Fact,
    PhysiologySpec,
    Reaction,
)
from simtrainer.scenario.nodes import Mapping, Node, Scalar, Sequence
from simtrainer.scenario.notes import Loc, Note, error, models_in
from simtrainer.scenario.people import Person, Role
from simtrainer.scenario.problems import did_you_mean, quoted
from simtrainer.scenario.rubric import InterpretRule, Item, Rule, VitalsRule
from simtrainer.scenario.template import Template
from simtrainer.scenario.topics import topics
from simtrainer.scenario.words import VitalName

Kind = Literal[
    "topic", "fact", "fact or topic", "message", "cue", "person", "colleague", "test", "manoeuvre",
    "test or manoeuvre", "drug or class", "procedure", "document", "source",
    "fact, topic or document", "vital sign", "route", "examiner question",
]  # fmt: skip

# Which fields of which models hold names, and of what.
_FIELDS: dict[type, dict[str, Kind]] = {
    Condition: {
        "topic": "topic", "told": "message", "asked": "fact or topic", "elicited": "fact or topic",
        "conveyed": "message", "cue_ignored": "cue", "ordered": "test", "resulted": "test",
        "examined": "manoeuvre", "examining": "manoeuvre", "giving": "drug or class",
        "called": "colleague", "vitals": "vital sign",
    },
    Rule: {
        "ask": "fact or topic", "elicit": "fact or topic", "told": "message", "order": "test",
        "examine": "manoeuvre", "procedure": "procedure", "call": "colleague",
        "handover": "colleague", "read": "document", "answer_cue": "cue",
        "answer": "examiner question", "to": "person",
    },
    GivenDrug: {"drug": "drug or class", "drug_class": "drug or class", "route": "route"},
    InterpretRule: {"of": "test or manoeuvre"},
    VitalsRule: {"keep": "vital sign"},
    Item: {"source": "source"},
    Fact: {"topic": "topic", "by": "person"},
    Cue: {"by": "person", "topics": "topic"},
    Reaction: {"who": "person"},
    Effect: {"facts": "fact"},
    Document: {"facts": "fact"},
    Person: {"knows": "fact, topic or document"},
    PhysiologySpec: {"start": "vital sign"},
    BodyStep: {"set": "vital sign"},
}  # fmt: skip
_ANY = {
    "test": {"any"},
    "fact or topic": {"any"},
    "drug or class": {"any", "any drug"},
    "fact, topic or document": {"all", "observations"},
}
_MORE_VITALS = frozenset({"acvpu", "urine_ml_h", "news2", "rhythm"})


@dataclass(frozen=True)
class Names:
    """What the whole file defines, in whichever draw."""

    facts: frozenset[str]
    messages: frozenset[str]
    cues: frozenset[str]
    people: frozenset[str]
    documents: frozenset[str]
    sources: frozenset[str]
    questions: frozenset[str] = frozenset()
    _kept: dict[Kind, frozenset[str]] = field(default_factory=dict, compare=False, repr=False)

    def known(self, kind: Kind) -> frozenset[str]:
        if kind not in self._kept:
            self._kept[kind] = self._known(kind)
        return self._kept[kind]

    def _known(self, kind: Kind) -> frozenset[str]:
        own: dict[str, frozenset[str]] = {
            "fact": self.facts,
            "fact or topic": self.facts | _topic_names(),
            "message": self.messages,
            "cue": self.cues,
            "person": self.people | _roles(),
            "colleague": self.people | _catalogue_names(kind) | _roles(),
            "document": self.documents,
            "source": self.sources,
            "examiner question": self.questions,
            "fact, topic or document": self.facts | self.documents | _topic_names(),
            "test or manoeuvre": _catalogue_names(kind) | self.documents,
        }
        return own.get(kind) or (frozenset() if kind in own else _catalogue_names(kind))


def defined(template: Template) -> Names:
    """Every name that the file defines; agenda items count when the person has them."""
    tree = template.tree
    people = tree.get("people")
    entries = people.entries if isinstance(people, Mapping) else {}
    stage = {key: entry for key, entry in entries.items() if on_stage(key, entry)}
    # A cast member's agenda becomes that of whoever is that person, so all entries count.
    facts = {agenda_id(key, kind) for key in stage for kind in KINDS if _has(entries, kind)}
    cues = {agenda_id(key, kind) for key in stage for kind in KINDS if _has(entries, kind, "hint")}
    return Names(
        facts=frozenset(facts) | _ids(tree.get("facts")),
        messages=_keys(tree.get("messages")),
        cues=frozenset(cues) | _ids(tree.get("cues")),
        people=frozenset(stage),
        documents=_keys(tree.get("documents")),
        sources=_keys(tree.get("sources")),
        questions=_keys(tree.get("examiner_questions")),
    )


def _has(people: dict[str, Node], kind: str, part: str = "") -> bool:
    found = [each.get(kind) for each in people.values() if isinstance(each, Mapping)]
    if part:
        return any(isinstance(item, Mapping) and part in item.entries for item in found)
    return any(item is not None for item in found)


def _keys(node: Node | None) -> frozenset[str]:
    if isinstance(node, Sequence):
        return _ids(node)
    return frozenset(node.entries) if isinstance(node, Mapping) else frozenset()


def _ids(node: Node | None) -> frozenset[str]:
    items = node.items if isinstance(node, Sequence) else []
    ids = [item.get("id") for item in items if isinstance(item, Mapping)]
    return frozenset(each.text for each in ids if isinstance(each, Scalar))


def dangling(case: Case, names: Names) -> Iterator[Note]:
    """Names that stand for nothing, and catalogue ids that the catalogue does not have."""
    for loc, model in models_in(case.body):
        for field_name, kind in _FIELDS.get(type(model), {}).items():
            value = getattr(model, field_name)
            for place, name in _named(value, (*loc, field_name)):
                if not _is_known(name, kind, names):
                    message = f"there is no {kind} {quoted(name)}"
                    yield error(place, message, _remedy(name, kind, names))
    yield from _keyed(case, names)


def _remedy(name: str, kind: Kind, names: Names) -> str:
    agenda = name.rpartition("_")[2]
    if kind == "cue" and agenda in KINDS:
        return f"give the person's {agenda} a hint"
    return did_you_mean(
        name, {*names.known(kind), *_ANY.get(kind, ())}, "add it, or use another name"
    )


def _named(value: object, loc: Loc) -> Iterator[tuple[Loc, str]]:
    if isinstance(value, str):
        if value:
            yield loc, value
    elif isinstance(value, dict):
        yield from (((*loc, name), name) for name in value)
    elif isinstance(value, Iterable):
        yield from (((*loc, n), name) for n, name in enumerate(value) if name)


def _is_known(name: str, kind: Kind, names: Names) -> bool:
    if name in names.known(kind) or name in _ANY.get(kind, ()):
        return True
    if kind == "route":
        return bool(route_named(name))
    if kind in ("manoeuvre", "fact, topic or document"):  # a part stands for everything in it
        return any(known.startswith(name + ".") for known in names.known(kind))
    return False


def _keyed(case: Case, names: Names) -> Iterator[Note]:
    """The keys of the sections that are kept by catalogue id."""
    sections: tuple[tuple[str, Iterable[str], Kind], ...] = (
        ("examination", case.body.examination, "manoeuvre"),
        ("tests", case.body.tests, "test"),
        ("treatments", case.body.treatments, "drug or class"),
    )
    for section, keys, kind in sections:
        known = names.known(kind) | (names.known("procedure") if section == "treatments" else set())
        for key in keys:
            if key not in known:
                message = f"there is no {kind} {quoted(key)} in the catalogue"
                yield error((section, key), message, did_you_mean(key, known))
    for test, result in case.body.tests.items():
        yield from _analytes(test, [set(each.values) for each in result.results])


def _analytes(test: str, results: list[set[str]]) -> Iterator[Note]:
    known = catalogue().tests.get(test)
    if known is None:
        return
    for name in sorted(set().union(*results) - set(known.analytes) - {"value"}):
        message = f"{quoted(name)} is not measured by {test}"
        yield error(("tests", test, name), message, did_you_mean(name, known.analytes))


@cache
def _topic_names() -> frozenset[str]:
    return frozenset(topics())


def _roles() -> frozenset[str]:
    return frozenset(get_args(Role))


@cache
def _catalogue_names(kind: Kind) -> frozenset[str]:
    book = catalogue()
    match kind:
        case "topic":
            return _topic_names()
        case "test":
            return frozenset(book.tests)
        case "manoeuvre":
            return frozenset(book.manoeuvres)
        case "test or manoeuvre":
            return frozenset(book.tests) | frozenset(book.manoeuvres)
        case "procedure":
            return frozenset(book.procedures)
        case "colleague":
            return frozenset(book.calls)
        case "drug or class":
            return drug_words()
        case "vital sign":
            return frozenset(get_args(VitalName)) | _MORE_VITALS
        case _:
            return frozenset()


@cache
def drug_words() -> frozenset[str]:
    """Every id, class and allergy class of a drug."""
    return frozenset(
        word
        for drug in catalogue().drugs.values()
        for word in (drug.id, drug.drug_class, *drug.classes, *drug.allergy_classes)
    )
