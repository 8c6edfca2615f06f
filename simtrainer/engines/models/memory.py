"""How much memory a model needs and how much there is, said in words before anything is loaded."""

from __future__ import annotations

import ctypes
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from simtrainer.engines.models.gguf import Header
from simtrainer.engines.models.progress import memory_words
from simtrainer.errors import UserError
from simtrainer.i18n import tr

CONTEXT = 4096  # tokens that a conversation gets
BATCH = 32  # tokens that the engine evaluates at once
# The child itself, measured: 55 MB of Python and the engine's library, 60 to 75 MB that the engine
# takes for a vocabulary of 152,000. Pages of the file that were copied can be given back.
_PROCESS = 130_000_000
_NUMBER_KV, _NUMBER_WORK = 2, 4  # bytes of a number kept (half precision), and worked with


class Need(BaseModel):
    """The memory that a loaded model takes, in bytes."""

    model_config = ConfigDict(frozen=True)

    weights: int
    cache: int
    overhead: int

    @property
    def total(self) -> int:
        return self.weights + self.cache + self.overhead


@dataclass(frozen=True)
class Memory:
    """What the computer has, in bytes; None where the system does not say."""

    total: int | None
    free: int | None


class TooLittleMemory(UserError):
    """The model does not fit; the sentence says by how much and what would help."""


def need_of(header: Header, context: int = CONTEXT, batch: int = BATCH) -> Need:
    """The file itself, the keys and values of ``context`` tokens, and room to work.

    Keys and values: tokens x heads x (key + value length) over all layers, two bytes each. Room to
    work, for each token of a batch: the scores of the vocabulary, of each head over the context,
    and some dozen vectors of the model's width.
    """
    if header.context:
        context = min(context, header.context)
    work = header.vocabulary + header.heads * context + 12 * header.width
    return Need(
        weights=header.size,
        cache=context * header.kv_numbers * _NUMBER_KV,
        overhead=_PROCESS + batch * work * _NUMBER_WORK,
    )


def says(need: int, memory: Memory) -> str:
    """Such as “Needs about 1.6 GB of memory; 3.1 GB are free.”"""
    if memory.free is None:
        return tr("Needs about {need} of memory.").format(need=memory_words(need))
    return tr("Needs about {need} of memory; {free} are free.").format(
        need=memory_words(need), free=memory_words(memory.free)
    )


def fits(need: int, memory: Memory) -> bool:
    return memory.free is None or need <= memory.free


def check_fits(name: str, need: int, memory: Memory) -> None:
    """Raises TooLittleMemory, before anything is loaded."""
    if memory.total is not None and need > memory.total:
        raise TooLittleMemory(
            tr(
                "{name} needs about {need} of memory, and this computer has {total} in all. "
                "Choose a smaller model."
            ).format(name=name, need=memory_words(need), total=memory_words(memory.total))
        )
    if not fits(need, memory):
        raise TooLittleMemory(
            tr(
                "{name} needs about {need} of memory, and {free} are free. Close other programs, "
                "or choose a smaller model."
            ).format(name=name, need=memory_words(need), free=memory_words(memory.free or 0))
        )


def memory_now() -> Memory:
    """What the system says; never raises."""
    try:
        if sys.platform == "win32":
            return _windows()
        if sys.platform == "darwin":
            return _macos()
        return from_meminfo(Path("/proc/meminfo").read_text(encoding="ascii"))
    except (OSError, ValueError, subprocess.SubprocessError, AttributeError):
        return Memory(None, None)


def from_meminfo(text: str) -> Memory:
    """Linux: what programs can get without pushing others out."""
    kib = {name: int(n) for name, n in re.findall(r"^(\w+):\s+(\d+) kB$", text, re.MULTILINE)}
    total, free = kib.get("MemTotal"), kib.get("MemAvailable")
    return Memory(total and total * 1024, free and free * 1024)


def from_vm_stat(text: str, total: int) -> Memory:
    """macOS: pages that are free or that the system gives up at once."""
    size = re.search(r"page size of (\d+) bytes", text)
    pages = {name: int(n) for name, n in re.findall(r"^Pages ([\w -]+):\s+(\d+)\.", text, re.M)}
    given_up = ("free", "inactive", "speculative", "purgeable")
    if size is None or "free" not in pages:
        return Memory(total, None)
    return Memory(total, sum(pages.get(name, 0) for name in given_up) * int(size.group(1)))


def _macos() -> Memory:
    def said(*command: str) -> str:
        done = subprocess.run(command, capture_output=True, text=True, timeout=5, check=True)
        return done.stdout

    total = int(said("/usr/sbin/sysctl", "-n", "hw.memsize"))
    return from_vm_stat(said("/usr/bin/vm_stat"), total)


class _MemoryStatus(ctypes.Structure):
    """MEMORYSTATUSEX of the Windows interface."""

    _fields_ = [
        ("length", ctypes.c_ulong),
        ("load", ctypes.c_ulong),
        ("total", ctypes.c_ulonglong),
        ("free", ctypes.c_ulonglong),
        ("total_page", ctypes.c_ulonglong),
        ("free_page", ctypes.c_ulonglong),
        ("total_virtual", ctypes.c_ulonglong),
        ("free_virtual", ctypes.c_ulonglong),
        ("free_extended", ctypes.c_ulonglong),
    ]


def _windows() -> Memory:
    status = _MemoryStatus()
    status.length = ctypes.sizeof(status)
    if not ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status)):  # type: ignore[attr-defined]
        return Memory(None, None)
    return Memory(int(status.total), int(status.free))
