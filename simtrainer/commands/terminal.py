"""An encounter in the terminal: reading what is typed, printing what happens."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Sequence

from pydantic import ValidationError

from simtrainer.authoring.script import action_of
from simtrainer.commands.playing import read_lines
from simtrainer.commands.voicing import GiveVoice
from simtrainer.encounter import actions as ac
from simtrainer.encounter import events as ev
from simtrainer.encounter.naming import colleague_name, route_words
from simtrainer.errors import UserError
from simtrainer.reports.text import scorecard_lines
from simtrainer.scenario.case import Case
from simtrainer.scenario.catalogue import catalogue
from simtrainer.scenario.locale_packs import guidance_note, localised
from simtrainer.scoring.hits import clock
from simtrainer.scoring.score import score_events
from simtrainer.session import Terms, TrainingSession, start_in_memory

HELP = """Type what you say. Other actions begin with a slash:
  /examine PART          for example /examine chest
  /order TEST            for example /order ecg
  /give DRUG DOSE ROUTE  for example /give aspirin 300mg oral
  /prepare WHAT ...      hand_hygiene, identity, consent, chaperone
  /call WHO [WORDS]      for example /call cardiology
  /to WHO WORDS          speak to somebody else: /to nurse Please repeat the ECG.
  /interpret OF WORDS    for example /interpret ecg_12_lead ST elevation in II, III, aVF
  /read DOCUMENT   /gesture silence|tissue|touch   /procedure NAME
  /dispose admit|discharge|refer|transfer [WHERE]
  /wait MINUTES          or /wait result
  /vitals   /hint   /flag (we misunderstood the last thing you said)
  /questions             what the examiner asks; /answer QUESTION WORDS
  /note WORDS            for example /note Imp: ... DDx: ... Plan: ...
  /end   hand in         /stop   leave without a mark      /help"""


class Watcher:
    """Prints an encounter as it happens."""

    def __init__(self, out: Callable[[str], None]) -> None:
        self._out = out

    def watch(self, action: ac.Action, session: TrainingSession, before: int) -> None:
        """Print what ``action`` brought: the lines of the session from ``before`` on."""
        del action
        self.show(read_lines(session.lines[before:]), session.state.case)

    def show(self, events: Sequence[ev.Event], case: Case) -> None:
        for event in events:
            text = line_of(event, case)
            if text:
                self._out(f"{clock(event.at)}  {plain(text)}")


def plain(text: str) -> str:
    """Without control characters: what others wrote must not steer the terminal."""
    return "".join(c if c.isprintable() else " " for c in text)


def line_of(event: ev.Event, case: Case) -> str:  # noqa: C901 - one case an event
    """The event as a line for people, or "" for what nobody sees."""
    match event:
        case ev.TraineeSpoke(text=text):
            return f"You: {text}"
        case ev.SentenceSpoken(who=who, text=text):
            return f"{_arrival(who, case)}: {text}"
        case ev.PersonBehaved(text=text) | ev.BodyChanged(text=text) | ev.HintGiven(text=text):
            return f"({text})"
        case ev.Examined(name=name, finding=finding):
            return f"{name}: {finding}"
        case ev.TestOrdered(name=name, due_at=due):
            return f"Ordered {name}; back at {clock(due)}."
        case ev.TestResulted():
            return result_line(event)
        case ev.TreatmentStarted(name=name, dose=dose, unit=unit, route=route) if name:
            return f"Gave {name} {dose:g} {unit}, {route_words(route)}."
        case ev.TreatmentEnded(reason="stopped"):
            return "Stopped the treatment."
        case ev.ProcedureDone(name=name, text=text):
            return f"{name}. {text}".strip()
        case ev.Prescribed(name=name, text=text):
            return f"Prescribed {name}. {text}".strip()
        case ev.Delegated(to=to, what=what):
            return f"{case.person(to).name} will do it: {what}."
        case ev.Called(answer=answer):
            return answer
        case ev.PersonArrived(who=who):
            return f"({_arrival(who, case)} has come.)"
        case ev.Prepared(what=what):
            return f"({', '.join(what).replace('_', ' ')})"
        case ev.DocumentRead(title=title, text=text):
            return f"{title}: {text}"
        case ev.TwoMinuteWarning():
            return "(Two minutes left.)"
        case ev.EncounterClosing(reason="time_up"):
            return "(Time is up. Write your note, then /end.)"
        case ev.NoteWritten():
            return "(Note written.)"
        case ev.Disposed(disposition=disposition, to=to):
            return f"(Disposition: {disposition.replace('_', ' ')} {to})".replace(" )", ")")
        case _:
            return ""


def _arrival(who: str, case: Case) -> str:
    for person in case.body.people:
        if person.key == who:
            return person.name
    target = catalogue().calls.get(who)
    return colleague_name(target, "en-GB") if target else who


def result_line(event: ev.TestResulted) -> str:
    """A result in one line, abnormal values marked."""
    parts = [
        f"{line.name} {line.text}" + (f" ({line.flag.replace('_', ' ')})" if line.flag else "")
        for line in event.lines
    ]
    if event.ecg:
        parts.append(ecg_words(event))
    return f"{event.name}: {'; '.join([*parts, event.report]).strip('; ')}"


def ecg_words(event: ev.TestResulted) -> str:
    """What the tracing shows, in words, for those who cannot see it; no interpretation."""
    from simtrainer.physiology.ecg12 import describe_leads, describe_measurements, ecg_preset

    tracing = ecg_preset(event.ecg, rate=event.ecg_rate, rhythm=event.ecg_rhythm)
    return f"{describe_measurements(tracing)} {describe_leads(tracing)}"


def talk_in_terminal(case: Case, terms: Terms, give_voice: GiveVoice) -> None:
    """Read lines from standard input until the end; prints the scorecard."""
    watcher = Watcher(print)
    session = start_in_memory(case, terms)
    give_voice(session)
    heading = case.heading
    role = localised(heading.setting.role, terms.locale)
    print(f"{heading.title} - {heading.setting.place}. You are {role}.")
    print(plain(localised(heading.briefs.candidate, terms.locale)))
    if elsewhere := guidance_note(heading, terms.locale):
        print(elsewhere)
    for task in heading.briefs.tasks:
        print(f"  - {task}")
    print("\n/help shows what you can do.\n")
    watcher.show(read_lines(session.lines[1:]), case)
    for line in sys.stdin:
        _one_line(line.strip(), session, watcher)
        if session.state.over:
            break
    if not session.state.over:
        session.perform(ac.End())
    if session.state.end_reason != "stopped":
        print()
        for text in scorecard_lines(score_events(read_lines(session.lines))):
            print(text)


def _one_line(line: str, session: TrainingSession, watcher: Watcher) -> None:
    before = len(session.lines)
    if line in ("/help", "/?"):
        print(HELP)
        return
    if line == "/questions":
        for name, question in session.state.case.body.examiner_questions.items():
            print(f"{name}: {plain(question.ask)}")
        return
    if line == "/vitals":
        print("  ".join(f"{k} {v}" for k, v in session.state.vitals.items()))
        return
    try:
        action = parse(line, session)
    except (UserError, ValidationError, ValueError) as error:
        print(_sentence(error))
        return
    if action is None:
        return
    refusal = session.perform(action)
    if refusal is not None:
        print(refusal.reason)
    watcher.show([e for e in read_lines(session.lines[before:]) if _news(e)], session.state.case)


def _news(event: ev.Event) -> bool:
    """Everything but the echo of what was just typed."""
    return not isinstance(event, ev.TraineeSpoke)


def _sentence(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return f"That could not be read: {error.errors()[0]['msg']}. /help shows how."
    return str(error)


def parse(line: str, session: TrainingSession) -> ac.Action | None:
    """A typed line as an action. Raises UserError with a sentence for what is not one."""
    if not line:
        return None
    if not line.startswith("/"):
        return ac.Say(text=line[: ac.MAX_UTTERANCE])
    name, _, rest = line[1:].partition(" ")
    reader = _COMMANDS.get(name)
    if reader is None:
        raise UserError(f"/{name[:30]} is not something you can do here. /help shows what is.")
    return reader(rest.strip(), session)


def _best(kind: str, text: str) -> str:
    """The catalogue's entry that the words name best."""
    hits = catalogue().search(kind, text, 5)  # type: ignore[arg-type]
    if not hits:
        raise UserError(f'Nothing in the catalogue is like "{text[:60]}". Try another word.')
    exact = [hit for hit in hits if hit.id == text]
    return (exact or hits)[0].id


def _give(rest: str, _: TrainingSession) -> ac.Action:
    words = shlex.split(rest)
    if len(words) < 3:
        raise UserError("Say what, how much and how: /give aspirin 300mg oral")
    numbers = [i for i, word in enumerate(words) if word[0].isdigit()]
    if not numbers or numbers[0] == 0:
        raise UserError("Say what, how much and how: /give aspirin 300mg oral")
    first = numbers[0]
    dose = words[first]
    rest_of = words[first + 1 :]
    if dose.replace(".", "").isdigit() and rest_of:
        dose += " " + rest_of.pop(0)
    drug = _best("drug", " ".join(words[:first]))
    routes = [r.route for r in catalogue().drug(drug).routes]
    route = "_".join(rest_of).lower() or routes[0]
    return action_of({"give": {"drug": drug, "dose": dose, "route": route}})


def _to(rest: str, _: TrainingSession) -> ac.Action:
    who, _sep, words = rest.partition(" ")
    return ac.Say(text=words, to=who)


def _interpret(rest: str, session: TrainingSession) -> ac.Action:
    of, _, words = rest.partition(" ")
    seen = {result.test for result in session.state.results}
    if of not in seen and of not in catalogue().manoeuvres:
        of = _best("test", of)
    return ac.Interpret(of=of, text=words)


def _answer(rest: str, _: TrainingSession) -> ac.Action:
    question, _sep, words = rest.partition(" ")
    return ac.AnswerExaminer(question=question, text=words)


def _call(rest: str, session: TrainingSession) -> ac.Action:
    who, _, words = rest.partition(" ")
    keys = {person.key for person in session.state.case.body.people}
    return ac.Call(target=who if who in keys else _best("call", who), text=words)


def _wait(rest: str, _: TrainingSession) -> ac.Action:
    if rest in ("", "result", "for result"):
        return ac.Wait(until_result=True)
    return ac.Wait(minutes=float(rest.split()[0]))


def _flag(rest: str, session: TrainingSession) -> ac.Action:
    turn = session.state.last_turn
    if turn is None:
        raise UserError("You have not said anything yet.")
    return ac.Flag(event=turn.seq, text=rest)


def _dispose(rest: str, _: TrainingSession) -> ac.Action:
    disposition, _sep, to = rest.partition(" ")
    return ac.Dispose.model_validate({"disposition": disposition, "to": to})


_COMMANDS: dict[str, Callable[[str, TrainingSession], ac.Action]] = {
    "examine": lambda rest, _: ac.Examine(manoeuvre=_best("manoeuvre", rest)),
    "order": lambda rest, _: ac.OrderTest(test=_best("test", rest)),
    "give": _give,
    "prepare": lambda rest, _: ac.Prepare.model_validate({"what": rest.split()}),
    "call": _call,
    "answer": _answer,
    "to": _to,
    "interpret": _interpret,
    "read": lambda rest, _: ac.ReadDocument(document=rest),
    "gesture": lambda rest, _: ac.MakeGesture.model_validate({"gesture": rest}),
    "procedure": lambda rest, _: ac.Procedure(procedure=_best("procedure", rest)),
    "prescribe": lambda rest, _: ac.Prescribe(drug=_best("drug", rest), text=rest),
    "handover": lambda rest, _: ac.Handover(text=rest),
    "dispose": _dispose,
    "wait": _wait,
    "hint": lambda _rest, _: ac.AskHint(),
    "flag": _flag,
    "note": lambda rest, _: ac.WriteNote(text=rest),
    "end": lambda _rest, _: ac.End(),
    "stop": lambda _rest, _: ac.Stop(),
}
