"""A table of variants: whether diagnosis, person, tests, drugs and allergies fit together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from simtrainer.scenario.case import Case
from simtrainer.scenario.catalogue import catalogue
from simtrainer.scenario.draw import draw
from simtrainer.scenario.template import Template
from simtrainer.scenario.words import DIFFICULTIES

SINGLE = "value"  # the key of a test with one analyte


def rows(template: Template, seeds: int) -> Iterator[dict[str, Any]]:
    """A row for each of ``seeds`` variants at each difficulty."""
    for seed in range(seeds):
        for difficulty in DIFFICULTIES:
            yield row(draw(template, seed, difficulty))


def row(case: Case) -> dict[str, Any]:
    """One variant: its person, its diagnosis, and what is abnormal in it."""
    patient = case.patient
    ecg = case.body.tests.get("ecg_12_lead")
    return {
        "template": case.heading.id,
        "seed": case.seed,
        "difficulty": case.difficulty,
        "person": patient.name,
        "age": patient.age,
        "sex": patient.sex,
        "pregnant": patient.pregnant,
        "diagnosis": case.body.diagnosis[0].name,
        "allergies": ", ".join(patient.allergies),
        "allergy_told": _told(case, "allergy"),
        "medicines": ", ".join(patient.medicines),
        "conditions": ", ".join(patient.conditions),
        "ecg": ecg.results[0].ecg if ecg else "",
        "abnormal": ", ".join(_abnormal(case)),
        "findings": ", ".join(sorted(case.body.examination)),
    }


def _told(case: Case, topic: str) -> str:
    return " / ".join(fact.say[0] for fact in case.body.facts if fact.topic == topic)


def _abnormal(case: Case) -> Iterator[str]:
    for test, results in sorted(case.body.tests.items()):
        analytes = catalogue().test(test).analytes
        for name, value in results.results[0].values.items():
            analyte = analytes[0] if name == SINGLE and analytes else name
            flag = catalogue().flag(analyte, value, case.patient)
            if flag != "normal":
                yield f"{analyte} {value} {flag}"
