"""The same encounter under the UK and the US pack: other units and names, the same marks."""

from __future__ import annotations

from pathlib import Path

import pytest

from simtrainer.authoring.script import read_script
from simtrainer.commands.playing import Played, play
from simtrainer.encounter import actions as ac
from simtrainer.encounter.events import TestResulted, TreatmentStarted
from simtrainer.scenario.draw import draw
from simtrainer.scenario.loader import load_template
from simtrainer.scenario.locale_packs import guidance_note, localised
from simtrainer.scenario.words import Locale
from simtrainer.session import Terms


def _played(scenarios: Path, locale: Locale) -> Played:
    case = draw(load_template(scenarios / "chest-pain-ed.yaml"), 7, "standard")
    script = read_script(scenarios / "scripts" / "chest-pain-ed" / "expert.yaml", case)
    extra: list[ac.Action] = [
        ac.OrderTest(test="full_blood_count"),
        ac.Give(drug="paracetamol", dose=1, unit="g", route="oral"),
        ac.Wait(minutes=60),
    ]
    return play(case, [*extra, *script], Terms(locale=locale))


@pytest.fixture
def both(scenarios: Path) -> tuple[Played, Played]:
    return _played(scenarios, "en-GB"), _played(scenarios, "en-US")


def test_that_both_packs_give_the_same_marks(both: tuple[Played, Played]) -> None:
    british, american = (played.scorecard for played in both)
    assert [i.verdict for i in british.items] == [i.verdict for i in american.items]
    assert british.points == american.points


def test_that_titles_follow_the_pack_as_whole_words() -> None:
    text = "You are the junior doctor. The registrar and the consultant are busy; ring the GP."
    american = localised(text, "en-US")
    assert american == (
        "You are the resident. The fellow and the attending physician are busy; "
        "ring the primary care doctor."
    )
    assert localised(text, "en-GB") == text
    assert localised("The GPS registrars", "en-US") == "The GPS registrars"


def test_that_guidance_from_elsewhere_is_said_to_be_so(scenarios: Path) -> None:
    heading = load_template(scenarios / "chest-pain-ed.yaml").heading
    assert guidance_note(heading, "en-GB") == ""
    assert "EU, UK" in guidance_note(heading, "en-US")


def test_that_names_and_units_follow_the_pack(both: tuple[Played, Played]) -> None:
    shown = []
    for played in both:
        drugs = [e.name for e in played.events if isinstance(e, TreatmentStarted)]
        results = {e.test: e for e in played.events if isinstance(e, TestResulted)}
        blood = results["full_blood_count"]
        shown.append((drugs[0], blood.name, blood.lines[0].text.split()[-1]))
    assert shown == [
        ("Paracetamol", "Full blood count", "g/L"),
        ("Acetaminophen", "Complete blood count", "g/dL"),
    ]
