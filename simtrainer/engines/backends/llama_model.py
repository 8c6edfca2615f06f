"""One model and one context of llama.cpp, through its low-level interface.

The high-level class knows one sequence only and trims them all at each call; here sequences live
side by side in one cache, and a fork of one costs nothing.
"""

from __future__ import annotations

import ctypes
import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import llama_cpp.llama_cpp as lib

BATCH = 32  # tokens evaluated at a time: no slower than more, and soon over when a turn comes
SEQUENCES = 3  # the conversation, the fork, and the conversation being condensed
_MAX_PIECE = 512


class CannotLoad(Exception):
    """``str(error)`` says why, for people."""


class CannotEvaluate(Exception):
    """llama.cpp refused a batch; the cache is as it was."""


@lib.llama_log_callback
def _log(level: int, text: bytes, _data: object) -> None:
    if level >= 3:  # warnings and errors: the last words, should it abort
        sys.stderr.write(text.decode(errors="replace"))
        sys.stderr.flush()


class Model:
    """Tokens in, logits out; every sequence a number below ``SEQUENCES``."""

    def __init__(self, path: Path, n_ctx: int, n_threads: int) -> None:
        """Raises CannotLoad."""
        lib.llama_log_set(_log, None)
        lib.llama_backend_init()
        self._model = _load(path)
        self.n_ctx = min(n_ctx, lib.llama_model_n_ctx_train(self._model) or n_ctx)
        self._context = _open(self._model, self.n_ctx, n_threads)
        self._memory = lib.llama_get_memory(self._context)
        self._vocab = lib.llama_model_get_vocab(self._model)
        self._batch = lib.llama_batch_init(BATCH, 0, 1)
        self._buffer = ctypes.create_string_buffer(_MAX_PIECE)
        self._check_trims()

    # --- about the model

    @property
    def name(self) -> str:
        return _text_of(self._model, b"general.name") or "unnamed"

    @property
    def template(self) -> str | None:
        found = lib.llama_model_chat_template(self._model, None)
        return found.decode(errors="replace") if found else None

    @property
    def adds_bos(self) -> bool:
        return bool(lib.llama_vocab_get_add_bos(self._vocab))

    @property
    def bos(self) -> int:
        return int(lib.llama_vocab_bos(self._vocab))

    def text_of_special(self, which: str) -> str:
        """The text of the ``bos`` or ``eos`` token, as the chat template wants it."""
        token = self.bos if which == "bos" else lib.llama_vocab_eos(self._vocab)
        return self.piece(token, special=True).decode(errors="replace") if token >= 0 else ""

    def ends_reply(self, token: int) -> bool:
        return bool(lib.llama_vocab_is_eog(self._vocab, token))

    # --- text and tokens

    def tokens(self, text: str, special: bool = False) -> list[int]:
        """``special``: read control tokens; never for text that people or files wrote."""
        body = text.encode()
        room = len(body) + 8
        found = (lib.llama_token * room)()
        count = lib.llama_tokenize(self._vocab, body, len(body), found, room, False, special)
        if count < 0:
            raise CannotEvaluate("the text could not be tokenised")
        return list(found[:count])

    def piece(self, token: int, special: bool = False) -> bytes:
        count = lib.llama_token_to_piece(self._vocab, token, self._buffer, _MAX_PIECE, 0, special)
        return self._buffer.raw[: max(count, 0)]

    # --- sequences

    def evaluate(self, sequence: int, start: int, tokens: Sequence[int]) -> None:
        """Evaluate at most BATCH tokens from position ``start``; the last one gets logits."""
        batch, last = self._batch, len(tokens) - 1
        batch.n_tokens = len(tokens)
        for at, token in enumerate(tokens):
            batch.token[at] = token
            batch.pos[at] = start + at
            batch.n_seq_id[at] = 1
            batch.seq_id[at][0] = sequence
            batch.logits[at] = at == last
        code = lib.llama_decode(self._context, batch)
        if code != 0:
            self.trim(sequence, start)
            raise CannotEvaluate(f"llama.cpp answered {code}")

    def fork(self, source: int, target: int, length: int) -> None:
        """``target`` begins with the first ``length`` tokens of ``source``, at no cost."""
        self.trim(target, 0)
        lib.llama_memory_seq_cp(self._memory, source, target, 0, length)

    def trim(self, sequence: int, length: int) -> bool:
        """Forget all but the first ``length`` tokens of ``sequence``."""
        return bool(lib.llama_memory_seq_rm(self._memory, sequence, length, -1))

    def _check_trims(self) -> None:
        token = max(self.bos, 0)
        self.evaluate(0, 0, [token] * 4)
        self.fork(0, 1, 2)
        self.evaluate(1, 2, [token])
        if not (self.trim(1, 0) and self.trim(0, 2)):
            raise CannotLoad("This model cannot take back what it has read, so it cannot be used.")
        lib.llama_memory_clear(self._memory, True)

    # --- sampling

    @contextmanager
    def sampler(self, seed: int, temperature: float) -> Iterator[Sampler]:
        """Draws from the logits of the last token evaluated."""
        chain = lib.llama_sampler_chain_init(lib.llama_sampler_chain_default_params())
        steps = [lib.llama_sampler_init_greedy()]
        if temperature > 0:
            steps = [
                lib.llama_sampler_init_top_k(40),
                lib.llama_sampler_init_top_p(0.9, 1),
                lib.llama_sampler_init_temp(temperature),
                lib.llama_sampler_init_dist(seed),
            ]
        for step in steps:
            lib.llama_sampler_chain_add(chain, step)
        try:
            yield Sampler(chain, self._context)
        finally:
            lib.llama_sampler_free(chain)

    # --- threads

    def use_threads(self, count: int) -> None:
        lib.llama_set_n_threads(self._context, count, count)

    def measure(self) -> tuple[float, float]:
        """Tokens evaluated and tokens generated a second, with the threads in use."""
        token = max(self.bos, 0)
        prefill = min(self._timed([token] * BATCH, 0) for _ in range(2)) / BATCH
        decode = min(self._timed([token], at) for at in range(4))
        self.trim(0, 0)
        return 1 / max(prefill, 1e-9), 1 / max(decode, 1e-9)

    def _timed(self, tokens: Sequence[int], start: int) -> float:
        self.trim(0, start)
        started = time.perf_counter()
        self.evaluate(0, start, tokens)
        lib.llama_synchronize(self._context)
        return time.perf_counter() - started


class Sampler:
    def __init__(self, chain: lib.llama_sampler_p, context: lib.llama_context_p) -> None:
        self._chain = chain
        self._context = context

    def draw(self) -> int:
        return int(lib.llama_sampler_sample(self._chain, self._context, -1))


def thread_counts() -> list[int]:
    """Worth measuring: all processors this process may use, three quarters, and half of them."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    cores = usable or 1
    return sorted({cores, max(1, cores * 3 // 4), max(1, cores // 2)}, reverse=True)


def _load(path: Path) -> lib.llama_model_p:
    params = lib.llama_model_default_params()
    params.n_gpu_layers = 0
    model = lib.llama_model_load_from_file(os.fsencode(path), params)
    if not model:
        raise CannotLoad("This file is not a model that llama.cpp can read.")
    if lib.llama_model_has_encoder(model) or not lib.llama_model_has_decoder(model):
        raise CannotLoad("This model is not made to write text.")
    if lib.llama_model_is_recurrent(model) or lib.llama_model_is_hybrid(model):
        raise CannotLoad("This model cannot take back what it has read, so it cannot be used.")
    if lib.llama_model_is_diffusion(model):
        raise CannotLoad("This model does not write word by word, so it cannot be used.")
    return lib.llama_model_p(model)


def _open(model: lib.llama_model_p, n_ctx: int, n_threads: int) -> lib.llama_context_p:
    params = lib.llama_context_default_params()
    params.n_ctx = n_ctx
    params.n_batch = params.n_ubatch = BATCH
    params.n_seq_max = SEQUENCES
    params.kv_unified = True
    params.swa_full = True  # else models with a sliding window cannot be trimmed
    params.n_threads = params.n_threads_batch = max(1, n_threads)
    context = lib.llama_init_from_model(model, params)
    if not context:
        raise CannotLoad("There was not enough memory for this model's conversation.")
    return lib.llama_context_p(context)


def _text_of(model: lib.llama_model_p, key: bytes) -> str:
    buffer = ctypes.create_string_buffer(200)
    count = lib.llama_model_meta_val_str(model, key, buffer, len(buffer))
    return buffer.value.decode(errors="replace") if count > 0 else ""
