"""Mouth, chin and beard."""

from __future__ import annotations

from dataclasses import dataclass
from math import copysign

from simtrainer.ui.figure.look import FaceState, PersonLook
from simtrainer.ui.figure.shapes import CENTRE as C
from simtrainer.ui.figure.shapes import Shape, box_path, ellipse_path, filled, line
from simtrainer.ui.figure.tones import Tones
from simtrainer.ui.kit.tokens import mixed

_OPEN_ABOVE = 1.2


@dataclass(frozen=True, slots=True)
class _Mouth:
    """Where the lips run: corners, the middles of both lips, and their control points."""

    y: float
    left: float
    right: float
    corner: float
    upper: float
    lower: float
    width: float
    gap: float
    pull: float

    @property
    def upper_control(self) -> float:
        return (4 * self.upper - self.corner) / 3

    @property
    def lower_control(self) -> float:
        return (4 * self.lower - self.corner) / 3


def _mouth(look: PersonLook, face: FaceState) -> _Mouth:
    y = 207 + (-8 if look.child else 0) * 0.6
    width = 19 + 5 * face.grimace - 3 * face.mouth_open * (1 - face.grimace)
    gap, curve = face.mouth_open * 15, face.mouth_curve
    return _Mouth(
        y=y,
        left=C - width,
        right=C + width,
        corner=y - 4.5 * curve,
        upper=y + 2.5 * curve - gap * 0.30,
        lower=y + 2.5 * curve + gap * 0.85,
        width=width,
        gap=gap,
        pull=width * (0.35 + 0.55 * face.grimace),
    )


def mouth_shapes(look: PersonLook, face: FaceState, tones: Tones) -> tuple[Shape, ...]:
    mouth = _mouth(look, face)
    inside = _inside(mouth, face) if mouth.gap > _OPEN_ABOVE else ()
    return (*inside, *_lips(mouth, face, tones), *_chin(mouth, face, tones.deep))


def _inside(m: _Mouth, face: FaceState) -> tuple[Shape, ...]:
    inner = (
        f"M{m.left + 2} {m.corner} C{C - m.pull} {m.upper_control} {C + m.pull} "
        f"{m.upper_control} {m.right - 2} {m.corner} C{C + m.pull} {m.lower_control} "
        f"{C - m.pull} {m.lower_control} {m.left + 2} {m.corner}Z"
    )
    teeth = 8 + (2.6 if face.mouth_open > 0.4 else 0) + 5 * face.grimace
    upper = filled(box_path(m.left, m.upper - 8, 2 * m.width, teeth), "#F1EBE3", clip=inner)
    hollow = filled(inner, "#3C1519")
    if face.grimace <= 0.3:
        tongue = mixed("#9A4A4C", "#566A94", 0.5 * face.cyanosis)
        path = ellipse_path(C, m.lower + 3, m.width * 0.6, 5)
        return hollow, upper, filled(path, tongue, clip=inner)
    bite = (m.upper + m.lower) / 2 + 0.5
    return (
        hollow,
        upper,
        filled(box_path(m.left, m.lower - 3, 2 * m.width, 9), "#E9E2DA", clip=inner),
        filled(box_path(m.left, bite - 0.5, 2 * m.width, 1), "#B9A79F", clip=inner),
    )


def _lips(m: _Mouth, face: FaceState, tones: Tones) -> tuple[Shape, ...]:
    lips = (filled(_upper_lip(m, face), tones.lip), filled(_lower_lip(m, face), tones.lip_low))
    sign = copysign(1.0, face.mouth_curve) if face.mouth_curve else 0.0
    corners = (
        f"M{m.left - 1.5} {m.corner - 1.5 * (sign or -1.0)} L{m.left + 1} {m.corner} "
        f"M{m.right - 1} {m.corner} L{m.right + 1.5} {m.corner - 1.5 * sign}"
    )
    ends = line(corners, tones.lip_line, 2)
    if m.gap > _OPEN_ABOVE:
        return (*lips, ends)
    meet = f"M{m.left} {m.corner} Q{C} {m.upper * 2 - m.corner} {m.right} {m.corner}"
    return (*lips, line(meet, tones.lip_line, 2), ends)


def _upper_lip(m: _Mouth, face: FaceState) -> str:
    top = m.upper - 4.6 * (1 - 0.35 * face.grimace)
    return (
        f"M{m.left} {m.corner} C{C - m.pull * 0.9} {top + 0.5} {C - 8} {top - 0.6} {C - 4.5} {top} "
        f"Q{C} {top + 2.2} {C + 4.5} {top} C{C + 8} {top - 0.6} {C + m.pull * 0.9} {top + 0.5} "
        f"{m.right} {m.corner} C{C + m.pull} {m.upper_control} {C - m.pull} {m.upper_control} "
        f"{m.left} {m.corner}Z"
    )


def _lip_thickness(face: FaceState) -> float:
    return 6.4 * (1 - 0.3 * face.grimace)


def _lower_lip(m: _Mouth, face: FaceState) -> str:
    wide = max(m.pull, m.width * 0.5)
    bottom = m.lower_control + _lip_thickness(face) * 1.25
    start = m.corner + 0.3
    return (
        f"M{m.left + 2} {start} C{C - m.pull} {m.lower_control} {C + m.pull} {m.lower_control} "
        f"{m.right - 2} {start} C{C + wide} {bottom} {C - wide} {bottom} {m.left + 2} {start}Z"
    )


def _chin(m: _Mouth, face: FaceState, deep: str) -> tuple[Shape, ...]:
    y = m.lower + _lip_thickness(face) + 5
    crease = line(f"M{C - 8} {y} Q{C} {y + 3} {C + 8} {y}", deep, 1.8, 0.35 + 0.4 * face.chin)
    if face.chin <= 0.2:
        return (crease,)
    dimples = f"M{C - 9} 222 q2 -3 4 0 M{C - 1} 223 q2 -3 4 0 M{C + 6} 221 q2 -3 4 0"
    return crease, line(dimples, deep, 1.6, 0.7 * face.chin)


def beard_shapes(look: PersonLook, face: FaceState) -> tuple[Shape, ...]:
    if look.beard is None:
        return ()
    m = _mouth(look, face)
    low = m.y + 16 + max(0.0, m.lower - m.y)
    outer = (
        "M124 160 Q126 176 134 180 Q150 190 164 194 Q180 190 196 194 Q210 190 226 180 "
        "Q234 176 236 160 Q237 180 228 200 Q214 228 196 233 Q180 238 164 233 "
        "Q146 228 132 200 Q123 180 124 160Z"
    )
    hole = (
        f"M{m.left - 4} {m.y + 1} Q{C - 10} {low} {C} {low} "
        f"Q{C + 10} {low} {m.right + 4} {m.y + 1} "
        f"Q{C + 14} {m.y - 10} {C} {m.y - 9} Q{C - 14} {m.y - 10} {m.left - 4} {m.y + 1}Z"
    )
    return (Shape(f"{outer} {hole}", fill=look.beard, even_odd=True),)
