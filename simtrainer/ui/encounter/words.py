"""Small wordings that several panes share: times, names, routes, amounts."""

from __future__ import annotations

from simtrainer.encounter.events import ResultLine
from simtrainer.encounter.naming import colleague_name
from simtrainer.encounter.state import EncounterState
from simtrainer.i18n import tr
from simtrainer.scenario.case import Case
from simtrainer.scenario.catalogue import catalogue

YOU = "trainee"
STAFF = ("nurse", "senior", "team", "examiner")

ROUTE_NAMES = {
    "oral": "By mouth",
    "sublingual": "Under the tongue",
    "buccal": "Inside the cheek",
    "iv": "Intravenous",
    "iv_infusion": "Intravenous infusion",
    "im": "Intramuscular",
    "sc": "Subcutaneous",
    "intraosseous": "Intraosseous",
    "nebulised": "Nebulised",
    "nasal_cannula": "Nasal cannula",
    "simple_face_mask": "Face mask",
    "venturi_mask": "Venturi mask",
    "reservoir_mask": "Mask with reservoir bag",
    "high_flow_nasal": "High-flow nasal",
    "cpap": "CPAP",
    "niv": "Non-invasive ventilation",
    "bag_valve_mask": "Bag and mask",
    "nasogastric": "Nasogastric tube",
}


def clock(ms: int) -> str:
    """Case time as people read it: ``08:42``, or ``1:08:42`` after an hour."""
    minutes, seconds = divmod(ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes:02d}:{seconds:02d}"


def span(minutes: float) -> str:
    """How long something takes: ``40 s``, ``2 min``, ``1 h 30 min``, ``2 days``."""
    seconds = round(minutes * 60)
    if seconds < 60:
        return f"{seconds} s" if seconds else tr("at once")
    whole = round(minutes)
    if whole < 90:
        return f"{whole} min"
    if whole < 48 * 60:
        hours, rest = divmod(whole, 60)
        return f"{hours} h {rest} min" if rest and hours < 6 else f"{round(whole / 60)} h"
    return f"{round(whole / 1440)} {tr('days')}"


def amount(value: float) -> str:
    """A dose without needless digits."""
    return f"{value:,.6g}"


def route_name(route: str) -> str:
    return tr(ROUTE_NAMES.get(route, route.replace("_", " ").capitalize()))


def sentence(text: str) -> str:
    """``text`` beginning with a capital letter."""
    return text[:1].upper() + text[1:]


def lower_first(text: str) -> str:
    """For a name inside a sentence; abbreviations (``ECG``, ``CT``) stay as they are."""
    first = text.split(" ", 1)[0]
    return (
        text
        if first[1:] != first[1:].lower() or any(c.isdigit() for c in first)
        else (text[:1].lower() + text[1:])
    )


def name_of(case: Case, key: str, locale: str = "en-GB") -> str:
    """The name of anyone who may be present, also of a colleague who was called."""
    for person in case.body.people:
        if person.key == key:
            return person.name
    called = catalogue().calls.get(key)
    if called is None:
        return sentence(key.replace("_", " "))
    return colleague_name(called, locale)


def spoken_name(case: Case, key: str) -> str:
    """How one addresses them: ``Mrs Larsen``."""
    person = next((p for p in case.body.people if p.key == key), None)
    return person.spoken_name if person else name_of(case, key)


def is_staff(case: Case, key: str) -> bool:
    """Whether this is a colleague, who may be asked to do things."""
    person = next((p for p in case.body.people if p.key == key), None)
    return person.role in STAFF if person else key in catalogue().calls


def helpers(state: EncounterState) -> list[tuple[str, str]]:
    """(key, name) of the colleagues present, nurses first."""
    case = state.case
    here = [key for key in state.present if is_staff(case, key)]
    nurses = {p.key for p in case.body.people if p.role == "nurse"}
    here.sort(key=lambda key: key not in nurses)
    return [(key, name_of(case, key, state.locale)) for key in here]


def flag_words(line: ResultLine) -> str:
    """``high``, ``very low``: the flag in a word, empty when there is none."""
    return {
        "": "",
        "low": tr("low"),
        "high": tr("high"),
        "critical_low": tr("very low"),
        "critical_high": tr("very high"),
        "abnormal": tr("not as usual"),
    }[line.flag]


def flag_arrow(line: ResultLine) -> str:
    """▲ or ▼ beside the word, so that colour is never needed."""
    if line.flag.endswith("high"):
        return "▲ "
    return "▼ " if line.flag.endswith("low") else ""


def marked(line: ResultLine) -> str:
    """``▲ 3.8 mmol/L high``"""
    return f"{flag_arrow(line)}{line.text} {flag_words(line)}".strip()
