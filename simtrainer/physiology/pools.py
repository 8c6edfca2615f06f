"""What each pool of drugs does, as sigmoid Emax on the channels of `Effects`.

`half` is in the pool's own unit: see in `drugs` which drug counts 1 in it. `top` and `half` are
fitted so that usual doses move the vitals by the size their sources describe (product
characteristics; Goodman & Gilman 2018; BioGears, Beloeil 2005 and Oualha 2014 for noradrenaline).
Unreviewed, for training only.
"""

from __future__ import annotations

from simtrainer.physiology.pharmacology import Act

# fmt: off
POOLS: dict[str, tuple[Act, ...]] = {
    # Mean pressure 10-15 % down after a usual dose; reflex tachycardia follows by itself.
    "nitrate": (Act("venodilate", 0.15, 0.6), Act("dilate", 0.40, 0.6),
                Act("antianginal", 0.6, 0.4)),
    "pde5": (Act("dilate", 0.12, 50),),
    "beta_blocker": (Act("beta_block", 0.9, 6.0), Act("slow", 0.28, 6.0), Act("weaken", 0.25, 8.0)),
    "alpha_beta_blocker": (Act("beta_block", 0.8, 40), Act("slow", 0.15, 50),
                           Act("dilate", 0.35, 50)),
    "rate_limiting_ccb": (Act("slow", 0.32, 6.0), Act("weaken", 0.25, 10.0),
                          Act("dilate", 0.22, 8.0)),
    "vasodilator": (Act("dilate", 0.35, 15.0),),
    "amiodarone": (Act("antiarrhythmic", 0.6, 150), Act("slow", 0.18, 300),
                   Act("dilate", 0.12, 300)),
    "adenosine": (Act("slow", 0.6, 4.0, 2.0), Act("dilate", 0.2, 6.0), Act("nausea", 0.2, 6.0)),
    "digoxin": (Act("slow", 0.15, 0.5), Act("strengthen", 0.15, 0.5)),
    "antimuscarinic": (Act("vagal_block", 0.95, 0.5, 1.5),),
    "adrenaline": (Act("quicken", 1.5, 22), Act("strengthen", 0.5, 25), Act("constrict", 0.9, 60),
                   Act("bronchodilate", 0.9, 8), Act("stabilise", 0.85, 6)),
    # Emax and steepness from B; the reflex takes part of the top back.
    "noradrenaline": (Act("constrict", 0.68, 38, 1.8), Act("strengthen", 0.12, 42)),
    "ephedrine": (Act("constrict", 0.5, 12), Act("quicken", 0.35, 12), Act("strengthen", 0.3, 12)),
    "dobutamine": (Act("strengthen", 0.8, 1200), Act("quicken", 0.3, 2000),
                   Act("dilate", 0.2, 1500)),
    "vasopressin": (Act("constrict", 0.6, 0.5),),
    "loop_diuretic": (Act("diuresis", 1100, 40), Act("venodilate", 0.02, 40)),
    "lytic": (Act("lysis", 0.04, 0.5),),
    "angioplasty": (Act("reperfuse", 1.5, 0.5),),
    # Fentanyl 300 microgram (30 mg here) halves the respiratory rate (B).
    "opioid": (Act("analgesia", 0.9, 7.0, 1.3), Act("breath_depress", 0.93, 28, 1.6),
               Act("sedate", 0.9, 60, 1.8), Act("nausea", 0.6, 12), Act("venodilate", 0.05, 15)),
    "ketamine": (Act("analgesia", 0.9, 15), Act("sedate", 0.9, 70, 3), Act("quicken", 0.2, 50),
                 Act("constrict", 0.2, 50)),
    "benzodiazepine": (Act("sedate", 0.85, 5.0, 1.6), Act("breath_depress", 0.5, 9.0, 1.8),
                       Act("dilate", 0.12, 5.0)),
    "hypnotic": (Act("sedate", 0.98, 60, 3), Act("breath_depress", 0.9, 90, 3),
                 Act("dilate", 0.4, 90)),
    "nitrous_oxide": (Act("analgesia", 0.35, 0.5), Act("sedate", 0.06, 0.5),
                      Act("nausea", 0.1, 0.5)),
    "methoxyflurane": (Act("analgesia", 0.5, 2), Act("sedate", 0.08, 3)),
    "paracetamol": (Act("analgesia", 0.22, 700), Act("cool", 1.1, 900)),
    "nsaid": (Act("analgesia", 0.18, 300), Act("anti_inflammatory", 0.8, 350),
             Act("cool", 0.7, 400)),
    "colchicine": (Act("anti_inflammatory", 0.4, 0.5),),
    "steroid": (Act("anti_inflammatory", 0.5, 40), Act("bronchodilate", 0.4, 40)),
    "naloxone": (Act("antagonise", 0.95, 0.15),),
    "antiemetic": (Act("antiemetic", 0.85, 5.0),),
    "beta_2": (Act("bronchodilate", 0.75, 3.0), Act("quicken", 0.3, 6.0)),
    "ipratropium": (Act("bronchodilate", 0.3, 0.3), Act("vagal_block", 0.05, 0.5)),
    "aminophylline": (Act("bronchodilate", 0.3, 300), Act("quicken", 0.2, 300),
                      Act("nausea", 0.4, 400)),
    "magnesium": (Act("bronchodilate", 0.25, 2.0), Act("dilate", 0.18, 3.0),
                  Act("antiarrhythmic", 0.2, 2.0)),
    "insulin": (Act("insulin", 7.2, 3.6),),
    "glucagon": (Act("glycogen", 14, 1.0), Act("nausea", 0.5, 1.0)),
    "antihistamine": (Act("sedate", 0.08, 10),),
    "antibiotic": (Act("antibiotic", 0.95, 0.15),),
    "anaphylaxis": (Act("allergy", 1.0, 0.12),),
}
# fmt: on
