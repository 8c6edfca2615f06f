"""A synthesiser without a voice: a hum as long as the words would take. For tests and loop-back."""

from __future__ import annotations

import numpy as np

from simtrainer.engines.audio.sound import pcm_of
from simtrainer.engines.speaking.making import serve_synthesiser
from simtrainer.engines.speaking.messages import Delivery, VoiceInfo
from simtrainer.engines.worker import Link

RATE = 22_050


class Hum:
    def voices(self) -> tuple[VoiceInfo, ...]:
        return (VoiceInfo(id="hum", name="hum", languages=("en-GB",)),)

    def make(self, text: str, delivery: Delivery) -> tuple[bytes, int]:
        """Loudness follows the words: one swell each."""
        words = len(text.split())
        at = np.arange(int(RATE * 60 / delivery.rate * words)) / RATE
        swell = 0.55 + 0.45 * np.cos(2 * np.pi * (delivery.rate / 60) * at + np.pi)
        return pcm_of(0.3 * swell * np.sin(2 * np.pi * 180 * 2**delivery.pitch * at)), RATE


def serve(link: Link) -> None:
    serve_synthesiser(link, "hum", Hum)
