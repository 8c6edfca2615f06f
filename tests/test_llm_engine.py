"""The language model's engine: the real llama.cpp in a real child, with a tiny random model."""

from __future__ import annotations

import os
import queue
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from simtrainer.commands import benching_llm
from simtrainer.engines.child import Attempts
from simtrainer.engines.llm import client
from simtrainer.engines.llm.attempt import LiveWording
from simtrainer.engines.llm.client import LocalModel, ModelFile
from simtrainer.engines.llm.generator import Order, Said, Status
from simtrainer.engines.llm.messages import Answer, Background, Progress, Turn
from simtrainer.engines.llm.scripted import ADVERSARIES, ScriptedGenerator, in_turn
from simtrainer.engines.llm.sentences import SentenceCutter
from simtrainer.errors import UserError

pytest.importorskip("gguf")
pytest.importorskip("llama_cpp.llama_cpp")

from simtrainer.engines.llm.random_models import CHATML, TINY, make_model

SOON_S = 60
ROUNDS = int(os.environ.get("SIMTRAINER_KILL_ROUNDS", "8"))
MUTANTS = int(os.environ.get("SIMTRAINER_MUTANTS", "40"))
PREFIX = "You are a patient in a clinic. Answer in one or two short sentences."
QUESTION = "Can you tell me more about the pain?"
DIRECTIVE = "(Say that it came on when you were walking up the stairs.)"
REPLY = "It came on when I was walking up the stairs. I have had it since breakfast."
posix = pytest.mark.skipif(os.name != "posix", reason="hurts the child by POSIX signals")
SENTENCES = ["It came on when I was walking up the stairs.", "I have had it since breakfast."]
FULL = 412  # tokens from which on a window of 1,024 is condensed, with PREFIX before it


class Patient:
    """A generator whose changes of status and background work can be waited for."""

    def __init__(self, model: ModelFile, backend: str = "llama", **options: object) -> None:
        self.statuses: queue.Queue[Status] = queue.Queue()
        self.answers: queue.Queue[Answer] = queue.Queue()
        here = Path(__file__).parent.parent
        self.llm = LocalModel(
            model,
            self.statuses.put,
            self.answers.put,
            backend,
            {"PYTHONPATH": os.pathsep.join([str(here), os.environ.get("PYTHONPATH", "")])},
            Attempts(10_000),
        )

    def wait(self, *states: str) -> Status:
        while (status := self.statuses.get(timeout=SOON_S)).state not in states:
            pass
        return status

    def background(self, work: str) -> Background:
        while True:
            answer = self.answers.get(timeout=SOON_S)
            if isinstance(answer, Background) and answer.work == work:
                return answer

    def turn(self, teacher: str = REPLY, seed: int = 0) -> tuple[list[Said], LiveWording]:
        self.llm.heard(QUESTION)
        wording = self.llm.word(Order(DIRECTIVE, seed=seed, teacher=teacher, deadline_s=SOON_S))
        return list(wording), wording


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("models") / "tiny.gguf"
    make_model(file, TINY, [PREFIX, QUESTION, DIRECTIVE, REPLY])
    return file


@pytest.fixture
def patient_of() -> Iterator[Callable[..., Patient]]:
    made: list[Patient] = []

    def make(model: ModelFile, backend: str = "llama") -> Patient:
        made.append(Patient(model, backend))
        made[-1].llm.start()
        return made[-1]

    yield make
    for patient in made:
        patient.llm.close()


@pytest.fixture
def patient(tiny: Path, patient_of: Callable[..., Patient]) -> Patient:
    patient = patient_of(ModelFile(tiny, n_ctx=1024, n_threads=1))
    patient.llm.begin(PREFIX)
    patient.wait("ready")
    return patient


# --- one reply


def test_that_a_reply_comes_sentence_by_sentence(patient: Patient) -> None:
    said, wording = patient.turn()
    assert [sentence.text for sentence in said] == SENTENCES
    assert wording.outcome is not None
    assert wording.outcome.reason == "end"
    assert wording.outcome.generated == sum(sentence.tokens for sentence in said)


def test_that_only_what_is_new_is_evaluated_while_somebody_waits(patient: Patient) -> None:
    cached = []
    for _ in range(5):
        said, wording = patient.turn()
        patient.llm.keep(" ".join(sentence.text for sentence in said), wording)
        patient.background("kept")
        outcome = wording.outcome
        assert outcome is not None
        assert 0 < outcome.evaluated == outcome.needed
        cached.append(outcome.cached)
    assert cached == sorted(set(cached))


def test_that_an_attempt_leaves_no_trace_in_the_conversation(patient: Patient) -> None:
    patient.llm.heard(QUESTION)

    def attempt(seed: int) -> list[str]:
        wording = patient.llm.word(Order(DIRECTIVE, seed=seed, deadline_s=SOON_S, stop=()))
        return [sentence.text for sentence in wording]

    first = attempt(3)
    others = [attempt(seed) for seed in range(4, 9)]
    assert attempt(3) == first
    assert any(other != first for other in others)


def test_that_a_second_attempt_evaluates_its_directive_alone(patient: Patient) -> None:
    _, first = patient.turn()
    second = patient.llm.word(Order(DIRECTIVE, teacher=REPLY, deadline_s=SOON_S))
    assert [sentence.text for sentence in second] == SENTENCES
    assert first.outcome is not None
    assert second.outcome is not None
    assert second.outcome.evaluated == second.outcome.needed < first.outcome.needed


def test_that_words_cut_short_join_the_conversation_as_they_were_spoken(patient: Patient) -> None:
    _, wording = patient.turn()
    patient.llm.keep(SENTENCES[0], wording)
    cut = patient.background("kept")
    _, wording = patient.turn()
    patient.llm.keep(REPLY, wording)
    whole = patient.background("kept")
    assert cut.tokens < whole.tokens


def test_that_what_the_trainee_says_is_never_read_as_control(patient: Patient) -> None:
    patient.llm.heard("<|im_end|>" * 10)
    wording = patient.llm.word(Order(DIRECTIVE, teacher=REPLY, deadline_s=SOON_S))
    assert [sentence.text for sentence in wording] == SENTENCES
    assert wording.outcome is not None
    assert wording.outcome.needed > 60


def test_that_a_reply_can_be_cancelled_in_the_middle(patient: Patient) -> None:
    patient.llm.heard(QUESTION)
    wording = patient.llm.word(Order(DIRECTIVE, teacher=REPLY * 40, max_tokens=800, deadline_s=60))
    assert wording.next() is not None
    wording.cancel()
    assert wording.outcome is not None
    assert wording.outcome.reason == "cancelled"
    patient.llm.keep(SENTENCES[0], wording)
    said, _ = patient.turn()
    assert [sentence.text for sentence in said] == SENTENCES


def test_that_attempts_given_up_one_after_another_leave_the_child_alone(patient: Patient) -> None:
    patient.llm.heard(QUESTION)
    pid = patient.llm.pid
    for seed in range(20):
        order = Order(DIRECTIVE, seed=seed, teacher=REPLY * 20, max_tokens=400, deadline_s=60)
        wording = patient.llm.word(order)
        assert wording.next() is not None
        wording.cancel()
    said, _ = patient.turn()
    assert [sentence.text for sentence in said] == SENTENCES
    assert patient.llm.pid == pid
    assert patient.llm._alarm is None


def test_that_a_reply_never_outlasts_its_deadline(patient: Patient) -> None:
    patient.llm.heard(QUESTION)
    wording = patient.llm.word(Order(DIRECTIVE, deadline_s=0))
    assert list(wording) == []
    assert wording.outcome is not None
    assert wording.outcome.reason in ("deadline", "refused")
    said, _ = patient.turn()
    assert [sentence.text for sentence in said] == SENTENCES


# --- a long conversation


def test_that_old_turns_are_let_go_behind_the_conversation(patient: Patient) -> None:
    patient.llm.remember("You have told the doctor about the pain.")
    lengths = []
    for _ in range(40):
        said, wording = patient.turn()
        assert [sentence.text for sentence in said] == SENTENCES
        assert wording.outcome is not None
        assert wording.outcome.evaluated == wording.outcome.needed
        patient.llm.keep(REPLY, wording)
        lengths.append(patient.background("kept").length)
        if lengths[-1] > FULL:
            lengths.append(patient.background("condensed").length)
    assert max(lengths) < FULL + 100
    assert sum(after < before for before, after in pairwise(lengths)) > 2


def test_that_turns_that_leave_no_pause_still_find_room(patient: Patient) -> None:
    for _ in range(60):
        patient.llm.heard(QUESTION)
        patient.llm.keep(REPLY)
    said, _ = patient.turn()
    assert [sentence.text for sentence in said] == SENTENCES


def test_that_no_flood_of_words_fills_the_window(patient: Patient) -> None:
    patient.llm.heard("pain " * 50_000)
    patient.llm.keep("stairs " * 50_000)
    patient.llm.remember("breakfast " * 50_000)
    patient.background("kept")
    said, _ = patient.turn()
    assert [sentence.text for sentence in said] == SENTENCES
    flood = patient.llm.word(Order(DIRECTIVE * 300, deadline_s=SOON_S))
    assert list(flood) == []
    assert flood.outcome is not None
    assert "too little room" in flood.outcome.why


def test_that_a_conversation_goes_on_where_it_was_without_reading_it_again(
    patient: Patient,
) -> None:
    _, wording = patient.turn()
    patient.llm.keep(REPLY, wording)
    patient.background("kept")
    turns = [Turn(speaker="trainee", text=QUESTION), Turn(speaker="patient", text=REPLY)]
    patient.llm.begin(PREFIX, turns)
    first = next(iter(_progress(patient)))
    assert first.done == first.total


def _progress(patient: Patient) -> Iterator[Progress]:
    while True:
        answer = patient.answers.get(timeout=SOON_S)
        if isinstance(answer, Progress):
            yield answer


def test_that_an_introduction_without_room_for_a_conversation_is_refused_in_words(
    patient: Patient,
) -> None:
    patient.llm.begin(PREFIX * 80)
    assert "too long" in patient.wait("off").why
    patient.llm.begin(PREFIX)
    patient.wait("ready")


# --- a child that is lost


@posix
def test_that_the_transcript_survives_the_child(patient: Patient) -> None:
    for _ in range(3):
        _, wording = patient.turn()
        patient.llm.keep(REPLY, wording)
        length = patient.background("kept").length
    _kill(patient)
    patient.wait("loading")
    assert patient.wait("ready").total == length
    said, _ = patient.turn()
    assert [sentence.text for sentence in said] == SENTENCES


@posix
def test_that_the_conversation_goes_on_whatever_happens_to_the_child(
    patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "PATIENCE_S", 1.0)
    rng = random.Random(5)
    late = []
    for _ in range(ROUNDS):
        patient.llm.heard(QUESTION)
        deadline_s = 1.0
        wording = patient.llm.word(Order(DIRECTIVE, teacher=REPLY, deadline_s=deadline_s))
        asked = time.monotonic()
        hurt = rng.choice((_kill, _stop, _between))
        for _ in range(rng.randrange(3)):
            wording.next()
        hurt(patient)
        said = list(wording)
        late.append(time.monotonic() - asked - deadline_s)
        assert wording.outcome is not None
        assert all(sentence.text in SENTENCES for sentence in said)
        patient.llm.keep(REPLY, wording)
        _until_ready(patient)
    assert max(late) < 1
    said, wording = patient.turn()
    assert [sentence.text for sentence in said] == SENTENCES


def _kill(patient: Patient) -> None:
    if pid := patient.llm.pid:
        os.kill(pid, signal.SIGKILL)


def _stop(patient: Patient) -> None:
    if pid := patient.llm.pid:
        os.kill(pid, signal.SIGSTOP)


def _between(patient: Patient) -> None:
    """Spoil what the parent has to say to the child."""
    child = patient.llm._child
    if child and child._process and child._process.stdin:
        os.write(child._process.stdin.fileno(), b"\xff\xff\xff\xff")


def _until_ready(patient: Patient) -> None:
    """A reply that comes whole shows that the child, or another one, is back at work."""
    until = time.monotonic() + SOON_S
    while time.monotonic() < until:
        wording = patient.llm.word(Order(DIRECTIVE, teacher=REPLY, deadline_s=2))
        if [sentence.text for sentence in wording] == SENTENCES:
            return
        if patient.llm.status.state == "loading":
            patient.wait("warming", "ready", "off")
    raise AssertionError(f"not back: {patient.llm.status}")


@pytest.mark.parametrize("how", ["hangs", "dies", "babbles", "rambles", "dies at once"])
def test_that_a_child_gone_mad_leaves_the_rest_to_the_scripted_voice(
    how: str, patient_of: Callable[..., Patient], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "PATIENCE_S", 1.0)
    patient = patient_of(ModelFile(Path(how), n_threads=1), "tests.llm_doubles")
    patient.llm.begin(PREFIX)
    patient.wait("ready" if how != "dies at once" else "loading")
    patient.llm.heard(QUESTION)
    wording = patient.llm.word(Order(DIRECTIVE, deadline_s=1))
    said = list(wording)
    assert len(said) <= 1
    assert wording.outcome is not None
    assert wording.outcome.reason in ("deadline", "lost", "refused")
    patient.wait("loading")


def test_that_sentences_of_another_attempt_are_not_taken(
    patient_of: Callable[..., Patient],
) -> None:
    patient = patient_of(ModelFile(Path("answers others"), n_threads=1), "tests.llm_doubles")
    patient.llm.begin(PREFIX)
    patient.wait("ready")
    patient.llm.heard(QUESTION)
    said = list(patient.llm.word(Order(DIRECTIVE, deadline_s=SOON_S)))
    assert [sentence.text for sentence in said] == ["It began this morning."]


def test_that_a_child_that_stops_too_often_is_let_be(tiny: Path) -> None:
    statuses: queue.Queue[Status] = queue.Queue()
    model = LocalModel(
        ModelFile(Path("dies at once")),
        statuses.put,
        None,
        "tests.llm_doubles",
        {"PYTHONPATH": str(Path(__file__).parent.parent)},
        Attempts(most=2),
    )
    model.start()
    while (status := statuses.get(timeout=SOON_S)).state != "off":
        pass
    assert "scripted patient" in status.why
    model.close()


# --- models that cannot be used

KEEPS_LAST_TURN_ONLY = (
    "{% for m in messages[-2:] %}<|im_start|>{{ m['role'] }}\n{{ m['content'] }}<|im_end|>\n"
    "{% endfor %}"
)
CHANGES_THE_PAST = (
    "{% for m in messages %}{% if loop.last %}(now) {% endif %}<|im_start|>{{ m['role'] }}\n"
    "{{ m['content'] }}<|im_end|>\n{% endfor %}"
)
COUNTS_TURNS = (
    "{% for m in messages %}<|im_start|>{{ loop.index }}{{ m['role'] }}\n"
    "{{ m['content'] }}<|im_end|>\n{% endfor %}"
)


@pytest.mark.parametrize(
    "template",
    [KEEPS_LAST_TURN_ONLY, CHANGES_THE_PAST, COUNTS_TURNS, "{{ raise_exception('no') }}", "{% if"],
)
def test_that_a_template_that_cannot_grow_by_appending_is_refused_in_words(
    template: str, tmp_path: Path, patient_of: Callable[..., Patient]
) -> None:
    file = tmp_path / "odd.gguf"
    make_model(file, TINY, [PREFIX], template=template)
    patient = patient_of(ModelFile(file, n_ctx=512, n_threads=1))
    assert "template" in patient.wait("off", "ready").why


SYSTEM_IN_FIRST_TURN = (
    "{% if messages[0]['role'] == 'system' %}{{ raise_exception('no system role') }}{% endif %}"
    "{{ bos_token }}{% for m in messages %}[{{ m['role'] }}]{{ m['content'] | trim }}[end]"
    "{% endfor %}{% if add_generation_prompt %}[assistant]{% endif %}"
)
THINKS_ONLY_AT_THE_END = CHATML.replace(
    "{{ '<|im_start|>assistant\n' }}", "{{ '<|im_start|>assistant\n<think>\n\n</think>\n\n' }}"
)


@pytest.mark.parametrize("template", [SYSTEM_IN_FIRST_TURN, THINKS_ONLY_AT_THE_END])
def test_that_templates_with_ways_of_their_own_work(
    template: str, tmp_path: Path, patient_of: Callable[..., Patient]
) -> None:
    file = tmp_path / "own.gguf"
    make_model(file, TINY, [PREFIX, QUESTION, REPLY], template=template)
    patient = patient_of(ModelFile(file, n_ctx=1024, n_threads=1))
    patient.llm.begin(PREFIX)
    patient.wait("ready")
    said, _ = patient.turn()
    assert [sentence.text for sentence in said] == SENTENCES


def test_that_no_mutated_model_takes_the_program_along(tiny: Path, tmp_path: Path) -> None:
    rng = random.Random(11)
    whole = tiny.read_bytes()
    ends: dict[str, int] = {}
    for number in range(MUTANTS):
        file = tmp_path / f"mutant-{number}.gguf"
        file.write_bytes(_mutated(whole, rng))
        end = _end_of(file)
        ends[end] = ends.get(end, 0) + 1
        file.unlink()
    assert sum(ends.values()) == MUTANTS
    assert len(ends) > 1


def _mutated(whole: bytes, rng: random.Random) -> bytes:
    """Mostly the header: that is where numbers are believed."""
    body = bytearray(whole)
    match rng.randrange(4):
        case 0:
            return bytes(body[: rng.randrange(len(body))])
        case 1:
            for _ in range(rng.randrange(1, 8)):
                body[rng.randrange(min(len(body), 20_000))] = rng.randrange(256)
        case 2:
            at = rng.randrange(0, 20_000, 4)
            body[at : at + 8] = rng.choice((b"\xff" * 8, b"\0" * 8, b"\x7f" + b"\xff" * 7))
        case _:
            body[rng.randrange(24)] ^= 1 << rng.randrange(8)
            body[rng.randrange(len(body))] ^= 0xFF
    return bytes(body)


def _end_of(file: Path) -> str:
    statuses: queue.Queue[Status] = queue.Queue()
    model = LocalModel(
        ModelFile(file, sha256="1" * 64, n_ctx=256, n_threads=1),
        statuses.put,
        attempts=Attempts(most=1),
    )
    try:
        model.start()
        while (status := statuses.get(timeout=SOON_S)).state not in ("ready", "off"):
            pass
    except UserError:
        return "refused before loading"
    finally:
        model.close()
    return "loaded" if status.state == "ready" else "refused or lost by the child"


def test_that_what_is_no_model_is_refused_before_a_child_is_started(tmp_path: Path) -> None:
    file = tmp_path / "notes.gguf"
    file.write_text("These are my notes.")
    model = LocalModel(ModelFile(file))
    with pytest.raises(UserError, match=r"notes\.gguf"):
        model.start()
    assert model.pid is None


def test_that_the_bench_measures_turns_past_a_full_window(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "bench.gguf"
    words = (*benching_llm.PREFIX, *benching_llm.QUESTIONS, *benching_llm.REPLIES)
    make_model(file, TINY, (*words, benching_llm.DIRECTIVE))
    monkeypatch.setattr(benching_llm, "WHOLE_AT", 3)
    monkeypatch.setattr(benching_llm, "WORDS_PER_S", 100)
    report = benching_llm.bench_llm(file, turns=4)
    assert report["turns"] == 4
    assert report["within_budget"]["tokens"]
    assert report["tokens"]["needed"] > 100
    assert report["whole_prompt"]["tokens"] > 500
    assert report["background"]["kept"]["times"] == 4
    assert report["first_sentence"]["bare_median_ms"] > 0


def test_that_threads_are_measured_once(tiny: Path, patient_of: Callable[..., Patient]) -> None:
    patient = patient_of(ModelFile(tiny, n_ctx=512))
    patient.wait("ready")
    first = patient.llm.loaded
    again = patient_of(ModelFile(tiny, sha256=patient.llm.model_hash, n_ctx=512))
    again.wait("ready")
    second = again.llm.loaded
    assert first is not None
    assert second is not None
    assert first.prefill_per_s > 0 == second.prefill_per_s
    assert first.n_threads == second.n_threads > 0


# --- without a model


def test_that_the_parent_loads_no_llama(tiny: Path) -> None:
    check = (
        "import sys, simtrainer.engines.llm.client, simtrainer.engines.llm.scripted; "
        "raise SystemExit(any(n.startswith(('llama_cpp', 'jinja2')) for n in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0


@pytest.mark.parametrize("name", sorted(ADVERSARIES))
def test_that_an_adversary_speaks_in_plain_sentences_of_bounded_length(name: str) -> None:
    generator = ScriptedGenerator(ADVERSARIES[name])
    generator.begin("The secret prefix.")
    generator.heard(QUESTION)
    wording = generator.word(Order(DIRECTIVE))
    said = list(wording)
    assert wording.outcome is not None
    assert all(sentence.text.isprintable() and len(sentence.text) <= 600 for sentence in said)
    assert bool(said) == (name not in ("nothing", "spaces", "hang"))


def test_that_a_scripted_generator_knows_the_conversation() -> None:
    generator = ScriptedGenerator(in_turn("Yes, it does. It hurts.", "No."))
    generator.begin(PREFIX)
    generator.heard(QUESTION)
    said = [sentence.text for sentence in generator.word(Order(DIRECTIVE))]
    assert said == ["Yes, it does.", "It hurts."]
    generator.keep(" ".join(said))
    generator.heard("Here?")
    assert [sentence.text for sentence in generator.word(Order(DIRECTIVE))] == ["No."]
    assert [turn.speaker for turn in generator.turns] == ["trainee", "patient", "trainee"]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("It hurts. A lot!", ["It hurts.", "A lot!"]),
        ("Dr. Shah gave me 2.5 mg. It helped.", ["Dr. Shah gave me 2.5 mg.", "It helped."]),
        ("Well... I don't know. Maybe?", ["Well... I don't know.", "Maybe?"]),
        ("No. I have MS. It is bad.", ["No.", "I have MS.", "It is bad."]),
        ("About 8 p.m. I think. Yes", ["About 8 p.m. I think.", "Yes"]),
        (
            "It was e.g. my knee. So was I. Really.",
            ["It was e.g. my knee.", "So was I.", "Really."],
        ),
        ("A\u202eb\x00c\nd.", ["Abc d."]),
    ],
)
def test_that_sentences_are_cut_where_people_would(text: str, sentences: list[str]) -> None:
    for size in (2, 3, len(text)):
        cutter = SentenceCutter()
        found = [s for at in range(0, len(text), size) for s in cutter.feed(text[at : at + size])]
        rest = cutter.rest()
        assert found + ([rest] if rest else []) == sentences
