"""What the trainee does besides talking and waiting. Each returns "" or why it cannot be done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from simtrainer.encounter import actions as ac
from simtrainer.encounter import carry_out
from simtrainer.encounter import events as ev
from simtrainer.encounter.advance import TRAINEE_WPM, advance, speaking_ms
from simtrainer.encounter.hints import next_hint
from simtrainer.encounter.naming import colleague_name, name_of
from simtrainer.encounter.record import Record
from simtrainer.encounter.state import EncounterState, RunningTreatment
from simtrainer.errors import OurBug, UserError
from simtrainer.scenario.catalogue import catalogue

PREPARE_MS = 10_000
ORDER_MS = 10_000  # to ask for a test or a task
GESTURE_MS = 5_000
CALL_MS = 20_000


def act(record: Record, action: ac.Action) -> str:
    """Carry out ``action``. Raises OurBug for a kind that is handled elsewhere."""
    handler = _HANDLERS.get(type(action))
    if handler is None:
        raise OurBug(f"no handler for {action.kind}")
    return handler(record, action)


def _prepare(record: Record, action: ac.Prepare) -> str:
    record.add(ev.Prepared(seq=0, at=0, actor=action.actor, what=action.what))
    advance(record, PREPARE_MS * len(action.what), "preparing")
    return ""


def _examine(record: Record, action: ac.Examine) -> str:
    refused = _remote(record.state) or _unknown(record.state, action)
    if refused:
        return refused
    seconds = catalogue().manoeuvres[action.manoeuvre].seconds
    advance(record, seconds * 1000, "examining")
    if record.state.time_moves:
        carry_out.examine(record, action, action.actor)
    return ""


def _order(record: Record, action: ac.OrderTest) -> str:
    refused = _unknown(record.state, action)
    if refused:
        return refused
    carry_out.order(record, action, action.actor)
    advance(record, ORDER_MS, "ordering")
    return ""


def _give(record: Record, action: ac.Give) -> str:
    refused = _remote(record.state) or _unknown(record.state, action)
    if refused:
        return refused
    carry_out.give(record, action, action.actor)
    advance(record, catalogue().drug(action.drug).give_seconds * 1000, "giving")
    return ""


def _procedure(record: Record, action: ac.Procedure) -> str:
    refused = _remote(record.state) or _unknown(record.state, action)
    if refused:
        return refused
    advance(record, catalogue().procedures[action.procedure].seconds * 1000, "procedure")
    if record.state.time_moves:
        carry_out.do_procedure(record, action, action.actor)
    return ""


def _remote(state: EncounterState) -> str:
    if state.case.heading.setting.channel == "in_person":
        return ""
    return "You are not in the room with this person. Ask them, or arrange for someone to see them."


def _unknown(state: EncounterState, action: Any) -> str:
    """Why the catalogue cannot do this for this patient, or an empty string."""
    try:
        _check(state, action)
    except UserError as error:
        return str(error)
    return ""


def _check(state: EncounterState, action: Any) -> None:
    match action:
        case ac.Examine(manoeuvre=name):
            if name not in catalogue().manoeuvres:
                raise UserError(f'The catalogue has no examination "{name[:60]}".')
        case ac.OrderTest(test=name):
            catalogue().test(name)
        case ac.Procedure(procedure=name):
            if name not in catalogue().procedures:
                raise UserError(f'The catalogue has no procedure "{name[:60]}".')
        case ac.Give(drug=name, dose=dose, unit=unit):
            drug = catalogue().drug(name)
            route = carry_out.by_a_known_route(action).route
            routes = {r.route for r in drug.routes}
            if route not in routes:
                ways = ", ".join(sorted(r.replace("_", " ") for r in routes))
                raise UserError(f"{drug.name} is not given that way here. Choose one of: {ways}.")
            catalogue().dose_check(name, route, dose, unit, state.case.patient)


def _running(state: EncounterState, treatment: str) -> RunningTreatment | None:
    """The running treatment with this id, or the latest running one of this drug."""
    for running in reversed(state.treatments):
        names = (running.started.treatment, running.started.drug)
        if treatment in names and running.stopped_ms is None:
            return running
    return None


def _stop_treatment(record: Record, action: ac.StopTreatment) -> str:
    running = _running(record.state, action.treatment)
    if running is None:
        return "That treatment is not running."
    treatment = running.started.treatment
    record.add(ev.TreatmentEnded(seq=0, at=0, treatment=treatment, reason="stopped"))
    advance(record, ORDER_MS, "treating")
    return ""


def _change_treatment(record: Record, action: ac.ChangeTreatment) -> str:
    """A change ends the old rate and starts the new one, so that the body sees both in time."""
    running = _running(record.state, action.treatment)
    if running is None:
        return "That treatment is not running."
    started = running.started
    record.add(ev.TreatmentEnded(seq=0, at=0, treatment=started.treatment, reason="changed"))
    give = ac.Give(drug=started.drug, dose=action.dose, unit=started.unit, route=started.route)
    return _give(record, give)


def _prescribe(record: Record, action: ac.Prescribe) -> str:
    try:
        drug = catalogue().drug(action.drug)
    except UserError as error:
        return str(error)
    record.add(
        ev.Prescribed(
            seq=0,
            at=0,
            drug=drug.id,
            name=name_of(drug, record.state.locale),
            drug_class=drug.drug_class,
            text=action.text,
        )
    )
    advance(record, ORDER_MS * 2, "prescribing")
    return ""


def _delegate(record: Record, action: ac.Delegate) -> str:
    state = record.state
    if action.to not in state.present or action.to == "patient":
        return "Nobody of that name is here to do it. Call someone first."
    refused = _unknown(state, action.task)
    if refused:
        return refused
    what, seconds = _task_words(action.task)
    record.add(
        ev.Delegated(
            seq=0,
            at=0,
            to=action.to,
            what=what,
            done_at=state.clock_ms + ORDER_MS + seconds * 1000,
            task=action.task.model_dump(mode="json"),
        )
    )
    advance(record, ORDER_MS, "delegating")
    return ""


def _task_words(task: ac.Examine | ac.OrderTest | ac.Give | ac.Procedure) -> tuple[str, int]:
    match task:
        case ac.Examine():
            manoeuvre = catalogue().manoeuvres[task.manoeuvre]
            return manoeuvre.name, manoeuvre.seconds
        case ac.OrderTest():
            return catalogue().test(task.test).name, 0
        case ac.Give():
            drug = catalogue().drug(task.drug)
            return f"{drug.name} {task.dose:g} {task.unit}", drug.give_seconds
        case ac.Procedure():
            procedure = catalogue().procedures[task.procedure]
            return procedure.name, procedure.seconds


def _call(record: Record, action: ac.Call) -> str:
    state = record.state
    awaited = [p for p in state.case.body.people if p.key == action.target]
    target = catalogue().calls.get(action.target)
    if not awaited and target is None:
        return f'There is nobody called "{action.target[:60]}" to call here.'
    name = awaited[0].name if awaited else colleague_name(target, state.locale) if target else ""
    arrive = 2.0 if awaited else target.arrive if target else None
    record.add(
        ev.Called(
            seq=0,
            at=0,
            target=action.target,
            name=name,
            text=action.text,
            answer=_answer(name, arrive),
            arrives_at=None if arrive is None else state.clock_ms + round(arrive * 60_000),
        )
    )
    advance(record, CALL_MS + speaking_ms(len(action.text.split()), TRAINEE_WPM), "calling")
    return ""


def _answer(name: str, arrive: float | None) -> str:
    if arrive is None:
        return f"{name}: \"Thank you, I've taken that down. I'll act on it.\""
    return f'{name}: "Thank you. I\'m on my way, about {arrive:g} minutes."'


def _gesture(record: Record, action: ac.MakeGesture) -> str:
    record.add(ev.Gestured(seq=0, at=0, gesture=action.gesture, to=action.to))
    advance(record, GESTURE_MS, "a gesture")
    return ""


def _read(record: Record, action: ac.ReadDocument) -> str:
    document = record.state.case.body.documents.get(action.document)
    if document is None:
        return "There is no such document here."
    record.add(
        ev.DocumentRead(
            seq=0,
            at=0,
            document=action.document,
            title=document.title,
            text=document.text,
            ecg=document.ecg,
            facts=document.facts,
        )
    )
    advance(record, document.seconds * 1000, "reading")
    return ""


def _interpret(record: Record, action: ac.Interpret) -> str:
    seen = {r.test for r in record.state.results} | {e.manoeuvre for e in record.state.examined}
    if action.of not in seen | set(record.state.documents_read):
        return "There is nothing of that name to interpret yet."
    record.add(ev.Interpreted(seq=0, at=0, of=action.of, text=action.text))
    return ""


def _handover(record: Record, action: ac.Handover) -> str:
    record.add(ev.HandedOver(seq=0, at=0, to=action.to, text=action.text))
    if record.state.time_moves:
        advance(record, speaking_ms(len(action.text.split()), TRAINEE_WPM), "handing over")
    return ""


def _note(record: Record, action: ac.WriteNote) -> str:
    record.add(
        ev.NoteWritten(
            seq=0,
            at=0,
            text=action.text,
            diagnosis=action.diagnosis,
            differential=action.differential,
            plan=action.plan,
        )
    )
    return ""


def _examiner(record: Record, action: ac.AnswerExaminer) -> str:
    if action.question not in record.state.case.body.examiner_questions:
        return "The examiner has not asked that."
    record.add(ev.ExaminerAnswered(seq=0, at=0, question=action.question, text=action.text))
    return ""


def _dispose(record: Record, action: ac.Dispose) -> str:
    record.add(ev.Disposed(seq=0, at=0, disposition=action.disposition, to=action.to))
    return ""


def _hint(record: Record, _action: ac.AskHint) -> str:
    state = record.state
    if state.mode == "exam":
        return "There are no hints in an exam."
    hint = next_hint(state)
    if hint is None:
        return "There is nothing left to hint at. You have covered this case's ground."
    record.add(ev.HintGiven(seq=0, at=0, text=hint.text, item=hint.item))
    return ""


def _flag(record: Record, action: ac.Flag) -> str:
    if action.event >= record.state.next_seq:
        return "There is no such turn to flag."
    record.add(ev.TurnFlagged(seq=0, at=0, event=action.event, text=action.text))
    return ""


def _barge_in(record: Record, action: ac.BargeIn) -> str:
    spoken = next((s for s in record.state.spoken if s.seq == action.sentence), None)
    if spoken is None:
        return "Nobody was speaking."
    total = len(spoken.text.split())
    heard = round(total * action.heard)
    record.add(ev.BargedIn(seq=0, at=0, who=spoken.who, sentence=spoken.seq, words=heard, of=total))
    return ""


_HANDLERS: dict[type[Any], Callable[[Record, Any], str]] = {
    ac.BargeIn: _barge_in,
    ac.Prepare: _prepare,
    ac.Examine: _examine,
    ac.OrderTest: _order,
    ac.Give: _give,
    ac.Procedure: _procedure,
    ac.StopTreatment: _stop_treatment,
    ac.ChangeTreatment: _change_treatment,
    ac.Prescribe: _prescribe,
    ac.Delegate: _delegate,
    ac.Call: _call,
    ac.Handover: _handover,
    ac.MakeGesture: _gesture,
    ac.ReadDocument: _read,
    ac.Interpret: _interpret,
    ac.WriteNote: _note,
    ac.AnswerExaminer: _examiner,
    ac.Dispose: _dispose,
    ac.AskHint: _hint,
    ac.Flag: _flag,
}
