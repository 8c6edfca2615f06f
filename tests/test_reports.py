"""Reports: what people take away is safe to open, complete, and honest."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from simtrainer.authoring.script import read_script
from simtrainer.commands.playing import Played, play
from simtrainer.encounter import actions as ac
from simtrainer.paths import scenarios_dir
from simtrainer.reports.html import scorecard_page
from simtrainer.reports.talk import talk_in_figures
from simtrainer.reports.words import CAVEAT
from simtrainer.scenario.draw import draw
from simtrainer.scenario.loader import find
from simtrainer.scoring.scorecard import Measures, SafetyFlag
from simtrainer.session import Terms

NASTY = """<script>alert("1")</script> <img src=x onerror=alert(1)> &amp; 'quoted' </style>"""
HARMLESS = {
    "html", "head", "meta", "title", "style", "body", "h1", "h2", "h3", "p", "table", "tr", "th",
    "td", "section", "header", "span", "blockquote", "strong", "dl", "dt", "dd",
}  # fmt: skip
UNCLOSED = {"meta"}


class _Page(HTMLParser):
    """Collects the tags, their attributes and the text; open tags must close in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.words = ""
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag not in UNCLOSED:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.fixture(scope="module")
def played() -> Played:
    case = draw(find("chest-pain-ed"), 7, "standard")
    script = read_script(scenarios_dir() / "scripts" / "chest-pain-ed" / "expert.yaml", case)
    hostile: list[ac.Action] = [ac.Say(text=NASTY), ac.WriteNote(text=NASTY, diagnosis=NASTY)]
    return play(case, [*hostile, *script], Terms(mode="practice", locale="en-GB"))


def test_that_the_web_page_holds_nothing_that_runs_or_reaches_out(played: Played) -> None:
    text = scorecard_page(played.scorecard, played.events)
    page = _Page(text)
    assert page.tags <= HARMLESS
    assert page.attributes <= {"lang", "charset", "name", "content", "class", "scope"}
    for way_out in ("http:", "https:", "url(", "@import"):
        assert way_out not in text


def test_that_the_web_page_shows_what_people_wrote_as_they_wrote_it(played: Played) -> None:
    card = played.scorecard
    first = card.items[0].model_copy(update={"reason": NASTY, "text": NASTY, "why": NASTY})
    flag = SafetyFlag(item=first.id, text=NASTY, kind="harm")
    hostile = card.model_copy(update={"items": (first, *card.items[1:]), "flags": (flag,)})
    page = _Page(scorecard_page(hostile, played.events))
    assert page.words.count(NASTY) >= 5  # item, reason, why, flag, transcript
    assert page.tags <= HARMLESS


def test_that_the_web_page_tells_every_item_with_its_verdict(played: Played) -> None:
    words = _Page(scorecard_page(played.scorecard, played.events)).words
    for item in played.scorecard.items:
        assert item.text in words
    assert CAVEAT in words
    assert "Formative" in words


def test_that_the_web_page_needs_no_encounter(played: Played) -> None:
    page = _Page(scorecard_page(played.scorecard))
    assert played.scorecard.case in page.words
    assert "Transcript" not in page.words


def test_that_talk_in_figures_says_nothing_of_pace_unless_it_was_spoken() -> None:
    typed = Measures(trainee_words=40, patient_words=60, talk_share=0.4, words_per_turn=10)
    assert talk_in_figures(typed) == [
        ("Share of the words said", "40%"),
        ("Words in a turn", "10"),
    ]
    spoken = typed.model_copy(update={"pace_wpm": 131.6, "talked_over": 2})
    assert talk_in_figures(spoken)[2:] == [
        ("Pace", "132 words a minute"),
        ("Talked over somebody", "2"),
    ]
