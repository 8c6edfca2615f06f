"""How a person says a sentence now: voice by who they are, manner by mood and breath."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Protocol

from simtrainer.engines.speaking.messages import Delivery, VoiceWish


class HasVoice(Protocol):
    """The part of a case's ``Voice`` that is needed here."""

    @property
    def pitch(self) -> Literal["low", "middle", "high"]: ...
    @property
    def pace(self) -> int: ...


class Speaking(Protocol):
    """The part of a case's ``Person`` that is needed here."""

    @property
    def key(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def age(self) -> float: ...
    @property
    def sex(self) -> Literal["male", "female"]: ...
    @property
    def voice(self) -> HasVoice: ...


class Manner(Protocol):
    """The part of the patient's ``Manner`` that is needed here: how they can speak now."""

    @property
    def breath(self) -> int:
        """0 freely, 1 in short runs, 2 a few words at a time."""
        ...

    @property
    def clear(self) -> float:
        """1 clear-headed, below 0.8 confused, below 0.6 drowsy."""
        ...


_OWN_PITCH = {"low": -0.35, "middle": 0.0, "high": 0.35}
# Direction of the change in a voice with each feeling at its strongest: share of the rate, pitch
# (-1 to 1), share of the volume. Directions after Scherer, "Vocal communication of emotion", Speech
# Communication 40 (2003), table 2: fear faster and higher, anger faster, higher and louder, sadness
# slower, lower and softer. The amounts are ours, kept small: a voice, not a performance.
_FEELINGS = {
    "anxiety": (0.12, 0.30, 0.0),
    "anger": (0.10, 0.15, 0.15),
    "sadness": (-0.18, -0.25, -0.20),
    "fatigue": (-0.12, -0.15, -0.15),
}
_NEUTRAL = 0.3  # feelings up to this strength are not heard
_BREATH_MS = (260, 450, 750)  # the pause of a "...", by breath
_BREATH_VOLUME = (1.0, 0.9, 0.75)
_QUIETEST, _SLOWEST, _FASTEST = 0.35, 80, 230
_VOLUME = 0.85  # of a calm voice, so that an angry one can be louder


def delivery(
    person: Speaking,
    mood: Mapping[str, float],
    manner: Manner,
    *,
    language: str = "en-GB",
    call: bool = False,
    volume: float = 1.0,
    pace: float = 1.0,
) -> Delivery:
    """The delivery of a sentence.

    ``mood``: shares 0 to 1 by name; ``volume`` 0 to 1 and ``pace`` (1 is as written) are the
    user's own settings.
    """
    rate, pitch, loud = 1.0, _OWN_PITCH[person.voice.pitch], _VOLUME
    for feeling, (faster, higher, louder) in _FEELINGS.items():
        strength = max(0.0, mood.get(feeling, 0.0) - _NEUTRAL) / (1 - _NEUTRAL)
        rate += faster * strength
        pitch += higher * strength
        loud += louder * strength
    breath = min(2, max(0, manner.breath))
    rate *= _by_age(person.age) * _by_clearness(manner.clear)
    loud *= _BREATH_VOLUME[breath]
    wpm = min(_FASTEST, max(_SLOWEST, person.voice.pace * rate))
    return Delivery(
        voice=VoiceWish(
            language=language, sex=person.sex, age=person.age, key=person.key + person.name
        ),
        rate=round(min(320, max(60, wpm * pace))),
        pitch=round(min(1.0, max(-1.0, pitch)), 2),
        volume=round(min(1.0, max(_QUIETEST, loud)) * min(1.0, max(0.0, volume)), 3),
        breath_ms=_BREATH_MS[breath],
        pause_ms=_pause(rate, mood, breath),
        call=call,
    )


def _by_age(age: float) -> float:
    """The old and small children speak a little more slowly."""
    return 0.92 if age >= 75 or age < 8 else 1.0


def _by_clearness(clear: float) -> float:
    if clear < 0.6:
        return 0.75
    return 0.88 if clear < 0.8 else 1.0


def _pause(rate: float, mood: Mapping[str, float], breath: int) -> int:
    """Silence after the sentence: longer when slow, sad or out of breath."""
    slow = max(0.0, 1.0 - rate)
    return round(160 + 900 * slow + 250 * mood.get("sadness", 0.0) + 140 * breath)
