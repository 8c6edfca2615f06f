"""A button on the monitor's dark ground, the same in both themes."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPaintEvent

from simtrainer.ui.kit.base import PaintedButton
from simtrainer.ui.kit.painting import paint_box, paint_text, painting, text_width
from simtrainer.ui.kit.theme import theme
from simtrainer.ui.kit.tokens import Radius, Size, Type


class MonitorButton(PaintedButton):
    """Outlined, small; ``name`` is what a screen reader says."""

    def __init__(self, text: str, name: str) -> None:
        super().__init__(text)
        self.setAccessibleName(name)

    def sizeHint(self) -> QSize:
        look = theme()
        width = text_width(self.text(), look.font(Type.SECOND, 500))
        return QSize(width + look.px(22), look.px(Size.CONTROL_SMALL))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme()
        area = QRectF(self.rect())
        over = (self.is_hovered() or self.isDown()) and self.isEnabled()
        line = look.color("monitor_border" if self.isEnabled() else "monitor_line")
        ink = look.color("monitor_text" if self.isEnabled() else "monitor_quiet")
        font = look.font(Type.SECOND, 500)
        inset = (area.width() - text_width(self.text(), font)) / 2
        with painting(self) as painter:
            fill = look.color("monitor_line" if over else "monitor")
            painter.fillRect(area, look.color("monitor"))
            paint_box(painter, area, look.px(Radius.CONTROL), fill, line)
            paint_text(painter, area.adjusted(inset, 0, 0, 0), self.text(), font, ink)
