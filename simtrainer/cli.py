"""The command line: thin commands. Names and JSON fields are a contract; people script them.

Exit codes: 0 fine, 1 found a problem, 2 wrong use.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from simtrainer.commands.models import app as models_app
from simtrainer.errors import UserError

if TYPE_CHECKING:
    from simtrainer.scenario.case import Case

app = typer.Typer(
    name="simtrainer",
    help="Practise clinical encounters with a virtual patient. Works offline.",
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(models_app)

CaseRef = Annotated[str, typer.Argument(help="A template's path or id.")]
Seed = Annotated[int, typer.Option(help="Which variant of the case.", min=0)]
DifficultyOption = Annotated[str, typer.Option(help="easy, standard or hard.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
LocaleOption = Annotated[str, typer.Option(help="en-GB or en-US: units, drug names, titles.")]
ModeOption = Annotated[str, typer.Option(help="practice, guided or exam.")]
PatientOption = Annotated[Literal["scripted", "llm"], typer.Option(help="Who words the answers.")]
ModelOption = Annotated[
    str, typer.Option(help="With llm: a model's id or its .gguf file; else the chosen one.")
]
_BENCH_LLM = (
    "Also the language model, for many minutes; without --model one with random weights is made "
    "first, which takes up to 0.9 GB of disk and stays for the next time."
)


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr, sys.stdin):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    app()


@contextmanager
def _plainly() -> Iterator[None]:
    """What the user can act on is one sentence on stderr and exit code 1."""
    try:
        yield
    except UserError as error:
        print(str(error), file=sys.stderr)
        raise typer.Exit(1) from error
    except BrokenPipeError:
        raise typer.Exit(0) from None


def _print_json(data: Any) -> None:
    print(json.dumps(data, ensure_ascii=False, sort_keys=True, indent=2))


def _case(ref: str, seed: int, difficulty: str) -> Case:
    from simtrainer.scenario.draw import draw
    from simtrainer.scenario.loader import find
    from simtrainer.scenario.words import DIFFICULTIES

    if difficulty not in DIFFICULTIES:
        raise typer.BadParameter(
            f"choose one of {', '.join(DIFFICULTIES)}", param_hint="difficulty"
        )
    return draw(find(ref), seed, difficulty)


def _terms(mode: str, locale: str) -> Any:
    from simtrainer.session import Terms

    for value, allowed in ((mode, ("practice", "guided", "exam")), (locale, ("en-GB", "en-US"))):
        if value not in allowed:
            raise typer.BadParameter(f"choose one of {', '.join(allowed)}")
    return Terms(mode=mode, locale=locale)  # type: ignore[arg-type]


@app.callback(invoke_without_command=True)
def window(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Open the window (without a command)."""
    if version:
        from simtrainer import __version__

        print(__version__)
        raise typer.Exit
    if context.invoked_subcommand is None:
        from simtrainer.app import run_window

        with _plainly():
            raise typer.Exit(run_window())


@app.command()
def demo(as_json: Json = False) -> None:
    """Play a whole scripted encounter and print its scorecard."""
    from simtrainer.authoring.script import read_script
    from simtrainer.commands.playing import play as play_script
    from simtrainer.commands.terminal import Watcher
    from simtrainer.paths import scenarios_dir
    from simtrainer.reports.text import scorecard_lines

    with _plainly():
        case = _case("chest-pain-ed", 7, "standard")
        script = read_script(scenarios_dir() / "scripts" / "chest-pain-ed" / "expert.yaml", case)
        watcher = None if as_json else Watcher(print).watch
        played = play_script(case, script, _terms("practice", "en-GB"), watcher)
        if as_json:
            _print_json(played.scorecard.model_dump(mode="json"))
            return
        print()
        for line in scorecard_lines(played.scorecard):
            print(line)


@app.command()
def talk(
    case: CaseRef,
    seed: Seed = 1,
    difficulty: DifficultyOption = "standard",
    mode: ModeOption = "practice",
    locale: LocaleOption = "en-GB",
    patient: PatientOption = "scripted",
    model: ModelOption = "",
) -> None:
    """Take an encounter in the terminal: talk, /examine, /order, /give, /wait, /note, /end."""
    from simtrainer.commands.terminal import talk_in_terminal
    from simtrainer.commands.voicing import voices_for

    with _plainly(), voices_for(patient, model) as give_voice:
        talk_in_terminal(_case(case, seed, difficulty), _terms(mode, locale), give_voice)


@app.command()
def ask(
    case: CaseRef,
    seed: Seed = 1,
    difficulty: DifficultyOption = "standard",
    patient: PatientOption = "scripted",
    model: ModelOption = "",
) -> None:
    """Answer one utterance per input line with one JSON object per line."""
    from simtrainer.commands.asking import answers
    from simtrainer.commands.voicing import voices_for

    with _plainly(), voices_for(patient, model) as give_voice:
        session_case = _case(case, seed, difficulty)
        for answer in answers(session_case, sys.stdin, give_voice):
            print(json.dumps(answer, ensure_ascii=False, sort_keys=True), flush=True)


@app.command()
def play(
    case: CaseRef,
    script: Annotated[Path, typer.Option(help="A script: a YAML list of actions.")],
    save: Annotated[Path | None, typer.Option(help="Write the encounter here.")] = None,
    seed: Seed = 1,
    difficulty: DifficultyOption = "standard",
    mode: ModeOption = "practice",
    locale: LocaleOption = "en-GB",
    as_json: Json = False,
) -> None:
    """Play a list of actions; print the events and the scorecard."""
    from simtrainer.authoring.script import read_script
    from simtrainer.commands.playing import play as play_script
    from simtrainer.commands.terminal import Watcher
    from simtrainer.reports.text import scorecard_lines

    with _plainly():
        drawn = _case(case, seed, difficulty)
        actions = read_script(script, drawn)
        watcher = None if as_json else Watcher(print).watch
        played = play_script(drawn, actions, _terms(mode, locale), watcher)
        if save is not None:
            _write(save, "\n".join(played.lines) + "\n")
        if as_json:
            refused = [
                {"action": a.model_dump(mode="json"), "reason": r} for a, r in played.refused
            ]
            events = [json.loads(line) for line in played.lines]
            card = played.scorecard.model_dump(mode="json")
            _print_json({"events": events, "scorecard": card, "refused": refused})
            return
        for action, reason in played.refused:
            print(f"Not done: {action.kind}: {reason}", file=sys.stderr)
        print()
        for line in scorecard_lines(played.scorecard):
            print(line)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UserError(f"{path} could not be written: {error.strerror}.") from error


@app.command()
def score(
    encounter: Annotated[Path, typer.Argument(help="An encounter, or a transcript with --case.")],
    case: Annotated[
        str | None, typer.Option(help="The case a transcript is scored against.")
    ] = None,
    judgements: Annotated[
        Path | None, typer.Option(help="Judgements by people on the encounter, a line each.")
    ] = None,
    seed: Seed = 1,
    difficulty: DifficultyOption = "standard",
    as_json: Json = False,
) -> None:
    """Score an encounter, or a transcript recorded elsewhere."""
    from simtrainer.commands.transcripts import score_file
    from simtrainer.reports.text import scorecard_lines

    with _plainly():
        against = _case(case, seed, difficulty) if case is not None else None
        scored = score_file(encounter, against, judgements)
        if as_json:
            _print_json(scored.card.model_dump(mode="json") | {"warnings": list(scored.warnings)})
        else:
            for line in scorecard_lines(scored.card):
                print(line)
        for warning in scored.warnings:
            print(warning, file=sys.stderr)
        if scored.tampered:
            raise typer.Exit(1)


@app.command()
def analyse(transcript: Annotated[Path, typer.Argument()], as_json: Json = False) -> None:
    """Acts and topics of each line of a transcript, and a summary."""
    from simtrainer.commands.transcripts import analyse_file

    with _plainly():
        analysis = analyse_file(transcript)
        if as_json:
            _print_json(analysis)
            return
        for turn in analysis["turns"]:
            print(f"{turn['speaker']:>8}  {turn['text']}")
            print(f"          {', '.join((*turn['acts'], *turn['topics']))}")
        for name, value in analysis["summary"].items():
            print(f"{name}: {value}")


@app.command()
def check(
    paths: Annotated[list[Path], typer.Argument(help="Templates, or folders of them.")],
    seeds: Annotated[int, typer.Option(help="How many variants to draw.", min=1)] = 40,
    table: Annotated[Path | None, typer.Option(help="Write a table of the variants (CSV).")] = None,
    as_json: Json = False,
) -> None:
    """Lint templates: schema, references, reachability, leaks, consistency over many variants."""
    from simtrainer.commands.checking import check_paths, write_table

    with _plainly():
        reports = check_paths(paths, seeds)
        if table is not None:
            write_table(reports, seeds, table)
    if as_json:
        _print_json([report.as_json() for report in reports])
    else:
        for report in reports:
            for line in report.lines():
                print(line)
    if any(report.errors for report in reports):
        raise typer.Exit(1)


@app.command()
def schema() -> None:
    """The JSON Schema of templates, for editors that complete and check while you write."""
    from simtrainer.scenario.schema import template_schema

    _print_json(template_schema())


@app.command()
def fidelity(
    of: Annotated[str, typer.Argument(help="A saved encounter (.jsonl), or a template.")],
    seed: Seed = 1,
    difficulty: DifficultyOption = "standard",
    as_json: Json = False,
) -> None:
    """How faithfully an encounter was answered; or which questions reach the facts of a case."""
    from simtrainer.commands.faithful import of_case, of_encounter

    with _plainly():
        encounter = of.endswith(".jsonl")
        report = of_encounter(Path(of)) if encounter else of_case(_case(of, seed, difficulty))
    if as_json:
        _print_json(report)
        return
    for name, value in report.items():
        if name == "reach":
            for line in value:
                print(f"  {line['found']:>2} of {line['tried']:>2}  {line['fact']}: {line['say']}")
        else:
            print(f"{name.replace('_', ' ')}: {value}")


@app.command()
def simulate(
    case: CaseRef,
    script: Annotated[Path | None, typer.Option(help="Treatments to give, as a script.")] = None,
    minutes: Annotated[int, typer.Option(min=1, max=1440)] = 60,
    seed: Seed = 1,
    difficulty: DifficultyOption = "standard",
    as_json: Json = False,
) -> None:
    """Physiology alone: a row of vitals a simulated minute."""
    from simtrainer.authoring.script import read_script
    from simtrainer.commands.simulating import rows

    with _plainly():
        drawn = _case(case, seed, difficulty)
        steps = read_script(script, drawn) if script else []
        table = rows(drawn, [step.action for step in steps], minutes)
        if as_json:
            _print_json(table)
            return
        for row in table:
            print("  ".join(f"{name} {value}" for name, value in row.items()))


@app.command()
def bench(
    case: Annotated[str, typer.Argument(help="The template to measure with.")] = "chest-pain-ed",
    llm: Annotated[bool, typer.Option("--llm", help=_BENCH_LLM)] = False,
    model: Annotated[Path | None, typer.Option(help="With --llm: a .gguf file.")] = None,
    shape: Annotated[str, typer.Option(help="With --llm: 1.5B or 0.5B, random.")] = "1.5B",
    as_json: Json = False,
) -> None:
    """How fast the parts are on this computer."""
    from simtrainer.commands.benching import bench as measure
    from simtrainer.commands.benching_llm import bench_llm
    from simtrainer.scenario.loader import find

    with _plainly():
        figures = measure(find(case))
        if llm or model is not None:
            figures["llm"] = bench_llm(model, shape)
    if as_json:
        _print_json(figures)
        return
    for name, value in figures.items():
        print(f"{name.replace('_', ' ')}: {value}")


@app.command("speech-test")
def speech_test(
    file: Annotated[Path, typer.Argument(help="A WAV file; with --loop-back a list of questions.")],
    loop_back: Annotated[
        bool, typer.Option("--loop-back", help="Our voices read the questions aloud.")
    ] = False,
    model: Annotated[str, typer.Option(help="The folder of a Vosk model.")] = "",
    voice: Annotated[list[str] | None, typer.Option(help="Only: first, second, third.")] = None,
    lines: Annotated[bool, typer.Option("--lines", help="Also each question.")] = False,
    as_json: Json = False,
) -> None:
    """What is recognised in a recording, and how well speech is understood here."""
    from simtrainer.commands import speech_testing

    with _plainly():
        if loop_back:
            found = speech_testing.loop_back(file, model, voice or (), lines)
        else:
            found = speech_testing.hear_recording(file, model)
        if as_json:
            _print_json(found)
            return
        for line in speech_testing.in_words(found):
            print(line)


@app.command()
def doctor(as_json: Json = False) -> None:
    """What works on this computer."""
    from simtrainer.doctor import run_checks

    checks = run_checks()
    if as_json:
        _print_json([entry.model_dump(mode="json") for entry in checks])
    else:
        for entry in checks:
            mark = {"ok": "✓", "warn": "!", "missing": "✗"}[entry.state]
            print(f"{mark} {entry.name}: {entry.sentence}")
            if entry.remedy:
                print(f"    {entry.remedy}")
    if any(entry.state == "missing" for entry in checks):
        raise typer.Exit(1)
