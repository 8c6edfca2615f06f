"""The problems a body can have, by the id that a case names."""

from __future__ import annotations

from simtrainer.errors import UserError
from simtrainer.physiology.problems.base import Problem
from simtrainer.physiology.problems.coronary import CORONARY
from simtrainer.physiology.problems.haemorrhage import HAEMORRHAGE
from simtrainer.physiology.problems.lungs import ASTHMA, EMBOLISM, PNEUMONIA
from simtrainer.physiology.problems.other import HEART_FAILURE, HYPOGLYCAEMIA, OPIOID
from simtrainer.physiology.problems.pericarditis import PERICARDITIS
from simtrainer.physiology.problems.sepsis import SEPSIS
from simtrainer.physiology.problems.stable import STABLE

PROBLEMS: dict[str, Problem] = {
    problem.id: problem
    for problem in (
        STABLE,
        *CORONARY,
        PERICARDITIS,
        SEPSIS,
        PNEUMONIA,
        HAEMORRHAGE,
        ASTHMA,
        EMBOLISM,
        HEART_FAILURE,
        OPIOID,
        HYPOGLYCAEMIA,
    )
}


def problem_named(name: str) -> Problem:
    """The problem a case names. Raises UserError, listing what there is, for another name."""
    if name not in PROBLEMS:
        raise UserError(f"There is no body problem called {name!r}. Use {', '.join(PROBLEMS)}.")
    return PROBLEMS[name]
