"""What an examiner has decided so far about one encounter. No Qt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from simtrainer.scenario.rubric import Item
from simtrainer.scoring.judgement import (
    GlobalRating,
    ItemMark,
    Judgement,
    SignedOff,
    points_for,
    read_judgement,
)
from simtrainer.scoring.scorecard import ItemResult, Verdict
from simtrainer.ui.debrief.reading import Debrief


@dataclass(frozen=True)
class Decision:
    """A verdict (None: not yet given) with its reason."""

    verdict: Verdict | None = None
    reason: str = ""


class Examining:
    """One marker's decisions. What was stored is read from the stream, never assumed.

    An item that is not touched stays as it stands, unless one marks blind: then each needs a
    verdict of one's own.
    """

    def __init__(self, debrief: Debrief, marker: str, blinded: bool) -> None:
        self.marker = marker
        self.blinded = blinded
        self.items: tuple[Item, ...] = debrief.case.body.rubric.items
        self.results: Mapping[str, ItemResult] = dict(debrief.items)
        self._version = debrief.case.body.rubric.version
        self._decided: dict[str, Decision] = {}
        self._stored: dict[str, Decision] = {}
        self.take(debrief)
        self._decided.update(self._stored)

    def take(self, debrief: Debrief) -> None:
        """Read what is stored by now."""
        for judgement in by_marker(debrief, self.marker):
            if isinstance(judgement.body, ItemMark):
                mark = judgement.body
                self._stored[mark.item] = Decision(mark.verdict, mark.reason)

    def decide(self, item: str, verdict: Verdict | None, reason: str) -> None:
        self._decided[item] = Decision(verdict, reason.strip())

    def decision(self, item: str) -> Decision:
        """One's own decision, or what stands as long as one has not said otherwise."""
        return self._decided.get(item, Decision() if self.blinded else self._standing(item))

    def _standing(self, item: str) -> Decision:
        """Who leaves another examiner's verdict as it is takes on their reason."""
        result = self.results[item]
        theirs = result.rules_verdict not in (None, result.verdict)
        return Decision(result.verdict, f"As {result.marker}: {result.reason}" if theirs else "")

    def differs(self, item: str) -> bool:
        """Whether this is another verdict than the one that stood when the marking began."""
        return self.decision(item).verdict != self.results[item].verdict

    def needs_reason(self, item: str) -> bool:
        return not self.blinded and self.differs(item) and not self.decision(item).reason

    def is_open(self, item: str) -> bool:
        """Whether something is missing before one can sign off."""
        return self.decision(item).verdict is None or self.needs_reason(item)

    @property
    def first_open(self) -> int | None:
        """The place of the first item that is open."""
        return next((at for at, item in enumerate(self.items) if self.is_open(item.id)), None)

    # --- what to store

    def to_keep(self, item: str) -> list[tuple[str, dict[str, Any]]]:
        """The judgement on this item, if it is whole, one's own, and not stored yet."""
        touched = item in self._decided and self._decided[item] != self._stored.get(item)
        same = not self.blinded and not self.differs(item) and item not in self._stored
        if not touched or self.is_open(item) or (same and not self._decided[item].reason):
            return []
        return [self._judgement(item)]

    def to_sign_off(self) -> list[tuple[str, dict[str, Any]]]:
        """What is not stored yet of all items, and the signature."""
        marks = [
            self._judgement(item.id)
            for item in self.items
            if self.decision(item.id) != self._stored.get(item.id)
        ]
        return [*marks, ("signed_off", SignedOff().model_dump())]

    def _judgement(self, item: str) -> tuple[str, dict[str, Any]]:
        decision = self.decision(item)
        assert decision.verdict is not None
        rubric_item = next(one for one in self.items if one.id == item)
        mark = ItemMark(
            item=item,
            verdict=decision.verdict,
            points=points_for(rubric_item, decision.verdict),
            reason=decision.reason,
            rubric_version=self._version,
            blinded=self.blinded,
        )
        return "item", mark.model_dump()


def by_marker(debrief: Debrief, marker: str) -> Iterator[Judgement]:
    """All judgements of one person, oldest first."""
    everything = (read_judgement(raw) for raw in debrief.judgements)
    return (judgement for judgement in everything if judgement.marker == marker)


def last_rating(debrief: Debrief, marker: str) -> GlobalRating | None:
    """The rating that this person gave last."""
    given = [j.body for j in by_marker(debrief, marker) if isinstance(j.body, GlobalRating)]
    return given[-1] if given else None


@dataclass(frozen=True)
class MarkedBy:
    """What one person did, for the debrief."""

    name: str
    rating: GlobalRating | None
    items: int
    changed: int
    signed_off: bool


def markers(debrief: Debrief) -> tuple[MarkedBy, ...]:
    """Everybody who judged, in the order they began."""
    names = dict.fromkeys(raw["marker"] for raw in debrief.judgements)
    found = (_marked_by(debrief, name) for name in names)
    return tuple(one for one in found if one.rating or one.items)


def _marked_by(debrief: Debrief, name: str) -> MarkedBy:
    marks: dict[str, Verdict] = {}
    signed = False
    for judgement in by_marker(debrief, name):
        match judgement.body:
            case ItemMark(item=item, verdict=verdict):
                marks[item] = verdict
                signed = False
            case SignedOff():
                signed = True
            case _:
                pass
    rules = {i.id: i.rules_verdict or i.verdict for i in debrief.card.items}
    changed = sum(rules.get(item) != verdict for item, verdict in marks.items())
    return MarkedBy(name, last_rating(debrief, name), len(marks), changed, signed)
