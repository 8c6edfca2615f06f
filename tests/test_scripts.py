"""Scripts in the plain manner of templates: every shorthand, and one sentence for the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from simtrainer.authoring.script import read_script
from simtrainer.encounter import actions as ac
from simtrainer.errors import UserError
from simtrainer.scenario.case import Case
from simtrainer.scenario.draw import draw
from simtrainer.scenario.loader import load_template


@pytest.fixture(scope="module")
def case() -> Case:
    file = Path(__file__).parent.parent / "scenarios" / "chest-pain-ed.yaml"
    return draw(load_template(file), 7, "standard")


def _read(case: Case, tmp_path: Path, text: str) -> list[ac.Action]:
    file = tmp_path / "script.yaml"
    file.write_text(text, encoding="utf-8")
    return [step.action for step in read_script(file, case)]


ASPIRIN = ac.Give(drug="aspirin", dose=300, unit="mg", route="oral")


@pytest.mark.parametrize(
    ("text", "actions"),
    [
        ("- end", [ac.End()]),
        ("- say: Hello", [ac.Say(text="Hello")]),
        ("- say: {to: nurse, text: Hello}", [ac.Say(text="Hello", to="nurse")]),
        ("- say: Hello\n  to: nurse", [ac.Say(text="Hello", to="nurse")]),
        (
            "- order: [ecg_12_lead, troponin]",
            [ac.OrderTest(test="ecg_12_lead"), ac.OrderTest(test="troponin")],
        ),
        ("- order: FBC", [ac.OrderTest(test="full_blood_count")]),
        ("- prepare: [identity, consent]", [ac.Prepare(what=("identity", "consent"))]),
        ("- give: {drug: aspirin, dose: 300 mg, route: oral}", [ASPIRIN]),
        ("- give: aspirin 300 mg oral", [ASPIRIN]),
        ("- wait: 90 s", [ac.Wait(minutes=1.5)]),
        ("- wait: result", [ac.Wait(until_result=True)]),
        ("- dispose: {admit: ward}", [ac.Dispose(disposition="admit", to="ward")]),
        (
            "- delegate: {to: nurse, examine: obs.full_set}",
            [ac.Delegate(to="nurse", task=ac.Examine(manoeuvre="obs.full_set"))],
        ),
        ('[{"kind": "say", "text": "Hello"}, "end"]', [ac.Say(text="Hello"), ac.End()]),
    ],
)
def test_that_a_shorthand_means_what_it_says(
    case: Case, tmp_path: Path, text: str, actions: list[ac.Action]
) -> None:
    assert _read(case, tmp_path, text) == actions


def test_that_an_entry_for_another_variant_is_left_out(case: Case, tmp_path: Path) -> None:
    cause = case.variables["cause"]
    text = f"- say: yes\n  if: {{cause: {cause}}}\n- say: no\n  if: {{not: {{cause: {cause}}}}}\n"
    assert _read(case, tmp_path, text) == [ac.Say(text="yes")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("say: Hello", "a script is a list"),
        ("- say: Hello\n- dance: wildly", "line 2"),
        ("- give: {drug: aspirin}", "dose"),
        ("- wait: soon", "duration"),
        ("- say: &a Hello\n- say: *a", "line"),
    ],
)
def test_that_what_is_no_script_gets_one_sentence(
    case: Case, tmp_path: Path, text: str, words: str
) -> None:
    with pytest.raises(UserError, match=r"script\.yaml") as caught:
        _read(case, tmp_path, text)
    assert words in str(caught.value)
