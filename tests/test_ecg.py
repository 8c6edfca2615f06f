"""Twelve-lead ECGs: the algebra of the leads, published definitions, and the sheet they are on."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from simtrainer.errors import UserError
from simtrainer.physiology.ecg12 import (
    LEADS,
    PRESET_NAMES,
    RATE_HZ,
    EcgParameters,
    describe_leads,
    describe_measurements,
    ecg_preset,
    st_elevation_threshold_mm,
    twelve_lead,
)
from simtrainer.physiology.ecg12.beats import beats_of
from simtrainer.physiology.ecg12.synthesis import Signal
from simtrainer.ui.ecg_view import EcgView

SEEDS = (1, 2, 3)


def _mm(signal: Signal, at: list[float], reference: list[float]) -> float:
    """The middle height over all beats, in mm above the line just before each P wave or QRS."""
    values = [
        _near(signal, moment) - _near(signal, base)
        for moment, base in zip(at, reference, strict=True)
        if 0.1 < base < 9.5 and moment < 9.5
    ]
    return float(np.median(values)) * 10


def _near(signal: Signal, second: float) -> float:
    at = round(second * RATE_HZ)
    return float(np.mean(signal[at - 2 : at + 3]))


class Measured:
    """One ECG with a ruler laid on it; lengths in mm, times in seconds after the QRS begins."""

    def __init__(self, parameters: EcgParameters, extra: tuple[str, ...] = ()) -> None:
        self.parameters = parameters
        self.leads = twelve_lead(parameters, extra)
        self.onsets = list(beats_of(parameters).ventricular)

    def level(self, lead: str, after: float) -> float:
        quiet = self.parameters.pr_ms / 1000 + 0.02
        return _mm(
            self.leads[lead],
            [onset + after for onset in self.onsets],
            [onset - quiet for onset in self.onsets],
        )

    def st(self, lead: str) -> float:
        return self.level(lead, self.parameters.qrs_ms / 1000 + 0.004)

    def t(self, lead: str) -> float:
        return self.level(lead, 0.77 * self.parameters.qt_ms / 1000)

    def pr(self, lead: str) -> float:
        return self.level(lead, -0.012)

    def within_qrs(self, lead: str, start: float, end: float) -> list[float]:
        """Levels between two shares of the QRS."""
        long = self.parameters.qrs_ms / 1000
        return [self.level(lead, share * long) for share in np.linspace(start, end, 25)]


def _measured(name: str, seed: int = 1, extra: tuple[str, ...] = ()) -> Measured:
    return Measured(ecg_preset(name, seed=seed), extra)


@pytest.mark.parametrize("name", PRESET_NAMES)
def test_that_the_limb_leads_are_sums_of_one_another(name: str) -> None:
    leads = twelve_lead(ecg_preset(name, seed=5))
    assert tuple(leads) == LEADS
    assert all(signal.shape == (5000,) and np.isfinite(signal).all() for signal in leads.values())
    one, two, three = leads["I"], leads["II"], leads["III"]
    assert np.array_equal(three, two - one)
    assert np.array_equal(leads["aVR"], -(one + two) / 2)
    assert np.array_equal(leads["aVL"], (one - three) / 2)
    assert np.array_equal(leads["aVF"], (two + three) / 2)


@pytest.mark.parametrize(
    ("name", "territory"),
    [
        ("inferior_stemi", ("II", "III", "aVF")),
        ("anterior_stemi", ("V1", "V2", "V3", "V4")),
        ("lateral_stemi", ("I", "aVL", "V5", "V6")),
    ],
)
@pytest.mark.parametrize("seed", SEEDS)
def test_that_st_elevation_meets_the_universal_definition_in_its_territory(
    name: str, territory: tuple[str, ...], seed: int
) -> None:
    ecg = _measured(name, seed)
    for lead in territory:
        for age, sex in ((35, "male"), (60, "male"), (60, "female")):
            assert ecg.st(lead) >= st_elevation_threshold_mm(lead, age, sex), lead


@pytest.mark.parametrize("seed", SEEDS)
def test_that_an_inferior_infarct_is_highest_in_iii_and_mirrored_in_avl(seed: int) -> None:
    ecg = _measured("inferior_stemi", seed, ("V4R",))
    assert ecg.st("III") > ecg.st("II")
    assert ecg.st("aVL") <= -1
    assert ecg.t("III") > 5
    assert ecg.st("V4R") >= 1


def test_that_a_posterior_infarct_is_depressed_in_front_and_raised_behind() -> None:
    ecg = _measured("posterior_stemi", extra=("V7", "V8", "V9"))
    for lead in ("V1", "V2", "V3"):
        assert ecg.st(lead) <= -0.5
        assert ecg.t(lead) > 0
    deflections = ecg.within_qrs("V1", 0.1, 0.9)
    assert max(deflections) > -min(deflections)
    assert all(ecg.st(lead) >= 0.5 for lead in ("V7", "V8", "V9"))


@pytest.mark.parametrize("seed", SEEDS)
def test_that_an_nstemi_has_depression_and_no_elevation_that_counts(seed: int) -> None:
    ecg = _measured("nstemi", seed)
    assert all(ecg.st(lead) <= -0.5 for lead in ("V4", "V5", "V6"))
    assert all(ecg.t(lead) < -1 for lead in ("V4", "V5", "V6"))
    assert all(ecg.st(lead) < 1 for lead in LEADS)


@pytest.mark.parametrize("seed", SEEDS)
def test_that_pericarditis_is_widespread_with_pr_depression_and_avr_opposite(seed: int) -> None:
    ecg = _measured("pericarditis", seed)
    assert all(ecg.st(lead) >= 0.8 for lead in ("I", "II", "aVF", "V3", "V4", "V5", "V6"))
    assert all(ecg.pr(lead) <= -0.4 for lead in ("II", "V4", "V5", "V6"))
    assert ecg.st("aVR") <= -1
    assert ecg.pr("aVR") >= 0.4
    assert ecg.st("V6") / ecg.t("V6") > 0.25
    middle = ecg.parameters.qrs_ms / 1000 + 0.06
    straight = (ecg.st("V5") + ecg.t("V5")) / 2
    assert ecg.level("V5", middle) < straight  # concave


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", ["normal", "sinus_tachycardia", "sinus_bradycardia"])
def test_that_a_heart_without_ischaemia_has_level_st_segments(name: str, seed: int) -> None:
    ecg = _measured(name, seed)
    assert all(abs(ecg.st(lead)) < 0.6 for lead in LEADS)
    assert ecg.t("V5") > 0 > ecg.t("aVR")


def test_that_left_bundle_branch_block_is_broad_and_discordant() -> None:
    ecg = _measured("lbbb")
    assert ecg.parameters.qrs_ms >= 120
    for lead in ("I", "V5", "V6"):
        assert min(ecg.within_qrs(lead, 0.02, 0.3)) > -0.4  # no q
        assert ecg.t(lead) < 0
    deepest = -min(ecg.within_qrs("V2", 0.2, 0.9))
    assert 0 < ecg.st("V2") < 0.25 * deepest
    assert ecg.t("V1") > 0


def test_that_an_embolism_shows_s_in_i_and_q_and_inverted_t_in_iii() -> None:
    ecg = _measured("pulmonary_embolism")
    assert min(ecg.within_qrs("I", 0.5, 0.9)) < -1.5
    assert min(ecg.within_qrs("III", 0.02, 0.3)) < -0.8
    assert ecg.t("III") < -1
    assert all(ecg.t(lead) < -1 for lead in ("V1", "V2", "V3"))
    assert ecg.parameters.rate > 100


def test_that_high_potassium_has_tall_t_waves_and_flat_p_waves() -> None:
    ecg, usual = _measured("hyperkalaemia"), _measured("normal")
    assert ecg.t("V3") > 10
    assert ecg.parameters.qrs_ms > 120
    p_peak = -ecg.parameters.pr_ms / 1000 + 0.04
    assert ecg.level("II", p_peak) < 0.5 * usual.level("II", -0.12)


@pytest.mark.parametrize(
    ("name", "least", "most"), [("sinus_tachycardia", 0, 0.03), ("atrial_fibrillation", 0.12, 1)]
)
def test_that_only_fibrillation_is_irregular(name: str, least: float, most: float) -> None:
    gaps = np.diff(beats_of(ecg_preset(name)).ventricular)
    assert least <= float(np.std(gaps) / np.mean(gaps)) <= most


def test_that_in_complete_block_the_atria_are_faster_and_apart() -> None:
    beats = beats_of(ecg_preset("complete_heart_block"))
    assert len(beats.atrial) > 1.8 * len(beats.ventricular)
    waits = [min(q - p for p in beats.atrial if p < q) for q in beats.ventricular[2:-2]]
    assert float(np.std(waits)) > 0.05


def test_that_fibrillation_of_the_ventricles_has_no_complexes_but_is_not_flat() -> None:
    wild, flat = twelve_lead(ecg_preset("vf")), twelve_lead(ecg_preset("asystole"))
    assert np.std(wild["II"]) > 0.15 > 0.05 > np.std(flat["II"])


def test_that_a_rate_and_a_rhythm_of_the_body_are_taken_up() -> None:
    faster = ecg_preset("inferior_stemi", rate=101)
    assert (faster.rate, faster.st_mm["II"]) == (101, ecg_preset("inferior_stemi").st_mm["II"])
    assert ecg_preset("inferior_stemi", rate=0, rhythm="vf").rhythm == "vf"
    blocked = ecg_preset("inferior_stemi", rate=38, rhythm="complete_heart_block")
    assert (blocked.rhythm, blocked.st_mm["II"]) == ("complete_heart_block", 2.2)


def test_that_the_same_seed_draws_the_same_ecg_and_another_a_different_one() -> None:
    one, same, other = (twelve_lead(ecg_preset("normal", seed=seed)) for seed in (4, 4, 5))
    assert np.array_equal(one["V3"], same["V3"])
    assert not np.array_equal(one["V3"], other["V3"])


def test_that_a_strange_name_is_answered_with_the_names_there_are() -> None:
    with pytest.raises(UserError, match=r"no ECG called “tuesday”.*inferior_stemi"):
        ecg_preset("tuesday")


def test_that_the_machine_prints_figures_and_no_interpretation() -> None:
    text = describe_measurements(ecg_preset("inferior_stemi", rate=60, seed=1))
    assert text.startswith("Rate 60/min · PR 190 ms · QRS 90 ms · QT/QTc 410/410 ms · axis ")
    for name in PRESET_NAMES:
        words = (describe_measurements(ecg_preset(name)) + describe_leads(ecg_preset(name))).lower()
        for judged in ("infarct", "stemi", "block", "ischaem", "abnormal", "fibrillation"):
            assert judged not in words


def test_that_the_words_for_each_lead_agree_with_the_drawing() -> None:
    ecg = _measured("inferior_stemi")
    levels = describe_leads(ecg.parameters).split("ST level in mm: ")[1].split(".  ")[0]
    said = dict(part.rsplit(" ", 1) for part in levels.split(". T wave")[0].split(", "))
    for lead in LEADS:
        assert float(said[lead]) == pytest.approx(ecg.st(lead), abs=0.5)


@pytest.fixture
def view(qtbot: QtBot) -> EcgView:
    made = EcgView()
    qtbot.addWidget(made)
    made.resize(800, 480)
    made.set_ecg(ecg_preset("anterior_stemi"), "Ada Example, 50")
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_that_the_sheet_can_be_read_with_the_keyboard(view: EcgView) -> None:
    QTest.keyClicks(view, "++")
    assert view.zoom() == 2
    QTest.keyClick(view, Qt.Key.Key_End)
    end = view.offset().x()
    assert end > 0
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert 0 < view.offset().x() < end
    QTest.keyClicks(view, "0")
    assert view.zoom() == 1
    assert view.offset().x() == 0


def test_that_the_sheet_has_words_for_those_who_cannot_see_it(view: EcgView) -> None:
    assert view.accessibleName().startswith("12-lead ECG, Ada Example, 50. Rate 92/min")
    assert "V3 +4.2" in view.accessibleDescription()


def test_that_another_ecg_is_another_picture(view: EcgView) -> None:
    before = view.grab().toImage()
    view.set_ecg(ecg_preset("normal"), "Ada Example, 50")
    assert view.grab().toImage() != before
