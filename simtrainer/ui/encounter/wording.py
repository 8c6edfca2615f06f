"""That somebody is about to speak, where finding the words takes a moment."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer

from simtrainer.encounter import events as ev
from simtrainer.encounter.state import EncounterState
from simtrainer.i18n import tr
from simtrainer.ui.encounter.words import spoken_name
from simtrainer.ui.kit.text import Label

AFTER_MS = 500  # the script answers long before


class Wording(Label):
    """One quiet line, there while a reply is under way and nothing of it has come for a while."""

    def __init__(self) -> None:
        super().__init__("", size=13, role="second")
        self.setContentsMargins(16, 4, 16, 6)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(AFTER_MS)
        self._soon.timeout.connect(self.show)
        self.hide()

    def forget(self) -> None:
        self._soon.stop()
        self.hide()

    def happened(self, state: EncounterState, events: Sequence[ev.Event]) -> None:
        for event in events:
            match event:
                case ev.TraineeSpoke():
                    name = spoken_name(state.case, event.to)
                    self.setText(tr("{name} is looking for words").replace("{name}", name))
                    self._soon.start()
                case ev.SentenceSpoken() if state.open_turn is not None:
                    self.hide()
                    self._soon.start()
                case ev.TurnClosed() | ev.EncounterEnded():
                    self.forget()
                case _:
                    pass
