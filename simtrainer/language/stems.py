"""Stems of words, and the words that say little by themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib import resources

from snowballstemmer import stemmer

_ENGLISH = stemmer("english")

# Words of the frame of a question: they say that something is asked, not what.
FRAME = frozenset(
    """a an the and or but so then than of in on at to for from by with as into about any some
    i me my you your yours he him his she her hers it its we us our they them their this that
    these those is are was were be been being am do does did done have has had having can could
    will would shall should may might must not no yes okay all right well now just please also
    there here if whether what when where who which why how tell know mean like get got getting
    more much many ever been really actually again today sir madam miss ma'am dear mr mrs ms dr
    doctor hello hi hey good morning afternoon evening thank thanks sorry see let go going
    noticed notice experiencing experience experienced feeling feel suffer suffered had having
    something anything anyone one ones thing things bit little lot kind sort type say said
    currently moment mind want would like need ask question questions give given other else
    first next still yet too very quite such only up out down over off""".split()
)


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The English stem of one lower-case word."""
    return ready_made().get(word) or computed(word)


def computed(word: str) -> str:
    """The stem by the Snowball algorithm itself."""
    stemmed: str = _ENGLISH.stemWord(word)
    return stemmed


@cache
def ready_made() -> Mapping[str, str]:
    """Stems of the words of our own examples: computing them at every start takes too long."""
    file = resources.files("simtrainer.language").joinpath("data", "stems.txt")
    lines = file.read_text("utf-8").split("\n")
    return dict(line.split(" ", 1) for line in lines if " " in line)


def stems(words: Iterable[str]) -> list[str]:
    return [stem(word) for word in words]


def content(words: Iterable[str]) -> list[str]:
    """The stems of the words that say what a text is about."""
    return [stem(word) for word in words if word not in FRAME]
