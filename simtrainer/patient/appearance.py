"""How a person looks from how they feel and what their body shows: numbers for the drawn face,
and one line of words that says the same without a diagnosis.

``mood``: trust, anxiety, pain, anger, sadness, fatigue, consciousness (1 alert, 0 unresponsive).
``signs``: pallor, cyanosis, sweat, flush, effort, tears, all 0 to 1, and resp_rate per minute;
resp_rate_usual is the top of the usual range for this person's age (20 for an adult). Names that
are missing count as calm and well, numbers out of range as the nearest end.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Difficulty = Literal["easy", "standard", "hard"]

_CALM = {"trust": 0.5, "consciousness": 1.0}
RESP_RATE = 14.0
RESP_RATE_USUAL = 20.0  # NEWS2 (Royal College of Physicians, 2017) scores from 21
_FAST_ABOVE_USUAL = 4.0  # NEWS2 gives its most from 25
_SLOW = 8.0  # NEWS2 gives its most to 8 and below


@dataclass(frozen=True, slots=True)
class _Felt:
    """Mood and signs with nothing missing and everything in range."""

    trust: float
    anxiety: float
    pain: float
    anger: float
    sadness: float
    fatigue: float
    awake: float
    pallor: float
    cyanosis: float
    sweat: float
    flush: float
    effort: float
    tears: float
    rate: float
    usual: float


def _felt(mood: Mapping[str, float], signs: Mapping[str, float]) -> _Felt:
    def share(source: Mapping[str, float], name: str) -> float:
        return _unit(source.get(name, _CALM.get(name, 0.0)))

    names = ("trust", "anxiety", "pain", "anger", "sadness", "fatigue")
    seen = ("pallor", "cyanosis", "sweat", "flush", "effort", "tears")
    return _Felt(
        **{name: share(mood, name) for name in names},
        awake=share(mood, "consciousness"),
        **{name: share(signs, name) for name in seen},
        rate=min(120.0, max(0.0, signs.get("resp_rate", RESP_RATE))),
        usual=max(1.0, signs.get("resp_rate_usual", RESP_RATE_USUAL)),
    )


def _unit(value: float) -> float:
    return min(1.0, max(0.0, value))


def _ramp(value: float, start: float, end: float) -> float:
    """0 up to ``start``, 1 from ``end``, straight between."""
    return _unit((value - start) / (end - start))


def face_of(mood: Mapping[str, float], signs: Mapping[str, float]) -> dict[str, float]:
    """The parameters of the drawn face, each in its range. Feelings fade as the person does."""
    felt = _felt(mood, signs)
    shown = _ramp(felt.awake, 0.3, 0.75)
    return {
        **_brows(felt, shown),
        **_eyes(felt, shown),
        **_mouth(felt, shown),
        **_head(felt, shown),
        "pallor": felt.pallor,
        "cyanosis": felt.cyanosis,
        "sweat": felt.sweat,
        "flush": max(felt.flush, 0.35 * _crying(felt) * shown, 0.3 * felt.anger * shown),
        "effort": felt.effort,
        "breath": _unit(0.3 + 0.7 * max(felt.effort, _ramp(felt.rate, 16, 36))),
        "resp_rate": felt.rate,
    }


def _crying(felt: _Felt) -> float:
    return max(felt.tears, _ramp(felt.sadness, 0.8, 1.0))


def _brows(felt: _Felt, shown: float) -> dict[str, float]:
    worry = max(0.85 * felt.anxiety, felt.sadness, 0.6 * felt.effort)
    wide = 0.45 * max(_ramp(felt.anxiety, 0.6, 1.0), felt.effort)
    frown = max(felt.anger, felt.pain, 0.5 * felt.anxiety, 0.45 * felt.sadness)
    return {
        "brow_inner": _unit(worry * (1 - 0.8 * max(felt.anger, _screwed(felt)))) * shown,
        "brow_raise": (wide - 0.35 * felt.anger) * shown - 0.1 * (1 - shown),
        "furrow": _unit(frown) * shown,
    }


def _screwed(felt: _Felt) -> float:
    """How far pain screws the face up."""
    return _ramp(felt.pain, 0.5, 0.95)


def _eyes(felt: _Felt, shown: float) -> dict[str, float]:
    calm = 0.1 + 0.35 * felt.fatigue + 0.25 * _crying(felt) + 0.3 * _screwed(felt)
    wide = 0.1 * max(felt.anxiety, felt.effort)
    drowsy = _ramp(1 - felt.awake, 0.0, 0.6)
    away = 0.45 * felt.anxiety * (1 - felt.trust) + 0.5 * _ramp(0.35 - felt.trust, 0, 0.35)
    down = max(0.7 * felt.sadness, 0.7 * _crying(felt), 0.3 * felt.fatigue)
    return {
        "lids": max(_unit(calm - wide), drowsy),
        "squint": max(_screwed(felt), 0.3 * _ramp(felt.anger, 0.4, 1.0)) * shown,
        "gaze_x": _unit(away) * (1 - felt.anger) * shown,
        "gaze_y": max(_unit(down) * shown, 0.6 * (1 - shown)),
        "tears": _crying(felt),
        "red_eyes": max(_crying(felt), 0.5 * _ramp(felt.sadness, 0.5, 0.9)),
    }


def _mouth(felt: _Felt, shown: float) -> dict[str, float]:
    low = max(0.9 * felt.sadness, 0.55 * felt.anxiety, 0.7 * felt.anger, 1.1 * felt.pain)
    ease = 0.1 + 0.35 * felt.trust
    grimace = _ramp(felt.pain, 0.6, 1.0) * shown
    return {
        "mouth_curve": max(-1.0, (ease * (1 - low) - low) * shown - 0.15 * (1 - shown)),
        "mouth_open": _unit(max(0.8 * felt.effort, 0.55 * grimace, 0.3 * (1 - felt.awake))),
        "grimace": grimace,
        "chin": max(_crying(felt), _ramp(felt.sadness, 0.6, 1.0)) * shown,
    }


def _head(felt: _Felt, shown: float) -> dict[str, float]:
    side = 0.35 * _screwed(felt) - 0.35 * felt.sadness - 0.15 * felt.anxiety
    low = 0.45 * felt.sadness + 0.2 * felt.pain + 0.2 * felt.fatigue - 0.2 * felt.effort
    slack = 1 - shown
    return {
        "tilt": max(-1.0, min(1.0, side * shown + 0.85 * slack)),
        "drop": max(-1.0, min(1.0, low * shown + 0.7 * slack)),
    }


# --- words ------------------------------------------------------------------------------------

# How strong something must be to be named, as a multiple of the usual threshold.
_KEENNESS: dict[Difficulty, float] = {"easy": 0.75, "standard": 1.0, "hard": 1.35}


def what_one_sees(
    mood: Mapping[str, float],
    signs: Mapping[str, float],
    difficulty: Difficulty = "standard",
    count_breaths: bool = False,
) -> str:
    """One line of what anybody would see, such as "Looks worried, pale and clammy. Breathing
    fast."

    Harder cases say less; give assistive technology the ``standard`` line all the same.
    ``count_breaths`` adds the rate in words, for a figure that does not move.
    """
    felt = _felt(mood, signs)
    keen = _KEENNESS.get(difficulty, 1.0)
    skin = _skin_words(felt, keen)
    if difficulty == "hard":
        skin = skin[:1]
    first = ", ".join([_demeanour(felt, keen, alone=not skin), *skin]) + "."
    return " ".join(filter(None, [first, _breathing_words(felt, keen, count_breaths)]))


def _demeanour(felt: _Felt, keen: float, alone: bool) -> str:
    if felt.awake < 0.9:
        return _drowsiness(felt)
    if felt.pain >= 0.8 * keen:
        return "Grimaces, eyes screwed shut"
    if _crying(felt) >= 0.4 * keen:
        return "Crying quietly, looks down"
    feelings = _feelings(felt, keen)
    if feelings:
        glance = alone and felt.trust < 0.5 and feelings[0] in ("worried", "frightened")
        return f"Looks {' and '.join(feelings[:2])}" + (", glances at the door" if glance else "")
    if felt.trust < 0.3:
        return "Does not look at you"
    troubled = max(felt.pain, felt.anxiety, felt.anger, felt.sadness) > 0.35
    return "Looks at you" + ", at ease" * (alone and not troubled)


def _drowsiness(felt: _Felt) -> str:
    if felt.awake < 0.2:
        return "Lies still, eyes closed"
    if felt.awake < 0.45:
        return "Eyes closed, head to one side"
    if felt.awake < 0.7:
        return "Eyes nearly closed, head to one side"
    return "Slow to look up, eyelids heavy"


def _feelings(felt: _Felt, keen: float) -> list[str]:
    """What the face says, strongest first."""
    strengths = [
        (felt.pain - 0.4 * keen, "in pain"),
        (felt.anxiety - 0.4 * keen, "frightened" if felt.anxiety >= 0.75 else "worried"),
        (felt.anger - 0.4 * keen, "angry" if felt.anger >= 0.65 else "annoyed"),
        (felt.sadness - 0.45 * keen, "sad"),
        (felt.fatigue - 0.55 * keen, "tired"),
    ]
    return [word for strength, word in sorted(strengths, reverse=True) if strength >= 0]


def _skin_words(felt: _Felt, keen: float) -> list[str]:
    pale = felt.pallor >= 0.3 * keen
    damp = felt.sweat >= 0.25 * keen
    words: list[str] = []
    if pale:
        words.append(("very pale" if felt.pallor >= 0.75 else "pale") + (" and clammy" * damp))
    elif felt.flush >= 0.35 * keen:
        words.append("flushed" + (" and sweating" * damp))
    elif damp:
        words.append("sweating")
    if felt.cyanosis >= 0.25 * keen:
        words.append("lips bluish")
    return words


def _breathing_words(felt: _Felt, keen: float, counted: bool) -> str:
    count = f", about {round(felt.rate)} times a minute" if counted else ""
    if felt.rate < 1:
        return "Not breathing."
    if felt.rate < 5:
        return f"Hardly breathing{count}."
    if felt.rate <= _SLOW:
        return f"Breathing slowly{count}."
    hard = felt.effort >= 0.45 * keen
    fast = felt.rate > felt.usual + _FAST_ABOVE_USUAL * keen
    if hard or fast:
        manner = " and ".join(["fast"] * fast + ["hard"] * hard)
        return f"Breathing {manner}{count}."
    return f"Breathing quietly{count}." if counted else ""


_DEVICE_WORDS = {
    "cannula": "Has an oxygen tube under the nose.",
    "mask": "Wears an oxygen mask.",
    "reservoir": "Wears an oxygen mask with a bag.",
}


def device_seen(device: str) -> str:
    """The oxygen device in words; empty for none or one that is not drawn."""
    return _DEVICE_WORDS.get(device, "")
