"""The rubric: items, and the rules they are judged by."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from simtrainer.scenario.base import Frozen
from simtrainer.scenario.conditions import (
    Acts,
    Comparison,
    Dispositions,
    Gestures,
    GivenDrug,
    Milliseconds,
    Names,
    Preparations,
    given_drug,
)

Domain = Literal[
    "history", "examination", "investigation", "decisions", "communication", "note", "safety"
]
FIXED_DOMAINS: tuple[Domain, ...] = (
    "history",
    "examination",
    "investigation",
    "decisions",
    "communication",
    "note",
    "safety",
)


class InterpretRule(Frozen):
    """An interpretation of a test or manoeuvre that uses one of ``says`` (or the case's own)."""

    of: str
    says: Names = ()


class NoteRule(Frozen):
    """Parts that the note must contain. ``diagnosis: accepted`` means any accepted name."""

    diagnosis: Names = ()
    differential: Names = ()
    at_least: int = 1
    plan: Names = ()
    contains: Names = ()


class VitalsRule(Frozen):
    """Vitals kept inside comparisons, from ``from_`` on, for at least ``share`` of the time."""

    keep: dict[str, Comparison]
    from_: Milliseconds = Field(0, alias="from")
    share: float = Field(0.8, gt=0, le=1)

    model_config = Frozen.model_config | {"populate_by_name": True}


def _interpret(value: Any) -> Any:
    return {"of": value} if isinstance(value, str) else value


class Rule(Frozen):
    """One rule; exactly one of the main keys is given, the modifiers narrow it.

    Main keys with several names mean: any of them, unless ``at_least`` says how many. ``any`` as
    the one name of ``ask``, ``order`` or ``handover`` counts whatever was asked, ordered, said.
    """

    ask: Names = ()  # topics or facts asked about
    elicit: Names = ()  # topics or facts told by a person
    told: Names = ()  # messages conveyed by the trainee
    act: Acts = ()
    order: Names = ()
    examine: Names = ()
    prepare: Preparations = ()
    give: Annotated[GivenDrug | None, BeforeValidator(given_drug)] = None
    prescribe: Annotated[GivenDrug | None, BeforeValidator(given_drug)] = None
    procedure: Names = ()
    call: Names = ()
    handover: Names = ()
    dispose: Dispositions = ()
    gesture: Gestures = ()
    read: Names = ()
    interpret: Annotated[InterpretRule | None, BeforeValidator(_interpret)] = None
    note: NoteRule | None = None
    answer: Names = ()  # examiner questions answered acceptably
    vitals: VitalsRule | None = None
    answer_cue: str = ""
    in_order: tuple[Rule, ...] = ()
    any: tuple[Rule, ...] = ()
    all: tuple[Rule, ...] = ()
    not_: Rule | None = Field(None, alias="not")
    avoid: Rule | None = None

    within: Milliseconds | None = None  # of the start, or of ``of``
    of: Rule | None = None
    before: Rule | Literal["any drug"] | None = None
    after: Rule | None = None
    at_least: int = Field(1, ge=1)
    to: Names = ()  # said to one of these people (keys or roles), or told by one of them

    model_config = Frozen.model_config | {"populate_by_name": True}

    @model_validator(mode="after")
    def _one_main_key(self) -> Rule:
        main = self._main_keys()
        if len(main) != 1:
            named = ", ".join(main) or "nothing"
            raise ValueError(f"a rule asks for exactly one thing, this one names {named}")
        return self

    @property
    def kind(self) -> str:
        """The main key, for example ``order`` or ``in_order`` (``not_`` for ``not``)."""
        return self._main_keys()[0]

    def _main_keys(self) -> list[str]:
        """By value, not by what was set, so that a rule read back from an event is the same."""
        return [name for name in MAIN_KEYS if getattr(self, name)]


MODIFIERS = frozenset({"within", "of", "before", "after", "at_least", "to"})
MAIN_KEYS = tuple(name for name in Rule.model_fields if name not in MODIFIERS)
_RULE_KEYS = frozenset(Rule.model_fields) | {"not"}


class Item(Frozen):
    """One line of the scorecard. ``flag`` marks a safety flag, which stands apart from points."""

    id: str = ""
    text: str
    domain: Domain = "decisions"
    points: float = Field(1, ge=0, le=20)
    must: bool = False
    flag: Literal["", "harm", "omission"] = ""
    rule: Rule
    partly: Rule | None = Field(None, description="earns half the points when the rule is not met")
    deduct: float = Field(0, ge=0, le=20, description="points an ``avoid`` item takes away")
    source: str = ""
    why: str = ""
    could_say: str = Field("", description="how it could have been asked, said or done")

    @model_validator(mode="before")
    @classmethod
    def _rule_keys_inline(cls, data: Any) -> Any:
        if not isinstance(data, dict) or "rule" in data:
            return data
        inline = {k: v for k, v in data.items() if k in _RULE_KEYS}
        inline.update(data["do"] if isinstance(data.get("do"), dict) else {})
        rest = {k: v for k, v in data.items() if k not in _RULE_KEYS and k != "do"}
        return {**rest, "rule": inline}


class Rubric(Frozen):
    """Versioned apart from the case. ``pass_mark`` is a share of the points, 0 to 1."""

    version: int = Field(ge=1)
    after: Names = ()
    pass_mark: float = Field(0.6, gt=0, le=1)
    items: tuple[Item, ...] = Field(min_length=1)

    @property
    def max_points(self) -> float:
        return sum(item.points for item in self.items)
