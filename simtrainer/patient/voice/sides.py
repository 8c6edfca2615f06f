"""Left, right and both, where they are sides and not "right away" or "what is left"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from simtrainer.patient.voice.lexicon import root

_SIDED = frozenset(
    "side hand arm leg shoulder eye ear knee hip foot ankle wrist elbow breast lung kidney"
    " calf thigh flank loin groin cheek jaw testicle buttock ribs chest half lower upper one"
    " hemisphere thumb finger toe temple".split()
)
_BEFORE_SIDE = frozenset("my his her the your their that on down towards of".split())
_AFTER_SIDE = frozenset(
    ["", *"and as i it just under now when if but or after at where that which since".split()]
)


def sides(plain: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each side named in a clause, with the root of the part it is of; "" where none is named."""
    for place, word in enumerate(plain):
        if word not in ("left", "right", "both"):
            continue
        before = plain[place - 1] if place else ""
        after = plain[place + 1] if place + 1 < len(plain) else ""
        single = after.removesuffix("s")
        if single in _SIDED or after in _SIDED:
            part = "" if single in ("side", "half", "one") else root(after)
            yield word, part
        elif before in _BEFORE_SIDE and after in _AFTER_SIDE:
            yield word, ""
