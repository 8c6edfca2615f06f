"""A debrief as its widgets read it: entries of the transcript, marks, steps. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from simtrainer.desk import DebriefReady
from simtrainer.encounter import events as ev
from simtrainer.i18n import tr
from simtrainer.scenario.case import Case
from simtrainer.scoring.hits import clock
from simtrainer.scoring.scorecard import ItemResult, Scorecard
from simtrainer.ui.debrief.happenings import Happening, happening
from simtrainer.ui.kit.tags import Verdict
from simtrainer.ui.kit.turns import Voice

NEXT_STEPS = 3
MARK_NAME = 30
_ROLES_OF_VOICES: dict[str, Voice] = {"patient": "patient", "relative": "patient"}
_GRAVITY: dict[Verdict, int] = {"not_met": 0, "partly": 1, "met": 2}


@dataclass(frozen=True)
class Mark:
    """Words of an entry that are evidence for an item."""

    item: str
    name: str
    verdict: Verdict
    start: int
    end: int


@dataclass(frozen=True)
class Entry:
    """A turn of talk (``voice`` set) or a line of what happened (``icon`` set)."""

    at: int
    events: tuple[int, ...]
    name: str
    text: str
    voice: Voice | None = None
    icon: str = ""
    label: str = ""
    marks: tuple[Mark, ...] = ()
    misunderstood: bool = False
    words: int = 0

    @property
    def verdict(self) -> Verdict | None:
        """The gravest verdict that rests on this entry."""
        return min((mark.verdict for mark in self.marks), key=_gravity, default=None)

    @property
    def spoken(self) -> str:
        """The entry with its marks, as a screen reader says it."""
        marks = "; ".join(f"{mark.verdict.replace('_', ' ')}: {mark.name}" for mark in self.marks)
        ours = f" {tr(OURS)}" if self.misunderstood else ""
        head = f"{self.name}, {clock(self.at)}" if self.name else clock(self.at)
        return f"{head}: {self.text}.{ours} {marks}".strip()


OURS = "The patient did not understand this: ours, not yours."


def _gravity(verdict: Verdict) -> int:
    return _GRAVITY.get(verdict, 9)


def verdict_key(item: ItemResult) -> Verdict:
    """The kit's name of an item's verdict."""
    return item.verdict.replace(" ", "_")  # type: ignore[return-value]


def short(text: str, most: int = MARK_NAME) -> str:
    """The beginning of ``text`` in whole words."""
    if len(text) <= most:
        return text
    head = text[:most].rsplit(" ", 1)[0].rstrip(" ,.:;")
    return f"{head} …"


@dataclass(frozen=True)
class Step:
    """One of the things to do next time."""

    item: str
    title: str
    text: str
    event: int | None


class Debrief:
    """Everything that the debrief shows of one sealed encounter."""

    def __init__(self, ready: DebriefReady) -> None:
        self._ready = ready
        self._marked = True
        self.number = ready.encounter
        self.row = ready.row
        self.events: tuple[ev.Event, ...] = ready.events
        self.state = ready.state
        self.card: Scorecard = ready.scorecard
        self.judgements = ready.judgements

    def unmarked(self) -> Debrief:
        """The same with no evidence in the transcript, for who has yet to judge."""
        found = Debrief(self._ready)
        found._marked = False
        return found

    @property
    def case(self) -> Case:
        return self.state.case

    @property
    def end_ms(self) -> int:
        return max(self.state.clock_ms, 1000)

    @cached_property
    def estimate(self) -> dict[str, float] | None:
        """The trainee's own estimate, domain -> share; None while it is not given."""
        own = [j["body"] for j in self.judgements if j["kind"] == "self_estimate"]
        if not own:
            return None
        domains = own[-1].get("domains", {})
        return {str(name): float(share) for name, share in domains.items()}

    @cached_property
    def reflection(self) -> str:
        own = [j["body"] for j in self.judgements if j["kind"] == "self_estimate"]
        return str(own[-1].get("text", "")) if own else ""

    @cached_property
    def items(self) -> dict[str, ItemResult]:
        return {item.id: item for item in self.card.items}

    @cached_property
    def domain_shares(self) -> list[tuple[str, float, float]]:
        return [(score.domain, score.points, score.max_points) for score in self.card.domains]

    def at(self, event: int) -> int:
        """Case time of the event in ms."""
        return self.events[event].at if 0 <= event < len(self.events) else 0

    # --- the transcript

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """What was said and what happened, in order."""
        found: list[Entry] = []
        for event in self.events:
            made = self._entry(event)
            if made is None:
                continue
            last = found[-1] if found else None
            if last is not None and self._goes_on(last, made):
                found[-1] = _joined(last, made)
            else:
                found.append(made)
        return tuple(found)

    def _entry(self, event: ev.Event) -> Entry | None:
        match event:
            case ev.TraineeSpoke():
                marks = self._marks(event.seq, event.text)
                lost = event.seq in self._misunderstood
                return Entry(
                    event.at, (event.seq,), tr("You"), event.text, "trainee",
                    marks=marks, misunderstood=lost, words=event.words,
                )  # fmt: skip
            case ev.SentenceSpoken():
                name, voice = self._speaker(event.who)
                marks = self._marks_of_speech(event)
                words = len(event.text.split())
                return Entry(
                    event.at, (event.seq,), name, event.text, voice, marks=marks, words=words
                )
            case _:
                told = happening(event, self.case)
                return None if told is None else self._line(event, told)

    def _line(self, event: ev.Event, told: Happening) -> Entry:
        marks = self._marks(event.seq, told.text)
        return Entry(
            event.at, (event.seq,), "", told.text, None, told.icon, told.label, marks=marks
        )

    def _goes_on(self, last: Entry, new: Entry) -> bool:
        """Sentences of one person's one turn stand together."""
        return last.voice == new.voice and new.voice in ("patient", "staff") and (
            last.name == new.name
        )  # fmt: skip

    def _speaker(self, who: str) -> tuple[str, Voice]:
        try:
            person = self.case.person(who)
        except KeyError:
            return who.replace("_", " ").capitalize(), "staff"
        return person.name, _ROLES_OF_VOICES.get(person.role, "staff")

    @cached_property
    def _misunderstood(self) -> frozenset[int]:
        return frozenset(
            event.turn
            for event in self.events
            if isinstance(event, ev.SentenceSpoken)
            and event.basis == "misunderstood"
            and event.turn is not None
        ) | frozenset(self.state.flagged)

    @cached_property
    def _evidence(self) -> dict[int, list[tuple[ItemResult, str]]]:
        found: dict[int, list[tuple[ItemResult, str]]] = {}
        for item in self.card.items if self._marked else ():
            if verdict_key(item) not in _GRAVITY:
                continue
            for evidence in dict.fromkeys((e.event, e.quote) for e in item.evidence):
                found.setdefault(evidence[0], []).append((item, evidence[1]))
        return found

    def _marks(self, event: int, text: str) -> tuple[Mark, ...]:
        marks = []
        for item, quote in self._evidence.get(event, ()):
            start = text.find(quote) if quote else -1
            span = (start, start + len(quote)) if start >= 0 else (0, len(text))
            marks.append(Mark(item.id, short(item.text), verdict_key(item), *span))
        return tuple(sorted(marks, key=lambda mark: (mark.start, mark.end)))

    def _marks_of_speech(self, event: ev.SentenceSpoken) -> tuple[Mark, ...]:
        """What others say is held against nobody, unless it was a cue that one missed."""
        marks = self._marks(event.seq, event.text)
        if event.cue:
            return marks
        return tuple(mark for mark in marks if mark.verdict != "not_met")

    def entry_of(self, event: int) -> int:
        """The place of the entry that shows this event, or of the last one before it."""
        best = 0
        for place, entry in enumerate(self.entries):
            if event in entry.events:
                return place
            if entry.events[0] <= event:
                best = place
        return best

    def entry_at(self, ms: int) -> int:
        """The place of the last entry at or before this case time."""
        best = 0
        for place, entry in enumerate(self.entries):
            if entry.at <= ms:
                best = place
        return best

    @property
    def misunderstood_turns(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.misunderstood]

    # --- items

    def with_verdict(self, *verdicts: str) -> list[ItemResult]:
        chosen = [item for item in self.card.items if item.verdict in verdicts]
        return sorted(chosen, key=lambda item: (not item.must_do, -_lost(item)))

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """What would help most next time: must-do items first, then by points."""
        open_items = self.with_verdict("not met", "partly")
        worth = [item for item in open_items if _lost(item) > 0 or item.must_do]
        return tuple(self._step(item) for item in worth[:NEXT_STEPS])

    def _step(self, item: ItemResult) -> Step:
        say = f"“{item.could_say}”" if item.could_say else ""
        text = say or item.why or item.reason
        event = item.evidence[0].event if item.evidence else None
        return Step(item.id, item.text, text, event)

    def source(self, item: ItemResult) -> str:
        """Title and version of the item's source."""
        key = item.source.split("@")[0].split("#")[0]
        found = self.case.heading.sources.get(key)
        return f"{found.title}, {found.version}" if found else item.source


def _lost(item: ItemResult) -> float:
    return item.max_points - item.points


def _joined(first: Entry, second: Entry) -> Entry:
    shift = len(first.text) + 1
    moved = (Mark(m.item, m.name, m.verdict, m.start + shift, m.end + shift) for m in second.marks)
    return Entry(
        first.at,
        first.events + second.events,
        first.name,
        f"{first.text} {second.text}",
        first.voice,
        marks=first.marks + tuple(moved),
        words=first.words + second.words,
    )


def spans(marks: Sequence[Mark]) -> list[tuple[int, int, list[Mark]]]:
    """Marks that overlap, together, as (start, end, marks)."""
    found: list[tuple[int, int, list[Mark]]] = []
    for mark in sorted(marks, key=lambda m: (m.start, m.end)):
        if found and mark.start < found[-1][1]:
            start, end, own = found[-1]
            found[-1] = (start, max(end, mark.end), [*own, mark])
        else:
            found.append((mark.start, mark.end, [mark]))
    return found


def gravest(marks: Iterable[Mark]) -> Verdict:
    """The verdict that shows when several rest on the same words."""
    return min((mark.verdict for mark in marks), key=_gravity)
