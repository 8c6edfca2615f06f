"""The typefaces that come with the program, and the font for a size and a weight."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtGui import QFont, QFontDatabase

from simtrainer.errors import OurBug
from simtrainer.paths import assets_dir

# Figures of one width, an l with a tail and an I with serifs: doses and names stay unambiguous.
FEATURES = ("tnum", "cv05", "cv08")
# Wider letter spacing helps many people with dyslexia more than the shape of the letters
# (Zorzi et al., PNAS 2012); 3 % keeps lines of the window from growing too long.
LEGIBLE_SPACING = 103.0


class FontChoice(StrEnum):
    """What the user can choose; ``label`` is what the settings page shows."""

    INTER = "inter"
    LEGIBLE = "legible"
    DYSLEXIC = "dyslexic"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def families(self) -> list[str]:
        """The family first, then Inter for the signs it lacks."""
        return list(dict.fromkeys((_FAMILIES[self], "Inter")))


_LABELS = {
    FontChoice.INTER: "Inter",
    FontChoice.LEGIBLE: "Atkinson Hyperlegible, letters easy to tell apart",
    FontChoice.DYSLEXIC: "OpenDyslexic, weighted letters",
}
_FAMILIES = {
    FontChoice.INTER: "Inter",
    FontChoice.LEGIBLE: "Atkinson Hyperlegible Next",
    FontChoice.DYSLEXIC: "OpenDyslexic",
}
_WEIGHTS = {
    400: QFont.Weight.Normal,
    500: QFont.Weight.Medium,
    600: QFont.Weight.DemiBold,
}


def load_fonts() -> None:
    """Make the bundled fonts known to Qt. Raises OurBug when a font file cannot be read."""
    if set(_FAMILIES.values()) <= set(QFontDatabase.families()):
        return
    for file in sorted((assets_dir() / "fonts").glob("*.[ot]tf")):
        if QFontDatabase.addApplicationFont(str(file)) < 0:
            raise OurBug(f"The font {file.name} cannot be read.")


def make_font(choice: FontChoice, pixels: int, weight: int = 400) -> QFont:
    """A font of ``pixels`` height; ``weight`` is 400, 500 or 600."""
    font = QFont()
    font.setFamilies(choice.families)
    font.setPixelSize(pixels)
    # OpenDyslexic has no weight between regular and bold.
    bold = choice is FontChoice.DYSLEXIC and weight >= 500
    font.setWeight(QFont.Weight.Bold if bold else _WEIGHTS[weight])
    if choice is not FontChoice.INTER:
        font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, LEGIBLE_SPACING)
        # Their hints join the dot of an i to its stem at small sizes.
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    for feature in FEATURES:
        font.setFeature(QFont.Tag(feature), 1)
    return font
