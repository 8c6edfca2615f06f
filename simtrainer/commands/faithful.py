"""``fidelity``: of an encounter, how it was answered; of a case, what questions reach its facts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from simtrainer.authoring.reachable import reach
from simtrainer.commands.playing import read_lines
from simtrainer.encounter.events import EncounterStarted
from simtrainer.errors import UserError
from simtrainer.scenario.case import Case
from simtrainer.scoring.fidelity import fidelity
from simtrainer.scoring.view import View


def of_encounter(path: Path) -> dict[str, Any]:
    """The fidelity report of a saved encounter. Raises UserError when the file is not one."""
    try:
        events = read_lines(path.read_text(encoding="utf-8").splitlines())
    except (OSError, ValueError) as error:
        raise UserError(f"{path.name} could not be read as an encounter.") from error
    if not events or not isinstance(events[0], EncounterStarted):
        raise UserError(f"{path.name} does not begin with its case.")
    view = View.of(Case.model_validate(events[0].case), events)
    return fidelity(view).model_dump(mode="json")


def of_case(case: Case) -> dict[str, Any]:
    """Each fact with how many natural questions find it; those that none finds come first."""
    found = sorted(reach(case), key=lambda each: (each.found > 0, each.found / max(1, each.tried)))
    return {
        "case": case.heading.id,
        "facts": len(found),
        "unreached": [each.fact for each in found if each.tried and not each.found],
        "without_questions": [each.fact for each in found if not each.tried],
        "reach": [each.model_dump(mode="json") for each in found],
    }
