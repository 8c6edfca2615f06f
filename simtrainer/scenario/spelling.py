"""Numbers and plurals as English sentences want them."""

from __future__ import annotations

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_IRREGULAR = {
    "child": "children", "foot": "feet", "tooth": "teeth", "person": "people",
    "man": "men", "woman": "women", "half": "halves", "loaf": "loaves",
}  # fmt: skip
_SILENT_H = ("hour", "honest", "heir")


def plural(noun: str) -> str:
    """``hour`` -> ``hours``; ``pint of beer`` -> ``pints of beer``."""
    head, of, rest = noun.partition(" of ")
    if of:
        return f"{plural(head)} of {rest}"
    if noun in _IRREGULAR:
        return _IRREGULAR[noun]
    if noun.endswith(("s", "x", "ch", "sh")):
        return noun + "es"
    if noun.endswith("y") and noun[-2:-1] not in ("a", "e", "i", "o", "u"):
        return noun[:-1] + "ies"
    return noun + "s"


def in_words(number: float) -> str:
    """``21`` -> ``twenty-one``; digits above 99 and for fractions other than a half."""
    if number != int(number):
        if abs(number) % 1 == 0.5 and 1 < number < 100:
            return f"{in_words(int(number))} and a half"
        return f"{number:g}"
    whole = int(number)
    if not 0 <= whole < 100:
        return str(whole)
    if whole < 20:
        return _SMALL[whole]
    tens, ones = divmod(whole, 10)
    return _TENS[tens - 2] + (f"-{_SMALL[ones]}" if ones else "")


def counted(number: float, noun: str, words: bool) -> str:
    """``(1, "hour")`` -> ``1 hour``; ``noun`` may give its plural itself: ``ox/oxen``."""
    one, _, many = noun.partition("/")
    if words and number == 0.5:
        return f"half {_article(one)} {one}"
    figure = in_words(number) if words else f"{number:g}"
    return f"{figure} {one if number == 1 else many or plural(one)}"


def _article(noun: str) -> str:
    return "an" if noun.startswith(("a", "e", "i", "o", *_SILENT_H)) else "a"
