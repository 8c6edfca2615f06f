"""What was concluded in words: interpretations and the note."""

from __future__ import annotations

from collections.abc import Iterator

from simtrainer.encounter import events as ev
from simtrainer.scenario.rubric import NoteRule, Rule
from simtrainer.scoring.hits import Hit, Judged
from simtrainer.scoring.view import View
from simtrainer.scoring.wording import names, note_parts

ACCEPTED = "accepted"  # in a rule: any accepted name of the case's diagnosis
MUST_NOT_MISS = "must_not_miss"


def interpret(rule: Rule, view: View) -> Judged:
    """A reading of a test or finding, given when asked for, in the note or at handover."""
    wanted = rule.interpret
    assert wanted is not None
    accepted = wanted.says or _case_says(view, wanted.of)
    hits = []
    near = []
    for seq, at, text, aimed in _readings(view, wanted.of):
        named = names(text, accepted)
        if named:
            hits.append(Hit(seq, at, named, text[:300]))
        elif aimed:
            near.append(Hit(seq, at, "", text[:300]))
    return Judged(None, tuple(hits), near=tuple(near))


def _readings(view: View, of: str) -> Iterator[tuple[int, int, str, bool]]:
    for event in view.events:
        match event:
            case ev.Interpreted() if event.of == of:
                yield event.seq, event.at, event.text, True
            case ev.NoteWritten():
                yield event.seq, event.at, f"{event.text} {event.plan} {event.diagnosis}", False
            case ev.HandedOver():
                yield event.seq, event.at, event.text, False


def _case_says(view: View, of: str) -> tuple[str, ...]:
    """What the author accepts as a reading of the result or finding that was shown."""
    body = view.case.body
    if of in body.tests:
        return tuple(name for r in body.tests[of].results for name in r.interpretation)
    return body.examination[of].interpretation if of in body.examination else ()


def answer(rule: Rule, view: View) -> Judged:
    """Examiner questions answered with one of the accepted names."""
    questions = view.case.body.examiner_questions
    hits: list[Hit] = []
    near: list[Hit] = []
    for event in view.each(ev.ExaminerAnswered):
        if event.question in rule.answer and event.question in questions:
            right = names(event.text, questions[event.question].accept)
            found = hits if right else near
            found.append(Hit(event.seq, event.at, event.question, event.text[:300]))
    return Judged(None, tuple(hits), near=tuple(near))


def note(rule: Rule, view: View) -> Judged:
    """The last note; nothing written is simply not met."""
    notes = list(view.each(ev.NoteWritten))
    wanted = rule.note
    assert wanted is not None
    if not notes:
        return Judged(False, reason="No note was written.")
    last = notes[-1]
    parts = note_parts(last.text)
    found = _found_in(view, wanted, last, parts)
    missing = [name for name, good in found.items() if not good]
    hit = Hit(last.seq, last.at, "note", last.diagnosis or last.text[:300])
    if missing:
        reason = f"The note does not give an accepted {', '.join(missing)}."
        return Judged(False, reason=reason, near=(hit,))
    return Judged(True, (hit,))


def _found_in(
    view: View, wanted: NoteRule, last: ev.NoteWritten, parts: dict[str, str]
) -> dict[str, bool]:
    found: dict[str, bool] = {}
    if wanted.diagnosis:
        text = last.diagnosis or parts.get("diagnosis", "")
        found["diagnosis"] = bool(names(text, _meant(view, wanted.diagnosis)))
    if wanted.differential:
        text = ". ".join(last.differential) or parts.get("differential", "")
        accepted = _meant(view, wanted.differential)
        found["differential"] = _count(text, accepted) >= wanted.at_least
    if wanted.plan:
        text = last.plan or parts.get("plan", "") or last.text
        found["plan"] = _count(text, wanted.plan) >= min(wanted.at_least, len(wanted.plan))
    if wanted.contains:
        whole = " ".join((last.text, last.plan, last.diagnosis, *last.differential))
        found["content"] = bool(names(whole, wanted.contains))
    return found


def _count(text: str, accepted: tuple[str, ...]) -> int:
    return sum(1 for name in accepted if names(text, (name,)))


def _meant(view: View, wanted: tuple[str, ...]) -> tuple[str, ...]:
    meant: list[str] = []
    for name in wanted:
        if name == ACCEPTED:
            for diagnosis in view.case.body.diagnosis:
                meant += [diagnosis.name, *diagnosis.also]
        elif name == MUST_NOT_MISS:
            meant += view.case.body.must_not_miss
        elif name == "differential":
            meant += view.case.body.differential
        else:
            meant.append(name)
    return tuple(meant)
