"""Colours by role, spacing, radii and sizes: the numbers behind the look.

Colours are ``#RRGGBB``. Lengths and type sizes are pixels at 100 % zoom; scale them with
``Theme.px``. No Qt here, so that the contrast test can read the table as plain data.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Palette:
    """One set of colours. The patient is always warm (sand), the trainee always cool (teal)."""

    name: str
    canvas: str
    surface: str
    sunken: str
    line: str
    border: str
    text: str
    second: str
    quiet: str
    accent: str
    accent_hover: str
    on_accent: str
    tint: str
    patient_text: str
    patient_tint: str
    patient_line: str
    patient_mark: str
    met: str
    met_tint: str
    partly: str
    partly_tint: str
    not_met: str
    not_met_tint: str
    not_assessed: str
    not_assessed_tint: str
    focus: str
    monitor: str
    monitor_line: str = "#273437"
    monitor_border: str = "#788988"
    monitor_text: str = "#E8EEEC"
    monitor_quiet: str = "#9DABA9"
    monitor_ecg: str = "#5BE37D"
    monitor_spo2: str = "#6FD3F5"
    monitor_rr: str = "#F2E27B"
    monitor_bp: str = "#FF8F86"
    alarm: str = "#FFD166"
    on_alarm: str = "#1A1300"

    @property
    def dark(self) -> bool:
        return self.name == "dark"


LIGHT = Palette(
    name="light",
    canvas="#EBF0EF",
    surface="#FFFFFF",
    sunken="#F4F7F6",
    line="#D2DBD9",
    border="#6E7E7B",
    text="#16211F",
    second="#42514F",
    quiet="#556462",
    accent="#0C5F64",
    accent_hover="#094A4E",
    on_accent="#FFFFFF",
    tint="#DCEDEC",
    patient_text="#74420E",
    patient_tint="#FBF1E1",
    patient_line="#D8B27A",
    patient_mark="#A6722C",
    met="#1B6838",
    met_tint="#E1F2E6",
    partly="#745000",
    partly_tint="#FBEFD0",
    not_met="#A1282C",
    not_met_tint="#FBE7E5",
    not_assessed="#4B5966",
    not_assessed_tint="#E8EDF1",
    focus="#2A4FD0",
    monitor="#0A1012",
)

DARK = Palette(
    name="dark",
    canvas="#0D1315",
    surface="#161E20",
    sunken="#11181A",
    line="#2E3A3D",
    border="#788988",
    text="#E8EEEC",
    second="#BAC6C4",
    quiet="#9AA8A6",
    accent="#6FC9C6",
    accent_hover="#8FD8D5",
    on_accent="#06282A",
    tint="#17363A",
    patient_text="#F0C78E",
    patient_tint="#29221A",
    patient_line="#7A5F36",
    patient_mark="#B98F52",
    met="#7FD09A",
    met_tint="#163023",
    partly="#EBC46A",
    partly_tint="#312913",
    not_met="#F5A09A",
    not_met_tint="#3B2020",
    not_assessed="#B3C1CC",
    not_assessed_tint="#242D34",
    focus="#9DB4FF",
    monitor="#070B0C",
)


class Space:
    """Gaps between things."""

    XS = 4
    S = 8
    M = 12
    L = 16
    XL = 20
    XXL = 24


class Radius:
    TAG = 4
    CONTROL = 7
    TURN = 8
    CARD = 10


class Type:
    """Type sizes; nothing is ever set below ``LABEL``."""

    LABEL = 12
    SECOND = 13
    BODY = 14
    PANEL = 16
    CAPTION = 17
    PAGE = 22
    NUMERAL = 26
    NUMERAL_BIG = 34


class Size:
    """Heights and widths of controls and regions."""

    CONTROL = 34
    CONTROL_SMALL = 28
    CONTROL_MAIN = 42
    ROW = 46
    ROW_TALL = 58
    CARD_HEADER = 40
    ICON = 20
    ICON_SMALL = 16
    RAIL = 84
    RAIL_NARROW = 56
    FOCUS_RING = 2


FADE_MS = 200
ZOOM_MIN = 80
ZOOM_MAX = 200
ZOOM_STEPS = (80, 90, 100, 110, 125, 150, 175, 200)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two ``#RRGGBB`` colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def mixed(one: str, other: str, share: float) -> str:
    """``one`` with ``share`` (0 to 1) of ``other`` mixed in, channel by channel."""
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)
