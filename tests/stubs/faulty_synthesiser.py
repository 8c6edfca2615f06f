"""A synthesiser that goes astray at one sentence: ``FAULT`` says how, ``FAULT_AT`` at which words.

With ``FAULT_ONCE`` (a path), only the first child does, and leaves a file there.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

from simtrainer.engines.backends.tone_synthesiser import Hum
from simtrainer.engines.speaking.making import serve_synthesiser
from simtrainer.engines.speaking.messages import CannotSpeak, Delivery
from simtrainer.engines.worker import Link


class Faulty(Hum):
    def make(self, text: str, delivery: Delivery) -> tuple[bytes, int]:
        if os.environ["FAULT_AT"] in text and _still_to_come():
            match os.environ["FAULT"]:
                case "hang":
                    time.sleep(3600)
                case "die":
                    os._exit(3)
                case "empty":
                    return b"", 22_050
                case "silent":
                    return bytes(44_100), 22_050
                case "raise":
                    raise CannotSpeak("not today")
                case "junk":
                    os.write(int(os.environ.get("JUNK_FD", "4")), b"\xff" * 64)
        return super().make(text, delivery)


def _still_to_come() -> bool:
    once = os.environ.get("FAULT_ONCE")
    if once is None:
        return True
    if Path(once).exists():
        return False
    Path(once).touch()
    return True


def serve(link: Link) -> None:
    serve_synthesiser(link, "faulty", Faulty)
