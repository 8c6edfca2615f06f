"""Text fields, selects, and the frame that gives a field its label, unit and warning."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QSizePolicy,
    QWidget,
)

from simtrainer.ui.kit.button import IconButton
from simtrainer.ui.kit.icons import Icon, paint_icon
from simtrainer.ui.kit.keyhint import KeyHint
from simtrainer.ui.kit.layouts import HBox, VBox
from simtrainer.ui.kit.painting import paint_box, paint_text, painting, text_width
from simtrainer.ui.kit.text import Label, WrapLabel
from simtrainer.ui.kit.theme import theme
from simtrainer.ui.kit.tokens import Radius, Size, Space, Type

Severity = Literal["help", "warning", "error"]


class LineEdit(QLineEdit):
    """A line of text."""

    def __init__(
        self, text: str = "", *, placeholder: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)


class TextEdit(QPlainTextEdit):
    """Several lines of plain text. Tab leaves it; ``submitted`` when Enter sends.

    With ``enter_submits``, Enter emits ``submitted`` and Shift+Enter makes a new line.
    """

    submitted = Signal()

    def __init__(
        self,
        text: str = "",
        *,
        placeholder: str = "",
        lines: int = 2,
        enter_submits: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._lines, self._enter_submits = lines, enter_submits
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        theme().changed.connect(self.updateGeometry)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if enter and self._enter_submits and not shift:
            self.submitted.emit()
            return
        super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        look = theme()
        return QSize(look.px(200), self.fontMetrics().lineSpacing() * self._lines + look.px(26))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(80), self.sizeHint().height())


class Select(QComboBox):
    """A choice from a closed list; opens with Space, F4 or Alt+Down."""

    picked = Signal(str)

    def __init__(
        self, options: Sequence[tuple[str, str]] = (), parent: QWidget | None = None
    ) -> None:
        """``options`` are (key, label); ``picked`` carries the key when the user chooses."""
        super().__init__(parent)
        self.setView(QListView(self))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.activated.connect(self._picked)
        theme().changed.connect(self.updateGeometry)
        self.set_options(options)

    def set_options(self, options: Sequence[tuple[str, str]]) -> None:
        self.clear()
        for key, label in options:
            self.addItem(label, key)

    def value(self) -> str:
        """The key that is chosen, empty when there are no options."""
        return str(self.currentData() or "")

    def set_value(self, key: str) -> None:
        """Choose ``key``; an unknown key changes nothing."""
        index = self.findData(key)
        if index >= 0:
            self.setCurrentIndex(index)

    def sizeHint(self) -> QSize:
        look = theme()
        labels = [self.itemText(index) for index in range(self.count())]
        widest = max((text_width(label, look.font()) for label in labels), default=0)
        return QSize(min(widest + look.px(48), look.px(320)), look.px(Size.CONTROL))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(72), theme().px(Size.CONTROL))

    def _picked(self) -> None:
        self.picked.emit(self.value())

    def wheelEvent(self, event: QWheelEvent) -> None:
        # Scrolling a page must not change an answer the mouse happens to be over.
        event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        box = QRectF(self.rect())
        side = look.px(16)
        live = self.isEnabled()
        with painting(self) as painter:
            fill = look.color("surface" if live else "sunken")
            line = look.color("border" if live else "line")
            paint_box(painter, box, look.px(Radius.CONTROL), fill, line)
            left = box.right() - look.px(10) - side
            arrow = QRectF(left, (box.height() - side) / 2, side, side)
            paint_icon(painter, arrow, "chevron-down", "second")
            space = box.adjusted(look.px(12), 0, -look.px(14) - side, 0)
            ink = look.color("text" if live else "quiet")
            paint_text(painter, space, self.currentText(), look.font(), ink)


class FieldBox(QWidget):
    """A drawn field frame with a bare line edit inside, and room for what stands beside it."""

    def __init__(self, edit: QLineEdit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = edit
        self._severity: Severity = "help"
        edit.setProperty("bare", True)
        edit.setFrame(False)
        self.setProperty("focus_frame", True)
        self.setFocusProxy(edit)
        self.row = HBox(self, space=Space.S, margins=(12, 0, 8, 0))
        self.row.addWidget(edit, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self._restyle)
        self._restyle()

    def set_severity(self, severity: Severity) -> None:
        self._severity = severity
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.EnabledChange:
            self.update()
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        line = {"help": "border", "warning": "partly", "error": "not_met"}[self._severity]
        live = self.isEnabled() and not self.edit.isReadOnly()
        with painting(self) as painter:
            paint_box(
                painter,
                QRectF(self.rect()),
                look.px(Radius.CONTROL),
                look.color("surface" if live else "sunken"),
                look.color(line if live else "line"),
            )

    def _restyle(self) -> None:
        self.setFixedHeight(theme().px(Size.CONTROL))
        self.update()


class SearchField(FieldBox):
    """A search field: ``edited`` with each change, ``submitted`` on Enter, Escape clears."""

    edited = Signal(str)
    submitted = Signal(str)

    def __init__(
        self, placeholder: str, *, key_hint: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(LineEdit(placeholder=placeholder), parent)
        self.edit.setAccessibleName(placeholder)
        self.row.insertWidget(0, Icon("search", "text", 18))
        self._clear = IconButton("clear", "Clear the search", side=24)
        self._clear.clicked.connect(self.clear)
        self.row.addWidget(self._clear)
        if key_hint:
            self.row.addWidget(KeyHint(key_hint))
        self.edit.textChanged.connect(self._text_changed)
        self.edit.returnPressed.connect(self._submit)
        self._clear.setVisible(False)

    def text(self) -> str:
        return self.edit.text()

    def set_text(self, text: str) -> None:
        self.edit.setText(text)

    def clear(self) -> None:
        self.edit.clear()
        self.edit.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        super().keyPressEvent(event)

    def _submit(self) -> None:
        self.submitted.emit(self.text())

    def _text_changed(self, text: str) -> None:
        self._clear.setVisible(bool(text))
        self.edited.emit(text)


class Field(QWidget):
    """A labelled field: label above, unit inside, and a sentence below when there is one."""

    def __init__(
        self,
        label: str,
        control: QWidget,
        *,
        unit: str = "",
        help_text: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.control = control
        column = VBox(self, space=Space.XS)
        self._label = Label(label, size=Type.SECOND, role="second")
        self._label.setBuddy(control)
        column.addWidget(self._label)
        self._box = FieldBox(control) if isinstance(control, QLineEdit) else None
        column.addWidget(self._box or control)
        self._unit = Label(unit, role="quiet")
        if self._box:
            self._box.row.addWidget(self._unit)
        self._below = WrapLabel(size=Type.SECOND, role="quiet")
        column.addWidget(self._below)
        self.setFocusProxy(control)
        self._name, self._help = label, help_text
        self.set_unit(unit)
        self.set_message(help_text)

    def set_unit(self, unit: str) -> None:
        self._unit.setText(unit)
        self._unit.setVisible(bool(unit))
        self.control.setAccessibleName(f"{self._name}, {unit}" if unit else self._name)

    def set_message(self, text: str, severity: Severity = "help") -> None:
        """Show a sentence below the field; an empty one brings the help text back."""
        shown = text or self._help
        kind: Severity = severity if text else "help"
        role = {"help": "quiet", "warning": "partly", "error": "not_met"}[kind]
        self._below.set_role(role)
        self._below.setText(shown)
        self._below.setVisible(bool(shown))
        self.control.setAccessibleDescription(shown)
        if self._box:
            self._box.set_severity(kind)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._below.updateGeometry()
