"""Models with random weights: their speed is real, their words are not.

Tests make a tiny one in a moment; ``bench`` makes one with the shape of a real model. Tokens are
bytes, and whole words learned from a few sentences, so that a sentence has as many tokens as it
would have for a real model.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import gguf
import numpy as np
from numpy.typing import NDArray

CHATML = (
    "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' "
    "+ message['content'] + '<|im_end|>' + '\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)
CONTROL = ("<|endoftext|>", "<|im_start|>", "<|im_end|>")
_BLOCK = 32  # weights in a block of Q4_0: a scale of two bytes and 16 bytes of nibbles


@dataclass(frozen=True)
class Shape:
    """The shape of a Qwen2 model; ``vocabulary`` 0: as many tokens as there are."""

    name: str
    width: int
    inner: int
    layers: int
    heads: int
    heads_kv: int
    vocabulary: int = 0
    quantised: bool = True
    context: int = 32768


TINY = Shape("tiny", 64, 128, 2, 4, 2, quantised=False, context=4096)
SHAPES = {
    "0.5B": Shape("random-0.5B", 896, 4864, 24, 14, 2, 151_936),
    "1.5B": Shape("random-1.5B", 1536, 8960, 28, 12, 2, 151_936),
}


def make_model(
    path: Path, shape: Shape, sentences: Iterable[str], seed: int = 1, template: str | None = CHATML
) -> None:
    """Write a GGUF file; the tokeniser knows the words of ``sentences``. Raises OSError."""
    part = path.with_name(path.name + ".part")
    writer = gguf.GGUFWriter(part, "qwen2")
    _describe(writer, shape)
    _add_vocabulary(writer, shape, sentences)
    if template is not None:
        writer.add_chat_template(template)
    _add_weights(writer, shape, np.random.default_rng(seed))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    part.replace(path)


def _describe(writer: Any, shape: Shape) -> None:
    writer.add_name(shape.name)
    writer.add_context_length(shape.context)
    writer.add_embedding_length(shape.width)
    writer.add_block_count(shape.layers)
    writer.add_feed_forward_length(shape.inner)
    writer.add_head_count(shape.heads)
    writer.add_head_count_kv(shape.heads_kv)
    writer.add_layer_norm_rms_eps(1e-6)
    writer.add_rope_freq_base(1_000_000.0)
    writer.add_file_type(2 if shape.quantised else 0)


# --- the vocabulary


def _add_vocabulary(writer: Any, shape: Shape, sentences: Iterable[str]) -> None:
    merges = learn_merges(sentences)
    tokens = [*CONTROL, *_BYTES.values(), *("".join(pair) for pair in merges)]
    kinds = [gguf.TokenType.CONTROL] * len(CONTROL)
    kinds += [gguf.TokenType.NORMAL] * (len(tokens) - len(CONTROL))
    for at in range(len(tokens), shape.vocabulary):
        tokens.append(f"<unused {at}>")
        kinds.append(gguf.TokenType.UNUSED)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list(tokens)
    writer.add_token_types(kinds)
    writer.add_token_merges([" ".join(pair) for pair in merges])
    writer.add_bos_token_id(0)
    writer.add_eos_token_id(2)
    writer.add_add_bos_token(False)
    writer.add_vocab_size(len(tokens))


def _byte_names() -> dict[int, str]:
    """GPT-2's printable stand-in for each byte."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in plain]
    names = {byte: chr(byte) for byte in plain}
    return names | {byte: chr(256 + at) for at, byte in enumerate(others)}


_BYTES = _byte_names()
_WORDS = re.compile(r" ?[A-Za-z]+| ?[0-9]+| ?[^\sA-Za-z0-9]+")


def learn_merges(sentences: Iterable[str], most: int = 4000) -> list[tuple[str, str]]:
    """Byte-pair encoding until each word is one token, or ``most`` pairs are merged."""
    counts = Counter(word for line in sentences for word in _WORDS.findall(line))
    words = [[_BYTES[byte] for byte in word.encode()] for word in counts]
    merges: list[tuple[str, str]] = []
    while len(merges) < most:
        pairs = Counter(pair for word in words for pair in pairwise(word))
        if not pairs:
            break
        best = max(pairs, key=lambda pair: (pairs[pair], pair))
        merges.append(best)
        words = [merged for word in words if len(merged := _merged(word, best)) > 1]
    return merges


def _merged(word: Sequence[str], pair: tuple[str, str]) -> list[str]:
    out: list[str] = []
    for part in word:
        if out and (out[-1], part) == pair:
            out[-1] += part
        else:
            out.append(part)
    return out


# --- the weights


def _add_weights(writer: Any, shape: Shape, rng: np.random.Generator) -> None:
    width, kv = shape.width, shape.width // shape.heads * shape.heads_kv
    vocabulary = shape.vocabulary or _count_tokens(writer)

    def matrix(name: str, rows: int, columns: int) -> None:
        if shape.quantised:
            blocks = _random_blocks(rng, rows, columns)
            writer.add_tensor(name, blocks, raw_dtype=gguf.GGMLQuantizationType.Q4_0)
        else:
            writer.add_tensor(name, rng.normal(0, columns**-0.5, (rows, columns)).astype("f4"))

    def vector(name: str, size: int, value: float) -> None:
        writer.add_tensor(name, np.full(size, value, dtype="f4"))

    matrix("token_embd.weight", vocabulary, width)
    vector("output_norm.weight", width, 1)
    for at in range(shape.layers):
        block = f"blk.{at}"
        for norm in ("attn_norm", "ffn_norm"):
            vector(f"{block}.{norm}.weight", width, 1)
        for part, rows in (("q", width), ("k", kv), ("v", kv)):
            matrix(f"{block}.attn_{part}.weight", rows, width)
            vector(f"{block}.attn_{part}.bias", rows, 0)
        matrix(f"{block}.attn_output.weight", width, width)
        matrix(f"{block}.ffn_gate.weight", shape.inner, width)
        matrix(f"{block}.ffn_up.weight", shape.inner, width)
        matrix(f"{block}.ffn_down.weight", width, shape.inner)


def _count_tokens(writer: Any) -> int:
    return len(writer.kv_data[0]["tokenizer.ggml.tokens"].value)


def _random_blocks(rng: np.random.Generator, rows: int, columns: int) -> NDArray[np.uint8]:
    """``rows`` of Q4_0 blocks; a few hundred random rows are repeated, which no one notices."""
    count = columns // _BLOCK
    some = min(rows, 256)
    scales = np.full((some, count, 1), columns**-0.5 / 4.6, dtype="<f2").view(np.uint8)
    nibbles = rng.integers(0, 256, (some, count, _BLOCK // 2), dtype=np.uint8)
    block = np.concatenate([scales, nibbles], axis=2).reshape(some, -1)
    return np.resize(block, (rows, block.shape[1]))
