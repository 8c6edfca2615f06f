"""Backends for tests of the link: run in a real child process, told by a message what to do."""

from __future__ import annotations

import os
import sys
import time
from typing import Literal

from pydantic import TypeAdapter

from simtrainer.engines.frames import Message
from simtrainer.engines.worker import Link


class Do(Message):
    what: Literal["echo", "die", "hang", "babble", "chatter", "count"]
    text: str = ""


class Said(Message):
    text: str


ASKS = TypeAdapter(Do)
ANSWERS = TypeAdapter(Said)


def serve(link: Link) -> None:
    heard = 0
    while True:
        do = link.receive(ASKS)
        assert do is not None
        heard += 1
        match do.what:
            case "echo":
                link.send(Said(text=do.text))
            case "count":
                link.send(Said(text=str(heard)))
            case "die":
                sys.stderr.write("the last words\n")
                os.abort()
            case "hang":
                time.sleep(3600)
            case "babble":
                link._outgoing.write(b"this is no frame at all")
            case "chatter":
                sys.stdout.write("a library talks to standard output\n")
                sys.stdout.flush()
                link.send(Said(text="still in step"))
