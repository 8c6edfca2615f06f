"""The debrief: reflection first, then the marks with their evidence."""

from simtrainer.ui.debrief.page import DebriefPage

__all__ = ["DebriefPage"]
