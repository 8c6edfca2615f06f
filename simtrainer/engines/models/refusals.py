"""Why a file could not be fetched, in one sentence each, and what is kept."""

from __future__ import annotations

from urllib.parse import urlsplit

from simtrainer.engines.models.part import Part, Source
from simtrainer.engines.models.progress import size_words
from simtrainer.errors import UserError
from simtrainer.i18n import tr


class Refused(UserError):
    """Trying again at once would not help; the sentence says why."""


class Cut(Exception):
    """The connection ended before the file did, or never came about."""


def _kept(part: Part) -> str:
    if not part.done:
        return tr("Nothing is lost; ask again when it is back.")
    return tr("{size} are kept; ask again to go on from there.").replace(
        "{size}", size_words(part.done)
    )


def never_the_same(source: Source) -> Refused:
    return Refused(
        tr("The server sends another file each time it is asked for {name}. Try later.").replace(
            "{name}", source.name
        )
    )


def not_as_tested(source: Source) -> Refused:
    return Refused(
        tr(
            "What the server has for {name} is not the file that was tested (its checksum or size "
            "differs), so nothing of it was used. Try again, perhaps from another network."
        ).replace("{name}", source.name)
    )


def no_network(source: Source, part: Part, why: str) -> UserError:
    host = str(urlsplit(source.address).hostname)
    text = tr("There is no connection to {host}{why}. {kept}")
    reason = f" ({why})" if why else ""
    return Refused(
        text.replace("{host}", host).replace("{why}", reason).replace("{kept}", _kept(part))
    )


def refusal(source: Source, status: int) -> Cut | Refused:
    host = str(urlsplit(source.address).hostname)
    if status in (404, 410):
        text = tr(
            "{name} is no longer at its address at {host}. Another model may do, or a file from "
            "elsewhere: import it."
        )
    elif status in (408, 425, 429) or status >= 500:
        return Cut(tr("it is busy, answer {status}").replace("{status}", str(status)))
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


def why(error: Exception) -> str:
    text = f"{type(error).__name__} {error}"
    if "Timeout" in text:
        text += " timed out"
    return next((tr(words) for sign, words in _REASONS if sign in text), "")
