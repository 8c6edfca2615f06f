"""What the models page says of a model."""

from __future__ import annotations

import os

from simtrainer.engines.models.memory import Memory
from simtrainer.engines.models.overview import Row
from simtrainer.engines.models.progress import size_words
from simtrainer.i18n import tr, trn


def facts_of(row: Row) -> str:
    """Size, licence, whose it is: one quiet line."""
    licence = row.licence or (tr("licence not stated") if row.state != "found" else "")
    parts = [size_words(row.size), row.quantisation, licence]
    if row.program:
        parts.append(tr("from {program}").replace("{program}", row.program))
    return " · ".join(part for part in parts if part)


def summary_of(row: Row) -> str:
    """What the catalogue says of it, and what qualification found on this computer."""
    found = row.grade.reason if row.grade and row.grade.grade != "not recommended" else ""
    return " ".join(text for text in (row.summary, found) if text)


def problem_of(row: Row) -> str:
    """What stands in the way of using it, or nothing."""
    if row.problem:
        return row.problem
    if row.grade is not None and row.grade.grade == "not recommended":
        return row.grade.reason
    if row.kind == "voice" and not row.fits:
        if row.state == "offered":
            return tr("More than the memory of this computer.")
        return tr("More than is free now: close other programs, or choose a smaller one.")
    return ""


def grade_tag(row: Row) -> tuple[str, str]:
    """The grade from qualification, and its tone; empty without one."""
    tones = {"recommended": "met", "usable": "neutral", "not recommended": "partly"}
    if row.grade is None:
        return "", "neutral"
    words = row.grade_words
    return words[:1].upper() + words[1:], tones[row.grade.grade]


def advice(memory: Memory) -> str:
    """Why one of the offers carries the tag."""
    unasked = tr("Nothing is fetched unless you ask.")
    if memory.total is None:
        return unasked
    size = round(memory.total / 2**30)
    cores = trn("{count} core", "{count} cores", os.cpu_count() or 1)
    advised = tr("The advised one suits a computer with {size} GB of memory and {cores}.")
    return f"{unasked} {advised.replace('{size}', str(size)).replace('{cores}', cores)}"
