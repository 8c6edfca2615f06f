"""Tunes the base encoder so that questions lie near the answers of their topic.

Contrast within a batch (InfoNCE): a question with an answer of its topic against the answers of
the others, both ways, and with a second question of its topic. Word embeddings stay as they are.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path
from typing import Any

from simtrainer.language.training.sentences import answers, as_asked, as_told, close, questions
from simtrainer.scenario.topics import descendants

STEPS, TOPICS_A_STEP, WARM_UP = 320, 40, 30
RATE, SHARPNESS, DROPOUT = 3e-5, 20.0, 0.05
SEED = 0
_PARTS = 3  # a batch is encoded in parts of like length, to pad less


def tune(base: Path, tuned: Path) -> None:
    """Writes the tuned model; 20 to 40 minutes on two cores. Not the same to the bit each time."""
    import torch
    from transformers import AutoModel, AutoTokenizer

    torch.manual_seed(SEED)
    dice = random.Random(SEED)
    tokenizer, model = AutoTokenizer.from_pretrained(base), AutoModel.from_pretrained(base)
    model.embeddings.requires_grad_(False)
    for part in model.modules():
        if isinstance(part, torch.nn.Dropout):
            part.p = DROPOUT
    learnt = [p for p in model.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(learnt, lr=RATE, weight_decay=0.01)
    pace = torch.optim.lr_scheduler.LambdaLR(optimiser, _pace)
    model.train()
    for step in range(STEPS):
        loss = _loss(model, tokenizer, _Batch(dice))
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(learnt, 1.0)
        optimiser.step()
        pace.step()
        if step % 20 == 0:
            sys.stderr.write(f"step {step}: {loss.item():.3f}\n")
    model.eval().save_pretrained(tuned)
    tokenizer.save_pretrained(tuned)


def _pace(step: int) -> float:
    return min(1.0, (step + 1) / WARM_UP) * max(0.02, 1.0 - step / STEPS)


class _Batch:
    """Topics drawn, two questions of each, and an answer where there is one."""

    def __init__(self, dice: random.Random) -> None:
        asks, tells = questions(), answers()
        below = {topic: [t for t in sorted(descendants(topic)) if t in tells] for topic in asks}
        weights = [len(texts) ** 0.5 for texts in asks.values()]
        self.topics: list[str] = []
        while len(self.topics) < TOPICS_A_STEP:
            (topic,) = dice.choices(list(asks), weights)
            if topic not in self.topics:
                self.topics.append(topic)
        self.first = [as_asked(dice.choice(asks[t]), dice) for t in self.topics]
        self.second = [as_asked(dice.choice(asks[t]), dice) for t in self.topics]
        self.answered = [i for i, t in enumerate(self.topics) if t in tells or below[t]]
        self.told = []
        for topic in (self.topics[i] for i in self.answered):
            broad = below[topic] and (topic not in tells or dice.random() < 0.3)
            source = dice.choice(below[topic]) if broad else topic
            self.told.append(as_told(dice.choice(tells[source]), dice))


def _loss(model: Any, tokenizer: Any, batch: _Batch) -> Any:
    vectors = _encoded(model, tokenizer, [*batch.first, *batch.second, *batch.told])
    size = len(batch.topics)
    first, second, told = vectors[:size], vectors[size : 2 * size], vectors[2 * size :]
    answered = [batch.topics[i] for i in batch.answered]
    across = _contrast(first[batch.answered], told, answered)
    back = _contrast(told, first[batch.answered], answered)
    return (across + back) / 2 + _contrast(first, second, batch.topics) / 2


def _contrast(left: Any, right: Any, of: list[str]) -> Any:
    import torch

    pairs = [[i != j and close(a, b) for j, b in enumerate(of)] for i, a in enumerate(of)]
    likeness = (SHARPNESS * left @ right.T).masked_fill(torch.tensor(pairs), -1e4)
    return torch.nn.functional.cross_entropy(likeness, torch.arange(len(of)))


def _encoded(model: Any, tokenizer: Any, texts: list[str]) -> Any:
    """Mean of the last layer over the pieces of each text, at length 1."""
    import torch

    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    share = -(-len(order) // _PARTS)
    parts = []
    for start in range(0, len(order), share):
        chosen = [texts[i] for i in order[start : start + share]]
        given = tokenizer(chosen, padding=True, truncation=True, max_length=48, return_tensors="pt")
        kept = given["attention_mask"][..., None].float()
        hidden = model(**given).last_hidden_state * kept
        parts.append(torch.nn.functional.normalize(hidden.sum(1) / kept.sum(1), dim=1))
    back = torch.empty(len(order), dtype=torch.long)
    back[torch.tensor(order)] = torch.arange(len(order))
    return torch.cat(parts)[back]


if __name__ == "__main__":
    tune(Path(sys.argv[1]), Path(sys.argv[2]))
