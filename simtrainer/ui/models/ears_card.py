"""What listens to the trainee: the recogniser that comes with simtrainer, or a Vosk model."""

from __future__ import annotations

from PySide6.QtCore import Signal

from simtrainer.engines.models.overview import Overview, Row
from simtrainer.i18n import tr
from simtrainer.ui.kit.button import Button
from simtrainer.ui.kit.layouts import HBox
from simtrainer.ui.models.cards import ModelsCard
from simtrainer.ui.models.going_on import GoingOn


class EarsCard(ModelsCard):
    """``built_in_wanted`` when the one that comes with simtrainer is to listen again."""

    built_in_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(tr("Your speech"))
        self._all = False
        self._seen: tuple[Overview, GoingOn] | None = None
        self.built_in_button = Button(tr("Use the built-in one"), height="small")
        self.built_in_button.clicked.connect(self.built_in_wanted)
        self.add_action(self.built_in_button)
        self.more_button = Button("", "quiet", height="small")
        self.more_button.clicked.connect(self._more)
        row = HBox(margins=(8, 0, 8, 8))
        row.addWidget(self.more_button)
        row.addStretch(1)
        self.body.addLayout(row)

    def show_overview(self, seen: Overview, going_on: GoingOn) -> None:
        self._seen = (seen, going_on)
        rows = [row for row in seen.rows if row.kind == "recogniser"]
        shown = [row for row in rows if self._all or _is_near(row, going_on)]
        self.built_in_button.setVisible(bool(seen.recogniser))
        self.more_button.setText(tr("Fewer languages") if self._all else tr("Other languages"))
        self.set_note(_words(seen))
        self.show_rows(shown, going_on)
        self.show()

    def _more(self) -> None:
        self._all = not self._all
        if self._seen is not None:
            self.show_overview(*self._seen)


def _is_near(row: Row, going_on: GoingOn) -> bool:
    """Those that are here, under way, or for the language of the cases."""
    waits = row.arrived > 0 or going_on.is_under_way(row.id)
    return row.state != "offered" or row.language == "en" or waits


def _words(seen: Overview) -> str:
    row = seen.row(seen.recogniser) if seen.recogniser else None
    if row is not None and not row.problem:
        return tr("{name} listens when you speak. Typing always does the same.").replace(
            "{name}", row.name
        )
    return tr(
        "The recogniser that comes with simtrainer listens for now; it mishears many words. A Vosk "
        "model understands far more. Typing always does the same."
    )
