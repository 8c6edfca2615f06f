"""The window: the rail, one page at a time, and who hears which notice."""

from __future__ import annotations

from typing import assert_never

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QWidget

from simtrainer import desk as dk
from simtrainer.i18n import tr
from simtrainer.scenario.words import Difficulty
from simtrainer.ui.context import UiContext
from simtrainer.ui.debrief import DebriefPage
from simtrainer.ui.door_note import DoorNotePage
from simtrainer.ui.encounter import EncounterPage
from simtrainer.ui.help import HelpPage
from simtrainer.ui.kit.announce import announce
from simtrainer.ui.kit.dialog import Dialog
from simtrainer.ui.kit.rail import Rail
from simtrainer.ui.kit.theme import theme
from simtrainer.ui.library import LibraryPage
from simtrainer.ui.models import ModelsPage
from simtrainer.ui.note import DRAFT, NotePage
from simtrainer.ui.progress import ProgressPage
from simtrainer.ui.settings import SettingsPage

SMALLEST = (1024, 640)
NARROW = 1180  # below this the rail loses its labels


class MainWindow(QMainWindow):
    """Pages ask the desk; the desk's notices come back through ``take``."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self.setWindowTitle("simtrainer")
        theme().dress(self)
        self.resize(1280, 800)
        self.rail = Rail(
            [
                ("library", tr("Library"), "library"),
                ("progress", tr("Progress"), "progress"),
            ],
            [
                ("models", tr("Models"), "speech"),
                ("settings", tr("Settings"), "settings"),
                ("help", tr("Help"), "help"),
            ],
        )
        self._make_pages()
        self._lay_out()
        self._connect()
        self._shortcuts()
        self.show_page("library")

    def _make_pages(self) -> None:
        context = self._context
        self.library = LibraryPage(context)
        self.door_note = DoorNotePage(context)
        self.encounter = EncounterPage(context)
        self.note = NotePage(context)
        self.debrief = DebriefPage(context)
        self.progress = ProgressPage(context)
        self.models = ModelsPage(context)
        self.settings = SettingsPage(context)
        self.help = HelpPage(context)
        self._pages: dict[str, QWidget] = {
            "library": self.library,
            "door_note": self.door_note,
            "encounter": self.encounter,
            "note": self.note,
            "debrief": self.debrief,
            "progress": self.progress,
            "models": self.models,
            "settings": self.settings,
            "help": self.help,
        }

    def _lay_out(self) -> None:
        self.setMinimumSize(*SMALLEST)
        self._stack = QStackedWidget()
        for page in self._pages.values():
            self._stack.addWidget(page)
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addWidget(self._stack, 1)
        self.setCentralWidget(whole)

    def _connect(self) -> None:
        desk = self._context.desk
        self.rail.chosen.connect(self.show_page)
        self.library.case_chosen.connect(desk.draw)
        self.library.resume_wanted.connect(desk.resume)
        self.library.set_aside_wanted.connect(desk.set_aside)
        self.progress.again_wanted.connect(desk.take_up_again)
        self.library.debrief_wanted.connect(desk.open_debrief)
        self.library.cases_added.connect(desk.add_cases)
        self.door_note.go_in.connect(desk.begin)
        self.door_note.left.connect(lambda: self.show_page("library"))
        self.encounter.left.connect(self._leave_encounter)
        self.note.left.connect(self._leave_encounter)
        self.debrief.variant_wanted.connect(self._another_variant)
        self.progress.debrief_wanted.connect(desk.open_debrief)
        self.progress.library_wanted.connect(lambda: self.show_page("library"))
        self.library.sound_wanted.connect(self._set_up_sound)
        self.settings.models_wanted.connect(lambda: self.show_page("models"))

    def _shortcuts(self) -> None:
        for keys, act in (
            (QKeySequence.StandardKey.ZoomIn, theme().zoom_in),
            ("Ctrl+=", theme().zoom_in),
            (QKeySequence.StandardKey.ZoomOut, theme().zoom_out),
            ("Ctrl+0", lambda: theme().set(zoom=100)),
            ("F1", lambda: self.help.show_keys(self)),
        ):
            QShortcut(QKeySequence(keys), self, act)

    # --- pages

    @property
    def current(self) -> str:
        """The key of the page that is shown."""
        shown = self._stack.currentWidget()
        return next(key for key, page in self._pages.items() if page is shown)

    def show_page(self, key: str) -> None:
        self._stack.setCurrentWidget(self._pages[key])
        on_rail = {"door_note": "library", "debrief": "progress"}.get(key, key)
        self.rail.setVisible(key not in ("encounter", "note", "door_note"))
        self.rail.set_value(on_rail)
        self._pages[key].setFocus(Qt.FocusReason.OtherFocusReason)

    def _set_up_sound(self) -> None:
        """Voices on and a key to hold, then the place where both can be tried."""
        context = self._context
        chosen = {"speech_out": True, "speech_in": "hold", "sound_offered": True}
        context.save_settings(context.settings.model_copy(update=chosen))
        self.show_page("settings")
        self.settings.show_sound()

    def _leave_encounter(self) -> None:
        """Back to the library; what was begun waits there to be resumed."""
        self.encounter.put_away()
        self._context.desk.read_library()
        self.show_page("library")

    def _another_variant(self, template_id: str, difficulty: Difficulty) -> None:
        template = self.library.template(template_id)
        if template is not None:
            self._context.desk.draw(template, None, difficulty)

    # --- notices

    def take(self, notice: dk.Notice) -> None:
        """Hand a notice of the desk to whom it concerns."""
        match notice:
            case dk.LibraryRead():
                self.library.show_library(notice)
                self.progress.show_library(notice)
                if self.current in ("encounter", "note") and not self.encounter.is_open:
                    self.show_page("library")
            case dk.CaseDrawn():
                self._context.sound.expect(notice.case)
                self.door_note.show_case(notice.case)
                self.show_page("door_note")
            case dk.EncounterOpened():
                self._encounter_opened(notice)
            case dk.Happened():
                self._happened(notice)
            case dk.Refused():
                self.encounter.refused(notice)
                self.note.refused(notice)
            case dk.Performed():
                self.encounter.performed(notice)
                self.note.performed(notice)
            case dk.DebriefReady():
                self.debrief.show_debrief(notice)
                self.show_page("debrief")
                self._context.desk.read_library()
            case dk.VoiceChanged():
                self.door_note.show_voice(notice)
                self.encounter.voice_changed(notice)
            case dk.Trouble():
                self._trouble(notice)
            case _:
                assert_never(notice)

    def _encounter_opened(self, notice: dk.EncounterOpened) -> None:
        self.encounter.open_encounter(notice)
        if notice.state.phase == "closing":
            self.note.open_note(notice.state, notice.encounter, notice.drafts.get(DRAFT, ""))
            self.note.set_scratch(self.encounter.scratch_text)
            self.show_page("note")
        else:
            self.show_page("encounter")

    def _happened(self, notice: dk.Happened) -> None:
        self.encounter.happened(notice)
        self.note.happened(notice)
        if notice.state.phase == "closing" and self.current == "encounter":
            self.note.open_note(notice.state, notice.encounter)
            self.note.set_scratch(self.encounter.scratch_text)
            self.show_page("note")

    def _trouble(self, notice: dk.Trouble) -> None:
        if self.current == "encounter":
            self.encounter.trouble(notice)
        elif self.current == "note":
            self.note.trouble(notice)
        else:
            if self.current == "door_note":
                self.door_note.trouble()
            self.tell(notice.sentence)

    # --- the window itself

    def tell(self, sentence: str) -> None:
        """Something the user should know, wherever they are; nothing waits for the answer."""
        announce(self, sentence, assertive=True)
        dialog = Dialog(self, tr("Good to know"), sentence, action=tr("All right"), decline="")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def come_forward(self) -> None:
        self.showNormal() if self.isMinimized() else self.show()
        self.raise_()
        self.activateWindow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.rail.set_narrow(event.size().width() < theme().px(NARROW))
        super().resizeEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nothing is asked and nothing is lost: the next start offers to resume."""
        self.encounter.put_away()
        super().closeEvent(event)
