"""What gives oxygen: a nasal cannula, a mask, or a mask with a reservoir bag."""

from __future__ import annotations

from typing import assert_never

from simtrainer.ui.figure.look import FaceState, PersonLook
from simtrainer.ui.figure.shapes import CENTRE as C
from simtrainer.ui.figure.shapes import Shape, box_path, ellipse, filled, line

_TUBE = "#DCEFF0"
_TUBE_LINE = "#88A9AB"
_MASK_LINE = "#7FA0A2"


def device_shapes(look: PersonLook, face: FaceState) -> tuple[Shape, ...]:
    match face.device:
        case "none":
            return ()
        case "cannula":
            return _cannula()
        case "mask":
            return _mask(-5.0 if look.child else 0.0)
        case "reservoir":
            up = -5.0 if look.child else 0.0
            return (*_bag(up), *_mask(up))
        case _ as never:
            assert_never(never)


def _cannula() -> tuple[Shape, ...]:
    run = "M121 158 Q134 182 172 190.5 L188 190.5 Q226 182 239 158"
    return (
        line(run, _TUBE, 3.4),
        line(run, _TUBE_LINE, 1),
        line("M174 190 v-4 M186 190 v-4", _TUBE, 3.4),
    )


def _mask(up: float) -> tuple[Shape, ...]:
    """A clear mask over nose and mouth: the lips must still be seen through it."""
    shell = (
        f"M{C} {163 + up} Q197 {164 + up} 205 {184 + up} Q217 {204 + up} 209 {218 + up} "
        f"Q198 {233 + up} {C} {234 + up} Q162 {233 + up} 151 {218 + up} "
        f"Q143 {204 + up} 155 {184 + up} Q163 {164 + up} {C} {163 + up}Z"
    )
    shine = f"M160 {190 + up} Q153 {202 + up} 158 {214 + up}"
    clip = f"M171 {168 + up} Q{C} {162 + up} 189 {168 + up}"
    return (
        line(f"M122 158 Q134 170 155 {186 + up} M238 158 Q226 170 205 {186 + up}", _TUBE, 2.6),
        Shape(shell, fill="#E4F4F1", opacity=0.34),
        line(shell, _MASK_LINE, 2, 0.9),
        line(shine, "#FFFFFF", 3, 0.6),
        line(clip, "#C3CED0", 3.6),
        *(
            ellipse(x, 199 + up + dy, 1.5, 1.5, _MASK_LINE, 0.8)
            for x in (163, 197)
            for dy in (0, 6, 12)
        ),
        *_tube(up),
    )


def _tube(up: float) -> tuple[Shape, ...]:
    run = f"M{C} {236 + up} Q182 270 206 300 Q218 316 220 344"
    return (
        line(run, _TUBE, 6),
        line(run, _TUBE_LINE, 1.2),
        filled(box_path(C - 8, 222 + up, 16, 17, 4), "#BFE0D2"),
        line(box_path(C - 8, 222 + up, 16, 17, 4), _MASK_LINE, 1.4),
    )


def _bag(up: float) -> tuple[Shape, ...]:
    bag = (
        f"M172 {238 + up} Q150 {256 + up} 154 {292 + up} Q158 {312 + up} {C} {312 + up} "
        f"Q202 {312 + up} 206 {292 + up} Q210 {256 + up} 188 {238 + up}Z"
    )
    return Shape(bag, fill="#E4F4F1", opacity=0.55), line(bag, _MASK_LINE, 1.8, 0.9)
