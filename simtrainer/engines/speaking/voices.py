"""Which of the installed voices suits a person."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from simtrainer.engines.speaking.messages import VoiceInfo, VoiceWish

CHILD, OLD = 13, 70


def spread(key: str, count: int) -> int:
    """A number below ``count`` that is always the same for ``key``."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:4], "big") % max(1, count)


def best_voice(voices: Sequence[VoiceInfo], wish: VoiceWish) -> VoiceInfo | None:
    """The voice that suits best: language first, then sex, then age; None without any.

    Of several that suit equally, ``wish.key`` decides, so that two people sound different.
    """
    if not voices:
        return None
    ranked = [(_fit(voice, wish), voice) for voice in voices]
    best = max(fit for fit, _ in ranked)
    equal = [voice for fit, voice in ranked if fit == best]
    return equal[spread(wish.key, len(equal))]


def _fit(voice: VoiceInfo, wish: VoiceWish) -> tuple[int, int, int]:
    return (
        language_fit(voice.languages, wish.language),
        _sex_fit(voice, wish),
        _age_fit(voice, wish),
    )


def language_fit(languages: Sequence[str], wanted: str) -> int:
    """2 for the very language and region, 1 for the language, 0 for another, or not known."""
    wanted = wanted.lower().replace("_", "-")
    known = [name.lower().replace("_", "-") for name in languages]
    if any(name == wanted for name in known):
        return 2
    return int(any(name.split("-")[0] == wanted.split("-")[0] for name in known))


def _sex_fit(voice: VoiceInfo, wish: VoiceWish) -> int:
    return 1 if voice.gender == wish.sex else 0 if not voice.gender else -1


def _age_fit(voice: VoiceInfo, wish: VoiceWish) -> int:
    """Only a child's or an old person's voice matters; few engines tell their age at all."""
    if not voice.age:
        return 0
    return int(_age_band(voice.age) == _age_band(wish.age))


def _age_band(age: float) -> str:
    return "child" if age < CHILD else "old" if age >= OLD else "adult"


# --- espeak-ng: one voice a language, changed by variants
# The variants of their kind that a recogniser misheard least (eight questions read at 150 words a
# minute, words misheard 0.55 to 0.78, others up to 0.98), far enough apart in pitch or timbre to
# tell people apart. Children have the clearest, raised in pitch.
_VARIANTS: dict[tuple[str, str], tuple[str, ...]] = {
    ("female", "child"): ("f5", "f2"),
    ("male", "child"): ("f2", "f5"),
    ("female", "adult"): ("f5", "f2", "f3"),
    ("male", "adult"): ("m6", "m5", "m1", "m8"),
    ("female", "old"): ("f1", "f4"),
    ("male", "old"): ("grandpa", "m2"),
}
_ESPEAK_DEFAULT = "gmw/en"


def espeak_voice(voices: Sequence[VoiceInfo], wish: VoiceWish) -> str:
    """The name of an espeak-ng voice with a variant, such as ``gmw/en+f3``.

    By id, because 1.52 does not know all of its languages by name (``en-gb`` is ``gmw/en``).
    """
    variants = _VARIANTS[(wish.sex, _age_band(wish.age))]
    fits = [(language_fit(voice.languages, wish.language), voice.id) for voice in voices]
    best = max((fit for fit, _ in fits), default=0)
    plainest = min((ident for fit, ident in fits if fit == best and fit), key=len, default="")
    return f"{plainest or _ESPEAK_DEFAULT}+{variants[spread(wish.key, len(variants))]}"


def espeak_pitch(wish: VoiceWish, pitch: float) -> int:
    """0 to 99, 50 as the variant has it; a young child's voice lies higher."""
    child = 22 if wish.age < 8 else 12 if wish.age < CHILD else 0
    return round(min(99, max(0, 50 + child + 30 * pitch)))
