"""Test results as authors write them, ``value: "420 ng/L"``, put into the catalogue's units."""

from __future__ import annotations

import re

from simtrainer.scenario.catalogue import Analyte, Catalogue, catalogue
from simtrainer.scenario.catalogue.display import show_unit
from simtrainer.scenario.content import Result
from simtrainer.scenario.nodes import Mapping, Node, Scalar, Sequence
from simtrainer.scenario.problems import AtNode, quoted

_AMOUNT = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*(\S.*)?")
_OWN_KEYS = frozenset(Result.model_fields) | {"value", "series", "results", "minutes", "if"}


def with_results(body: Mapping) -> Mapping:
    """The body with every result under its analyte, as a number. Raises AtNode for odd units."""
    tests = body.get("tests")
    if not isinstance(tests, Mapping):
        return body
    book = catalogue()
    entries = {
        name: _test(name, node, book) if isinstance(node, Mapping) and name in book.tests else node
        for name, node in tests.entries.items()
    }
    return body.having(tests=Mapping(entries, tests.keys, tests.line, tests.column))


def _test(name: str, node: Mapping, book: Catalogue) -> Mapping:
    done = _result(name, node, book)
    for key in ("series", "results"):
        several = done.get(key)
        if isinstance(several, Sequence):
            items = [
                _result(name, item, book) if isinstance(item, Mapping) else item
                for item in several.items
            ]
            done = done.having(**{key: Sequence(items, several.line, several.column)})
    return done


def _result(name: str, node: Mapping, book: Catalogue) -> Mapping:
    """One result: ``value`` and bare analytes moved into ``values``."""
    analytes = book.tests[name].analytes
    given = node.get("values")
    values = dict(given.entries) if isinstance(given, Mapping) else {}
    keys = dict(given.keys) if isinstance(given, Mapping) else {}
    for key, entry in node.entries.items():
        if key == "value":
            values[_only(name, analytes, node.keys[key])] = entry
        elif key in analytes and key not in _OWN_KEYS:
            values[key] = entry
        else:
            continue
        keys[key] = node.keys[key]
    if not values:
        return node
    converted = {key: _converted(key, entry, book) for key, entry in values.items()}
    rest = node.without("value", *(set(analytes) - _OWN_KEYS))
    return rest.having(values=Mapping(converted, keys, node.line, node.column))


def _only(test: str, analytes: tuple[str, ...], place: Scalar) -> str:
    if len(analytes) == 1:
        return analytes[0]
    if test in analytes:
        return test
    message = f"{test} has no single value"
    shown = ", ".join(analytes[:6])
    remedy = f"name what was measured: {shown}" if analytes else "write its report"
    raise AtNode(place.line, place.column, message, remedy)


def _converted(key: str, node: Node, book: Catalogue) -> Node:
    analyte = book.analytes.get(key)
    if analyte is None or not isinstance(node, Scalar) or not isinstance(node.value, str):
        return node
    match = _AMOUNT.fullmatch(node.value)
    if match is None:
        return node  # a word, such as "negative" or "haemolysed"
    number = float(match[1])
    unit = (match[2] or "").strip()
    value = _in_our_unit(number, unit, analyte, node)
    return Scalar(value, f"{value:g}", node.line, node.column)


def _in_our_unit(number: float, unit: str, analyte: Analyte, place: Scalar) -> float:
    if not unit or _plain(unit) in _spellings(analyte.unit):
        return number
    if analyte.us_unit and _plain(unit) in _spellings(analyte.us_unit):
        value = (number - analyte.us_offset) / analyte.us_factor
        return round(value, max(analyte.decimals, 3))
    known = [show_unit(each) for each in (analyte.unit, analyte.us_unit) if each]
    message = f"{quoted(unit)} is not a unit of {analyte.id}"
    remedy = f"write it in {' or '.join(known)}" if known else "leave it out"
    raise AtNode(place.line, place.column, message, remedy)


def _spellings(unit: str) -> frozenset[str]:
    return frozenset({_plain(unit), _plain(show_unit(unit))})


def _plain(unit: str) -> str:
    """Spelling aside: ``x10^9 / L``, ``10*9/L`` and ``×10⁹/L`` are one unit."""
    text = unit.replace(" ", "").replace("µ", "u").replace("μ", "u").replace("mc", "u", 1)
    text = text.translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789"))
    text = re.sub(r"[×x]?10[*^]?(\d+)", r"10*\1", text)
    return text.replace("[", "").replace("]", "").lower()
