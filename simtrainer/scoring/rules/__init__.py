"""One evaluator per file; ``judge`` finds the one for a rule and applies its modifiers."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from simtrainer.scenario.conditions import GivenDrug
from simtrainer.scenario.rubric import Rule
from simtrainer.scoring.hits import Hit, Judged, clock
from simtrainer.scoring.rules import did, felt, said, wrote
from simtrainer.scoring.view import View

Evaluator = Callable[[Rule, View], Judged]
_DECIDES_ITSELF = frozenset(
    {"note", "vitals", "answer_cue", "in_order", "any", "all", "not_", "avoid"}
)

_NEEDS_ACTIONS = frozenset(
    {"order", "examine", "give", "prescribe", "procedure", "call", "handover", "dispose"}
    | {"gesture", "read", "interpret", "note", "answer", "vitals"}
)


_HEARD = frozenset({"ask", "elicit", "told", "act", "answer_cue"})


def judge(rule: Rule, view: View) -> Judged:
    """Whether the encounter fulfils ``rule``, with the moments at which it did."""
    judged = _judge(rule, view)
    if judged.met is False and rule.kind in _HEARD and view.unclear:
        return _perhaps_misheard(judged, view)
    return judged


def _perhaps_misheard(judged: Judged, view: View) -> Judged:
    """What the machine may have missed costs nobody a mark."""
    near = judged.near or tuple(Hit(t.seq, t.at, "", t.text) for t in view.unclear)
    return Judged(None, (), "You may have said this where we did not hear you clearly.", near)


def _judge(rule: Rule, view: View) -> Judged:
    if view.talk_only and rule.kind in _NEEDS_ACTIONS:
        return Judged(None, reason="Talk alone was recorded.")
    judged = EVALUATORS[rule.kind](rule, view)
    if rule.kind in _DECIDES_ITSELF or not judged.applicable:
        return judged
    if judged.met is None and not judged.hits and judged.reason:
        return judged  # could not be assessed
    return _modified(rule, judged, view)


def _modified(rule: Rule, judged: Judged, view: View) -> Judged:
    kept = judged.hits
    reason = ""
    for narrow in (_within, _before, _after):
        narrowed, why = narrow(rule, kept, view)
        reason = reason or (why if kept and not narrowed else "")
        kept = narrowed
    met = len({hit.key for hit in kept}) >= rule.at_least
    if met:
        return Judged(True, kept)
    return Judged(False, (), reason or _not_met(rule, judged, kept), judged.hits or judged.near)


def _within(rule: Rule, hits: tuple[Hit, ...], view: View) -> tuple[tuple[Hit, ...], str]:
    if rule.within is None:
        return hits, ""
    start = 0
    if rule.of is not None:
        of = judge(rule.of, view).hits
        if not of:
            return hits, ""
        start = of[0].at
    limit = start + rule.within
    late = f"Done at {clock(hits[0].at)}; it was due by {clock(limit)}." if hits else ""
    return tuple(hit for hit in hits if hit.at <= limit), late


def _before(rule: Rule, hits: tuple[Hit, ...], view: View) -> tuple[tuple[Hit, ...], str]:
    first = _first(rule.before, view)
    if first is None:
        return hits, ""
    reason = f"It came after {clock(first.at)}, when it was needed."
    return tuple(hit for hit in hits if hit.seq < first.seq), reason


def _after(rule: Rule, hits: tuple[Hit, ...], view: View) -> tuple[tuple[Hit, ...], str]:
    if rule.after is None:
        return hits, ""
    first = _first(rule.after, view)
    if first is None:
        return (), "What it had to follow did not happen."
    return tuple(hit for hit in hits if hit.seq > first.seq), f"It came before {clock(first.at)}."


def _first(rule: Rule | str | None, view: View) -> Hit | None:
    if rule is None:
        return None
    if isinstance(rule, str):
        rule = Rule(give=GivenDrug(drug="any"))
    hits = judge(rule, view).hits
    return min(hits, key=lambda hit: hit.seq) if hits else None


def happened(rule: Rule | str | None, view: View) -> bool:
    """Whether what a ``before`` names took place at all."""
    return _first(rule, view) is not None


_DONE = {
    "ask": "asked",
    "elicit": "found out",
    "told": "said",
    "act": "heard",
    "order": "ordered",
    "examine": "examined",
    "give": "given",
    "call": "called",
    "interpret": "read that way",
    "answer": "answered",
}


def _not_met(rule: Rule, judged: Judged, kept: tuple[Hit, ...]) -> str:
    word = _DONE.get(rule.kind, "done")
    if kept and rule.at_least > 1:
        return f"{len({hit.key for hit in kept})} of {rule.at_least} {word}."
    if rule.kind == "elicit" and judged.near:
        return f"Asked at {clock(judged.near[0].at)}, but not told."
    if rule.kind == "give" and judged.near:
        return f"{judged.near[0].quote}: not the dose or route asked for."
    if rule.kind == "interpret" and judged.near:
        return "The reading differs from what was shown."
    return f"Not {word}."


def in_order(rule: Rule, view: View) -> Judged:
    """Each part has a moment later than (or the same turn as) the part before it."""
    last = -1
    chain: list[Hit] = []
    for i, part in enumerate(rule.in_order):
        judged = judge(part, view)
        later = [hit for hit in judged.hits if hit.seq >= last]
        if not judged.met or not later:
            reason = "Done, but in another order." if judged.met else judged.reason
            return Judged(False, (), reason, tuple(chain) if i else judged.near)
        chain.append(min(later, key=lambda hit: hit.seq))
        last = chain[-1].seq
    return Judged(True, tuple(chain))


def any_of(rule: Rule, view: View) -> Judged:
    parts = [judge(part, view) for part in rule.any]
    met = [part for part in parts if part.met]
    if len(met) >= rule.at_least:
        return Judged(True, tuple(hit for part in met for hit in part.hits))
    if any(part.met is None for part in parts):
        return Judged(None, reason=next(p.reason for p in parts if p.met is None))
    near = tuple(hit for part in parts for hit in part.near)
    return Judged(False, (), parts[0].reason, near)


def all_of(rule: Rule, view: View) -> Judged:
    parts = [judge(part, view) for part in rule.all]
    for part in parts:
        if not part.met:
            hits = tuple(hit for p in parts if p.met for hit in p.hits)
            return Judged(part.met, (), part.reason, hits)
    return Judged(True, tuple(hit for part in parts for hit in part.hits))


def negated(rule: Rule, view: View) -> Judged:
    assert rule.not_ is not None
    inner = judge(rule.not_, view.clear)
    if inner.met is None:
        return inner
    return Judged(not inner.met, (), "It was done." if inner.met else "", inner.hits)


def avoid(rule: Rule, view: View) -> Judged:
    """Met as long as it did not happen."""
    assert rule.avoid is not None
    inner = judge(rule.avoid, view.clear)
    if inner.met is None:
        return inner
    if inner.met:
        return Judged(False, inner.hits, inner.hits[0].quote if inner.hits else "It was done.")
    return Judged(True)


EVALUATORS: Mapping[str, Evaluator] = {
    "ask": said.ask,
    "elicit": said.elicit,
    "told": said.told,
    "act": said.act,
    "order": did.order,
    "examine": did.examine,
    "prepare": did.prepare,
    "give": did.give,
    "prescribe": did.prescribe,
    "procedure": did.procedure,
    "call": did.call,
    "handover": did.handover,
    "dispose": did.dispose,
    "gesture": did.gesture,
    "read": did.read,
    "interpret": wrote.interpret,
    "note": wrote.note,
    "answer": wrote.answer,
    "vitals": felt.vitals,
    "answer_cue": felt.answer_cue,
    "in_order": in_order,
    "any": any_of,
    "all": all_of,
    "not_": negated,
    "avoid": avoid,
}
