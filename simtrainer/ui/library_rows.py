"""What the library shows of a template: a row, its filters, what was tried before. No Qt."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from simtrainer.i18n import tr
from simtrainer.scenario.template import Template
from simtrainer.scenario.words import DIFFICULTIES
from simtrainer.store.encounters import EncounterRow
from simtrainer.ui.kit.rows import Cell, Column, Row

CHANNEL_NAMES = {"in_person": "In person", "video": "By video", "phone": "By phone"}
CHANNEL_ICONS = {"in_person": "person", "video": "video", "phone": "phone"}
DIFFICULTY_NAMES = {"easy": "Easy", "standard": "Standard", "hard": "Hard"}
LENGTHS = {"short": (0, 10), "middle": (11, 15), "long": (16, 999)}
LENGTH_NAMES = (("short", "Up to 10 min"), ("middle", "11 to 15 min"), ("long", "Over 15 min"))

COLUMNS = [
    Column("Specialty", 140),
    Column("Time", 76),
    Column("Tried at", 130),
    Column("Last score", 110),
]
NARROW_COLUMNS = [Column("Time", 70), Column("Tried at", 110), Column("Last score", 100)]


@dataclass(frozen=True)
class Filters:
    """What is chosen above the list; empty means anything."""

    text: str = ""
    specialties: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()
    lengths: frozenset[str] = frozenset()
    levels: frozenset[str] = frozenset()

    @property
    def any(self) -> bool:
        return bool(self.text or self.specialties or self.channels or self.lengths or self.levels)

    def let_through(self, template: Template) -> bool:
        heading = template.heading
        minutes = heading.station.minutes
        return (
            self._has_text(template)
            and (not self.specialties or heading.specialty in self.specialties)
            and (not self.channels or heading.setting.channel in self.channels)
            and (not self.levels or bool(self.levels & set(heading.level)))
            and (not self.lengths or any(_is_long(minutes, name) for name in self.lengths))
        )

    def _has_text(self, template: Template) -> bool:
        heading = template.heading
        told = (heading.title, heading.summary, heading.specialty, *heading.blueprint)
        whole = " ".join((*told, *heading.objectives, heading.setting.place)).lower()
        return all(word in whole for word in self.text.lower().split())


def _is_long(minutes: int, name: str) -> bool:
    low, high = LENGTHS[name]
    return low <= minutes <= high


def row_of(template: Template, history: Sequence[EncounterRow], narrow: bool) -> Row:
    heading = template.heading
    own = attempts(template, history)
    tried = tried_at(own)
    levels = tuple(level in tried for level in DIFFICULTIES)
    cells = [
        Cell(heading.specialty),
        Cell(f"{heading.station.minutes} min"),
        Cell("", _tried_words(tried), levels=levels) if tried else Cell(tr("Not tried yet")),
        _score_cell(own),
    ]
    return Row(
        key=heading.id,
        title=heading.title,
        second=f"{CHANNEL_NAMES[heading.setting.channel]} · {heading.setting.place}",
        icon=CHANNEL_ICONS[heading.setting.channel],
        cells=tuple(cells[1:] if narrow else cells),
    )


def attempts(template: Template, history: Iterable[EncounterRow]) -> list[EncounterRow]:
    """Attempts at this template, the latest first."""
    return [row for row in history if row.template == template.heading.id]


def tried_at(own: Iterable[EncounterRow]) -> frozenset[str]:
    return frozenset(row.difficulty for row in own)


def _tried_words(tried: frozenset[str]) -> str:
    if len(tried) == len(DIFFICULTIES):
        return tr("All three")
    names = [DIFFICULTY_NAMES[level] for level in DIFFICULTIES if level in tried]
    return ", ".join(names).capitalize()


def _score_cell(own: Sequence[EncounterRow]) -> Cell:
    if not own or own[0].percent is None:
        return Cell("–")
    return Cell(f"{own[0].percent:.0f} %", ago(own[0].changed_at), bold=True, role="text")


def ago(moment: str, today: datetime.date | None = None) -> str:
    """An ISO moment as people say it: today, yesterday, 3 days ago, 12 May."""
    try:
        then = datetime.datetime.fromisoformat(moment).astimezone()
    except ValueError:
        return ""
    now = today or datetime.datetime.now().astimezone().date()
    days = (now - then.date()).days
    if days <= 0:
        return tr("Today {time}").replace("{time}", f"{then:%H:%M}")
    if days == 1:
        return tr("Yesterday")
    if days < 7:
        return tr("{n} days ago").replace("{n}", str(days))
    return f"{then.day} {then:%B}" if then.year == now.year else f"{then:%d %b %Y}"
