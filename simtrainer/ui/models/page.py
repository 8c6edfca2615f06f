"""Models: the patient's voice, the recogniser, and where to get others."""

from __future__ import annotations

from pathlib import Path
from typing import assert_never

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from simtrainer.engines.models import errands as er
from simtrainer.engines.models.overview import Overview, Row
from simtrainer.engines.models.shelf import Installed
from simtrainer.i18n import tr
from simtrainer.ui.columns import Columns
from simtrainer.ui.context import UiContext
from simtrainer.ui.kit.announce import Toast, announce
from simtrainer.ui.kit.banner import Banner
from simtrainer.ui.kit.button import Button
from simtrainer.ui.kit.card import Scroll
from simtrainer.ui.kit.dialog import confirm
from simtrainer.ui.kit.layouts import HBox, VBox
from simtrainer.ui.kit.states import LoadingRows
from simtrainer.ui.kit.text import page_title
from simtrainer.ui.models.cards import ModelsCard
from simtrainer.ui.models.ears_card import EarsCard
from simtrainer.ui.models.fetch_dialog import FetchDialog
from simtrainer.ui.models.going_on import GoingOn
from simtrainer.ui.models.voice_card import VoiceCard
from simtrainer.ui.models.words import advice


class ModelsPage(QWidget):
    """Asks the errands; what comes of them arrives through ``take``."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self._errands = context.errands
        self._seen: Overview | None = None
        self._going_on = GoingOn()
        self._make_parts()
        self._lay_out()
        self._connect()

    def _make_parts(self) -> None:
        self.voice = VoiceCard()
        self.here = ModelsCard(tr("On this computer"))
        self.found = ModelsCard(tr("Found on this disk"))
        self.offers = ModelsCard(tr("To fetch"))
        self.ears = EarsCard()
        menu = QMenu(self)
        self.file_action = menu.addAction(tr("From a file …"))
        self.folder_action = menu.addAction(tr("A recogniser's folder …"))
        self.import_button = Button(tr("Import"), icon="upload", menu=menu)
        self.banner = Banner("", role="caution", quiet_action=tr("All right"))
        self.banner.hide()
        self.voice.hide()

    def _lay_out(self) -> None:
        outer = VBox(self)
        self._scroll = Scroll(margins=(24, 20, 24, 20), space=12)
        outer.addWidget(self._scroll)
        top = HBox(space=8)
        top.addWidget(page_title(tr("Models")))
        top.addStretch(1)
        top.addWidget(self.import_button)
        body = self._scroll.body
        body.addLayout(top)
        body.addWidget(self.banner)
        self._columns = Columns()
        for card in (self.voice, self.here, self.found, self.ears):
            self._columns.left.addWidget(card)
        self._columns.right.addWidget(self.offers)
        self._columns.left.addStretch(1)
        self._columns.right.addStretch(1)
        self._loading = LoadingRows(4)
        body.addWidget(self._loading)
        body.addLayout(self._columns)
        body.addStretch(1)

    def _connect(self) -> None:
        self.file_action.triggered.connect(self._import_file)
        self.folder_action.triggered.connect(self._import_folder)
        self.banner.declined.connect(self.banner.hide)
        self.voice.scripted_wanted.connect(self._use_scripted)
        self.voice.engine_wanted.connect(self._errands.set_up_engine)
        self.voice.engine_stop_wanted.connect(self._stop_engine)
        self.ears.built_in_wanted.connect(self._use_built_in)
        for card in self._cards():
            card.rows.wanted.connect(self._wanted)

    def _cards(self) -> tuple[ModelsCard, ...]:
        return self.here, self.found, self.offers, self.ears

    # --- showing

    def look_around(self) -> None:
        """Ask what there is now; the page shows what it knows until then."""
        settings = self._context.settings
        self._errands.look_around(settings.voice_model, settings.recogniser_model)

    def take(self, notice: er.Notice) -> None:
        """What came of something that was asked for."""
        match notice:
            case er.LookedAround():
                self._show(notice.overview)
            case er.UnderWay():
                self._going_on.begin_or_go_on(notice.key, notice.progress)
                self._show_one(notice.key)
            case er.Arrived():
                self._arrived(notice)
            case er.EngineReady():
                self._going_on.end(er.ENGINE)
                Toast.say(self, tr("The engine is ready."))
                self.look_around()
            case er.Tried():
                self._going_on.end(notice.key)
                self.look_around()
            case er.Removed():
                self._removed(notice.model)
            case er.Halted():
                self._halted(notice)
            case _:
                assert_never(notice)

    def _show(self, seen: Overview) -> None:
        self._seen = seen
        self._loading.hide()
        self.voice.show()
        going_on = self._going_on
        self.voice.show_overview(seen, going_on)
        coming = [_coming(key) for key in going_on.keys() if _is_path(key)]  # noqa: SIM118
        self.here.show_rows([*coming, *seen.of("installed", "voice")], going_on)
        self.found.show_rows(seen.of("found", "voice"), going_on)
        offers = sorted(seen.of("offered", "voice"), key=lambda row: not row.advised)
        self.offers.show_rows(offers, going_on)
        self.offers.set_note(advice(seen.memory))
        self.ears.show_overview(seen, going_on)

    def _show_one(self, key: str) -> None:
        """Progress of one errand, without touching the rest."""
        if self._seen is None:
            return
        if key == er.ENGINE:
            self.voice.show_engine(self._seen, self._going_on)
            return
        row = self._seen.row(key)
        if row is None:
            row = _coming(key)
            if self.here.rows.row(key) is None:
                self._show(self._seen)
        for card in self._cards():
            card.rows.update_row(row, self._going_on)

    # --- what came of it

    def _arrived(self, notice: er.Arrived) -> None:
        self._going_on.end(notice.key)
        if notice.chosen:
            self._use(notice.model)
            return
        words = tr("{name} is here.").replace("{name}", notice.model.name)
        Toast.say(self, words)
        self.look_around()

    def _removed(self, model: Installed) -> None:
        settings = self._context.settings
        if model.id == settings.voice_model:
            self._choose(voice_model="")
        elif model.id == settings.recogniser_model:
            self._choose(recogniser_model="")
        else:
            self.look_around()
        Toast.say(self, tr("{name} is removed.").replace("{name}", model.name), "trash")

    def _halted(self, notice: er.Halted) -> None:
        self._going_on.end(notice.key, notice.sentence)
        if notice.sentence and notice.key != er.ENGINE and not self._has_row(notice.key):
            self.banner.set_words(notice.sentence)
            self.banner.show()
            self.banner.announce()
        elif notice.sentence:
            announce(self, notice.sentence)
        if self._seen is not None:
            self._show(self._seen)
        self.look_around()

    def _has_row(self, key: str) -> bool:
        return not _is_path(key) and any(card.rows.row(key) for card in self._cards())

    # --- doing

    def _wanted(self, what: str, model_id: str) -> None:
        row = self._seen.row(model_id) if self._seen else None
        match what:
            case "pause":
                self._errands.pause(model_id)
            case "fetch" if row is not None:
                self._fetch(row)
            case "try_out":
                self._errands.try_out(model_id)
            case "give_up":
                self._errands.forget(model_id)
                self.look_around()
            case "remove" if row is not None:
                self._remove(row)
            case "use" if row is not None and row.state == "found":
                self._errands.use_found(model_id)
            case "use" if row is not None:
                self._choose_row(row)

    def _fetch(self, row: Row) -> None:
        if row.arrived:
            self._errands.get(row.id)
            return
        dialog = FetchDialog(self, row)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        model_id = row.id
        dialog.accepted.connect(lambda errands=self._errands: errands.get(model_id))
        dialog.open()

    def _remove(self, row: Row) -> None:
        if not row.owned:
            words = tr("It goes off this list. The file stays where {program} keeps it.")
            words = words.replace("{program}", row.program or tr("its program"))
        else:
            words = tr("Its file is deleted from this computer. You can fetch or import it again.")
        title = tr("Remove {name}?").replace("{name}", row.name)
        if confirm(self, title, words, action=tr("Remove"), decline=tr("Keep"), danger=row.owned):
            self._errands.remove(row.id)

    def _choose_row(self, row: Row) -> None:
        if row.kind == "voice":
            self._choose(voice_model=row.id)
            words = tr("{name} is the patient's voice from the next case on.")
        else:
            self._choose(recogniser_model=row.id)
            words = tr("{name} listens to you from the next case on.")
        Toast.say(self, words.replace("{name}", row.name))

    def _use(self, model: Installed) -> None:
        key = "voice_model" if model.kind == "voice" else "recogniser_model"
        self._choose(**{key: model.id})
        Toast.say(self, tr("{name} is in use.").replace("{name}", model.name))

    def _use_scripted(self) -> None:
        self._choose(voice_model="")

    def _use_built_in(self) -> None:
        self._choose(recogniser_model="")

    def _choose(self, **changes: str) -> None:
        context = self._context
        context.save_settings(context.settings.model_copy(update=changes))
        self.look_around()

    def _stop_engine(self) -> None:
        self._errands.pause(er.ENGINE)

    def _import_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, tr("Import a recogniser"))
        if name:
            self._errands.bring(Path(name))

    def _import_file(self) -> None:
        kinds = tr("Models (*.gguf *.zip);;All files (*)")
        name, _ = QFileDialog.getOpenFileName(self, tr("Import a model"), "", kinds)
        if name:
            self._errands.bring(Path(name))

    # --- the page itself

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        self.import_button.setFocus(reason)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.look_around()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._columns.fit(event.size().width())
        super().resizeEvent(event)


def _is_path(key: str) -> bool:
    return Path(key).is_absolute()


def _coming(key: str) -> Row:
    """A row for a file that is being copied."""
    return Row(id=key, kind="voice", state="offered", name=Path(key).name, size=0, summary="")
