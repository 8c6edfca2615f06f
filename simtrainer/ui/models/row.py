"""One model: what it is, what one can do with it, and how far that has come."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from simtrainer.engines.models.overview import Row
from simtrainer.engines.models.progress import Progress, of_total, size_words
from simtrainer.i18n import tr
from simtrainer.ui.kit.announce import announce
from simtrainer.ui.kit.bars import Meter
from simtrainer.ui.kit.button import Button
from simtrainer.ui.kit.icons import Icon
from simtrainer.ui.kit.layouts import HBox, VBox
from simtrainer.ui.kit.tags import Tag
from simtrainer.ui.kit.text import ElidedLabel, WrapLabel
from simtrainer.ui.models.words import facts_of, grade_tag, problem_of, summary_of


class Going(QWidget):
    """A bar and a sentence of something under way."""

    def __init__(self) -> None:
        super().__init__()
        column = VBox(self, space=6, margins=(0, 4, 0, 0))
        self._meter = Meter(role="accent")
        self._meter.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.words = WrapLabel("", size=13, role="second")
        column.addWidget(self._meter)
        column.addWidget(self.words)

    def show_paused(self, row: Row) -> None:
        """What has arrived of a download that waits."""
        words = tr("Paused · {words}").replace("{words}", of_total(row.arrived, row.size))
        self._say(words, row.arrived / row.size, row.name)

    def show_progress(self, progress: Progress | None, name: str) -> None:
        """``progress`` is None while it waits for its turn."""
        words = tr("Waiting for its turn")
        if progress is not None:
            words = progress.sentence() or tr("One moment")
            if progress.stage == "checking":
                words = tr("Checking · {words}").replace("{words}", words)
        self._say(words, (progress.share or 0.0) if progress else 0.0, name)

    def _say(self, words: str, share: float, name: str) -> None:
        self._meter.set_share(share)
        self.words.setText(words)
        self.setAccessibleName(f"{name}: {words}")


class ModelRow(QWidget):
    """``wanted`` carries what to do, by the name of the button, and the id of the model."""

    wanted = Signal(str, str)

    def __init__(self, row: Row) -> None:
        super().__init__()
        self.row = row
        self._name = ElidedLabel("", weight=600)
        self._tags = [Tag("", "count"), Tag("", "neutral")]
        self._summary = WrapLabel("", size=13, role="second")
        self._facts = WrapLabel("", size=13, role="quiet")
        self._problem = WrapLabel("", size=13, role="partly")
        self._going = Going()
        self.buttons = {
            "use": Button(tr("Use"), height="small"),
            "try_out": Button(tr("Try it here"), height="small"),
            "fetch": Button(tr("Fetch"), height="small", icon="download"),
            "pause": Button(tr("Pause"), height="small", icon="pause"),
            "give_up": Button(tr("Give up"), "quiet", height="small"),
            "remove": Button(tr("Remove"), "quiet", height="small"),
        }
        self._lay_out()
        for button in self.buttons.values():
            button.clicked.connect(self._clicked)
        self.show_row(row, under_way=False)

    def _lay_out(self) -> None:
        column = VBox(self, space=2, margins=(16, 11, 16, 12))
        beside = HBox(space=12)
        words = VBox(space=2)
        head = HBox(space=8)
        for part in (self._name, *self._tags):
            head.addWidget(part)
        head.addStretch(1)
        words.addLayout(head)
        words.addWidget(self._summary)
        beside.addLayout(words, 1)
        for button in self.buttons.values():
            beside.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(beside)
        # Beside the buttons where the name stands alone, else over the whole width.
        (column if summary_of(self.row) else words).addWidget(self._facts)
        self._problem_line = QWidget()
        line = HBox(self._problem_line, space=6, margins=(0, 4, 0, 0))
        line.addWidget(Icon("warning", "partly", 16), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._problem, 1)
        column.addWidget(self._problem_line)
        column.addWidget(self._going)

    def show_row(
        self,
        row: Row,
        *,
        under_way: bool,
        progress: Progress | None = None,
        sentence: str = "",
    ) -> None:
        """``sentence``: what came of the last thing that was asked for, if it needs words."""
        self.row = row
        self._name.setText(row.name)
        self._show_tags(row)
        summary = summary_of(row)
        self._summary.setText(summary)
        self._summary.setVisible(bool(summary))
        facts = [facts_of(row), row.memory_sentence]
        self._facts.setText("\n".join(fact for fact in facts if fact))
        problem = sentence or problem_of(row)
        self._problem.setText(problem)
        self._problem_line.setVisible(bool(problem) and not under_way)
        self._show_going(under_way, progress)
        self._show_buttons(row, under_way)
        tags = [tag.text() for tag in self._tags if tag.text()]
        self.setAccessibleName(". ".join(filter(None, [row.name, *tags, summary, *facts, problem])))

    def tell(self) -> None:
        """Have a screen reader say what came of it."""
        announce(self, self._problem.text())

    def _show_tags(self, row: Row) -> None:
        first = tr("In use") if row.in_use else tr("Advised") if row.advised else ""
        grade, tone = grade_tag(row)
        for tag, text, own in zip(self._tags, (first, grade), ("count", tone), strict=True):
            tag.set_text(text, own)  # type: ignore[arg-type]
            tag.setVisible(bool(text))

    def _show_going(self, under_way: bool, progress: Progress | None) -> None:
        self._going.setVisible(under_way or self.row.arrived > 0)
        if under_way:
            self._going.show_progress(progress, self.row.name)
        elif self.row.arrived:
            self._going.show_paused(self.row)

    def _show_buttons(self, row: Row, under_way: bool) -> None:
        waits = row.state == "offered" and row.arrived > 0
        shown = {
            "use": row.state != "offered" and not row.in_use and not row.problem,
            "try_out": row.may_be_tried,
            "fetch": row.state == "offered",
            "give_up": waits,
            "remove": row.state == "installed",
        }
        for name, button in self.buttons.items():
            button.setVisible(under_way if name == "pause" else shown[name] and not under_way)
        if not under_way:
            self.buttons["pause"].setEnabled(True)
        fetch = self.buttons["fetch"]
        size = size_words(row.size)
        fetch.setText(tr("Go on") if waits else tr("Fetch {size}").replace("{size}", size))
        fetch.set_kind("accent" if row.advised or waits else "secondary")
        for button in self.buttons.values():
            button.setAccessibleName(f"{button.text()}: {row.name}")

    def _clicked(self) -> None:
        pressed = self.sender()
        for name, button in self.buttons.items():
            if button is pressed:
                if name == "pause":  # the server may take a moment to let go
                    button.setEnabled(False)
                self.wanted.emit(name, self.row.id)
