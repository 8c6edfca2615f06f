"""What a sensible clinician would try in each case can be done, in the session and by typing."""

from __future__ import annotations

from pathlib import Path

import pytest

from simtrainer.authoring.script import read_script
from simtrainer.commands.playing import play
from simtrainer.scenario.draw import draw
from simtrainer.scenario.loader import load_template
from simtrainer.session import Terms

SENSIBLE = sorted((Path(__file__).parent / "data" / "sensible").glob("*.yaml"))


@pytest.mark.parametrize("file", SENSIBLE, ids=lambda file: file.stem)
def test_that_every_sensible_action_is_possible(file: Path, scenarios: Path) -> None:
    case = draw(load_template(scenarios / file.name), 2, "standard")
    script = read_script(file, case)
    assert len(script) >= 30
    played = play(case, script, Terms())
    assert played.refused == ()
