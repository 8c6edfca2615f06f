"""A 12-lead ECG to read: the sheet, its machine figures, zoom and panning by mouse and keyboard."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from simtrainer.physiology.ecg12 import (
    EcgParameters,
    describe_leads,
    describe_measurements,
    twelve_lead,
)
from simtrainer.ui.ecg_paper import DARK_PAPER, LIGHT_PAPER, page_size, paint_page
from simtrainer.ui.kit.painting import paint_text, painting
from simtrainer.ui.kit.theme import theme
from simtrainer.ui.kit.tokens import Type

ZOOMS = (1.0, 1.5, 2.0, 3.0, 4.0)
_LEAST_SCALE = 1.3  # pixels a millimetre; narrower views pan instead
_STEP = 60  # pixels a key press moves the sheet
_SETTINGS = "25 mm/s · 10 mm/mV"
_HEADER_LINE = 18


class EcgView(QWidget):
    """Shows one ECG. Plus, minus and 0 zoom; arrows, Home and End move; so does dragging.

    The accessible description gives every lead in figures, as plain as the sheet.
    """

    zoomed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parameters = EcgParameters()
        self._leads = twelve_lead(self._parameters)
        self._caption = ""
        self._zoom = 1.0
        self._offset = QPointF()
        self._grabbed: QPointF | None = None
        self._page: QPixmap | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme().changed.connect(self.restyle)
        self._tell()

    def set_ecg(
        self, parameters: EcgParameters, caption: str = "", extra: tuple[str, ...] = ()
    ) -> None:
        """Show this ECG; ``caption`` says whose and when, ``extra`` adds right or back leads."""
        self._parameters, self._caption = parameters, caption
        self._leads = twelve_lead(parameters, extra)
        self._offset = QPointF()
        self._tell()
        self.restyle()

    def _tell(self) -> None:
        title = "12-lead ECG" + (f", {self._caption}" if self._caption else "")
        figures = describe_measurements(self._parameters)
        self.setAccessibleName(f"{title}. {figures}.")
        self.setAccessibleDescription(f"{describe_leads(self._parameters)} {_SETTINGS}.")

    def restyle(self) -> None:
        """Take up a changed theme, size or ECG."""
        self._page = None
        self._move_to(self._offset)
        self.updateGeometry()
        self.update()

    # --- zoom and place ----------------------------------------------------------------------

    def zoom(self) -> float:
        return self._zoom

    def zoom_in(self) -> None:
        self.set_zoom(next((zoom for zoom in ZOOMS if zoom > self._zoom), ZOOMS[-1]))

    def zoom_out(self) -> None:
        self.set_zoom(next((zoom for zoom in reversed(ZOOMS) if zoom < self._zoom), ZOOMS[0]))

    def set_zoom(self, zoom: float, around: QPointF | None = None) -> None:
        """1 shows the whole width; ``around`` stays where it is, else the middle does."""
        zoom = min(ZOOMS[-1], max(ZOOMS[0], zoom))
        if zoom == self._zoom:
            return
        before = self._scale()
        area = QRectF(self._sheet_area())
        anchor = (around or area.center()) - area.topLeft()
        self._zoom = zoom
        ratio = self._scale() / before
        self._page = None
        self._move_to((self._offset + anchor) * ratio - anchor)
        self.update()
        self.zoomed.emit(zoom)

    def _scale(self) -> float:
        """Pixels a millimetre."""
        fit = self.width() / page_size(self._leads).width()
        return max(_LEAST_SCALE, fit) * self._zoom

    def _sheet_area(self) -> QRect:
        header = self._header_height()
        return QRect(0, header, self.width(), max(1, self.height() - header))

    def _sheet_size(self) -> QSize:
        size = page_size(self._leads) * self._scale()
        return QSize(round(size.width()), round(size.height()))

    def offset(self) -> QPointF:
        """What is cut off at the left and at the top, in pixels."""
        return QPointF(self._offset)

    def _move_to(self, offset: QPointF) -> None:
        sheet, area = self._sheet_size(), self._sheet_area()
        most = QPointF(max(0, sheet.width() - area.width()), max(0, sheet.height() - area.height()))
        self._offset = QPointF(
            min(most.x(), max(0.0, offset.x())), min(most.y(), max(0.0, offset.y()))
        )
        self.update()

    # --- keyboard and mouse ------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = theme().px(_STEP)
        far = float(self._sheet_size().width())
        moves = {
            Qt.Key.Key_Left: QPointF(-step, 0),
            Qt.Key.Key_Right: QPointF(step, 0),
            Qt.Key.Key_Up: QPointF(0, -step),
            Qt.Key.Key_Down: QPointF(0, step),
            Qt.Key.Key_Home: QPointF(-far, 0),
            Qt.Key.Key_End: QPointF(far, 0),
        }
        key = Qt.Key(event.key())
        if key in moves and not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._move_to(self._offset + moves[key])
        elif not self._zoom_key(event):
            super().keyPressEvent(event)

    def _zoom_key(self, event: QKeyEvent) -> bool:
        """Plus, minus, 0; with Ctrl they belong to the window."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        match event.text():
            case "+" | "=":
                self.zoom_in()
            case "-":
                self.zoom_out()
            case "0":
                self.set_zoom(ZOOMS[0])
            case _:
                return False
        return True

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
            return
        factor = 1.25 if event.angleDelta().y() > 0 else 0.8
        self.set_zoom(self._zoom * factor, event.position())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._grabbed = event.position()
        self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grabbed is not None:
            self._move_to(self._offset + self._grabbed - event.position())
            self._grabbed = event.position()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._grabbed = None
        self.unsetCursor()

    # --- painting ----------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(theme().px(760), self.heightForWidth(theme().px(760)))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(320), theme().px(200))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        """The height at which the whole sheet is seen without zoom."""
        size = page_size(self._leads)
        return round(size.height() * width / size.width()) + self._header_height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.restyle()

    def _header_height(self) -> int:
        return theme().px(_HEADER_LINE * (3 if self._caption else 2) + 8)

    def paintEvent(self, _event: QPaintEvent) -> None:
        area = self._sheet_area()
        with painting(self) as painter:
            painter.fillRect(self.rect(), theme().color("surface"))
            self._paint_header(painter)
            painter.setClipRect(area)
            painter.drawPixmap(QPointF(area.topLeft()) - self._offset, self._painted_page())

    def _paint_header(self, painter: QPainter) -> None:
        look = theme()
        line = QRectF(0, look.px(2), self.width(), look.px(_HEADER_LINE))
        texts = [(describe_measurements(self._parameters), "text"), (_SETTINGS, "quiet")]
        if self._caption:
            texts.insert(0, (self._caption, "second"))
        for text, role in texts:
            paint_text(painter, line, text, look.font(Type.LABEL, 500), look.color(role))
            line.translate(0, look.px(_HEADER_LINE))

    def _painted_page(self) -> QPixmap:
        """The whole sheet, painted once for a size, a zoom and a theme."""
        if self._page is None:
            ratio = self.devicePixelRatioF()
            self._page = QPixmap(self._sheet_size() * ratio)
            self._page.setDevicePixelRatio(ratio)
            paper = DARK_PAPER if theme().palette.dark else LIGHT_PAPER
            with painting(self._page) as painter:
                paint_page(painter, self._leads, self._scale(), paper, self._label_font())
        return self._page

    def _label_font(self) -> QFont:
        return theme().font(Type.LABEL, 600)
