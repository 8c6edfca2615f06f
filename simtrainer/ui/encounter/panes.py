"""Which part of the page the keyboard is in, and which comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from simtrainer.ui.encounter.page import EncounterPage

Pane = Literal["talk", "work", "results", "monitor"]
PANES: tuple[Pane, ...] = get_args(Pane)


def pane_of(page: EncounterPage) -> Pane:
    """Where the keyboard is; the last part when it is in none."""
    # Results may lie inside the work, and the talk too: the inner ones are asked first.
    places: tuple[tuple[Pane, QWidget], ...] = (
        ("talk", page.conversation),
        ("results", page.work.results),
        ("work", page.work),
    )
    step: QWidget | None = page.focusWidget()
    while step is not None and step is not page:
        for name, place in places:
            if step is place:
                return name
        step = step.parentWidget()
    return "monitor"


def pane_beside(page: EncounterPage, step: int) -> Pane:
    """The part ``step`` after the one the keyboard is in, and round again."""
    return PANES[(PANES.index(pane_of(page)) + step) % len(PANES)]
