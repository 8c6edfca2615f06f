"""The people of a case: who they are, how they are, what they know."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, field_validator

from simtrainer.scenario.base import Frozen
from simtrainer.scenario.conditions import Names
from simtrainer.scenario.content import Tell
from simtrainer.scenario.quantities import duration_ms
from simtrainer.scenario.words import Sex

Share = Annotated[float, Field(ge=0.0, le=1.0)]
Role = Literal["patient", "relative", "carer", "interpreter", "nurse", "senior", "examiner", "team"]


class Persona(Frozen):
    """How a person is before anything is said. All shares 0 to 1."""

    talkativeness: Share = 0.5
    openness: Share = 0.6
    anxiety: Share = 0.3
    trust: Share = 0.5
    anger: Share = 0.0
    sadness: Share = 0.1
    fatigue: Share = 0.1
    memory: Share = 0.9
    literacy: Literal["low", "average", "high"] = "average"
    when_hurt: Literal["withdraws", "protests", "hides_it"] = "withdraws"


class Look(Frozen):
    """What the figure shows; every field is the person's own, none follows from another."""

    skin: Share = 0.45
    hair: Literal["bun", "bob", "curls", "long", "scarf", "short", "crop", "rim"] = "short"
    hair_colour: str = Field("#4A3B32", pattern=r"^#[0-9A-Fa-f]{6}$")
    beard: bool = False
    glasses: bool = False
    clothes: Literal["gown", "own"] = "own"
    clothes_colour: str = Field("#7FA3A6", pattern=r"^#[0-9A-Fa-f]{6}$")


class Voice(Frozen):
    pitch: Literal["low", "middle", "high"] = "middle"
    pace: int = Field(150, ge=60, le=220, description="words a minute at rest")


class Agenda(Frozen):
    """One of ideas, concerns, expectations: how it is told, hinted at and asked about."""

    say: Annotated[tuple[str, ...], BeforeValidator(lambda v: (v,) if isinstance(v, str) else v)]
    hint: str = Field("", description="the cue: what slips out before anyone asks")
    tell: Tell | None = Field(None, description="when it is told, if not as usual")


def _agenda(value: Any) -> Any:
    return {"say": value} if isinstance(value, str | list) else value


def _without_none(value: Any) -> Any:
    """``none`` in a list of allergies, conditions or medicines says that the list is empty."""
    items = (value,) if isinstance(value, str) else value
    if not isinstance(items, list | tuple):
        return value
    return tuple(item for item in items if item not in ("none", "", None))


def _arrival(value: Any) -> Any:
    if value == "at start":
        return 0
    if value == "when called":
        return None
    return duration_ms(value) if isinstance(value, str) else value


Listed = Annotated[tuple[str, ...], BeforeValidator(_without_none)]
AgendaItem = Annotated[Agenda | None, BeforeValidator(_agenda)]


class Person(Frozen):
    """Anyone in the room or on the line. ``key`` is how templates and events name them."""

    key: str = ""
    name: str = Field(min_length=1, max_length=80)
    address: str = Field("", description="how one would address them, such as 'Mrs Larsen'")
    role: Role = "patient"
    relation: str = Field("", description="to the patient: daughter, friend ...")
    age: float = Field(40, ge=0, le=120)
    sex: Sex = "female"
    gender: str = ""
    pronouns: str = ""
    occupation: str = ""
    culture: str = ""
    weight_kg: float = Field(70, gt=0.3, le=400)
    height_cm: float = Field(168, gt=20, le=250)
    pregnant: bool = False
    frailty: int = Field(1, ge=1, le=9, description="Clinical Frailty Scale")
    capacity: str = "presumed"
    treatment_limits: str = ""
    sensory_needs: str = ""
    allergies: Listed = ()
    conditions: Listed = ()
    medicines: Listed = ()
    look: Look = Look()
    voice: Voice = Voice()
    persona: Persona = Persona()
    ideas: AgendaItem = None
    concerns: AgendaItem = None
    expectations: AgendaItem = None
    arrives: Annotated[int | None, BeforeValidator(_arrival)] = 0
    knows: Names = ("all",)
    greeting: Names = ()
    small_talk: dict[str, str] = Field(default_factory=dict)

    @field_validator("pregnant")
    @classmethod
    def _only_possible_pregnancies(cls, pregnant: bool, info: Any) -> bool:
        age = info.data.get("age", 40)
        if pregnant and (info.data.get("sex") == "male" or not 11 <= age <= 56):
            raise ValueError("this person is marked pregnant, which their sex or age rules out")
        return pregnant

    @property
    def spoken_name(self) -> str:
        return self.address or self.name
