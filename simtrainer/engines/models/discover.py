"""Models that other programs have on this disk: found by where they keep them, used in place.

Nothing of theirs is changed. Their files and lists are a stranger's: sizes are capped, and a model
is only listed here; it is looked at when somebody chooses it.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from simtrainer.engines.models.catalogue import Kind
from simtrainer.engines.models.shelf import Origin, id_of
from simtrainer.engines.models.vosk_folder import is_recogniser

MOST_FOUND = 200
MOST_LOOKED_AT = 20_000  # names in all, so that a huge folder costs no more than a moment
MOST_MANIFEST = 200_000  # bytes
DEPTH = 5
SMALLEST = 1_000_000  # bytes; vocabularies alone also end in .gguf
_OLLAMA_MODEL = "application/vnd.ollama.image.model"
_DIGEST = re.compile(r"^sha256:([0-9a-f]{64})$")
_LATER_PART = re.compile(r"-\d{5}-of-\d{5}\.gguf$", re.IGNORECASE)
PROGRAMS: dict[Origin, str] = {
    "lm-studio": "LM Studio",
    "ollama": "Ollama",
    "gpt4all": "GPT4All",
    "jan": "Jan",
    "vosk": "Vosk",
}


@dataclass(frozen=True)
class Found:
    """A model of another program. ``sha256`` where that program stores it under its hash."""

    id: str
    kind: Kind
    name: str
    path: Path
    size: int
    origin: Origin
    sha256: str = ""


def discover(home: Path | None = None, environment: Mapping[str, str] | None = None) -> list[Found]:
    """All models found, by program and name, each file once. Never raises; may take a moment."""
    home = home or Path.home()
    env = os.environ if environment is None else environment
    found = [
        *_ollama(_ollama_folders(home, env)),
        *_plain("lm-studio", _lm_studio_folders(home)),
        *_plain("gpt4all", _gpt4all_folders(home, env)),
        *_plain("jan", _jan_folders(home, env)),
        *_vosk(home / ".cache" / "vosk"),
    ]
    return _each_once(found)[:MOST_FOUND]


def _each_once(found: list[Found]) -> list[Found]:
    """One file may have many names; ids are made different where they are not."""
    by_path: dict[Path, Found] = {}
    for each in found:
        by_path.setdefault(each.path, each)
    named: dict[str, Found] = {}
    for each in by_path.values():
        number, own = 1, each.id
        while own in named:
            number += 1
            own = f"{each.id}-{number}"
        named[own] = Found(
            own, each.kind, each.name, each.path, each.size, each.origin, each.sha256
        )
    return list(named.values())


# --- where they keep them


def _lm_studio_folders(home: Path) -> list[Path]:
    return [home / ".lmstudio" / "models", home / ".cache" / "lm-studio" / "models"]


def _ollama_folders(home: Path, env: Mapping[str, str]) -> list[Path]:
    own = env.get("OLLAMA_MODELS")
    service = [Path("/usr/share/ollama/.ollama/models")] if sys.platform == "linux" else []
    return [*([Path(own)] if own else []), home / ".ollama" / "models", *service]


def _gpt4all_folders(home: Path, env: Mapping[str, str]) -> list[Path]:
    return [base / "nomic.ai" / "GPT4All" for base in _data_folders(home, env)]


def _jan_folders(home: Path, env: Mapping[str, str]) -> list[Path]:
    newer = [base / "Jan" / "data" for base in _data_folders(home, env)]
    places = [*newer, home / ".config" / "Jan" / "data", home / "jan"]
    return [place / inside for place in places for inside in ("llamacpp/models", "models")]


def _data_folders(home: Path, env: Mapping[str, str]) -> list[Path]:
    """Where programs of this system keep their data."""
    if sys.platform == "win32":
        named = [env.get("LOCALAPPDATA"), env.get("APPDATA")]
        return [Path(name) for name in named if name]
    if sys.platform == "darwin":
        return [home / "Library" / "Application Support"]
    return [Path(env.get("XDG_DATA_HOME") or home / ".local" / "share")]


# --- reading them


def _plain(origin: Origin, folders: list[Path]) -> Iterator[Found]:
    for folder in folders:
        for file in _model_files(folder):
            size = _size(file)
            if size >= SMALLEST:
                yield Found(id_of(file.stem), "voice", file.stem[:80], file, size, origin)


def _model_files(folder: Path) -> Iterator[Path]:
    """Files of whole language models, not too deep; no parts, no eyes or ears of models."""
    looked_at = 0
    for place, folders, names in os.walk(folder, followlinks=False):
        depth = len(Path(place).relative_to(folder).parts)
        if depth >= DEPTH:
            folders.clear()
        looked_at += len(names) + len(folders)
        if looked_at > MOST_LOOKED_AT:
            return
        for name in sorted(names):
            odd = _LATER_PART.search(name) or name.lower().startswith("mmproj")
            if name.lower().endswith(".gguf") and not odd:
                yield Path(place) / name


def _size(file: Path) -> int:
    try:
        return file.stat().st_size if file.is_file() else 0
    except OSError:
        return 0


def _ollama(folders: list[Path]) -> Iterator[Found]:
    for folder in folders:
        manifests = folder / "manifests"
        for looked_at, manifest in enumerate(_files_below(manifests)):
            if looked_at > MOST_FOUND:
                break
            digest = _model_digest(manifest)
            blob = folder / "blobs" / f"sha256-{digest}"
            size = _size(blob) if digest else 0
            if size >= SMALLEST:
                name = _ollama_name(manifest.relative_to(manifests).parts)
                yield Found(id_of(f"ollama-{name}"), "voice", name, blob, size, "ollama", digest)


def _files_below(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder, followlinks=False):
        folders.sort()
        if len(Path(place).relative_to(folder).parts) >= DEPTH:
            folders.clear()
        yield from (Path(place) / name for name in sorted(names))


def _model_digest(manifest: Path) -> str:
    """The hash under which Ollama stores the model of a manifest; nothing for what is none."""
    try:
        with manifest.open("rb") as stream:
            read = json.loads(stream.read(MOST_MANIFEST))
        for layer in read["layers"]:
            digest = _DIGEST.match(str(layer["digest"]))
            if layer["mediaType"] == _OLLAMA_MODEL and digest:
                return digest.group(1)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        pass
    return ""


def _ollama_name(parts: tuple[str, ...]) -> str:
    """``registry/library/llama3.2/1b`` as people type it: ``llama3.2:1b``."""
    own = parts[1:] if len(parts) > 2 else parts
    own = own[1:] if len(own) > 2 and own[0] == "library" else own
    return ("/".join(own[:-1]) + ":" + own[-1])[:80] if len(own) > 1 else own[0][:80]


def _vosk(folder: Path) -> Iterator[Found]:
    """Models that Vosk fetched by itself for another program."""
    try:
        folders = sorted(place for place in folder.iterdir() if place.is_dir())
    except OSError:
        return
    for place in folders[:MOST_FOUND]:
        if is_recogniser(place):
            size = sum(_size(file) for file in place.rglob("*"))
            yield Found(id_of(place.name), "recogniser", place.name[:80], place, size, "vosk")
