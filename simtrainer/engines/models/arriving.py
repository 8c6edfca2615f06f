"""How a model comes onto the shelf: fetched, copied from a file or a stick, or used in place."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

from simtrainer.engines.models.catalogue import Offer, catalogue
from simtrainer.engines.models.discover import Found
from simtrainer.engines.models.download import fetch
from simtrainer.engines.models.gguf import Header, read_header
from simtrainer.engines.models.hashing import (
    always,
    chunks,
    files_in,
    hash_of,
    nobody,
    stat_of,
)
from simtrainer.engines.models.one_at_a_time import one_at_a_time
from simtrainer.engines.models.part import Source, forget_part, part_of
from simtrainer.engines.models.progress import GoOn, Report, size_words
from simtrainer.engines.models.room import check_room
from simtrainer.engines.models.shelf import Installed, Origin, Shelf, id_of
from simtrainer.engines.models.unpacking import MOST_BYTES, MOST_ENTRIES, unpack
from simtrainer.engines.models.vosk_folder import check_recogniser, is_recogniser
from simtrainer.errors import UserError
from simtrainer.i18n import tr

# --- fetched


def get(
    offer: Offer,
    shelf: Shelf,
    report: Report = nobody,
    go_on: GoOn = always,
    address: str | None = None,
) -> Installed:
    """Fetch a model of the catalogue; at once done when it is here and sound.

    ``address`` stands in for the offer's own, for a mirror.

    Raises:
        Paused: asked to stop; the same call goes on from there.
        UserError: it could not be fetched, or what came is no model.
    """
    here = next((m for m in shelf.installed() if m.id == offer.id), None)
    if here is not None and not shelf.problem(here):
        return here
    size = None if offer.size_is_rough else offer.size
    source = Source(offer.name, address or offer.address, size, offer.sha256)
    file = place_of(offer, shelf)
    if offer.kind == "voice":
        sha256 = _left(offer, file, report, go_on) or fetch(source, file, report, go_on)
        return _keep(shelf, _voice_of(offer, file, sha256))
    sha256 = fetch(source, file, report, go_on)
    try:
        return _unpacked(shelf, file, offer.id, offer, "download", report, go_on, sha256)
    finally:
        file.unlink(missing_ok=True)


def place_of(offer: Offer, shelf: Shelf) -> Path:
    """The file that an offer is fetched to; of a recogniser, its archive for as long as needed."""
    return shelf.folder / f"{offer.id}{'.gguf' if offer.kind == 'voice' else '.zip'}"


def arrived(offer: Offer, shelf: Shelf) -> int:
    """How many bytes of an offer wait to be gone on with."""
    return part_of(place_of(offer, shelf))


def give_up(offer: Offer, shelf: Shelf) -> None:
    """Delete what has arrived of an offer so far."""
    forget_part(place_of(offer, shelf))


def _left(offer: Offer, file: Path, report: Report, go_on: GoOn) -> str:
    """The hash of the whole file that lies there without a card, if it is the one offered:
    then the program ended in the moment between the last byte and the card."""
    if offer.sha256 is None or not file.is_file():
        return ""
    return sha256 if (sha256 := hash_of(file, report, go_on)) == offer.sha256 else ""


def _voice_of(offer: Offer, file: Path, sha256: str) -> Installed:
    try:
        header = read_header(file)
    except UserError:
        file.unlink(missing_ok=True)
        raise
    return _card(offer.id, file, sha256, "download", owned=True, header=header, offer=offer)


# --- copied


def import_path(
    path: Path, shelf: Shelf, report: Report = nobody, go_on: GoOn = always
) -> Installed:
    """Copy a model from a file, a stick or a folder onto the shelf.

    Raises:
        Paused: asked to stop; nothing is left of the copy.
        UserError: it is no model, not whole, or cannot be read or written.
    """
    try:
        path.stat()
        shelf.folder.mkdir(parents=True, exist_ok=True)
        with one_at_a_time(shelf.folder / "import", path.name):
            _sweep(shelf)
            return _import(path, shelf, report, go_on)
    except FileNotFoundError:
        raise UserError(tr("There is no file {path}.").replace("{path}", str(path))) from None
    except OSError as error:
        raise UserError(
            tr("{path} could not be copied ({why}). Nothing was changed.")
            .replace("{path}", str(path))
            .replace("{why}", error.strerror or str(error))
        ) from error


def _sweep(shelf: Shelf) -> None:
    """What an import that was killed has left."""
    for left in [*shelf.folder.glob("*.copying"), *shelf.folder.glob("*.unpacking")]:
        shutil.rmtree(left) if left.is_dir() else left.unlink()


def _import(path: Path, shelf: Shelf, report: Report, go_on: GoOn) -> Installed:
    if path.is_dir():
        return _import_folder(path, shelf, report, go_on)
    with path.open("rb") as stream:
        start = stream.read(2)
    if start != b"PK":
        return _import_voice(path, shelf, report, go_on)
    offer = next((o for o in catalogue().models if o.file == path.name), None)
    model_id = _id_for(shelf, path.stem, offer)
    return _unpacked(shelf, path, model_id, offer, "file", report, go_on)


def _import_voice(path: Path, shelf: Shelf, report: Report, go_on: GoOn) -> Installed:
    header = read_header(path)
    check_room(shelf.folder, header.size)
    copying = shelf.folder / f"{path.name}.copying"
    try:
        sha256 = _copy(path, copying, report, go_on)
        same = next((m for m in shelf.installed() if m.sha256 == sha256 and m.owned), None)
        if same is not None and not shelf.problem(same):
            return same
        offer = catalogue().by_hash(sha256)
        model_id = _id_for(shelf, path.stem, offer)
        target = shelf.folder / f"{model_id}.gguf"
        copying.replace(target)
    finally:
        copying.unlink(missing_ok=True)
    return _keep(shelf, _card(model_id, target, sha256, "file", True, header, offer))


def _import_folder(path: Path, shelf: Shelf, report: Report, go_on: GoOn) -> Installed:
    """The folder of a recogniser; or one that holds a single model file."""
    if not is_recogniser(path):
        files = [file for file in path.glob("*.gguf") if file.is_file()]
        if len(files) == 1:
            return _import_voice(files[0], shelf, report, go_on)
    check_recogniser(path, path.name)
    files, (size, _) = files_in(path), stat_of(path)
    if len(files) > MOST_ENTRIES or size > MOST_BYTES:
        raise UserError(
            tr("{name} holds too much for a recogniser ({size}).")
            .replace("{name}", path.name)
            .replace("{size}", size_words(size))
        )
    check_room(shelf.folder, size)
    model_id = _id_for(shelf, path.name, None)
    target, staging = shelf.folder / model_id, shelf.folder / f"{model_id}.copying"
    try:
        for file in files:
            place = staging / file.relative_to(path)
            place.parent.mkdir(parents=True, exist_ok=True)
            _copy(file, place, report, go_on)
        staging.rename(target)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return _keep(shelf, _card(model_id, target, hash_of(target), "file", owned=True))


def _copy(source: Path, target: Path, report: Report, go_on: GoOn) -> str:
    """Copy, and hash on the way, so that the file is read once."""
    state = hashlib.sha256()
    with source.open("rb") as stream, target.open("wb") as out:
        for some in chunks(stream, source.stat().st_size, "copying", report, go_on):
            state.update(some)
            out.write(some)
        out.flush()
        os.fsync(out.fileno())
    return state.hexdigest()


def _unpacked(
    shelf: Shelf,
    archive: Path,
    model_id: str,
    offer: Offer | None,
    origin: Origin,
    report: Report,
    go_on: GoOn,
    sha256: str = "",
) -> Installed:
    """A recogniser out of its archive. ``sha256`` of the archive, where it is known already."""
    if offer and offer.sha256 and (sha256 or hash_of(archive, report, go_on)) != offer.sha256:
        offer = None  # it only has the name of the one in the catalogue
    target = shelf.folder / model_id
    shelf.folder.mkdir(parents=True, exist_ok=True)
    unpack(archive, target, report, go_on)
    try:
        check_recogniser(target, archive.name)
    except UserError:
        shutil.rmtree(target, ignore_errors=True)
        raise
    card = _card(model_id, target, hash_of(target), origin, owned=True, offer=offer)
    if offer is None:
        card = card.model_copy(update={"name": archive.stem})
    return _keep(shelf, card)


# --- used in place


def use_in_place(
    found: Found, shelf: Shelf, report: Report = nobody, go_on: GoOn = always
) -> Installed:
    """A card for a model that another program has on the disk; the file stays where it is.

    Raises UserError when it is no model, or not the one that program says it is; Paused.
    """
    here = next((m for m in shelf.installed() if m.path == found.path), None)
    if here is not None and not shelf.problem(here):
        return here
    header = read_header(found.path) if found.kind == "voice" else None
    try:
        sha256 = hash_of(found.path, report, go_on)
    except OSError as error:
        raise cannot_read(found.path, error) from error
    if found.sha256 and found.sha256 != sha256:
        raise UserError(
            tr("{name} is damaged: its checksum is not the one it is stored under.").replace(
                "{name}", found.name
            )
        )
    offer = catalogue().by_hash(sha256)
    model_id = here.id if here else _id_for(shelf, found.id, None)
    card = _card(model_id, found.path, sha256, found.origin, False, header, offer)
    return _keep(shelf, card.model_copy(update={"name": offer.name if offer else found.name}))


def cannot_read(path: Path, error: OSError) -> UserError:
    return UserError(
        tr("{path} cannot be read ({why}).")
        .replace("{path}", str(path))
        .replace("{why}", error.strerror or str(error))
    )


# --- cards


def _id_for(shelf: Shelf, stem: str, offer: Offer | None) -> str:
    """An id that neither a model here nor, unless it is that very one, an offer has."""
    if offer and not shelf.has(offer.id):
        return offer.id
    offered = any(each.id == id_of(stem) for each in catalogue().models)
    return shelf.free_id(f"{stem}-file" if offered else stem)


def _card(
    model_id: str,
    path: Path,
    sha256: str,
    origin: Origin,
    owned: bool,
    header: Header | None = None,
    offer: Offer | None = None,
) -> Installed:
    try:
        size, changed_ns = stat_of(path)
    except OSError as error:
        raise cannot_read(path, error) from error
    named = offer.name if offer else (header.name if header else "") or model_id
    return Installed(
        id=model_id,
        kind="voice" if header else "recogniser",
        name=named,
        path=path,
        sha256=sha256,
        size=size,
        changed_ns=changed_ns,
        owned=owned,
        origin=origin,
        licence=offer.licence if offer else (header.licence if header else ""),
        quantisation=header.quantisation if header else "",
        language=offer.language if offer else "en",
    )


def _keep(shelf: Shelf, model: Installed) -> Installed:
    shelf.add(model)
    return model
