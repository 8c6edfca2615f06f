"""What the timeline draws: vitals, actions, talk and trust over case time. No Qt."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass, field

from simtrainer.encounter import events as ev
from simtrainer.i18n import tr
from simtrainer.ui.debrief.reading import Debrief, Entry
from simtrainer.ui.kit.tags import Verdict

MS_PER_WORD = 400  # 150 words a minute, the pace at which talk takes case time
ADULT = 16

# vital -> (name, spoken name, unit, usual range of an adult at rest). Respiratory rate and SpO2
# as scored 0 in NEWS2 (Royal College of Physicians, 2017); heart rate and mean pressure as
# commonly taught.
_VITALS: dict[str, tuple[str, str, str, float, float]] = {
    "hr": ("HR", "heart rate", "", 60, 100),
    "map": ("BP, mean", "mean blood pressure", "", 70, 105),
    "rr": ("RR", "respiratory rate", "", 12, 20),
    "spo2": ("SpO₂", "oxygen saturation", " %", 96, 100),
}
_TRUST_WORDS = ((0.2, "very low"), (0.4, "low"), (0.6, "fair"), (0.8, "good"))
_TICKS = (1, 2, 3, 5, 10, 15, 20, 30, 60)


@dataclass(frozen=True)
class Track:
    """One measure over time, ``points`` as (ms, value) in order."""

    key: str
    name: str
    spoken: str
    unit: str
    points: tuple[tuple[int, float], ...]
    usual: tuple[float, float] | None = None
    _times: tuple[int, ...] = field(default=(), repr=False)

    def value_at(self, ms: int) -> float | None:
        """The last value at or before ``ms``, or the first one there is."""
        if not self.points:
            return None
        times = self._times or tuple(at for at, _ in self.points)
        return self.points[max(bisect.bisect_right(times, ms) - 1, 0)][1]

    def words_at(self, ms: int) -> str:
        value = self.value_at(ms)
        if value is None:
            return "–"
        return trust_word(value) if self.key == "trust" else f"{value:.0f}{self.unit}"


@dataclass(frozen=True)
class ActionMark:
    at: int
    label: str
    verdict: Verdict | None
    event: int
    text: str


@dataclass(frozen=True)
class Spell:
    """A stretch of talk."""

    at: int
    until: int
    own: bool


def trust_word(value: float) -> str:
    """Trust, 0 to 1, as a word."""
    return tr(next((word for below, word in _TRUST_WORDS if value < below), "high"))


def vital_tracks(debrief: Debrief) -> list[Track]:
    """The four vitals; the usual range only for adults, whom the figures are meant for."""
    adult = debrief.case.patient.age >= ADULT
    bodies = [
        (event.at, event.vitals)
        for event in debrief.events
        if isinstance(event, ev.EncounterStarted | ev.TimePassed)
    ]
    tracks = []
    for key, (name, spoken, unit, low, high) in _VITALS.items():
        points = tuple(
            (at, float(vitals[key]))
            for at, vitals in bodies
            if isinstance(vitals.get(key), int | float)
        )
        usual = (low, high) if adult else None
        tracks.append(_track(key, tr(name), tr(spoken), unit, points, usual))
    return tracks


def trust_track(debrief: Debrief) -> Track:
    patient = debrief.case.patient.key
    points: list[tuple[int, float]] = []
    for event in debrief.events:
        if isinstance(event, ev.EncounterStarted):
            points.append((0, float(event.moods.get(patient, {}).get("trust", 0.5))))
        elif isinstance(event, ev.MoodChanged) and event.who == patient:
            points.append((event.at, float(event.mood.get("trust", points[-1][1]))))
    return _track("trust", tr("Trust"), tr("trust"), "", tuple(points), None)


def _track(
    key: str,
    name: str,
    spoken: str,
    unit: str,
    points: tuple[tuple[int, float], ...],
    usual: tuple[float, float] | None,
) -> Track:
    return Track(key, name, spoken, unit, points, usual, tuple(at for at, _ in points))


def action_marks(entries: Sequence[Entry]) -> list[ActionMark]:
    return [
        ActionMark(entry.at, entry.label, entry.verdict, entry.events[0], entry.text)
        for entry in entries
        if entry.label
    ]


def spells(entries: Sequence[Entry]) -> list[Spell]:
    """Talk of the trainee and of the patient's side."""
    return [
        Spell(entry.at, entry.at + max(entry.words, 3) * MS_PER_WORD, entry.voice == "trainee")
        for entry in entries
        if entry.voice in ("trainee", "patient")
    ]


def ticks(end_ms: int, most: int = 7) -> list[int]:
    """Round times for the axis, at most ``most`` of them."""
    minutes = end_ms / 60_000
    step = next((step for step in _TICKS if minutes / step < most), _TICKS[-1])
    return list(range(0, end_ms + 1, step * 60_000))
