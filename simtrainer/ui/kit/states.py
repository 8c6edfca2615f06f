"""Pages with nothing on them yet: empty, and still loading."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget

from simtrainer.ui.kit.button import Button
from simtrainer.ui.kit.icons import Icon
from simtrainer.ui.kit.layouts import VBox
from simtrainer.ui.kit.painting import paint_box, painting
from simtrainer.ui.kit.text import WrapLabel
from simtrainer.ui.kit.theme import theme
from simtrainer.ui.kit.tokens import Size, Space

# Rows that come sooner than this never show as loading.
_LOADING_AFTER_MS = 300


class EmptyState(QWidget):
    """One sentence and one action. ``acted`` when it is chosen."""

    acted = Signal()

    def __init__(
        self, sentence: str, action: str = "", *, icon: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        column = VBox(self, space=Space.M, margins=Space.XXL)
        column.addStretch(1)
        centre = Qt.AlignmentFlag.AlignHCenter
        if icon:
            column.addWidget(Icon(icon, "quiet", 32), 0, centre)
        self._sentence = WrapLabel(sentence, role="second")
        self._sentence.setAlignment(centre)
        column.addWidget(self._sentence)
        self._action = Button(action, "secondary")
        self._action.setVisible(bool(action))
        self._action.clicked.connect(self.acted)
        column.addWidget(self._action, 0, centre)
        column.addStretch(1)
        self.setAccessibleName(sentence)

    def set_sentence(self, sentence: str, action: str = "") -> None:
        self._sentence.setText(sentence)
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self.setAccessibleName(sentence)


class LoadingRows(QWidget):
    """Grey rows in the place of a list that takes longer than 300 ms."""

    def __init__(self, rows: int = 6, *, tall: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows, self._height = rows, Size.ROW_TALL if tall else Size.ROW
        self._shown = False
        self.setAccessibleName("Loading")
        self._timer = QTimer(self, singleShot=True, interval=_LOADING_AFTER_MS)
        self._timer.timeout.connect(self._appear)
        self._timer.start()
        theme().changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._shown:
            return
        look = theme()
        with painting(self) as painter:
            for at in range(self._rows):
                top = at * look.px(self._height)
                short = self.width() * (0.55 if at % 2 else 0.4)
                bar = QRectF(look.px(16), top + look.px(13), short, look.px(10))
                paint_box(painter, bar, look.px(5), look.color("line"))
                second = bar.translated(0, look.px(17))
                second.setWidth(short * 0.6)
                paint_box(painter, second, look.px(4), look.color("line"))

    def _appear(self) -> None:
        self._shown = True
        self.update()
