"""The composition root of the window: builds everything once and passes it in."""

from __future__ import annotations

import signal
import sys

from PySide6.QtWidgets import QApplication

from simtrainer import doctor, paths
from simtrainer.desk import Desk, VoiceChanged
from simtrainer.engines.llm.generator import Status
from simtrainer.engines.models.errands import Errands
from simtrainer.errors import UserError
from simtrainer.i18n import tr
from simtrainer.settings import Settings, load_settings, save_settings
from simtrainer.ui.bridge import Bridge
from simtrainer.ui.context import UiContext
from simtrainer.ui.kit.focus import follow_focus
from simtrainer.ui.kit.fonts import FontChoice
from simtrainer.ui.kit.theme import Mode, theme
from simtrainer.ui.main_window import MainWindow
from simtrainer.ui.single import SingleInstance
from simtrainer.ui.tidying import Tidying
from simtrainer.voices.keeper import ModelVoices

# Python's own 5 ms would let the desk hold up the window for long whenever both have work.
SWITCH_S = 0.001
NO_DISPLAY = """There is no display here, so the window cannot open. The terminal works:
  simtrainer demo                 a whole encounter, played for you
  simtrainer talk chest-pain-ed   an encounter of your own
  simtrainer --help               everything else"""


class Application:
    """Everything the window needs, built in one place and taken apart in one place."""

    def __init__(self, qt: QApplication) -> None:
        self._qt = qt
        self._focus = follow_focus(qt)
        settings, self._notice = load_settings(paths.settings_file())
        self._apply(settings)
        self._bridge = Bridge()
        self.desk = Desk(
            paths.database_file(),
            paths.backups_dir(),
            (paths.scenarios_dir(), paths.own_scenarios_dir()),
            self._bridge.pass_on,
            ModelVoices(paths.models_dir(), self._chosen_voice, self._voice_is),
        )
        self._from_errands = Bridge()
        self.errands = Errands(paths.models_dir(), self._from_errands.pass_on)
        self._context = UiContext(self.desk, settings, self._save, self.errands)
        self.sound = self._context.sound
        self.window = MainWindow(self._context)
        self._bridge.noticed.connect(self.window.take)
        self._from_errands.noticed.connect(self.window.models.take)

    def start(self) -> None:
        """Show the window at once; the library fills in when the desk has read it."""
        self.window.show()
        self.desk.start()
        self.sound.apply(self._context.settings)
        if self._notice:
            self.window.tell(self._notice)

    def close(self) -> None:
        self._focus.stop()
        self.window.close()
        self.sound.close()
        self.errands.close()
        self.desk.close()

    def _chosen_voice(self) -> str:
        return self._context.settings.voice_model

    def _voice_is(self, name: str, status: Status) -> None:
        share = status.done / status.total if status.total else 0.0
        self._bridge.pass_on(VoiceChanged(name, status.state, share, status.why))

    def _save(self, settings: Settings) -> None:
        self._context.settings = settings
        self._apply(settings)
        self.sound.apply(settings)
        try:
            save_settings(settings, paths.settings_file())
        except UserError as error:
            self.window.tell(str(error))

    def _apply(self, settings: Settings) -> None:
        fonts = {"dyslexia-friendly": FontChoice.DYSLEXIC}
        theme().set(
            mode=Mode(settings.theme),
            zoom=settings.zoom,
            font_choice=fonts.get(settings.font, FontChoice.INTER),
            reduced_motion=settings.reduced_motion,
        )


def run_window() -> int:
    """Open the window and stay until it is closed. Returns the exit code."""
    if not doctor.has_display():
        sys.stdout.write(tr(NO_DISPLAY) + "\n")
        return 0
    sys.setswitchinterval(SWITCH_S)
    # Ctrl+C in the terminal: all is stored already, and Python would only hear of it too late.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    qt = QApplication(sys.argv[:1])
    qt.setApplicationName("simtrainer")
    single = SingleInstance(paths.user_dir())
    if not single.is_first():
        sys.stdout.write(tr("simtrainer is open already; its window was brought forward.\n"))
        return 0
    application = Application(qt)
    single.raised.connect(application.window.come_forward)
    application.start()
    tidying = Tidying()
    code = qt.exec()
    application.close()
    tidying.stop()
    return code
