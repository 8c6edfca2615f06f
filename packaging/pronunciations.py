"""Write ``assets/pronunciations.txt``: how clinical words are said that PocketSphinx does not know.

    python packaging/pronunciations.py

The words are those of our examples, our catalogue and our templates; espeak-ng says them, and its
phonemes are written as the sounds of the CMU dictionary. Run it again when many words are new:
what is missing is guessed from its letters.
"""

from __future__ import annotations

import ctypes
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import espeakng_loader  # type: ignore[import-untyped]
import pocketsphinx  # type: ignore[import-untyped]

from simtrainer.engines.listening.pronouncing import read_pronunciations, spoken_words
from simtrainer.language.spoken import expected_in
from simtrainer.paths import assets_dir, scenarios_dir

HEAD = """\
# How words are said that are not in the dictionary of PocketSphinx: sounds of the CMU dictionary.
# Made by packaging/pronunciations.py with espeak-ng; spelling of sounds checked by its tests.
"""
_SOUNDS = {
    "n̩": "AH N", "l̩": "AH L", "əl": "AH L", "tʃ": "CH", "dʒ": "JH", "aɪ": "AY", "aʊ": "AW",
    "ɔɪ": "OY", "eɪ": "EY", "oʊ": "OW", "əʊ": "OW", "iː": "IY", "uː": "UW", "ɑː": "AA",
    "ɔː": "AO", "oː": "AO", "ɜː": "ER", "i": "IY", "ɪ": "IH", "ᵻ": "IH", "e": "EH", "ɛ": "EH",
    "æ": "AE", "a": "AE", "ɑ": "AA", "ɒ": "AA", "ɔ": "AO", "o": "OW", "ʊ": "UH", "u": "UW",
    "ʌ": "AH", "ə": "AH", "ɐ": "AH", "ɚ": "ER", "ɜ": "ER", "ɝ": "ER", "ɹ": "R", "r": "R",
    "ɾ": "T", "ʔ": "T", "θ": "TH", "ð": "DH", "ʃ": "SH", "ʒ": "ZH", "ŋ": "NG", "ɡ": "G",
    "g": "G", "h": "HH", "j": "Y", "w": "W", "x": "K", "b": "B", "d": "D", "f": "F", "k": "K",
    "l": "L", "m": "M", "n": "N", "p": "P", "s": "S", "t": "T", "v": "V", "z": "Z",
}  # fmt: skip
_PHONEME = re.compile("|".join(sorted(map(re.escape, _SOUNDS), key=len, reverse=True)))
_UTF8, _IPA, _NO_SOUND = 1, 2, 2


def main() -> None:
    home = Path(pocketsphinx.get_model_path("en-us"))
    known = read_pronunciations((home / "cmudict-en-us.dict").read_text("utf-8"))
    missing = sorted(word for word in set(_words()) if word not in known and len(word) > 3)
    lines = [f"{word} {sounds}" for word, sounds in _said(missing) if sounds]
    (assets_dir() / "pronunciations.txt").write_text(HEAD + "\n".join(lines) + "\n", "utf-8")
    sys.stdout.write(f"{len(lines)} words\n")


def _words() -> Iterator[str]:
    expectation = expected_in()
    catalogue = Path(__file__).parent.parent / "simtrainer" / "scenario" / "catalogue" / "data"
    files = [*catalogue.glob("*.toml"), *scenarios_dir().glob("*.yaml")]
    texts = [*expectation.sentences, *expectation.words]
    for text in (*texts, *(file.read_text("utf-8") for file in files)):
        yield from spoken_words(text)


def _said(words: Iterable[str]) -> Iterator[tuple[str, str]]:
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    library.espeak_Initialize(_NO_SOUND, 0, espeakng_loader.get_data_path().encode(), 0)
    if library.espeak_SetVoiceByName(b"en-us"):
        sys.exit("espeak-ng has no American English voice here.")
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    for word in words:
        text = ctypes.c_char_p(word.encode())
        said = library.espeak_TextToPhonemes(ctypes.byref(text), _UTF8, _IPA)
        yield word, " ".join(_SOUNDS[found] for found in _PHONEME.findall(said.decode("utf-8")))


if __name__ == "__main__":
    main()
