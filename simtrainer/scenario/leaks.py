"""Where a case gives its diagnosis away: in what people say, at the door, in a raw finding."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from simtrainer.scenario.case import Case
from simtrainer.scenario.conditions import Condition
from simtrainer.scenario.content import Fact
from simtrainer.scenario.notes import Loc, Note, error, warning
from simtrainer.scenario.problems import quoted

_KNOWS = ("known", "yes", "true")
_TELL = "say it in the person's words, or mark it attributes: {diagnosis: known}"
_DESCRIBE = "write what is seen, heard or felt; the trainee interprets it"
# A name this short is an abbreviation, and only in capitals: "PE" but not "pe".
_ABBREVIATION = 5


def leaks(case: Case) -> Iterator[Note]:
    """Every place that names the diagnosis before the trainee could have found it."""
    find = _finder(tuple(n for d in case.body.diagnosis for n in (d.name, *d.also)))
    yield from _heading(case, find)
    for number, fact in enumerate(case.body.facts):
        yield from _fact(fact, ("facts", number, "say"), find)
    yield from _spoken(case, find)
    for name, finding in case.body.examination.items():
        if match := find.search(finding.finding):
            message = f"this finding names the diagnosis ({quoted(match[0])})"
            yield warning(("examination", name, "finding"), message, _DESCRIBE)


@lru_cache(maxsize=200)
def _finder(names: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern for any of the names as whole words."""
    parts = []
    for name in sorted(set(names), key=len, reverse=True):
        words = r"[\s-]+".join(re.escape(word) for word in re.split(r"[\s-]+", name) if word)
        short = len(name) <= _ABBREVIATION and name.isupper()
        parts.append(words if short else f"(?i:{words})")
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)")


def _heading(case: Case, find: re.Pattern[str]) -> Iterator[Note]:
    heading = case.heading
    texts: list[tuple[Loc, str]] = [
        (("title",), heading.title),
        (("summary",), heading.summary),
        (("setting", "place"), heading.setting.place),
        (("briefs", "candidate"), heading.briefs.candidate),
        *((("briefs", "tasks", n), task) for n, task in enumerate(heading.briefs.tasks)),
        *((("difficulty_notes", level), text) for level, text in heading.difficulty_notes.items()),
        *((("content_warnings", n), text) for n, text in enumerate(heading.content_warnings)),
    ]
    for loc, text in texts:
        if match := find.search(text):
            message = f"the trainee reads the diagnosis here ({quoted(match[0])})"
            yield error(loc, message, "say what the patient comes with instead")


def _fact(fact: Fact, loc: Loc, find: re.Pattern[str]) -> Iterator[Note]:
    group = fact.topic.partition(".")[0]
    if fact.denial or group == "family" or fact.attributes.get("diagnosis", "") in _KNOWS:
        return
    for text in fact.say:
        if match := find.search(text):
            message = f"this tells the diagnosis ({quoted(match[0])})"
            mild = group in ("ice", "pmh")  # a fear may be right, and an old illness may be known
            yield (warning if mild else error)(loc, message, _TELL)
            return


def _spoken(case: Case, find: re.Pattern[str]) -> Iterator[Note]:
    texts: list[tuple[Loc, tuple[str, ...]]] = [
        (("cues", n, "say"), cue.say) for n, cue in enumerate(case.body.cues)
    ]
    texts += [
        (("reactions", n, "then", "say"), each.then.say)
        for n, each in enumerate(case.body.reactions)
        if not _after_it_was_told(each.when)
    ]
    for n, person in enumerate(case.body.people):
        texts.append((("people", n, "greeting"), person.greeting))
        texts += [(("people", n, "small_talk", k), (t,)) for k, t in person.small_talk.items()]
    for loc, says in texts:
        if match := find.search(" | ".join(says)):
            yield error(loc, f"this tells the diagnosis ({quoted(match[0])})", "say it otherwise")


def _after_it_was_told(when: Condition) -> bool:
    """What the trainee has said, a person may repeat."""
    parts = (*when.all, *when.any)
    return bool(when.told or when.conveyed) or any(_after_it_was_told(part) for part in parts)
