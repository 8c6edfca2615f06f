"""The icon set: our own drawings as SVG, on a grid of 20 with a round stroke of 1.6.

``INK`` and ``GROUND`` stand for the two colours: what is drawn, and what it is drawn on.
"""

from __future__ import annotations

INK = "#123456"
GROUND = "#654321"


def _line(path: str) -> str:
    return f'<path d="{path}"/>'


def _solid(path: str) -> str:
    return f'<path d="{path}" fill="{INK}" stroke="none"/>'


def _ring(x: float, y: float, radius: float) -> str:
    return f'<circle cx="{x}" cy="{y}" r="{radius}"/>'


def _disc(x: float, y: float, radius: float) -> str:
    return f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{INK}" stroke="none"/>'


def _ground(path: str) -> str:
    return f'<path d="{path}" stroke="{GROUND}" stroke-width="2"/>'


_RING = _ring(10, 10, 7.6)

ICONS: dict[str, str] = {
    # Places
    "library": _line("M3.2 3.5h5.6v13H3.2z M11.6 3.5h5.2v4.6h-5.2z M11.6 11h5.2v5.5h-5.2z"),
    "progress": _line("M3 16.5h14 M3 12.2l4.2-3.9 3.2 2.5L16.8 4"),
    "cases": _line("M4 16l.8-3.6L13.4 3.8l2.8 2.8-8.6 8.6L4 16z M11.6 5.6l2.8 2.8"),
    "programme": _line("M7 4H5.2v13h9.6V4H13 M7 2.8h6v2.8H7z M8 9.2h4.2 M8 11.7h4.2 M8 14.2h2.6"),
    "settings": _line("M2.8 6h9.4 M15.4 6h1.8 M2.8 14h2 M8 14h9.2 M12.2 3.6v4.8 M8 11.6v4.8"),
    "help": _RING + _line("M7.8 8a2.2 2.2 0 1 1 3.3 1.9c-.8.4-1.1.9-1.1 1.7") + _disc(10, 14, 1),
    "search": _ring(8.6, 8.6, 5.2) + _line("M12.6 12.6L17 17"),
    "add": _line("M10 4v12 M4 10h12"),
    "remove": _line("M4 10h12"),
    "upload": _line("M10 16.8V6.4 M6.2 9.8L10 6l3.8 3.8 M4.4 3.2h11.2"),
    "download": _line("M10 3.2v9.2 M6.2 8.9L10 12.7l3.8-3.8 M4 16.8h12"),
    "list": _line("M7.6 5h9.2 M7.6 10h9.2 M7.6 15h9.2")
    + _disc(4, 5, 1.1)
    + _disc(4, 10, 1.1)
    + _disc(4, 15, 1.1),
    "grid": _line("M3.4 3.4h5v5h-5z M11.6 3.4h5v5h-5z M3.4 11.6h5v5h-5z M11.6 11.6h5v5h-5z"),
    "star": _line("M10 2.8l2.2 4.6 5 .7-3.6 3.5.9 5L10 14.2l-4.5 2.4.9-5L2.8 8.1l5-.7z"),
    "star-filled": _solid("M10 2l2.5 5 5.5.8-4 3.9 1 5.5-5-2.6-5 2.6 1-5.5-4-3.9L7.5 7z"),
    "flag": _line("M5 17.2V3.2 M5 4h9.6l-2 3.2 2 3.2H5"),
    # Moving about
    "back": _line("M12.4 4.6L7 10l5.4 5.4"),
    "chevron-left": _line("M12.2 5L7.2 10l5 5"),
    "chevron-right": _line("M7.8 5l5 5-5 5"),
    "chevron-down": _line("M5.5 7.8l4.5 4.5 4.5-4.5"),
    "chevron-up": _line("M5.5 12.2L10 7.7l4.5 4.5"),
    "arrow-right": _line("M3.5 10h13 M11.5 5l5 5-5 5"),
    "external": _line("M8 4H4v12h12v-4 M11 3.6h5.4V9 M16 4L9.5 10.5"),
    "window": _line("M3 3.5h9.5v9H3z M7.5 12.5v4H17v-9h-4.5"),
    "clear": _line("M5.5 5.5l9 9 M14.5 5.5l-9 9"),
    "cross": _line("M4.8 4.8l10.4 10.4 M15.2 4.8L4.8 15.2"),
    "check": _line("M4 10.6l4 4L16 6"),
    "more": _disc(4.5, 10, 1.4) + _disc(10, 10, 1.4) + _disc(15.5, 10, 1.4),
    "sort": _line("M6 3.5v13 M3 13.5l3 3 3-3 M14 16.5v-13 M11 6.5l3-3 3 3"),
    "filter": _line("M3 5h14 M5.5 10h9 M8 15h4"),
    # Time and running
    "pause": _line("M7 4.5v11 M13 4.5v11"),
    "play": _line("M5.8 4l10 6-10 6z"),
    "skip": _line("M3.5 5l6 5-6 5z M10.5 5l6 5-6 5z"),
    "stop": _line("M5 5h10v10H5z"),
    "clock": _RING + _line("M10 5.8V10l3 2"),
    "retry": _line("M15.9 7.4A6.6 6.6 0 1 0 16.6 10.8 M16.4 3.4v4.2h-4.2"),
    "undo": _line("M6.6 4L3.2 7.4l3.4 3.4 M3.4 7.4h8a4.6 4.6 0 0 1 0 9.2H7"),
    "door": _line("M5 17V3.2h10V17 M2.8 17h14.4") + _disc(12.2, 10.3, 1),
    "exit": _line("M11.5 3.5H4v13h7.5 M8.5 10h8.7 M13.8 6.6l3.4 3.4-3.4 3.4"),
    # Clinical work
    "stethoscope": _line(
        "M5.2 3H3.4v4.2a3.7 3.7 0 0 0 7.4 0V3H9 M7.1 11v2.2a3.8 3.8 0 0 0 7.6 0V11.4"
    )
    + _ring(14.7, 9.4, 1.9),
    "flask": _line(
        "M7.4 2.8h5.2 M8.4 2.8v5L3.9 15.2a1.2 1.2 0 0 0 1 1.8h10.2a1.2 1.2 0 0 0 "
        "1-1.8L11.6 7.8v-5 M6.1 12.4h7.8"
    ),
    "syringe": _line(
        "M13.2 2.8l4 4 M15.2 4.8l-2.4 2.4 M9.2 5.6l5.2 5.2-5.6 5.6H3.6v-5.2z "
        "M3.6 16.4L2.6 17.4 M9.2 9.6l1.6 1.6 M6.7 12.1l1.6 1.6"
    ),
    "pill": _line(
        "M9.4 4.2l-5.2 5.2a4.5 4.5 0 0 0 6.4 6.4l5.2-5.2a4.5 4.5 0 0 0-6.4-6.4z M6.8 6.8l6.4 6.4"
    ),
    "drip": _line("M6.5 2.8h7v7.4a3.5 3.5 0 0 1-7 0z M10 13.7v3.8 M6.5 8h7 M8.5 1.6h3"),
    "drop": _line("M10 2.8c2.8 3.4 5 6 5 8.8a5 5 0 0 1-10 0c0-2.8 2.2-5.4 5-8.8z"),
    "monitor": _line("M2.8 4h14.4v10H2.8z M7 17h6 M5 9.5h2.6l1.6-2.8 2 5 1.4-2.2H15"),
    "heart": _line(
        "M10 16.5C5.5 13 2.8 10.4 2.8 7.4A3.7 3.7 0 0 1 10 6.2a3.7 3.7 0 0 1 "
        "7.2 1.2c0 3-2.7 5.6-7.2 9.1z"
    ),
    "measure": _line("M3 8.5V4.2h9.6v4.3z M7.8 8.5v2.7 M7.8 11.2h4.4a2.6 2.6 0 0 1 2.6 2.6")
    + _ring(14.8, 15.4, 1.8),
    "lungs": _line(
        "M10 3v6 M8 8.8V6.6c0-1.4-1.6-1.8-2.5-.4C4 8.4 3 11.2 3 14.2c0 2.6 5 2.4 5-.6v-1.8"
        "l2-2.3 2 2.3v1.8c0 3 5 3.2 5 .6 0-3-1-5.8-2.5-8C13.6 4.8 12 5.2 12 6.6v2.2"
    ),
    "thermometer": _line("M8 11.2V4.8a2 2 0 0 1 4 0v6.4a3.4 3.4 0 1 1-4 0z M10 8v6"),
    "eye": _line("M2.4 10S5.2 5 10 5s7.6 5 7.6 5-2.8 5-7.6 5-7.6-5-7.6-5z") + _ring(10, 10, 2.3),
    "bell": _line(
        "M4 14.2h12c-1.2-1.2-1.6-2.4-1.6-5.4a4.4 4.4 0 0 0-8.8 0c0 3-.4 4.2-1.6 5.4z M8.5 16.8h3"
    ),
    "bell-off": _line(
        "M6.2 6.8a6.5 6.5 0 0 0-.6 2c0 3-.4 4.2-1.6 5.4h9.8 M8 4.9a4.4 4.4 0 0 1 6.4 3.9"
        "c0 1.4.1 2.4.3 3.2 M8.5 16.8h3 M3 3l14 14"
    ),
    "hand": _line(
        "M6.2 10.5V5.2a1.2 1.2 0 0 1 2.4 0V9 M8.6 9V3.9a1.2 1.2 0 0 1 2.4 0V9 M11 "
        "9V4.9a1.2 1.2 0 0 1 2.4 0v5 M13.4 7.4a1.2 1.2 0 0 1 2.4 0v4.4c0 3.2-1.8 "
        "5.2-4.8 5.2-2.6 0-3.8-1.2-5-3.2L3.8 10.4a1.2 1.2 0 0 1 2-1.3l.4.6"
    ),
    # Talking
    "mic": _line(
        "M7.6 5a2.4 2.4 0 0 1 4.8 0v4.6a2.4 2.4 0 0 1-4.8 0z M4.6 9.4a5.4 5.4 0 0 0 "
        "10.8 0 M10 14.8v2.6"
    ),
    "mic-off": _line(
        "M7.6 7.8v1.8a2.4 2.4 0 0 0 3.8 1.9 M7.8 4a2.4 2.4 0 0 1 4.6 1v4 M4.6 9.4a5.4 "
        "5.4 0 0 0 8.7 4.3 M15.4 9.4a5.3 5.3 0 0 1-.4 2 M10 14.8v2.6 M3 3l14 14"
    ),
    "speaker": _line(
        "M3 7.8v4.4h2.8L10 15.6V4.4L5.8 7.8z M12.8 7.4a3.6 3.6 0 0 1 0 5.2 "
        "M15 5.2a6.7 6.7 0 0 1 0 9.6"
    ),
    "speaker-off": _line("M3 7.8v4.4h2.8L10 15.6V4.4L5.8 7.8z M13 8l4 4 M17 8l-4 4"),
    "phone": _line(
        "M6.6 3L3.8 4.4c-.4 5.6 6.2 12.2 11.8 11.8l1.4-2.8-3.6-2.2-1.7 1.5c-1.6-.7-3.7"
        "-2.8-4.4-4.4l1.5-1.7z"
    ),
    "video": _line("M2.8 5.4h9.6v9.2H2.8z M12.4 9l4.8-2.6v7.2L12.4 11"),
    "speech": _line("M3 4.2h14v9.6H9.2L5.6 16.8v-3H3z"),
    "send": _line("M3.2 4l14 6-14 6 2-6z M5.2 10h6"),
    "person": _ring(10, 7, 3) + _line("M4 16.8c.4-3.3 2.7-5 6-5s5.6 1.7 6 5"),
    "people": _ring(7.4, 7.2, 2.7)
    + _line(
        "M2.4 16.4c.3-3 2.2-4.6 5-4.6s4.7 1.6 5 4.6 M12.6 4.8a2.7 2.7 0 0 1 0 4.9 "
        "M14.4 12.2c1.9.6 3 2 3.2 4.2"
    ),
    # Paper
    "document": _line("M5 2.8h6.6L15.4 6.6v10.6H5z M11.4 3v4h3.8 M7.6 10.5h5 M7.6 13.5h5"),
    "notes": _line(
        "M4.6 2.8h8L15.8 6v4 M4.6 2.8v14.4h5 M7.4 7h4 M7.4 10.4h3 "
        "M11.8 17.2l.4-2.2 4-4 1.8 1.8-4 4z"
    ),
    "folder": _line("M2.8 5h5l1.6 2h7.8v9H2.8z"),
    "picture": _line("M3 4h14v12H3z M3.4 14l4-4.4 3 3 2.4-2.4 4 4") + _ring(12.8, 7.3, 1.2),
    "edit": _line("M4 16l.8-3.6L13.4 3.8l2.8 2.8-8.6 8.6z"),
    "copy": _line("M7 7h9.6v9.6H7z M4.8 13H3.4V3.4H13v1.4"),
    "trash": _line(
        "M3.6 5.4h12.8 M7.6 5.2V3.2h4.8v2 M5.2 5.6l.8 11.2h8l.8-11.2 M8.4 8.6v5 M11.6 8.6v5"
    ),
    "lock": _line("M4.6 9h10.8v8H4.6z M6.8 9V6.4a3.2 3.2 0 0 1 6.4 0V9"),
    "calendar": _line("M3.4 4.6h13.2v12H3.4z M3.4 8.4h13.2 M7 2.8v3 M13 2.8v3"),
    "target": _RING + _ring(10, 10, 3.6) + _disc(10, 10, 1.2),
    "bulb": _line("M7.6 13.6c0-1.6-2.6-2.8-2.6-6a5 5 0 0 1 10 0c0 3.2-2.6 4.4-2.6 6z M8 16.8h4"),
    "keyboard": _line("M2.6 5h14.8v10H2.6z M5.6 8h.1 M8.5 8h.1 M11.4 8h.1 M14.4 8h.1 M7 11.8h6"),
    # Notices
    "info": _RING + _line("M10 9.2v4.6") + _disc(10, 6.4, 1),
    "warning": _line("M10 3.2L17.6 16.4H2.4z M10 8v2.9") + _disc(10, 13.8, 1),
    "error": _RING + _line("M10 5.8v5") + _disc(10, 13.8, 1),
    # Verdicts differ by shape, not only by colour.
    "met": _disc(10, 10, 8.2) + _ground("M6 10.3l2.8 2.8 5.2-5.6"),
    "partly": _ring(10, 10, 7.4) + _solid("M10 2.6a7.4 7.4 0 0 0 0 14.8z"),
    "not-met": _ring(10, 10, 7.4) + _line("M7.2 7.2l5.6 5.6 M12.8 7.2l-5.6 5.6"),
    "not-assessed": '<circle cx="10" cy="10" r="7.4" stroke-dasharray="2.6 2.05"/>'
    + _line("M7 10h6"),
    "not-applicable": _line("M5.6 10h8.8"),
    "harmful": _solid("M6.6 1.8h6.8l4.8 4.8v6.8l-4.8 4.8H6.6l-4.8-4.8V6.6z")
    + _ground("M10 5.6v5.2")
    + f'<circle cx="10" cy="14.2" r="1.25" fill="{GROUND}" stroke="none"/>',
    "diamond": _solid("M10 3.5l4.6 6.5-4.6 6.5-4.6-6.5z"),
    "up": _solid("M10 4.5l6.5 11h-13z"),
    "down": _solid("M10 15.5l6.5-11h-13z"),
}


def svg(name: str, ink: str, ground: str) -> str:
    """The icon as an SVG document in two colours. Raises KeyError for an unknown name."""
    body = ICONS[name].replace(INK, ink).replace(GROUND, ground)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20" fill="none" '
        f'stroke="{ink}" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round">'
        f"{body}</svg>"
    )
