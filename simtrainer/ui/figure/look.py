"""Who the figure shows and how they are right now: the two inputs of the drawing. No Qt here."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Literal, get_args

from simtrainer.ui.kit.tokens import mixed

Hair = Literal["bun", "bob", "curls", "long", "scarf", "short", "crop", "rim", "none"]
Device = Literal["none", "cannula", "mask", "reservoir"]
Scene = Literal["bed", "chair", "plain"]

HAIR_STYLES: tuple[Hair, ...] = get_args(Hair)
DEVICES: tuple[Device, ...] = get_args(Device)


@dataclass(frozen=True, slots=True)
class PersonLook:
    """What stays the same about a person. Colours are ``#RRGGBB``.

    ``skin`` runs 0 (lightest) to 1 (darkest); ``lines`` 0 to 1 draws the lines of age;
    ``hair`` ``scarf`` is a headscarf in ``scarf`` colour; ``beard`` and ``glasses`` are their
    colour, or None; ``gown`` is a hospital gown, else a shirt with a collar.
    """

    skin: float = 0.45
    lines: float = 0.3
    child: bool = False
    hair: Hair = "short"
    hair_colour: str = "#3A2D28"
    brow_colour: str | None = None
    eye: str = "#4B3426"
    beard: str | None = None
    glasses: str | None = None
    scarf: str = "#5B6E8C"
    cloth: str = "#7FA3A6"
    cloth_edge: str = "#5F8589"
    gown: bool = True
    scene: Scene = "bed"


@dataclass(frozen=True, slots=True)
class FaceState:
    """The face at one moment; every number has the range given in ``RANGES``.

    ``breath`` is how far the shoulders rise with a breath, ``resp_rate`` breaths a minute.
    """

    brow_inner: float = 0.0
    brow_raise: float = 0.0
    furrow: float = 0.0
    lids: float = 0.0
    squint: float = 0.0
    gaze_x: float = 0.0
    gaze_y: float = 0.0
    mouth_curve: float = 0.1
    mouth_open: float = 0.0
    grimace: float = 0.0
    chin: float = 0.0
    pallor: float = 0.0
    cyanosis: float = 0.0
    flush: float = 0.0
    sweat: float = 0.0
    tears: float = 0.0
    red_eyes: float = 0.0
    tilt: float = 0.0
    drop: float = 0.0
    breath: float = 0.0
    effort: float = 0.0
    resp_rate: float = 14.0
    device: Device = "none"

    @classmethod
    def of(cls, values: Mapping[str, float], device: Device = "none") -> FaceState:
        """The state with these values, each clamped to its range; unknown names are left out."""
        known: dict[str, Any] = {
            name: clamped(name, value) for name, value in values.items() if name in RANGES
        }
        return replace(cls(device=device), **known)

    def towards(self, other: FaceState, share: float) -> FaceState:
        """The state ``share`` (0 to 1) of the way to ``other``; the device changes at once."""
        moved: dict[str, Any] = {
            name: getattr(self, name) + (getattr(other, name) - getattr(self, name)) * share
            for name in RANGES
        }
        return replace(other, **moved)


_SIGNED = {"brow_raise", "gaze_x", "gaze_y", "mouth_curve", "tilt", "drop"}
_NUMBERS = [field.name for field in fields(FaceState) if field.name != "device"]
RANGES: dict[str, tuple[float, float]] = {
    name: (-1.0, 1.0) if name in _SIGNED else (0.0, 1.0) for name in _NUMBERS
} | {"resp_rate": (0.0, 120.0)}


def clamped(name: str, value: float) -> float:
    """``value`` brought into the range of the parameter ``name``."""
    low, high = RANGES[name]
    return min(high, max(low, float(value)))


FRAMES = "#3C4448"  # of glasses

# --- a look for somebody of whom a case says little -------------------------------------------

HAIR_COLOURS = {
    "black": "#2A2424",
    "dark brown": "#3F2D25",
    "brown": "#6B4A32",
    "auburn": "#8A4B2A",
    "red": "#A4572D",
    "blond": "#C9A468",
    "grey": "#A7A6A3",
    "white": "#DDDCD8",
}
_CLOTHES = [
    ("#D9A15B", "#B98242"),
    ("#8E93AB", "#6F7692"),
    ("#9DAC90", "#7E8F72"),
    ("#A9808A", "#8B6470"),
    ("#7B95B5", "#5E7999"),
    ("#B5A58E", "#94856F"),
]
_CUTS: dict[str, tuple[Hair, ...]] = {
    "female": ("bob", "long", "curls", "bun", "short"),
    "male": ("short", "crop", "rim", "short", "crop"),
    "other": ("short", "bob", "crop", "curls", "long"),
}


def look_for(
    key: str,
    *,
    age: float = 40.0,
    sex: str = "other",
    skin: float = 0.4,
    given: Mapping[str, object] | None = None,
) -> PersonLook:
    """A steady look for the person named ``key``: the same key always looks the same.

    ``age`` in years; ``skin`` 0 to 1; ``given`` holds what the case says itself and wins over what
    is drawn here: the names of ``PersonLook`` (hair colours also by name), and ``clothes`` and
    ``clothes_colour``. Leave out fields that nobody set, or their defaults win too.
    """
    child = age < 12
    draw = _draws(key)
    cloth, edge = _CLOTHES[draw[0] % len(_CLOTHES)]
    cuts = _CUTS.get(sex, _CUTS["other"])
    hair = cuts[draw[1] % len(cuts)]
    if hair in ("rim", "bun") and age < 50:
        hair = "short" if hair == "rim" else "bob"
    drawn = PersonLook(
        skin=min(1.0, max(0.0, skin)),
        lines=min(1.0, max(0.0, (age - 10) / 80)),
        child=child,
        hair=hair,
        hair_colour=_hair_colour(draw[2], age, skin),
        glasses=FRAMES if draw[3] % 256 < (90 if age > 60 else 30) else None,
        cloth=cloth,
        cloth_edge=edge,
        gown=False,
    )
    return _with_given(drawn, given or {})


def _draws(key: str) -> list[int]:
    return list(hashlib.sha256(key.encode()).digest()[:4])


def _hair_colour(draw: int, age: float, skin: float) -> str:
    if age > 75 or (age > 55 and draw % 3):
        return HAIR_COLOURS["white" if age > 80 and draw % 2 else "grey"]
    dark = ("black", "black", "dark brown")
    any_shade = ("black", "dark brown", "brown", "brown", "auburn", "blond", "red")
    shades = dark if skin > 0.55 else any_shade
    return HAIR_COLOURS[shades[draw % len(shades)]]


def _with_given(look: PersonLook, given: Mapping[str, object]) -> PersonLook:
    """What the case says, where it is something the figure can show; the rest is left out."""
    names = {field.name for field in fields(PersonLook)}
    known: dict[str, Any] = {n: v for n, v in given.items() if n in names and v is not None}
    known |= _clothes(given)
    for name in ("hair_colour", "brow_colour", "beard", "scarf", "cloth", "cloth_edge", "eye"):
        if not isinstance(known.get(name, True), bool):
            known[name] = HAIR_COLOURS.get(str(known[name]), known[name])
    hair = known.get("hair_colour")
    worn = {"beard": hair if is_colour(hair) else look.hair_colour, "glasses": FRAMES}
    for name, colour in worn.items():
        if isinstance(known.get(name), bool):
            known[name] = colour if known[name] else None
    return replace(look, **{n: v for n, v in known.items() if _usable(n, v)})


def _clothes(given: Mapping[str, object]) -> dict[str, Any]:
    """A template's ``clothes`` (gown or own) and ``clothes_colour``."""
    known: dict[str, Any] = {}
    if given.get("clothes") in ("gown", "own"):
        known["gown"] = given["clothes"] == "gown"
    colour = given.get("clothes_colour")
    if isinstance(colour, str) and is_colour(colour):
        known |= {"cloth": colour, "cloth_edge": mixed(colour, "#101820", 0.24)}
    return known


def _usable(name: str, value: object) -> bool:
    if name in ("skin", "lines"):
        return isinstance(value, (int, float)) and 0 <= value <= 1
    if name in ("child", "gown"):
        return isinstance(value, bool)
    if name in ("hair", "scene"):
        return value in (HAIR_STYLES if name == "hair" else get_args(Scene))
    return value is None or is_colour(value)


def is_colour(value: object) -> bool:
    """Whether this is a ``#RRGGBB`` colour."""
    return (
        isinstance(value, str)
        and len(value) == 7
        and value[0] == "#"
        and all(letter in "0123456789abcdefABCDEF" for letter in value[1:])
    )
