"""Who is on stage: cast members are pulled in with ``is``, and names of people become words."""

from __future__ import annotations

from collections.abc import Mapping as Dict
from dataclasses import dataclass, field

from simtrainer.scenario.choices import Value, Variables, holds
from simtrainer.scenario.nodes import Mapping, Node, Plain, Scalar
from simtrainer.scenario.people import Person
from simtrainer.scenario.problems import AtNode, did_you_mean, quoted
from simtrainer.scenario.wording import as_text, filled

PATIENT = "patient"
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "dame", "lady", "lord"})
_PRONOUNS: dict[str, tuple[str, ...]] = {
    "she": ("she", "her", "her", "hers", "herself", "is", "has", "was", "does"),
    "he": ("he", "him", "his", "his", "himself", "is", "has", "was", "does"),
    "they": ("they", "them", "their", "theirs", "themself", "are", "have", "were", "do"),
}
_FORMS = ("they", "them", "their", "theirs", "themself", "are", "have", "were", "do")
_ALSO = {"is": "are", "has": "have", "was": "were", "does": "do", "themselves": "themself"}
_DERIVED = frozenset({*_FORMS, *_ALSO, "first_name", "surname", "person"})
_PLAIN_FIELDS = frozenset({
    "name", "address", "age", "sex", "gender", "pronouns", "occupation", "relation", "culture",
    "weight_kg", "height_cm", "pregnant", "frailty", "role", "capacity", "treatment_limits",
})  # fmt: skip
ATTRIBUTES = _DERIVED | _PLAIN_FIELDS


@dataclass
class Stage:
    """The scope of one draw: its variables, and the people who are in it (``people[0]`` first)."""

    variables: Variables
    people: Dict[str, Mapping] = field(default_factory=dict)
    _looking: set[str] = field(default_factory=set)

    def value(self, name: str, place: Scalar) -> Plain:
        key, dot, attribute = name.partition(".")
        if not dot:
            return self.variables.value(name, place)
        if key not in self.people:
            message = f"there is no person {quoted(key)} in this draw"
            raise AtNode(place.line, place.column, message, did_you_mean(key, self.people))
        known = ATTRIBUTES | {form.capitalize() for form in _DERIVED}
        if attribute not in known:
            message = f"{quoted(attribute)} is nothing that people have"
            raise AtNode(place.line, place.column, message, did_you_mean(attribute, known))
        return self._of(key, attribute, place)

    def _of(self, key: str, attribute: str, place: Scalar) -> Plain:
        if attribute[:1].isupper():
            text = as_text(self._of(key, attribute.lower(), place))
            return text[:1].upper() + text[1:]
        attribute = _ALSO.get(attribute, attribute)
        if attribute in _FORMS:
            return self._pronouns(key, place)[_FORMS.index(attribute)]
        match attribute:
            case "first_name" | "surname":
                names = as_text(self._field(key, "name", place)).split()
                names = [n for n in names if n.rstrip(".").lower() not in _TITLES] or names or [""]
                return names[0] if attribute == "first_name" else names[-1]
            case "person":
                return _noun(self._field(key, "age", place), self._field(key, "sex", place))
            case "address":
                return self._field(key, "address", place) or self._field(key, "name", place)
            case _:
                return self._field(key, attribute, place)

    def _field(self, key: str, name: str, place: Scalar) -> Plain:
        node = self.people[key].get(name)
        if node is None:
            default = Person.model_fields[name].default
            return default if isinstance(default, str | int | float | bool) else ""
        if not isinstance(node, Scalar):
            raise AtNode(
                node.line, node.column, f"{name} must be a single value", "write one value"
            )
        mark = f"{key}.{name}"
        if mark in self._looking:
            message = f"{mark} is made from itself"
            raise AtNode(place.line, place.column, message, "write the value itself")
        self._looking.add(mark)
        try:
            return filled(node, self).value
        finally:
            self._looking.discard(mark)

    def _pronouns(self, key: str, place: Scalar) -> tuple[str, ...]:
        given = as_text(self._field(key, "pronouns", place)).lower().split("/")
        first = given[0].strip()
        if first in _PRONOUNS:
            return _PRONOUNS[first]
        if first:
            own = tuple(word.strip() for word in given[:5])
            return own + _PRONOUNS["they"][len(own) :]
        sex = as_text(self._field(key, "sex", place))
        return _PRONOUNS["he" if sex == "male" else "she"]


def _noun(age: Plain, sex: Plain) -> str:
    child = isinstance(age, int | float) and age < 16
    if sex == "male":
        return "boy" if child else "man"
    return "girl" if child else "woman"


def stage(
    people: Node | None, values: Dict[str, Value], difficulty: str, known: frozenset[str]
) -> Stage:
    """The people of one draw, cast members merged in, the patient first. Raises AtNode."""
    scope = Stage(Variables(values, difficulty, known))
    if not isinstance(people, Mapping) or PATIENT not in people.entries:
        line, column = (people.line, people.column) if people else (1, 1)
        remedy = "add people, and among them patient: {name: ..., age: ..., sex: ...}"
        raise AtNode(line, column, "there is no patient", remedy)
    keys = sorted(people.entries, key=lambda key: key != PATIENT)
    found: dict[str, Mapping] = {}
    scope.people = found  # the patient comes first, so that others may depend on who that is
    for key in keys:
        entry = people.entries[key]
        if not isinstance(entry, Mapping):
            raise AtNode(entry.line, entry.column, f"{key} is not described", "write {name: ...}")
        if on_stage(key, entry) and _present(entry, scope):
            found[key] = _merged(entry, people, scope, 0).without("if")
    return scope


def on_stage(key: str, entry: Node) -> bool:
    """Whether this entry is someone in the case, rather than a cast member to be pulled in."""
    return key == PATIENT or (isinstance(entry, Mapping) and "role" in entry.entries)


def _present(entry: Mapping, scope: Stage) -> bool:
    condition = entry.get("if")
    return condition is None or holds(condition, scope)


def _merged(entry: Mapping, people: Mapping, scope: Stage, depth: int) -> Mapping:
    link = entry.get("is")
    if link is None:
        return entry
    if not isinstance(link, Scalar) or depth > 4:
        raise AtNode(link.line, link.column, "this names no person", 'write is: "{who}"')
    name = as_text(filled(link, scope).value)
    base = people.get(name)
    if not isinstance(base, Mapping):
        others = [key for key, other in people.entries.items() if other is not entry]
        message = f"there is no person {quoted(name)} to be"
        raise AtNode(link.line, link.column, message, did_you_mean(name, others))
    return _over(_merged(base, people, scope, depth + 1).without("role", "if"), entry.without("is"))


def _over(base: Mapping, own: Mapping) -> Mapping:
    """``own`` laid over ``base``; mappings in both are merged, so that one field can be changed."""
    entries = dict(base.entries)
    for name, node in own.entries.items():
        below = entries.get(name)
        both = isinstance(below, Mapping) and isinstance(node, Mapping)
        entries[name] = _over(below, node) if both else node  # type: ignore[arg-type]
    keys = {**base.keys, **own.keys}
    return Mapping(entries, keys, own.line, own.column, base.dynamic or own.dynamic)
