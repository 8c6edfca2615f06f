"""How the timeline is laid out and drawn."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from simtrainer.i18n import tr
from simtrainer.scoring.hits import clock
from simtrainer.ui.debrief.tracks import ActionMark, Spell, Track, ticks
from simtrainer.ui.kit.icons import paint_icon
from simtrainer.ui.kit.painting import paint_box, paint_text, text_width
from simtrainer.ui.kit.tags import VERDICTS
from simtrainer.ui.kit.theme import theme
from simtrainer.ui.kit.tokens import Type

_NAMES, _VALUES = 96, 66  # widths left and right of the field
_ACTIONS, _TALK, _TRUST, _AXIS = 44, 30, 24, 25  # heights; the vitals share the rest
_MARK = 16
_LABEL = 18  # characters
_SMALL_WORDS = ("of", "the", "and", "in", "for", "with", "a")
_RIGHT = Qt.AlignmentFlag.AlignRight
_CENTRE = Qt.AlignmentFlag.AlignHCenter


class Picture:
    """One encounter on a field of time. ``paint`` also remembers where things are."""

    def __init__(
        self,
        vitals: Sequence[Track] = (),
        trust: Track | None = None,
        actions: Sequence[ActionMark] = (),
        talk: Sequence[Spell] = (),
        end_ms: int = 1000,
    ) -> None:
        self.vitals, self.trust = list(vitals), trust
        self.actions, self.talk, self.end_ms = list(actions), list(talk), end_ms
        self._field = QRectF()
        self._vital = 1.0
        self._spots: list[tuple[QPointF, ActionMark]] = []

    @property
    def all_tracks(self) -> list[Track]:
        return [*self.vitals, *([self.trust] if self.trust else [])]

    # --- where things are

    def x_of(self, ms: int) -> float:
        return self._field.left() + ms / self.end_ms * self._field.width()

    def ms_at(self, x: float) -> int:
        share = (x - self._field.left()) / max(self._field.width(), 1)
        return round(min(max(share, 0.0), 1.0) * self.end_ms)

    def mark_near(self, spot: QPointF, reach: float) -> ActionMark | None:
        for centre, mark in self._spots:
            away = centre - spot
            if abs(away.x()) <= reach and abs(away.y()) <= reach:
                return mark
        return None

    def _place(self, box: QRectF) -> None:
        look = theme()
        names, values = look.px(_NAMES), look.px(_VALUES)
        self._field = box.adjusted(names, look.px(4), -values, -look.px(2))
        rest = self._field.height() - look.px(_ACTIONS + _TALK + _TRUST + _AXIS)
        self._vital = max(rest / max(len(self.vitals), 1), look.px(12))

    # --- drawing

    def paint(self, painter: QPainter, box: QRectF, cursor_ms: int) -> None:
        self._place(box)
        self._paint_grid(painter)
        top = self._field.top()
        for track in self.vitals:
            row = self._row(top, self._vital)
            self._paint_track(painter, row, track, "second")
            self._paint_ends(painter, row, track.name, track.words_at(cursor_ms))
            top = row.bottom()
        top = self._paint_actions(painter, top)
        top = self._paint_talk(painter, top)
        self._paint_trust(painter, top, cursor_ms)
        self._paint_cursor(painter, cursor_ms)

    def _row(self, top: float, height: float) -> QRectF:
        return QRectF(self._field.left(), top, self._field.width(), height)

    def _paint_grid(self, painter: QPainter) -> None:
        look = theme()
        painter.setPen(QPen(look.color("line"), 1))
        bottom = self._field.bottom() - theme().px(_AXIS)
        font = look.font(Type.LABEL)
        for ms in ticks(self.end_ms):
            x = self.x_of(ms)
            painter.setPen(QPen(look.color("line"), 1))
            painter.drawLine(QPointF(x, self._field.top()), QPointF(x, bottom))
            words = QRectF(x - look.px(30), bottom, look.px(60), theme().px(_AXIS))
            paint_text(painter, words, clock(ms), font, look.color("second"), _CENTRE)

    def _paint_ends(self, painter: QPainter, row: QRectF, name: str, value: str) -> None:
        look = theme()
        left = QRectF(look.px(16), row.top(), look.px(_NAMES - 20), row.height())
        paint_text(painter, left, name, look.font(Type.SECOND), look.color("second"))
        right = QRectF(row.right() + look.px(10), row.top(), look.px(_VALUES - 14), row.height())
        paint_text(painter, right, value, look.font(Type.SECOND, 600), look.color("text"))

    def _paint_track(self, painter: QPainter, row: QRectF, track: Track, role: str) -> None:
        look = theme()
        if not track.points:
            return
        low, high = _scale(track)
        inner = row.adjusted(0, look.px(5), 0, -look.px(5))

        def y_of(value: float) -> float:
            share = (value - low) / (high - low)
            return inner.bottom() - min(max(share, 0.0), 1.0) * inner.height()

        if track.usual:
            band = QRectF(row.left(), y_of(track.usual[1]), row.width(), 0)
            band.setBottom(y_of(track.usual[0]))
            painter.fillRect(band, look.color("tint"))
        line = [QPointF(self.x_of(at), y_of(value)) for at, value in track.points]
        line.append(QPointF(self._field.right(), line[-1].y()))
        painter.setPen(QPen(look.color(role), look.px(1.6), Qt.PenStyle.SolidLine))
        painter.drawPolyline(QPolygonF(line))

    def _paint_rule(self, painter: QPainter, top: float) -> None:
        painter.setPen(QPen(theme().color("line"), 1))
        left = theme().px(16)
        painter.drawLine(QPointF(left, top), QPointF(self._field.right(), top))

    def _paint_actions(self, painter: QPainter, top: float) -> float:
        look = theme()
        row = self._row(top, theme().px(_ACTIONS))
        self._paint_rule(painter, top)
        self._paint_ends(painter, row, tr("Actions"), "")
        side = look.px(_MARK)
        y = row.top() + look.px(15)
        self._spots = self._spread(side, y)
        free_from = self._field.left() - look.px(30)
        for centre, mark in self._spots:
            spot = QRectF(centre.x() - side / 2, y - side / 2, side, side)
            painter.fillRect(spot, look.color("surface"))
            icon, role = VERDICTS[mark.verdict][:2] if mark.verdict else ("not-applicable", "quiet")
            if mark.verdict:
                paint_icon(painter, spot, icon, role)
            else:
                ring = spot.adjusted(3, 3, -3, -3)
                paint_box(painter, ring, ring.width(), None, look.color("border"), 1.6)
            free_from = self._paint_label(painter, centre, row, mark.label, free_from)
        return row.bottom()

    def _spread(self, side: float, y: float) -> list[tuple[QPointF, ActionMark]]:
        """Marks side by side: pushed to the right, and back where the field ends."""
        xs: list[float] = []
        for mark in self.actions:
            x = self.x_of(mark.at)
            xs.append(max(x, xs[-1] + side + 1) if xs else x)
        edge = self._field.right() - side / 2
        for at in range(len(xs) - 1, -1, -1):
            if xs[at] <= edge:
                break
            xs[at] = edge
            edge -= side + 1
        return [(QPointF(x, y), mark) for x, mark in zip(xs, self.actions, strict=True)]

    def _paint_label(
        self, painter: QPainter, centre: QPointF, row: QRectF, label: str, free_from: float
    ) -> float:
        """The mark's name below it where there is room; how far it reaches."""
        look = theme()
        font = look.font(Type.LABEL)
        words = _short_label(label)
        width = text_width(words, font)
        left = max(centre.x() - width / 2, self._field.left() + look.px(2))
        left = min(left, self._field.right() - width)
        if left < free_from + look.px(8):
            return free_from
        spot = QRectF(left, row.bottom() - look.px(18), width + 2, look.px(16))
        paint_text(painter, spot, words, font, look.color("second"))
        return spot.right()

    def _paint_talk(self, painter: QPainter, top: float) -> float:
        look = theme()
        row = self._row(top, theme().px(_TALK))
        self._paint_rule(painter, top)
        self._paint_ends(painter, row, tr("Talk"), "")
        height = min(look.px(8), row.height() / 3)
        upper, lower = row.center().y() - height - 1, row.center().y() + 1
        for spell in self.talk:
            left, right = self.x_of(spell.at), self.x_of(spell.until)
            bar = QRectF(left, upper if spell.own else lower, max(right - left - 1, 2), height)
            bar.setRight(min(bar.right(), self._field.right()))
            paint_box(painter, bar, 2, look.color("accent" if spell.own else "patient_mark"))
        self._paint_voices(painter, row)
        return row.bottom()

    def _paint_voices(self, painter: QPainter, row: QRectF) -> None:
        look = theme()
        font = look.font(Type.LABEL)
        half = row.height() / 2
        for words, role, top in (
            (tr("You"), "accent", row.top()),
            (tr("Patient"), "patient_text", row.top() + half),
        ):
            spot = QRectF(row.right() + look.px(10), top, look.px(_VALUES - 12), half)
            paint_text(painter, spot, words, font, look.color(role))

    def _paint_trust(self, painter: QPainter, top: float, cursor_ms: int) -> None:
        if self.trust is None:
            return
        row = self._row(top, theme().px(_TRUST))
        self._paint_track(painter, row, self.trust, "patient_text")
        self._paint_ends(painter, row, self.trust.name, self.trust.words_at(cursor_ms))

    def _paint_cursor(self, painter: QPainter, cursor_ms: int) -> None:
        look = theme()
        x = self.x_of(cursor_ms)
        bottom = self._field.bottom() - theme().px(_AXIS)
        painter.setPen(QPen(look.color("accent"), look.px(2)))
        painter.drawLine(QPointF(x, self._field.top()), QPointF(x, bottom))
        height = min(look.px(18), theme().px(_AXIS))
        pill = QRectF(x - look.px(22), bottom + look.px(3), look.px(44), height)
        paint_box(painter, pill, look.px(4), look.color("accent"))
        font = look.font(Type.LABEL, 600)
        paint_text(painter, pill, clock(cursor_ms), font, look.color("on_accent"), _CENTRE)


def _short_label(label: str) -> str:
    """The label's first words, as many as may stand below a mark."""
    if len(label) <= _LABEL:
        return label
    words = label.split(" ")
    while len(words) > 1 and (len(" ".join(words)) > _LABEL or words[-1] in _SMALL_WORDS):
        words.pop()
    return " ".join(words)


def _scale(track: Track) -> tuple[float, float]:
    """The lowest and the highest value that the row shows."""
    if track.key == "trust":
        return 0.0, 1.0
    values = [value for _, value in track.points]
    low, high = min(values), max(values)
    if track.usual:
        low, high = min(low, track.usual[0]), max(high, track.usual[1])
    room = max((high - low) * 0.08, 1.0)
    return low - room, min(high + room, 101.0) if track.key == "spo2" else high + room
