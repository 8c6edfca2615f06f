"""What stands in braces inside a template's texts, and the text that a draw makes of it.

``{hours}`` ``{hours|hour}`` ``{hours|hour|words}`` ``{patient.name}``
``{cause: nstemi -> 180, pericarditis or myocarditis -> 60, else 420}``; ``{{`` is a brace itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from simtrainer.scenario.choices import Scope, fits
from simtrainer.scenario.nodes import Plain, Scalar, typed
from simtrainer.scenario.problems import AtNode, did_you_mean, quoted
from simtrainer.scenario.spelling import counted, in_words

MODIFIERS = ("words", "capital")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*(?:\.[A-Za-z_]+)?")
_TOKEN = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
_NEXT_ARM = re.compile(r",\s*(?=[^,]*?->|else\b)")
_ARM = re.compile(r"(.*?)->(.*)", re.DOTALL)


@dataclass(frozen=True)
class Arm:
    wanted: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Slot:
    """One pair of braces. Without arms, the value itself; ``otherwise`` is what follows else."""

    name: str
    arms: tuple[Arm, ...] = ()
    otherwise: str | None = None
    noun: str = ""
    modifiers: tuple[str, ...] = ()

    def arm(self, value: Plain) -> str | None:
        for arm in self.arms:
            if any(fits(value, wanted) for wanted in arm.wanted):
                return arm.text
        return self.otherwise


@lru_cache(maxsize=20_000)
def parse(text: str) -> tuple[str | Slot, ...]:
    """The parts of a text. Raises ValueError(message, remedy)."""
    parts: list[str | Slot] = []
    end = 0
    for token in _TOKEN.finditer(text):
        parts.append(text[end : token.start()])
        end = token.end()
        if token[0] in ("{{", "}}"):
            parts.append(token[0][0])
        elif token[1] is not None:
            parts.append(_slot(token[1]))
        else:
            raise ValueError(
                f"there is a {token[0]} without its partner", "close it, or double it to keep it"
            )
    parts.append(text[end:])
    return tuple(part for part in parts if part != "")


def _slot(inside: str) -> Slot:
    name, colon, rest = inside.partition(":")
    if colon:
        return _mapping_slot(_name(name), rest)
    name, *words = (word.strip() for word in inside.split("|"))
    modifiers = tuple(word for word in words if word in MODIFIERS)
    nouns = [word for word in words if word not in MODIFIERS]
    if len(nouns) > 1 or "" in nouns:
        remedy = "write for example {hours|hour|words}"
        raise ValueError(f"{quoted('{' + inside + '}')} names more than one noun", remedy)
    return Slot(_name(name), noun="".join(nouns), modifiers=modifiers)


def _name(text: str) -> str:
    name = text.strip()
    if not _NAME.fullmatch(name):
        raise ValueError(
            f"{quoted(name)} is not a name of a variable or person",
            "write {name}, or double the braces to keep them",
        )
    return name


def _mapping_slot(name: str, rest: str) -> Slot:
    arms: list[Arm] = []
    otherwise: str | None = None
    for piece in _NEXT_ARM.split(rest):
        if otherwise is not None:
            raise ValueError("something follows else", "put else last")
        if match := _ARM.fullmatch(piece):
            arms.append(Arm(tuple(re.split(r"\s+or\s+", match[1].strip())), match[2].strip()))
        elif piece.strip() == "else" or piece.strip().startswith("else "):
            otherwise = piece.strip()[4:].strip()
        else:
            raise ValueError(
                f"{quoted(piece)} is not a choice",
                "write for example {cause: stemi -> 900, else 20}",
            )
    return Slot(name, tuple(arms), otherwise)


def slots(node: Scalar) -> list[Slot]:
    """The braces in a text. Raises AtNode when they cannot be read."""
    if not isinstance(node.value, str):
        return []
    try:
        return [part for part in parse(node.value) if isinstance(part, Slot)]
    except ValueError as error:
        message, remedy = error.args
        raise AtNode(node.line, node.column, message, remedy) from None


def filled(node: Scalar, scope: Scope) -> Scalar:
    """The scalar with its braces replaced; a text that is one slot keeps the value's type."""
    if not node.dynamic or not isinstance(node.value, str):
        return node
    found = slots(node)
    parts = parse(node.value)
    if len(parts) == 1 and found:
        value = _slot_value(found[0], scope, node)
    else:
        value = "".join(
            as_text(_slot_value(part, scope, node)) if isinstance(part, Slot) else part
            for part in parts
        )
    return Scalar(value, as_text(value), node.line, node.column)


def _slot_value(slot: Slot, scope: Scope, node: Scalar) -> Plain:
    value = scope.value(slot.name, node)
    if slot.arms or slot.otherwise is not None:
        text = slot.arm(value)
        if text is None:
            message = f"nothing is written for {slot.name} = {as_text(value)}"
            raise AtNode(node.line, node.column, message, "add it, or an else")
        return typed(text) if text else ""
    if not slot.noun and not slot.modifiers:
        return value
    return _worded(slot, value, node)


def _worded(slot: Slot, value: Plain, node: Scalar) -> str:
    text = as_text(value)
    if slot.noun or "words" in slot.modifiers:
        if isinstance(value, bool) or not isinstance(value, int | float):
            near = did_you_mean(slot.noun, MODIFIERS, "only numbers are counted")
            raise AtNode(node.line, node.column, f"{slot.name} is not a number", near)
        words = "words" in slot.modifiers
        text = counted(value, slot.noun, words) if slot.noun else in_words(value)
    return text[:1].upper() + text[1:] if "capital" in slot.modifiers else text


def as_text(value: Plain) -> str:
    """A value as it stands in a sentence: 4.0 is 4, true is yes."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)
