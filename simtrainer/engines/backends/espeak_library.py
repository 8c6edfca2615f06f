"""On Linux pyttsx3 wants an espeak-ng in the system; this hands it the one that is a wheel."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

DATA_VARIABLE = "ESPEAK_DATA_PATH"  # where espeak-ng looks for its voices


@contextmanager
def our_espeak() -> Iterator[None]:
    """While it lasts, loading any libespeak loads ours; elsewhere than on Linux nothing changes."""
    if not sys.platform.startswith("linux"):
        yield
        return
    try:
        import espeakng_loader  # type: ignore[import-untyped]
    except ImportError:  # the system may have one of its own
        yield
        return
    os.environ[DATA_VARIABLE] = espeakng_loader.get_data_path()
    library, load = espeakng_loader.get_library_path(), ctypes.cdll.LoadLibrary

    def ours_first(name: str) -> Any:
        return load(library if "espeak" in name else name)

    with mock.patch.object(ctypes.cdll, "LoadLibrary", ours_first):
        yield
