"""How the sentence encoder was made. A maintainer's tool: the program never imports it.

Needs torch, transformers, onnx and onnxruntime, and the base model all-MiniLM-L6-v2 in a folder
(``model.safetensors``, ``config.json``, ``tokenizer.json``, ``vocab.txt``). In this order:

    python -m simtrainer.language.training.tune BASE TUNED
    python -m simtrainer.language.training.export TUNED
    python -m simtrainer.language.training.examples
    python -m simtrainer.language.training.asks
    python -m simtrainer.language.training.acts
    python -m simtrainer.language.training.weigh BED...

``asks`` alone is to be run again whenever a phrasing in ``asks*.toml`` has changed, and ``acts``
whenever a sentence in ``acts*.toml`` has; ``styles`` measures how well topics are found in a style
left out. A BED holds test sentences of ours, like ``tests/data/consultations_bed.jsonl``.
"""
