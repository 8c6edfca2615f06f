"""Flat shapes as plain data: SVG path text, colours, width. No Qt here."""

from __future__ import annotations

from dataclasses import dataclass

FIELD_WIDTH = 360.0
FIELD_HEIGHT = 340.0
CENTRE = 180.0
PIVOT = (180.0, 236.0)
TILT_DEGREES = 9.0
DROP_PIXELS = 12.0
_CURVE = 0.5522847  # a quarter circle as a cubic curve


@dataclass(frozen=True, slots=True)
class Shape:
    """One path in the 360 x 340 field, painted flat; ``clip`` is a path it stays inside."""

    path: str
    fill: str | None = None
    stroke: str | None = None
    width: float = 0.0
    opacity: float = 1.0
    even_odd: bool = False
    clip: str | None = None


@dataclass(frozen=True, slots=True)
class Drawing:
    """The figure from back to front. ``back`` and ``head`` share the head's tilt and drop."""

    scene: tuple[Shape, ...]
    back: tuple[Shape, ...]
    body: tuple[Shape, ...]
    head: tuple[Shape, ...]
    tilt: float
    drop: float


def filled(path: str, colour: str, opacity: float = 1.0, clip: str | None = None) -> Shape:
    return Shape(path, fill=colour, opacity=opacity, clip=clip)


def line(path: str, colour: str, width: float, opacity: float = 1.0) -> Shape:
    """A stroke with round ends and joins."""
    return Shape(path, stroke=colour, width=width, opacity=opacity)


def ellipse_path(x: float, y: float, rx: float, ry: float) -> str:
    a, b = rx * _CURVE, ry * _CURVE
    return (
        f"M{x - rx} {y} C{x - rx} {y - b} {x - a} {y - ry} {x} {y - ry} "
        f"C{x + a} {y - ry} {x + rx} {y - b} {x + rx} {y} "
        f"C{x + rx} {y + b} {x + a} {y + ry} {x} {y + ry} "
        f"C{x - a} {y + ry} {x - rx} {y + b} {x - rx} {y}Z"
    )


def ellipse(x: float, y: float, rx: float, ry: float, colour: str, opacity: float = 1.0) -> Shape:
    return Shape(ellipse_path(x, y, rx, ry), fill=colour, opacity=opacity)


def box_path(x: float, y: float, width: float, height: float, radius: float = 0.0) -> str:
    """A rectangle, its corners rounded by ``radius``."""
    r, right, low = radius, x + width, y + height
    return (
        f"M{x + r} {y} L{right - r} {y} Q{right} {y} {right} {y + r} L{right} {low - r} "
        f"Q{right} {low} {right - r} {low} L{x + r} {low} Q{x} {low} {x} {low - r} "
        f"L{x} {y + r} Q{x} {y} {x + r} {y}Z"
    )
