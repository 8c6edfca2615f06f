"""Sound devices that go astray while they play: ``FAULT`` says how.

With ``FAULT_ONCE`` (a path), only the first child does, and leaves a file there.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

from simtrainer.engines.audio import messages as am
from simtrainer.engines.backends import file_audio
from simtrainer.engines.worker import Link


class _LinkWithFault:
    """Lets everything through until the first sound is under way."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._levels = 0
        self._quiet = False

    def receive(self, *words: Any, **named: Any) -> Any:
        return self._link.receive(*words, **named)

    def send(self, message: Any) -> None:
        if isinstance(message, am.Devices) and os.environ["FAULT"] == "none":
            self._link.send(am.Devices())
            return
        if isinstance(message, am.Level):
            self._levels += 1
            if self._levels == 5 and _still_to_come():
                self._go_astray()
        if not self._quiet or isinstance(message, am.Beat):
            self._link.send(message)

    def _go_astray(self) -> None:
        match os.environ["FAULT"]:
            case "hang":
                time.sleep(3600)
            case "die":
                os._exit(3)
            case "stall":  # alive, but nothing is played any more
                self._quiet = True
            case "unplug":
                self._link.send(am.Trouble(problem="output_lost"))
                self._link.send(am.Devices())
                time.sleep(0.1)
                back = am.Device(id="back", name="back", default=True)
                self._link.send(am.Devices(outputs=(back,)))


def _still_to_come() -> bool:
    once = os.environ.get("FAULT_ONCE")
    if once is None:
        return True
    if Path(once).exists():
        return False
    Path(once).touch()
    return True


def serve(link: Link) -> None:
    file_audio.serve(_LinkWithFault(link))  # type: ignore[arg-type]
