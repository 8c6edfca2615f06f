"""The head: face, cheeks, lines of age and worry, nose, glasses, sweat and tears."""

from __future__ import annotations

from math import ceil

from simtrainer.ui.figure.device import device_shapes
from simtrainer.ui.figure.eyes import brow_shapes, eye_shapes
from simtrainer.ui.figure.hair import hair_front
from simtrainer.ui.figure.look import FaceState, PersonLook
from simtrainer.ui.figure.mouth import beard_shapes, mouth_shapes
from simtrainer.ui.figure.shapes import Shape, box_path, ellipse, filled, line
from simtrainer.ui.figure.tones import Tones

_SWEAT = ((146, 108), (214, 116), (166, 98), (228, 170), (132, 172), (196, 100))
_WATER = "#EAF6FA"


def head_shapes(look: PersonLook, face: FaceState, tones: Tones) -> tuple[Shape, ...]:
    return (
        *_ears(look, tones),
        *_face(look, tones),
        *_cheeks(face, tones),
        *_blue_round_mouth(face, tones),
        *_age_lines(look.lines, tones.deep),
        *_feeling_lines(look, face, tones.deep),
        *eye_shapes(look, face, tones),
        *brow_shapes(look, face),
        *_nose(look, face, tones.deep),
        *mouth_shapes(look, face, tones),
        *beard_shapes(look, face),
        *_glasses(look),
        *hair_front(look),
        *_sweat(face.sweat),
        *_tears(face.tears),
        *device_shapes(look, face),
    )


def _ears(look: PersonLook, tones: Tones) -> tuple[Shape, ...]:
    if look.hair == "scarf":
        return ()
    return (
        ellipse(122, 154, 9, 16, tones.skin),
        ellipse(238, 154, 9, 16, tones.shade),
        line("M119 147 Q125 152 121 162", tones.deep, 2),
        line("M241 147 Q235 152 239 162", tones.deep, 2),
    )


def _face(look: PersonLook, tones: Tones) -> tuple[Shape, ...]:
    """The oval and its shaded side; a child's is rounder and shorter."""
    jaw, chin = (8.0, -8.0) if look.child else (0.0, 0.0)
    right, cheek, low = 228 + jaw * 0.4, 198 + chin * 0.3, 224 + chin
    oval = (
        f"M123 146 Q121 74 180 72 Q239 74 237 146 Q237 178 {right} {cheek} "
        f"Q{214 + jaw} {low} {196 + jaw * 0.4} {230 + chin} Q180 {235 + chin} "
        f"{164 - jaw * 0.4} {230 + chin} Q{146 - jaw} {low} {132 - jaw * 0.4} {cheek} "
        "Q123 178 123 146Z"
    )
    side = (
        f"M237 146 Q237 178 {right} {cheek} Q{214 + jaw} {low} {196 + jaw * 0.4} {230 + chin} "
        f"Q180 {235 + chin} 170 {232 + chin} Q206 {216 + chin} 214 184 Q222 150 214 100 "
        "Q237 112 237 146Z"
    )
    return filled(oval, tones.skin), filled(side, tones.shade, 0.38)


def _cheeks(face: FaceState, tones: Tones) -> tuple[Shape, ...]:
    glow = (0.16 + 0.36 * face.flush) * (1 - 0.9 * face.pallor) * (1 - 0.8 * face.cyanosis)
    return (
        ellipse(146, 184, 15, 10, tones.cheek, glow),
        ellipse(212, 184, 13, 10, tones.cheek, glow * 0.8),
    )


def _blue_round_mouth(face: FaceState, tones: Tones) -> tuple[Shape, ...]:
    if face.cyanosis <= 0:
        return ()
    strength = (0.07 if tones.dark else 0.05) * face.cyanosis
    return tuple(ellipse(180, 206, r, r * 0.5, "#566A94", strength) for r in (38, 31, 25))


def _age_lines(age: float, deep: str) -> tuple[Shape, ...]:
    if age <= 0.35:
        return ()
    share = (age - 0.35) / 0.65
    folds = "M153 185 Q147 196 151 206 M207 185 Q213 196 209 206"
    bags = "M150 169 Q160 175 170 171 M190 171 Q200 175 210 169"
    crow = "M131 150 l-4 -4 M131 156 l-5 0 M229 150 l4 -4 M229 156 l5 0"
    lines = (line(folds, deep, 2, 0.30 + 0.35 * share), line(bags, deep, 1.8, 0.45 * share))
    return (*lines, line(crow, deep, 1.6, 0.55 * share)) if share > 0.4 else lines


def _feeling_lines(look: PersonLook, face: FaceState, deep: str) -> tuple[Shape, ...]:
    shapes: list[Shape] = []
    forehead = max((look.lines - 0.6) * 1.3, face.brow_raise * 0.6, face.brow_inner * 0.55, 0.0)
    if forehead > 0.05:
        up, peak = 2 * face.brow_raise, 3 * face.brow_inner
        path = (
            f"M152 {112 - up} Q180 {107 - peak} 208 {112 - up} "
            f"M158 {101 - up} Q180 {97 - peak} 202 {101 - up}"
        )
        shapes.append(line(path, deep, 1.8, min(0.75, forehead)))
    pain = max(face.grimace, face.squint * 0.6)
    if pain > 0.1:
        folds = "M160 180 Q146 192 148 208 M200 180 Q214 192 212 208"
        shapes.append(line(folds, deep, 2.4, 0.75 * pain))
    if face.furrow > 0.1:
        frown = "M175 139 Q173 132 175 125 M185 139 Q187 132 185 125"
        shapes.append(line(frown, deep, 2, 0.8 * face.furrow))
    return tuple(shapes)


def _nose(look: PersonLook, face: FaceState, deep: str) -> tuple[Shape, ...]:
    ridge = (
        "M184 168 Q186 175 188 179 Q189 185 182 185"
        if look.child
        else "M185 156 Q187 172 191 179 Q192 187 183 187"
    )
    nose = (line(ridge, deep, 2.4), line("M170 184 Q168 187 172 188", deep, 2))
    if face.effort <= 0.3:
        return nose
    return (*nose, ellipse(174, 187, 3.4, 1.9, deep, 0.8), ellipse(187, 187, 3, 1.9, deep, 0.8))


def _glasses(look: PersonLook) -> tuple[Shape, ...]:
    if look.glasses is None:
        return ()
    arms = "M173 151 Q180 147 187 151 M136 150 L125 147 M224 150 L235 147"
    return (
        line(box_path(136, 139, 37, 30, 12), look.glasses, 2.6),
        line(box_path(187, 139, 37, 30, 12), look.glasses, 2.6),
        line(arms, look.glasses, 2.6),
    )


def _sweat(sweat: float) -> tuple[Shape, ...]:
    if sweat <= 0:
        return ()
    shine = filled("M148 96 Q170 88 190 92 Q168 96 150 104Z", "#FFFFFF", 0.30 * sweat)
    beads = _SWEAT[: ceil(sweat * len(_SWEAT))]
    return shine, *(
        Shape(
            f"M{x} {y - 5} Q{x + 4.5} {y + 2} {x} {y + 5} Q{x - 4.5} {y + 2} {x} {y - 5}Z",
            fill=_WATER,
            stroke="#7FA6B5",
            width=1.2,
        )
        for x, y in beads
    )


def _tears(tears: float) -> tuple[Shape, ...]:
    if tears <= 0:
        return ()
    return (*_tear_track(148, -1, tears), *_tear_track(212, 1, tears))


def _tear_track(x: float, side: int, tears: float) -> tuple[Shape, ...]:
    """A wet lower lid, then a track and two drops as the tears come."""
    brim = line(f"M{x - 6} 161.5 Q{x} 165 {x + 7} 162", "#E6F5FA", 2.2, 0.9 * min(1, 2 * tears))
    if tears <= 0.4:
        return (brim,)
    track = f"M{x} 165 Q{x + side * 4} 178 {x + side * 3} 192 Q{x + side} 203 {x - side * 3} 211"
    drops = (_drop(x + side * 3.4, 180, 0.8), _drop(x - side * 2, 209, 0.95))
    return brim, line(track, _WATER, 2, 0.55), *drops


def _drop(x: float, y: float, size: float) -> Shape:
    path = (
        f"M{x} {y - 6 * size} Q{x + 5 * size} {y + 2 * size} {x} {y + 5 * size} "
        f"Q{x - 5 * size} {y + 2 * size} {x} {y - 6 * size}Z"
    )
    return Shape(path, fill="#E6F5FA", stroke="#6F9BAD", width=1.2)
