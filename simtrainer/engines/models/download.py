"""Fetch one file: resumed where it stopped, hashed while it streams, renamed only when it is whole.

While it is under way there are ``FILE.part`` with the bytes, and ``FILE.part.json`` with what the
server said of them, so that a killed program goes on where it was: the part is hashed again, and
the server is asked for the rest on the condition (If-Range) that the file is still the same.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import time
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from simtrainer.engines.models.hashing import always, chunks, nobody
from simtrainer.engines.models.one_at_a_time import one_at_a_time
from simtrainer.engines.models.progress import (
    GoOn,
    Paused,
    Progress,
    Report,
    Speed,
    size_words,
)
from simtrainer.engines.models.room import cannot_write, check_room, flush_folder
from simtrainer.errors import UserError
from simtrainer.i18n import tr

if TYPE_CHECKING:
    import httpx

MOST_BYTES = 60_000_000_000  # beyond any model for a laptop
FIRST_ATTEMPTS = 2  # when nothing has come since it was asked for: somebody waits for an answer
ATTEMPTS = 5  # in a row without a single byte, before giving up for now
WAIT_S = 2.0  # before the second attempt; doubled each time
_LOCAL = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True)
class Source:
    """What to fetch. ``size`` in bytes where known; ``sha256``, and then the exact size, only
    where certain."""

    name: str
    address: str
    size: int | None = None
    sha256: str | None = None


class Refused(UserError):
    """Trying again at once would not help; the sentence says why."""


class _Cut(Exception):
    """The connection ended before the file did, or never came about."""


class _Changed(Exception):
    """What is here belongs to another version of the file than what the server has."""


@dataclass
class _Part:
    """What has arrived: its state of SHA-256, and what the server said of the whole."""

    file: Path
    address: str
    done: int = 0
    total: int | None = None
    validator: str = ""  # ETag or date, for If-Range
    state: Any = field(default_factory=hashlib.sha256)

    @property
    def notes(self) -> Path:
        return self.file.with_name(f"{self.file.name}.json")

    def write_notes(self) -> None:
        kept = {"address": self.address, "total": self.total, "validator": self.validator}
        self.notes.write_text(json.dumps(kept), encoding="utf-8")

    def start_again(self) -> None:
        self.file.unlink(missing_ok=True)
        self.notes.unlink(missing_ok=True)
        self.done, self.total, self.validator = 0, None, ""
        self.state = hashlib.sha256()


def fetch(
    source: Source,
    target: Path,
    report: Report = nobody,
    go_on: GoOn = always,
    wait_s: float = WAIT_S,
) -> str:
    """Fetch ``source`` to ``target``; the SHA-256 of what came, which is the source's if certain.

    Raises:
        Paused: ``go_on`` said no; what came is kept, and the same call goes on from there.
        UserError: it could not be fetched; the sentence says why and what is kept.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part_file = target.with_name(f"{target.name}.part")
        with one_at_a_time(part_file, source.name):
            part = _take_up(source, part_file, report, go_on)
            check_room(target.parent, max((part.total or source.size or 0) - part.done, 0))
            _bring_all(source, part, report, go_on, wait_s)
            return _finish(source, part, target)
    except OSError as error:
        raise cannot_write(target.parent, error) from error


def part_of(target: Path) -> int:
    """How many bytes of ``target`` wait to be gone on with; 0 when none do."""
    with suppress(OSError):
        return target.with_name(f"{target.name}.part").stat().st_size
    return 0


def forget_part(target: Path) -> None:
    """Delete what has arrived of ``target`` so far."""
    for suffix in (".part", ".part.json", ".part.lock"):
        target.with_name(f"{target.name}{suffix}").unlink(missing_ok=True)


# --- what is here already


def _take_up(source: Source, file: Path, report: Report, go_on: GoOn) -> _Part:
    """The part that is here, hashed again; an empty one when there is none to trust."""
    part = _Part(file, source.address)
    notes = _notes(part.notes)
    known = notes.get("address") == source.address
    if not known or not (notes.get("validator") or source.sha256):
        part.start_again()  # nothing could tell whether the rest belongs to it
        return part
    part.total, part.validator = notes["total"], notes["validator"]
    with suppress(FileNotFoundError), file.open("rb") as stream:
        for some in chunks(stream, file.stat().st_size, "checking", report, go_on):
            part.state.update(some)
            part.done += len(some)
    return part


def _notes(file: Path) -> dict[str, Any]:
    try:
        kept = json.loads(file.read_bytes()[:10_000])
        total = kept["total"]
        if total is None or isinstance(total, int):
            return {"address": kept["address"], "total": total, "validator": str(kept["validator"])}
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return {}


# --- bringing the rest


def _bring_all(source: Source, part: _Part, report: Report, go_on: GoOn, wait_s: float) -> None:
    """Ask, and ask again where the connection breaks, as long as anything comes."""
    in_vain, changes, came = 0, 0, False
    while part.total is None or part.done < part.total:
        before = part.done
        try:
            _bring_some(source, part, _noting(report, changes), go_on)
        except _Changed:
            part.start_again()
            changes += 1
            if changes >= ATTEMPTS:
                raise _never_the_same(source) from None
        except _Cut as cut:
            in_vain = 0 if part.done > before else in_vain + 1
            came = came or part.done > before
            if in_vain >= (ATTEMPTS if came else FIRST_ATTEMPTS):
                raise _no_network(source, part, str(cut)) from None
            report(Progress("downloading", part.done, part.total, None, tr("Connecting again")))
            _wait(wait_s * 2 ** max(in_vain - 1, 0), go_on)


def _noting(report: Report, changes: int) -> Report:
    note = tr("The file has changed on the server, so it starts again") if changes else ""
    return lambda progress: report(replace(progress, note=note))


def _bring_some(source: Source, part: _Part, report: Report, go_on: GoOn) -> None:
    import httpx  # only when somebody asks for a download

    timeout = httpx.Timeout(30.0, connect=15.0)
    try:
        with httpx.Client(timeout=timeout, follow_redirects=False) as client:
            response = _ask(client, source, part)
            try:
                _accept(source, part, response)
                _stream(source, part, response, report, go_on)
            finally:
                response.close()
    except httpx.HTTPError as error:
        raise _Cut(_why(error)) from error


def _ask(client: httpx.Client, source: Source, part: _Part) -> httpx.Response:
    """The answer to a request for what is missing, after redirects, with its body unread."""
    headers = {"Accept-Encoding": "identity", "User-Agent": "simtrainer"}
    if part.done:
        headers["Range"] = f"bytes={part.done}-"
        if part.validator:
            headers["If-Range"] = part.validator
    address = source.address
    for _ in range(6):
        _check_address(source, address)
        request = client.build_request("GET", address, headers=headers)
        response = client.send(request, stream=True)
        if response.status_code not in (301, 302, 303, 307, 308):
            return response
        response.close()
        address = urljoin(address, response.headers.get("location", ""))
    raise Refused(tr("The server sends from one address to the next without end. Try later."))


def _check_address(source: Source, address: str) -> None:
    """https alone; this computer itself may be spoken to in the open."""
    parts = urlsplit(address)
    first = urlsplit(source.address)
    local = parts.hostname in _LOCAL and first.hostname in _LOCAL
    if parts.scheme != "https" and not (parts.scheme == "http" and local):
        raise Refused(
            tr(
                "The server points to an address that is not secure ({host}); nothing was fetched."
            ).replace("{host}", str(parts.hostname))
        )


def _accept(source: Source, part: _Part, response: httpx.Response) -> None:
    """Decide what the answer is good for: the rest, the whole again, or nothing."""
    status = response.status_code
    if status == 416:  # nothing beyond what is here: it shrank, or it was whole already
        raise _Changed
    if status not in (200, 206):
        raise _refusal(source, status)
    if response.headers.get("content-encoding", "identity").lower() != "identity":
        raise Refused(tr("The server sends the file in another form than asked for. Try later."))
    if status == 206:
        start, total = _range_of(response)
        validator = _validator(response)
        other = part.validator and validator and validator != part.validator
        if start != part.done or other or (part.total is not None and total != part.total):
            raise _Changed
        part.total = total
    else:
        if part.done:
            part.start_again()
        length = response.headers.get("content-length", "")
        part.total = int(length) if length.isdecimal() else None
    part.validator = _validator(response)
    if source.sha256 and source.size and part.total not in (None, source.size):
        part.start_again()
        raise _not_as_tested(source)
    if (part.total or 0) > MOST_BYTES:
        raise Refused(
            tr(
                "The server announces {size}, more than any model for a laptop. Nothing was kept."
            ).replace("{size}", size_words(part.total or 0))
        )
    check_room(part.file.parent, max((part.total or 0) - part.done, 0))
    part.write_notes()


def _range_of(response: httpx.Response) -> tuple[int, int]:
    found = re.fullmatch(
        r"bytes (\d{1,15})-(\d{1,15})/(\d{1,15})", response.headers.get("content-range", "")
    )
    if found is None:
        raise _Changed
    return int(found.group(1)), int(found.group(3))


def _validator(response: httpx.Response) -> str:
    """A strong ETag, else the date of the last change; weak tags say nothing about bytes."""
    tag = str(response.headers.get("etag", ""))
    if tag.startswith('"'):
        return tag
    return str(response.headers.get("last-modified", ""))


def _stream(
    source: Source, part: _Part, response: httpx.Response, report: Report, go_on: GoOn
) -> None:
    speed = Speed()
    most = part.total if part.total is not None else MOST_BYTES
    with part.file.open("ab") as out:
        if out.tell() != part.done:
            raise _Changed  # somebody else wrote into it
        try:
            for some in response.iter_raw():
                if not go_on():
                    raise Paused
                if part.done + len(some) > most:
                    raise _Changed
                out.write(some)
                part.state.update(some)
                part.done += len(some)
                total = part.total or source.size
                report(Progress("downloading", part.done, total, speed.count(len(some))))
        finally:
            out.flush()
            os.fsync(out.fileno())
    if part.total is None:
        part.total = part.done
    if part.done < part.total:
        raise _Cut("")


def _wait(seconds: float, go_on: GoOn, step_s: float = 0.1) -> None:
    until = time.monotonic() + seconds
    while True:
        if not go_on():
            raise Paused
        left = until - time.monotonic()
        if left <= 0:
            return
        time.sleep(min(left, step_s))


# --- the end


def _finish(source: Source, part: _Part, target: Path) -> str:
    sha256 = str(part.state.hexdigest())
    if source.sha256 and sha256 != source.sha256:
        part.start_again()
        raise _not_as_tested(source)
    part.file.replace(target)
    flush_folder(target.parent)
    part.notes.unlink(missing_ok=True)
    return sha256


# --- in words


def _kept(part: _Part) -> str:
    if not part.done:
        return tr("Nothing is lost; ask again when it is back.")
    return tr("{size} are kept; ask again to go on from there.").replace(
        "{size}", size_words(part.done)
    )


def _never_the_same(source: Source) -> Refused:
    return Refused(
        tr("The server sends another file each time it is asked for {name}. Try later.").replace(
            "{name}", source.name
        )
    )


def _not_as_tested(source: Source) -> Refused:
    return Refused(
        tr(
            "What the server has for {name} is not the file that was tested (its checksum or size "
            "differs), so nothing of it was used. Try again, perhaps from another network."
        ).replace("{name}", source.name)
    )


def _no_network(source: Source, part: _Part, why: str) -> UserError:
    host = str(urlsplit(source.address).hostname)
    text = tr("There is no connection to {host}{why}. {kept}")
    reason = f" ({why})" if why else ""
    return Refused(
        text.replace("{host}", host).replace("{why}", reason).replace("{kept}", _kept(part))
    )


def _refusal(source: Source, status: int) -> _Cut | Refused:
    host = str(urlsplit(source.address).hostname)
    if status in (404, 410):
        text = tr(
            "{name} is no longer at its address at {host}. Another model may do, or a file from "
            "elsewhere: import it."
        )
    elif status in (408, 425, 429) or status >= 500:
        return _Cut(tr("it is busy, answer {status}").replace("{status}", str(status)))
    else:
        text = tr(
            "{host} does not give out {name} (answer {status}). Your network may block it: try "
            "another one, or import the file from a stick."
        )
    return Refused(
        text.replace("{name}", source.name).replace("{host}", host).replace("{status}", str(status))
    )


_REASONS: tuple[tuple[str, str], ...] = (
    ("CERTIFICATE", "the secure connection was not accepted; your network may inspect it"),
    ("timed out", "it did not answer in time"),
    ("Name or service", "is this computer online?"),
    ("getaddrinfo", "is this computer online?"),
    ("name resolution", "is this computer online?"),
    ("nodename", "is this computer online?"),
    ("unreachable", "is this computer online?"),
    ("refused", "it refused the connection"),
)


def _why(error: Exception) -> str:
    text = f"{type(error).__name__} {error}"
    if "Timeout" in text:
        text += " timed out"
    return next((tr(words) for sign, words in _REASONS if sign in text), "")
