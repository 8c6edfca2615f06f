"""What is behind the person: a bed with its pillow, a chair, or a plain wall."""

from __future__ import annotations

from typing import assert_never

from simtrainer.ui.figure.look import Scene
from simtrainer.ui.figure.shapes import FIELD_HEIGHT, FIELD_WIDTH, Shape, box_path, filled, line
from simtrainer.ui.kit.tokens import mixed

WALL = 2000.0  # the wall goes on beyond the field, for wide windows
_SHADOW = "#2C4A4C"


def scene_shapes(scene: Scene, dark: bool) -> tuple[Shape, ...]:
    wall = "#1E292C" if dark else "#DDE7E6"
    pillow = "#C9D3D2" if dark else "#F3F6F5"
    back = filled(box_path(-WALL, -WALL, FIELD_WIDTH + 2 * WALL, FIELD_HEIGHT + 2 * WALL), wall)
    match scene:
        case "bed":
            return back, *_bed(wall, pillow)
        case "chair":
            return back, *_chair(wall)
        case "plain":
            return (back,)
        case _ as never:
            assert_never(never)


def _bed(wall: str, pillow: str) -> tuple[Shape, ...]:
    return (
        filled(
            "M18 340 L40 70 Q46 34 84 30 Q180 18 276 30 Q314 34 320 70 L342 340Z",
            mixed(wall, _SHADOW, 0.10),
        ),
        filled(
            "M54 236 Q40 130 66 84 Q82 58 180 56 Q278 58 294 84 Q320 130 306 236 "
            "Q292 262 180 262 Q68 262 54 236Z",
            pillow,
        ),
        line(
            "M72 216 Q92 236 124 242 M288 216 Q268 236 236 242 "
            "M78 104 Q84 92 96 86 M282 104 Q276 92 264 86",
            mixed(pillow, _SHADOW, 0.16),
            2.5,
        ),
    )


def _chair(wall: str) -> tuple[Shape, ...]:
    chair = mixed(wall, _SHADOW, 0.22)
    return (
        filled(
            box_path(-WALL, 250, FIELD_WIDTH + 2 * WALL, 100 + WALL), mixed(wall, _SHADOW, 0.07)
        ),
        filled("M70 340 L82 214 Q88 186 118 184 L242 184 Q272 186 278 214 L290 340Z", chair),
        line(
            "M100 340 L108 226 Q112 212 126 211 L234 211 Q248 212 252 226 L260 340",
            mixed(chair, _SHADOW, 0.25),
            2.5,
        ),
    )
