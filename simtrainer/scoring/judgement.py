"""Judgements by people on a sealed encounter: checked at the door, then only ever appended.

The stream holds plain dicts ``{"marker", "kind", "body"}``, oldest first, as the store keeps them.
A later judgement of anyone on the same item stands over an earlier one; nothing is overwritten.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import Field, ValidationError

from simtrainer.errors import UserError
from simtrainer.scenario.base import Frozen
from simtrainer.scenario.rubric import Item, Rubric
from simtrainer.scoring.scorecard import Verdict

MOST_NAME = 80
MOST_TEXT = 4_000
OWN_NAMES = frozenset({"rules", "trainee"})  # of markers that are no examiner


class ItemMark(Frozen):
    """A person's verdict on one item.

    ``points`` are a record of what the marker was shown; the scorecard adds up from the verdict.
    ``blinded``: the verdicts of the rules and of other people were hidden.
    """

    item: str = Field(min_length=1, max_length=200)
    verdict: Verdict
    points: float | None = None
    reason: str = Field("", max_length=MOST_TEXT)
    rubric_version: int | None = None
    blinded: bool = False


class GlobalRating(Frozen):
    """The encounter as a whole, from 1 (clear fail) to 5 (excellent), before seeing points."""

    rating: int = Field(ge=1, le=5, strict=True)
    text: str = Field("", max_length=MOST_TEXT)


class SignedOff(Frozen):
    """The marker stands by all that was judged up to here."""

    text: str = Field("", max_length=MOST_TEXT)


class SelfEstimate(Frozen):
    """What the trainee thought before the marks: domain -> share from 0 to 1."""

    domains: dict[str, float] = Field(default_factory=dict)
    text: str = Field("", max_length=MOST_TEXT)


Body = ItemMark | GlobalRating | SignedOff | SelfEstimate
KINDS: Mapping[str, type[Body]] = {
    "item": ItemMark,
    "global_rating": GlobalRating,
    "signed_off": SignedOff,
    "self_estimate": SelfEstimate,
}


@dataclass(frozen=True)
class Judgement:
    """One entry of the stream."""

    marker: str
    body: Body


def read_judgement(raw: Mapping[str, Any]) -> Judgement:
    """The judgement that ``raw`` holds. Raises UserError for an unknown kind or a bad body."""
    kind, marker = raw.get("kind"), raw.get("marker")
    if not isinstance(marker, str) or not marker.strip() or len(marker) > MOST_NAME:
        raise UserError(f"A judgement needs the name of its marker, up to {MOST_NAME} characters.")
    shape = KINDS.get(kind) if isinstance(kind, str) else None
    if shape is None:
        raise UserError(f"“{kind}” is no kind of judgement; use one of {', '.join(KINDS)}.")
    if shape is not SelfEstimate and marker.strip().lower() in OWN_NAMES:
        raise UserError(f"“{marker}” is not the name of an examiner; give a person's name.")
    try:
        return Judgement(marker.strip(), shape.model_validate(raw.get("body", {})))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "body"
        raise UserError(f"The {kind} judgement by {marker}: {where}: {first['msg']}.") from error


def check_judgement(raw: Mapping[str, Any], rubric: Rubric) -> Judgement:
    """As ``read_judgement``; also raises UserError when it does not fit ``rubric``."""
    judgement = read_judgement(raw)
    mark = judgement.body
    if not isinstance(mark, ItemMark):
        return judgement
    item = next((item for item in rubric.items if item.id == mark.item), None)
    if item is None:
        raise UserError(f"This case's rubric has no item “{mark.item}”; check the item's id.")
    if mark.rubric_version not in (None, rubric.version):
        raise UserError(
            f"The mark on “{mark.item}” is for version {mark.rubric_version} of the rubric; this "
            f"encounter is marked by version {rubric.version}."
        )
    earned = points_for(item, mark.verdict)
    if mark.points is not None and abs(mark.points - earned) > 1e-6:
        raise UserError(
            f"“{mark.verdict}” earns {earned:g} for “{mark.item}”, not {mark.points:g}; leave the "
            "points out, or correct them."
        )
    return judgement


def points_for(item: Item, verdict: Verdict) -> float:
    """All, half or none of the points; harm that was not avoided costs what the item deducts."""
    if item.rule.kind == "avoid":
        return -item.deduct if verdict == "not met" else 0
    return {"met": item.points, "partly": item.points / 2}.get(verdict, 0)


@dataclass(frozen=True)
class Standing:
    """What stands of a stream of judgements: the last one on each item, and the last rating."""

    marks: Mapping[str, tuple[str, ItemMark]]  # item -> (marker, mark)
    rating: int | None
    signed_off: bool

    @classmethod
    def of(cls, stream: Sequence[Mapping[str, Any]]) -> Standing:
        """Raises UserError as ``read_judgement`` does."""
        marks: dict[str, tuple[str, ItemMark]] = {}
        rating, by, signed = None, set[str](), False
        for judgement in map(read_judgement, stream):
            match judgement.body:
                case ItemMark() as mark:
                    marks[mark.item] = (judgement.marker, mark)
                    by.add(judgement.marker)
                    signed = False
                case GlobalRating() as given:
                    rating = given.rating
                    signed = False
                case SignedOff():
                    signed = judgement.marker in by
                case SelfEstimate():
                    pass
        return cls(marks, rating, signed)
