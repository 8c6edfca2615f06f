"""What every problem is: how a body with it opens, and what it goes on doing to that body."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from simtrainer.physiology.model import Baseline, BodyPerson, PhysiologyBlock
from simtrainer.physiology.pharmacology import Effects
from simtrainer.physiology.working import Working

Luck = Callable[[str], float]


@dataclass(slots=True)
class Drive:
    """What the problem is doing to the body at this second."""

    pump: float = 1.0  # strength of the heart, 1 is whole
    dilate: float = 0.0  # share of resistance lost
    quicken: float = 0.0  # share added to the heart rate
    vagal: float = 0.0  # share of the heart rate held back by the vagus
    fever: float = 0.0  # degrees C above the set point
    ache: float = 1.0  # share of the full pain of this problem
    breath: float = 0.0  # share added to the respiratory rate
    shunt: float = 0.0  # added to the shunt ratio
    blunt: float = 0.0  # share of the baroreflex lost
    leak_ml_s: float = 0.0  # plasma lost to the tissues
    bleed_ml_s: float = 0.0  # whole blood lost
    cloud: float = 0.0  # share of wakefulness lost
    narcosis: float = 0.0  # share of breathing lost to an opioid taken before
    wheeze: float = 0.0  # 0 open airways .. 1 silent chest
    vf_per_h: float = 0.0  # hazard of ventricular fibrillation
    sweat: float = 0.0
    lactate: float = 0.0  # production, mmol/L per min
    kidney: float = 1.0  # share of the usual urine at the same pressure


@dataclass(slots=True)
class Opening:
    """The body when the case opens. Vitals in the units of `Vitals`; the rest as in the state."""

    hr: float
    sbp: float
    dbp: float
    rr: float
    spo2: float
    temp: float
    glucose: float
    pain: float = 0.0
    index: float = 3.0  # cardiac index, L/min/m2
    occlusion: float = 0.0
    infarct: float = 0.0
    inflammation: float = 0.0
    lung_water: float = 0.0
    wheeze: float = 0.0
    paco2: float | None = None  # where it is not the usual one
    preload_need: float = 0.0
    dryness: float = 0.0  # share of plasma already lost
    nausea: float = 0.0
    lactate: float = 1.0
    vf_risk: float = 1.0
    gcs: float = 15.0  # a delirium that outlasts the case keeps it below 15


@dataclass(frozen=True, slots=True)
class Problem:
    """`open` shapes the usual vitals of this person; `drive` sets the parts of Drive it changes."""

    id: str
    open: Callable[[Opening, PhysiologyBlock, Luck], None]
    drive: Callable[[Working, Baseline, Effects, Drive], None]


def usual(person: BodyPerson) -> Opening:
    """This person on a good day.

    Adults: Guyton & Hall, 14th edition, with systolic pressure rising about 0.4 mmHg a year after
    40 (Framingham, 1997). Children: Advanced Paediatric Life Support, 6th edition, table of vital
    signs, as straight lines. Unreviewed, for training only.
    """
    if person.age < 16:
        age = person.age
        return Opening(
            hr=140 - 4 * age,
            sbp=85 + 2 * age,
            dbp=50 + 1.2 * age,
            rr=36 - 1.3 * age,
            spo2=98,
            temp=36.8,
            glucose=5.2,
            index=3.5,
        )
    has = set(person.conditions)
    systolic = 116 + 0.4 * max(0.0, person.age - 40) + (12 if "hypertension" in has else 0)
    return Opening(
        hr=72
        + (3 if person.sex == "female" else 0)
        - (10 if slowed(person) else 0)
        + (12 if "atrial_fibrillation" in has else 0)
        + (8 if person.pregnant else 0),
        sbp=systolic - (6 if person.pregnant else 0),
        dbp=74 + (6 if "hypertension" in has else 0) - (8 if person.pregnant else 0),
        rr=14 + (4 if "copd" in has else 0),
        spo2=(91 if "copd" in has else 98) - (1 if person.age > 65 else 0),
        temp=36.7,
        glucose=9.0 if has & {"diabetes", "type_1_diabetes", "type_2_diabetes"} else 5.4,
        index=(2.3 if "heart_failure" in has else 3.0) * (1.3 if person.pregnant else 1),
    )


BETA_BLOCKERS = frozenset(
    {
        "beta_blocker",
        "bisoprolol",
        "metoprolol",
        "atenolol",
        "propranolol",
        "carvedilol",
        "nebivolol",
    }
)


def slowed(person: BodyPerson) -> bool:
    """Whether a beta blocker is among the regular medicines."""
    return bool(BETA_BLOCKERS & {*person.conditions, *person.medicines})
