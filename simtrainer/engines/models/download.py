"""Fetch one file: resumed where it stopped, hashed while it streams, renamed only when it is whole.

While it is under way there are ``FILE.part`` with the bytes, and ``FILE.part.json`` with what the
server said of them, so that a killed program goes on where it was: the part is hashed again, and
the server is asked for the rest on the condition (If-Range) that the file is still the same.
"""

from __future__ import annotations

import os
import re
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from simtrainer.engines.models.hashing import always, nobody
from simtrainer.engines.models.one_at_a_time import one_at_a_time
from simtrainer.engines.models.part import Part, Source, take_up
from simtrainer.engines.models.progress import (
    GoOn,
    Paused,
    Progress,
    Report,
    Speed,
    size_words,
)
from simtrainer.engines.models.refusals import (
    Cut,
    Refused,
    never_the_same,
    no_network,
    not_as_tested,
    refusal,
    why,
)
from simtrainer.engines.models.room import cannot_write, check_room, flush_folder
from simtrainer.i18n import tr

if TYPE_CHECKING:
    import httpx

MOST_BYTES = 60_000_000_000  # beyond any model for a laptop
FIRST_ATTEMPTS = 2  # when nothing has come since it was asked for: somebody waits for an answer
ATTEMPTS = 5  # in a row without a single byte, before giving up for now
WAIT_S = 2.0  # before the second attempt; doubled each time
_LOCAL = ("127.0.0.1", "::1", "localhost")


class _Changed(Exception):
    """What is here belongs to another version of the file than what the server has."""


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
            part = take_up(source, part_file, report, go_on)
            check_room(target.parent, max((part.total or source.size or 0) - part.done, 0))
            _bring_all(source, part, report, go_on, wait_s)
            return _finish(source, part, target)
    except OSError as error:
        raise cannot_write(target.parent, error) from error


# --- bringing the rest


def _bring_all(source: Source, part: Part, report: Report, go_on: GoOn, wait_s: float) -> None:
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
                raise never_the_same(source) from None
        except Cut as cut:
            in_vain = 0 if part.done > before else in_vain + 1
            came = came or part.done > before
            if in_vain >= (ATTEMPTS if came else FIRST_ATTEMPTS):
                raise no_network(source, part, str(cut)) from None
            report(Progress("downloading", part.done, part.total, None, tr("Connecting again")))
            _wait(wait_s * 2 ** max(in_vain - 1, 0), go_on)


def _noting(report: Report, changes: int) -> Report:
    note = tr("The file has changed on the server, so it starts again") if changes else ""
    return lambda progress: report(replace(progress, note=note))


def _bring_some(source: Source, part: Part, report: Report, go_on: GoOn) -> None:
    import httpx  # only when somebody asks for a download

    timeout = httpx.Timeout(15.0)  # then the line counts as broken, and is taken up again
    try:
        with httpx.Client(timeout=timeout, follow_redirects=False) as client:
            response = _ask(client, source, part)
            try:
                _accept(source, part, response)
                _stream(source, part, response, report, go_on)
            finally:
                response.close()
    except httpx.HTTPError as error:
        raise Cut(why(error)) from error


def _ask(client: httpx.Client, source: Source, part: Part) -> httpx.Response:
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


def _accept(source: Source, part: Part, response: httpx.Response) -> None:
    """Decide what the answer is good for: the rest, the whole again, or nothing."""
    status = response.status_code
    if status == 416:  # nothing beyond what is here: it shrank, or it was whole already
        raise _Changed
    if status not in (200, 206):
        raise refusal(source, status)
    if response.headers.get("content-encoding", "identity").lower() != "identity":
        raise Refused(tr("The server sends the file in another form than asked for. Try later."))
    if status == 206:
        part.total = _total_of_rest(part, response)
    else:
        if part.done:
            part.start_again()
        length = response.headers.get("content-length", "")
        part.total = int(length) if length.isdecimal() else None
    part.validator = _validator(response)
    _check_size(source, part)
    part.write_notes()


def _total_of_rest(part: Part, response: httpx.Response) -> int:
    """The size of the whole, if the answer is the rest of what is here."""
    start, total = _range_of(response)
    validator = _validator(response)
    other = part.validator and validator and validator != part.validator
    if start != part.done or other or part.total not in (None, total):
        raise _Changed
    return total


def _check_size(source: Source, part: Part) -> None:
    if source.sha256 and source.size and part.total not in (None, source.size):
        part.start_again()
        raise not_as_tested(source)
    if (part.total or 0) > MOST_BYTES:
        raise Refused(
            tr(
                "The server announces {size}, more than any model for a laptop. Nothing was kept."
            ).replace("{size}", size_words(part.total or 0))
        )
    check_room(part.file.parent, max((part.total or 0) - part.done, 0))


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
    source: Source, part: Part, response: httpx.Response, report: Report, go_on: GoOn
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
        raise Cut("")


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


def _finish(source: Source, part: Part, target: Path) -> str:
    sha256 = str(part.state.hexdigest())
    if source.sha256 and sha256 != source.sha256:
        part.start_again()
        raise not_as_tested(source)
    part.file.replace(target)
    flush_folder(target.parent)
    part.notes.unlink(missing_ok=True)
    return sha256
