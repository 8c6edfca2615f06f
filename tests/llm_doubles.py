"""A language model's child that misbehaves on purpose; the name of the model says how."""

from __future__ import annotations

import os
import time
from typing import Any

from simtrainer.engines.llm.messages import (
    ASKS,
    Finished,
    Heard,
    Load,
    Loaded,
    Progress,
    Sentence,
    Warm,
    Word,
)
from simtrainer.engines.worker import Link


def serve(link: Link) -> None:
    how = ""
    while True:
        match link.receive(ASKS):
            case Load() as load:
                how = load.path.name
                if how == "dies at once":
                    os._exit(3)
                link.send(Loaded(sha256="0" * 64, name=how, n_ctx=4096, n_threads=1))
            case Warm():
                link.send(Progress(done=10, total=10))
            case Word() as word:
                _word(link, word, how)
            case Heard():
                pass
            case _:
                pass


def _word(link: Link, word: Word, how: str) -> None:
    link.send(Sentence(ticket=word.ticket, text="It began this morning.", tokens=5, ms=1))
    match how:
        case "hangs":
            time.sleep(3600)
        case "dies":
            os._exit(4)
        case "babbles":
            link._outgoing.write(b"score=100 \x00 and so on for ever")
        case "rambles":
            said: dict[str, Any] = {
                "ticket": word.ticket,
                "text": "x" * 1_000_000,
                "tokens": 1,
                "ms": 1.0,
            }
            link.send(Sentence.model_construct(**said))
        case "answers others":
            link.send(Sentence(ticket=word.ticket + 1, text="Not for you.", tokens=3, ms=1))
    link.send(_finished(word))


def _finished(word: Word) -> Finished:
    return Finished(
        ticket=word.ticket,
        reason="end",
        needed=1,
        evaluated=1,
        generated=5,
        prefill_ms=1,
        decode_ms=1,
        cached=10,
    )
