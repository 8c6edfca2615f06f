"""The table of drugs: which pool each one works through, and how fast by each route.

Keyed by effects id, the generic name in snake_case. A drug that changes the outcome and not the
vitals (aspirin, antiplatelets, anticoagulants) is here with the pool `NONE`, on purpose.

Sources, cited in the rows by letter:
  S  summary of product characteristics (electronic medicines compendium, United Kingdom)
  G  Goodman & Gilman, The Pharmacological Basis of Therapeutics, 13th edition, 2018, appendix II
  B  BioGears drug validation; Beloeil 2005 (noradrenaline); Oualha 2014 (its pressure effect)
  I  Simons 1998 and 2001 (intramuscular against subcutaneous adrenaline)
  W  Webb 1999, Am J Cardiol 83:21C (sildenafil with nitrate)
Onsets and half-lives follow the source. What a pool then does is in `pools`. Unreviewed, for
training only.
"""

from __future__ import annotations

from simtrainer.physiology.pharmacology import Drug, Route

NONE = "none"
LOCAL = frozenset(
    {
        "local_infiltration",
        "topical",
        "eye",
        "ear",
        "epidural",
        "intrathecal",
        "intravesical",
        "vaginal",
        "intradermal",
    }
)  # does not reach the blood
NEXT_BEST = {"sc": "im", "im": "sc", "topical": "transdermal", "nasal": "sublingual"}
AT_ONCE = {"": Route(0.2, 1e6)}
PLACES = {
    "iv_infusion": "iv",
    "intraosseous": "iv",
    "io": "iv",
    "intravenous": "iv",
    "sl": "sublingual",
    "buccal": "sublingual",
    "po": "oral",
    "by_mouth": "oral",
    "nasogastric": "oral",
    "nebulised": "inhaled",
    "nebuliser": "inhaled",
    "neb": "inhaled",
    "pr": "rectal",
    "intramuscular": "im",
    "subcutaneous": "sc",
    "intranasal": "nasal",
    "patch": "transdermal",
}


Place = tuple[float, float] | tuple[float, float, float]


def _routes(iv: tuple[float, float], **others: Place) -> dict[str, Route]:
    """Routes from (onset, half-life) or (onset, half-life, share)."""
    return {"iv": Route(*iv)} | {name: Route(*numbers) for name, numbers in others.items()}


def _opioid(potency: float, iv: tuple[float, float], **others: Place) -> Drug:
    """An opioid in mg, `potency` mg of intravenous morphine to the mg (G, table of equivalents)."""
    return Drug("opioid", "mg", _routes(iv, **others), potency)


def _without_vitals(*names: str) -> dict[str, Drug]:
    return {name: Drug(NONE, "mg", AT_ONCE, usual=1.0) for name in names}


def _antibiotics(*names: str) -> dict[str, Drug]:
    return {
        name: Drug(
            "antibiotic", "dose", {"iv": Route(15, 480), "oral": Route(60, 480, 0.8)}, usual=1.0
        )
        for name in names
    }


# fmt: off
HEART_AND_VESSELS: dict[str, Drug] = {
    # Sublingual: effect in 1-3 min, gone in 30-60; infusion plasma half-life about 3 min (S).
    "glyceryl_trinitrate": Drug(
        "nitrate", "mg",
        {"sublingual": Route(1.2, 14), "iv": Route(0.7, 3),
         "transdermal": Route(40, 240, 0.02)},
        counts={"spray": 0.4, "puff": 0.4, "tablet": 0.5}),
    "isosorbide_mononitrate": Drug("nitrate", "mg", {"oral": Route(25, 300, 0.01)}),
    "isosorbide_dinitrate": Drug("nitrate", "mg", {"iv": Route(1, 15, 0.06),
                                                   "oral": Route(20, 60, 0.012)}),
    # IV 5 mg works in 5 min, half-life 3-4 h; oral peak 1-2 h, half of it lost in the liver (S).
    "metoprolol": Drug("beta_blocker", "mg", _routes((3, 210), oral=(40, 240, 0.12))),
    "bisoprolol": Drug("beta_blocker", "mg", {"oral": Route(60, 660, 1.2)}),
    "atenolol": Drug("beta_blocker", "mg", _routes((3, 400), oral=(70, 400, 0.12))),
    "labetalol": Drug("alpha_beta_blocker", "mg", _routes((3, 240), oral=(60, 360, 0.15))),
    "esmolol": Drug("beta_blocker", "mg", _routes((1, 9)), 0.15),
    "propranolol": Drug("beta_blocker", "mg", {"oral": Route(45, 240, 0.12)}),
    # 0.25 mg/kg IV: rate falls within 3-7 min, half-life 3.4 h; verapamil 5-10 mg alike (S).
    "diltiazem": Drug("rate_limiting_ccb", "mg", _routes((3, 200), oral=(60, 270, 0.3)), 0.4),
    "verapamil": Drug("rate_limiting_ccb", "mg", _routes((2, 200), oral=(60, 300, 0.15))),
    "sildenafil": Drug("pde5", "mg", {"oral": Route(25, 240)}),
    "tadalafil": Drug("pde5", "mg", {"oral": Route(45, 1050)}, 4),
    "lisinopril": Drug("vasodilator", "mg", {"oral": Route(180, 720)}, 0.7),
    "doxazosin": Drug("vasodilator", "mg", {"oral": Route(90, 1300)}, 2),
    "amlodipine": Drug("vasodilator", "mg", {"oral": Route(240, 2400)}),
    "nifedipine": Drug("vasodilator", "mg", {"oral": Route(20, 150, 0.4)}),
    "ramipril": Drug("vasodilator", "mg", {"oral": Route(90, 900)}),
    "hydralazine": Drug("vasodilator", "mg", _routes((8, 180), oral=(60, 180, 0.3))),
    "amiodarone": Drug("amiodarone", "mg", _routes((5, 900), oral=(400, 9000, 0.4))),
    "lidocaine": Drug("amiodarone", "mg", _routes((1, 90)), 2.0),
    "adenosine": Drug("adenosine", "mg", _routes((0.08, 0.12))),
    "digoxin": Drug("digoxin", "mg", _routes((45, 2200), oral=(120, 2200, 0.7))),
    # Vagal block in 2-4 min after IV, half-life 2-3 h (S).
    "atropine": Drug("antimuscarinic", "mg", _routes((0.8, 150), im=(10, 150, 0.9))),
    "glycopyrronium": Drug("antimuscarinic", "mg", _routes((1.2, 70)), 2.0),
    # Half-life 2-3 min IV; peak 8 min in the thigh, 34 min under the skin (I, B). The share makes
    # 0.5 mg IM peak like about 12 microgram IV.
    "adrenaline": Drug("adrenaline", "microgram", _routes(
        (0.3, 2.5), im=(3, 15, 0.024), sc=(18, 30, 0.012), inhaled=(5, 30, 0.002))),
    # Half-life about 2 min at low dose (B).
    "noradrenaline": Drug("noradrenaline", "microgram", _routes((0.5, 2.0))),
    "metaraminol": Drug("noradrenaline", "microgram", _routes((1, 15)), 0.03),
    "phenylephrine": Drug("noradrenaline", "microgram", _routes((0.6, 6)), 0.2),
    "ephedrine": Drug("ephedrine", "mg", _routes((1, 30))),
    "dobutamine": Drug("dobutamine", "microgram", _routes((1, 2.3))),
    "vasopressin": Drug("vasopressin", "units", _routes((1.5, 12))),
    # IV: diuresis in 5 min, peak 30, over in 2 h; oral within 1 h, half absorbed (S).
    "furosemide": Drug("loop_diuretic", "mg", _routes((9, 50), oral=(35, 90, 0.5))),
    "bumetanide": Drug("loop_diuretic", "mg", _routes((9, 60), oral=(25, 60, 0.9)), 40),
    # Reperfusion in half at 90 min after a lytic; the fate of a given clot is drawn (G, S).
    "tenecteplase": Drug("lytic", "dose", {"iv": Route(8, 90)}, usual=1.0),
    "alteplase": Drug("lytic", "dose", {"iv": Route(12, 90)}, usual=1.0),
    "streptokinase": Drug("lytic", "dose", {"iv": Route(20, 120)}, usual=1.0),
    "primary_pci": Drug("angioplasty", "procedure", AT_ONCE, usual=1.0),
}
COMFORT: dict[str, Drug] = {
    # Morphine IV: effect site half-time about 10 min at first, half-life 2-3 h; oral a third (G).
    "morphine": _opioid(1, (5, 150), oral=(25, 180, 0.33), im=(12, 180, 0.9), sc=(15, 180, 0.8)),
    "diamorphine": _opioid(2, (3, 130), im=(8, 150, 0.9), sc=(10, 150, 0.9), nasal=(5, 120, 0.7)),
    "fentanyl": _opioid(100, (1.5, 35), sc=(8, 60, 0.9), nasal=(5, 50, 0.8),
                        sublingual=(8, 90, 0.5), transdermal=(400, 1000, 0.9)),
    "alfentanil": _opioid(15, (0.7, 15)),
    "oxycodone": _opioid(1, (5, 180), oral=(25, 210, 0.66), sc=(12, 200, 0.9)),
    "codeine": _opioid(0.1, (10, 180), oral=(30, 180, 0.4), im=(15, 180, 0.9)),
    "dihydrocodeine": _opioid(0.1, (10, 240), oral=(40, 240, 0.4)),
    "tramadol": _opioid(0.1, (8, 360), oral=(40, 360, 0.7)),
    "pethidine": _opioid(0.12, (4, 180), im=(10, 200, 0.9)),
    # 0.4 mg works in 1-2 min IV and 2-5 IM; half-life 60-90 min, effect 20-60 (S).
    "naloxone": Drug("naloxone", "mg", _routes((0.7, 45), im=(3, 70, 0.7), sc=(4, 70, 0.6),
                                               nasal=(2, 70, 0.5))),
    "ketamine": Drug("ketamine", "mg", _routes((0.8, 15), im=(4, 25, 0.9), nasal=(6, 30, 0.45))),
    "lorazepam": Drug("benzodiazepine", "mg", _routes((3, 600), im=(15, 700, 0.9),
                                                      sublingual=(20, 700, 0.9),
                                                      oral=(30, 700, 0.9))),
    "midazolam": Drug("benzodiazepine", "mg", _routes((1.5, 60), im=(6, 100, 0.9),
                                                      sublingual=(6, 100, 0.8),
                                                      nasal=(5, 100, 0.7)), 0.4),
    "diazepam": Drug("benzodiazepine", "mg", _routes((1.5, 120), rectal=(8, 240, 0.9),
                                                     oral=(25, 400, 0.9)), 0.2),
    "flumazenil": Drug("flumazenil", "mg", _routes((1, 50))),
    "propofol": Drug("hypnotic", "mg", _routes((0.7, 5))),
    "haloperidol": Drug("antiemetic", "mg", _routes((5, 900), im=(12, 900),
                                                    oral=(60, 900, 0.6)), 3),
    "paracetamol": Drug("paracetamol", "mg", _routes((15, 150), oral=(25, 150, 0.9),
                                                     rectal=(80, 180, 0.5)),
                        counts={"tablet": 500, "suppository": 1000}),
    # Peak 1-2 h by mouth (S). Strength in mg of ibuprofen.
    "ibuprofen": Drug("nsaid", "mg", _routes((15, 120), oral=(30, 150)), counts={"tablet": 400}),
    "naproxen": Drug("nsaid", "mg", {"oral": Route(45, 840)}, 0.8),
    "diclofenac": Drug("nsaid", "mg", _routes((10, 120), oral=(30, 150), im=(15, 120),
                                              rectal=(30, 150)), 8),
    "indometacin": Drug("nsaid", "mg", {"oral": Route(30, 270), "rectal": Route(30, 270)}, 10),
    "ketorolac": Drug("nsaid", "mg", _routes((10, 300), im=(15, 300)), 20),
    "colchicine": Drug("colchicine", "mg", {"oral": Route(360, 1500)}),
    "prednisolone": Drug("steroid", "mg", {"oral": Route(180, 1200)}),
    "hydrocortisone": Drug("steroid", "mg", _routes((120, 600), im=(150, 600)), 0.25),
    "dexamethasone": Drug("steroid", "mg", _routes((120, 2000), oral=(180, 2000)), 6.7),
    "ondansetron": Drug("antiemetic", "mg", _routes((5, 240), im=(12, 240),
                                                       oral=(30, 240, 0.7)), 2),
    "metoclopramide": Drug("antiemetic", "mg", _routes((3, 300), im=(12, 300),
                                                           oral=(35, 300, 0.8))),
    "cyclizine": Drug("antiemetic", "mg", _routes((4, 600), im=(15, 600),
                                                      oral=(40, 600, 0.8)), 0.2),
    "prochlorperazine": Drug("antiemetic", "mg", {"im": Route(15, 420), "oral": Route(40, 420, 0.3),
                                                  "sublingual": Route(40, 420, 0.5)}, 0.8),
    "droperidol": Drug("antiemetic", "mg", _routes((4, 130)), 8),
    "domperidone": Drug("antiemetic", "mg", {"oral": Route(30, 450, 0.8)}),
    "levomepromazine": Drug("antiemetic", "mg", {"sc": Route(25, 1200),
                                                 "oral": Route(60, 1200, 0.4)}, 1.5),
    # Inhaled as needed: works in half a minute, gone in minutes (S).
    "nitrous_oxide_oxygen": Drug("nitrous_oxide", "%", {"inhaled": Route(0.5, 1.5)},
                                 usual=1.0),
    "methoxyflurane": Drug("methoxyflurane", "ml", {"inhaled": Route(1, 20)}),
    "co_codamol": Drug("paracetamol", "mg", {"oral": Route(25, 150, 0.9)}, 1.2,
                       counts={"tablet": 500}),
    "buprenorphine": _opioid(30, (8, 200), sublingual=(20, 240, 0.5), im=(15, 240, 0.9),
                             transdermal=(900, 1500, 0.5)),
    "methadone": _opioid(1, (8, 1400), oral=(60, 1400, 0.8), im=(15, 1400, 0.9)),
}
LUNGS_AND_METABOLISM: dict[str, Drug] = {
    # Nebulised: within 5 min, peak 30-60, lasting 4-6 h; IV half-life 4 h (S).
    "salbutamol": Drug("beta_2", "mg", {"inhaled": Route(6, 150), "iv": Route(4, 120, 8),
                                        "oral": Route(40, 240, 0.2)}, counts={"puff": 0.3}),
    "terbutaline": Drug("beta_2", "mg", {"inhaled": Route(6, 150, 0.5), "sc": Route(8, 180, 6),
                                         "iv": Route(4, 150, 8)}),
    "ipratropium": Drug("ipratropium", "mg", {"inhaled": Route(12, 180)}, counts={"puff": 0.02}),
    "aminophylline": Drug("aminophylline", "mg", _routes((10, 420))),
    "magnesium_sulfate": Drug("magnesium", "g", _routes((4, 60)),
                              counts={"mmol": 0.2465, "ml": 0.5}),
    # 10 units IV as soluble insulin: effect half-life about 25 min; under the skin hours (S).
    "insulin": Drug("insulin", "units", _routes((5, 15), sc=(35, 110, 0.5), im=(20, 60, 0.7))),
    "insulin_soluble": Drug("insulin", "units", _routes((5, 15), sc=(35, 110, 0.5))),
    "insulin_rapid": Drug("insulin", "units", _routes((5, 15), sc=(18, 70, 0.6))),
    "insulin_long": Drug("insulin", "units", {"sc": Route(120, 900, 0.1)}),
    "glucagon": Drug("glucagon", "mg", _routes((3, 20), im=(5, 25), sc=(6, 25))),
    "chlorphenamine": Drug("antihistamine", "mg", _routes((5, 900), im=(15, 900),
                                                          oral=(60, 900, 0.5))),
    "cetirizine": Drug("antihistamine", "mg", {"oral": Route(30, 500)}),
    "anaphylaxis": Drug("anaphylaxis", "reaction",
                        {"iv": Route(2, 90), "im": Route(5, 90), "oral": Route(8, 90)}, usual=1.0),
}
_SAME = {"gtn": "glyceryl_trinitrate", "thrombolysis": "tenecteplase", "beta_blocker": "metoprolol",
         "nsaid": "ibuprofen", "vasodilator": "hydralazine"}  # groups, for a drug not named here
_NAMED: dict[str, Drug] = (
    HEART_AND_VESSELS | COMFORT | LUNGS_AND_METABOLISM
    # ISIS-2 (1988): aspirin changes mortality, not the vitals.
    | _without_vitals(
        "aspirin", "clopidogrel", "ticagrelor", "prasugrel", "antiplatelet", "fondaparinux",
        "enoxaparin", "heparin", "dalteparin", "bivalirudin", "warfarin", "apixaban",
        "rivaroxaban", "anticoagulant", "atorvastatin", "omeprazole", "pantoprazole",
        "tranexamic_acid", "thiamine", "vitamin_k",
    )
    | _antibiotics(
        "antibiotic", "amoxicillin", "co_amoxiclav", "ceftriaxone", "cefuroxime", "cefotaxime",
        "piperacillin_tazobactam", "meropenem", "gentamicin", "vancomycin", "benzylpenicillin",
        "flucloxacillin", "clarithromycin", "doxycycline", "ciprofloxacin", "metronidazole",
    )
)

DRUGS = _NAMED | {group: _NAMED[name] for group, name in _SAME.items()}

# What is not a curve: gases, fluids, and hands.
OXYGEN = frozenset({"oxygen", "cpap", "niv"})
# Share of each litre that stays in the circulation at first (the rest leaves by Hahn kinetics).
FLUIDS: dict[str, float] = {
    "sodium_chloride_09": 1.0, "hartmanns": 1.0, "plasma_lyte_148": 1.0, "crystalloid": 1.0,
    "ringer_lactate": 1.0, "gelatin": 1.0, "albumin": 1.0, "fresh_frozen_plasma": 1.0,
    "albumin_45": 1.0, "albumin_20": 1.5, "platelets": 1.0, "cryoprecipitate": 1.0,
    "glucose_5": 0.35, "glucose_10": 0.35, "glucose_20": 0.35, "glucose_50": 0.35,
    "sodium_chloride_045": 0.6, "glucose_saline": 0.5, "sodium_bicarbonate_84": 1.0,
    "sodium_bicarbonate_126": 1.0, "mannitol_20": 1.2, "hypertonic_saline": 1.5,
}
BLOOD = frozenset({"red_cells", "packed_red_cells", "whole_blood"})
BLOOD_UNIT_ML = 280.0  # one unit of red cells, United Kingdom blood services
GLUCOSE_G_PER_ML = {"glucose_5": 0.05, "glucose_10": 0.1, "glucose_20": 0.2, "glucose_50": 0.5,
                    "glucose_saline": 0.04}
FLUID_ML_PER = {"mannitol_20": {"g": 5.0}, "sodium_bicarbonate_84": {"mmol": 1.0},
                "sodium_bicarbonate_126": {"mmol": 6.67}}
ORAL_GLUCOSE = frozenset({"glucose_oral", "glucose_gel"})
# What hands do while they do it: the effect it sets, and how much (the strongest counts).
HANDS: dict[str, tuple[str, float]] = {
    "chest_compressions": ("compressions", 1.0),
    "cpr": ("compressions", 1.0),
    "bag_mask_ventilation": ("ventilated", 1.0),
    "supraglottic_airway": ("ventilated", 1.0),
    "intubation": ("ventilated", 1.0),
    "lay_flat_legs_raised": ("legs", 1.0),
    "direct_pressure": ("staunch", 0.5),
    "nasal_packing": ("staunch", 0.8),
    "uterine_massage": ("staunch", 0.5),
    "pelvic_binder": ("staunch", 0.6),
    "wound_closure": ("staunch", 0.8),
    "tourniquet": ("staunch", 0.95),
    "stop_bleeding": ("staunch", 1.0),
}
SHOCKS = frozenset({"defibrillation"})


def knows(effect: str) -> bool:
    """Whether this effects id does something here, or is known to change no vitals."""
    groups = (DRUGS, OXYGEN, FLUIDS, BLOOD, ORAL_GLUCOSE, HANDS, SHOCKS)
    return any(effect in group for group in groups)
