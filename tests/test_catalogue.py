"""The catalogue: nothing dangles, normal is normal, doses and searches are a clinician's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simtrainer.errors import UserError
from simtrainer.scenario.catalogue import (
    Analyte,
    Catalogue,
    Demographics,
    Drug,
    Route,
    canonical_unit,
    catalogue,
    check_catalogue,
    convert,
    parse_quantity,
)
from simtrainer.scenario.catalogue.models import Contraindication, Interaction, Range
from simtrainer.scenario.catalogue.values import normal_result
from simtrainer.scenario.people import Person

MAN = Demographics(sex="male", age=60, weight_kg=80)
WOMAN = Demographics(sex="female", age=30, weight_kg=65)
PREGNANT = Demographics(sex="female", age=30, weight_kg=72, pregnant=True)
CHILD = Demographics(sex="male", age=6, weight_kg=20)


@pytest.fixture(scope="module")
def book() -> Catalogue:
    return catalogue()


people = st.builds(
    Demographics,
    sex=st.sampled_from(["female", "male"]),
    age=st.floats(0.02, 104, allow_nan=False),
    weight_kg=st.just(70.0),
) | st.builds(
    Demographics,
    sex=st.just("female"),
    age=st.floats(14, 50, allow_nan=False),
    pregnant=st.just(True),
    weight_kg=st.just(70.0),
)


def test_that_the_catalogue_has_no_loose_ends(book: Catalogue) -> None:
    assert check_catalogue(book) == []


def test_that_it_is_wide_enough_to_order_anything(book: Catalogue) -> None:
    assert len(book.tests) >= 130
    assert len(book.manoeuvres) >= 90
    assert len(book.drugs) >= 135
    assert len(book.procedures) >= 25
    assert len(book.calls) >= 25


def test_that_the_lint_sees_planted_faults(book: Catalogue) -> None:
    aspirin = book.drugs["aspirin"]
    bad_route = Route(route="oral", unit="mg", usual=9, low=5, high=8, max=7)
    broken = aspirin.model_copy(
        update={
            "routes": (bad_route,),
            "source": "nowhere",
            "also": ("clopidogrel", "ASA", "asa"),
            "interactions": (Interaction(other="moon_dust", why="none"),),
        }
    )
    sodium = book.analytes["sodium"].model_copy(update={"ranges": (Range(low=146, high=133),)})
    faulty = Catalogue(
        sources=book.sources,
        analytes={**book.analytes, "sodium": sodium},
        tests={k: v for k, v in book.tests.items() if k != "d_dimer"},
        manoeuvres=book.manoeuvres,
        drugs={**book.drugs, "aspirin": broken},
        procedures=book.procedures,
        calls=book.calls,
    )
    said = "\n".join(check_catalogue(faulty))
    for part in (
        "out of order",
        "source 'nowhere'",
        "'clopidogrel' names aspirin, clopidogrel",
        "'asa' is listed twice",
        "nothing is a moon_dust",
        "no normal value can be drawn from 146.0 to 133.0",
        "analyte d_dimer: no test reports it",
    ):
        assert part in said


@settings(max_examples=60, deadline=None)
@given(person=people, seed=st.text(max_size=8))
def test_that_normal_results_are_normal_for_anyone(person: Demographics, seed: str) -> None:
    book = catalogue()
    everything = tuple(book.analytes.values())
    for name, value in normal_result(everything, book.analytes, person, seed, {}).items():
        assert book.flag(name, value, person) == "normal", (name, value)


def test_that_a_seed_draws_one_body_whichever_test_is_asked(book: Catalogue) -> None:
    panel = book.normal_result("urea_and_electrolytes", MAN, "seed")
    gas = book.normal_result("arterial_blood_gas", MAN, "seed")
    assert panel == book.normal_result("urea_and_electrolytes", MAN, "seed")
    assert panel["sodium"] == gas["sodium"]
    assert panel != book.normal_result("urea_and_electrolytes", MAN, "another seed")


def test_that_a_laboratory_agrees_with_itself(book: Catalogue) -> None:
    count = book.normal_result("full_blood_count", WOMAN, "a", {"white_cells": 18.4})
    cells = ("neutrophils", "lymphocytes", "monocytes", "eosinophils", "basophils")
    assert sum(float(count[name]) for name in cells) == pytest.approx(18.4, abs=0.05)
    kidneys = book.normal_result("urea_and_electrolytes", MAN, "a", {"creatinine": 250})
    assert kidneys["egfr"] == 23  # CKD-EPI 2009 by hand: 141 * 3.143^-1.209 * 0.993^60
    gas = book.normal_result("arterial_blood_gas", MAN, "a", {"lactate": 9.0})
    assert float(gas["arterial_ph"]) < 7.35
    assert float(gas["base_excess"]) < -5


def test_that_egfr_is_not_reported_for_children_or_in_pregnancy(book: Catalogue) -> None:
    for person in (CHILD, PREGNANT):
        assert "egfr" not in book.normal_result("urea_and_electrolytes", person, "a")


@pytest.mark.parametrize(
    ("analyte", "value", "person", "flag"),
    [
        ("haemoglobin", 125, MAN, "low"),
        ("haemoglobin", 125, WOMAN, "normal"),
        ("haemoglobin", 107, WOMAN, "low"),
        ("haemoglobin", 107, PREGNANT, "normal"),
        ("haemoglobin", 62, MAN, "critical_low"),
        ("creatinine", 80, WOMAN, "normal"),
        ("creatinine", 80, PREGNANT, "high"),
        ("troponin", 20, WOMAN, "high"),
        ("troponin", 20, MAN, "normal"),
        ("potassium", 6.9, MAN, "critical_high"),
        ("d_dimer", 650, Demographics(sex="male", age=72), "normal"),
        ("d_dimer", 650, MAN, "high"),
        ("urine_nitrite", "positive", MAN, "abnormal"),
        ("urine_nitrite", "negative", MAN, "normal"),
    ],
)
def test_that_flags_follow_age_sex_and_pregnancy(
    book: Catalogue, analyte: str, value: float | str, person: Demographics, flag: str
) -> None:
    assert book.flag(analyte, value, person) == flag


@pytest.mark.parametrize(
    ("analyte", "value", "british", "american"),
    [
        ("haemoglobin", 142, "142 g/L", "14.2 g/dL"),
        ("glucose", 5.5, "5.5 mmol/L", "99 mg/dL"),
        ("creatinine", 88.4, "88 µmol/L", "1.00 mg/dL"),
        ("hba1c", 48, "48 mmol/mol", "6.5 %"),
        ("arterial_po2", 12.0, "12.0 kPa", "90 mmHg"),
        ("temperature", 37.0, "37.0 °C", "98.6 °F"),
        ("troponin", 420, "420 ng/L", "420 ng/L"),
        ("urine_nitrite", "positive", "positive", "positive"),
    ],
)
def test_that_values_print_in_the_units_of_the_place(
    book: Catalogue, analyte: str, value: float | str, british: str, american: str
) -> None:
    assert book.format_value(analyte, value, "en-GB") == british
    assert book.format_value(analyte, value, "en-US") == american


def _usual_doses(book: Catalogue) -> Iterator[tuple[Drug, Route]]:
    return ((drug, route) for drug in book.drugs.values() for route in drug.routes)


def test_that_the_usual_dose_of_every_drug_passes_and_a_hundredfold_does_not(
    book: Catalogue,
) -> None:
    for drug, route in _usual_doses(book):
        person = CHILD if route.who == "child" else MAN
        weight = person.weight_kg if route.per_kg and person.weight_kg else 1.0
        usual = book.dose_check(drug.id, route.route, route.usual * weight, route.unit, person)
        assert usual.level == "ok", (drug.id, usual.sentence)
        huge = book.dose_check(drug.id, route.route, route.max * weight * 100, route.unit, person)
        assert huge.level == "implausible", (drug.id, route)
        assert huge.sentence.endswith(".")


@pytest.mark.parametrize(
    ("drug", "route", "dose", "unit", "level"),
    [
        ("aspirin", "oral", 300, "mg", "ok"),
        ("aspirin", "PO", 0.3, "g", "ok"),
        ("aspirin", "oral", 30, "mg", "unusual"),
        ("aspirin", "oral", 3, "g", "implausible"),
        ("aspirin", "iv", 300, "mg", "implausible"),
        ("morphine", "iv", 5, "mg", "ok"),
        ("morphine", "iv", 15, "mg", "unusual"),
        ("glyceryl_trinitrate", "sublingual", 2, "spray", "ok"),
        ("glyceryl_trinitrate", "iv", 10, "ug/min", "ok"),
        ("adrenaline", "im", 500, "micrograms", "ok"),
        ("adrenaline", "iv", 10, "mg", "implausible"),
        ("enoxaparin", "sc", 1, "mg/kg", "ok"),
        ("oxygen", "reservoir mask", 15, "L/min", "ok"),
        ("oxygen", "nasal cannulae", 15, "L/min", "implausible"),
        ("hartmanns", "iv", 500, "mL", "ok"),
        ("paracetamol", "iv", 1, "mL", "implausible"),
        ("red_cells", "iv", 2, "units", "ok"),
    ],
)
def test_that_doses_are_judged_as_a_pharmacist_would(
    book: Catalogue, drug: str, route: str, dose: float, unit: str, level: str
) -> None:
    verdict = book.dose_check(drug, route, dose, unit, MAN)
    assert verdict.level == level
    assert bool(verdict.sentence) == (level != "ok")


def test_that_potassium_pushed_at_once_is_implausible(book: Catalogue) -> None:
    assert book.dose_check("potassium_chloride", "iv", 20, "mmol", MAN, 0).level == "implausible"
    assert book.dose_check("potassium_chloride", "iv", 20, "mmol", MAN, 120).level == "ok"


def test_that_a_child_is_not_held_to_adult_doses(book: Catalogue) -> None:
    assert book.dose_check("paracetamol", "oral", 300, "mg", CHILD).level == "ok"
    assert book.dose_check("paracetamol", "oral", 1, "g", CHILD).level == "implausible"
    assert book.dose_check("ticagrelor", "oral", 180, "mg", CHILD).level == "unusual"


def test_that_concerns_name_allergy_contraindication_and_interaction(book: Catalogue) -> None:
    patient = Person(
        name="A Person",
        age=64,
        allergies=["penicillins"],
        conditions=["asthma"],
        medicines=["Sildenafil 50 mg as needed"],
    )
    said = {
        drug: [(concern.reason, concern.grade) for concern in book.concerns(drug, patient)]
        for drug in ("co_amoxiclav", "bisoprolol", "glyceryl_trinitrate", "paracetamol")
    }
    assert ("allergy", "absolute") in said["co_amoxiclav"]
    assert ("contraindication", "absolute") in said["bisoprolol"]
    assert ("interaction", "absolute") in said["glyceryl_trinitrate"]
    assert said["paracetamol"] == []


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("300 mg", 300, "mg"),
        ("300mg", 300, "mg"),
        ("1,200 micrograms", 1200, "ug"),
        (".5 g", 0.5, "g"),
        ("15 litres per minute", 15, "L/min"),
        ("0.1 mcg/kg/min", 0.1, "ug/kg/min"),
        ("10 IU", 10, "units"),
        ("2 puffs", 2, "puff"),
    ],
)
def test_that_quantities_are_read_as_people_write_them(text: str, amount: float, unit: str) -> None:
    read, in_unit = parse_quantity(text)
    assert read == pytest.approx(amount)
    assert in_unit == unit


@pytest.mark.parametrize("text", ["", "mg", "300", "three mg", "300 bananas", "1 mg 2", "9" * 500])
def test_that_an_unreadable_quantity_gets_one_sentence(text: str) -> None:
    with pytest.raises(UserError) as refusal:
        parse_quantity(text)
    assert str(refusal.value).endswith(".")
    assert len(str(refusal.value)) < 250


@given(
    amount=st.floats(0.001, 1e6, allow_nan=False),
    pair=st.sampled_from([("g", "mg"), ("mg", "ug"), ("L/min", "mL/h"), ("ug/kg/min", "mg/kg/h")]),
)
def test_that_converting_there_and_back_changes_nothing(
    amount: float, pair: tuple[str, str]
) -> None:
    one, other = pair
    assert convert(convert(amount, one, other), other, one) == pytest.approx(amount)


def test_that_units_of_different_kinds_do_not_convert() -> None:
    with pytest.raises(UserError, match="cannot be given"):
        convert(1, "mg", "mL")
    assert convert(1, "g", "mg") == 1000
    assert canonical_unit("mcg/min") == "ug/min"


@pytest.mark.parametrize(
    ("kind", "text", "found"),
    [
        ("drug", "gtn", "glyceryl_trinitrate"),
        ("drug", "nitroglycerin", "glyceryl_trinitrate"),
        ("drug", "tylenol", "paracetamol"),
        ("drug", "epinephrine", "adrenaline"),
        ("drug", "pip taz", "piperacillin_tazobactam"),
        ("drug", "clopidogral", "clopidogrel"),
        ("drug", "saline", "sodium_chloride_09"),
        ("drug", "tazocn", "piperacillin_tazobactam"),
        ("drug", "o2", "oxygen"),
        ("test", "FBC", "full_blood_count"),
        ("test", "CBC", "full_blood_count"),
        ("test", "u&e", "urea_and_electrolytes"),
        ("test", "trop", "troponin"),
        ("test", "EKG", "ecg_12_lead"),
        ("test", "cxr", "chest_xray"),
        ("test", "blood culture", "blood_cultures"),
        ("test", "urine dip", "urine_dipstick"),
        ("test", "lactate", "lactate"),
        ("manoeuvre", "listen to the lungs", "chest.auscultation"),
        ("manoeuvre", "heart sounds", "heart.auscultation"),
        ("manoeuvre", "JVP", "neck.jvp"),
        ("manoeuvre", "calf", "legs.calves"),
        ("manoeuvre", "auscultaton of the heart", "heart.auscultation"),
        ("procedure", "cannula", "iv_cannulation"),
        ("procedure", "cpr", "chest_compressions"),
        ("call", "cath lab", "cath_lab"),
        ("call", "2222", "cardiac_arrest_team"),
        ("call", "med reg", "general_medicine"),
    ],
)
def test_that_search_finds_what_a_clinician_types(
    book: Catalogue, kind: str, text: str, found: str
) -> None:
    assert book.search(kind, text)[0].id == found  # type: ignore[arg-type]


@given(text=st.text(max_size=200))
@settings(max_examples=50, deadline=None)
def test_that_search_never_fails_and_keeps_its_limit(text: str) -> None:
    hits = catalogue().search("drug", text, limit=7)
    assert len(hits) <= 7
    assert len({hit.id for hit in hits}) == len(hits)


def test_that_no_text_lists_everything_by_name(book: Catalogue) -> None:
    names = [hit.name for hit in book.search("drug", "", limit=1000)]
    assert len(names) == len(book.drugs)
    assert names == sorted(names, key=str.casefold)


def test_that_an_unknown_id_is_answered_with_a_near_one(book: Catalogue) -> None:
    with pytest.raises(UserError, match="did you mean troponin"):
        book.test("troponine")
    with pytest.raises(UserError, match="no analyte"):
        book.analyte("")


def test_that_normal_findings_name_no_interpretation(book: Catalogue) -> None:
    interpretations = ("unremarkable examination", "nad", "no abnormality", "examination normal")
    for manoeuvre in book.manoeuvres.values():
        assert not any(word in manoeuvre.normal.lower().split() for word in ("nad", "nil"))
        assert not any(word in manoeuvre.normal.lower() for word in interpretations)


def test_that_intimate_examinations_are_marked_sensitive(book: Catalogue) -> None:
    for name in ("rectum.examination", "genital.male", "genital.speculum", "breast.examination"):
        assert book.manoeuvres[name].sensitive


def test_that_entries_cannot_be_changed(book: Catalogue) -> None:
    with pytest.raises(ValueError, match="frozen"):
        book.drugs["aspirin"].name = "Something else"  # type: ignore[misc]
    with pytest.raises(ValueError, match="Extra inputs"):
        Analyte(id="x", name="x", source="bnf", colour="red")  # type: ignore[call-arg]


def test_that_shorthand_that_cannot_be_read_says_how_to_write_it() -> None:
    with pytest.raises(ValueError, match="write it as"):
        Route.model_validate("oral lots")
    with pytest.raises(ValueError, match="130 to 180"):
        Range.model_validate("male: high")
    with pytest.raises(ValueError, match="severity"):
        Contraindication.model_validate("asthma")


def test_that_the_files_are_read_once_at_the_first_call(monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue.cache_clear()
    opened: list[str] = []
    reading = Path.read_text

    def noted(path: Path, *args: object, **kwargs: object) -> str:
        opened.append(path.name)
        return reading(path, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "read_text", noted)
    assert catalogue() is catalogue()
    assert len(opened) == len(set(opened)) > 10
