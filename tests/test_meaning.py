"""Understanding by meaning: the encoder that comes with the program, and doing without it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from played_beds import case_of, figures_of, read, told_in

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


_FACTS = {
    "cough": "I've had a cough for about ten days now and it's not shifting.",
    "alcohol": "I drink a couple of glasses of wine at the weekend.",
    "mood": "I've been a bit low since we split up, but I'm coping.",
    "asthma": "I've had asthma since I was a child.",
    "hospital": "I was in intensive care with my asthma when I was nineteen.",
    "fever": "I haven't had a temperature.",
    "weight": "I haven't lost any weight.",
    "allergies": "I've no allergies that I know of.",
    "bowels": "My bowels are working as usual.",
    "parrot": "We've got a parrot at home.",
}


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("and what about alcohol", "alcohol"),  # a private matter, but its author lets it be told
        ("and how's that affected your mood", "mood"),
        ("no allergies", "allergies"),
        ("and no fevers or feeling generally unwell", "fever"),
        ("okay you've not lost any weight recently", "weight"),
        ("okay and no change in your bowels no diarrhoea or constipation", "bowels"),
        ("gosh quite a lot and have you ever been in hospital with your asthma", "hospital"),
        ("any pets", "parrot"),
        ("what have you been giving him", ""),
        ("so I'd like to do some bloods to check your thyroid and your sugar", ""),
        ("we'll get you in this afternoon so that I can listen to your chest", ""),
        ("how does social media marketing affect loyalty to a brand", ""),
        ("-Infinity", ""),
        ("and what's your diet like", ""),  # the nearest thing in a case is not yet an answer
        ("have you had any chest trouble in the past", "asthma"),
    ],
)
def test_that_a_bare_fact_is_told_to_its_question_and_to_nothing_else(said: str, told: str) -> None:
    first, then = told_in(case_of(_FACTS), ["hello what can I do for you", said])
    assert "cough" in first
    assert then == ({told} if told else set())


def test_that_a_consultation_draws_what_is_asked_for_and_little_else() -> None:
    """Doctors' talk as it is spoken, without marks, played through whole sessions."""
    found = figures_of(read(Path(__file__).parent / "data" / "spoken_bed.jsonl"), in_vain=False)
    assert found.told >= 0.9 * found.asked_for, found.missed
    assert found.unasked_told <= 0.1 * found.unasked, str(found)
