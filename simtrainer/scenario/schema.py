"""JSON Schema of templates, for editors: the models, widened by the shorthand that authors may use.

It helps while writing (names, choices, descriptions). What is right is decided by the loader.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from simtrainer.scenario.case import Body, Heading
from simtrainer.scenario.resolve import KEYED, SINGLE
from simtrainer.scenario.words import DIFFICULTIES, MOODS

Schema = dict[str, Any]

_TITLE = "simtrainer template"
_BRACES = {"type": "string", "pattern": r"\{.+\}", "description": "filled when a case is drawn"}
_DURATION = {"type": "string", "pattern": r"^[+-]?[0-9.]+ ?[a-z]+$"}
_YES_NO = {"enum": ["yes", "no"]}
_IF = {"$ref": "#/$defs/If"}
# Models that may also be written as a word or a list of words.
_WORDS_FOR = ("Disclosure", "GivenDrug", "InterpretRule", "Agenda", "Message", "Fact")
_TEXT = {"type": ["string", "number"]}


def template_schema() -> Schema:
    """The schema (draft 2020-12) of a whole template file."""
    heading, body = _of(Heading), _of(Body)
    definitions: Schema = {**heading.pop("$defs", {}), **body.pop("$defs", {})}
    properties = {**heading["properties"], **body["properties"]}
    definitions = {name: _object(each) for name, each in definitions.items()}
    _shorthand(definitions)
    properties = {name: _widened(each) for name, each in properties.items()}
    _sections(properties)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": _TITLE,
        "type": "object",
        "additionalProperties": False,
        "required": sorted({*heading["required"], *body["required"]}),
        "properties": {**properties, "draw": _DRAW, "require": {"type": "array", "items": _IF}},
        "$defs": {**definitions, "If": _CONDITION, "Variable": _VARIABLE},
    }


def _of(model: type[BaseModel]) -> Schema:
    return model.model_json_schema(by_alias=True)


def _object(schema: Schema) -> Schema:
    """One model: every value may be drawn, and the whole may hang on a condition."""
    if "properties" not in schema:
        return _widened(schema)
    properties = {name: _widened(each) for name, each in schema["properties"].items()}
    return {**schema, "properties": {**properties, "if": _IF}}


def _widened(schema: Schema) -> Schema:
    """The schema, or braces in its place; numbers also as durations; one word for a list."""
    if "anyOf" in schema:
        rest = {name: value for name, value in schema.items() if name != "anyOf"}
        options = [option for each in schema["anyOf"] for option in _options(each)]
        return {**rest, "anyOf": options}
    options = _options(schema)
    if len(options) == 1:
        return options[0]
    kept: Schema = {
        name: schema[name] for name in ("title", "description", "default") if name in schema
    }
    return {**kept, "anyOf": options}


def _options(schema: Schema) -> list[Schema]:
    match schema.get("type"):
        case "boolean":
            return [schema, _YES_NO, _BRACES]
        case "integer" | "number":
            return [schema, _BRACES, _DURATION]
        case "array":
            items = _widened(schema.get("items", {}))
            several = {**schema, "items": {"anyOf": [items, {"$ref": "#/$defs/Use"}]}}
            return [several, items]
        case "object" if isinstance(schema.get("additionalProperties"), dict):
            inner = schema["additionalProperties"]
            return [{**schema, "additionalProperties": _widened(inner)}]
        case "string" if "enum" in schema or "pattern" in schema:
            return [schema, _BRACES]
        case "string":
            return [{**schema, **_TEXT}]
        case _:
            return [schema]


def _shorthand(definitions: Schema) -> None:
    """The shorter ways of writing that the models understand."""
    for name in _WORDS_FOR:
        if name in definitions:
            words = [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]
            definitions[f"{name}Entry"] = definitions[name]
            definitions[name] = {"anyOf": [*words, {"$ref": f"#/$defs/{name}Entry"}]}
    only_if = {"only_if": {"$ref": "#/$defs/Condition"}}
    definitions["DisclosureEntry"]["properties"].update(only_if)
    definitions["DisclosureEntry"].pop("required", None)
    _inline(definitions)
    definitions["Cue"]["required"] = ["say"]
    definitions["Use"] = {
        "type": "object", "properties": {"if": _IF, "use": {}}, "required": ["if", "use"],
        "additionalProperties": False,
    }  # fmt: skip


def _inline(definitions: Schema) -> None:
    """Keys that authors write in a model's place: rules, moods, results, cast members."""
    item, rule = definitions["Item"], definitions["Rule"]
    inline = {name: each for name, each in rule["properties"].items() if name != "if"}
    item["properties"] = {**inline, **item["properties"], "do": {"$ref": "#/$defs/Rule"}}
    item["required"] = ["text"]
    effect = definitions["Effect"]["properties"]
    effect.update({mood: {"anyOf": [{"type": "number"}, _BRACES]} for mood in MOODS})
    test = definitions["TestResult"]
    series = {"type": "array", "items": {"$ref": "#/$defs/Result"}}
    own = {**definitions["Result"]["properties"], **test["properties"]}
    test["properties"] = {**own, "value": _TEXT, "series": series}
    test.pop("required", None)
    for name in ("TestResult", "Result"):
        definitions[name]["additionalProperties"] = _TEXT  # analytes by name
    person = definitions["Person"]
    person["properties"]["is"] = {"type": "string", "description": "the cast member to be"}
    person["properties"]["arrives"] = {"type": "string"}
    person.pop("required", None)


def _sections(properties: Schema) -> None:
    person, message = {"$ref": "#/$defs/Person"}, {"$ref": "#/$defs/Message"}
    properties["people"] = {"type": "object", "additionalProperties": person}
    properties["messages"] = {"type": "object", "additionalProperties": message}
    for name in KEYED:
        inner = properties[name]["additionalProperties"]
        several = {"type": "array", "items": inner}
        properties[name] = {"type": "object", "additionalProperties": {"anyOf": [inner, several]}}
    for name in SINGLE:
        single = properties[name]
        properties[name] = {"anyOf": [single, {"type": "array", "items": single}]}


_CONDITION: Schema = {
    "type": "object",
    "description": "about drawn variables: every key must hold",
    "properties": {
        "not": _IF,
        "any": {"type": "array", "items": _IF},
        "all": {"type": "array", "items": _IF},
        "difficulty": {"anyOf": [{"enum": list(DIFFICULTIES)}, {"type": "array"}]},
    },
    "additionalProperties": {
        "anyOf": [
            {"type": ["string", "number", "boolean"]},
            {"type": "array", "items": {"type": ["string", "number", "boolean"]}},
        ]
    },
    "minProperties": 1,
}
_VALUE: Schema = {"type": ["string", "number", "boolean"]}
_CHOICES: Schema = {
    "anyOf": [
        {"type": "array", "items": _VALUE, "minItems": 1},
        {"type": "object", "additionalProperties": {"type": "number", "minimum": 0}},
    ]
}
_VARIABLE: Schema = {
    "anyOf": [
        _VALUE,
        {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "choose": _CHOICES,
                "between": {"type": "array", "items": {"type": "number"}},
                "step": {"type": "number", "exclusiveMinimum": 0},
                "if": _IF,
                "else": {"$ref": "#/$defs/Variable"},
                **{
                    level: {"anyOf": [{"$ref": "#/$defs/Variable"}, _CHOICES]}
                    for level in DIFFICULTIES
                },
            },
        },
    ]
}
_DRAW: Schema = {"type": "object", "additionalProperties": {"$ref": "#/$defs/Variable"}}
