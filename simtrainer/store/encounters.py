"""Encounters, judgements and scorecards in the user's database."""

from __future__ import annotations

import datetime
import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from simtrainer.encounter.events import EVENT, EncounterEnded, EncounterStarted, Event, to_line
from simtrainer.encounter.upgrade import upgrade
from simtrainer.errors import UserError
from simtrainer.scenario.base import canonical_json
from simtrainer.store.opening import open_database

Status = Literal["open", "sealed", "stopped", "set_aside"]


@dataclass(frozen=True)
class EncounterRow:
    """What lists show of an encounter without reading its events."""

    id: int
    template: str
    title: str
    person: str
    seed: int
    difficulty: str
    mode: str
    status: Status
    clock_ms: int
    started_at: str
    changed_at: str
    seal: str
    percent: float | None


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")


@contextmanager
def _plainly() -> Iterator[None]:
    """Turns what SQLite says into a sentence the user can act on."""
    try:
        yield
    except sqlite3.OperationalError as error:
        text = str(error)
        if "full" in text or "disk I/O" in text:
            raise UserError(
                "The disk is full, so this last step was not saved. Everything before it is safe. "
                "Free some space, then try the step again."
            ) from error
        if "locked" in text:
            raise UserError(
                "Another simtrainer is writing to the same file. Close it, then try again."
            ) from error
        raise UserError(
            f"This step could not be saved ({text}). Earlier steps are safe."
        ) from error


class Store:
    """The one writer of the database. Use it from one thread at a time."""

    def __init__(self, path: Path, backups: Path) -> None:
        """Open the database. Raises UserError as ``open_database`` does."""
        opened = open_database(path, backups)
        self._db = opened.db
        self.notice = opened.notice

    def close(self) -> None:
        self._db.close()

    # --- encounters

    def begin(self, started: EncounterStarted, title: str, person: str) -> int:
        """Store a new encounter with its first event; gives its id once both are on the disk."""
        case = started.case
        row = {
            "template": case["heading"]["id"],
            "title": title,
            "person": person,
            "seed": case["seed"],
            "difficulty": case["difficulty"],
            "mode": started.mode,
            "status": "open",
            "clock_ms": 0,
            "started_at": _now(),
            "changed_at": _now(),
            "seal": "",
        }
        with _plainly(), self._db.atomic():
            table = self._db.table("encounters")
            table.insert(row)
            number = int(str(table.last_pk))
            self._insert(number, [started])
        return number

    def append(self, encounter: int, events: Sequence[Event]) -> None:
        """Store events. When this returns they are on the disk; when it raises, none is."""
        if not events:
            return
        last = events[-1]
        with _plainly(), self._db.atomic():
            self._insert(encounter, events)
            self._db.conn.execute(
                "UPDATE encounters SET clock_ms = ?, changed_at = ? WHERE id = ?",
                (last.at, _now(), encounter),
            )
            if isinstance(last, EncounterEnded):
                status = "stopped" if last.reason == "stopped" else "sealed"
                self._db.conn.execute(
                    "UPDATE encounters SET status = ?, seal = ? WHERE id = ?",
                    (status, last.seal, encounter),
                )

    def _insert(self, encounter: int, events: Sequence[Event]) -> None:
        now = _now()
        self._db.conn.executemany(
            "INSERT INTO events (encounter, seq, line, stored_at) VALUES (?, ?, ?, ?)",
            [(encounter, event.seq, to_line(event), now) for event in events],
        )

    def lines(self, encounter: int) -> list[str]:
        """The encounter's events as they were stored, in order."""
        rows = self._db.conn.execute(
            "SELECT line FROM events WHERE encounter = ? ORDER BY seq", (encounter,)
        )
        return [row[0] for row in rows]

    def events(self, encounter: int) -> list[Event]:
        """The encounter's events, brought up to the present version."""
        return [EVENT.validate_python(upgrade(json.loads(line))) for line in self.lines(encounter)]

    def row(self, encounter: int) -> EncounterRow:
        """Raises UserError when there is no such encounter."""
        rows = self._rows("id = ?", (encounter,))
        if not rows:
            raise UserError(f"There is no attempt number {encounter}.")
        return rows[0]

    def unfinished(self) -> list[EncounterRow]:
        """Encounters that can be resumed, the latest first."""
        return self._rows("status = 'open'", ())

    def aside(self) -> list[EncounterRow]:
        """Encounters that were set aside, the latest first; they can be taken up again."""
        return self._rows("status = 'set_aside'", ())

    def history(self) -> list[EncounterRow]:
        """Encounters that have a scorecard, the latest first."""
        return self._rows("status = 'sealed'", ())

    def _rows(self, where: str, values: tuple[Any, ...]) -> list[EncounterRow]:
        names = ", ".join(EncounterRow.__dataclass_fields__)
        found = self._db.conn.execute(
            f"SELECT {names} FROM encounters WHERE {where} ORDER BY id DESC",  # noqa: S608 - own text
            values,
        )
        return [EncounterRow(*row) for row in found]

    def set_aside(self, encounter: int) -> None:
        """No longer offer to resume; the events stay."""
        self._set_status(encounter, "set_aside")

    def take_up_again(self, encounter: int) -> None:
        self._set_status(encounter, "open")

    def _set_status(self, encounter: int, status: Status) -> None:
        with _plainly(), self._db.atomic():
            self._db.conn.execute(
                "UPDATE encounters SET status = ? WHERE id = ?", (status, encounter)
            )

    # --- the trainee's own notes

    def keep_notes(self, encounter: int, text: str) -> None:
        with _plainly(), self._db.atomic():
            self._db.conn.execute(
                "INSERT OR REPLACE INTO notes (encounter, text) VALUES (?, ?)", (encounter, text)
            )

    def notes(self, encounter: int) -> str:
        """What the trainee wrote for themselves in this encounter, or nothing."""
        rows = self._db.conn.execute("SELECT text FROM notes WHERE encounter = ?", (encounter,))
        found = rows.fetchone()
        return str(found[0]) if found else ""

    def keep_draft(self, encounter: int, name: str, text: str) -> None:
        """Keep what is half written under ``name``; empty text forgets it."""
        with _plainly(), self._db.atomic():
            if text:
                self._db.conn.execute(
                    "INSERT OR REPLACE INTO drafts (encounter, name, text) VALUES (?, ?, ?)",
                    (encounter, name, text),
                )
            else:
                self._db.conn.execute(
                    "DELETE FROM drafts WHERE encounter = ? AND name = ?", (encounter, name)
                )

    def drafts(self, encounter: int) -> dict[str, str]:
        """Name -> what is half written in this encounter."""
        rows = self._db.conn.execute(
            "SELECT name, text FROM drafts WHERE encounter = ?", (encounter,)
        )
        return {str(name): str(text) for name, text in rows}

    # --- judgements and scorecards

    def add_judgement(self, seal: str, marker: str, kind: str, body: dict[str, Any]) -> None:
        """Append to the stream of judgements on the encounter with this seal."""
        with _plainly(), self._db.atomic():
            self._db.conn.execute(
                "INSERT INTO judgements (seal, marker, kind, body, stored_at) VALUES (?,?,?,?,?)",
                (seal, marker, kind, canonical_json(body), _now()),
            )

    def judgements(self, seal: str) -> list[dict[str, Any]]:
        """All judgements on the encounter with this seal, oldest first."""
        rows = self._db.conn.execute(
            "SELECT marker, kind, body, stored_at FROM judgements WHERE seal = ? ORDER BY id",
            (seal,),
        )
        return [
            {"marker": marker, "kind": kind, "body": json.loads(body), "stored_at": stored}
            for marker, kind, body, stored in rows
        ]

    def keep_scorecard(self, encounter: int, body: dict[str, Any], percent: float) -> None:
        """Keep the latest scorecard beside its encounter, for lists and quick opening."""
        with _plainly(), self._db.atomic():
            self._db.conn.execute(
                "INSERT OR REPLACE INTO scorecards (encounter, body, stored_at) VALUES (?,?,?)",
                (encounter, canonical_json(body), _now()),
            )
            self._db.conn.execute(
                "UPDATE encounters SET percent = ? WHERE id = ?", (percent, encounter)
            )

    # --- deleting

    def delete_everything(self) -> None:
        """Delete all attempts and marks, and overwrite the space they took."""
        with _plainly():
            self._db.conn.execute("PRAGMA secure_delete=ON")
            with self._db.atomic():
                for table in (
                    "drafts",
                    "notes",
                    "scorecards",
                    "judgements",
                    "events",
                    "encounters",
                ):
                    self._db.conn.execute(f"DELETE FROM {table}")  # noqa: S608 - own names
            self._db.conn.execute("VACUUM")
            self._db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
