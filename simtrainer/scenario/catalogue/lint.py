"""What a careful reader would object to in the data files, one sentence each."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from simtrainer.errors import UserError
from simtrainer.scenario.catalogue.derive import RULES
from simtrainer.scenario.catalogue.load import Catalogue, catalogue
from simtrainer.scenario.catalogue.models import Analyte, Drug, Manoeuvre, Range, Route, Test
from simtrainer.scenario.catalogue.quantity import canonical_unit, is_rate, parse_quantity
from simtrainer.scenario.catalogue.search import Findable, plain
from simtrainer.scenario.catalogue.values import bounds_to_draw

_ID = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_DOTTED = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")


def check_catalogue(book: Catalogue | None = None) -> list[str]:
    """Every objection to the catalogue, in order of kind; an empty list is a clean bill."""
    book = book or catalogue()
    return [
        *_ids(book),
        *_sources(book),
        *_synonyms(book),
        *(line for each in book.analytes.values() for line in _analyte(each)),
        *(line for each in book.tests.values() for line in _test(each, book)),
        *(line for each in book.manoeuvres.values() for line in _manoeuvre(each)),
        *(line for each in book.drugs.values() for line in _drug(each, book)),
        *_unused(book),
        *_rules(book),
    ]


def _kinds(book: Catalogue) -> dict[str, Mapping[str, Findable]]:
    return {
        "analyte": book.analytes,
        "test": book.tests,
        "manoeuvre": book.manoeuvres,
        "drug": book.drugs,
        "procedure": book.procedures,
        "call": book.calls,
    }


def _ids(book: Catalogue) -> Iterator[str]:
    for kind, entries in _kinds(book).items():
        shape = _DOTTED if kind == "manoeuvre" else _ID
        for name in entries:
            if not shape.fullmatch(name):
                yield f"{kind} {name}: the id is not written as ids of this kind are"


def _sources(book: Catalogue) -> Iterator[str]:
    for kind, entries in _kinds(book).items():
        for name, entry in entries.items():
            source = getattr(entry, "source", "")
            if source not in book.sources:
                yield f"{kind} {name}: source {source!r} is not in sources.toml"


def _synonyms(book: Catalogue) -> Iterator[str]:
    for kind, entries in _kinds(book).items():
        owners: dict[str, set[str]] = defaultdict(set)
        for name, entry in entries.items():
            words = [plain(word) for word in (entry.name, *entry.also)]
            for word in {word for word in words if words.count(word) > 1}:
                yield f"{kind} {name}: {word!r} is listed twice"
            american = plain(getattr(entry, "us_name", ""))
            for word in (*words, *filter(None, (american,))):
                owners[word].add(name)
        for word, names in owners.items():
            if len(names) > 1 or not word:
                yield f"{kind}: {word!r} names {', '.join(sorted(names))}"


def _analyte(analyte: Analyte) -> Iterator[str]:
    if bool(analyte.ranges) == bool(analyte.normal):
        yield f"analyte {analyte.id}: needs either ranges or a normal word"
    if analyte.ranges and not analyte.unit:
        yield f"analyte {analyte.id}: a number needs a unit (1 for none)"
    for each in analyte.ranges:
        yield from _range(analyte, each)


def _range(analyte: Analyte, each: Range) -> Iterator[str]:
    if each.low is None and each.high is None:
        yield f"analyte {analyte.id}: a range has no bounds"
    low, high = bounds_to_draw(analyte, each)
    if not low <= high < float("inf"):
        yield f"analyte {analyte.id}: no normal value can be drawn from {each.low} to {each.high}"
    low_alarm, high_alarm = analyte.critical_low, analyte.critical_high
    if low_alarm is not None and each.low is not None and low_alarm > each.low:
        yield f"analyte {analyte.id}: the critical low {low_alarm} is inside a range"
    if high_alarm is not None and each.high is not None and high_alarm < each.high:
        yield f"analyte {analyte.id}: the critical high {high_alarm} is inside a range"


def _test(test: Test, book: Catalogue) -> Iterator[str]:
    for name in test.analytes:
        if name not in book.analytes:
            yield f"test {test.id}: analyte {name} does not exist"
    if test.kind == "numeric" and not test.analytes:
        yield f"test {test.id}: a numeric test needs analytes"
    if test.kind != "numeric" and not test.normal:
        yield f"test {test.id}: needs its normal report in words"


def _manoeuvre(manoeuvre: Manoeuvre) -> Iterator[str]:
    if manoeuvre.id.split(".")[0] != manoeuvre.region:
        yield f"manoeuvre {manoeuvre.id}: its region is {manoeuvre.region}"


def _drug(drug: Drug, book: Catalogue) -> Iterator[str]:
    for route in drug.routes:
        yield from (f"drug {drug.id}: {line}" for line in _route(route))
    for interaction in drug.interactions:
        if not any(each.is_a(interaction.other) for each in book.drugs.values()):
            yield f"drug {drug.id}: nothing is a {interaction.other}"
    conditions = [each.condition for each in drug.contraindications]
    for word in (*conditions, drug.drug_class, *drug.classes, *drug.allergy_classes):
        if not _ID.fullmatch(word):
            yield f"drug {drug.id}: {word!r} is not written as an id"
    for strength in drug.strengths.values():
        try:
            parse_quantity(strength)
        except UserError as error:
            yield f"drug {drug.id}: {error}"


def _route(route: Route) -> Iterator[str]:
    shown = f"{route.route} {route.low}-{route.high} {route.unit}"
    if not route.low <= route.usual <= route.high <= route.max:
        yield f"route {shown}: usual {route.usual} or max {route.max} is out of order"
    try:
        rate = is_rate(route.unit)
    except UserError as error:
        yield f"route {shown}: {error}"
        return
    if route.unit != "%" and rate != (route.form == "continuous"):
        yield f"route {shown}: a rate is continuous, an amount is not"
    if canonical_unit(route.unit) != route.unit:
        yield f"route {shown}: write the unit as {canonical_unit(route.unit)}"


def _unused(book: Catalogue) -> Iterator[str]:
    used = {name for test in book.tests.values() for name in test.analytes}
    used |= {name for rule in RULES for name in rule.inputs}
    for name in book.analytes:
        if name not in used:
            yield f"analyte {name}: no test reports it"


def _rules(book: Catalogue) -> Iterable[str]:
    names = {name for rule in RULES for name in (rule.result, *rule.inputs)}
    return [f"rule for {name}: it is not an analyte" for name in sorted(names - {*book.analytes})]
