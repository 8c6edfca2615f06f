"""What must be true while an encounter runs: shared by reactions, disclosure, cues and rules.

A condition is a mapping; every key that is given must hold. ``if:`` (about drawn variables) is
something else: it is settled when the case is drawn and never reaches the encounter.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from simtrainer.scenario.base import Frozen
from simtrainer.scenario.quantities import duration_ms, is_comparison
from simtrainer.scenario.words import Act, Disposition, Gesture, Preparation


def _as_tuple(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


def _as_ms(value: Any) -> Any:
    return duration_ms(value) if isinstance(value, str) else value


def _as_comparison(value: Any) -> Any:
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = f"= {value}"
    if isinstance(value, str) and not is_comparison(value):
        raise ValueError(f"{value!r} is not a comparison; write for example '< 90'")
    return value


Names = Annotated[tuple[str, ...], BeforeValidator(_as_tuple)]
Acts = Annotated[tuple[Act, ...], BeforeValidator(_as_tuple)]
Preparations = Annotated[tuple[Preparation, ...], BeforeValidator(_as_tuple)]
Gestures = Annotated[tuple[Gesture, ...], BeforeValidator(_as_tuple)]
Dispositions = Annotated[tuple[Disposition, ...], BeforeValidator(_as_tuple)]
Milliseconds = Annotated[int, BeforeValidator(_as_ms)]
Comparison = Annotated[str, BeforeValidator(_as_comparison)]


def given_drug(value: Any) -> Any:
    """``aspirin`` -> ``{drug: aspirin}``."""
    return {"drug": value} if isinstance(value, str) else value


class GivenDrug(Frozen):
    """A drug given: by catalogue id, by class, or ``any``; optionally with dose range and route."""

    drug: str = ""
    drug_class: str = ""
    dose: str = Field("", description="a range such as '300 mg' or '150-300 mg'")
    route: Names = ()


class Condition(Frozen):
    """All given parts must hold now. Empty parts are not looked at."""

    act: Acts = ()  # any of these acts in the trainee's last utterance
    topic: Names = ()  # any of these topics asked about in the last utterance
    told: Names = ()  # any of these messages conveyed in the last utterance
    asked: Names = ()  # topics or facts asked about at any time
    elicited: Names = ()  # topics or facts told by someone at any time
    conveyed: Names = ()  # messages conveyed at any time
    without: Acts = ()  # none of these acts in the last three trainee turns
    cue_ignored: str = ""  # a cue of this id left unanswered for ``turns`` trainee turns
    turns: int = 2
    mood: dict[str, Comparison] = Field(default_factory=dict)
    vitals: dict[str, Comparison] = Field(default_factory=dict)
    after: Milliseconds | None = None  # case time since the start
    silence: Milliseconds | None = None  # since anyone spoke or did anything
    given: Annotated[GivenDrug | None, BeforeValidator(given_drug)] = None
    ordered: Names = ()
    resulted: Names = ()
    examined: Names = ()
    examining: Names = ()  # the action just done is one of these manoeuvres
    giving: Names = ()  # the action just done gives one of these drugs or classes
    prepared: Preparations = ()
    called: Names = ()
    gesture: Gestures = ()
    disposed: Dispositions = ()
    monologue: int | None = None  # words in the trainee's last utterance, at least
    repeated: int | None = None  # the same topic asked at least this often
    any: tuple[Condition, ...] = ()
    all: tuple[Condition, ...] = ()
    not_: Condition | None = Field(None, alias="not")

    model_config = Frozen.model_config | {"populate_by_name": True}

    @model_validator(mode="after")
    def _says_something(self) -> Condition:
        parts = (name for name in type(self).model_fields if name != "turns")
        if all(getattr(self, name) in (None, "", (), {}) for name in parts):
            raise ValueError("an empty condition is always true; say what must hold")
        return self
