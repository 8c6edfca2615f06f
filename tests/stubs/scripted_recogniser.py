"""A recogniser that always understands ``SAID``, surely or not, or hangs: ``EAR`` says which."""

from __future__ import annotations

import os
import time

from simtrainer.engines.listening import messages as lm
from simtrainer.engines.worker import Link

CHUNKS = 5  # of sound, until it is sure that somebody talks


def serve(link: Link) -> None:
    chunks = 0
    while True:
        match link.receive(lm.ASKS):
            case lm.Prepare():
                link.send(lm.Ready(engine="scripted"))
            case lm.Begin():
                chunks = 0
            case lm.Sound():
                chunks += 1
                if chunks == CHUNKS:
                    link.send(lm.VoiceHeard(at_ms=40))
                    link.send(lm.Partial(text=os.environ["SAID"].split()[0]))
                link.send(lm.Followed(ms=40 * chunks))
            case lm.End():
                if os.environ.get("EAR") == "hang":
                    time.sleep(3600)
                link.send(_final() if chunks >= CHUNKS else lm.Final(engine="scripted"))
                link.send(lm.Ended())
            case _:
                pass


def _final() -> lm.Final:
    unsure = os.environ.get("EAR") == "unsure"
    sure = 0.3 if unsure else 0.9
    text = os.environ["SAID"]
    words = tuple(
        lm.Word(text=word, confidence=sure, start_ms=0, end_ms=100) for word in text.split()
    )
    return lm.Final(
        text=text,
        words=words,
        confidence=sure,
        unsure=unsure,
        start_ms=40,
        talk_ms=900,
        engine="scripted",
    )
