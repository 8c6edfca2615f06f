"""Hair and headscarves: what lies behind the head and what lies in front of it."""

from __future__ import annotations

from typing import assert_never

from simtrainer.ui.figure.look import PersonLook
from simtrainer.ui.figure.shapes import Shape, ellipse, filled, line
from simtrainer.ui.kit.tokens import mixed

_NIGHT = "#101820"
_FRONT = {
    "bun": "M120 150 Q112 66 180 63 Q248 66 240 150 Q236 128 226 112 Q214 90 192 84 "
    "Q160 92 140 110 Q126 126 120 150Z",
    "bob": "M118 176 Q104 66 180 62 Q256 66 242 176 Q240 130 222 108 Q190 112 160 92 "
    "Q140 108 128 128 Q122 148 118 176Z",
    "long": "M116 180 Q104 64 180 60 Q256 64 244 180 Q242 128 224 104 Q204 92 184 82 "
    "Q156 96 138 112 Q124 136 116 180Z",
    "short": "M119 148 Q108 62 182 60 Q252 62 241 148 Q240 126 230 110 Q206 104 186 96 "
    "Q160 102 138 104 Q124 120 119 148Z",
    "crop": "M121 138 Q116 66 180 64 Q244 66 239 138 Q236 112 220 100 Q180 88 140 100 "
    "Q124 112 121 138Z",
    "rim": "M119 152 Q114 116 130 98 Q126 126 125 148Z M241 152 Q246 116 230 98 Q234 126 235 148Z",
    "curls": "M118 140 Q104 128 116 110 Q110 90 132 86 Q142 64 166 72 Q184 58 204 72 "
    "Q228 68 232 90 Q250 98 242 116 Q252 130 240 142 Q240 122 226 112 Q214 116 206 104 "
    "Q190 112 178 102 Q162 112 150 104 Q138 114 130 112 Q120 124 118 140Z",
}
_STRANDS = {
    "bun": "M194 82 Q162 84 134 112 M196 80 Q222 86 234 116 M186 74 Q150 76 128 112",
    "bob": "M160 92 Q178 74 206 72",
    "long": "M184 82 Q206 84 226 106 M182 80 Q152 86 132 116",
    "short": "M146 80 Q176 68 212 80",
}
_SCARF_BACK = (
    "M104 160 Q96 58 180 54 Q264 58 256 160 Q258 226 272 262 Q230 300 180 300 "
    "Q130 300 88 262 Q102 226 104 160Z"
)
_SCARF_FRONT = (
    "M112 168 Q96 58 180 56 Q264 58 248 168 Q246 214 206 238 Q236 206 234 150 "
    "Q230 96 180 90 Q130 96 126 150 Q124 206 154 238 Q114 214 112 168Z"
)
_SCARF_AT_NECK = "M140 244 Q180 286 220 244 Q242 286 210 312 Q180 330 150 312 Q118 286 140 244Z"


def hair_dark(look: PersonLook) -> str:
    return mixed(look.hair_colour, "#141012", 0.24)


def hair_back(look: PersonLook) -> tuple[Shape, ...]:
    dark = hair_dark(look)
    match look.hair:
        case "bob":
            path = (
                "M108 150 Q100 66 180 60 Q260 66 252 150 Q254 206 244 226 Q226 240 206 232 "
                "L154 232 Q134 240 116 226 Q106 206 108 150Z"
            )
            return (filled(path, dark),)
        case "curls":
            path = (
                "M112 170 Q92 150 102 122 Q96 92 124 80 Q138 52 172 56 Q206 44 230 68 "
                "Q258 78 256 108 Q270 134 250 164 Q254 190 236 196 L126 198 Q108 190 112 170Z"
            )
            return (filled(path, dark),)
        case "long":
            path = (
                "M112 150 Q104 62 180 58 Q256 62 248 150 Q252 230 266 272 Q236 290 214 276 "
                "L146 276 Q124 290 94 272 Q108 230 112 150Z"
            )
            return (filled(path, dark),)
        case "bun":
            shine = line("M200 62 Q212 52 228 62", look.hair_colour, 3)
            return ellipse(214, 66, 25, 22, dark), shine
        case "scarf":
            return (filled(_SCARF_BACK, mixed(look.scarf, _NIGHT, 0.22)),)
        case "short" | "crop" | "rim" | "none":
            return ()
        case _ as never:
            assert_never(never)


def hair_front(look: PersonLook) -> tuple[Shape, ...]:
    if look.hair == "scarf":
        fold = line("M132 100 Q180 66 228 100", mixed(look.scarf, _NIGHT, 0.25), 2, 0.6)
        return filled(_SCARF_FRONT, look.scarf), fold
    shapes: list[Shape] = []
    if look.hair in _FRONT:
        shapes.append(filled(_FRONT[look.hair], look.hair_colour))
    if look.hair in _STRANDS:
        shapes.append(line(_STRANDS[look.hair], hair_dark(look), 2, 0.6))
    return tuple(shapes)


def scarf_at_neck(look: PersonLook) -> tuple[Shape, ...]:
    """The end of a headscarf wound round the neck, over the clothes."""
    if look.hair != "scarf":
        return ()
    fold = line("M144 262 Q180 306 216 262", mixed(look.scarf, _NIGHT, 0.28), 2.2)
    return filled(_SCARF_AT_NECK, look.scarf), fold
