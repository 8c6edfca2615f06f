"""What a problem must produce, so that nothing abnormal is ever defaulted to normal.

A urosepsis with a normal CRP, or an infarct whose troponin nobody wrote, is an author's slip: the
catalogue would fill in a normal value. The table is ``requirements.toml``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Annotated

from pydantic import BeforeValidator, Field

from simtrainer.scenario.base import Frozen
from simtrainer.scenario.case import Case
from simtrainer.scenario.catalogue import catalogue
from simtrainer.scenario.conditions import Names
from simtrainer.scenario.content import Result
from simtrainer.scenario.notes import Note, error
from simtrainer.scenario.quantities import compares
from simtrainer.scenario.topics import topics

Flags = Annotated[
    tuple[str, ...], BeforeValidator(lambda v: (v,) if isinstance(v, str) else tuple(v))
]
SINGLE = "value"  # the key of a test with one analyte


class Requirement(Frozen):
    """What one problem must show."""

    name: str
    source: str
    ecg: Names = ()
    tests: dict[str, dict[str, Flags]] = Field(default_factory=dict)
    reports: Names = ()
    examine: Names = ()


@cache
def requirements() -> Mapping[str, Requirement]:
    """All requirements by problem."""
    text = resources.files("simtrainer.scenario").joinpath("requirements.toml").read_text("utf-8")
    return {key: Requirement.model_validate(value) for key, value in tomllib.loads(text).items()}


def unproduced(case: Case) -> Iterator[Note]:
    """What the case's problems must produce and its author did not write, or wrote as normal."""
    for problem in dict.fromkeys((case.body.physiology.problem, *case.body.problems)):
        requirement = requirements().get(problem)
        if requirement is not None:
            yield from _results(case, requirement)
            yield from _written(case, requirement)
            yield from _tracing(case, requirement)


def _results(case: Case, requirement: Requirement) -> Iterator[Note]:
    for test, analytes in requirement.tests.items():
        authored = case.body.tests.get(test)
        for analyte, flags in analytes.items():
            wanted = f"{_name(test)}: {requirement.name} makes {analyte} {' or '.join(flags)}"
            if authored is None:
                remedy = f"write {test} under tests"
                yield error(("tests",), f"{wanted}, and nobody wrote it", remedy)
                continue
            for number, result in enumerate(authored.results):
                if not _shows(case, test, analyte, flags, result):
                    yield error(("tests", test, "results", number), wanted, "change its value")


def _shows(case: Case, test: str, analyte: str, flags: Flags, result: Result) -> bool:
    single = catalogue().test(test).analytes[:1] == (analyte,)
    value = result.values.get(analyte, result.values.get(SINGLE) if single else None)
    if value is None:
        return False
    flag = catalogue().flag(analyte, value, case.patient)
    return flag.removeprefix("critical_") in flags or (flags == ("abnormal",) and flag != "normal")


def _written(case: Case, requirement: Requirement) -> Iterator[Note]:
    for test in requirement.reports:
        if test not in case.body.tests:
            message = f"{_name(test)}: {requirement.name} shows here, and nobody wrote it"
            yield error(("tests",), message, f"write {test} under tests")
    for manoeuvre in requirement.examine:
        if manoeuvre not in case.body.examination:
            name = catalogue().manoeuvres[manoeuvre].name
            message = f"{name}: {requirement.name} shows here, and nobody wrote it"
            yield error(("examination",), message, f"write {manoeuvre} under examination")


def _tracing(case: Case, requirement: Requirement) -> Iterator[Note]:
    if not requirement.ecg:
        return
    authored = case.body.tests.get("ecg_12_lead")
    shown = {result.ecg for result in authored.results} if authored else {""}
    if not shown <= set(requirement.ecg):
        wanted = " or ".join(requirement.ecg)
        message = f"12-lead ECG: {requirement.name} shows as {wanted}"
        yield error(("tests",), message, f"write ecg: {requirement.ecg[0]} under ecg_12_lead")


def _name(test: str) -> str:
    return catalogue().test(test).name


def out_of_scope(case: Case) -> Iterator[Note]:
    """Sources that items rest on although they do not speak of this patient."""
    patient = case.patient
    for number, item in enumerate(case.body.rubric.items):
        source = case.heading.sources.get(item.source)
        if source is None:
            continue
        loc = ("rubric", "items", number, "source")
        if source.scope.age and not compares(source.scope.age, patient.age):
            message = (
                f"{source.title} is for age {source.scope.age}, the patient is {patient.age:g}"
            )
            yield error(loc, message, "use a source that covers this patient")
        if source.scope.pregnancy is False and patient.pregnant:
            message = f"{source.title} does not cover pregnancy"
            yield error(loc, message, "use a source that covers this patient")


def left_to_default(case: Case) -> Iterator[Note]:
    """Sensitive topics that an item asks about and nobody wrote: they would only be deflected."""
    written = {fact.topic for fact in case.body.facts}
    for number, item in enumerate(case.body.rubric.items):
        for name in (*item.rule.ask, *item.rule.elicit):
            topic = topics().get(name)
            if topic is not None and topic.sensitive and name not in written:
                message = f'the item asks about "{topic.label}", and no fact says what is so'
                loc = ("rubric", "items", number)
                yield error(loc, message, f"write a fact with topic: {name}, even a denial")
