"""Speech through Piper, which sounds better: where the program ``piper`` and a voice are installed.

Piper is a program of its own here (the Python package brings one too). Each sentence is one run of
it, so the first sound takes about a second longer than that of pyttsx3.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from simtrainer.engines.audio.messages import MAX_SOUND_S
from simtrainer.engines.audio.sound import read_wav
from simtrainer.engines.speaking.making import serve_synthesiser
from simtrainer.engines.speaking.messages import CannotSpeak, Delivery, VoiceInfo
from simtrainer.engines.speaking.piper import COMMAND_VARIABLE, VOICES_VARIABLE, sex_of
from simtrainer.engines.speaking.voices import best_voice
from simtrainer.engines.worker import Link

OWN_RATE = 165  # words a minute of Piper's English voices at length scale 1
_LONGEST_S = 30.0
_PR_SET_PDEATHSIG = 1
_MAX_VOICE_JSON = 1_000_000


class Piper:
    def __init__(self) -> None:
        self._command = json.loads(os.environ.get(COMMAND_VARIABLE, "[]"))
        folder = os.environ.get(VOICES_VARIABLE, "")
        files = sorted(Path(folder).glob("*.onnx")) if folder else []
        self._voices = tuple(_info(file) for file in files)
        if not self._command or not self._voices:
            raise CannotSpeak("Piper or a voice for it is not installed")
        self._folder = tempfile.TemporaryDirectory(prefix="simtrainer-piper-")

    def voices(self) -> tuple[VoiceInfo, ...]:
        return self._voices

    def make(self, text: str, delivery: Delivery) -> tuple[bytes, int]:
        voice = best_voice(self._voices, delivery.voice)
        assert voice is not None
        file = Path(self._folder.name) / "sentence.wav"
        file.unlink(missing_ok=True)
        scale = f"{OWN_RATE / delivery.rate:.2f}"
        words = ["--model", voice.id, "--output_file", str(file), "--length_scale", scale]
        self._run([*self._command, *words], text)
        if not file.exists():
            raise CannotSpeak("Piper wrote no file")
        return read_wav(file.read_bytes(), MAX_SOUND_S)

    def _run(self, command: list[str], text: str) -> None:
        try:
            done = subprocess.run(
                command,
                input=text.encode() + b"\n",
                capture_output=True,
                timeout=_LONGEST_S,
                preexec_fn=_end_with_us if sys.platform.startswith("linux") else None,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise CannotSpeak("Piper did not come to an end") from error
        if done.returncode:
            last = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
            raise CannotSpeak(f"Piper ended with code {done.returncode} {last}")


def _end_with_us() -> None:
    """In Piper's process: be killed when this one is, however that happens (prctl(2))."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _info(file: Path) -> VoiceInfo:
    """What the voice's name says (``en_GB-alba-medium``), else its own description."""
    language, _, rest = file.stem.partition("-")
    name = rest.partition("-")[0]
    described = file.with_name(f"{file.name}.json")
    if "_" not in language and described.exists():
        language = _described_language(described) or language
    return VoiceInfo(
        id=str(file), name=file.stem, languages=(language.replace("_", "-"),), gender=sex_of(name)
    )


def _described_language(file: Path) -> str:
    try:
        if file.stat().st_size > _MAX_VOICE_JSON:
            return ""
        return str(json.loads(file.read_text(encoding="utf-8"))["language"]["code"])[:20]
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def serve(link: Link) -> None:
    serve_synthesiser(link, "piper", Piper)
