"""Unpack the archive of a recogniser: a zip file of a stranger, so nothing in it is believed.

Refused: names that lead outside or mean something to a system, two names that differ by case only,
links, encryption, bombs (too many entries, too many bytes, too tightly packed), lying sizes.
Nothing is written outside the folder given, and no more than was announced.
"""

from __future__ import annotations

import re
import shutil
import stat
import struct
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from simtrainer.engines.models.hashing import always, nobody
from simtrainer.engines.models.progress import GoOn, Paused, Progress, Report
from simtrainer.engines.models.room import check_room
from simtrainer.errors import UserError
from simtrainer.i18n import tr

MOST_ENTRIES = 5000
MOST_BYTES = 6_000_000_000
MOST_DIRECTORY = 4_000_000  # bytes of the list at the archive's end, which is read at once
MOST_RATIO = 60  # bytes out for one byte in; the models' tables come near ten
_CHUNK = 1 << 20
_DEVICES = re.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$")
_JUNK = ("__MACOSX/", ".DS_Store")


class BadArchive(UserError):
    """The archive is not used; the sentence says why."""


def unpack(archive: Path, target: Path, report: Report = nobody, go_on: GoOn = always) -> None:
    """Unpack into the new folder ``target``, which is there in full or not at all.

    Raises:
        Paused: asked to stop; nothing is left.
        UserError: the archive is refused, or there is no room for it.
    """
    _check_end(archive)
    staging = target.with_name(f"{target.name}.unpacking")
    shutil.rmtree(staging, ignore_errors=True)
    try:
        with zipfile.ZipFile(archive) as zipped:
            entries = _checked(archive, zipped.infolist())
            total = sum(info.file_size for info, _ in entries)
            check_room(target.parent, total)
            staging.mkdir(parents=True)
            done = 0
            for info, place in entries:
                done = _write(zipped, info, staging / place, done, total, report, go_on)
        shutil.rmtree(target, ignore_errors=True)
        _heart_of(staging).rename(target)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise _damaged(archive) from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _check_end(archive: Path) -> None:
    """Look at the record at the end before the library reads as much as that record says."""
    with archive.open("rb") as stream:
        size = stream.seek(0, 2)
        stream.seek(max(0, size - 65_557))
        tail = stream.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or at + 22 > len(tail):
        raise _damaged(archive)
    entries, directory = struct.unpack_from("<HI", tail, at + 10)
    large = at >= 20 and tail[at - 20 : at - 16] == b"PK\x06\x07"
    if large or entries > MOST_ENTRIES or directory > MOST_DIRECTORY:
        raise _refused(archive, tr("it holds too much"))


def _checked(
    archive: Path, infos: list[zipfile.ZipInfo]
) -> list[tuple[zipfile.ZipInfo, PurePosixPath]]:
    entries: list[tuple[zipfile.ZipInfo, PurePosixPath]] = []
    seen: set[str] = set()
    for info in infos:
        if info.is_dir() or any(junk in info.filename for junk in _JUNK):
            continue
        place = _place(archive, info)
        if str(place).casefold() in seen:
            raise _refused(archive, tr("two files in it have the same name"))
        seen.add(str(place).casefold())
        entries.append((info, place))
    total = sum(info.file_size for info, _ in entries)
    packed = sum(info.compress_size for info, _ in entries)
    tight = total > MOST_RATIO * packed + _CHUNK or packed > archive.stat().st_size
    if tight or len(entries) > MOST_ENTRIES or total > MOST_BYTES:
        raise _refused(archive, tr("it holds too much"))
    return entries


def _place(archive: Path, info: zipfile.ZipInfo) -> PurePosixPath:
    """Where the entry goes, below the folder; raises for anything but a plain file inside."""
    name, mode = info.filename, info.external_attr >> 16
    place = PurePosixPath(name)
    odd = (
        len(name) > 240
        or place.is_absolute()
        or any(c in name for c in '\\:*?"<>|')
        or any(ord(c) < 32 for c in name)
        or any(part in ("..", ".") or part.endswith((" ", ".")) for part in place.parts)
        or any(_DEVICES.match(part) for part in place.parts)
    )
    if odd or not place.parts:
        raise _refused(archive, tr("a name in it leads elsewhere"))
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        raise _refused(archive, tr("it holds links"))
    if info.flag_bits & 0x1:
        raise _refused(archive, tr("it is encrypted"))
    return place


def _write(
    zipped: zipfile.ZipFile,
    info: zipfile.ZipInfo,
    target: Path,
    done: int,
    total: int,
    report: Report,
    go_on: GoOn,
) -> int:
    """Write one entry, never more than it announced. Returns the bytes done so far."""
    target.parent.mkdir(parents=True, exist_ok=True)
    left = info.file_size
    with zipped.open(info) as packed, target.open("xb") as out:
        while some := packed.read(_CHUNK):
            left -= len(some)
            if left < 0:
                raise zipfile.BadZipFile
            if not go_on():
                raise Paused
            out.write(some)
            done += len(some)
            report(Progress("unpacking", done, total))
    if left:
        raise zipfile.BadZipFile
    return done


def _heart_of(folder: Path) -> Path:
    """Archives usually hold one folder that holds everything: that folder."""
    inside = list(folder.iterdir())
    alone = len(inside) == 1 and inside[0].is_dir()
    return _heart_of(inside[0]) if alone else folder


def _damaged(archive: Path) -> BadArchive:
    return BadArchive(
        tr("{file} is damaged or no zip archive. Fetch or copy it again.").replace(
            "{file}", archive.name
        )
    )


def _refused(archive: Path, why: str) -> BadArchive:
    return BadArchive(
        tr("{file} was not unpacked: {why}. Take the archive from its maker’s own page.")
        .replace("{file}", archive.name)
        .replace("{why}", why)
    )
