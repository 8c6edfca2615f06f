"""Settings: how it looks, how cases are taken, where the data is, and what this program is."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QResizeEvent
from PySide6.QtWidgets import QWidget

from simtrainer import __version__, paths
from simtrainer.i18n import tr
from simtrainer.reports.words import CAVEAT
from simtrainer.ui.columns import Columns
from simtrainer.ui.context import UiContext
from simtrainer.ui.flush_link import FlushLink
from simtrainer.ui.keys import show_keys
from simtrainer.ui.kit.announce import Toast
from simtrainer.ui.kit.button import Button
from simtrainer.ui.kit.card import Card, Facts, Scroll
from simtrainer.ui.kit.choice import CheckBox, SegmentedChoice
from simtrainer.ui.kit.dialog import Dialog, confirm
from simtrainer.ui.kit.fields import Select
from simtrainer.ui.kit.layouts import FlowLayout, HBox, VBox
from simtrainer.ui.kit.sizing import fix_size
from simtrainer.ui.kit.text import Label, WrapLabel, note, page_title
from simtrainer.ui.kit.theme import theme
from simtrainer.ui.kit.tokens import ZOOM_STEPS
from simtrainer.ui.library_rows import DIFFICULTY_NAMES
from simtrainer.ui.sound.card import SoundCard

_THEMES = [("auto", "As the computer"), ("light", "Light"), ("dark", "Dark")]
_FONTS = [("inter", "Inter"), ("dyslexia-friendly", "OpenDyslexic")]
_CAPTIONS = [("small", "Small"), ("medium", "Medium"), ("large", "Large")]
_LOCALES = [("en-GB", "British"), ("en-US", "American")]
_FONT_LICENCES = ("Inter", "OpenDyslexic", "AtkinsonHyperlegibleNext")


class SettingsPage(QWidget):
    """Every change holds at once and is kept. ``models_wanted`` leads to the models page."""

    models_wanted = Signal()

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        outer = VBox(self)
        self._scroll = Scroll(margins=(24, 20, 24, 20), space=12)
        outer.addWidget(self._scroll)
        body = self._scroll.body
        body.addWidget(page_title(tr("Settings")))
        self._columns = Columns()
        left, right = self._columns.left, self._columns.right
        left.addWidget(self._appearance())
        left.addWidget(self._practice())
        left.addStretch(1)
        right.addWidget(self._voice())
        self.sound = SoundCard(context)
        right.addWidget(self.sound)
        right.addWidget(self._data())
        right.addWidget(self._about())
        right.addStretch(1)
        body.addLayout(self._columns)
        body.addStretch(1)
        self._show()
        theme().changed.connect(self._keep_zoom)

    # --- building

    def _appearance(self) -> Card:
        card = Card(tr("Appearance"), margins=16, space=12)
        self.theme_choice = SegmentedChoice(tr("Colours"), _named(_THEMES))
        self.theme_choice.chosen.connect(self._theme_chosen)
        self.zoom = Select()
        self.zoom.picked.connect(self._zoom_picked)
        self.font_choice = SegmentedChoice(tr("Typeface"), _named(_FONTS))
        self.font_choice.chosen.connect(self._font_chosen)
        self.captions = SegmentedChoice(
            tr("The patient's words below the picture"), _named(_CAPTIONS)
        )
        self.captions.chosen.connect(self._captions_chosen)
        self.reduced_motion = CheckBox(tr("Reduce motion"))
        self.reduced_motion.clicked.connect(self._motion_clicked)
        card.body.addWidget(_labelled(tr("Colours"), self.theme_choice))
        card.body.addWidget(_labelled(tr("Size of everything"), self.zoom))
        card.body.addWidget(_labelled(tr("Typeface"), self.font_choice))
        card.body.addWidget(_labelled(tr("The patient's words below the picture"), self.captions))
        card.body.addWidget(self.reduced_motion)
        card.body.addWidget(
            note(tr("Changes happen at once, breathing stands still and is given in words."))
        )
        return card

    def _practice(self) -> Card:
        card = Card(tr("Cases"), margins=16, space=12)
        self.difficulty = SegmentedChoice(tr("Difficulty"), _named(list(DIFFICULTY_NAMES.items())))
        self.difficulty.chosen.connect(self._difficulty_chosen)
        self.locale_choice = SegmentedChoice(
            tr("Units, drug names and job titles"), _named(_LOCALES)
        )
        self.locale_choice.chosen.connect(self._locale_chosen)
        self.idle_ticks = CheckBox(tr("The patient's clock moves while I think"))
        self.idle_ticks.clicked.connect(self._ticks_clicked)
        card.body.addWidget(_labelled(tr("Difficulty to begin with"), self.difficulty))
        card.body.addWidget(_labelled(tr("Units, drug names and job titles"), self.locale_choice))
        card.body.addWidget(note(tr("mmol/L and adrenaline, or mg/dL and epinephrine.")))
        card.body.addWidget(self.idle_ticks)
        card.body.addWidget(
            note(
                tr("Without it, only what you say and do takes time. Holds from the next case on.")
            )
        )
        keys = Button(tr("Show all keys"), icon="keyboard")
        keys.clicked.connect(self._show_keys)
        card.body.addWidget(keys, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _voice(self) -> Card:
        card = Card(tr("The patient's voice and your speech"), margins=16, space=12)
        words = tr("Scripted, or worded by a language model that runs on this computer.")
        card.body.addWidget(WrapLabel(words))
        self.models_button = Button(tr("Choose models"), icon="speech")
        self.models_button.clicked.connect(self.models_wanted)
        card.body.addWidget(self.models_button, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _data(self) -> Card:
        card = Card(tr("Your data"), margins=16, space=12)
        card.body.addWidget(
            WrapLabel(
                tr("Attempts, marks and settings lie on this computer only. Nothing is sent.")
            )
        )
        facts = Facts(name_width=64)
        facts.add(tr("Folder"), str(paths.user_dir()))
        card.body.addWidget(facts)
        row = FlowLayout(space=8)
        self.folder_button = Button(tr("Open folder"), icon="folder")
        self.folder_button.clicked.connect(self._open_folder)
        self.delete_button = Button(tr("Delete all my attempts"), "danger", icon="trash")
        self.delete_button.clicked.connect(self._delete)
        row.addWidget(self.folder_button)
        row.addWidget(self.delete_button)
        card.body.addLayout(row)
        return card

    def _about(self) -> Card:
        card = Card(tr("About simtrainer"), margins=16, space=12)
        facts = Facts(name_width=80)
        facts.add(tr("Version"), __version__)
        facts.add(tr("Licence"), tr("GPL-3.0-or-later; the cases CC BY 4.0"))
        facts.add(tr("Review"), tr(CAVEAT))
        facts.add(tr("Typefaces"), self._fonts())
        card.body.addWidget(facts)
        return card

    def _fonts(self) -> QWidget:
        whole = QWidget()
        column = VBox(whole, space=4)
        words = tr("Inter, OpenDyslexic and Atkinson Hyperlegible Next, SIL Open Font License 1.1")
        column.addWidget(WrapLabel(words, size=13))
        opening = FlushLink(tr("Read the licences"))
        opening.clicked.connect(self._show_licences)
        column.addWidget(opening)
        return whole

    # --- showing and changing

    def _show(self) -> None:
        settings = self._context.settings
        self.theme_choice.set_value(settings.theme)
        steps = sorted({*ZOOM_STEPS, settings.zoom})
        self.zoom.set_options([(str(step), f"{step} %") for step in steps])
        self.zoom.set_value(str(settings.zoom))
        self.font_choice.set_value(settings.font)
        self.captions.set_value(settings.captions)
        self.reduced_motion.setChecked(settings.reduced_motion)
        self.difficulty.set_value(settings.difficulty)
        self.locale_choice.set_value(settings.locale)
        self.idle_ticks.setChecked(settings.idle_ticks)

    def _change(self, **changes: Any) -> None:
        context = self._context
        context.save_settings(context.settings.model_copy(update=changes))

    def _theme_chosen(self, key: str) -> None:
        self._change(theme=key)

    def _zoom_picked(self, key: str) -> None:
        self._change(zoom=int(key))

    def _font_chosen(self, key: str) -> None:
        self._change(font=key)

    def _captions_chosen(self, key: str) -> None:
        self._change(captions=key)

    def _motion_clicked(self, on: bool) -> None:
        self._change(reduced_motion=on)

    def _difficulty_chosen(self, key: str) -> None:
        self._change(difficulty=key)

    def _locale_chosen(self, key: str) -> None:
        self._change(locale=key)

    def _ticks_clicked(self, on: bool) -> None:
        self._change(idle_ticks=on)

    def _keep_zoom(self) -> None:
        """Ctrl + and − change the zoom anywhere; it is still there at the next start."""
        if theme().zoom != self._context.settings.zoom:
            self._change(zoom=theme().zoom)
        self._show()

    def show_sound(self) -> None:
        """Bring the settings of sound into view, with the keyboard on them."""
        self._scroll.ensureWidgetVisible(self.sound)
        self.sound.hear_button.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        self.theme_choice.setFocus(reason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._columns.fit(event.size().width())
        super().resizeEvent(event)

    # --- doing

    def _show_keys(self) -> None:
        show_keys(self.window(), self._context.settings.shortcuts)

    def _open_folder(self) -> None:
        folder = paths.user_dir()
        folder.mkdir(parents=True, exist_ok=True)
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            Toast.say(self, tr("No file manager answered. The folder's name is above."), "info")

    def _delete(self) -> None:
        sure = confirm(
            self,
            tr("Delete all attempts?"),
            tr(
                "Every attempt and every mark on this computer goes, also one that waits to be "
                "resumed, and it cannot be taken back. Cases and settings stay, and so do files "
                "that you exported."
            ),
            action=tr("Delete everything"),
            decline=tr("Keep everything"),
            danger=True,
        )
        if sure:
            self._context.desk.delete_everything()
            Toast.say(self, tr("Your attempts are being deleted."), "trash")

    def _show_licences(self) -> None:
        dialog = Dialog(
            self, tr("Licences of the typefaces"), action=tr("Close"), decline="", width=640
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        scroll = Scroll(space=12)
        for name in _FONT_LICENCES:
            scroll.body.addWidget(Label(name, weight=600))
            scroll.body.addWidget(WrapLabel(_licence(name), size=12, role="second"))
        scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        fix_size(scroll, height=420)
        dialog.body.addWidget(scroll)
        dialog.open()


def _licence(font: str) -> str:
    file = paths.assets_dir() / "fonts" / f"LICENCE-{font}.txt"
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return tr("The file {file} is not there.").replace("{file}", file.name)


def _named(options: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(key, tr(label)) for key, label in options]


def _labelled(label: str, control: QWidget) -> QWidget:
    whole = QWidget()
    column = VBox(whole, space=4)
    column.addWidget(Label(label, size=13, role="second"))
    row = HBox()
    row.addWidget(control)
    row.addStretch(1)
    column.addLayout(row)
    control.setAccessibleName(label)
    return whole
