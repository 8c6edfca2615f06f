"""The tuned encoder as one file for onnxruntime, its weights as whole numbers of eight bits.

Seven bits of them are used (``reduce_range``), so that processors without VNNI do not overflow.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from simtrainer.language.encoder import folder

_HEADS, _HEAD = 12, 32


def export(tuned: Path, where: Path) -> None:
    """Writes ``model.onnx`` and ``vocab.txt``."""
    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from transformers import AutoModel, AutoTokenizer

    model = AutoModel.from_pretrained(tuned).eval()
    ids = torch.randint(1000, 2000, (2, 9))
    mask = torch.ones(2, 9, dtype=torch.long)
    axes = {"ids": {0: "b", 1: "t"}, "mask": {0: "b", 1: "t"}, "vector": {0: "b"}}
    where.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        whole = str(Path(scratch) / "whole.onnx")
        torch.onnx.export(
            _pooled(model),
            (ids, mask),
            whole,
            input_names=["ids", "mask"],
            output_names=["vector"],
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
        target = str(where / "model.onnx")
        quantize_dynamic(
            whole, target, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True
        )
    pieces = AutoTokenizer.from_pretrained(tuned).get_vocab()
    lines = "\n".join(sorted(pieces, key=lambda piece: pieces[piece]))
    (where / "vocab.txt").write_text(lines + "\n", "utf-8", newline="\n")


def _pooled(model: Any) -> Any:
    """The layers written out plainly, so that the exporter meets only simple operations."""
    import torch

    class Pooled(torch.nn.Module):  # type: ignore[misc, unused-ignore]
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, ids: Any, mask: Any) -> Any:
            x = self.model.embeddings(input_ids=ids)
            hidden = (1.0 - mask[:, None, None, :].float()) * -1e4
            for layer in self.model.encoder.layer:
                x = _layer(layer, x, hidden)
            kept = mask[..., None].float()
            mean = (x * kept).sum(1) / kept.sum(1)
            return mean / torch.sqrt((mean * mean).sum(1, keepdim=True))

    return Pooled()


def _layer(layer: Any, x: Any, hidden: Any) -> Any:
    import torch

    batch, length, width = x.shape
    own = layer.attention.self

    def heads(y: Any) -> Any:
        return y.reshape(batch, length, _HEADS, _HEAD).transpose(1, 2)

    query, key, value = heads(own.query(x)), heads(own.key(x)), heads(own.value(x))
    weights = torch.softmax(query @ key.transpose(-1, -2) / _HEAD**0.5 + hidden, -1)
    seen = (weights @ value).transpose(1, 2).reshape(batch, length, width)
    output = layer.attention.output
    x = output.LayerNorm(output.dense(seen) + x)
    inner = torch.nn.functional.gelu(layer.intermediate.dense(x))
    return layer.output.LayerNorm(layer.output.dense(inner) + x)


if __name__ == "__main__":
    export(Path(sys.argv[1]), folder())
