"""A language model for a recogniser: which word follows which, from example sentences.

Trigrams with interpolated Kneser-Ney smoothing (Chen and Goodman 1999), written in the ARPA
format, which recognisers read.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

ORDER = 3
DISCOUNT = 0.75  # of a count; the usual value for few data
START, STOP = "<s>", "</s>"
_NEVER = -99.0  # how ARPA files write the logarithm of zero

Gram = tuple[str, ...]


class LanguageModel:
    """Probabilities of word sequences of up to ``ORDER`` words."""

    def __init__(
        self, sentences: Iterable[tuple[Sequence[str], int]], words: Iterable[str]
    ) -> None:
        """``sentences``: each with how often it counts; ``words``: also known, though in none."""
        counts = _counts(sentences)
        known = {gram[0] for gram in counts[1]} | set(words) | {STOP}
        known.discard(START)
        self.probabilities: list[dict[Gram, float]] = [{}]
        self.rests: list[dict[Gram, float]] = [{}]  # what is left for words not seen after a gram
        self.probabilities.append(_unigrams(_continuations(counts, 1), sorted(known)))
        self.rests.append({})
        for n in range(2, ORDER + 1):
            self._add(_continuations(counts, n), n)

    def _add(self, counts: Counter[Gram], n: int) -> None:
        totals: Counter[Gram] = Counter()
        kinds: Counter[Gram] = Counter()
        for gram, count in counts.items():
            totals[gram[:-1]] += count
            kinds[gram[:-1]] += 1
        rest = {before: DISCOUNT * kinds[before] / totals[before] for before in totals}
        shorter = self.probabilities[n - 1]
        self.probabilities.append(
            {
                gram: (count - DISCOUNT) / totals[gram[:-1]] + rest[gram[:-1]] * shorter[gram[1:]]
                for gram, count in counts.items()
            }
        )
        self.rests[n - 1] = rest
        self.rests.append({})

    def arpa(self) -> Iterator[str]:
        """The lines of an ARPA file."""
        yield "\\data\\"
        for n in range(1, ORDER + 1):
            yield f"ngram {n}={len(self.probabilities[n])}"
        for n in range(1, ORDER + 1):
            yield f"\n\\{n}-grams:"
            for gram in sorted(self.probabilities[n]):
                yield self._line(gram, n)
        yield "\n\\end\\"

    def _line(self, gram: Gram, n: int) -> str:
        probability = self.probabilities[n][gram]
        log = math.log10(probability) if probability else _NEVER
        if n == ORDER:
            return f"{log:.4f} {' '.join(gram)}"
        return f"{log:.4f} {' '.join(gram)} {math.log10(self.rests[n].get(gram, 1.0)):.4f}"


def _counts(sentences: Iterable[tuple[Sequence[str], int]]) -> list[Counter[Gram]]:
    counts: list[Counter[Gram]] = [Counter() for _ in range(ORDER + 1)]
    for words, times in sentences:
        whole = (START, *words, STOP)
        for n in range(1, ORDER + 1):
            for i in range(len(whole) - n + 1):
                counts[n][whole[i : i + n]] += times
    return counts


def _continuations(counts: list[Counter[Gram]], n: int) -> Counter[Gram]:
    """For the longest grams how often they occur, for shorter ones after how many words."""
    if n == ORDER:
        return counts[n]
    found = Counter(gram[1:] for gram in counts[n + 1])
    found.update({gram: count for gram, count in counts[n].items() if gram[0] == START})
    return found


def _unigrams(counts: Counter[Gram], known: Sequence[str]) -> dict[Gram, float]:
    counts = Counter({gram: count for gram, count in counts.items() if gram != (START,)})
    total = max(1, counts.total())
    even = (1 - sum(max(counts[(w,)] - DISCOUNT, 0) for w in known) / total) / len(known)
    shares: dict[Gram, float] = {
        (w,): max(counts[(w,)] - DISCOUNT, 0) / total + even for w in known
    }
    return {**shares, (START,): 0.0}
