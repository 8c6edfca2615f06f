"""What is under way, by the key of its errand, and what came of it."""

from __future__ import annotations

from simtrainer.engines.models.progress import Progress


class GoingOn:
    """The page's memory of errands, for its rows to show."""

    def __init__(self) -> None:
        self._under_way: dict[str, Progress | None] = {}
        self._sentences: dict[str, str] = {}

    def begin_or_go_on(self, key: str, progress: Progress | None) -> None:
        self._under_way[key] = progress
        self._sentences.pop(key, None)

    def end(self, key: str, sentence: str = "") -> None:
        """It is over; ``sentence`` if that needs words."""
        self._under_way.pop(key, None)
        if sentence:
            self._sentences[key] = sentence

    def is_under_way(self, key: str) -> bool:
        return key in self._under_way

    def progress(self, key: str) -> Progress | None:
        return self._under_way.get(key)

    def sentence(self, key: str) -> str:
        return self._sentences.get(key, "")

    def keys(self) -> list[str]:
        return list(self._under_way)
