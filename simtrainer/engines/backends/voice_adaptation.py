"""A recogniser gets used to a voice: from what it understood well, how this voice differs.

Maximum likelihood linear regression of the Gaussian means (Leggetter and Woodland 1995), one
transform for all sounds, drawn towards "no difference" while there is little speech; then, for
each sound, what is left over, such as an accent's vowels. Only for PocketSphinx's phonetically
tied models: one codebook of Gaussians for each sound.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_MAGIC = 0x11223344
_LEAST_VARIANCE = 1e-4  # what the recogniser itself takes at least
_TRUST = 100.0  # frames of speech that count as much as the assumption of no difference
_SOUND_TRUST = 40.0  # the same for the frames of one sound
_GAUSSIAN_TRUST = 20.0  # and of one Gaussian


@dataclass(frozen=True)
class Sound:
    """One sound in an utterance: frames of 10 ms from ``start`` up to ``end``."""

    name: str
    start: int
    end: int


class VoiceAdaptation:
    """Gathers speech of one voice. Raises OSError or ValueError for a model it cannot read."""

    def __init__(self, model: Path) -> None:
        self._means = _gaussians(model / "means")
        self._variances = np.maximum(_gaussians(model / "variances"), _LEAST_VARIANCE)
        self._names = _sound_names(model / "mdef")
        if len(self._names) != len(self._means):
            raise ValueError("not a phonetically tied model")
        streams, size = self._means.shape[1], self._means.shape[3]
        self._left = np.zeros((streams, size, size + 1, size + 1))
        self._right = np.zeros((streams, size, size + 1))
        self._often = np.zeros(self._means.shape[:3])
        self._sums = np.zeros(self._means.shape)
        self.frames = 0

    def add(self, cepstra: Floats, sounds: Sequence[Sound]) -> None:
        """An utterance: ``cepstra`` are frames x coefficients, their mean over speech taken off."""
        streams = _streams(cepstra)
        for sound in sounds:
            if sound.name in self._names and sound.name not in ("SIL", "+SPN+", "+NSN+"):
                codebook = self._names.index(sound.name)
                for number, frames in enumerate(streams):
                    self._gather(number, codebook, frames[sound.start : sound.end])
                self.frames += sound.end - sound.start

    def _gather(self, stream: int, codebook: int, seen: Floats) -> None:
        means, variances = self._means[codebook, stream], self._variances[codebook, stream]
        shares = _shares(seen, means, variances)
        often, sums = shares.sum(0), shares.T @ seen
        extended = np.hstack([np.ones((len(means), 1)), means])
        self._often[codebook, stream] += often
        self._sums[codebook, stream] += sums
        weights = often[:, None] / variances
        self._left[stream] += np.einsum("ki,kj,kl->ijl", weights, extended, extended)
        self._right[stream] += (sums / variances).T @ extended

    def means(self) -> bytes:
        """The means for this voice, as a parameter file of the recogniser."""
        moved = np.empty_like(self._means)
        for stream in range(self._means.shape[1]):
            transform = self._transform(stream)
            moved[:, stream] = self._means[:, stream] @ transform[:, 1:].T + transform[:, 0]
        left = (self._sums - self._often[..., None] * moved).sum(2)
        moved += (left / (self._often.sum(2)[..., None] + _SOUND_TRUST))[:, :, None]
        own = self._sums - self._often[..., None] * moved
        moved += own / (self._often[..., None] + _GAUSSIAN_TRUST)
        codebooks, streams, each, size = moved.shape
        head = struct.pack("<4I", _MAGIC, codebooks, streams, each)
        sizes = struct.pack(f"<{streams + 1}I", *[size] * streams, moved.size)
        return b"s3\nversion 1.0\nendhdr\n" + head + sizes + moved.astype("<f4").tobytes()

    def _transform(self, stream: int) -> Floats:
        size = self._right.shape[1]
        rows = []
        for i in range(size):
            same = np.eye(size + 1)[i + 1]
            pull = np.diag(np.diag(self._left[stream, i])) * _TRUST / max(self.frames, 1)
            left = self._left[stream, i] + pull
            rows.append(np.linalg.solve(left, self._right[stream, i] + pull @ same))
        return np.array(rows)


def _shares(seen: Floats, means: Floats, variances: Floats) -> Floats:
    """How much each Gaussian has to do with each frame; a frame's shares add up to 1."""
    away = ((seen[:, None] - means) ** 2 / variances).sum(-1) + np.log(variances).sum(-1)
    likely: Floats = np.exp(-0.5 * (away - away.min(1, keepdims=True)))
    likely /= likely.sum(1, keepdims=True)
    return likely


def _streams(cepstra: Floats) -> tuple[Floats, Floats, Floats]:
    """Coefficients, their change and the change of that, as the feature type 1s_c_d_dd has it."""
    edges = np.concatenate([cepstra[:1]] * 3 + [cepstra] + [cepstra[-1:]] * 3)

    def moved(by: int) -> Floats:
        return edges[3 + by : 3 + by + len(cepstra)]

    return cepstra, moved(2) - moved(-2), (moved(3) - moved(-1)) - (moved(1) - moved(-3))


def _gaussians(file: Path) -> Floats:
    """A parameter file in the Sphinx-3 form: codebooks x streams x Gaussians x coefficients."""
    raw = file.read_bytes()
    start = raw.index(b"endhdr\n") + 7
    order = "<" if struct.unpack_from("<I", raw, start)[0] == _MAGIC else ">"
    codebooks, streams, each = struct.unpack_from(f"{order}3i", raw, start + 4)
    size, *others = struct.unpack_from(f"{order}{streams}i", raw, start + 16)
    if any(other != size for other in others):
        raise ValueError("streams of different sizes")
    values = np.frombuffer(
        raw, f"{order}f4", codebooks * streams * each * size, start + 20 + 4 * streams
    )
    found: Floats = values.reshape(codebooks, streams, each, size).astype(np.float64)
    return found


def _sound_names(file: Path) -> list[str]:
    """The names of the sounds in a binary model definition, in the order of their codebooks."""
    raw = file.read_bytes()
    order = {b"BMDF": "<", b"FDMB": ">"}.get(raw[:4])
    if order is None:
        raise ValueError("not a binary model definition")
    (described,) = struct.unpack_from(f"{order}i", raw, 8)
    start = 12 + described
    (count,) = struct.unpack_from(f"{order}i", raw, start)
    return [name.decode("ascii") for name in raw[start + 40 :].split(b"\0", count)[:count]]


def read_cepstra(file: Path, size: int = 13) -> Floats:
    """A feature file of the recogniser: frames x coefficients. Frames of pure zeros are evened."""
    raw = file.read_bytes()
    (count,) = struct.unpack_from("<i", raw)
    order = "<" if count * 4 + 4 == len(raw) else ">"
    values = np.frombuffer(raw, f"{order}f4", offset=4).reshape(-1, size).astype(np.float64)
    values[~np.isfinite(values).all(1)] = 0.0
    return values
