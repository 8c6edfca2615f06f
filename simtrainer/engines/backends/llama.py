"""The language model's child process: one model, one conversation, one reply at a time.

A turn comes before everything: between batches of background work, and between the tokens of a
reply, messages are looked at first.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
import time
from collections import OrderedDict, deque
from pathlib import Path
from typing import assert_never

from simtrainer.engines.backends.llama_chat import Pieces, UnsuitableTemplate, pieces_of
from simtrainer.engines.backends.llama_measure import fastest, measured
from simtrainer.engines.backends.llama_model import (
    CannotEvaluate,
    CannotLoad,
    Model,
    thread_counts,
)
from simtrainer.engines.backends.llama_talk import Talk, TooLong
from simtrainer.engines.backends.llama_upkeep import TurnBook, Upkeep
from simtrainer.engines.backends.llama_wording import Attempt, Interrupted, Wording
from simtrainer.engines.llm.messages import (
    ASKS,
    Ask,
    Cancel,
    Finished,
    Heard,
    Keep,
    Load,
    Loaded,
    Measure,
    Refused,
    Remember,
    Warm,
    Word,
)
from simtrainer.engines.worker import Link

ATTEMPTS_KEPT = 4
SHORTEST_REPLY = 16  # tokens


def serve(link: Link) -> None:
    _make_way_for_the_window()
    inbox = Inbox(link)
    while True:
        asked = inbox.next(None)
        match asked:
            case Load():
                _load_and_talk(asked, link, inbox)
            case None:
                pass
            case _:
                link.send(Refused(reason="No language model is loaded.", fatal=True))


class Inbox:
    """Messages in order; some are looked at early, while a reply is being worded."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._early: deque[Ask] = deque()

    def next(self, timeout_s: float | None) -> Ask | None:
        if self._early:
            return self._early.popleft()
        return self._link.receive(ASKS, timeout_s)

    def cancelled(self, ticket: int) -> bool:
        """Whether the parent no longer wants ``ticket``; anything else waits its turn."""
        while self._link.has_mail:
            asked = self._link.receive(ASKS, 0)
            if isinstance(asked, Cancel):
                if asked.ticket == ticket:
                    return True
            elif asked is not None:
                self._early.append(asked)
        return False


def _load_and_talk(load: Load, link: Link, inbox: Inbox) -> None:
    """Load, then talk until the process ends. What cannot be loaded is refused in words."""
    try:
        sha256 = load.sha256 or _sha256(load.path)
        model = Model(load.path, load.n_ctx, load.n_threads or thread_counts()[0])
        pieces = _pieces_for(model)
        speeds = (0.0, 0.0)
        threads = load.n_threads
        if not threads:
            threads, speeds = fastest(model)
        model.use_threads(threads)
    except (CannotLoad, CannotEvaluate) as error:
        link.send(Refused(reason=str(error), fatal=True))
        return
    except OSError as error:
        reason = f"The model could not be read: {error.strerror}."
        link.send(Refused(reason=reason, fatal=True))
        return
    link.send(
        Loaded(
            sha256=sha256,
            name=model.name,
            n_ctx=model.n_ctx,
            n_threads=threads,
            prefill_per_s=speeds[0],
            decode_per_s=speeds[1],
        )
    )
    Conversation(model, pieces, link, inbox).run()


def _pieces_for(model: Model) -> Pieces:
    """Raises CannotLoad when the model's template cannot grow a conversation by appending."""
    if not model.template:
        raise CannotLoad("This model has no chat template, so it is not made for conversation.")
    try:
        return pieces_of(model.template, model.text_of_special("bos"), model.text_of_special("eos"))
    except UnsuitableTemplate as error:
        raise CannotLoad(f"This model cannot be used for patients: {error}.") from error


class Conversation:
    """Answers messages about one conversation after another, and works in between."""

    def __init__(self, model: Model, pieces: Pieces, link: Link, inbox: Inbox) -> None:
        self._model = model
        self._link = link
        self._inbox = inbox
        self._talk = Talk(model, pieces)
        self._upkeep = Upkeep(model, self._talk, link.send)
        self._attempts: OrderedDict[int, Attempt] = OrderedDict()

    def run(self) -> None:
        while True:
            asked = self._inbox.next(self._upkeep.wait_s())
            try:
                if asked is None:
                    self._upkeep.work()
                else:
                    self._do(asked)
            except CannotEvaluate as error:
                reason = f"The model stopped working: {error}."
                self._link.send(Refused(reason=reason, fatal=True))
                return

    def _do(self, asked: Ask) -> None:
        match asked:
            case Load():
                self._link.send(Refused(reason="A model is loaded already."))
            case Warm():
                self._warm(asked)
            case Heard():
                self._upkeep.heard(self._talk.hear(asked.text))
            case Word():
                self._word(asked)
            case Cancel():
                pass  # it came too late: Finished is on its way
            case Keep():
                self._keep(asked)
            case Remember():
                self._talk.remember(asked.text)
            case Measure():
                self._link.send(measured(self._model, self._talk, asked))
            case _:
                assert_never(asked)

    def _warm(self, asked: Warm) -> None:
        try:
            self._talk.begin(asked.prefix, asked.turns, asked.memory, asked.afresh)
        except TooLong as error:
            self._link.send(Refused(reason=str(error)))
            return
        self._attempts.clear()
        self._upkeep.warm()

    def _keep(self, asked: Keep) -> None:
        attempt = self._attempts.get(-1 if asked.ticket is None else asked.ticket)
        ids = attempt.ids_of(asked.text) if attempt else None
        self._talk.keep(asked.text, ids)
        self._upkeep.kept()

    # --- one reply

    def _word(self, order: Word) -> None:
        started = time.perf_counter()
        directive = self._talk.directive(order.directive)
        most = self._room(order, len(directive))
        if refusal := self._refusal(order, len(directive), most):
            self._link.send(Refused(reason=refusal, ticket=order.ticket))
            return

        def watch() -> None:
            if (time.perf_counter() - started) * 1000 > order.deadline_ms:
                raise Interrupted("deadline")
            if self._inbox.cancelled(order.ticket):
                raise Interrupted("cancelled")

        cached = self._talk.main.done
        wording = Wording(self._model, order, watch, self._link.send)
        try:
            while self._talk.main.pending:
                watch()
                self._upkeep.catch_up()
            wording.run(self._talk.main, directive, most)
        except Interrupted as interrupted:
            wording.attempt.reason = interrupted.reason
        self._remember_attempt(order.ticket, wording.attempt)
        self._link.send(self._finished(order, wording, len(directive), cached))

    def _room(self, order: Word, directive: int) -> int:
        """How many tokens the reply may have."""

        def left() -> int:
            return self._model.n_ctx - self._talk.used - directive

        if left() < SHORTEST_REPLY:
            self._upkeep.make_room()
        return min(order.max_tokens, left())

    def _refusal(self, order: Word, directive: int, most: int) -> str:
        """Why there can be no reply in time; nothing when there can be."""
        if most < min(order.max_tokens, SHORTEST_REPLY):
            return "There is too little room for a reply in the model's window."
        waiting = self._talk.main.pending + directive
        if self._talk.per_s and waiting / self._talk.per_s * 1000 > order.deadline_ms:
            return "The model is still reading the conversation."
        return ""

    def _finished(self, order: Word, wording: Wording, directive: int, cached: int) -> Finished:
        book, self._upkeep.turn = self._upkeep.turn, TurnBook()
        prefill_s = book.seconds + wording.prefill_s
        return Finished(
            ticket=order.ticket,
            reason=wording.attempt.reason,
            needed=book.needed + directive,
            evaluated=book.evaluated + wording.evaluated,
            generated=len(wording.attempt.ids),
            prefill_ms=prefill_s * 1000,
            decode_ms=wording.decode_s * 1000,
            cached=cached,
        )

    def _remember_attempt(self, ticket: int, attempt: Attempt) -> None:
        self._attempts[ticket] = attempt
        while len(self._attempts) > ATTEMPTS_KEPT:
            self._attempts.popitem(last=False)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _make_way_for_the_window() -> None:
    """Run below the window in priority: replies may be a little later, the window never is."""
    if sys.platform == "win32":
        import ctypes

        below_normal = 0x4000
        kernel = ctypes.windll.kernel32
        kernel.SetPriorityClass(kernel.GetCurrentProcess(), below_normal)
    else:
        with contextlib.suppress(OSError):
            os.nice(5)
