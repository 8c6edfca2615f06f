"""What the user has chosen about the program, kept in one small JSON file."""

from __future__ import annotations

import json
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from simtrainer.errors import UserError
from simtrainer.i18n import tr


class Settings(BaseModel):
    """Every choice has a default, so an empty file is a good one.

    Unknown names are kept: a newer version of the program may have written them.
    """

    model_config = ConfigDict(frozen=True, extra="allow", allow_inf_nan=False)

    theme: Literal["auto", "light", "dark"] = "auto"
    zoom: int = Field(default=100, ge=80, le=200, description="percent")
    font: Literal["inter", "dyslexia-friendly"] = "inter"
    reduced_motion: bool = False
    idle_ticks: bool = Field(default=True, description="case time moves while nobody acts")
    captions: Literal["small", "medium", "large"] = "medium"
    locale: Literal["en-GB", "en-US"] = "en-GB"
    difficulty: Literal["easy", "standard", "hard"] = "standard"
    voice_model: str = Field(
        default="", max_length=100, description="id of the patient's voice; empty: the scripted one"
    )
    recogniser_model: str = Field(
        default="", max_length=100, description="id of the recogniser; empty: the built-in one"
    )
    speech_out: bool = Field(default=False, description="people are heard as well as read")
    speech_in: Literal["off", "hold", "hands_free"] = "off"
    voice_volume: int = Field(default=80, ge=0, le=100, description="percent")
    voice_pace: int = Field(default=100, ge=60, le=140, description="percent of each person's own")
    loudspeaker: str = Field(default="", max_length=500, description="device id; empty: default")
    microphone: str = Field(default="", max_length=500, description="device id; empty: default")
    headphones: bool = Field(default=False, description="the microphone does not hear the voice")
    sound_offered: bool = Field(default=False, description="speech was offered once")
    shortcuts: dict[str, str] = Field(
        default_factory=dict, description="action name -> key sequence, over the built-in one"
    )


def load_settings(file: Path) -> tuple[Settings, str | None]:
    """The settings in ``file``, and a sentence for the user when some could not be used.

    A damaged file is set aside beside the new one; what is still good in it stays in use.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Settings(), None
    except (OSError, UnicodeDecodeError):
        return Settings(), _set_aside(file)
    try:
        return Settings.model_validate_json(text), None
    except ValidationError as error:
        good = _what_is_good(text, error)
    sentence = _set_aside(file)
    with suppress(UserError):  # the next start tries again
        save_settings(good, file)
    return good, sentence


def save_settings(settings: Settings, file: Path) -> None:
    """Replace ``file`` in one step, so that a crash leaves the old or the new one.

    Raises:
        UserError: the folder cannot be written.
    """
    text = settings.model_dump_json(indent=2) + "\n"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        _replace(file, text)
    except OSError as error:
        raise UserError(
            tr("Your settings could not be saved in {folder} ({why}). They hold until you close.")
            .replace("{folder}", str(file.parent))
            .replace("{why}", error.strerror or str(error))
        ) from error


def _replace(file: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(prefix=file.name, suffix=".part", dir=file.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(file)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _what_is_good(text: str, error: ValidationError) -> Settings:
    try:
        values: Any = json.loads(text)
    except ValueError:
        return Settings()
    if not isinstance(values, dict):
        return Settings()
    bad = {detail["loc"][0] for detail in error.errors() if detail["loc"]}
    return Settings.model_validate({name: v for name, v in values.items() if name not in bad})


def _set_aside(file: Path) -> str:
    aside = _free_name(file)
    try:
        file.rename(aside)
    except OSError as error:
        sentence = tr("Your settings in {file} could not be read ({why}); defaults are in use.")
        return sentence.replace("{file}", str(file)).replace("{why}", error.strerror or str(error))
    sentence = tr("Your settings could not be read in full; the old file is kept as {file}.")
    return sentence.replace("{file}", str(aside))


def _free_name(file: Path) -> Path:
    """The first of ``settings.damaged.json``, ``settings.damaged-2.json``, ... not yet taken."""
    number, aside = 1, file.with_name(f"{file.stem}.damaged{file.suffix}")
    while aside.exists():
        number += 1
        aside = file.with_name(f"{file.stem}.damaged-{number}{file.suffix}")
    return aside
