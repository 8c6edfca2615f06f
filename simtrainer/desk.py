"""The desk: library, session and database on one thread of their own, so that no window waits.

Requests are methods that return at once. What comes of them arrives as a notice, a value of the
closed union below, passed to ``listener`` on the desk's thread; a window hands it on to its own.
Notices about an encounter come in the order things happened, and only after they were stored.
"""

from __future__ import annotations

import queue
import secrets
import shutil
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Protocol

from simtrainer.encounter import actions as ac
from simtrainer.encounter import events as ev
from simtrainer.encounter.fold import fold
from simtrainer.encounter.state import EncounterState
from simtrainer.errors import OurBug, UserError
from simtrainer.scenario.case import Case
from simtrainer.scenario.draw import draw
from simtrainer.scenario.loader import Shelf, load_template
from simtrainer.scenario.problems import TemplateError
from simtrainer.scenario.template import Template
from simtrainer.scenario.words import Difficulty
from simtrainer.scoring.judgement import check_judgement
from simtrainer.scoring.score import score_events
from simtrainer.scoring.scorecard import Scorecard
from simtrainer.session import Terms, TrainingSession, Voice, first_event
from simtrainer.store.encounters import EncounterRow, Store

MAX_SEED = 9999


@dataclass(frozen=True)
class LibraryRead:
    """All templates, those that cannot be used with the reason, and what was tried before."""

    templates: tuple[Template, ...]
    broken: tuple[TemplateError, ...]
    history: tuple[EncounterRow, ...]
    unfinished: tuple[EncounterRow, ...]
    aside: tuple[EncounterRow, ...] = ()


@dataclass(frozen=True)
class CaseDrawn:
    """A case for the door note; nothing is stored until it begins."""

    case: Case


@dataclass(frozen=True)
class EncounterOpened:
    """An encounter begins, or goes on where it was left."""

    encounter: int
    events: tuple[ev.Event, ...]
    state: EncounterState
    resumed: bool
    notes: str = ""  # what the trainee wrote for themselves
    drafts: Mapping[str, str] = field(default_factory=dict)  # name -> what is half written


@dataclass(frozen=True)
class Happened:
    """Stored events, the state after them."""

    encounter: int
    events: tuple[ev.Event, ...]
    state: EncounterState


@dataclass(frozen=True)
class Refused:
    """An action cannot be done now, and why."""

    action: ac.Action
    reason: str


@dataclass(frozen=True)
class Performed:
    """An action and everything people did because of it is over."""

    action: ac.Action


@dataclass(frozen=True)
class DebriefReady:
    """A sealed encounter with its scorecard and the judgements on it."""

    encounter: int
    row: EncounterRow
    events: tuple[ev.Event, ...]
    state: EncounterState
    scorecard: Scorecard
    judgements: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Trouble:
    """Something went another way than asked; ``sentence`` says what, and what is safe.

    ``action`` is what was asked for, so that the window can offer it again.
    """

    sentence: str
    action: ac.Action | None = None
    bug: bool = False


@dataclass(frozen=True)
class VoiceChanged:
    """How the language model is that voices the patient. ``share``: of getting ready, 0 to 1."""

    model: str  # its name; empty where the scripted voice was chosen
    state: Literal["off", "loading", "warming", "ready"]
    share: float = 0.0
    why: str = ""  # a sentence for the user when it is off although it was chosen


class Voices(Protocol):
    """Whoever finds words for people in place of the script. Its methods return at once."""

    def expect(self, case: Case) -> None:
        """Somebody reads the door note of ``case``: make ready."""

    def join(self, state: EncounterState) -> Voice | None:
        """The voice for an encounter that begins or goes on; None: as scripted."""

    def hurry(self) -> None:
        """The trainee goes on: the rest of a reply under way is said as scripted, at once."""

    def cut(self) -> None:
        """The trainee talks over the reply under way: the rest of it is not said."""

    def close(self) -> None: ...


Notice = (
    LibraryRead
    | VoiceChanged
    | CaseDrawn
    | EncounterOpened
    | Happened
    | Refused
    | Performed
    | DebriefReady
    | Trouble
)


class Desk:
    """Owns the store and the one open session. Made by the composition root, closed at its end."""

    def __init__(
        self,
        database: Path,
        backups: Path,
        scenario_dirs: Sequence[Path],
        listener: Callable[[Notice], None],
        voices: Voices | None = None,
    ) -> None:
        """``voices``: without them people say what was scripted."""
        self._database = database
        self._backups = backups
        self._dirs = tuple(scenario_dirs)
        self._tell = listener
        self._voices = voices
        self._jobs: queue.SimpleQueue[tuple[Callable[[], None], ac.Action | None] | None]
        self._jobs = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="desk", daemon=True)
        self._shelf = Shelf()
        self._store: Store | None = None
        self._session: TrainingSession | None = None
        self._encounter = 0

    # --- requests

    def start(self) -> None:
        """Begin working, and read the library."""
        self._thread.start()
        self._ask(self._open_store)
        self.read_library()

    def close(self, timeout_s: float = 5.0) -> None:
        """Finish what is under way, then let go of the database."""
        if self._voices:
            self._voices.close()
        self._jobs.put(None)
        if self._thread.is_alive():
            self._thread.join(timeout_s)

    def read_library(self) -> None:
        """-> LibraryRead"""
        self._ask(self._read_library)

    def add_cases(self, files: Sequence[Path]) -> None:
        """Copy templates into the user's own folder, the last one given.

        -> LibraryRead, or Trouble and nothing copied
        """
        self._ask(lambda: self._add_cases(files))

    def draw(self, template: Template, seed: int | None, difficulty: Difficulty) -> None:
        """Draw a case, a new variant when ``seed`` is None. -> CaseDrawn"""
        self._ask(lambda: self._draw(template, seed, difficulty))

    def begin(self, case: Case, terms: Terms) -> None:
        """Start an encounter. -> EncounterOpened"""
        self._ask(lambda: self._begin(case, terms))

    def resume(self, encounter: int) -> None:
        """-> EncounterOpened"""
        self._ask(lambda: self._resume(encounter))

    def take_up_again(self, encounter: int) -> None:
        """Go on with an encounter that was set aside. -> EncounterOpened"""
        self._ask(lambda: self._take_up_again(encounter))

    def perform(self, action: ac.Action) -> None:
        """-> Happened ..., then Performed; or Refused"""
        if self._voices and not isinstance(action, ac.Tick):
            if isinstance(action, ac.BargeIn):
                self._voices.cut()
            else:
                self._voices.hurry()
        self._ask(lambda: self._perform(action), action)

    def keep_notes(self, encounter: int, text: str) -> None:
        """Keep what the trainee writes for themselves."""
        self._ask(lambda: self._kept.keep_notes(encounter, text))

    def keep_draft(self, encounter: int, name: str, text: str) -> None:
        """Keep what is half written, under a name of the page's own; empty text forgets it."""
        self._ask(lambda: self._kept.keep_draft(encounter, name, text))

    def set_aside(self, encounter: int) -> None:
        """No longer offer to resume it. -> LibraryRead"""
        self._ask(lambda: self._set_aside(encounter))

    def open_debrief(self, encounter: int) -> None:
        """-> DebriefReady"""
        self._ask(lambda: self._open_debrief(encounter))

    def judge(self, encounter: int, marker: str, kind: str, body: dict[str, Any]) -> None:
        """Append a judgement of a person; see ``scoring.judgement`` for kinds and bodies.

        -> DebriefReady with the scorecard as it is now, or Trouble and nothing appended
        """
        self.judge_all(encounter, marker, [(kind, body)])

    def judge_all(
        self, encounter: int, marker: str, judgements: Sequence[tuple[str, dict[str, Any]]]
    ) -> None:
        """Append several (kind, body) of one person, in order. -> as ``judge``"""
        self._ask(lambda: self._judge(encounter, marker, judgements))

    def export_encounter(self, encounter: int, target: Path) -> None:
        """Write the encounter's events to ``target``, a line of JSON each."""
        self._ask(lambda: self._export(encounter, target))

    def delete_everything(self) -> None:
        """Delete all attempts and marks. -> LibraryRead"""
        self._ask(self._delete_everything)

    # --- the thread

    def _ask(self, job: Callable[[], None], action: ac.Action | None = None) -> None:
        self._jobs.put((job, action))

    def _work(self) -> None:
        while (entry := self._jobs.get()) is not None:
            job, action = entry
            try:
                job()
            except UserError as error:
                self._tell(Trouble(str(error), action))
            except Exception as error:  # noqa: BLE001 - the thread must outlive any bug of ours
                self._tell(Trouble(_bug_sentence(error), action, bug=True))
        if self._store is not None:
            self._store.close()

    def _open_store(self) -> None:
        self._store = Store(self._database, self._backups)
        if self._store.notice:
            self._tell(Trouble(self._store.notice))

    @property
    def _kept(self) -> Store:
        if self._store is None:
            raise UserError("Your attempts cannot be saved, so no case can be started.")
        return self._store

    def _read_library(self) -> None:
        """List what is there at once; say so again when a closer look finds something."""
        listed = self._shelf.glance(self._dirs)
        self._tell_library(listed)
        checked = self._shelf.read(self._dirs)
        if _broken(checked) != _broken(listed):
            self._tell_library(checked)

    def _tell_library(self, found: Sequence[Template | TemplateError]) -> None:
        store = self._store
        self._tell(
            LibraryRead(
                templates=tuple(t for t in found if isinstance(t, Template)),
                broken=tuple(t for t in found if isinstance(t, TemplateError)),
                history=tuple(store.history()) if store else (),
                unfinished=tuple(store.unfinished()) if store else (),
                aside=tuple(store.aside()) if store else (),
            )
        )

    def _add_cases(self, files: Sequence[Path]) -> None:
        own = self._dirs[-1]
        # All are looked at before the first is copied.
        targets = [(file, self._place_for(load_template(file), own)) for file in files]
        try:
            own.mkdir(parents=True, exist_ok=True)
            for file, target in targets:
                if file.resolve() != target.resolve():
                    shutil.copyfile(file, target)
        except OSError as error:
            raise UserError(f"The case could not be copied to {own}: {error.strerror}.") from error
        self._read_library()

    def _place_for(self, template: Template, own: Path) -> Path:
        """Where an added case goes: over its own earlier version, and over no other case."""
        ours = [each for each in self._shelf.read(self._dirs) if isinstance(each, Template)]
        earlier = next((t.path for t in ours if t.heading.id == template.heading.id), None)
        if earlier is not None and earlier.parent.resolve() != own.resolve():
            raise UserError(
                f"{template.path.name}: the id “{template.heading.id}” belongs to a case that "
                "comes with simtrainer. Give yours another id, then add it again."
            )
        if earlier is not None:
            return earlier
        place, number = own / template.path.name, 1
        while place.exists():
            number += 1
            place = own / f"{template.path.stem}-{number}{template.path.suffix}"
        return place

    def _draw(self, template: Template, seed: int | None, difficulty: Difficulty) -> None:
        chosen = secrets.randbelow(MAX_SEED) + 1 if seed is None else seed
        case = draw(template, chosen, difficulty)
        self._tell(CaseDrawn(case))
        if self._voices:
            self._voices.expect(case)

    def _begin(self, case: Case, terms: Terms) -> None:
        started = first_event(case, terms)
        self._encounter = self._kept.begin(started, case.heading.title, case.patient.name)
        self._take_up([started], resumed=False)

    def _resume(self, encounter: int) -> None:
        events = self._kept.events(encounter)
        self._encounter = encounter
        self._take_up(events, resumed=True)

    def _take_up_again(self, encounter: int) -> None:
        self._kept.take_up_again(encounter)
        self._resume(encounter)

    def _take_up(self, events: Sequence[ev.Event], resumed: bool) -> None:
        encounter = self._encounter
        keeper = _StoreKeeper(self._kept, encounter)
        self._session = TrainingSession(
            events,
            keeper,
            lambda batch, state: self._tell(Happened(encounter, tuple(batch), state)),
        )
        if self._voices:
            self._session.voice = self._voices.join(self._session.state)
        notes, drafts = self._kept.notes(encounter), self._kept.drafts(encounter)
        state = self._session.state
        self._tell(EncounterOpened(encounter, tuple(events), state, resumed, notes, drafts))
        self._session.open()

    def _perform(self, action: ac.Action) -> None:
        if self._session is None:
            raise OurBug("an action came without an open encounter")
        refusal = self._session.perform(action)
        if refusal is not None:
            self._tell(Refused(action, refusal.reason))
            return
        self._tell(Performed(action))
        if isinstance(action, ac.End):
            self._session = None
            self._open_debrief(self._encounter)
        elif isinstance(action, ac.Stop):
            self._session = None
            self._read_library()

    def _set_aside(self, encounter: int) -> None:
        self._kept.set_aside(encounter)
        self._read_library()

    def _open_debrief(self, encounter: int) -> None:
        store = self._kept
        row = store.row(encounter)
        events = store.events(encounter)
        judgements = store.judgements(row.seal)
        scorecard = score_events(events, judgements)
        percent = 100 * scorecard.points / scorecard.max_points if scorecard.max_points else 0.0
        store.keep_scorecard(encounter, scorecard.model_dump(mode="json"), percent)
        self._tell(
            DebriefReady(encounter, row, tuple(events), fold(events), scorecard, tuple(judgements))
        )

    def _judge(
        self, encounter: int, marker: str, judgements: Sequence[tuple[str, dict[str, Any]]]
    ) -> None:
        rubric = fold(self._kept.events(encounter)).case.body.rubric
        for kind, body in judgements:
            check_judgement({"marker": marker, "kind": kind, "body": body}, rubric)
        for kind, body in judgements:
            self._kept.add_judgement(self._kept.row(encounter).seal, marker, kind, body)
        self._open_debrief(encounter)

    def _export(self, encounter: int, target: Path) -> None:
        try:
            target.write_text("\n".join(self._kept.lines(encounter)) + "\n", encoding="utf-8")
        except OSError as error:
            raise UserError(
                f"The encounter could not be written to {target}: {error.strerror}. Choose "
                "another place; nothing of it is lost."
            ) from error

    def _delete_everything(self) -> None:
        self._kept.delete_everything()
        self._session = None
        self._read_library()


class _StoreKeeper:
    """Keeps one encounter's events in the store."""

    def __init__(self, store: Store, encounter: int) -> None:
        self._store = store
        self._encounter = encounter

    def append(self, events: Sequence[ev.Event]) -> None:
        self._store.append(self._encounter, events)


def _broken(found: Sequence[Template | TemplateError]) -> list[str]:
    return [str(entry) for entry in found if isinstance(entry, TemplateError)]


def _bug_sentence(error: Exception) -> str:
    return (
        f"Something in simtrainer itself went astray ({type(error).__name__}: {error}). "
        "What you did before is saved. Try again, or close and reopen the case."
    )
