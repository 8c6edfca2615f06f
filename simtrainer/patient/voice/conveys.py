"""Whether what was said tells what was decided: a fact counts as told only when it does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from simtrainer.patient.sentences import plain
from simtrainer.patient.voice.checking import likeness
from simtrainer.patient.voice.claims import Reading, reading
from simtrainer.patient.voice.lexicon import harmless, lexicon
from simtrainer.patient.voice.measures import agrees
from simtrainer.patient.voice.moments import implied_moments

ENOUGH = 0.5  # share of the weight of what was decided
ALIKE = 0.72  # likeness from which a sentence tells it in other words altogether
SOCIAL = 0.5  # the same for talk that claims nothing
_WEIGHTS = {"drug": 3.0, "disease": 3.0, "symptom": 2.0, "test": 1.5, "person": 1.0, "body": 1.0}
_KEY = ("drug", "disease")


def conveys(decided: str, said: Sequence[str]) -> bool:
    """Whether the sentences ``said`` tell what ``decided`` says; details may be dropped."""
    if not said:
        return False
    if any(plain(decided) in plain(text) for text in said):
        return True
    wanted, given = reading(decided), reading(" ".join(said))
    parts = list(_parts(wanted, given))
    if not parts:
        return max(likeness(text, [decided]) for text in said) >= SOCIAL
    if not all(held for kind, _, held in parts if kind in _KEY):
        return False
    counted = [held for kind, _, held in parts if kind == "amount"]
    if counted and not any(counted):
        return False
    share = sum(weight for _, weight, held in parts if held) / sum(w for _, w, _ in parts)
    return share >= ENOUGH or likeness(" ".join(said), [decided]) >= ALIKE


def _parts(wanted: Reading, given: Reading) -> Iterator[tuple[str, float, bool]]:
    """Each thing decided: its kind, its weight, and whether it was said with the same sign."""
    concepts: dict[str, set[bool]] = {}
    for claim in given.concepts():
        for name in lexicon().implied(claim.name):
            concepts.setdefault(name, set()).add(claim.denied)
    for claim in wanted.concepts():
        kind = lexicon().kinds[claim.name]
        near = any(claim.denied in concepts.get(n, ()) for n in lexicon().implied(claim.name))
        yield kind, _WEIGHTS.get(kind, 1.0), near
    for amount in wanted.amounts:
        exact = amount.low == amount.high
        yield "amount" if exact else "moment", 2.0 if exact else 0.5, agrees(amount, given.amounts)
    for moment in wanted.moments:
        yield "moment", 1.0, moment in implied_moments(given.moments)
    for side, _ in wanted.sides:
        yield "side", 1.0, side in {mine for mine, _ in given.sides}
    words = {claim.name for claim in given.words()}
    for claim in wanted.words():
        if claim.name not in harmless():
            yield "word", 0.7, claim.name in words
