"""The encounter page: one module a pane; ``EncounterPage`` is what the window shows."""

from simtrainer.ui.encounter.page import EncounterPage

__all__ = ["EncounterPage"]
