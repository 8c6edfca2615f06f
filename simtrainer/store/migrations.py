"""The shape of the database, one migration a release; each runs whole or not at all."""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

migrations = Migrations("simtrainer")


@migrations()
def m001_encounters(db: Database) -> None:
    """Encounters, their events as lines of JSON, judgements and scorecards."""
    db.table("encounters").create(
        {
            "id": int,
            "template": str,
            "title": str,
            "person": str,
            "seed": int,
            "difficulty": str,
            "mode": str,
            "status": str,
            "clock_ms": int,
            "started_at": str,
            "changed_at": str,
            "seal": str,
            "percent": float,
        },
        pk="id",
        not_null={"template", "status", "started_at"},
    )
    db.table("events").create(
        {"encounter": int, "seq": int, "line": str, "stored_at": str},
        pk=("encounter", "seq"),
        not_null={"line"},
        foreign_keys=[("encounter", "encounters", "id")],
    )
    db.table("judgements").create(
        {"id": int, "seal": str, "marker": str, "kind": str, "body": str, "stored_at": str},
        pk="id",
        not_null={"seal", "marker", "kind", "body"},
    )
    db.table("judgements").create_index(["seal"])
    db.table("scorecards").create(
        {"encounter": int, "body": str, "stored_at": str},
        pk="encounter",
        foreign_keys=[("encounter", "encounters", "id")],
    )


@migrations()
def m002_notes(db: Database) -> None:
    """What trainees write for themselves while they work; no part of the encounter."""
    db.table("notes").create(
        {"encounter": int, "text": str},
        pk="encounter",
        not_null={"text"},
        foreign_keys=[("encounter", "encounters", "id")],
    )


@migrations()
def m003_drafts(db: Database) -> None:
    """What is half written: words not yet said, a note not yet handed in."""
    db.table("drafts").create(
        {"encounter": int, "name": str, "text": str},
        pk=("encounter", "name"),
        not_null={"text"},
        foreign_keys=[("encounter", "encounters", "id")],
    )


def known() -> set[str]:
    """Names of all migrations this program has."""
    return {migration.name for migration in migrations._migrations}
