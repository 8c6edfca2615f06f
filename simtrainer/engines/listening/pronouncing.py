"""How the words are said that a recogniser shall know: its own dictionary, ours, and rules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from simtrainer.engines.listening.spelling import british, sounds_of
from simtrainer.paths import assets_dir

_WORD = re.compile(r"[a-z]+(?:'[a-z]+)*|\d+")
_ENTRY = re.compile(r"^([a-z][a-z'.-]*)(?:\(\d+\))? +([A-Z ]+)$", re.MULTILINE)
# Short words as they are run together, or said in Britain.
_ALSO: dict[str, tuple[str, ...]] = {
    "been": ("B IY N",),
    "have": ("HH AH V",),
    "has": ("HH AH Z",),
    "had": ("HH AH D",),
    "what": ("W AO T",),
    "was": ("W AO Z",),
    "of": ("AO V",),
    "your": ("Y AO", "Y ER"),
    "you've": ("Y UW V", "Y AH V"),
    "any": ("EH N IY",),
}
_SMALL = (
    "nought one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


def spoken_words(text: str) -> list[str]:
    """The words of ``text`` as they are said, in lower case; numbers up to 99 written out."""
    words: list[str] = []
    for word in _WORD.findall(text.lower().replace("’", "'")):
        words.extend(_number(word) if word.isdigit() else (word,))
    return words


def _number(digits: str) -> list[str]:
    if len(digits) > 2:  # a year, a dose: said in more ways than one
        return [_SMALL[int(digit)] for digit in digits]
    value = int(digits)
    if value < len(_SMALL):
        return [_SMALL[value]]
    tens, ones = divmod(value, 10)
    return [_TENS[tens - 2], *([_SMALL[ones]] if ones else [])]


def read_pronunciations(text: str) -> dict[str, tuple[str, ...]]:
    """A dictionary in the CMU manner: word, sounds; a further way as ``word(2)``."""
    found: dict[str, list[str]] = {}
    for word, sounds in _ENTRY.findall(text):
        found.setdefault(word, []).append(sounds.strip())
    return {word: tuple(ways) for word, ways in found.items()}


@cache
def our_pronunciations() -> Mapping[str, tuple[str, ...]]:
    """Clinical words that the recogniser's own dictionary lacks."""
    path = assets_dir() / "pronunciations.txt"
    return read_pronunciations(path.read_text("utf-8")) if path.is_file() else {}


def pronunciations(words: Iterable[str], dictionary: Path) -> dict[str, tuple[str, ...]]:
    """How each of ``words`` is said, in every way; those that cannot be said are left out.

    Raises OSError when ``dictionary``, the recogniser's own, cannot be read.
    """
    theirs, ours = read_pronunciations(dictionary.read_text("utf-8")), our_pronunciations()
    found: dict[str, tuple[str, ...]] = {}
    for word in sorted(set(words)):
        ways = _ALSO.get(word, ()) + (ours.get(word) or theirs.get(word) or ()) or _from_parts(
            word, theirs
        )
        both = dict.fromkeys((*ways, *(british(word, way) for way in ways)))
        if ways := tuple(way for way in both if way):
            found[word] = ways
    return found


def _from_parts(word: str, known: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """An inflection of a known word, or what the letters suggest."""
    for ending, said in (("'s", "Z"), ("s", "Z"), ("ing", "IH NG"), ("ly", "L IY"), ("y", "IY")):
        stem = word.removesuffix(ending)
        if stem != word and stem in known:
            return tuple(f"{way} {said}" for way in known[stem])
    return (sounds_of(word),)


def dictionary_lines(ways: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """The lines of a dictionary in the CMU manner."""
    for word, said in ways.items():
        for number, sounds in enumerate(said, 1):
            yield f"{word} {sounds}" if number == 1 else f"{word}({number}) {sounds}"
