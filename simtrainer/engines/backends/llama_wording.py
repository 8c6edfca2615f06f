"""One reply, worded in a fork of the conversation, token by token."""

from __future__ import annotations

import codecs
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from simtrainer.engines.backends.llama_model import Model, Sampler
from simtrainer.engines.backends.llama_talk import FORK, Strand
from simtrainer.engines.llm.messages import Sentence, Word
from simtrainer.engines.llm.sentences import SentenceCutter

Reason = Literal["end", "length", "stop", "deadline", "cancelled"]


class Interrupted(Exception):
    """Stop here; ``reason`` says why."""

    def __init__(self, reason: Reason) -> None:
        self.reason: Reason = reason


@dataclass
class Attempt:
    """What was generated: tokens, and the text after each of them."""

    ids: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    reason: Reason = "end"

    def ids_of(self, text: str) -> list[int] | None:
        """The tokens that spell exactly ``text``, if the reply begins so."""
        wanted = text.split()
        for count, said in enumerate(self.texts, start=1):
            if said.split() == wanted:
                return self.ids[:count]
        return None


class Wording:
    """``watch`` raises Interrupted when it is time to stop; it is called between tokens."""

    def __init__(
        self,
        model: Model,
        order: Word,
        watch: Callable[[], None],
        say: Callable[[Sentence], None],
    ) -> None:
        self._model = model
        self._order = order
        self._watch = watch
        self._say = say
        self._started = time.perf_counter()
        self._cutter = SentenceCutter()
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._said_at = 0
        self.attempt = Attempt()
        self.evaluated = 0  # tokens, before the first could be drawn
        self.prefill_s = 0.0  # what that took
        self.decode_s = 0.0

    def run(self, source: Strand, directive: Sequence[int], most: int) -> None:
        """Evaluate the directive after ``source``, then generate; the fork is dropped."""
        fork = Strand(FORK, [*source.ids, *directive], source.done)
        self._model.fork(source.sequence, FORK, source.done)
        started = time.perf_counter()
        try:
            while fork.pending:
                self._watch()
                self.evaluated += fork.advance(self._model)
                self.prefill_s = time.perf_counter() - started
            self._generate(len(fork.ids), most)
        except Interrupted as interrupted:
            self.attempt.reason = interrupted.reason
        finally:
            self._model.trim(FORK, 0)

    def _generate(self, start: int, most: int) -> None:
        started = time.perf_counter()
        try:
            self._draw_tokens(start, most)
        finally:
            self.decode_s = time.perf_counter() - started

    def _draw_tokens(self, start: int, most: int) -> None:
        with self._model.sampler(self._order.seed, self._order.temperature) as sampler:
            for at, token in enumerate(self._drawn(sampler)):
                if self._model.ends_reply(token) or self._take(token):
                    break
                if at + 1 == most:
                    self.attempt.reason = "length"
                    break
                self._watch()
                self._model.evaluate(FORK, start + at, [token])
        self._finish()

    def _drawn(self, sampler: Sampler) -> Iterator[int]:
        if not self._order.teacher:
            while True:
                yield sampler.draw()
        for token in self._model.tokens(self._order.teacher):
            sampler.draw()  # at its true cost
            yield token

    def _take(self, token: int) -> bool:
        """Add one token; whether a stop was met."""
        text = self._decoder.decode(self._model.piece(token))
        before = self.attempt.texts[-1] if self.attempt.texts else ""
        whole = (before + text).lstrip()
        found = [at for stop in self._order.stop if (at := whole.find(stop)) >= 0]
        if found:
            self._feed(whole[len(before) : min(found)])
            self.attempt.reason = "stop"
            return True
        self.attempt.ids.append(token)
        self.attempt.texts.append(whole)
        self._feed(whole[len(before) :])
        return False

    def _feed(self, text: str) -> None:
        for sentence in self._cutter.feed(text):
            self._emit(sentence)

    def _finish(self) -> None:
        if self.attempt.reason in ("end", "stop") and (rest := self._cutter.rest()):
            self._emit(rest)

    def _emit(self, sentence: str) -> None:
        tokens = len(self.attempt.ids) - self._said_at
        self._said_at = len(self.attempt.ids)
        ms = (time.perf_counter() - self._started) * 1000
        self._say(Sentence(ticket=self._order.ticket, text=sentence, tokens=tokens, ms=ms))
