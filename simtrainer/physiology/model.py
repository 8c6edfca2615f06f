"""What the body is told, what it carries from second to second, and what others may read of it.

Everything here is frozen and JSON-serialisable. The model is unreviewed and for training only.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

DeathPolicy = Literal["never", "late", "possible"]
Rhythm = Literal["sinus", "atrial_fibrillation", "vf", "pea", "asystole"]
EventKind = Literal[
    "arrest_vf",
    "arrest_pea",
    "arrest_asystole",
    "shock",
    "rosc",
    "death",
    "collapse",
    "recovered",
    "pain_change",
    "reperfused",
]
ARREST_RHYTHMS: frozenset[str] = frozenset({"vf", "pea", "asystole"})


class Frozen(BaseModel):
    """Frozen, closed to unknown fields, and never holding NaN or infinity."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Treatment(Frozen):
    """One drug, fluid, gas or procedure. Times are seconds of case time.

    `effect` is an id of the table in `drugs`; one that is not there does nothing. `unit` may be a
    mass ("mg", "microgram"), a volume, "L/min" or "%" for oxygen, a rate ("microgram/min",
    "units/h"), or any of these per kilogram ("mg/kg"). A rate runs until `stopped_s`; a dose with
    `over_s` is spread evenly over that time.
    """

    id: str
    effect: str
    dose: float
    unit: str
    route: str
    started_s: int
    stopped_s: int | None = None
    over_s: int | None = None


class BodyPerson(Frozen):
    """The lasting traits that change how a body answers; `frailty` is the 1-9 clinical scale."""

    age: float
    sex: str
    weight_kg: float
    pregnant: bool = False
    frailty: int = 1
    allergies: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    medicines: tuple[str, ...] = ()


class AuthoredStep(Frozen):
    """An author's own turn of events: vitals drift to `set` over `over_min` minutes.

    A step with `at_min` starts by itself, that many minutes after the start of the case. A step
    with `when` waits until the caller finds the condition met and calls `body.begin_step`.
    """

    at_min: float | None = None
    when: str | None = None
    set: dict[str, float] = Field(default_factory=dict)
    over_min: float = 5


class PhysiologyBlock(Frozen):
    """What a case says about the body; `start` overrides the problem's own starting vitals."""

    problem: str
    severity: float = Field(0.5, ge=0, le=1)
    onset_h: float = Field(1.0, ge=0)
    start: dict[str, float] = Field(default_factory=dict)
    death: DeathPolicy = "never"
    steps: tuple[AuthoredStep, ...] = ()


class Baseline(Frozen):
    """What `start` worked out once and nothing changes later (except a step being begun)."""

    problem: str
    severity: float
    onset_h: float
    death: DeathPolicy
    seed: int
    steps: tuple[AuthoredStep, ...]
    vitals: dict[str, float]  # the vitals at the start, by the keys an author may set
    age: float
    weight_kg: float
    sensitivity: float  # to sedatives and opioids, 1 in a robust 40-year-old
    beta_block: float  # 0..1, from regular medicine
    nitrate_risk: float  # 0..1, a PDE5 inhibitor in the last day
    copd: float  # 0 or 1
    preload_need: float  # 0 flat starling curve .. 1 right ventricular infarction
    atrial_fibrillation: bool
    vf_risk: float  # multiplies the chance of ventricular fibrillation
    lysis_works: bool  # whether this clot would yield to a lytic
    blood_ml: float  # normal blood volume
    output: float  # cardiac output at the start, L/min
    opening: dict[str, float]  # the problem's drive at the start, by the names of `Drive`


class PhysiologyState(Frozen):
    """The body at one second. `step` needs only this and the treatments."""

    base: Baseline
    t_s: int = 0
    rhythm: Rhythm = "sinus"
    dead: bool = False
    device: str = ""  # "", "cannula" or "mask"
    # circulation
    hr: float
    sbp: float
    dbp: float
    map: float
    output: float  # cardiac output, L/min
    reflex_hr: float = 0.0
    reflex_tone: float = 0.0
    plasma_ml: float
    interstitial_ml: float = 0.0  # above normal
    red_cells_ml: float
    # breathing
    rr: float
    spo2: float
    paco2: float
    lung_water: float = 0.0  # 0 dry .. 1 drowning
    # the rest
    temp: float
    glucose: float
    lactate: float = 1.0
    urine_ml_h: float
    pain: float
    nausea: float = 0.0
    wakefulness: float = 1.0  # 1 alert .. 0 unresponsive
    flush: float = 0.0
    wheeze: float = 0.0
    # the problem
    occlusion: float = 0.0  # of the culprit artery, 1 shut
    infarct: float = 0.0  # share of the muscle at risk already lost
    inflammation: float = 0.0
    hazard: float = 0.0  # gathered chance of ventricular fibrillation since the last arrest
    arrests: int = 0
    arrest_s: float = 0.0  # seconds in the present arrest, slowed by chest compressions
    low_flow_s: float = 0.0  # seconds of pressure or oxygen too low to live on
    shocks: int = 0  # defibrillations already taken into account
    reported_pain: float = 0.0  # pain at the last `pain_change`
    collapsed: bool = False


class BodyEvent(Frozen):
    """Something the body did at a second; `value` is the new pain for `pain_change`, else 0."""

    at_s: int
    kind: EventKind
    value: float = 0.0


class Vitals(Frozen):
    """What a monitor and a nurse would report, in whole units as charted.

    hr and rr per minute, pressures mmHg, spo2 %, temp degrees C, glucose mmol/L, cap_refill s,
    pain 0-10. acvpu is one of "A", "C", "V", "P", "U". In cardiac arrest rr and spo2 read 0,
    and hr is what the trace shows: 0 but in pulseless electrical activity.
    """

    hr: int
    rhythm: Rhythm
    sbp: int
    dbp: int
    map: int
    rr: int
    spo2: int
    temp: float
    gcs: int
    acvpu: Literal["A", "C", "V", "P", "U"]
    cap_refill: float
    glucose: float
    urine_ml_h: int
    pain: int


class Signs(Frozen):
    """What can be seen of the person from the end of the bed, each 0..1."""

    pallor: float = 0.0
    cyanosis: float = 0.0
    sweat: float = 0.0
    flush: float = 0.0
    effort: float = 0.0
    tears: float = 0.0
    device: str = ""
