"""Whether Piper is installed: asked in the parent, so that no child is started for nothing."""

from __future__ import annotations

import importlib.util
import json
import shutil
import sys
from pathlib import Path
from typing import Literal

COMMAND_VARIABLE, VOICES_VARIABLE = "SIMTRAINER_PIPER", "SIMTRAINER_PIPER_VOICES"

# English voices in Piper's own list whose names tell the speaker's sex.
_FEMALE = frozenset(
    "alba amy cori hfc_female jenny_dioco kathleen kristin lessac ljspeech"
    " southern_english_female".split()
)
_MALE = frozenset(
    "alan bryce danny hfc_male joe john kusal norman northern_english_male ryan".split()
)


def sex_of(name: str) -> Literal["male", "female", ""]:
    return "female" if name in _FEMALE else "male" if name in _MALE else ""


def piper_environment(voices: Path) -> dict[str, str] | None:
    """What a child needs to speak through Piper; None where the program or a voice is missing.

    ``voices`` is the folder that holds ``*.onnx`` voices.
    """
    command = _command()
    if not command or not next(voices.glob("*.onnx"), None):
        return None
    return {COMMAND_VARIABLE: json.dumps(command), VOICES_VARIABLE: str(voices)}


def _command() -> list[str]:
    program = shutil.which("piper")
    if program:
        return [program]
    if not getattr(sys, "frozen", False) and importlib.util.find_spec("piper") is not None:
        return [sys.executable, "-P", "-m", "piper"]
    return []
