"""What the monitor shows, when it alarms, and how it is read aloud. No Qt here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Measure = Literal["hr", "spo2", "rr", "sbp", "etco2"]
Direction = Literal["high", "low"]

# A value this far back inside its limits ends an alarm for good, so that one that wavers at the
# limit is not announced again and again.
_SETTLED = 3.0


@dataclass(frozen=True, slots=True)
class VitalsView:
    """The figures to show: hr and rr per minute, spo2 in per cent, pressures mmHg, temp degrees C,
    etco2 kPa; None where nothing is measured.

    ``rhythm`` is a name that ``rhythm_named`` knows. ``leads`` and ``probe`` say whether they are
    on the person; None takes a missing figure to mean that they are not. The arterial row and the
    carbon dioxide row appear with ``arterial`` and with an ``etco2``.
    """

    hr: float | None = None
    rhythm: str = "sinus"
    spo2: float | None = None
    rr: float | None = None
    sbp: float | None = None
    dbp: float | None = None
    map: float | None = None
    bp_taken_at: str = ""
    temp: float | None = None
    etco2: float | None = None
    arterial: bool = False
    leads: bool | None = None
    probe: bool | None = None

    @property
    def leads_on(self) -> bool:
        return self.hr is not None if self.leads is None else self.leads

    @property
    def probe_on(self) -> bool:
        return self.spo2 is not None if self.probe is None else self.probe

    def value(self, measure: Measure) -> float | None:
        """The figure of this measure; an SpO2 of 0 is a probe that finds no pulse."""
        found: float | None = getattr(self, measure)
        return None if measure == "spo2" and not found else found


@dataclass(frozen=True, slots=True)
class AlarmLimits:
    """The lowest and the highest figure that do not alarm.

    The usual adult ones: NEWS2 (Royal College of Physicians, 2017) gives 2 points or more outside
    them, but for SpO2, which alarms below 90 % as ward monitors are commonly set.
    """

    hr: tuple[float, float] = (50, 110)
    spo2: tuple[float, float] = (90, 100)
    rr: tuple[float, float] = (9, 20)
    sbp: tuple[float, float] = (90, 180)
    etco2: tuple[float, float] = (4.0, 6.5)

    @classmethod
    def for_age(cls, years: float) -> AlarmLimits:
        """Limits for a person of this age.

        For children: the usual ranges of Advanced Paediatric Life Support (5th edition, 2011),
        widened by a tenth either way so that a well child does not alarm.
        """
        for under, hr, rr, sbp in _BY_AGE:
            if years < under:
                return cls(hr=_widened(hr), rr=_widened(rr), sbp=_widened(sbp))
        return cls()


_BY_AGE = (
    (1, (110, 160), (30, 40), (80, 90)),
    (2, (100, 150), (25, 35), (85, 95)),
    (5, (95, 140), (25, 30), (85, 100)),
    (12, (80, 120), (20, 25), (90, 110)),
)


def _widened(span: tuple[float, float]) -> tuple[float, float]:
    return round(span[0] * 0.9), round(span[1] * 1.1)


@dataclass(frozen=True, slots=True)
class Alarm:
    """One figure outside its limits."""

    measure: Measure
    direction: Direction


MEASURES: tuple[Measure, ...] = ("hr", "spo2", "rr", "sbp", "etco2")
NAMES: dict[Measure, str] = {
    "hr": "heart rate",
    "spo2": "oxygen saturation",
    "rr": "breathing rate",
    "sbp": "blood pressure",
    "etco2": "end-tidal carbon dioxide",
}


def alarms_of(view: VitalsView, limits: AlarmLimits) -> tuple[Alarm, ...]:
    """The alarms these figures raise, in the order of the rows."""
    found: list[Alarm] = []
    for measure in MEASURES:
        value = view.value(measure)
        low, high = getattr(limits, measure)
        if value is not None and not low <= value <= high:
            found.append(Alarm(measure, "low" if value < low else "high"))
    return tuple(found)


def settled(alarm: Alarm, view: VitalsView, limits: AlarmLimits) -> bool:
    """Whether the figure is back well inside its limits."""
    value = view.value(alarm.measure)
    low, high = getattr(limits, alarm.measure)
    if value is None:
        return True
    return bool(value >= low + _SETTLED if alarm.direction == "low" else value <= high - _SETTLED)


def shown(value: float | None, digits: int = 0) -> str:
    """A figure as the monitor shows it; a dash for none."""
    return "–" if value is None else f"{value:.{digits}f}"


def pressure_shown(view: VitalsView) -> str:
    if view.sbp is None or view.dbp is None:
        return "–/–"
    return f"{view.sbp:.0f}/{view.dbp:.0f}"


def alarm_sentence(alarm: Alarm, view: VitalsView) -> str:
    """What is announced once when an alarm begins, such as "Heart rate 112, high."."""
    return f"{_spoken(alarm.measure, view)}, {alarm.direction}.".capitalize()


def spoken(view: VitalsView, alarms: tuple[Alarm, ...]) -> str:
    """The whole monitor as one item for a screen reader."""
    directions = {alarm.measure: f", {alarm.direction}" for alarm in alarms}
    parts = [_spoken(m, view) + directions.get(m, "") for m in ("hr", "spo2", "rr", "sbp")]
    if view.etco2 is not None:
        parts.append(_spoken("etco2", view) + directions.get("etco2", ""))
    if view.temp is not None:
        parts.append(f"temperature {view.temp:.1f} degrees")
    text = "; ".join(parts)
    return text[:1].upper() + text[1:]


def _spoken(measure: Measure, view: VitalsView) -> str:
    name, value = NAMES[measure], view.value(measure)
    if measure == "sbp":
        return _spoken_pressure(view)
    if value is None:
        attached = view.probe_on if measure == "spo2" else view.leads_on
        return f"{name} {'no reading' if attached else 'not attached'}"
    unit = {"spo2": " per cent", "etco2": " kilopascals"}.get(measure, "")
    return f"{name} {value:.{1 if measure == 'etco2' else 0}f}{unit}"


def _spoken_pressure(view: VitalsView) -> str:
    if view.sbp is None or view.dbp is None:
        return "blood pressure not measured"
    mean = f", mean {view.map:.0f}" if view.map is not None else ""
    taken = f", taken {view.bp_taken_at}" if view.bp_taken_at else ""
    return f"blood pressure {view.sbp:.0f} over {view.dbp:.0f}{mean}{taken}"
