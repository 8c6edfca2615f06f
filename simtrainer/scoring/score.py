"""(case, events, judgements) -> Scorecard. Reads events only; adds up, never guesses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from simtrainer.encounter import events as ev
from simtrainer.errors import UserError
from simtrainer.scenario.case import Case
from simtrainer.scenario.rubric import FIXED_DOMAINS, Item
from simtrainer.scoring.hits import Judged
from simtrainer.scoring.judgement import ItemMark, Standing, points_for
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

    Raises UserError when the events do not begin with a case, or for a judgement that is none.
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
    standing = Standing.of(judgements)
    items = tuple(
        _overruled(item, _item(item, view), standing.marks.get(item.id))
        for item in case.body.rubric.items
    )
    flags = _flags(view, items)
    seal = next((e.seal for e in view.each(ev.EncounterEnded)), "")
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
        global_rating=standing.rating,
        items=items,
        measures=measures(view),
        encounter=seal,
        review=case.heading.review,
        formative=not (seal and standing.signed_off),
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
        points=points_for(item, verdict),
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


def _flags(view: View, items: Sequence[ItemResult]) -> tuple[SafetyFlag, ...]:
    """A person who finds that an item was met takes its flag away, and the other way round."""
    results = {item.id: item for item in items}
    flags = [
        SafetyFlag(
            item=item.id,
            text=item.text,
            kind=item.flag,
            evidence=tuple(hit.evidence for hit in (judged.hits or judged.near)[:2]),
        )
        for item in view.case.body.rubric.items
        if item.flag
        and _amiss(results[item.id], judged := judge(item.rule, view))
        and _came_up(item, view)
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


def _amiss(result: ItemResult, judged: Judged) -> bool:
    return judged.met is False if result.rules_verdict is None else result.verdict == "not met"


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


def _overruled(item: Item, result: ItemResult, standing: tuple[str, ItemMark] | None) -> ItemResult:
    """A person's verdict in the place of the rules'; the evidence stays for all to see."""
    if standing is None:
        return result
    marker, mark = standing
    agreed = mark.verdict == result.verdict and not mark.reason
    return result.model_copy(
        update={
            "verdict": mark.verdict,
            "points": points_for(item, mark.verdict),
            "reason": result.reason if agreed else mark.reason,
            "marker": marker,
            "rules_verdict": result.verdict,
        }
    )
