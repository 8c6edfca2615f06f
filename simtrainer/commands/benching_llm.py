"""``bench --llm``: how fast a language model words replies here, against the budgets of the design.

A conversation is brought past a full window, then turns are played at the pace of speech. The words
of the replies are given (teacher-forced) but cost what generating them costs, so that a model with
random weights and the shape of a real one will do.
"""

from __future__ import annotations

import contextlib
import itertools
import queue
import re
import shutil
import statistics
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from simtrainer.engines.llm.client import LocalModel, ModelFile
from simtrainer.engines.llm.generator import Order, Outcome, Status
from simtrainer.engines.llm.messages import (
    Answer,
    Background,
    Measure,
    Measured,
    Sentence,
)
from simtrainer.errors import UserError
from simtrainer.paths import user_dir
from simtrainer.patient.voice.allowed import Allowed
from simtrainer.patient.voice.checking import check

BUDGET = {"tokens": 1.02, "first_sentence": 1.2, "times_faster": 20.0}
LONG_S = 1800.0  # nothing a bench waits for takes longer
WORDS_PER_S = 2.5  # of speech: what happens between turns happens while a reply is spoken
SLACK_MS = 20.0  # for the way between the processes
WHOLE_AT = 30  # the turn at which the whole prompt is evaluated again, for comparison
DISK = {"0.5B": 290_000_000, "1.5B": 880_000_000}  # bytes of the random models
A = TypeVar("A")

PREFIX = (
    "You are playing a patient who talks to a doctor, and you never stop being that patient.",
    "You speak in one or two short sentences, in plain everyday words, and never in lists.",
    "You say only what the note after the doctor's words tells you to say, and add no new facts.",
    "Your name is Marian Okafor, you are fifty-eight years old, and you work in a school kitchen.",
    "You are sitting up on a trolley in the emergency department, and your husband is on his way.",
    "You are worried, a little short of breath, and you would rather not make a fuss about it.",
    "If you do not understand a word, you ask the doctor what it means, because most people would.",
)
QUESTIONS = (
    "Hello, I am one of the doctors. What has brought you in today?",
    "Can you tell me more about the pain, and where exactly you feel it?",
    "Does it go anywhere else, for instance into your arm or your jaw?",
    "I can see that this is worrying you. What are you most afraid of?",
    "Have you ever had anything like this before, or any trouble with your heart?",
    "Do you take any medicines, and are you allergic to anything that you know of?",
)
REPLIES = (
    "It came on this morning when I was carrying the shopping up the stairs.",
    "It is like something heavy sitting on my chest. I have never felt anything like it.",
    "My left arm feels a bit odd, and it has gone up into my jaw as well.",
    "My father died of his heart at my age, and I keep thinking about that.",
    "No, never. I get a bit of wind sometimes, but this is not the same at all.",
    "I take a tablet for my blood pressure every morning, and that is all.",
)
DIRECTIVE = (
    "(Now answer as Marian, worried, in at most two short sentences. Say in your own words: {say})"
)


def bench_llm(model: Path | None, shape: str = "1.5B", turns: int = 40) -> dict[str, Any]:
    """Times in milliseconds. Raises UserError when the model cannot be used."""
    file = model or random_model(shape)
    bench = Bench(ModelFile(file))
    try:
        bench.start()
        for number in range(1, turns + 1):
            bench.play(number)
        return bench.report()
    finally:
        bench.llm.close()


def random_model(shape: str) -> Path:
    """The file of a random model with the shape of a real one, made once and kept."""
    folder = user_dir() / "bench"
    file = folder / f"random-{shape}.gguf"
    if shape not in DISK:
        raise UserError(f"There is no such shape; choose one of {', '.join(DISK)}.")
    if file.exists():
        return file
    try:
        from simtrainer.engines.llm.random_models import SHAPES, make_model
    except ImportError as error:
        raise UserError("The bench needs the package gguf; install simtrainer[llm].") from error
    folder.mkdir(parents=True, exist_ok=True)
    need = DISK[shape] * 2  # and some room is left
    if shutil.disk_usage(folder).free < need:
        raise UserError(f"The random model needs {need / 1e9:.1f} GB of free disk in {folder}.")
    print(f"Making a random model of {DISK[shape] / 1e9:.1f} GB: {file}", file=sys.stderr)  # noqa: T201
    make_model(file, SHAPES[shape], (*PREFIX, *QUESTIONS, *REPLIES, DIRECTIVE))
    return file


@dataclass(frozen=True)
class Played:
    """One turn: times in ms since the trainee's words were sent."""

    outcome: Outcome
    bare: Measured  # the same tokens with nothing around them
    first_ms: float  # the first sentence has been checked
    wait_ms: float  # of that, what passed before the child began: a batch of background work

    @property
    def bare_ms(self) -> float:
        return self.bare.prefill_ms + self.bare.decode_ms


class Bench:
    """Plays turns and keeps what they cost."""

    def __init__(self, model: ModelFile) -> None:
        self._answers: queue.SimpleQueue[Answer] = queue.SimpleQueue()
        self._statuses: queue.SimpleQueue[Status] = queue.SimpleQueue()
        self.llm = LocalModel(model, self._statuses.put, self._answers.put)
        self.played: list[Played] = []
        self.background: list[Background] = []
        self.seconds: dict[str, float] = {}
        self.warmed = 0  # tokens

    # --- playing

    def start(self) -> None:
        """Load, warm, and bring the conversation to where the window is full."""
        started = time.monotonic()
        self.llm.start()
        self._until_ready()
        self.seconds["load"] = time.monotonic() - started
        started = time.monotonic()
        self.llm.begin(" ".join(PREFIX * 4))
        self.warmed = self._until_ready().total
        self.seconds["warm"] = time.monotonic() - started
        for number in itertools.count():
            self.llm.heard(QUESTIONS[number % len(QUESTIONS)])
            self.llm.keep(REPLIES[number % len(REPLIES)])
            if self._next(Background).more:
                break
        self.background.clear()
        check(REPLIES[0], Allowed())  # loads what it needs

    def play(self, number: int) -> None:
        say, reply = (REPLIES[at % len(REPLIES)] for at in (number, number + 1))
        allowed = Allowed(decided=(say,), heard=QUESTIONS)
        order = Order(DIRECTIVE.format(say=say), number, teacher=reply, deadline_s=LONG_S)
        started = time.perf_counter()
        self.llm.heard(QUESTIONS[number % len(QUESTIONS)])
        wording = self.llm.word(order)
        first = wording.next()
        arrived_ms = _since(started)
        if first is not None:
            check(first.text, allowed)
        first_ms = _since(started)
        list(wording)
        outcome = wording.outcome
        if first is None or outcome is None or outcome.reason not in ("end", "length"):
            raise UserError(f"The model stopped during the measurement: {outcome}.")
        wait_ms = max(0.0, arrived_ms - self._first_sentence(wording.ticket).ms)
        bare = self._bare(outcome, first.tokens, whole=number == WHOLE_AT)
        self.played.append(Played(outcome, bare, first_ms, wait_ms))
        self.llm.keep(reply, wording)
        self._speak(reply)

    def _bare(self, outcome: Outcome, tokens: int, whole: bool) -> Measured:
        self.llm.measure(Measure(new=outcome.needed, generate=tokens, whole=whole))
        return self._next(Measured)

    def _speak(self, reply: str) -> None:
        """What the child does while the reply is spoken; then the next turn comes, ready or not."""
        until = time.monotonic() + len(reply.split()) / WORDS_PER_S
        work = self._next(Background)
        with contextlib.suppress(queue.Empty):
            while work.more:
                work = self._next(Background, until - time.monotonic())

    # --- waiting

    def _until_ready(self) -> Status:
        while (status := self._statuses.get(timeout=LONG_S)).state != "ready":
            if status.state == "off":
                raise UserError(status.why)
        return status

    def _first_sentence(self, ticket: int) -> Sentence:
        while (sentence := self._next(Sentence)).ticket != ticket:
            pass
        return sentence

    def _next(self, kind: type[A], timeout_s: float = LONG_S) -> A:
        """The next answer of ``kind``; background work is noted on the way."""
        until = time.monotonic() + timeout_s
        while True:
            answer = self._answers.get(timeout=max(0.0, until - time.monotonic()))
            if isinstance(answer, Background):
                self.background.append(answer)
            if isinstance(answer, kind):
                return answer

    # --- the report

    def report(self) -> dict[str, Any]:
        loaded = self.llm.loaded
        assert loaded is not None
        tokens, first, whole = self._tokens(), self._first(), self._whole()
        background = self._background()
        within = {
            "tokens": tokens["ratio"] <= BUDGET["tokens"],
            "first_sentence": first["ratio"] <= BUDGET["first_sentence"],
            "one_batch": background["longest_wait_ms"] <= background["longest_batch_ms"] + SLACK_MS,
        }
        if whole:
            within["times_faster"] = whole["times_faster"] >= BUDGET["times_faster"]
        return {
            "model": loaded.name,
            "threads": loaded.n_threads,
            "window": loaded.n_ctx,
            "load_s": round(self.seconds["load"], 2),
            "warm": {"tokens": self.warmed, "s": round(self.seconds["warm"], 2)},
            "memory_mb": _peak_memory_mb(self.llm.pid),
            "turns": len(self.played),
            "tokens": tokens,
            "first_sentence": first,
            "background": background,
            "whole_prompt": whole,
            "within_budget": within,
        }

    def _tokens(self) -> dict[str, float]:
        needed = sum(turn.outcome.needed for turn in self.played)
        evaluated = sum(turn.outcome.evaluated for turn in self.played)
        worst = max(turn.outcome.evaluated / turn.outcome.needed for turn in self.played)
        return {
            "needed": needed,
            "evaluated": evaluated,
            "ratio": round(evaluated / needed, 4),
            "worst_turn": round(worst, 4),
        }

    def _first(self) -> dict[str, float]:
        """Ratios are of sums; waiting for a batch of background work is reported apart, too."""
        took = [turn.first_ms for turn in self.played]
        bare = [turn.bare_ms for turn in self.played]
        waited = sum(turn.wait_ms for turn in self.played)
        worst = max((t.first_ms - t.wait_ms) / t.bare_ms for t in self.played)
        return {
            "median_ms": round(statistics.median(took), 1),
            "bare_median_ms": round(statistics.median(bare), 1),
            "ratio": round(sum(took) / sum(bare), 3),
            "ratio_without_waits": round((sum(took) - waited) / sum(bare), 3),
            "worst_turn_without_wait": round(worst, 3),
        }

    def _background(self) -> dict[str, Any]:
        sums: dict[str, Any] = {
            work: {
                "times": len(done),
                "tokens": sum(each.tokens for each in done),
                "ms": round(sum(each.ms for each in done), 1),
            }
            for work in ("kept", "condensed")
            if (done := [each for each in self.background if each.work == work])
        }
        return sums | {
            "longest_batch_ms": round(max(b.longest_batch_ms for b in self.background), 1),
            "longest_wait_ms": round(max(turn.wait_ms for turn in self.played), 1),
            "median_wait_ms": round(statistics.median(turn.wait_ms for turn in self.played), 1),
        }

    def _whole(self) -> dict[str, float]:
        """The prompt of one turn evaluated again, against what that turn evaluated."""
        for number, turn in enumerate(self.played, start=1):
            if turn.bare.whole_tokens:
                return {
                    "turn": number,
                    "tokens": turn.bare.whole_tokens,
                    "ms": round(turn.bare.whole_ms, 1),
                    "turn_ms": round(turn.outcome.prefill_ms, 1),
                    "times_faster": round(turn.bare.whole_ms / turn.outcome.prefill_ms, 1),
                }
        return {}


def _since(started: float) -> float:
    return (time.perf_counter() - started) * 1000


def _peak_memory_mb(pid: int | None) -> float | None:
    """Of the child, where the system tells."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return None
    found = re.search(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE)
    return round(int(found[1]) * 1024 / 1e6, 1) if found else None
