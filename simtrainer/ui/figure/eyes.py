"""Eyes, lids and brows."""

from __future__ import annotations

from simtrainer.ui.figure.look import FaceState, PersonLook
from simtrainer.ui.figure.shapes import CENTRE, Shape, ellipse, ellipse_path, filled, line
from simtrainer.ui.figure.tones import Tones
from simtrainer.ui.kit.tokens import mixed

EYE_Y = 154.0
CLOSED_BELOW = 0.12


def eye_shapes(look: PersonLook, face: FaceState, tones: Tones) -> tuple[Shape, ...]:
    left = _eye(CENTRE - 25, -1, look, face, tones)
    return left + _eye(CENTRE + 25, 1, look, face, tones)


def openness(face: FaceState) -> float:
    """How far the eyes are open, 0 to 1."""
    return max(0.0, 1 - face.lids * 0.94 - 0.45 * face.squint)


def _eye(x: float, side: int, look: PersonLook, face: FaceState, tones: Tones) -> tuple[Shape, ...]:
    half = 13.5 + (1.8 if look.child else 0)
    rim: tuple[Shape, ...] = ()
    if face.red_eyes > 0:
        rim = (ellipse(x, EYE_Y + 1, half + 5, 10, tones.eye_rim, 0.38 * face.red_eyes),)
    if openness(face) > CLOSED_BELOW:
        return rim + _open_eye(x, half, look, face, tones)
    return rim + _closed_eye(x, half, side, face, tones)


def _open_eye(
    x: float, half: float, look: PersonLook, face: FaceState, tones: Tones
) -> tuple[Shape, ...]:
    size = 1.0 if look.child else 0.0
    opened = openness(face)
    up = EYE_Y - (9.2 + 2 * size) * opened + 3.5 * (1 - opened)
    low = EYE_Y + 5.6 * (1 - 0.75 * face.squint) * (0.45 + 0.55 * opened) + 2 * (1 - opened)
    left, right, corner = x - half, x + half, EYE_Y + 1
    top, bottom = up * 2 - EYE_Y, low * 2 - EYE_Y - 1
    white = f"M{left} {corner} Q{x} {top} {right} {corner} Q{x} {bottom} {left} {corner}Z"
    shadow = f"M{left} {corner} Q{x} {top} {right} {corner} Q{x} {top + 7} {left} {corner}Z"
    fold_y = up - 3 + 4 * face.lids
    fold = f"M{left + 1} {fold_y} Q{x} {top - 6 + 10 * face.lids} {right - 1} {fold_y}"
    under = f"M{left + 3} {EYE_Y + 2.5} Q{x} {bottom} {right - 3} {EYE_Y + 2.5}"
    return (
        filled(white, mixed("#FAF8F4", "#E9A7A0", 0.35 * face.red_eyes)),
        *_iris(x, size, look.eye, face, white),
        filled(shadow, "#3A2420", 0.22, clip=white),
        line(f"M{left} {corner} Q{x} {top} {right} {corner}", tones.line, 3),
        line(under, tones.deep, 1.4, 0.8),
        line(fold, tones.lid_fold, 1.8),
    )


def _iris(x: float, size: float, colour: str, face: FaceState, white: str) -> tuple[Shape, ...]:
    ix, dy = x + face.gaze_x * 5, face.gaze_y * 4
    iris, pupil = 7.4 + 1.2 * size, 3.4 + 0.6 * size
    return (
        filled(ellipse_path(ix, EYE_Y - 0.5 + dy, iris, iris), colour, clip=white),
        filled(ellipse_path(ix, EYE_Y - 0.5 + dy, pupil, pupil), "#150E0C", clip=white),
        filled(ellipse_path(ix + 2.2, EYE_Y - 3 + dy, 1.7, 1.7), "#FFFFFF", clip=white),
    )


def _closed_eye(
    x: float, half: float, side: int, face: FaceState, tones: Tones
) -> tuple[Shape, ...]:
    left, right, y = x - half, x + half, EYE_Y
    lash = f"M{left} {y + 1} Q{x} {y + 9 - 6 * face.squint} {right} {y + 1}"
    fold = f"M{left + 1} {y - 5} Q{x} {y - 9 + 4 * face.squint} {right - 1} {y - 5}"
    shapes = (line(lash, tones.line, 3.2), line(fold, tones.lid_fold, 1.8))
    if face.squint <= 0.5:
        return shapes
    crease = (
        f"M{x + side * (half + 1)} {y - 3} l{side * 7} -4 "
        f"M{x + side * (half + 2)} {y + 2} l{side * 7} 1"
    )
    return (*shapes, line(crease, tones.deep, 1.8))


def brow_shapes(look: PersonLook, face: FaceState) -> tuple[Shape, ...]:
    colour = look.brow_colour or mixed(look.hair_colour, "#2A2022", 0.45)
    return tuple(filled(_brow(side, look, face), colour) for side in (-1, 1))


def _brow(side: int, look: PersonLook, face: FaceState) -> str:
    x = CENTRE + side * 25
    y = 131 - 5 * face.brow_raise
    inner_x = CENTRE + side * (11.5 - 2.5 * face.furrow)
    inner_y = y + 1 - 9 * face.brow_inner + 5 * face.furrow
    arch_x = x + side * 3
    arch_y = y - 5 - 2 * face.brow_inner + 4.5 * face.furrow
    outer_x, outer_y = CENTRE + side * 43, y + 4 + 3 * face.brow_inner
    thick = 5.2 - (0.6 if look.lines > 0.7 else 0)
    return (
        f"M{inner_x} {inner_y - thick / 2} Q{arch_x} {arch_y - thick * 0.55} {outer_x} {outer_y} "
        f"Q{arch_x} {arch_y + thick * 0.75} {inner_x} {inner_y + thick / 2} "
        f"Q{inner_x - side * 2} {inner_y} {inner_x} {inner_y - thick / 2}Z"
    )
