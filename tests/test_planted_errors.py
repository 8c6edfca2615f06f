"""Twenty slips an author could make in a good template; the linter finds every one."""

from __future__ import annotations

from pathlib import Path

import pytest

from simtrainer.scenario.lint import lint
from simtrainer.scenario.loader import load_template
from simtrainer.scenario.problems import TemplateError

# (what was planted, the text it replaces, the slip, a word of the finding)
SLIPS = [
    ("a troponin nobody wrote", "  troponin:\n    minutes: 45", "  nt_probnp:\n    minutes: 45", "troponin"),
    ("a troponin that is normal", "else 420} ng/L\", inter", "else 4} ng/L\", inter", "troponin"),
    ("a later troponin that is normal", "else 2600} ng/L", "else 3} ng/L", "troponin"),
    ("an infarct with a normal ECG", "ecg: inferior_stemi", "ecg: normal", "ECG"),
    ("another infarct's ECG", "ecg: anterior_stemi", "ecg: inferior_stemi", "ECG"),
    ("a pericarditis with a normal ECG", "ecg: pericarditis", "ecg: normal", "ECG"),
    ("a pericarditis with a normal CRP", "value: 48 mg/L", "value: 2 mg/L", "C-reactive"),
    ("a topic that does not exist", "topic: hpc.radiation", "topic: hpc.radiashun", "hpc.radiation"),
    ("a fact nobody has", "elicit: cold,", "elicit: colds,", "cold"),
    ("a message nobody wrote", "told: pericarditis, points", "told: pericardial, points", "pericardi"),
    ("a cue nobody gives", "answer_cue: fear-of-dying", "answer_cue: fear-of-flying", "fear-of"),
    ("a drug that does not exist", "give: colchicine}, {prescribe", "give: colchicin}, {prescribe", "colchicin"),
    ("a test that does not exist", "order: troponin,", "order: troponine,", "troponin"),
    ("a manoeuvre that does not exist", "  legs.calves:", "  legs.calfs:", "legs.calves"),
    ("a source nobody named", "source: nice-cg95}", "source: nice-cg59}", "nice-cg"),
    ("a patient who tells the diagnosis", "It's like a weight, right", "It's an acute myocardial infarction, right", "diagnosis"),
    ("a door note that tells it", "has just been\n    brought", "has pericarditis and was\n    brought", "pericarditis"),
    ("two things of one name", "  - id: constant\n", "  - id: severity\n", "twice"),
    ("a variable nobody drew", "{hours|hour|words} ago.\", \"About", "{ours|hour|words} ago.\", \"About", "hours"),
    ("a source for other ages", 'version: "2020", jurisdiction: UK, scope: {age: ">= 18"}', 'version: "2020", jurisdiction: UK, scope: {age: "< 16"}', "age"),
    ("a time after the end", "within: 10 min, points: 4", "within: 40 min, points: 4", "station"),
    ("an allergy nobody can tell", "    allergies: \"{aspirin_allergy: yes -> aspirin, else none}\"", "    allergies: penicillin", "penicillin"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("good", "slip", "word"), [slip[1:] for slip in SLIPS], ids=[slip[0] for slip in SLIPS]
)
def test_that_the_linter_finds_a_planted_slip(
    good: str, slip: str, word: str, scenarios: Path, tmp_path: Path
) -> None:
    text = (scenarios / "chest-pain-ed.yaml").read_text(encoding="utf-8")
    assert good in text
    file = tmp_path / "slip.yaml"
    file.write_text(text.replace(good, slip), encoding="utf-8")
    try:
        found = lint(load_template(file), seeds=40)
    except TemplateError as error:
        found = list(error.problems)
    assert any(word in str(problem) for problem in found), [str(p) for p in found]
    assert all(problem.line for problem in found)
