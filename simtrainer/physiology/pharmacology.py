"""From treatments to effects: how much of each drug is at work, and what that does.

A dose passes through one compartment to an effect site: the level of one unit given at once rises
with the route's onset half-time, falls with its half-life, and is scaled so that its peak is the
share of the dose that counts. Infusions and slow injections are the exact integral of that curve,
so no drug state has to be carried from second to second. Doses that work alike share a pool, and a
pool acts by a sigmoid Emax. Levels are closed forms of time and pools are summed with `fsum`, so
the order of the treatments cannot matter. Unreviewed, for training only.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import exp, fsum, log
from typing import NamedTuple

from simtrainer.physiology.model import Treatment

LN2 = log(2)
MOST = 1e9  # no order is larger, and nothing overflows
MASS_MG = {"g": 1000.0, "mg": 1.0, "microgram": 0.001, "ug": 0.001, "mcg": 0.001, "ng": 1e-6}
VOLUME_ML = {"ml": 1.0, "l": 1000.0}
SECONDS = {"s": 1.0, "min": 60.0, "h": 3600.0, "hr": 3600.0, "hour": 3600.0, "d": 86400.0}
SYNONYMS = {
    "micrograms": "microgram",
    "µg": "ug",
    "μg": "ug",
    "milligram": "mg",
    "gram": "g",
    "unit": "units",
    "iu": "units",
    "u": "units",
    "[iu]": "units",
    "[iu_i]": "units",
    "puffs": "puff",
    "sprays": "spray",
    "tablets": "tablet",
    "litre": "l",
    "litres": "l",
}


class Route(NamedTuple):
    """Minutes to half of the effect, half-life in minutes, share of the dose that counts."""

    onset: float
    half_life: float
    share: float = 1.0


class Act(NamedTuple):
    """One effect of a pool: at most `top`, half of it at level `half`, steepness `slope`."""

    channel: str
    top: float
    half: float
    slope: float = 1.0


@dataclass(frozen=True, slots=True)
class Drug:
    """A row of the table. `unit` is what the table counts in; `strength` is pool units in one."""

    pool: str
    unit: str
    routes: dict[str, Route]
    strength: float = 1.0
    counts: dict[str, float] = field(default_factory=dict)  # other units of orders
    usual: float | None = None  # what one order counts as, for things that have no dose


@dataclass(slots=True)
class Effects:
    """What the treatments do at one moment. Fractions are 0..1 unless a unit is named."""

    dilate: float = 0.0  # fall of arteriolar resistance
    venodilate: float = 0.0  # rise of the unstressed venous volume
    weaken: float = 0.0  # fall of contractility
    slow: float = 0.0  # fall of heart rate
    beta_block: float = 0.0
    vagal_block: float = 0.0
    analgesia: float = 0.0
    antianginal: float = 0.0
    anti_inflammatory: float = 0.0
    breath_depress: float = 0.0
    sedate: float = 0.0
    antiemetic: float = 0.0
    bronchodilate: float = 0.0
    stabilise: float = 0.0  # mast cells
    antiarrhythmic: float = 0.0
    antagonise: float = 0.0  # share of an opioid poisoning undone
    antibiotic: float = 0.0
    constrict: float = 0.0  # rise of resistance, may pass 1
    strengthen: float = 0.0  # rise of contractility
    quicken: float = 0.0  # rise of heart rate
    nausea: float = 0.0
    diuresis: float = 0.0  # mL/h
    cool: float = 0.0  # degrees C
    glycogen: float = 0.0  # rise of glucose, mmol/L per h
    insulin: float = 0.0  # fall of glucose, mmol/L per h
    reperfuse: float = 0.0  # share of the occlusion cleared per minute
    lysis: float = 0.0  # the same by a lytic, which may not work
    allergy: float = 0.0
    fluid_ml_s: float = 0.0
    blood_ml_s: float = 0.0
    glucose_g_s: float = 0.0
    fio2: float = 0.21
    pressure: float = 0.0  # positive airway pressure, 0 or 1
    device: str = ""
    compressions: float = 0.0  # 1 while somebody presses the chest
    ventilated: float = 0.0  # 1 while somebody breathes for them
    legs: float = 0.0  # 1 while the legs are raised
    staunch: float = 0.0  # share of a bleeding that is held
    shocks: int = 0


FRACTIONS = frozenset(
    {
        "dilate",
        "venodilate",
        "weaken",
        "slow",
        "beta_block",
        "vagal_block",
        "analgesia",
        "antianginal",
        "anti_inflammatory",
        "breath_depress",
        "sedate",
        "antiemetic",
        "bronchodilate",
        "stabilise",
        "antagonise",
        "antiarrhythmic",
        "antibiotic",
        "allergy",
    }
)  # two of these never add up to more than the whole


@dataclass(slots=True)
class Course:
    """A treatment made ready: its curve and its times, in pool units and seconds."""

    pool: str
    amount: float  # given at once, or per second while it runs
    running: bool
    start: int
    stop: float
    rise: float
    fall: float
    scale: float

    def level(self, t: int) -> float:
        """How much is at the effect site at second `t`, in pool units."""
        age = t - self.start
        if age <= 0:
            return 0.0
        if not self.running:
            return self.amount * self.scale * (exp(-self.fall * age) - exp(-self.rise * age))
        return self.amount * (self._area(age) - self._area(max(0.0, t - self.stop)))

    def _area(self, age: float) -> float:
        falling = (1 - exp(-self.fall * age)) / self.fall
        return self.scale * (falling - (1 - exp(-self.rise * age)) / self.rise)


@dataclass(slots=True)
class Plan:
    """All treatments made ready for one call of `step`."""

    courses: list[Course] = field(default_factory=list)
    gases: list[tuple[int, float, float, str, float]] = field(default_factory=list)
    inputs: list[tuple[int, float, str, float]] = field(default_factory=list)
    hands: list[tuple[int, float, str, float]] = field(default_factory=list)
    shocks: list[int] = field(default_factory=list)


def amount_of(treatment: Treatment, drug: Drug, weight_kg: float) -> tuple[float, bool] | None:
    """The dose in the table's unit, and whether it is per second; None if the unit is unknown."""
    if drug.usual is not None:
        return drug.usual, False
    head, *rest = [_plain(part) for part in treatment.unit.split("/")]
    factor = _factor(head, drug)
    if factor is None:
        return None
    amount, running = min(MOST, max(0.0, treatment.dose)) * factor, False
    for part in rest:
        if part == "kg":
            amount *= weight_kg
        elif part in SECONDS and not running:
            amount, running = amount / SECONDS[part], True
        else:
            return None
    return amount, running


def _plain(word: str) -> str:
    word = word.strip().lower()
    return SYNONYMS.get(word, word)


def _factor(unit: str, drug: Drug) -> float | None:
    if unit in drug.counts:
        return drug.counts[unit]
    if unit == drug.unit:
        return 1.0
    for table in (MASS_MG, VOLUME_ML):
        if unit in table and drug.unit in table:
            return table[unit] / table[drug.unit]
    return None


def course_of(treatment: Treatment, drug: Drug, route: Route, weight_kg: float) -> Course | None:
    """The treatment's curve, or None where its unit says nothing about this drug."""
    counted = amount_of(treatment, drug, weight_kg)
    if counted is None:
        return None
    amount, running = counted
    stop = float("inf") if treatment.stopped_s is None else float(treatment.stopped_s)
    over = max(0, treatment.over_s or 0)
    if not running and over and drug.usual is None:
        amount, running = amount / over, True
        stop = min(stop, treatment.started_s + over)
    elif running and over:
        stop = min(stop, treatment.started_s + over)
    rise, fall, scale = _curve(route)
    return Course(
        drug.pool,
        amount * drug.strength * route.share,
        running,
        treatment.started_s,
        max(stop, treatment.started_s),
        rise,
        fall,
        scale,
    )


def _curve(route: Route) -> tuple[float, float, float]:
    """Rate constants per second and the factor that makes the peak of one unit equal one."""
    rise, fall = LN2 / (60 * route.onset), LN2 / (60 * route.half_life)
    if abs(rise - fall) < 1e-3 * fall:
        rise = 1.001 * fall
    peak = log(rise / fall) / (rise - fall)
    return rise, fall, 1 / (exp(-fall * peak) - exp(-rise * peak))


def pool_levels(courses: list[Course], t: int) -> dict[str, float]:
    """The level of each pool at second `t`, whatever the order of the courses."""
    parts: dict[str, list[float]] = {}
    for course in courses:
        level = course.level(t)
        if level > 1e-12:
            parts.setdefault(course.pool, []).append(level)
    return {pool: fsum(parts[pool]) for pool in sorted(parts)}


def emax(level: float, act: Act) -> float:
    """Sigmoid Emax (Hill). Never above `top`, and 0 at no level."""
    if act.slope == 1.0:
        return act.top * level / (act.half + level)
    raised = level**act.slope
    return float(act.top * raised / (act.half**act.slope + raised))


def add(effects: Effects, channel: str, value: float) -> None:
    """Put one more effect on a channel: fractions combine, amounts add."""
    before = getattr(effects, channel)
    setattr(
        effects, channel, 1 - (1 - before) * (1 - value) if channel in FRACTIONS else before + value
    )
