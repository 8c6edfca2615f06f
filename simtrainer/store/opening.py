"""Opening the database: refuse a newer one, set a damaged one aside, back up, migrate, verify."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

from sqlite_utils import Database

from simtrainer.errors import UserError
from simtrainer.store.migrations import known, migrations

BACKUPS_KEPT = 5
BACKUP_EVERY_S = 24 * 3600


class OpenedDatabase:
    """A database ready for use, and a sentence about what had to be done to it, if anything."""

    def __init__(self, db: Database, notice: str = "") -> None:
        self.db = db
        self.notice = notice


def open_database(path: Path, backups: Path) -> OpenedDatabase:
    """Open (or make) the database at ``path``; WAL, and every commit is on the disk.

    Raises UserError when the folder cannot be written, or the file is from a newer version.
    """
    _make_folders(path, backups)
    notice = _replace_damaged(path, backups)
    db = _connect(path)
    _refuse_newer(db, path)
    if migrations.pending(db):
        if _has_tables(db):
            back_up(db, backups, "before-update")
        migrations.apply(db)
    elif _backup_due(backups):
        back_up(db, backups, "daily")
    return OpenedDatabase(db, notice)


def _make_folders(path: Path, backups: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        backups.mkdir(parents=True, exist_ok=True)
        probe = path.parent / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise UserError(
            f"Your attempts cannot be saved in {path.parent}: {error.strerror}. Make that folder "
            "writable, or set SIMTRAINER_HOME to another folder, and start again."
        ) from error


def _connect(path: Path) -> Database:
    # Statements commit explicitly: `atomic()` brackets what belongs together.
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA busy_timeout=5000")
    return Database(connection)


def _has_tables(db: Database) -> bool:
    return "encounters" in db.table_names()


def _refuse_newer(db: Database, path: Path) -> None:
    applied = {migration.name for migration in migrations.applied(db)}
    if applied - known():
        db.close()
        raise UserError(
            f"A newer version of simtrainer wrote {path}. It was not touched. Use that version "
            "here, or set SIMTRAINER_HOME to another folder."
        )


def back_up(db: Database, backups: Path, why: str) -> Path:
    """Copy the database as it is now, by SQLite's own means; keep the newest few copies."""
    target = backups / f"{time.strftime('%Y%m%d-%H%M%S')}-{why}.sqlite"
    target.unlink(missing_ok=True)
    db.conn.execute("VACUUM INTO ?", (str(target),))
    for old in sorted(backups.glob("*.sqlite"))[:-BACKUPS_KEPT]:
        old.unlink(missing_ok=True)
    return target


def _backup_due(backups: Path) -> bool:
    newest = max((f.stat().st_mtime for f in backups.glob("*.sqlite")), default=0.0)
    return time.time() - newest > BACKUP_EVERY_S


def _is_sound(path: Path) -> bool:
    try:
        connection = sqlite3.connect(path)
        try:
            return bool(connection.execute("PRAGMA quick_check").fetchone()[0] == "ok")
        finally:
            connection.close()
    except sqlite3.DatabaseError:
        return False


def _replace_damaged(path: Path, backups: Path) -> str:
    """Set a damaged file aside and put the newest sound backup in its place."""
    if not path.exists() or _is_sound(path):
        return ""
    aside = path.with_name(f"{path.name}.damaged-{time.strftime('%Y%m%d-%H%M%S')}")
    for suffix in ("", "-wal", "-shm"):
        file = path.with_name(path.name + suffix)
        if file.exists():
            file.replace(aside.with_name(aside.name + suffix))
    for backup in sorted(backups.glob("*.sqlite"), reverse=True):
        if _is_sound(backup):
            copy = path.with_name(path.name + ".restoring")
            copy.write_bytes(backup.read_bytes())
            copy.replace(path)
            return (
                f"Your saved attempts were damaged. The copy of {backup.name[:8]} is in use now; "
                f"the damaged file is kept as {aside.name}."
            )
    return (
        "Your saved attempts were damaged and no copy was found. A new, empty file is in use; "
        f"the damaged one is kept as {aside.name}."
    )
