"""Understanding by meaning: the encoder that comes with the program, and doing without it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from simtrainer import doctor
from simtrainer.language import encoder as encoding
from simtrainer.language import meaning
from simtrainer.language.meaning import meanings_of
from simtrainer.language.wordpiece import WordPieces

_CACHES = (encoding.encoder, encoding.problem, encoding.manifest, meaning.examples)


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The model's folder, copied so that it can be damaged."""
    folder = tmp_path / "understanding"
    shutil.copytree(encoding.folder(), folder)
    monkeypatch.setattr(encoding, "folder", lambda: folder)
    for held in _CACHES:
        held.cache_clear()
    yield folder
    for held in _CACHES:
        held.cache_clear()


def test_that_the_same_sentence_gives_the_same_bytes_from_a_fresh_encoder() -> None:
    texts = ["Does the pain go anywhere?", "It runs down my left arm.", "", "😀 ¿qué?"]
    first, again = (encoding.load(encoding.folder()).encode(texts) for _ in range(2))
    assert first.tobytes() == again.tobytes()
    assert np.allclose(np.linalg.norm(first, axis=1), 1.0, atol=1e-3)


def test_that_an_answer_in_other_words_is_nearest_to_its_question() -> None:
    says = [["I keep pigeons."], ["I can't get off to sleep."], ["Dad died of a heart attack."]]
    facts = meanings_of(says)
    assert facts is not None
    asked = (
        "Do you have any animals?",
        "How are your nights?",
        "Any cardiac disease in the family?",
    )
    for at, question in enumerate(asked):
        assert int(facts.likeness(question).sum(axis=1).argmax()) == at, question


def test_that_a_damaged_or_absent_model_is_never_used(copied: Path) -> None:
    assert doctor.check_understanding().state == "ok"
    for spoil in (
        lambda: (copied / "model.onnx").write_bytes(b"not a model"),
        lambda: (copied / "manifest.json").write_text("{", "utf-8"),
        lambda: shutil.rmtree(copied),
    ):
        spoil()
        for held in _CACHES:
            held.cache_clear()
        assert encoding.encoder() is None
        assert meanings_of([["I keep pigeons."]]) is None
        check = doctor.check_understanding()
        assert check.state == "warn"
        assert check.remedy


def test_that_a_word_is_split_into_the_longest_pieces_known() -> None:
    pieces = WordPieces(["[CLS]", "[SEP]", "[UNK]", "head", "##ache", "##s", "?", "cafe"])
    assert pieces.ids("Headaches? Café", 9) == [0, 3, 4, 5, 6, 7, 1]
    assert pieces.ids("zebra head", 9) == [0, 2, 3, 1]
    assert len(pieces.ids("head " * 50, 9)) == 9
