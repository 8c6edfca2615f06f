"""The colours of one face: skin ramp, what illness does to it, and the darker lines. No Qt here.

Pallor moves the skin towards its own grey and cyanosis towards blue, so that both read on every
skin tone; lips are worked from the unpaled skin, because they show first.
"""

from __future__ import annotations

from dataclasses import dataclass

from simtrainer.ui.figure.look import FaceState, PersonLook
from simtrainer.ui.kit.tokens import mixed

SKIN = ("#F2D2BD", "#EAC0A3", "#DCA985", "#C78F6A", "#AC7550", "#8E5D40", "#6F4833", "#573829")
DARK_SKIN_BELOW = 120


@dataclass(frozen=True, slots=True)
class Tones:
    """Every colour the head and neck are painted with."""

    dark: bool
    skin: str
    shade: str
    deep: str
    line: str
    lip: str
    lip_low: str
    lip_line: str
    cheek: str
    lid_fold: str
    eye_rim: str


def skin_at(tone: float) -> str:
    """The skin colour at ``tone``, 0 (lightest) to 1 (darkest)."""
    place = tone * (len(SKIN) - 1)
    step = min(len(SKIN) - 2, int(place))
    return mixed(SKIN[step], SKIN[step + 1], place - step)


def tones_of(look: PersonLook, face: FaceState) -> Tones:
    base = skin_at(look.skin)
    dark = _brightness(base) < DARK_SKIN_BELOW
    skin = mixed(mixed(base, _own_grey(base), 0.62 * face.pallor), "#76879F", 0.20 * face.cyanosis)
    lip = _lip(base, skin, dark, face)
    return Tones(
        dark=dark,
        skin=skin,
        shade=mixed(skin, "#1E0F14", 0.30) if dark else mixed(skin, "#6B3038", 0.17),
        deep=mixed(skin, "#160A0D", 0.45) if dark else mixed(skin, "#4A1D25", 0.34),
        line=mixed(skin, "#2A1216", 0.72 if dark else 0.62),
        lip=lip,
        lip_low=mixed(lip, "#FFFFFF", 0.10),
        lip_line=mixed(lip, "#2A1216", 0.55),
        cheek="#8A2F32" if dark else "#D0605A",
        lid_fold=mixed(skin, "#4A1D25", 0.35 if dark else 0.26),
        eye_rim="#7C2C33" if dark else "#C9605C",
    )


def _lip(base: str, skin: str, dark: bool, face: FaceState) -> str:
    lip = mixed(base, "#8A3B44", 0.42) if dark else mixed(base, "#B4504E", 0.50)
    return mixed(mixed(lip, skin, 0.55 * face.pallor), "#5B6482", 0.72 * face.cyanosis)


def _brightness(colour: str) -> float:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return 0.3 * red + 0.59 * green + 0.11 * blue


def _own_grey(base: str) -> str:
    grey = _brightness(base)
    channels = (grey * 1.06 + 12, grey * 1.05 + 9, grey + 4)
    return "#" + "".join(f"{min(255, round(value)):02X}" for value in channels)
