"""Parts of the day, days, months and seasons that words name, and how often: "every day"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from simtrainer.patient.voice.measures import ONES

_MOMENTS = re.compile(
    r"\b(?P<last_night>last night|overnight)\b|\b(?P<this_morning>this morning)\b"
    r"|\b(?P<day_before_yesterday>day before yesterday)\b|\b(?P<yesterday>yesterday)\b"
    r"|\b(?P<tomorrow>tomorrow)\b|\b(?P<tonight>tonight|this evening)\b"
    r"|\b(?P<last_week>last week)\b|\b(?P<last_month>last month)\b|\b(?P<last_year>last year)\b"
    r"|\b(?P<this_week>this week)\b|\b(?P<weekend>weekends?)\b|\b(?P<final_week>final week)\b"
    r"|\b(?:every|each|per|most|by the|(?:once|twice|times|\d+|" + "|".join(ONES) + r") a)"
    r" (?P<each>hour|day|week|month|year)s?\b|\b(?P<ly>dai|week|month|year)ly\b"
    r"|\b(?P<morning>mornings?|first thing)\b|\b(?P<afternoon>afternoons?)\b"
    r"|\b(?P<evening>evenings?)\b|\b(?P<night>nights?|nightly|night time|bedtime)\b"
    r"|\b(?P<midday>midday|noon|lunchtime)\b|\b(?P<midnight>midnight)\b"
    r"|\b(?P<weekday>(?:mon|tues|wednes|thurs|fri|satur|sun)day)s?\b"
    r"|\b(?P<month>january|february|april|june|july|august|september|october|november|december)\b"
    r"|\b(?P<march_may>(?<=of )(?:march|may)|(?<=in )(?:march|may)|(?:march|may)(?= the| \d))\b"
    r"|\b(?P<season>spring|summer|autumn|winter|christmas|easter|new year)s?\b"
)
_IMPLIED = {
    "this_morning": {"morning"},
    "last_night": {"night", "evening", "yesterday"},
    "day_before_yesterday": {"days ago"},
    "tonight": {"evening", "night"},
    "evening": {"night"},
    "last_week": {"final_week"},
    "final_week": {"last_week"},
}


def moments(text: str) -> frozenset[str]:
    """Parts of the day, days, months and seasons that plain words (one string) name."""
    found: set[str] = set()
    for match in _MOMENTS.finditer(text):
        kind = match.lastgroup or ""
        named = kind in ("weekday", "month", "march_may", "season")
        if kind in ("each", "ly"):
            unit = match[kind].replace("dai", "day")
            found.add(f"each {unit}")
        else:
            found.add(match[0].removesuffix("s") if named else kind)
    return frozenset(found)


def implied_moments(given: Iterable[str]) -> frozenset[str]:
    """The moments and what they imply: this morning is a morning."""
    known = set(given)
    for moment in tuple(known):
        known |= _IMPLIED.get(moment, set())
    return frozenset(known)
