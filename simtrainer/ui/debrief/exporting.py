"""Files that the trainee takes away: a web page, the scorecard, the encounter."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from simtrainer.desk import Desk
from simtrainer.i18n import tr
from simtrainer.reports.html import scorecard_page
from simtrainer.scenario.base import canonical_json
from simtrainer.ui.debrief.reading import Debrief
from simtrainer.ui.kit.announce import Toast
from simtrainer.ui.kit.dialog import Dialog


class Exports:
    """The menu of the export button, for the debrief that is shown."""

    def __init__(self, desk: Desk, page: QWidget) -> None:
        self._desk = desk
        self._page = page
        self._debrief: Debrief | None = None
        self.menu = QMenu(page)
        self._add(tr("Scorecard as a web page …"), self._web_page)
        self._add(tr("Scorecard as JSON …"), self._scorecard)
        self._add(tr("Encounter as JSON lines …"), self._encounter)
        self._add(tr("Judgements as JSON lines …"), self._judgements)

    def _add(self, words: str, act: object) -> None:
        action = QAction(words, self.menu)
        action.triggered.connect(act)
        self.menu.addAction(action)

    def show_debrief(self, debrief: Debrief) -> None:
        self._debrief = debrief

    def _web_page(self) -> None:
        if self._debrief is None:
            return
        debrief = self._debrief
        target = self._ask(debrief, ".html", tr("Web pages (*.html)"))
        if target is not None:
            self._write(target, scorecard_page(debrief.card, debrief.events))

    def _scorecard(self) -> None:
        if self._debrief is None:
            return
        target = self._ask(self._debrief, ".json", tr("JSON (*.json)"))
        if target is not None:
            self._write(target, canonical_json(self._debrief.card.model_dump(mode="json")) + "\n")

    def _encounter(self) -> None:
        if self._debrief is None:
            return
        target = self._ask(self._debrief, ".jsonl", tr("JSON lines (*.jsonl)"))
        if target is not None:
            self._desk.export_encounter(self._debrief.number, target)
            Toast.say(self._page, f"{tr('The encounter goes to')} {target.name}", "download")

    def _judgements(self) -> None:
        if self._debrief is None:
            return
        target = self._ask(self._debrief, "-judgements.jsonl", tr("JSON lines (*.jsonl)"))
        if target is not None:
            self._write(target, judgement_lines(self._debrief))

    def _ask(self, debrief: Debrief, ending: str, kinds: str) -> Path | None:
        name = re.sub(r"[^\w-]+", "-", f"{debrief.card.case}-{debrief.card.seed}").strip("-")
        suggested = Path.home() / f"{name}{ending}"
        chosen, _kind = QFileDialog.getSaveFileName(self._page, tr("Export"), str(suggested), kinds)
        if not chosen:
            return None
        target = Path(chosen)
        return target if target.suffix else target.with_suffix(ending)

    def _write(self, target: Path, text: str) -> None:
        try:
            target.write_text(text, encoding="utf-8")
        except OSError as error:
            words = tr("{file} could not be written: {why}. Choose another place.")
            told = words.replace("{file}", str(target)).replace("{why}", error.strerror or "")
            Dialog(self._page, tr("Not exported"), told, action=tr("All right"), decline="").open()
            return
        Toast.say(self._page, f"{tr('Written to')} {target.name}")


def judgement_lines(debrief: Debrief) -> str:
    """All judgements on the encounter, a line each, as ``simtrainer score --judgements`` reads."""
    seal = {"seal": debrief.card.encounter}
    return "".join(canonical_json({**raw, **seal}) + "\n" for raw in debrief.judgements)
