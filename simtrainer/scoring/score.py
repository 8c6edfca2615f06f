"""(case, events, judgements) -> Scorecard. Reads events only; adds up, never guesses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from simtrainer.encounter import events as ev
from simtrainer.errors import UserError
from simtrainer.scenario.case import Case
from simtrainer.scenario.rubric import FIXED_DOMAINS, Item
from simtrainer.scoring.hits import Judged
from simtrainer.scoring.measures import measures
from simtrainer.scoring.rules import happened, judge
from simtrainer.scoring.scorecard import (
    DomainScore,
    ItemResult,
    SafetyFlag,
    Scorecard,
    Verdict,
)
from simtrainer.scoring.view import View

SCORER = "rules-1"


def score_events(
    events: Sequence[ev.Event], judgements: Sequence[dict[str, Any]] = ()
) -> Scorecard:
    """The scorecard of a whole encounter, whose first event holds its case.

    Raises UserError when the events do not begin with a case.
    """
    if not events or not isinstance(events[0], ev.EncounterStarted):
        raise UserError("This encounter does not begin with its case, so it cannot be scored.")
    case = Case.model_validate(events[0].case)
    return score(case, events, judgements, mode=events[0].mode)


def score(
    case: Case,
    events: Sequence[ev.Event],
    judgements: Sequence[dict[str, Any]] = (),
    mode: str = "practice",
    talk_only: bool = False,
) -> Scorecard:
    """The scorecard of ``events`` against ``case``; people's judgements stand over the rules'.

    ``talk_only`` says that nothing but talk was recorded: what is not heard is not assessed.
    """
    view = View.of(case, events, talk_only)
    by_people = _by_people(judgements)
    items = tuple(
        _overruled(_item(item, view), by_people.get(item.id)) for item in case.body.rubric.items
    )
    flags = _flags(view)
    points = max(0.0, sum(item.points for item in items))
    most = case.body.rubric.max_points
    must = [item for item in items if item.must_do]
    met = sum(item.verdict == "met" for item in must)
    passed = points >= case.body.rubric.pass_mark * most and met == len(must)
    return Scorecard(
        case=case.heading.id,
        seed=case.seed,
        difficulty=case.difficulty,
        mode=mode,
        rubric_version=case.body.rubric.version,
        points=round(points, 2),
        max_points=most,
        provisional=any(item.verdict == "not assessed" for item in items),
        passed=passed and not any(flag.kind == "harm" for flag in flags),
        must_do_met=met,
        must_do_total=len(must),
        flags=flags,
        domains=_domains(items),
        global_rating=_global_rating(judgements),
        items=items,
        measures=measures(view),
        encounter=next((e.seal for e in view.each(ev.EncounterEnded)), ""),
        review=case.heading.review,
        scorer=SCORER,
    )


def _item(item: Item, view: View) -> ItemResult:
    judged = judge(item.rule, view)
    verdict = _verdict(judged)
    partly = judge(item.partly, view) if item.partly and verdict == "not met" else None
    if partly is not None and partly.met:
        judged, verdict = partly.because(judged.reason), "partly"
    evidence = judged.hits or (judged.near if verdict != "met" else ())
    return ItemResult(
        id=item.id,
        text=item.text,
        domain=item.domain,
        verdict=verdict,
        points=_points(item, verdict),
        max_points=_most(item),
        must_do=item.must,
        evidence=tuple(hit.evidence for hit in evidence[:4]),
        reason=judged.reason,
        could_say=item.could_say,
        why=item.why,
        source=item.source,
    )


def _verdict(judged: Judged) -> Verdict:
    if not judged.applicable:
        return "not applicable"
    if judged.met is None:
        return "not assessed"
    return "met" if judged.met else "not met"


def _most(item: Item) -> float:
    """What avoiding harm earns is nothing; it can only cost."""
    return 0 if item.rule.kind == "avoid" else item.points


def _points(item: Item, verdict: Verdict) -> float:
    if item.rule.kind == "avoid":
        return -item.deduct if verdict == "not met" else 0
    return {"met": item.points, "partly": item.points / 2}.get(verdict, 0)


def _flags(view: View) -> tuple[SafetyFlag, ...]:
    flags = [
        SafetyFlag(
            item=item.id,
            text=item.text,
            kind=item.flag,
            evidence=tuple(hit.evidence for hit in (judged.hits or judged.near)[:2]),
        )
        for item in view.case.body.rubric.items
        if item.flag and (judged := judge(item.rule, view)).met is False and _came_up(item, view)
    ]
    flags += [
        SafetyFlag(
            item=f"event-{started.seq}",
            text=started.harm,
            kind="harm",
            evidence=(),
        )
        for started in view.each(ev.TreatmentStarted)
        if started.harm
    ]
    return tuple(flags)


def _came_up(item: Item, view: View) -> bool:
    """ "Find out X before giving Y" endangers nobody as long as Y is not given."""
    return item.rule.before is None or happened(item.rule.before, view)


def _domains(items: Sequence[ItemResult]) -> tuple[DomainScore, ...]:
    scores = []
    for domain in FIXED_DOMAINS:
        own = [item for item in items if item.domain == domain]
        most = sum(item.max_points for item in own)
        if own and most:
            points = max(0.0, sum(item.points for item in own))
            scores.append(DomainScore(domain=domain, points=round(points, 2), max_points=most))
    return tuple(scores)


def _by_people(judgements: Sequence[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The last judgement of a person on each item."""
    return {
        judgement["body"]["item"]: {**judgement["body"], "marker": judgement["marker"]}
        for judgement in judgements
        if judgement["kind"] == "item"
    }


def _overruled(result: ItemResult, judgement: dict[str, Any] | None) -> ItemResult:
    if judgement is None:
        return result
    return result.model_copy(
        update={
            "verdict": judgement["verdict"],
            "points": float(judgement["points"]),
            "reason": str(judgement.get("reason", "")),
            "marker": str(judgement["marker"]),
        }
    )


def _global_rating(judgements: Sequence[dict[str, Any]]) -> int | None:
    ratings = [j["body"]["rating"] for j in judgements if j["kind"] == "global_rating"]
    return int(ratings[-1]) if ratings else None
