"""Speech through pyttsx3: the system's voices on Windows and macOS, espeak-ng on Linux.

Known traps of pyttsx3 2.99: two queued files write only the second, speaking after a file rewrites
the file, a second thread gets an empty one; and with espeak-ng ``runAndWait`` waits for nothing:
it returns after 10 ms, whether the file is there or not. Hence one utterance a call on the main
thread, with a fresh engine; espeak-ng is waited for; and the file is checked by the caller.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from simtrainer.engines.audio.messages import MAX_SOUND_S
from simtrainer.engines.audio.sound import read_sound
from simtrainer.engines.backends.espeak_library import our_espeak
from simtrainer.engines.speaking.making import serve_synthesiser
from simtrainer.engines.speaking.messages import CannotSpeak, Delivery, VoiceInfo, VoiceWish
from simtrainer.engines.speaking.voices import best_voice, espeak_pitch, espeak_voice
from simtrainer.engines.worker import Link

_DRIVERS = {"darwin": "nsss", "win32": "sapi5"}
_SUFFIX = {"darwin": ".aiff"}


class Pyttsx3:
    def __init__(self) -> None:
        with our_espeak():
            import pyttsx3  # type: ignore[import-untyped]

            self._library: Any = pyttsx3
            self._driver = _DRIVERS.get(sys.platform, "espeak")
            self._engine()  # raises where it cannot be used, and loads the voices
            self._synchronize = _waiting_for(self._driver)
        self._folder = tempfile.TemporaryDirectory(prefix="simtrainer-voice-")
        self._voices = self._installed()

    def voices(self) -> tuple[VoiceInfo, ...]:
        return self._voices

    def make(self, text: str, delivery: Delivery) -> tuple[bytes, int]:
        file = Path(self._folder.name) / f"sentence{_SUFFIX.get(sys.platform, '.wav')}"
        file.unlink(missing_ok=True)
        engine = self._engine()
        self._set(engine, delivery)
        engine.save_to_file(text, str(file))
        engine.runAndWait()
        self._synchronize()
        try:
            return read_sound(file.read_bytes(), MAX_SOUND_S)
        except FileNotFoundError as error:
            raise CannotSpeak("no file was written") from error
        finally:
            file.unlink(missing_ok=True)

    def _engine(self) -> Any:
        """A fresh one: pyttsx3's own ``init`` would hand out the last one again."""
        return self._library.Engine(self._driver)

    def _set(self, engine: Any, delivery: Delivery) -> None:
        """Volume is left alone: it is applied to the sound. Not every driver knows pitch."""
        engine.setProperty("rate", delivery.rate)
        voice = self._voice_for(delivery.voice)
        if voice:
            engine.setProperty("voice", voice)
        with suppress(KeyError, NotImplementedError):
            engine.setProperty("pitch", espeak_pitch(delivery.voice, delivery.pitch))

    def _voice_for(self, wish: VoiceWish) -> str:
        if self._driver == "espeak":
            return espeak_voice(self._voices, wish)
        found = best_voice(self._voices, wish)
        return found.id if found else ""

    def _installed(self) -> tuple[VoiceInfo, ...]:
        return tuple(_info(voice) for voice in self._engine().getProperty("voices") or ())


def _waiting_for(driver: str) -> Callable[[], object]:
    """What waits until the driver's own thread is through."""
    if driver != "espeak":
        return lambda: None
    from pyttsx3.drivers import _espeak  # type: ignore[import-untyped]

    wait: Callable[[], object] = _espeak.Synchronize
    return wait


def _info(voice: Any) -> VoiceInfo:
    """pyttsx3 leaves most fields to its drivers: text, bytes, numbers or nothing."""
    gender = str(voice.gender or "").lower()
    languages = tuple(
        (name.decode("ascii", "ignore") if isinstance(name, bytes) else str(name)).strip("\x05")
        for name in voice.languages or ()
    )
    return VoiceInfo(
        id=str(voice.id),
        name=str(voice.name or voice.id),
        languages=languages,
        gender="female" if "female" in gender else "male" if "male" in gender else "",
        age=voice.age if isinstance(voice.age, int | float) and voice.age > 0 else 0,
    )


def serve(link: Link) -> None:
    serve_synthesiser(link, "pyttsx3", Pyttsx3)
