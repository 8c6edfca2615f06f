"""``models``: what there is, set up the engine, fetch, import, use, remove, look at a file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from simtrainer.errors import UserError
from simtrainer.i18n import tr

if TYPE_CHECKING:
    from simtrainer.engines.models.overview import Overview, Row
    from simtrainer.engines.models.progress import Progress, Report
    from simtrainer.engines.models.shelf import Installed, Shelf

SCRIPTED, BUILT_IN = "scripted", "built-in"

app = typer.Typer(
    name="models",
    help="The patient's voice and ears: models on this computer, fetched only when you ask.",
    add_completion=False,
)
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
ModelId = Annotated[str, typer.Argument(help="A model's id, as `simtrainer models` lists it.")]


@app.callback(invoke_without_command=True)
def list_models(context: typer.Context, as_json: Json = False) -> None:
    """List what is here, what can be fetched, and what other programs have."""
    if context.invoked_subcommand is not None:
        return
    with _plainly():
        seen = _overview()
        if as_json:
            _print_json(_as_json(seen))
            return
        for line in lines_of(seen):
            typer.echo(line)


@app.command()
def setup(as_json: Json = False) -> None:
    """Set up the engine that runs language models. Needs the internet once."""
    from simtrainer.engines.models.setup import SetUp, engine_now

    with _plainly(again=True), _bar() as report:
        engine = engine_now()
        if not engine.installed:
            engine = SetUp(report).run()
    if as_json:
        _print_json({"engine": {"installed": engine.installed, "version": engine.version}})
    else:
        typer.echo(tr("The engine is ready ({version}).").replace("{version}", engine.version))


@app.command()
def get(model_id: ModelId, as_json: Json = False) -> None:
    """Fetch a model. Ctrl+C pauses; the same command goes on from there."""
    from simtrainer.engines.models.arriving import get as fetch
    from simtrainer.engines.models.catalogue import catalogue

    with _plainly(again=True), _bar() as report:
        model = fetch(catalogue().offer(model_id), _shelf(), report)
    _say_arrived(model, as_json)


@app.command("import")
def import_(
    path: Annotated[Path, typer.Argument(help="A .gguf file, or Vosk's zip or folder.")],
    as_json: Json = False,
) -> None:
    """Copy a model from a file or a stick."""
    from simtrainer.engines.models.arriving import import_path

    with _plainly(), _bar() as report:
        model = import_path(path, _shelf(), report)
    _say_arrived(model, as_json)


@app.command()
def use(
    model_id: Annotated[
        str, typer.Argument(help="A model's id; or scripted, built-in: without a model.")
    ],
    as_json: Json = False,
) -> None:
    """Let a model be the patient's voice, or listen to you. Checks it first."""
    with _plainly():
        if model_id in (SCRIPTED, BUILT_IN):
            _choose("voice" if model_id == SCRIPTED else "recogniser", "")
            if as_json:
                _print_json({"in_use": model_id})
            else:
                typer.echo(_back_to(model_id))
            return
        shelf = _shelf()
        with _bar() as report:
            model = _usable(shelf, model_id, report)
        row = _overview().row(model.id)
        warning = _too_little(shelf, model)
        _choose(model.kind, model.id)
    if as_json:
        _print_json(row.model_dump(mode="json") if row else {})
        return
    words = tr("{name} is the patient's voice now.")
    if model.kind == "recogniser":
        words = tr("{name} listens to you now.")
    typer.echo(words.replace("{name}", model.name))
    if warning:
        typer.echo(warning, err=True)


@app.command()
def remove(model_id: ModelId, as_json: Json = False) -> None:
    """Delete a model that was fetched or imported; files of other programs stay."""
    with _plainly():
        model = _shelf().remove(model_id)
        settings = _settings()
        if model.id in (settings.voice_model, settings.recogniser_model):
            _choose(model.kind, "")
    if as_json:
        _print_json({"removed": model.id, "file_deleted": model.owned})
        return
    words = (
        tr("{name} was deleted.") if model.owned else tr("{name} is off the list; {path} stays.")
    )
    typer.echo(words.replace("{name}", model.name).replace("{path}", str(model.path)))


@app.command()
def info(
    path: Annotated[Path, typer.Argument(help="A .gguf file.")], as_json: Json = False
) -> None:
    """What a model file is, and whether this computer can hold it; nothing is loaded."""
    from simtrainer.engines.models.gguf import read_header
    from simtrainer.engines.models.memory import fits, memory_now, need_of, says

    with _plainly():
        header = read_header(path)
        need, memory = need_of(header), memory_now()
    if as_json:
        facts = header.model_dump(mode="json") | {"need": need.model_dump() | {"total": need.total}}
        _print_json(facts | {"fits": fits(need.total, memory), "says": says(need.total, memory)})
        return
    for name, value in header.model_dump().items():
        typer.echo(f"{name.replace('_', ' ')}: {value}")
    typer.echo(says(need.total, memory))


@app.command()
def qualify(
    model: Annotated[str, typer.Argument(help="A model's id, or a .gguf file.")],
    as_json: Json = False,
) -> None:
    """Play fixed encounters with a model: is it fit to be a patient's voice here? Takes minutes."""
    from simtrainer.commands.qualifying import lines_of as report_lines
    from simtrainer.commands.qualifying import qualify_and_keep

    with _plainly():
        found = qualify_and_keep(model, _shelf(), lambda text: typer.echo(text, err=True))
    if as_json:
        _print_json(found)
        return
    for line in report_lines(found):
        typer.echo(line)


# --- in words


def lines_of(seen: Overview) -> Iterator[str]:
    """The overview as lines for a terminal."""
    if seen.engine.installed:
        yield tr("Engine: installed ({version})").replace("{version}", seen.engine.version)
    else:
        yield tr("Engine: not installed. Set it up with: simtrainer models setup")
    voice, ears = seen.row(seen.voice), seen.row(seen.recogniser)
    yield tr("Patient's voice: ") + (voice.name if voice else tr("scripted"))
    yield tr("Recogniser: ") + (ears.name if ears else tr("built-in"))
    titles = (
        ("installed", tr("Here")),
        ("offered", tr("To fetch: simtrainer models get ID")),
        ("found", tr("Found on this disk: simtrainer models use ID")),
    )
    for state, title in titles:
        rows = seen.of(state)  # type: ignore[arg-type]
        if rows:
            yield ""
            yield title
            for row in rows:
                yield from _row_lines(row)


def _row_lines(row: Row) -> Iterator[str]:
    from simtrainer.engines.models.progress import size_words

    mark = "*" if row.in_use else " "
    advised = tr(" (advised for this computer)") if row.advised else ""
    yield f" {mark} {row.id:<22} {row.name}{advised}"
    licence = row.licence or tr("licence not stated")
    facts = [size_words(row.size), licence, row.program, row.memory_sentence, row.grade_words]
    if row.arrived:
        facts.append(tr("{size} fetched").replace("{size}", size_words(row.arrived)))
    yield " " * 26 + " · ".join(fact for fact in facts if fact)
    if row.problem:
        yield " " * 26 + row.problem


def _as_json(seen: Overview) -> dict[str, Any]:
    whole = seen.model_dump(mode="json")
    rows = whole.pop("rows")
    for state in ("installed", "offered", "found"):
        whole[state] = [row for row in rows if row["state"] == state]
    return whole


def _say_arrived(model: Installed, as_json: bool) -> None:
    if as_json:
        _print_json(model.model_dump(mode="json"))
        return
    words = tr("{name} is here. Use it with: simtrainer models use {id}")
    typer.echo(words.replace("{name}", model.name).replace("{id}", model.id))


def _back_to(what: str) -> str:
    if what == SCRIPTED:
        return tr("The patient speaks in authored words now.")
    return tr("The built-in recogniser listens to you now.")


def _too_little(shelf: Shelf, model: Installed) -> str:
    """A sentence when the voice does not fit at this moment; it may at another."""
    try:
        if model.kind == "voice":
            shelf.ready(model.id)
    except UserError as error:
        return str(error)
    return ""


# --- doing


def _shelf() -> Shelf:
    from simtrainer import paths
    from simtrainer.engines.models.shelf import Shelf

    return Shelf(paths.models_dir())


def _settings() -> Any:
    from simtrainer import paths
    from simtrainer.settings import load_settings

    return load_settings(paths.settings_file())[0]


def _choose(kind: str, model_id: str) -> None:
    from simtrainer import paths
    from simtrainer.settings import save_settings

    key = "voice_model" if kind == "voice" else "recogniser_model"
    save_settings(_settings().model_copy(update={key: model_id}), paths.settings_file())


def _overview() -> Overview:
    from simtrainer.engines.models.overview import overview

    settings = _settings()
    return overview(_shelf(), settings.voice_model, settings.recogniser_model)


def _usable(shelf: Shelf, model_id: str, report: Report) -> Installed:
    """The model, checked: one that is here, or one of another program, used in place."""
    from simtrainer.engines.models.arriving import use_in_place
    from simtrainer.engines.models.catalogue import catalogue
    from simtrainer.engines.models.overview import found_by_id

    if not shelf.has(model_id):
        if found := found_by_id(shelf, model_id):
            return use_in_place(found, shelf, report)
        if any(offer.id == model_id for offer in catalogue().models):
            words = tr("{id} is not here yet. Fetch it with: simtrainer models get {id}")
            raise UserError(words.replace("{id}", model_id))
    return shelf.verified(model_id, report=report)


@contextmanager
def _plainly(again: bool = False) -> Iterator[None]:
    """What the user can act on is one sentence on stderr and exit code 1; so is Ctrl+C."""
    try:
        yield
    except UserError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    except KeyboardInterrupt:
        words = tr("Stopped. Nothing was changed.")
        if again:
            words = tr("Paused. The same command goes on from here.")
        typer.echo(f"\n{words}", err=True)
        raise typer.Exit(1) from None


@contextmanager
def _bar() -> Iterator[Report]:
    """Progress as a bar on stderr, so that what is printed stays clean."""
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as Bar

    stages = {
        "downloading": tr("Fetching"),
        "checking": tr("Checking"),
        "copying": tr("Copying"),
        "unpacking": tr("Unpacking"),
        "installing": tr("Setting up"),
        "trying": tr("Trying"),
    }
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[words]}"))
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, words="", visible=False)

        def report(progress: Progress) -> None:
            bar.update(
                task,
                description=stages[progress.stage],
                completed=progress.done,
                total=progress.total,
                words=progress.sentence(),
                visible=True,
            )

        yield report


def _print_json(data: Any) -> None:
    typer.echo(json.dumps(data, ensure_ascii=False, sort_keys=True, indent=2))
