"""The conversation in the cache: what is in it, what is still to be evaluated, what must go.

Sequence 0 (or 2, they change places) holds prefix and transcript and only ever grows; when it
fills the window a second one, that begins with the same prefix and continues with the newest
exchanges, is evaluated behind its back, and takes its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from simtrainer.engines.backends.llama_chat import Pieces
from simtrainer.engines.backends.llama_model import BATCH, Model
from simtrainer.engines.llm.messages import FORK_ROOM, Turn

FORK = 1
RECENT_S = 25.0  # what is kept when old turns go is read again in pauses: not longer than this,
RECENT_LEAST = 200  # but these few exchanges, in tokens, in any case
SHARE_LEAST = 64  # tokens: with less room than that there is no conversation
GROWTH_SHARE = 0.1  # of the window: what may be said while old turns go
NOTHING_SAID = "…"  # stands for the trainee when somebody speaks unasked


class TooLong(Exception):
    """The prefix leaves no room for a conversation. ``str(error)`` is for people."""


@dataclass
class Strand:
    """A sequence: the tokens it shall hold, of which the first ``done`` are evaluated."""

    sequence: int
    ids: list[int] = field(default_factory=list)
    done: int = 0

    @property
    def pending(self) -> int:
        return len(self.ids) - self.done

    def advance(self, model: Model) -> int:
        """Evaluate the next batch; returns how many tokens that were."""
        batch = self.ids[self.done : self.done + BATCH]
        if batch:
            model.evaluate(self.sequence, self.done, batch)
            self.done += len(batch)
        return len(batch)

    def trim(self, model: Model, length: int) -> None:
        self.done = min(self.done, length)
        model.trim(self.sequence, self.done)


@dataclass
class Exchange:
    """What the trainee said and what was replied, with the template between and after."""

    ids: list[int] = field(default_factory=list)
    heard: bool = False
    replied: bool = False


class Talk:
    """One conversation. Changing it costs nothing; ``advance`` evaluates, a batch at a time."""

    def __init__(self, model: Model, pieces: Pieces) -> None:
        self._model = model
        self._opening = self._special(pieces.opening)
        if model.adds_bos and self._opening[:1] != [model.bos]:
            self._opening.insert(0, model.bos)
        self._to_first = self._special(pieces.to_first)
        self._to_reply = self._special(pieces.to_reply)
        self._to_next = self._special(pieces.to_next)
        self.prompt = self._special(pieces.prompt)
        self._prefix: list[int] = []
        self._memory = ""
        self._exchanges: list[Exchange] = [Exchange()]
        self.per_s = 0.0  # tokens evaluated a second, as last measured; 0 when not known
        self.main = Strand(0)
        self.condensed: Strand | None = None

    # --- what is said

    def begin(self, prefix: str, turns: Iterable[Turn], memory: str, afresh: bool) -> None:
        """Start over; what is cached and begins the same stays. Raises TooLong."""
        self._prefix = [*self._opening, *self._model.tokens(prefix), *self._to_first]
        if self._share < SHARE_LEAST:
            raise TooLong("The case's introduction is too long for this model's window.")
        self._memory = memory
        self._drop_condensed()
        old, self.main.ids, self._exchanges = self.main.ids, [], [Exchange()]
        for turn in turns:
            (self._hear if turn.speaker == "trainee" else self._reply)(turn.text, None)
        ids = [*self._prefix, *(token for each in self._exchanges for token in each.ids)]
        self.main.ids = ids if len(ids) <= self.highest else self._shortened()
        self.main.trim(self._model, 0 if afresh else _common(old, self.main.ids))

    def hear(self, text: str) -> int:
        """Returns how many tokens it is."""
        return self._append(self._hear(text))

    def keep(self, text: str, ids: Sequence[int] | None) -> int:
        """What was shown as the reply; ``ids`` when its tokens are known already."""
        return self._append(self._reply(text, ids))

    def remember(self, text: str) -> None:
        self._memory = text

    @property
    def awaits_reply(self) -> bool:
        """Whether the trainee said something that nobody has replied to."""
        last = self._exchanges[-1]
        return last.heard and not last.replied

    def directive(self, text: str) -> list[int]:
        """What a fork adds before it generates: the directive and the template's prompt."""
        lead = "\n\n" if self.awaits_reply else ""
        return [*self._model.tokens(lead + text), *self.prompt]

    # --- the cache

    @property
    def used(self) -> int:
        """Cells in use or soon to be, without a fork."""
        extra = len(self.condensed.ids) - len(self._prefix) if self.condensed else 0
        return len(self.main.ids) + extra

    @property
    def highest(self) -> int:
        """The length from which on old turns must go."""
        return len(self._prefix) + self._room - self._recent

    @property
    def full(self) -> bool:
        return self.condensed is None and len(self.main.ids) > self.highest

    def condense(self) -> None:
        """Begin to let old turns go: the prefix is shared, only the newest turns are evaluated."""
        sequence = 2 - self.main.sequence
        shared = len(self._prefix)
        self._model.fork(self.main.sequence, sequence, shared)
        self.condensed = Strand(sequence, self._shortened(), shared)

    @property
    def cramped(self) -> bool:
        """Whether not even the next batch may find room."""
        return self.used + BATCH > self._model.n_ctx

    def shorten_now(self) -> None:
        """Let old turns go at once, and read the newest again: the next reply will be late."""
        self._drop_condensed()
        self.main.ids = self._shortened()
        self.main.trim(self._model, len(self._prefix))

    def change_over(self) -> None:
        """The condensed conversation is the conversation from now on."""
        assert self.condensed is not None
        self._model.trim(self.main.sequence, 0)
        self.main, self.condensed = self.condensed, None

    # --- parts

    @property
    def _room(self) -> int:
        """For turns, old and new, beside a fork and what is said while old turns go."""
        window = self._model.n_ctx
        return window - len(self._prefix) - FORK_ROOM - int(window * GROWTH_SHARE)

    @property
    def _share(self) -> int:
        """What is kept when old turns go: as much as is let go, and both are there meanwhile."""
        return max(0, self._room) // 3

    @property
    def _recent(self) -> int:
        if not self.per_s:
            return self._share
        return min(self._share, max(RECENT_LEAST, int(self.per_s * RECENT_S)))

    def _cut(self, ids: list[int]) -> list[int]:
        """No single utterance may fill the window."""
        return ids[: max(1, self._share // 3)]

    def _special(self, text: str) -> list[int]:
        return self._model.tokens(text, special=True) if text else []

    def _hear(self, text: str, _ids: None = None) -> list[int]:
        if self._exchanges[-1].replied:
            self._exchanges.append(Exchange())
        exchange = self._exchanges[-1]
        lead = "\n" if exchange.heard else ""
        exchange.heard = True
        return self._add(self._cut(self._model.tokens(lead + text.strip())))

    def _reply(self, text: str, ids: Sequence[int] | None) -> list[int]:
        before = self._hear(NOTHING_SAID) if not self.awaits_reply else []
        said = list(ids) if ids is not None else self._model.tokens(text.strip())
        added = self._add([*self._to_reply, *self._cut(said), *self._to_next])
        self._exchanges[-1].replied = True
        return before + added

    def _add(self, ids: list[int]) -> list[int]:
        self._exchanges[-1].ids.extend(ids)
        return ids

    def _append(self, ids: list[int]) -> int:
        self.main.ids.extend(ids)
        if self.condensed:
            self.condensed.ids.extend(ids)
        return len(ids)

    def _shortened(self) -> list[int]:
        """Prefix, memory and the newest exchanges that fit; older exchanges are forgotten."""
        memory = self._cut(self._model.tokens(self._memory + "\n\n")) if self._memory else []
        room, kept = self._recent - len(memory), 1
        for at, exchange in enumerate(reversed(self._exchanges), start=1):
            room -= len(exchange.ids)
            if room < 0 and at > 1:
                break
            kept = at
        self._exchanges = self._exchanges[-kept:]
        newest = [token for each in self._exchanges for token in each.ids]
        return [*self._prefix, *memory, *newest]

    def _drop_condensed(self) -> None:
        if self.condensed:
            self._model.trim(self.condensed.sequence, 0)
            self.condensed = None


def _common(one: Sequence[int], other: Sequence[int]) -> int:
    """How many tokens both begin with."""
    for at, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return at
    return min(len(one), len(other))
