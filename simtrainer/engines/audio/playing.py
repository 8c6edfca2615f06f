"""The queue of what is played, by the counting of samples alone; the devices only take bytes."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from simtrainer.engines.audio.messages import Finished, Level, Started, Stopped
from simtrainer.engines.audio.sound import level_of

LEVEL_MS = 40  # between two reports, and the stretch of sound that each one measures


@dataclass
class _Sound:
    id: int
    pcm: bytes
    zero: int  # where its sample 0 lies on the queue's own count
    first: int  # where it begins to be played
    told: bool = False  # that it started
    reported: int = -1  # which stretch of LEVEL_MS

    @property
    def end(self) -> int:
        return self.zero + len(self.pcm) // 2


class PlayQueue:
    """Sounds one after another at one rate. Positions are samples since the queue was made."""

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self._sounds: deque[_Sound] = deque()
        self._taken = 0  # samples handed to the device
        self._end = 0

    def add(self, ident: int, pcm: bytes, from_ms: int = 0) -> None:
        """``pcm`` at the rate of the queue; its first ``from_ms`` are left out."""
        skipped = min(from_ms * self.rate // 1000, len(pcm) // 2)
        sound = _Sound(ident, pcm, self._end - skipped, self._end)
        self._sounds.append(sound)
        self._end = sound.end

    @property
    def waiting(self) -> int:
        """Samples not yet handed to the device."""
        return self._end - self._taken

    @property
    def busy(self) -> bool:
        return bool(self._sounds)

    def take(self, most: int) -> bytes:
        """The next samples for the device, at most ``most`` of them."""
        parts: list[bytes] = []
        for sound in self._sounds:
            if most <= 0:
                break
            if sound.first <= self._taken < sound.end:
                here = 2 * (self._taken - sound.zero)
                parts.append(sound.pcm[here : here + 2 * most])
                self._taken += len(parts[-1]) // 2
                most -= len(parts[-1]) // 2
        return b"".join(parts)

    def pad(self, samples: int) -> None:
        """The device was given ``samples`` of silence after all that there was to take."""
        self._taken += samples
        self._end = max(self._end, self._taken)

    def heard(self, still_buffered: int) -> list[Started | Level | Finished]:
        """What there is to report, with ``still_buffered`` samples in the device not yet heard."""
        position = self.position(still_buffered)
        news: list[Started | Level | Finished] = []
        while self._sounds:
            sound = self._sounds[0]
            if position <= sound.first < sound.end:
                break
            news += self._news_of(sound, position)
            if position < sound.end:
                break
            news.append(Finished(id=sound.id))
            self._sounds.popleft()
        return news

    def _news_of(self, sound: _Sound, position: int) -> list[Started | Level | Finished]:
        news: list[Started | Level | Finished] = []
        if not sound.told:
            sound.told = True
            news.append(Started(id=sound.id))
        stretch = self.rate * LEVEL_MS // 1000
        here = (position - sound.zero) // stretch
        if here != sound.reported and position < sound.end:
            sound.reported = here
            pcm = sound.pcm[2 * here * stretch : 2 * (here + 1) * stretch]
            ms = self._ms(sound, position)
            news.append(Level(id=sound.id, value=level_of(pcm), ms=ms))
        return news

    def stop(self, still_buffered: int) -> Stopped:
        """Forget everything; says what was being heard. The device must forget its part, too."""
        position = self.position(still_buffered)
        now = next((s for s in self._sounds if s.told and position < s.end), None)
        self._sounds.clear()
        self._end = self._taken
        return Stopped(id=now.id, ms=self._ms(now, position)) if now else Stopped()

    def left(self, still_buffered: int) -> list[tuple[int, int]]:
        """Which sounds were not heard to their end, and from which ms on."""
        position = self.position(still_buffered)
        return [
            (s.id, self._ms(s, max(position, s.first))) for s in self._sounds if position < s.end
        ]

    def position(self, still_buffered: int) -> int:
        """How many samples left the device since the queue was made."""
        return self._taken - min(self._taken, max(0, still_buffered))

    def _ms(self, sound: _Sound, position: int) -> int:
        return max(0, position - sound.zero) * 1000 // self.rate
