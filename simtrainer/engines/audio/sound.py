"""Arithmetic on sound: loudness, rate, the sound of a call. PCM is int16 little-endian, mono."""

from __future__ import annotations

import io
import wave

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float64]  # -1 to 1

QUIET_DB, LOUD_DB = -50.0, -12.0  # RMS that reads as 0 and as 1 on a meter and on a mouth
# The band of a narrow-band telephone channel (ITU-T G.712).
CALL_BAND_HZ = (300.0, 3400.0)
_CALL_TAPS_S = 0.012  # long enough for the slope at 300 Hz
_CALL_THRESHOLD, _CALL_RATIO = 0.12, 2.0  # RMS above which a call is levelled, and how much


class NotSound(Exception):
    """The bytes are no sound that can be played; ``str()`` says why."""


def samples_of(pcm: bytes) -> Samples:
    """PCM as numbers; an odd last byte is dropped."""
    whole = np.frombuffer(pcm[: len(pcm) // 2 * 2], dtype="<i2")
    return whole.astype(np.float64) / 32768.0


def pcm_of(samples: Samples) -> bytes:
    """Numbers as PCM; what is too loud is clipped."""
    scaled = np.round(np.asarray(samples) * 32768.0)
    return bytes(np.clip(scaled, -32768, 32767).astype("<i2").tobytes())


def silence(ms: int, rate: int) -> bytes:
    return bytes(2 * (rate * ms // 1000))


def milliseconds(pcm: bytes, rate: int) -> int:
    return len(pcm) // 2 * 1000 // rate


def level_of(pcm: bytes) -> float:
    """Loudness as 0 to 1: the RMS in decibels between ``QUIET_DB`` and ``LOUD_DB``."""
    samples = samples_of(pcm)
    if not samples.size:
        return 0.0
    rms = float(np.sqrt(np.mean(samples**2)))
    if rms <= 1e-6:
        return 0.0
    share = (20 * np.log10(rms) - QUIET_DB) / (LOUD_DB - QUIET_DB)
    return float(min(1.0, max(0.0, share)))


def resampled(pcm: bytes, rate: int, wanted: int) -> bytes:
    """The same sound at another rate: the spectrum cut or filled up, so nothing folds over."""
    samples = samples_of(pcm)
    if rate == wanted or not samples.size:
        return pcm[: len(pcm) // 2 * 2]
    edge = rate // 50  # silence at both ends, because the transform takes them for neighbours
    spectrum = np.fft.rfft(np.pad(samples, edge))
    total = len(samples) + 2 * edge
    count = round(total * wanted / rate)
    moved = np.fft.irfft(spectrum[: count // 2 + 1], count) * (count / total)
    start = round(edge * wanted / rate)
    return pcm_of(moved[start : start + round(len(samples) * wanted / rate)])


def as_on_a_call(pcm: bytes, rate: int) -> bytes:
    """How it sounds over a telephone or a video call: the band of a call, loudness levelled."""
    samples = samples_of(pcm)
    if not samples.size:
        return b""
    return pcm_of(_levelled(_band(samples, rate), rate))


def _band(samples: Samples, rate: int) -> Samples:
    """Windowed-sinc band-pass by FFT; linear phase, the delay taken out again."""
    half = int(rate * _CALL_TAPS_S)
    n = np.arange(-half, half + 1)
    low, high = (min(hz, 0.48 * rate) / rate for hz in CALL_BAND_HZ)
    taps = (2 * high * np.sinc(2 * high * n) - 2 * low * np.sinc(2 * low * n)) * np.hamming(n.size)
    size = 1 << (samples.size + taps.size - 2).bit_length()
    mixed = np.fft.irfft(np.fft.rfft(samples, size) * np.fft.rfft(taps, size), size)
    return mixed[half : half + samples.size]


def _levelled(samples: Samples, rate: int) -> Samples:
    """Above a threshold, loudness grows by half only; then the whole is lifted a little."""
    width = max(1, rate // 50)
    power = np.convolve(samples**2, np.ones(width) / width, mode="same")[: samples.size]
    rms = np.sqrt(np.maximum(power, 1e-12))
    over = np.maximum(rms / _CALL_THRESHOLD, 1.0)
    return np.clip(1.3 * samples * over ** (1 / _CALL_RATIO - 1), -0.98, 0.98)


def scaled(pcm: bytes, volume: float) -> bytes:
    return pcm if volume == 1.0 else pcm_of(samples_of(pcm) * volume)


def read_wav(data: bytes, most_s: float) -> tuple[bytes, int]:
    """The PCM (made mono, 16 bit) and rate of a WAV file.

    Raises:
        NotSound: not a WAV file of 16-bit samples, nothing in it, or longer than ``most_s``.
    """
    try:
        with wave.open(io.BytesIO(data)) as file:
            width, channels, rate = file.getsampwidth(), file.getnchannels(), file.getframerate()
            frames = file.readframes(int(most_s * max(1, rate)) + 1)
    except (wave.Error, EOFError, ValueError, RuntimeError) as error:
        raise NotSound(f"it is no WAV file ({error})") from error
    if width != 2 or not 1 <= channels <= 8 or not 4_000 <= rate <= 192_000:
        raise NotSound(f"it has {channels} channels of {8 * width} bits at {rate} Hz")
    return _mono(frames, channels, rate, most_s), rate


def _mono(frames: bytes, channels: int, rate: int, most_s: float) -> bytes:
    whole = frames[: len(frames) // (2 * channels) * 2 * channels]
    if not whole:
        raise NotSound("there is no sound in it")
    if len(whole) > 2 * channels * rate * most_s:
        raise NotSound(f"it is longer than {most_s:g} seconds")
    if channels == 1:
        return whole
    table = np.frombuffer(whole, dtype="<i2").reshape(-1, channels)
    return bytes(table.mean(axis=1).round().astype("<i2").tobytes())


class Downsampler:
    """A stream of PCM of any rate and channels made mono at another rate, piece by piece."""

    def __init__(self, rate: int, wanted: int, channels: int) -> None:
        self._channels = channels
        self._step = rate / wanted
        half = 16 * max(1, round(self._step))
        n = np.arange(-half, half + 1)
        cut = min(0.5, 0.45 / self._step)
        taps = 2 * cut * np.sinc(2 * cut * n) * np.hamming(n.size)
        self._taps = taps / taps.sum()
        self._tail: Samples = np.zeros(2 * half)
        self._odd = b""
        self._at = 0.0  # of the next sample, from the start of what is at hand
        self._last = 0.0

    def take(self, data: bytes) -> bytes:
        """What ``data`` adds, delayed by a few milliseconds."""
        whole = self._odd + data
        used = len(whole) // (2 * self._channels) * 2 * self._channels
        self._odd = whole[used:]
        if not used:
            return b""
        table = np.frombuffer(whole[:used], dtype="<i2").reshape(-1, self._channels)
        mono = table.mean(axis=1) / 32768.0
        if self._step == 1.0:
            return pcm_of(mono)
        held = np.concatenate([self._tail, mono])
        self._tail = held[-self._tail.size :]
        return self._picked(np.convolve(held, self._taps, mode="valid"))

    def _picked(self, smooth: Samples) -> bytes:
        at = np.arange(self._at, smooth.size, self._step)
        self._at = float(self._at + at.size * self._step - smooth.size)
        line = np.concatenate([[self._last], smooth])
        self._last = float(smooth[-1])
        return pcm_of(np.interp(at, np.arange(line.size), line))


def trimmed(pcm: bytes, rate: int, keep_ms: int = 25) -> bytes:
    """Without the silence at both ends, a third of a second often, but for ``keep_ms``."""
    samples = np.frombuffer(pcm[: len(pcm) // 2 * 2], dtype="<i2")
    loud = np.flatnonzero(np.abs(samples.astype(np.int32)) > 100)
    if not loud.size:
        return pcm
    keep = rate * keep_ms // 1000
    return samples[max(0, int(loud[0]) - keep) : int(loud[-1]) + keep].tobytes()


def read_sound(data: bytes, most_s: float) -> tuple[bytes, int]:
    """PCM and rate of a WAV or AIFF file, whichever the system's synthesiser wrote.

    Raises:
        NotSound: see ``read_wav``.
    """
    return _read_aiff(data, most_s) if data[:4] == b"FORM" else read_wav(data, most_s)


def _read_aiff(data: bytes, most_s: float) -> tuple[bytes, int]:
    """16-bit AIFF, and AIFF-C that is not compressed (Apple, AIFF specification 1.3, 1989)."""
    try:
        common = _iff_chunk(data, b"COMM")
        channels, width = (int.from_bytes(common[at : at + 2], "big") for at in (0, 6))
        exponent = int.from_bytes(common[8:10], "big") - 16383 - 63
        rate = round(int.from_bytes(common[10:18], "big") * 2.0**exponent)
        order = "<i2" if common[18:22] == b"sowt" else ">i2"
        sound = _iff_chunk(data, b"SSND")[8:]
    except (IndexError, OverflowError) as error:
        raise NotSound("it is no AIFF file") from error
    known = common[18:22] in (b"", b"NONE", b"sowt", b"twos")
    if width != 16 or not known or not 1 <= channels <= 8 or not 4_000 <= rate <= 192_000:
        raise NotSound(f"it has {channels} channels of {width} bits at {rate} Hz")
    frames = np.frombuffer(sound[: len(sound) // 2 * 2], dtype=order).astype("<i2").tobytes()
    return _mono(frames, channels, rate, most_s), rate


def _iff_chunk(data: bytes, name: bytes) -> bytes:
    at = 12
    while at + 8 <= len(data):
        size = int.from_bytes(data[at + 4 : at + 8], "big")
        if data[at : at + 4] == name:
            return data[at + 8 : at + 8 + size]
        at += 8 + size + size % 2
    raise NotSound(f"it has no {name.decode()} part")
