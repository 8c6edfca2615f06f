"""Names of things as people read them, shared by all reports and the window."""

from __future__ import annotations

from simtrainer.scoring.scorecard import Scorecard

DOMAIN_NAMES = {
    "history": "History",
    "examination": "Examination",
    "investigation": "Tests",
    "decisions": "Decisions and treatment",
    "communication": "Communication",
    "note": "Note and handover",
    "safety": "Safety",
}
VERDICT_NAMES = {
    "met": "Met",
    "partly": "Partly",
    "not met": "Not met",
    "not assessed": "Not assessed",
    "not applicable": "Not applicable",
}
VERDICT_MARKS = {
    "met": "✓",
    "partly": "◐",
    "not met": "✗",
    "not assessed": "–",
    "not applicable": "·",
}

# An examiner's rating of the encounter as a whole: its name, and what it stands for.
RATINGS: dict[int, tuple[str, str]] = {
    1: ("Clear fail", "Unsafe, or most of what mattered was left out."),
    2: ("Borderline fail", "Much was tried; a supervisor has to close the gaps."),
    3: ("Borderline pass", "Safe; what mattered was done, unevenly or late."),
    4: ("Clear pass", "Safe, well ordered and considerate; small gaps only."),
    5: ("Excellent", "All that mattered, in good time; a stage further on."),
}


def rating_words(rating: int) -> str:
    """A rating in figure and word: "4 of 5, clear pass"."""
    return f"{rating} of 5, {RATINGS[rating][0].lower()}"


def figure(value: float) -> str:
    """Points without needless decimals: 3, 2.5."""
    return f"{value:g}"


def percent(card: Scorecard) -> int:
    return round(100 * card.points / card.max_points) if card.max_points else 0


def standing(card: Scorecard) -> str:
    """One sentence on the result as a whole."""
    if card.provisional:
        return "Provisional: some items were not assessed."
    return "At the pass mark or above." if card.passed else "Below the pass mark, or unsafe."


CAVEAT = (
    "For training only. The case and its rubric have not been reviewed by a clinician yet; "
    "check what you learn here against your local guidance."
)
