"""Scripted trainees: a list of actions in the plain manner of templates.

- say: "Good morning, I'm one of the doctors. What brought you in?"
- prepare: [hand_hygiene, identity, consent]
- order: ecg_12_lead
- give: {drug: aspirin, dose: 300 mg, route: oral}
- wait: 3 min            # or: wait: result
- note: "Imp: inferior STEMI. DDx: dissection, PE. Plan: aspirin, primary PCI."
- end
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from simtrainer.authoring.script_when import When
from simtrainer.encounter import actions as ac
from simtrainer.encounter.state import EncounterState
from simtrainer.errors import UserError
from simtrainer.scenario.case import Case
from simtrainer.scenario.catalogue import catalogue
from simtrainer.scenario.catalogue.quantity import parse_quantity
from simtrainer.scenario.catalogue.search import Kind
from simtrainer.scenario.choices import Variables, holds
from simtrainer.scenario.nodes import Mapping, Node, Sequence
from simtrainer.scenario.problems import AtNode
from simtrainer.scenario.quantities import duration_ms
from simtrainer.scenario.yaml_reader import read_text

MAX_SCRIPT = 200_000
_ROOT = "script"
_DOSE = re.compile(r"(.+?)\s+([\d.]+\s*\S+)\s+(\S.*)")

BARE: dict[str, Callable[[], ac.Action]] = {
    "end": ac.End,
    "finish": ac.Finish,
    "stop": ac.Stop,
    "pause": ac.Pause,
    "resume": ac.Resume,
    "hint": ac.AskHint,
}


@dataclass(frozen=True)
class Step:
    """One action of a script, done when ``when`` (if any) holds as its turn comes."""

    action: ac.Action
    when: When | None = None

    def is_due(self, state: EncounterState) -> bool:
        return self.when is None or self.when.holds(state)


def read_script(path: Path, case: Case) -> list[Step]:
    """The steps of a script file, those whose ``if`` suits the case's variables.

    Raises UserError naming the file and line.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"{path} could not be read as a script in UTF-8: {error}.") from error
    if len(text) > MAX_SCRIPT:
        raise UserError(f"{path} is too long for a script; keep it under {MAX_SCRIPT} characters.")
    # A template's top is a mapping, a script's a list: one line puts the list into a mapping.
    # JSON is read as well; a flow list needs to stand further in than its key.
    inset = " " if text.lstrip()[:1] in ("[", "{") else ""
    text = "\n".join(inset + line for line in text.splitlines())
    tree = read_text(f"{_ROOT}:\n{text}\n", str(path)).get(_ROOT)
    if not isinstance(tree, Sequence):
        raise UserError(f"{path.name}: a script is a list; begin each action with '- '.")
    return [
        step
        for node in tree.items
        if _suits(node, case)
        for step in _read_entry(node.plain(), f"{path.name}, line {node.line - 1}")
    ]


def _suits(node: Node, case: Case) -> bool:
    """Whether the ``if`` of an entry holds for the drawn case; without one it always suits."""
    condition = node.get("if") if isinstance(node, Mapping) else None
    if condition is None:
        return True
    scope = Variables(case.variables, case.difficulty)
    try:
        return holds(condition, scope)
    except AtNode as error:
        raise UserError(f"line {error.line - 1}: {error}") from error


def _read_entry(entry: Any, where: str) -> list[Step]:
    try:
        if not isinstance(entry, dict):
            return [Step(action_of(entry))]
        when = When.model_validate(entry["when"]) if "when" in entry else None
        action = {k: v for k, v in entry.items() if k not in ("if", "when")}
        return [Step(action_of(each), when) for each in _one_by_one(action)]
    except ValidationError as error:
        first = error.errors()[0]
        part = ".".join(str(p) for p in first["loc"])
        raise UserError(f"{where}: {part or 'this action'}: {first['msg']}.") from error
    except (ValueError, TypeError, KeyError, UserError) as error:
        raise UserError(f"{where}: {error}") from error


def _one_by_one(action: dict[str, Any]) -> list[dict[str, Any]]:
    """``order: [ecg_12_lead, troponin]`` is two orders; a list of preparations is one action."""
    name, value = next(iter(action.items()), ("", None))
    if name in ("order", "examine", "procedure", "read", "call") and isinstance(value, list):
        return [{**action, name: each} for each in value]
    return [action]


def action_of(entry: Any) -> ac.Action:
    """One entry of a script as an action. Raises ValueError or UserError with a sentence."""
    if isinstance(entry, str):
        if entry not in BARE:
            raise ValueError(f"{entry!r} is not an action; try {', '.join(BARE)}, or 'say: ...'")
        return BARE[entry]()
    if not isinstance(entry, dict) or not entry:
        raise ValueError("an action is one line such as 'order: ecg_12_lead'")
    if "kind" in entry:
        return ac.ACTION.validate_python(entry)
    name, value = next(iter(entry.items()))
    reader = _READERS.get(name)
    if reader is None:
        raise ValueError(f"{name!r} is not an action; try one of {', '.join(sorted(_READERS))}")
    rest = {k: v for k, v in entry.items() if k != name}
    return reader(value, rest)


def _say(value: Any, rest: dict[str, Any]) -> ac.Action:
    if isinstance(value, dict):
        return ac.Say.model_validate(value)
    return ac.Say(text=str(value), **rest)


def _named(kind: Kind, value: Any) -> str:
    """A catalogue id, given as such or by a name or abbreviation that means just one entry.

    What means nothing there is kept as it is: the encounter then refuses it, with advice.
    """
    text = str(value)
    known = {"test": catalogue().tests, "manoeuvre": catalogue().manoeuvres}
    known |= {"drug": catalogue().drugs, "procedure": catalogue().procedures}
    if text in known.get(kind, {}):
        return text
    hits = [hit for hit in catalogue().search(kind, text, 5) if _same(hit.matched, text)]
    return hits[0].id if len(hits) == 1 else text


def _same(one: str, other: str) -> bool:
    return " ".join(one.lower().split()) == " ".join(other.lower().replace("_", " ").split())


def _prepare(value: Any, _: dict[str, Any]) -> ac.Action:
    return ac.Prepare(what=(value,) if isinstance(value, str) else tuple(value))


def _interpret(value: Any, _: dict[str, Any]) -> ac.Action:
    of = value.get("of") or value.get("test") or value.get("examination")
    return ac.Interpret(of=str(of), text=value["text"])


def _give(value: Any, _: dict[str, Any]) -> ac.Give:
    if isinstance(value, str):
        value = _dose_in_words(value)
    dose, unit = parse_quantity(str(value["dose"]))
    over = value.get("over")
    minutes = None if over is None else duration_ms(str(over)) / 60_000
    return ac.Give(
        drug=_named("drug", value["drug"]),
        dose=dose,
        unit=unit,
        route=value["route"],
        over_minutes=minutes,
    )


def _dose_in_words(text: str) -> dict[str, str]:
    """``aspirin 300 mg oral`` -> drug, dose and route."""
    match = _DOSE.fullmatch(text.strip())
    if match is None:
        raise ValueError("write {drug: aspirin, dose: 300 mg, route: oral}")
    return {"drug": match[1], "dose": match[2], "route": match[3].replace(" ", "_")}


def _wait(value: Any, _: dict[str, Any]) -> ac.Action:
    if value in ("result", "for result"):
        return ac.Wait(until_result=True)
    return ac.Wait(minutes=duration_ms(str(value)) / 60_000)


def _note(value: Any, _: dict[str, Any]) -> ac.Action:
    if isinstance(value, str):
        return ac.WriteNote(text=value)
    return ac.WriteNote.model_validate(value)


def _call(value: Any, _: dict[str, Any]) -> ac.Action:
    if isinstance(value, str):
        return ac.Call(target=value)
    return ac.Call(target=value["who"], text=value.get("text", ""))


def _handover(value: Any, _: dict[str, Any]) -> ac.Action:
    if isinstance(value, str):
        return ac.Handover(text=value)
    return ac.Handover.model_validate(value)


def _dispose(value: Any, rest: dict[str, Any]) -> ac.Action:
    if isinstance(value, dict):
        disposition, to = next(iter(value.items()))
        return ac.Dispose(disposition=disposition, to=str(to))
    return ac.Dispose(disposition=value, **rest)


def _prescribe(value: Any, rest: dict[str, Any]) -> ac.Action:
    if isinstance(value, dict):
        return ac.Prescribe.model_validate(value)
    return ac.Prescribe(drug=_named("drug", value), **rest)


def _delegate(value: Any, _: dict[str, Any]) -> ac.Action:
    task = {k: v for k, v in value.items() if k != "to"}
    return ac.Delegate.model_validate({"to": value["to"], "task": action_of(task)})


_READERS: dict[str, Callable[[Any, dict[str, Any]], ac.Action]] = {
    "say": _say,
    "prepare": _prepare,
    "examine": lambda value, _: ac.Examine(manoeuvre=_named("manoeuvre", value)),
    "order": lambda value, _: ac.OrderTest(test=_named("test", value)),
    "give": _give,
    "stop": lambda value, _: ac.StopTreatment(treatment=value),
    "prescribe": _prescribe,
    "procedure": lambda value, _: ac.Procedure(procedure=_named("procedure", value)),
    "delegate": _delegate,
    "call": _call,
    "handover": _handover,
    "interpret": _interpret,
    "read": lambda value, _: ac.ReadDocument(document=value),
    "gesture": lambda value, rest: ac.MakeGesture(gesture=value, **rest),
    "wait": _wait,
    "note": _note,
    "answer": lambda value, _: ac.AnswerExaminer.model_validate(value),
    "dispose": _dispose,
    "flag": lambda value, _: ac.Flag(event=value),
    "change": lambda value, _: ac.ChangeTreatment.model_validate(value),
    "tick": lambda value, _: ac.Tick(seconds=value),
}
