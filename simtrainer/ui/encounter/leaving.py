"""The questions before one ends an encounter or leaves it without a mark."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from simtrainer.encounter import actions as ac
from simtrainer.i18n import tr
from simtrainer.ui.kit.dialog import Dialog


class Leaving(QObject):
    """``asked`` carries Finish or Stop once the trainee has said yes."""

    asked = Signal(object)

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._dialog: Dialog | None = None

    @property
    def dialog(self) -> Dialog | None:
        """The question that is open, if any."""
        return self._dialog

    def ask_to_end(self) -> None:
        dialog = Dialog(
            self._page(),
            tr("End your time with the patient?"),
            tr("Everything you said and did is kept. You then write your note and hand in."),
            action=tr("End encounter"),
            decline=tr("Keep going"),
        )
        dialog.accepted.connect(self._finish)
        self._open(dialog)

    def ask_to_stop(self) -> None:
        dialog = Dialog(
            self._page(),
            tr("Leave without a mark?"),
            tr("It ends here and gets no mark. To go on another day, use the arrow instead."),
            action=tr("Leave"),
            decline=tr("Keep going"),
            danger=True,
        )
        dialog.accepted.connect(self._stop)
        self._open(dialog)

    def keep_going(self) -> None:
        """Take the question back."""
        if self._dialog is not None:
            self._dialog.reject()

    def _page(self) -> QWidget:
        page = self.parent()
        assert isinstance(page, QWidget)
        return page

    def _open(self, dialog: Dialog) -> None:
        self.keep_going()
        self._dialog = dialog
        dialog.finished.connect(self._closed)
        dialog.open()

    def _closed(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None

    def _finish(self) -> None:
        self.asked.emit(ac.Finish())

    def _stop(self) -> None:
        self.asked.emit(ac.Stop())
