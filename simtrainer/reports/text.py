"""A scorecard as plain lines for the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from simtrainer.reports.words import (
    CAVEAT,
    DOMAIN_NAMES,
    VERDICT_MARKS,
    figure,
    percent,
    standing,
)
from simtrainer.scoring.scorecard import ItemResult, Scorecard


def scorecard_lines(card: Scorecard) -> Iterator[str]:
    yield f"{card.case} · {card.difficulty} · variant {card.seed} · {card.mode}"
    yield (
        f"{percent(card)} %  ({figure(card.points)} of {figure(card.max_points)} points)  "
        f"must-do {card.must_do_met} of {card.must_do_total}  {standing(card)}"
    )
    for flag in card.flags:
        yield f"! {flag.kind}: {flag.text}"
    for score in card.domains:
        yield ""
        name = DOMAIN_NAMES[score.domain]
        yield f"{name}: {figure(score.points)} of {figure(score.max_points)}"
        for item in card.items:
            if item.domain == score.domain:
                yield from _item_lines(item)
    yield ""
    yield CAVEAT


def _item_lines(item: ItemResult) -> Iterator[str]:
    must = " (must do)" if item.must_do else ""
    points = f"{figure(item.points)}/{figure(item.max_points)}"
    yield f"  {VERDICT_MARKS[item.verdict]} {points:>5}  {item.text}{must}"
    if item.verdict == "met" and item.evidence:
        yield f"           {item.evidence[0].quote[:90]}"
    elif item.reason:
        yield f"           {item.reason}"
