"""From letters to sounds, for words that are in no dictionary: a patient's name, a rare drug.

Rules of our own for English, the longest fitting group of letters first; sounds are those of the
CMU dictionary, without stress. They are right about one time in two, and near most of the time:
what comes with the program in ``assets/pronunciations.txt`` goes before.
"""

from __future__ import annotations

VOWELS = frozenset("AA AE AH AO AW AY EH ER EY IH IY OW OY UH UW".split())

LETTERS = {
    "a": "EY", "b": "B IY", "c": "S IY", "d": "D IY", "e": "IY", "f": "EH F", "g": "JH IY",
    "h": "EY CH", "i": "AY", "j": "JH EY", "k": "K EY", "l": "EH L", "m": "EH M", "n": "EH N",
    "o": "OW", "p": "P IY", "q": "K Y UW", "r": "AA R", "s": "EH S", "t": "T IY", "u": "Y UW",
    "v": "V IY", "w": "D AH B AH L Y UW", "x": "EH K S", "y": "W AY", "z": "Z EH D",
}  # fmt: skip

# "^" before a group: only at the beginning of a word; "$" after it: only at its end.
_GROUPS = {
    "^ps": "S", "^kn": "N", "^wr": "R", "^x": "Z", "^gn": "N", "^rh": "R", "^eu": "Y UW",
    "tion$": "SH AH N", "tions$": "SH AH N Z", "sion$": "ZH AH N", "ssion": "SH AH N",
    "cious": "SH AH S", "tious": "SH AH S", "ous$": "AH S", "cial": "SH AH L", "tial": "SH AH L",
    "ture": "CH ER", "sure$": "ZH ER", "able$": "AH B AH L", "ible$": "AH B AH L",
    "aemia": "IY M IY AH", "emia$": "IY M IY AH", "itis$": "AY T IH S", "osis$": "OW S IH S",
    "rrhoea": "R IY AH", "rrhea": "R IY AH", "oscopy": "AA S K AH P IY", "ology": "AA L AH JH IY",
    "ograph": "OW G R AE F", "ectomy": "EH K T AH M IY", "otomy": "AA T AH M IY",
    "icillin": "IH S IH L IH N", "mycin$": "M AY S IH N", "micin$": "M AY S IH N",
    "oxacin": "AA K S AH S IH N", "azole$": "AH Z OW L", "statin$": "S T AE T IH N",
    "olol$": "AH L AA L", "ipine$": "IH P IY N", "pril$": "P R IH L", "sartan": "S AA R T AH N",
    "gliptin": "G L IH P T IH N", "parin$": "P AH R IH N", "xaban": "K S AH B AE N",
    "amine$": "AH M IY N", "idine$": "IH D IY N", "ine$": "IY N", "ide$": "AY D",
    "ate$": "EY T", "ing$": "IH NG", "ed$": "D", "age$": "IH JH", "es$": "Z", "le$": "AH L",
    "igh": "AY", "eigh": "EY", "ough": "OW", "augh": "AO", "tch": "CH", "dge": "JH",
    "sch": "SH", "chl": "K L", "chr": "K R", "sh": "SH", "ch": "CH", "th": "TH", "ph": "F",
    "gh": "G", "ck": "K", "ng": "NG", "qu": "K W", "wh": "W", "sc": "S K", "sce": "S EH",
    "sci": "S AY", "ee": "IY", "ea": "IY", "oo": "UW", "ou": "AW", "ow": "OW", "oa": "OW",
    "oi": "OY", "oy": "OY", "ai": "EY", "ay": "EY", "au": "AO", "aw": "AO", "ei": "EY",
    "ey$": "IY", "ie$": "IY", "ie": "IY", "ae": "IY", "oe": "IY", "ue$": "UW", "ew": "Y UW",
    "eu": "Y UW", "ar": "AA R", "er": "ER", "ir": "ER", "ur": "ER", "or": "AO R", "yr": "ER",
    "ia$": "IY AH", "a$": "AH", "o$": "OW", "y$": "IY", "e$": "", "i$": "IY", "^y": "Y",
    "ce": "S EH", "ci": "S IH", "cy": "S IY", "ce$": "S", "ge$": "JH", "ge": "JH EH",
    "gi": "JH IH", "gy": "JH IY", "se$": "Z", "x": "K S",
    "a": "AE", "b": "B", "c": "K", "d": "D", "e": "EH", "f": "F", "g": "G", "h": "HH", "i": "IH",
    "j": "JH", "k": "K", "l": "L", "m": "M", "n": "N", "o": "AA", "p": "P", "q": "K", "r": "R",
    "s": "S", "t": "T", "u": "AH", "v": "V", "w": "W", "y": "IH", "z": "Z",
}  # fmt: skip
_LONGEST = 8
_BY_LETTER = frozenset(
    "a b c d e f g h i j k l m n o p q r s t u v w x y z "
    "adhd ecg ekg er hiv ibs iud iv ocd std sti uti".split()
)  # besides those without a vowel


def sounds_of(word: str) -> str:
    """How ``word`` is probably said: sounds with spaces between; "" for one without letters."""
    bare = "".join(letter for letter in word.lower() if letter in LETTERS)
    if bare in _BY_LETTER or not any(letter in "aeiouy" for letter in bare):
        return " ".join(LETTERS[letter] for letter in bare)
    sounds: list[str] = []
    at = 0
    while at < len(bare):
        length, said = _group(bare, at)
        sounds.extend(sound for sound in said.split() if not sounds or sounds[-1] != sound)
        at += length
    return " ".join(sounds)


def _group(word: str, at: int) -> tuple[int, str]:
    for length in range(min(_LONGEST, len(word) - at), 0, -1):
        letters = word[at : at + length]
        ends, begins = at + length == len(word), at == 0
        for fits, form in ((begins, f"^{letters}"), (ends, f"{letters}$"), (True, letters)):
            if fits and form in _GROUPS:
                return length, _GROUPS[form]
    return 1, ""


# Words with the long a of "father" where American English has that of "cat".
_LONG_A = frozenset(
    "advance after answer ask asked asking basket bath branch can't cast castle chance class "
    "dance fast glass grass half last laugh mask master nasty pass passed passing past path plant "
    "plaster rather sample task vast".split()
)


def british(word: str, sounds: str) -> str:
    """``sounds``, the American way to say ``word``, in the British way.

    The r goes before consonants and pauses; "hot" has a rounded vowel, "bath" a long one.
    """
    said = sounds.split()
    kept: list[str] = []
    for sound, following in zip(said, [*said[1:], ""], strict=True):
        if sound == "R" and following not in VOWELS:
            if kept and kept[-1] in ("IH", "IY", "UH"):
                kept.append("AH")
        elif sound == "ER" and not following and len(said) > 3:
            kept.append("AH")
        elif sound == "AA" and following != "R" and ("o" in word or word.startswith("wa")):
            kept.append("AO")
        elif sound == "AE" and word in _LONG_A:
            kept.append("AA")
        else:
            kept.append(sound)
    return " ".join(kept)
