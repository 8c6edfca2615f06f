"""Cues answered, and vitals kept in range."""

from __future__ import annotations

from simtrainer.encounter import events as ev
from simtrainer.scenario.quantities import compares
from simtrainer.scenario.rubric import Rule
from simtrainer.scoring.hits import Hit, Judged, clock
from simtrainer.scoring.view import View


def answer_cue(rule: Rule, view: View) -> Judged:
    """The first fitting response to the cue within two turns; asking before it came counts too."""
    answers = [e for e in view.each(ev.CueAnswered) if e.cue == rule.answer_cue]
    given = [s for s in view.spoken if s.cue == rule.answer_cue]
    texts = {turn.seq: turn.text for turn in view.each(ev.TraineeSpoke)}
    if answers:
        hits = (Hit(e.turn, e.at, e.cue, texts.get(e.turn, "")) for e in answers[:1])
        return Judged(True, tuple(hits))
    if given:
        near = tuple(Hit(s.seq, s.at, s.cue, s.text) for s in given[:1])
        moment = clock(given[0].at)
        return Judged(False, reason=f"The worry voiced at {moment} was not picked up.", near=near)
    return _asked_first(rule.answer_cue, view)


def _asked_first(cue: str, view: View) -> Judged:
    topics = {t for c in view.case.body.cues if c.id == cue for t in c.topics}
    for turn, sentence in view.said:
        if topics & set(sentence.topics):
            return Judged(True, (Hit(turn.seq, turn.at, cue, sentence.text),))
    return Judged(False, reason="This worry never came up.")


def vitals(rule: Rule, view: View) -> Judged:
    """The share of case time, from a moment on, in which every named vital kept its range."""
    wanted = rule.vitals
    assert wanted is not None
    spans = [e for e in view.each(ev.TimePassed) if e.at > wanted.from_]
    total = sum(e.ms for e in spans)
    if not total:
        return Judged(None, reason="The encounter was too short to see.")
    good = [e for e in spans if _all_kept(e, wanted.keep)]
    share = sum(e.ms for e in good) / total
    reason = f"In range for {share:.0%} of the time."
    hits = tuple(Hit(e.seq, e.at, "vitals", reason) for e in good[-1:])
    return Judged(share >= wanted.share, hits if share >= wanted.share else (), reason)


def _all_kept(event: ev.TimePassed, keep: dict[str, str]) -> bool:
    return all(compares(limit, float(event.vitals[name])) for name, limit in keep.items())
