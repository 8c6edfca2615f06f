"""Shoulders, neck and clothes, which rise with each breath."""

from __future__ import annotations

from simtrainer.ui.figure.hair import scarf_at_neck
from simtrainer.ui.figure.look import FaceState, PersonLook
from simtrainer.ui.figure.shapes import CENTRE as C
from simtrainer.ui.figure.shapes import Shape, filled, line
from simtrainer.ui.figure.tones import Tones
from simtrainer.ui.kit.tokens import mixed

RISE_PIXELS = 7.0
LEAST_RISE = 0.25
_NIGHT = "#162022"


def rise_of(face: FaceState) -> float:
    """How far the shoulders are up, in field pixels, upwards negative."""
    return -RISE_PIXELS * face.breath * max(LEAST_RISE, face.effort)


def body_shapes(look: PersonLook, face: FaceState, tones: Tones, dark: bool) -> tuple[Shape, ...]:
    up = rise_of(face)
    cloth = mixed(look.cloth, _NIGHT, 0.25) if dark else look.cloth
    edge = mixed(look.cloth_edge, _NIGHT, 0.28) if dark else look.cloth_edge
    narrow = 26.0 if look.child else 0.0
    half = 20.0 if look.child else 26.0
    garment = _gown(half, up, edge) if look.gown else _collar(half, up, edge)
    return (
        _shoulders(narrow, up, cloth),
        *_neck(half, up, tones),
        *_neck_muscles(face.effort, up, tones.deep),
        *garment,
        _sleeves(narrow, up, mixed(cloth, "#102022", 0.28)),
        *scarf_at_neck(look),
    )


def _shoulders(narrow: float, up: float, colour: str) -> Shape:
    n, n6 = narrow, narrow * 0.6
    return filled(
        f"M{36 + n} 340 Q{40 + n} {282 + up} {88 + n6} {266 + up} Q138 {252 + up * 0.7} 150 238 "
        f"L210 238 Q222 {252 + up * 0.7} {272 - n6} {266 + up} "
        f"Q{320 - n} {282 + up} {324 - n} 340Z",
        colour,
    )


def _neck(half: float, up: float, tones: Tones) -> tuple[Shape, ...]:
    left, right = C - half, C + half
    return (
        filled(
            f"M{left} 196 L{left - 1} 236 Q{left - 8} {250 + up * 0.5} {left - 20} "
            f"{256 + up * 0.6} Q180 {306 + up * 0.4} {right + 20} {256 + up * 0.6} "
            f"Q{right + 8} {250 + up * 0.5} {right + 1} 236 L{right} 196Z",
            tones.skin,
        ),
        filled(
            f"M{left} 204 Q{C - 6} 246 {right} 212 L{right + 1} 236 Q{C + 4} 262 {left - 1} 226Z",
            tones.shade,
        ),
    )


def _neck_muscles(effort: float, up: float, deep: str) -> tuple[Shape, ...]:
    """The strap muscles, the notch and the collar bones standing out with hard breathing."""
    if effort <= 0:
        return ()
    low = up * 0.3
    bones = (
        f"M{C - 44} {262 + up * 0.6} Q{C - 28} {272 + up * 0.4} {C - 10} {274 + up * 0.4} "
        f"M{C + 44} {262 + up * 0.6} Q{C + 28} {272 + up * 0.4} {C + 10} {274 + up * 0.4}"
    )
    notch = (
        f"M{C - 5} {268 + low} Q{C} {278 + low} {C + 5} {268 + low} "
        f"Q{C} {271 + low} {C - 5} {268 + low}Z"
    )
    return (
        line(f"M{C - 17} 224 Q{C - 13} 246 {C - 5} {266 + low}", deep, 3.2, 0.85 * effort),
        line(f"M{C + 17} 224 Q{C + 13} 246 {C + 5} {266 + low}", deep, 3.2, 0.85 * effort),
        filled(notch, deep, effort),
        line(bones, deep, 2.4, 0.6 * effort),
    )


def _gown(half: float, up: float, edge: str) -> tuple[Shape, ...]:
    neckline = (
        f"M{C - half - 22} {254 + up * 0.6} Q{C - 16} {296 + up * 0.4} {C} {300 + up * 0.4} "
        f"Q{C + 16} {296 + up * 0.4} {C + half + 22} {254 + up * 0.6}"
    )
    return line(neckline, edge, 7), line(f"M{C} {302 + up * 0.4} L{C} 340", edge, 2.5, 0.7)


def _collar(half: float, up: float, edge: str) -> tuple[Shape, ...]:
    def lapel(side: int) -> Shape:
        start = C + side * (half + 24)
        return filled(
            f"M{start} {252 + up * 0.6} Q{C + side * 26} {284 + up * 0.5} {C} {312 + up * 0.4} "
            f"L{C + side * 16} 340 L{C + side * 52} 340 "
            f"Q{C + side * 70} {290 + up} {start} {252 + up * 0.6}Z",
            edge,
        )

    return lapel(-1), lapel(1)


def _sleeves(narrow: float, up: float, colour: str) -> Shape:
    n = narrow * 0.4
    low = 312 + up * 0.6
    top = 300 + up * 0.6
    return line(
        f"M{88 + n} 340 Q{90 + n} {low} {100 + n} {top} "
        f"M{272 - n} 340 Q{270 - n} {low} {260 - n} {top}",
        colour,
        2.4,
    )
