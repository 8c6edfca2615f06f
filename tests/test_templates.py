"""Templates: reading what anybody may have written, drawing cases, finding what is not right."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simtrainer.errors import UserError
from simtrainer.scenario.case import Case
from simtrainer.scenario.draw import draw
from simtrainer.scenario.drawing import Drawing
from simtrainer.scenario.lint import lint
from simtrainer.scenario.loader import find, library, load_template
from simtrainer.scenario.nodes import Mapping
from simtrainer.scenario.problems import Problem, TemplateError
from simtrainer.scenario.schema import template_schema
from simtrainer.scenario.spelling import counted, in_words
from simtrainer.scenario.template import Template
from simtrainer.scenario.variables import read_variables
from simtrainer.scenario.wording import parse
from simtrainer.scenario.words import DIFFICULTIES
from simtrainer.scenario.yaml_reader import MAX_BYTES, read_text

SMALL = Path(__file__).parent / "data" / "small-case.yaml"
Changed = Callable[..., Path]


@pytest.fixture
def changed(tmp_path: Path) -> Changed:
    """The small case with one text in it replaced, as a file."""

    def change(old: str = "", new: str = "", name: str = "changed.yaml") -> Path:
        text = SMALL.read_text(encoding="utf-8")
        assert old in text
        path = tmp_path / name
        path.write_text(text.replace(old, new, 1) if old else text, encoding="utf-8")
        return path

    return change


def refusal(path: Path) -> TemplateError:
    with pytest.raises(TemplateError) as caught:
        load_template(path)
    return caught.value


def case_with(template: Template, **wanted: Any) -> Case:
    """The first draw whose variables are these."""
    for seed in range(300):
        case = draw(template, seed, wanted.pop("difficulty", "standard"))
        if wanted.items() <= case.variables.items():
            return case
    raise AssertionError(f"no draw has {wanted}")


# ---- reading what anybody may have written

HOSTILE = {
    "an alias": ("a: *b\n", 1, "alias"),
    "a bomb of aliases": ("a: &a [x, x]\nb: &b [*a, *a]\n", 1, "anchor"),
    "a tag": ("a: 1\nb: !!python/object/apply:os.system [ls]\n", 2, "tag"),
    "a tag of the document": ("!thing\na: 1\n", 1, "tag"),
    "depth in brackets": ("a: " + "[" * 10_000, 1, "deep"),
    "depth in lines": ("".join("  " * n + "a:\n" for n in range(200)), 61, "deep"),
    "a key twice": ("a: 1\nb: 2\na: 3\n", 3, "twice"),
    "not a number": ("a: .nan\n", 1, "finite"),
    "infinity": ("a: 1\nb: -.inf\n", 2, "finite"),
    "a number beyond all bounds": ("a: 1e999\n", 1, "large"),
    "a very long integer": ("a: " + "9" * 5_000, 1, "long"),
    "a hidden character": ("a: 1\nb: x\0y\n", 2, "U+0000"),
    "an escaped control character": ('a: "\\x1b[2J"\n', 1, "U+001B"),
    "text that turns its direction": ("a: x\u202ey\n", 1, "U+202E"),
    "a line break that editors do not show": ("a: x\u2028b: y\n", 1, "U+2028"),
    "two documents": ("a: 1\n---\na: 2\n", 2, "second document"),
    "merging": ("a:\n  <<: {b: 1}\n", 2, "merging"),
    "a list for a key": ("? [a]\n: b\n", 1, "key"),
    "too many values": ("a: [" + "x," * 250_000 + "]", 1, "more than 200000"),
    "too long a text": ("a: " + "x" * 30_000, 1, "30000"),
    "nothing": ("", 1, "empty"),
    "a list at the top": ("- a\n", 1, "keys"),
    "an open quotation mark": ('a: 1\nb: "x\n', 2, "quotation"),
    "a colon in a bare sentence": ("a: my chest: it hurts\n", 1, "colon"),
    "a tab for indentation": ("a:\n\tb: 1\n", 2, "tab"),
}


@pytest.mark.parametrize(("text", "line", "word"), HOSTILE.values(), ids=HOSTILE.keys())
def test_that_hostile_yaml_is_refused_with_its_line(text: str, line: int, word: str) -> None:
    with pytest.raises(TemplateError) as caught:
        read_text(text, "hostile.yaml")
    assert caught.value.line == line
    assert word in caught.value.message
    assert caught.value.remedy
    assert str(caught.value).startswith(f"hostile.yaml, line {line}, column ")


def test_that_a_file_of_a_gigabyte_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "vast.yaml"
    with path.open("wb") as stream:
        stream.truncate(1_000_000_000)
    assert "1000.0 MB" in refusal(path).message


def test_that_a_file_one_byte_too_long_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "long.yaml"
    path.write_bytes(b"#" * (MAX_BYTES + 1))
    assert "at most 1 MB" in refusal(path).message


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_that_a_pipe_is_refused_rather_than_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "pipe.yaml"
    os.mkfifo(path)
    assert "not a file" in refusal(path).message


def test_that_a_missing_file_is_told_plainly(tmp_path: Path) -> None:
    assert "cannot be read" in refusal(tmp_path / "absent.yaml").message


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "latin-1"])
def test_that_other_encodings_are_refused_with_a_remedy(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "foreign.yaml"
    path.write_bytes("title: caf\u00e9\n".encode(encoding))
    error = refusal(path)
    assert error.line == 1
    assert "UTF-8" in error.remedy


def test_that_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    text = SMALL.read_text(encoding="utf-8").replace("\n", "\r\n")
    path = tmp_path / "windows.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + text.encode("utf-8"))
    assert draw(load_template(path), 1).body == draw(load_template(SMALL), 1).body


def test_that_yes_no_and_quoted_numbers_stay_words() -> None:
    tree = read_text('a: [yes, no, on, true, 3, "3", 0.5, 1e3, ~, 010]\n', "f")
    assert tree.plain() == {"a": ["yes", "no", "on", True, 3, "3", 0.5, 1000.0, None, 10]}


def read_or_refusal(text: str) -> Mapping | TemplateError:
    try:
        return read_text(text, "any.yaml")
    except TemplateError as error:
        return error


@given(st.text())
def test_that_any_text_is_read_or_refused_with_a_place(text: str) -> None:
    found = read_or_refusal(text)
    assert isinstance(found, Mapping) or (found.line >= 1 and found.remedy)


_WORDS = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=20)
_DATA = st.recursive(
    st.booleans() | st.integers(-(10**15), 10**15) | _WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_WORDS, inner, max_size=4),
    max_leaves=20,
)


@given(st.dictionaries(_WORDS.filter(lambda word: word != "<<"), _DATA, min_size=1, max_size=5))
def test_that_what_is_read_is_what_was_written(data: dict[str, Any]) -> None:
    def merges(value: Any) -> bool:
        if isinstance(value, dict):
            return "<<" in value or any(merges(inner) for inner in value.values())
        return isinstance(value, list) and any(merges(inner) for inner in value)

    if not merges(data):
        assert read_text(json.dumps(data), "data.yaml").plain() == data


# ---- what a template says is found where it says it

BROKEN = {
    "a word for a number": ("points: 1}", "points: four}", "rubric.items.0.points", "number"),
    "a misspelt key": ("points: 1}", "pionts: 1}", "rubric.items.0.pionts", "mean points?"),
    "a misspelt rule": ("elicit: hpc.onset", "elicitt: x", "rubric.items.0.elicitt",
                        "mean elicit?"),
    "a misspelt section": ("diagnosis:", "diagnoses:", "diagnoses", "mean diagnosis?"),
    "a missing key": ("title: A tight chest\n", "", "title", "add a line"),
    "a misspelt act": ("act: warning_shot", "act: warningshot", "rubric.items.6.in_order.0.act",
                       "mean warning_shot?"),
    "a misspelt mood": ("{anxiety: +0.3", "{anxeity: 0.3", "reactions.0.then.anxeity",
                        "mean anxiety?"),
    "a share above one": ("hard: 0.8", "hard: 1.8", "people.patient.persona.anxiety", "at most"),
    "an unknown variable": ("{hours|hour|words} ago.", "{hour|h} ago.", "facts.1.say.0",
                            "mean hours?"),
    "an unknown value": ("if: {who: omar}", "if: {who: oma}", "facts.3.if.who", "mean omar?"),
    "an unknown name in if": ("if: {who: omar}", "if: {whom: omar}", "facts.3.if.whom",
                              "mean who?"),
    "an unknown person": ("treat {patient.them}", "treat {patent.them}", "briefs.candidate",
                          "mean patient?"),
    "an unknown attribute": ("{patient.them}", "{patient.thm}", "briefs.candidate", "mean them?"),
    "an open brace": ("It's like a belt", "It's like {a belt", "facts.7", "double it"),
    "an unknown cast member": ('is: "{who}"', "is: grase", "people.patient.is", "mean grace?"),
    "no patient": ("  patient:\n", "  patients:\n", "people", "write patient"),
    "a unit the test does not have": ("else 420} ng/L", "else 420} mmol/L",
                                      "tests.troponin.series.0.value", "ng/L"),
    "a duration without a unit": ("within: 10 min", "within: 10", "rubric.items.2.within", "min"),
    "a duration in odd units": ("silent: 5 s", "silent: 5 ells", "reactions.0.then.silent", "min"),
    "an odd disclosure": ("when_trusting 0.6", "when_trusted 0.6", "facts.3.tell",
                          "when_trusting?"),
    "a rule with two things": ("{dispose: discharge}", "{dispose: discharge, order: ecg_12_lead}",
                               "rubric.items.7.avoid", "change"),
    "an odd weight": ("inferior_stemi: 2", "inferior_stemi: many",
                      "draw.cause.choose.inferior_stemi", "number"),
    "a range upside down": ("between: [1, 3]", "between: [3, 1]", "draw.hours.between", "swap"),
    "a missing difficulty": (", hard: 0.8}", "}", "draw.distress", "hard"),
    "a newer format": ("format: 1", "format: 2", "format", "update"),
    "an id with spaces": ("id: small-case", "id: Small Case", "id", "small letters"),
    "braces in the title": ("A tight chest", '"{hours} hours"', "title", "plain text"),
    "a fear without words": ("{say: \"My mother went like this, quite suddenly.\", ", "{",
                             "people.patient.concerns.say", "add a line"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "field", "remedy"), BROKEN.values(), ids=BROKEN.keys())
def test_that_a_broken_template_gives_one_located_sentence(
    changed: Changed, old: str, new: str, field: str, remedy: str
) -> None:
    error = refusal(changed(old, new))
    assert error.field == field
    assert remedy in error.remedy
    lines = SMALL.read_text(encoding="utf-8").splitlines()
    at = next((n for n, line in enumerate(lines, 1) if old.splitlines()[0] in line), 0)
    assert error.line == at or field in ("title", "people", "people.patient.persona.anxiety")
    assert "\n" not in str(error)
    place = f"changed.yaml, line {error.line}, column {error.column}"
    assert str(error).startswith(f"{place}: {field}: ")


def test_that_the_sentence_reads_as_in_the_guide(changed: Changed) -> None:
    assert str(refusal(changed("points: 1}", "points: four}"))) == (
        "changed.yaml, line 94, column 89: rubric.items.0.points:"
        ' "four" is not a number; write a number such as 4.'
    )


def test_that_an_error_in_a_rarely_drawn_branch_is_found(changed: Changed) -> None:
    path = changed("{choose: {no: 9, yes: 1}", "{choose: {no: 999999, yes: 1}")
    text = path.read_text(encoding="utf-8").replace("hard: {no: 1, yes: 1}", "easy: no")
    text = text.replace('say: "Aspirin made my lips swell."', "sya: x")
    path.write_text(text, encoding="utf-8")
    assert refusal(path).field == "facts.4.sya"


def test_that_an_error_in_the_last_alternative_is_found(changed: Changed) -> None:
    path = changed("{inferior_stemi: 2, nstemi: 1}", "{inferior_stemi: 200, nstemi: 1}")
    text = path.read_text(encoding="utf-8").replace('{finding: "Uncomf', '{fnding: "Uncomf')
    path.write_text(text, encoding="utf-8")
    assert refusal(path).field == "examination.general.appearance.1.fnding"


def test_that_every_problem_of_a_file_is_kept(changed: Changed) -> None:
    path = changed("points: 1}", "points: four}")
    text = path.read_text(encoding="utf-8").replace("domain: safety, avoid", "domain: safty, avoid")
    path.write_text(text, encoding="utf-8")
    assert [problem.line for problem in refusal(path).problems] == [94, 101]


def test_that_numbers_written_as_text_keep_their_spelling(changed: Changed) -> None:
    template = load_template(changed('version: "2023"', "version: 2023.10"))
    assert template.heading.sources["esc-acs"].version == "2023.10"


# ---- drawing


def test_that_the_same_seed_gives_the_same_bytes() -> None:
    template, again = load_template(SMALL), load_template(SMALL)
    for difficulty in DIFFICULTIES:
        for seed in range(5):
            first, second = draw(template, seed, difficulty), draw(again, seed, difficulty)
            assert first.model_dump_json() == second.model_dump_json()


def test_that_a_draw_is_the_same_on_every_machine_and_in_every_version() -> None:
    variables = [draw(load_template(SMALL), seed, "hard").variables for seed in (0, 1)]
    assert variables == [
        {"cause": "nstemi", "who": "grace", "hours": 1, "aspirin_allergy": "yes", "distress": 0.8},
        {
            "cause": "inferior_stemi",
            "who": "omar",
            "hours": 3,
            "aspirin_allergy": "yes",
            "distress": 0.8,
        },
    ]


def test_that_difficulty_changes_the_case_and_not_the_person() -> None:
    template = load_template(SMALL)
    easy, hard = draw(template, 3, "easy"), draw(template, 3, "hard")
    assert easy.patient.name == hard.patient.name
    assert easy.patient.persona.anxiety < hard.patient.persona.anxiety


@given(st.integers(0, 10**12))
def test_that_adding_a_variable_moves_no_other(seed: int) -> None:
    text = SMALL.read_text(encoding="utf-8")
    before = read_variables(read_text(text, "f").get("draw"))
    more = text.replace("draw:\n", "draw:\n  new: {choose: [a, b, c]}\n")
    after = read_variables(read_text(more, "f").get("draw"))
    old = _values(before, seed)
    new = _values(after, seed)
    assert {name: new[name] for name in old} == old


def _values(specs: dict[str, Any], seed: int, require: tuple[Any, ...] = ()) -> dict[str, Any]:
    return Drawing("small-case", specs, require).values(seed, "standard")


def test_that_a_constraint_moves_only_the_variables_it_names(changed: Changed) -> None:
    bound = changed("people:\n", "require:\n  - {not: {who: omar, hours: 3}}\n\npeople:\n")
    free, held = load_template(SMALL), load_template(bound)
    moved = 0
    for seed in range(60):
        was, now = draw(free, seed).variables, draw(held, seed).variables
        assert (now["who"], now["hours"]) != ("omar", 3)
        moved += (was["who"], was["hours"]) != (now["who"], now["hours"])
        others = was.keys() - {"who", "hours"}
        assert all(was[name] == now[name] for name in others)
    assert moved


def test_that_constraints_nobody_can_fulfil_are_told(changed: Changed) -> None:
    bad = "require:\n  - {who: omar, not: {who: omar}}\n\npeople:\n"
    error = refusal(changed("people:\n", bad))
    assert error.field == "require.0"
    assert "no draw fulfils this" in error.message


def test_that_weights_are_kept_and_a_difficulty_may_change_them() -> None:
    template = load_template(SMALL)
    allergic = {
        level: sum(draw(template, seed, level).variables["aspirin_allergy"] == "yes"
                   for seed in range(400))
        for level in ("standard", "hard")
    }  # fmt: skip
    assert 20 <= allergic["standard"] <= 65  # one in ten
    assert 160 <= allergic["hard"] <= 240  # one in two


def test_that_a_variable_may_depend_on_an_earlier_one(changed: Changed) -> None:
    pill = "pill: {if: {who: omar}, choose: [yes], else: no}"
    more = f"draw:\n  who: {{choose: [grace, omar]}}\n  {pill}\n"
    text = SMALL.read_text(encoding="utf-8").replace("  who: {choose: [grace, omar]}\n", "")
    path = changed()
    path.write_text(text.replace("draw:\n", more), encoding="utf-8")
    for seed in range(20):
        variables = draw(load_template(path), seed).variables
        assert variables["pill"] == ("yes" if variables["who"] == "omar" else "no")


def test_that_a_variable_cannot_depend_on_a_later_one(changed: Changed) -> None:
    path = changed("draw:\n", "draw:\n  pill: {if: {who: omar}, choose: [yes], else: no}\n")
    assert "later" in refusal(path).message


def test_that_ranges_reach_both_ends_in_steps() -> None:
    specs = read_variables(read_text("draw: {t: {between: [36.5, 37.0]}}", "f").get("draw"))
    seen = {_values(specs, seed)["t"] for seed in range(200)}
    assert seen == {36.5, 36.6, 36.7, 36.8, 36.9, 37.0}


def test_that_a_person_is_drawn_as_a_whole() -> None:
    omar = case_with(load_template(SMALL), who="omar")
    assert (omar.patient.name, omar.patient.age, omar.patient.sex) == ("Omar Haddad", 57, "male")
    assert omar.patient.persona.trust == 0.5
    assert [person.key for person in omar.body.people] == ["patient", "nurse"]
    assert "treat him" in omar.heading.briefs.candidate


def test_that_branches_that_do_not_hold_are_gone() -> None:
    template = load_template(SMALL)
    omar, grace = case_with(template, who="omar"), case_with(template, who="grace")
    assert "sildenafil" in {fact.id for fact in omar.body.facts}
    assert "sildenafil" not in {fact.id for fact in grace.body.facts}
    assert len(grace.body.diagnosis) == 1


def test_that_the_first_alternative_that_holds_is_taken() -> None:
    template = load_template(SMALL)
    stemi, nstemi = case_with(template, cause="inferior_stemi"), case_with(template, cause="nstemi")
    assert "clammy" in stemi.body.examination["general.appearance"].finding
    assert "Uncomfortable" in nstemi.body.examination["general.appearance"].finding


def test_that_results_become_numbers_in_the_catalogues_unit(changed: Changed) -> None:
    case = case_with(load_template(SMALL), cause="nstemi")
    first, later = case.body.tests["troponin"].results
    assert (first.values, later.values) == ({"troponin": 180.0}, {"troponin": 640.0})
    assert later.after == 3_600_000
    more = "tests:\n  full_blood_count: {haemoglobin: 9.1 g/dL, platelets: 210}\n"
    values = draw(load_template(changed("tests:\n", more)), 1).body.tests["full_blood_count"]
    assert values.results[0].values == {"haemoglobin": 91.0, "platelets": 210.0}


def test_that_ideas_concerns_and_hints_become_facts_and_cues() -> None:
    case = draw(load_template(SMALL), 1)
    concerns = case.fact("concerns")
    assert (concerns.topic, concerns.tell.kind) == ("ice.concerns", "only_if")
    assert case.fact("ideas").tell.kind == "when_asked"
    assert [cue.id for cue in case.body.cues] == ["fear", "concerns"]


def test_that_unnamed_things_get_ids_that_no_draw_changes() -> None:
    template = load_template(SMALL)
    for seed in range(10):
        case = draw(template, seed)
        assert case.body.facts[-4].id == "its_like_a_belt_around_my"
        assert [reaction.id for reaction in case.body.reactions] == ["told_heart_attack", "unheard"]


def test_that_a_case_read_back_from_storage_is_the_same() -> None:
    case = draw(load_template(SMALL), 2, "hard")
    stored = json.dumps(case.model_dump(mode="json", by_alias=True))
    again = Case.model_validate_json(stored)
    assert (again, again.hash) == (case, case.hash)


def test_that_a_seed_below_zero_is_refused() -> None:
    with pytest.raises(UserError, match="below 0"):
        draw(load_template(SMALL), -1)


@pytest.mark.parametrize(
    ("number", "noun", "words", "text"),
    [
        (1, "hour", True, "one hour"),
        (3, "hour", True, "three hours"),
        (3, "hour", False, "3 hours"),
        (0.5, "hour", True, "half an hour"),
        (1.5, "day", True, "one and a half days"),
        (21, "child", True, "twenty-one children"),
        (2, "pint of beer", False, "2 pints of beer"),
        (2, "ox/oxen", True, "two oxen"),
        (120, "baby", True, "120 babies"),
    ],
)
def test_that_numbers_are_counted_as_in_a_sentence(
    number: float, noun: str, words: bool, text: str
) -> None:
    assert counted(number, noun, words) == text


@given(st.integers(0, 99))
def test_that_number_words_differ(number: int) -> None:
    assert in_words(number) not in {in_words(other) for other in range(100) if other != number}


@given(st.text(st.sampled_from("{}ab:|->,. orels"), max_size=40))
def test_that_any_braces_are_read_or_explained(text: str) -> None:
    try:
        assert parse(text) or not text
    except ValueError as error:
        refused = error.args
    else:
        return
    assert len(refused) == 2
    assert all(refused)


def test_that_doubled_braces_are_braces() -> None:
    assert parse("a {{b}} c") == ("a ", "{", "b", "}", " c")


# ---- libraries


def test_that_one_bad_file_does_not_hide_the_others(changed: Changed, tmp_path: Path) -> None:
    changed(name="good.yaml")
    changed("format: 1", "format: [", name="bad.yaml")
    (tmp_path / "notes.txt").write_text("not a template")
    found = library([tmp_path, tmp_path / "absent"])
    assert [type(entry) for entry in found] == [Template, TemplateError]


def test_that_two_files_with_one_id_are_told_apart(changed: Changed, tmp_path: Path) -> None:
    changed(name="a.yaml")
    changed(name="b.yaml")
    good, bad = library([tmp_path])
    assert isinstance(good, Template)
    assert isinstance(bad, TemplateError)
    assert "a.yaml" in bad.message


def test_that_a_case_is_found_by_path_and_by_id(tmp_path: Path) -> None:
    assert find(str(SMALL)).id == find("small-case", [SMALL.parent]).id
    with pytest.raises(UserError, match="Did you mean small-case"):
        find("smal-case", [SMALL.parent])


# ---- linting


def problems(path: Path) -> list[Problem]:
    return lint(load_template(path), seeds=12)


def test_that_the_small_case_is_fine() -> None:
    assert problems(SMALL) == []


WANTING = {
    "an unknown topic": ("topic: hpc.radiation", "topic: hpc.radiaton", "facts.2.topic",
                         "no topic"),
    "an unknown message": ("told: heart_attack, without", "told: hart_attack, without",
                           "reactions.0.when.told", "no message"),
    "an unknown cue": ("answer_cue: concerns", "answer_cue: concern",
                       "rubric.items.5.answer_cue", "no cue"),
    "a fear without a hint": ("answer_cue: concerns", "answer_cue: ideas",
                              "rubric.items.5.answer_cue", "no cue"),
    "an unknown test": ("order: ecg_12_lead", "order: ecg_12", "rubric.items.2.order", "no test"),
    "an unknown manoeuvre": ("  heart.auscultation:", "  hart.auscultation:",
                             "examination.hart.auscultation", "no manoeuvre"),
    "an unknown drug": ("drug: aspirin, dose", "drug: asprin, dose", "rubric.items.4.give.drug",
                        "no drug"),
    "an unknown source": ("points: 2, source: esc-acs", "points: 2, source: esc",
                          "rubric.items.1.source", "no source"),
    "a thing nobody tells": ("elicit: hpc.onset", "elicit: hpc.site", "rubric.items.0",
                             "nobody tells hpc.site"),
    "more than there is": ("elicit: hpc.onset", "elicit: [hpc.onset], at_least: 2",
                           "rubric.items.0", "cannot be earned"),
    "the diagnosis at the door": ("has a tight chest.", "has a heart attack.",
                                  "briefs.candidate", "diagnosis"),
    "the diagnosis in the title": ("A tight chest", "A heart attack", "title", "diagnosis"),
    "the diagnosis in a sentence": ("My chest is tight.", "It's a heart attack.", "facts.0.say",
                                    "diagnosis"),
    "an id twice": ("id: radiation", "id: onset", "facts.2.id", "twice"),
    "an allergy nobody tells": ("topic: allergy, red_flag", "topic: sx.rash, red_flag",
                                "people.patient.allergies", "told by nobody"),
    "an allergy only in words": ('"{aspirin_allergy: yes -> aspirin, else none}"', "none",
                                 "facts.4", "allergies"),
    "a title that does not fit": ("Mr Haddad", "Mrs Haddad", "people.omar.address", "male"),
    "a door note for another": ("treat {patient.them}", "treat him", "briefs.candidate", "he"),
    "a patient without an age": ("age: 63, ", "", "people.patient", "no age"),
    "a dose that is none": ("dose: 150-325 mg", "dose: some", "rubric.items.4.give.dose", "dose"),
    "a time after the end": ("within: 10 min", "within: 30 min", "rubric.items.2.within",
                             "station"),
    "a branch never drawn": ("nstemi: 1}", "nstemi: 0}", "draw.cause", "none of"),
    "a cast member nobody is": ("  omar: {", "  zoe: {name: Zoe, age: 40}\n  omar: {",
                                "people.zoe", "nobody is ever"),
    "a rubric without effect": (", flag: harm, deduct: 3", "", "rubric.items.7", "nothing"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "field", "word"), WANTING.values(), ids=WANTING.keys())
def test_that_what_does_not_hold_together_is_found(
    changed: Changed, old: str, new: str, field: str, word: str
) -> None:
    found = [problem for problem in problems(changed(old, new)) if problem.field == field]
    assert found
    assert word in found[0].message
    assert found[0].line > 0
    assert found[0].remedy


def test_that_a_decision_without_a_source_is_only_a_warning(changed: Changed) -> None:
    (problem,) = problems(changed(", points: 2, source: esc-acs}", ", points: 2}"))
    assert (problem.severity, problem.field) == ("warning", "rubric.items.1")


def test_that_a_problem_of_some_draws_says_which(changed: Changed) -> None:
    path = changed("id: aspirin, if: {aspirin_allergy: no}", "id: aspirin, if: {who: omar}")
    text = path.read_text(encoding="utf-8").replace("drug: aspirin, dose", "drug: asprin, dose")
    path.write_text(text, encoding="utf-8")
    (problem,) = problems(path)
    assert "for example with seed" in problem.message


def test_that_what_the_trainee_has_said_may_be_repeated(changed: Changed) -> None:
    assert problems(changed('"... My mother ..."', '"A heart attack?"')) == []


def test_that_shipped_templates_have_no_errors() -> None:
    folder = Path(__file__).parent.parent / "scenarios"
    for path in sorted(folder.glob("*.yaml")):
        found = lint(load_template(path), seeds=10)
        assert [str(each) for each in found if each.severity == "error"] == []


# ---- the schema for editors


def test_that_the_schema_knows_every_key_of_the_small_case() -> None:
    schema = template_schema()
    top = read_text(SMALL.read_text(encoding="utf-8"), "f").plain()
    assert set(top) <= set(schema["properties"])
    definitions = schema["$defs"]
    for item in top["rubric"]["items"]:
        assert set(item) <= set(definitions["Item"]["properties"])
    for fact in top["facts"]:
        assert isinstance(fact, str) or set(fact) <= set(definitions["FactEntry"]["properties"])


def test_that_every_reference_in_the_schema_leads_somewhere() -> None:
    schema = template_schema()
    text = json.dumps(schema)
    named = {part.split('"')[0] for part in text.split("#/$defs/")[1:]}
    assert named <= set(schema["$defs"])


def test_that_the_library_names_an_unknown_reference_and_shows_the_others(
    scenarios: Path, tmp_path: Path
) -> None:
    text = (scenarios / "chest-pain-ed.yaml").read_text(encoding="utf-8")
    slip = text.replace("elicit: hpc.radiation,", "elicit: hpc.radation,")
    (tmp_path / "slip.yaml").write_text(slip.replace("id: chest-pain-ed", "id: slip"), "utf-8")
    (tmp_path / "good.yaml").write_text(text, encoding="utf-8")
    entries = library([tmp_path])
    (error,) = [entry for entry in entries if isinstance(entry, TemplateError)]
    assert "slip.yaml, line" in str(error)
    assert "did you mean hpc.radiation" in str(error)
    assert [entry.id for entry in entries if isinstance(entry, Template)] == ["chest-pain-ed"]
