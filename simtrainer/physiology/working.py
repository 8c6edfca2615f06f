"""The body while a step is being worked out: the numbers of PhysiologyState, free to change."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from hashlib import sha256

from simtrainer.physiology.model import Baseline, BodyEvent, EventKind, PhysiologyState, Rhythm


@dataclass(slots=True)
class Working:
    """One mutable copy of a PhysiologyState, field for field; see there for units."""

    base: Baseline
    t_s: int
    rhythm: Rhythm
    dead: bool
    device: str
    hr: float
    sbp: float
    dbp: float
    map: float
    output: float
    reflex_hr: float
    reflex_tone: float
    plasma_ml: float
    interstitial_ml: float
    red_cells_ml: float
    rr: float
    spo2: float
    paco2: float
    lung_water: float
    temp: float
    glucose: float
    lactate: float
    urine_ml_h: float
    pain: float
    nausea: float
    wakefulness: float
    flush: float
    wheeze: float
    occlusion: float
    infarct: float
    inflammation: float
    hazard: float
    arrests: int
    arrest_s: float
    low_flow_s: float
    shocks: int
    reported_pain: float
    collapsed: bool
    events: list[BodyEvent] = field(default_factory=list)

    @classmethod
    def of(cls, state: PhysiologyState) -> Working:
        return cls(**{name: getattr(state, name) for name in PhysiologyState.model_fields})

    def tell(self, kind: EventKind, value: float = 0.0) -> None:
        """Note that something happened at this second."""
        self.events.append(BodyEvent(at_s=self.t_s, kind=kind, value=value))

    def frozen(self) -> PhysiologyState:
        """The state to hand out; also refuses NaN, which nothing may leave behind."""
        return PhysiologyState(**{name: getattr(self, name) for name in NAMES})


NAMES = tuple(part.name for part in fields(Working) if part.name != "events")


def clamp(value: float, low: float, high: float) -> float:
    return low if value < low else high if value > high else value


def draw(seed: int, name: str, number: int = 0) -> float:
    """A number in (0, 1) that depends on nothing but its three arguments."""
    digest = sha256(f"{seed}/{name}/{number}".encode()).digest()
    return (int.from_bytes(digest[:6], "big") + 0.5) / 2**48


def seed_number(seed: str) -> int:
    """The seed as a whole number that survives JSON everywhere (under 2^48)."""
    return int.from_bytes(sha256(seed.encode()).digest()[:6], "big")
