"""Cards, lines and the plain panels that pages are made of."""

from __future__ import annotations

from PySide6.QtCore import QChildEvent, QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QPainterPath, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from simtrainer.ui.kit.layouts import HBox, Margins, VBox
from simtrainer.ui.kit.painting import paint_box, painting
from simtrainer.ui.kit.text import Label, WrapLabel
from simtrainer.ui.kit.theme import theme
from simtrainer.ui.kit.tokens import Radius, Size, Space, Type


class Panel(QWidget):
    """A part of the page with the ground of one role, optionally outlined and rounded."""

    def __init__(
        self,
        ground: str = "surface",
        *,
        line: str = "",
        radius: int = 0,
        edge: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """An empty ``ground`` lets through what is below.

        ``edge`` draws a hairline on one side only: top, bottom, left or right.
        """
        super().__init__(parent)
        self._ground, self._line, self._radius, self._edge = ground, line, radius, edge
        theme().changed.connect(self.update)

    def set_ground(self, ground: str, line: str = "") -> None:
        self._ground, self._line = ground, line
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        line = look.color(self._line) if self._line else None
        with painting(self) as painter:
            box = QRectF(self.rect())
            ground = look.color(self._ground) if self._ground else None
            paint_box(painter, box, look.px(self._radius), ground, line)
            if self._edge:
                painter.fillRect(self._edge_rect(), look.color("line"))

    def _edge_rect(self) -> QRectF:
        width, height = self.width(), self.height()
        return {
            "top": QRectF(0, 0, width, 1),
            "bottom": QRectF(0, height - 1, width, 1),
            "left": QRectF(0, 0, 1, height),
            "right": QRectF(width - 1, 0, 1, height),
        }[self._edge]


class _Corner(QWidget):
    """Rounds one corner of a card over whatever the card holds (lists, pictures)."""

    def __init__(self, card: QWidget, around: str, right: bool, bottom: bool) -> None:
        super().__init__(card)
        self._around, self._right, self._bottom = around, right, bottom
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def place(self, card: QWidget) -> None:
        side = theme().px(Radius.CARD)
        left = card.width() - side if self._right else 0
        top = card.height() - side if self._bottom else 0
        self.setGeometry(left, top, side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        side = self.width()
        circle = QRectF(
            -side if self._right else 0, -side if self._bottom else 0, 2 * side, 2 * side
        )
        outside = QPainterPath()
        outside.addRect(QRectF(self.rect()))
        round_part = QPainterPath()
        round_part.addEllipse(circle)
        with painting(self) as painter:
            painter.fillPath(outside.subtracted(round_part), look.color(self._around))
            paint_box(painter, circle, side, None, look.color("line"))


_CORNERS = ((False, False), (True, False), (False, True), (True, True))


class Card(Panel):
    """A rounded panel with a header of 40 (when it has a title) and a body.

    Put content into ``body`` (a VBox without margins) and header actions with ``add_action``.
    """

    def __init__(
        self,
        title: str = "",
        *,
        margins: Margins = 0,
        space: int = 0,
        around: str = "canvas",
        parent: QWidget | None = None,
    ) -> None:
        """``around`` is the role of the ground that the card lies on."""
        # Children announce themselves from the first line on.
        self._corners: list[_Corner] = []
        super().__init__("surface", line="line", radius=Radius.CARD, parent=parent)
        self._corners = [_Corner(self, around, *place) for place in _CORNERS]
        outer = VBox(self, margins=1)
        self.title = Label(title, weight=600)
        self.header = QWidget()
        self._header_row = HBox(self.header, space=Space.S, margins=(Space.L, 0))
        self._header_row.addWidget(self.title)
        self._header_row.addStretch(1)
        self._line_below = Line()
        outer.addWidget(self.header)
        outer.addWidget(self._line_below)
        self.body = VBox(space=space, margins=margins)
        outer.addLayout(self.body, 1)
        self.set_title(title)
        theme().changed.connect(self._restyle_header)
        self._restyle_header()

    def set_title(self, title: str) -> None:
        """Change the heading; an empty one hides the header."""
        self.title.setText(title)
        self.header.setVisible(bool(title))
        self._line_below.setVisible(bool(title))
        self.setAccessibleName(title)

    def add_action(self, widget: QWidget) -> None:
        """Put a widget at the right end of the header."""
        self._header_row.addWidget(widget)

    def add_beside_title(self, widget: QWidget) -> None:
        """Put a widget (a tag, a quiet remark) right after the title."""
        self._header_row.insertWidget(self._header_row.indexOf(self.title) + 1, widget)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for corner in self._corners:
            corner.place(self)

    def childEvent(self, event: QChildEvent) -> None:
        super().childEvent(event)
        for corner in self._corners:
            corner.raise_()

    def _restyle_header(self) -> None:
        self.header.setFixedHeight(theme().px(Size.CARD_HEADER))


class Line(QWidget):
    """A hairline across (or down) the page."""

    def __init__(self, *, upright: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        if upright:
            self.setFixedWidth(1)
            self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        else:
            self.setFixedHeight(1)
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with painting(self) as painter:
            painter.fillRect(self.rect(), theme().color("line"))


class Scroll(QScrollArea):
    """A part that scrolls down; put content into ``body``."""

    def __init__(
        self, *, margins: Margins = 0, space: int = 0, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        content = QWidget()
        content.setObjectName("content")
        self.body: QVBoxLayout = VBox(content, space=space, margins=margins)
        self.setWidget(content)
        self.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)
        content.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.widget() and event.type() == QEvent.Type.LayoutRequest:
            self._give_height()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._give_height()

    def _give_height(self) -> None:
        """Wrapped text grows as the width shrinks, which a scroll area does not ask about."""
        content = self.widget()
        layout = content.layout() if content is not None else None
        if layout is None:
            return
        width = self.viewport().width()
        needed = layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else 0
        # Never wider than what shows: what does not fit is the content's to wrap or shorten.
        content.setMinimumSize(1, max(needed, layout.totalMinimumSize().height()))


class Facts(QWidget):
    """Names and values in two columns, as on the library's details ("You are  the doctor")."""

    def __init__(self, name_width: int = 96, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name_width = name_width
        self._rows = VBox(self, space=6)
        self._names: list[WrapLabel] = []
        theme().changed.connect(self._restyle)

    def add(self, name: str, value: QWidget | str) -> None:
        label = WrapLabel(name, size=Type.SECOND, role="quiet")
        self._names.append(label)
        row = HBox()
        row.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
        if isinstance(value, str):
            value = WrapLabel(value, size=Type.SECOND)
        row.addWidget(value, 1)
        self._rows.addLayout(row)
        self._restyle()

    def _restyle(self) -> None:
        for label in self._names:
            label.setFixedWidth(theme().px(self._name_width))
