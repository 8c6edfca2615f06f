"""A scorecard as one web page: self-contained, without scripts or links, good to print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from simtrainer.encounter import events as ev
from simtrainer.reports.talk import talk_in_figures
from simtrainer.reports.words import (
    CAVEAT,
    DOMAIN_NAMES,
    VERDICT_MARKS,
    VERDICT_NAMES,
    figure,
    percent,
    rating_words,
    standing,
)
from simtrainer.scenario.case import Case
from simtrainer.scoring.hits import clock
from simtrainer.scoring.scorecard import ItemResult, Scorecard

_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; color: #16211f; background: #fff;
  max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; margin: 0 0 .2rem; } h2 { font-size: 1.15rem; margin: 2rem 0 .4rem; }
h3 { font-size: 1rem; margin: 0; } p { margin: .2rem 0; }
.quiet { color: #556462; } .big { font-size: 2.2rem; font-weight: 600; margin: .6rem 0 0; }
table { border-collapse: collapse; width: 100%; } th { text-align: left; font-weight: 600; }
td, th { padding: .3rem .6rem .3rem 0; border-bottom: 1px solid #d2dbd9; vertical-align: top; }
.points { text-align: right; white-space: nowrap; padding-right: 0; }
.item { border-bottom: 1px solid #d2dbd9; padding: .6rem 0; break-inside: avoid; }
.item header { display: flex; gap: 1rem; justify-content: space-between; }
.met { color: #1b6838; } .partly { color: #745000; } .not-met { color: #a1282c; }
.not-assessed, .not-applicable { color: #4b5966; }
blockquote { margin: .3rem 0; padding-left: .7rem; border-left: 3px solid #0c5f64; }
.patient { color: #74420e; } .flag { border: 2px solid #a1282c; padding: .5rem .8rem; }
.caveat { border: 1px solid #6e7e7b; padding: .5rem .8rem; margin-top: 1rem; }
dl.talk { display: grid; grid-template-columns: 3.5rem 1fr; gap: .2rem .6rem; }
dl.talk dd { margin: 0; } dt { color: #556462; }
@media print { body { margin: 0; max-width: none; font-size: 11pt; } h2 { break-after: avoid; } }
"""


def scorecard_page(card: Scorecard, events: Sequence[ev.Event] = ()) -> str:
    """The page as HTML text.

    With ``events`` (the whole encounter) it names the case, times the evidence and ends with
    the transcript. All text from cases and people is escaped.
    """
    case = _case(events)
    title = case.heading.title if case else card.case
    body = "\n".join(
        part
        for parts in (
            _head(card, title, case),
            _flags(card),
            _domains(card),
            _all_items(card, case, events),
            _talk(card),
            _transcript(case, events),
        )
        for part in parts
    )
    return (
        '<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{escape(title)}: scorecard</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n{body}\n</body>\n</html>\n"
    )


def _case(events: Sequence[ev.Event]) -> Case | None:
    if events and isinstance(events[0], ev.EncounterStarted):
        return Case.model_validate(events[0].case)
    return None


def _head(card: Scorecard, title: str, case: Case | None) -> Iterator[str]:
    who = f"{case.patient.name}, {case.patient.age:g} · " if case else ""
    where = f"{who}{card.difficulty} · variant {card.seed} · {card.mode}"
    yield f'<h1>{escape(title)}</h1>\n<p class="quiet">{escape(where)}</p>'
    yield f'<p class="big">{percent(card)} %</p>'
    yield (
        f"<p>{figure(card.points)} of {figure(card.max_points)} points · must-do items "
        f"{card.must_do_met} of {card.must_do_total} · {escape(standing(card))}</p>"
    )
    if card.global_rating is not None:
        yield f"<p>Overall rating: {rating_words(card.global_rating)}</p>"
    markers = dict.fromkeys(i.marker for i in card.items if i.rules_verdict is not None)
    if markers:
        yield f"<p>Marked by {escape(', '.join(markers))}</p>"
    kind = "Formative. " if card.formative else "Marked by a person and signed off. "
    review = f"Review of the case: {card.review}. "
    yield f'<p class="caveat">{kind}{escape(review)}{escape(CAVEAT)}</p>'


def _flags(card: Scorecard) -> Iterator[str]:
    for flag in card.flags:
        kind = "Harmful" if flag.kind == "harm" else "Dangerous to leave out"
        yield f'<p class="flag"><strong>! {kind}:</strong> {escape(flag.text)}</p>'


def _domains(card: Scorecard) -> Iterator[str]:
    yield '<h2>By domain</h2>\n<table><tr><th scope="col">Domain</th>'
    yield '<th scope="col" class="points">Points</th></tr>'
    for score in card.domains:
        points = f"{figure(score.points)} of {figure(score.max_points)}"
        name = escape(DOMAIN_NAMES.get(score.domain, score.domain))
        yield f'<tr><td>{name}</td><td class="points">{points}</td></tr>'
    yield "</table>"


def _all_items(card: Scorecard, case: Case | None, events: Sequence[ev.Event]) -> Iterator[str]:
    shown = dict.fromkeys([score.domain for score in card.domains] + [i.domain for i in card.items])
    for domain in shown:
        yield f"<h2>{escape(DOMAIN_NAMES.get(domain, domain))}</h2>"
        for item in card.items:
            if item.domain == domain:
                yield from _item(item, case, events)


def _talk(card: Scorecard) -> Iterator[str]:
    rows = talk_in_figures(card.measures)
    if not rows:
        return
    yield '<h2>How the trainee talked</h2>\n<p class="quiet">In figures; not marked.</p>\n<table>'
    for name, value in rows:
        cells = f'<th scope="row">{escape(name)}</th><td class="points">{escape(value)}</td>'
        yield f"<tr>{cells}</tr>"
    yield "</table>"


def _item(item: ItemResult, case: Case | None, events: Sequence[ev.Event]) -> Iterator[str]:
    css = item.verdict.replace(" ", "-")
    mark = f"{VERDICT_MARKS[item.verdict]} {VERDICT_NAMES[item.verdict]}"
    must = " · must do" if item.must_do else ""
    points = f"{figure(item.points)} of {figure(item.max_points)}"
    head = f"<h3>{escape(item.text)}</h3><span>{points}</span>"
    yield f'<section class="item"><header>{head}</header>'
    yield f'<p class="{css}">{mark}{must}</p>'
    if item.rules_verdict not in (None, item.verdict):
        rules = VERDICT_NAMES[item.rules_verdict].lower()
        why = f": {escape(item.reason)}" if item.reason else "."
        yield f"<p>Marked by {escape(item.marker)}{why} (The rules: {rules}.)</p>"
    elif item.reason:
        yield f"<p>{escape(item.reason)}</p>"
    for event, quote in dict.fromkeys((e.event, e.quote) for e in item.evidence):
        time = f"{clock(events[event].at)} " if 0 <= event < len(events) else ""
        yield f'<p class="quiet">{time}“{escape(quote.strip())}”</p>'
    if item.verdict in ("not met", "partly") and item.could_say:
        yield f"<blockquote>You could say: “{escape(item.could_say)}”</blockquote>"
    if item.why:
        yield f"<p>{escape(item.why)}</p>"
    source = _source(item, case)
    if source:
        yield f'<p class="quiet">Source: {escape(source)}</p>'
    yield "</section>"


def _source(item: ItemResult, case: Case | None) -> str:
    found = case.heading.sources.get(item.source.split("@")[0].split("#")[0]) if case else None
    return f"{found.title}, {found.version}" if found else item.source


def _transcript(case: Case | None, events: Sequence[ev.Event]) -> Iterator[str]:
    if case is None:
        return
    names = {person.key: person.name for person in case.body.people}
    yield '<h2>Transcript</h2>\n<dl class="talk">'
    for event in events:
        match event:
            case ev.TraineeSpoke():
                name, css = "You", "trainee"
            case ev.SentenceSpoken():
                name, css = names.get(event.who, event.who), "patient"
            case _:
                continue
        words = f'<strong class="{css}">{escape(name)}:</strong> {escape(event.text)}'
        yield f"<dt>{clock(event.at)}</dt><dd>{words}</dd>"
    yield "</dl>"
