"""From typed or recognised text to plain words: contractions, spelling variants, fillers, typos."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

MAX_CHARACTERS = 10_000
_QUOTES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "“": '"', "”": '"', "–": "-"})
_NOT_TEXT = {"Cc", "Cf", "Cs", "Co", "Cn"}
_SPELT = re.compile(r"\b[A-Z](?:[ .&/][A-Z]\b)+\.?")  # "B P", "C.V.A.", "N&V"
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+(?:[.,:/]\d+)*")
_FILLERS = frozenset("um umm uh uhm er erm hmm hm mm mmm ah eh".split())
_WHOLE = {
    "can't": "can not",
    "cannot": "can not",
    "won't": "will not",
    "shan't": "shall not",
    "ain't": "is not",
    "let's": "let us",
    "y'all": "you all",
    "ma'am": "madam",
    "maam": "madam",
    "o'clock": "oclock",
    "gonna": "going to",
    "gotta": "got to",
    "wanna": "want to",
    "dunno": "do not know",
    "lemme": "let me",
    "gimme": "give me",
    "whats": "what is",
    "wheres": "where is",
    "hows": "how is",
    "whos": "who is",
    "thats": "that is",
    "theres": "there is",
    "cant": "can not",
    "dont": "do not",
    "doesnt": "does not",
    "didnt": "did not",
    "isnt": "is not",
    "arent": "are not",
    "wasnt": "was not",
    "havent": "have not",
    "hasnt": "has not",
    "wont": "will not",
    "wouldnt": "would not",
    "couldnt": "could not",
    "shouldnt": "should not",
    "im": "i am",
    "ive": "i have",
    "youve": "you have",
    "youre": "you are",
    "youd": "you would",
    "theyre": "they are",
    "weve": "we have",
    "ur": "your",
    "u": "you",
    "mom": "mum",
    "mommy": "mum",
    "mummy": "mum",
    "daddy": "dad",
    "ok": "okay",
    "alright": "all right",
    "pls": "please",
    "hav": "have",
    "hve": "have",
    "wher": "where",
    "wen": "when",
    "wht": "what",
    "waht": "what",
    "yu": "you",
    "ypu": "you",
    "teh": "the",
    "meds": "medicines",
}
_TAILS = {"'re": "are", "'ve": "have", "'ll": "will", "'d": "would", "'m": "am"}
_IS_HOSTS = frozenset(
    "what where how who when why that it there here he she this everything anything something "
    "someone who pain".split()
)


def clean(text: str) -> str:
    """Readable text only, at most ``MAX_CHARACTERS`` long; line ends stay."""
    short = unicodedata.normalize("NFKC", text[:MAX_CHARACTERS]).translate(_QUOTES)
    kept = (c if c in "\n\t" or unicodedata.category(c) not in _NOT_TEXT else " " for c in short)
    return "".join(kept)[:MAX_CHARACTERS]


def words(text: str) -> list[str]:
    """Lower-case words with contractions written out and fillers gone."""
    found: list[str] = []
    text = _SPELT.sub(lambda letters: re.sub(r"[^A-Z]", "", letters[0]), text)
    for raw in _WORD.findall(text.translate(_QUOTES).lower()):
        found.extend(_expanded(raw))
    return found


@lru_cache(maxsize=20_000)
def plain(text: str) -> tuple[str, ...]:
    """``words`` of a text that is read more than once, such as our own examples."""
    return tuple(words(text))


@lru_cache(maxsize=20_000)
def _expanded(word: str) -> tuple[str, ...]:
    if word in _FILLERS:
        return ()
    if word in _WHOLE:
        return tuple(_WHOLE[word].split())
    head, mark, tail = word.partition("'")
    if not mark:
        return (british(word),)
    if word.endswith("n't"):
        return (word[:-3], "not")
    if mark + tail in _TAILS:
        return (british(head), _TAILS[mark + tail])
    return (head, "is") if tail == "s" and head in _IS_HOSTS else (british(head),)


def british(word: str) -> str:
    """One spelling for words that British and American English spell differently."""
    if len(word) < 6:
        return word
    word = word.replace("ae", "e").replace("oe", "e")
    if word.endswith(("our", "ours", "oured")):
        word = word.replace("our", "or")
    return word.replace("iz", "is") if word.endswith(("ize", "ized", "izes", "izing")) else word


class Speller:
    """Puts right the misspelt words of a text, as far as a known word is near."""

    def __init__(self, known: Mapping[str, int]) -> None:
        """``known``: word -> how often we use it; of two near words the commoner is meant."""
        self._counts = dict(known)
        self._known = frozenset(known)
        self._by_first: dict[str, list[str]] = {}
        for word in sorted(self._known):
            if len(word) > 3:
                self._by_first.setdefault(word[0], []).append(word)
        self._fixed: dict[str, str] = {}

    def correct(self, given: list[str]) -> list[str]:
        """The words with near misses replaced; unknown words with no near neighbour stay."""
        return [w if w in self._known or len(w) < 4 else self._near(w) for w in given]

    def _near(self, word: str) -> str:
        if word not in self._fixed:
            if len(self._fixed) > 5_000:
                self._fixed.clear()
            self._fixed[word] = self._search(word)
        return self._fixed[word]

    def _search(self, word: str) -> str:
        if not word.isalpha() or len(word) > 24 or _is_form_of_known(word, self._known):
            return word
        allowed = 1 if len(word) < 8 else 2
        first = self._by_first.get(word[0], [])
        near = extract(word, first, scorer=OSA.distance, score_cutoff=max(2, allowed), limit=12)
        sounds = _consonants(word)
        alike = [
            hit
            for hit in near
            if _consonants(hit[0]) == sounds and abs(len(hit[0]) - len(word)) < 2
        ]
        near = (alike if len(word) > 4 else []) or [hit for hit in near if hit[1] <= allowed]
        return min(near, key=lambda hit: (hit[1], -self._counts[hit[0]]))[0] if near else word


def _consonants(word: str) -> str:
    """What stays of a word when its vowels are misspelt: "smoak", "smoke"."""
    return word[0] + re.sub(r"[aeiouy]|(.)(?=\1)", "", word[1:])


def _is_form_of_known(word: str, known: frozenset[str]) -> bool:
    """An inflection of a known word is spelt right, only absent from the list."""
    return any(
        word.endswith(end) and (word[: -len(end)] in known or word[: -len(end)] + "e" in known)
        for end in ("s", "es", "ed", "ing", "er", "ly", "d", "y")
    )
