"""The door note: what a candidate reads before going in, and how the case is taken."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from simtrainer.desk import VoiceChanged
from simtrainer.i18n import tr
from simtrainer.scenario.case import Case
from simtrainer.scenario.locale_packs import guidance_note, localised
from simtrainer.scenario.words import Mode
from simtrainer.session import Terms
from simtrainer.ui.context import UiContext
from simtrainer.ui.kit.announce import announce
from simtrainer.ui.kit.button import Button
from simtrainer.ui.kit.card import Card, Facts, Line, Scroll
from simtrainer.ui.kit.choice import CheckBox, SegmentedChoice
from simtrainer.ui.kit.layouts import HBox, VBox, clear
from simtrainer.ui.kit.text import Label, WrapLabel, note
from simtrainer.ui.kit.theme import theme
from simtrainer.ui.library_rows import CHANNEL_NAMES, DIFFICULTY_NAMES

MODES: dict[Mode, tuple[str, str]] = {
    "practice": (
        "Practice",
        "You may pause, skip ahead and ask for a hint. Nothing hurries you.",
    ),
    "guided": (
        "Guided",
        "As practice, and a hint comes by itself when you are quiet for a while.",
    ),
    "exam": (
        "Exam",
        "Reading time, a warning at two minutes, and a hard stop. No pause, no hints.",
    ),
}
EXTRA = 0.25


class DoorNotePage(QWidget):
    """``go_in`` carries the case and the terms; ``left`` goes back to the library."""

    go_in = Signal(object, object)
    left = Signal()

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self._case: Case | None = None
        self._seconds_left = 0
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._count_down)
        self._lay_out()
        QShortcut(QKeySequence("Escape"), self, self.left.emit)

    def _lay_out(self) -> None:
        outer = VBox(self)
        self._scroll = Scroll(margins=24)
        outer.addWidget(self._scroll, 1)
        row = HBox()
        row.addStretch(1)
        self._card = Card(margins=(40, 32, 40, 32), space=12)
        self._card.setMaximumWidth(theme().px(720))
        theme().changed.connect(lambda: self._card.setMaximumWidth(theme().px(720)))
        row.addWidget(self._card, 8)
        row.addStretch(1)
        self._scroll.body.addStretch(1)
        self._scroll.body.addLayout(row)
        self._scroll.body.addStretch(2)
        self._add_words()
        self._add_choices()
        self._add_buttons()

    def _add_words(self) -> None:
        body = self._card.body
        self._where = Label("", size=13, role="second")
        self._title = WrapLabel("", size=22, weight=600)
        self._brief = WrapLabel("", size=16)
        body.addWidget(self._where)
        body.addWidget(self._title)
        body.addWidget(self._brief)
        self._guidance = note("")
        body.addWidget(self._guidance)
        body.addWidget(Line())
        self._tasks = VBox(space=6)
        body.addWidget(Label(tr("Your tasks"), weight=600))
        body.addLayout(self._tasks)
        self._facts_place = VBox()
        body.addLayout(self._facts_place)
        body.addWidget(Line())

    def _add_choices(self) -> None:
        body = self._card.body
        body.addWidget(Label(tr("How you take it"), weight=600))
        self.mode = SegmentedChoice(tr("Mode"), [(key, tr(w[0])) for key, w in MODES.items()])
        self.mode.chosen.connect(self._mode_chosen)
        body.addWidget(self.mode)
        self._mode_words = note("")
        body.addWidget(self._mode_words)
        self.extra_time = CheckBox(tr("Extra time: a quarter more, for those who need it"))
        body.addWidget(self.extra_time)

    def show_voice(self, voice: VoiceChanged) -> None:
        """How far the patient's voice is; going in never waits for it."""
        words = {
            "loading": tr("The patient's voice is being loaded."),
            "warming": tr("The patient's voice is getting ready: {share}."),
            "ready": tr("The patient's voice is ready."),
            "off": voice.why,
        }[voice.state].replace("{share}", f"{voice.share:.0%}")
        if voice.state in ("loading", "warming"):
            words = f"{words} {tr('You need not wait; until then the patient speaks as scripted.')}"
        self._voice.setText(words if voice.model or voice.why else "")
        self._voice.setVisible(bool(self._voice.text()))

    def _add_buttons(self) -> None:
        self._voice = note("")
        self._voice.hide()
        self._card.body.addWidget(self._voice)
        row = HBox(space=12)
        self.back_button = Button(tr("Back"), icon="back", height="main")
        self.back_button.clicked.connect(self.left)
        self.go_button = Button(tr("Go in"), "primary", height="main", key_hint="Enter")
        self.go_button.clicked.connect(self._go)
        self._reading = Label("", size=13, role="second")
        row.addWidget(self.back_button)
        row.addStretch(1)
        row.addWidget(self._reading)
        row.addWidget(self.go_button)
        self._card.body.addSpacing(8)
        self._card.body.addLayout(row)
        for keys in ("Return", "Enter"):
            QShortcut(QKeySequence(keys), self, self._go)

    # --- showing

    def show_case(self, case: Case) -> None:
        self._case = case
        self.go_button.setEnabled(True)
        heading = case.heading
        level = DIFFICULTY_NAMES[case.difficulty]
        channel = CHANNEL_NAMES[heading.setting.channel]
        self._where.setText(
            f"{heading.setting.place} · {channel} · {level} · {tr('variant')} {case.seed}"
        )
        self._title.setText(heading.title)
        locale = self._context.settings.locale
        self._brief.setText(localised(heading.briefs.candidate, locale))
        elsewhere = guidance_note(heading, locale)
        self._guidance.setText(elsewhere)
        self._guidance.setVisible(bool(elsewhere))
        self._show_tasks(heading.briefs.tasks)
        self._show_facts(case)
        self.mode.set_value("practice")
        self._mode_chosen("practice")

    def _show_tasks(self, tasks: tuple[str, ...]) -> None:
        clear(self._tasks)
        for number, task in enumerate(tasks, 1):
            self._tasks.addWidget(WrapLabel(f"{number}.  {task}"))

    def _show_facts(self, case: Case) -> None:
        clear(self._facts_place)
        facts = Facts(name_width=84)
        heading = case.heading
        facts.add(tr("You are"), localised(heading.setting.role, self._context.settings.locale))
        facts.add(tr("Time"), f"{heading.station.minutes} {tr('minutes')}")
        if heading.content_warnings:
            facts.add(tr("Be aware"), ", ".join(heading.content_warnings))
        self._facts_place.addWidget(facts)

    def _mode_chosen(self, mode: str) -> None:
        self._mode_words.setText(tr(MODES[mode][1]))  # type: ignore[index]
        self._timer.stop()
        self._reading.setText("")
        if mode == "exam" and self._case is not None:
            self._seconds_left = self._case.heading.station.reading * 60
            self._timer.start()
            self._show_reading()

    def _count_down(self) -> None:
        self._seconds_left -= 1
        self._show_reading()
        if self._seconds_left <= 0:
            self._timer.stop()
            announce(self, tr("Reading time is over. Going in."), assertive=True)
            self._go()

    def _show_reading(self) -> None:
        minutes, seconds = divmod(max(0, self._seconds_left), 60)
        self._reading.setText(f"{tr('Reading time')} {minutes}:{seconds:02d}")

    def _go(self) -> None:
        if self._case is None or not self.isVisible() or not self.go_button.isEnabled():
            return
        self._timer.stop()
        self.go_button.setEnabled(False)
        settings = self._context.settings
        terms = Terms(
            mode=self.mode.value(),  # type: ignore[arg-type]
            locale=settings.locale,
            idle_ticks=settings.idle_ticks,
            input_channel="speech" if self._context.sound.listens else "typed",
            extra_time=EXTRA if self.extra_time.isChecked() else 0.0,
        )
        self.go_in.emit(self._case, terms)

    def trouble(self) -> None:
        """It could not begin: one may try again."""
        self.go_button.setEnabled(True)
        self.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()
        super().hideEvent(event)

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        self.go_button.setFocus(reason)
