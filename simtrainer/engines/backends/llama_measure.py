"""What evaluating costs on this computer, with nothing around it."""

from __future__ import annotations

import time

from simtrainer.engines.backends.llama_model import Model, thread_counts
from simtrainer.engines.backends.llama_talk import FORK, Strand, Talk
from simtrainer.engines.llm.messages import Measure, Measured

CLEARLY = 1.15
READ, WRITTEN = 60, 15  # tokens of a typical turn, up to its first sentence


def fastest(model: Model) -> tuple[int, tuple[float, float]]:
    """The thread count with the shortest typical turn, and its tokens read and written a second.

    Fewer threads must be clearly faster: what else runs at the moment may mislead.
    """

    def seconds(speeds: tuple[float, float]) -> float:
        return READ / speeds[0] + WRITTEN / speeds[1]

    speeds = {}
    for count in thread_counts():
        model.use_threads(count)
        speeds[count] = model.measure()
    most = max(speeds)
    best = min(speeds, key=lambda n: seconds(speeds[n]) * (1 if n == most else CLEARLY))
    return best, speeds[best]


def measured(model: Model, talk: Talk, asked: Measure) -> Measured:
    """See ``Measure``. The conversation is as it was when this returns."""
    _read(model, talk.main)
    whole_ms = 0.0
    if asked.whole:
        _finish_condensing(model, talk)
        talk.main.trim(model, 0)
        whole_ms = _read(model, talk.main)
    tokens = (talk.main.ids * asked.new)[: asked.new]
    fork = Strand(FORK, [*talk.main.ids, *tokens], talk.main.done)
    model.fork(talk.main.sequence, FORK, fork.done)
    prefill_ms = _read(model, fork)
    decode_ms = _write(model, len(fork.ids), asked.generate)
    model.trim(FORK, 0)
    return Measured(
        prefill_ms=prefill_ms,
        decode_ms=decode_ms,
        whole_tokens=len(talk.main.ids) if asked.whole else 0,
        whole_ms=whole_ms,
    )


def _read(model: Model, strand: Strand) -> float:
    started = time.perf_counter()
    while strand.pending:
        strand.advance(model)
    return (time.perf_counter() - started) * 1000


def _finish_condensing(model: Model, talk: Talk) -> None:
    """The prefix that two conversations share would need room twice when one is read again."""
    if talk.condensed:
        _read(model, talk.condensed)
        talk.change_over()


def _write(model: Model, start: int, count: int) -> float:
    started = time.perf_counter()
    with model.sampler(0, 0.7) as sampler:
        for at in range(count):
            token = sampler.draw()
            model.evaluate(FORK, start + at, [token])
    return (time.perf_counter() - started) * 1000
