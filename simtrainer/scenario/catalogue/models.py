"""What the catalogue holds: tests, manoeuvres, drugs, procedures, people to call, sources.

Ages are years, times of the trainee are seconds, turnarounds are minutes of case time. Units of
analytes are UCUM; units of doses are the plain ones of ``quantity``. Nothing here is reviewed by a
clinician yet; each entry names the source it was checked against.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, Protocol

from pydantic import BeforeValidator, Field, model_validator

from simtrainer.scenario.base import Frozen
from simtrainer.scenario.catalogue.shorthand import read_columns, read_range, read_route

Sex = Literal["female", "male"]
TestGroup = Literal[
    "bedside", "blood", "gas", "urine", "microbiology", "imaging", "cardiac", "endoscopy", "csf",
    "other",
]  # fmt: skip
TestKind = Literal["numeric", "report", "ecg", "image"]
DrugKind = Literal["drug", "fluid", "oxygen", "blood_product"]
RouteName = Literal[
    "oral", "sublingual", "buccal", "iv", "iv_infusion", "im", "sc", "intraosseous", "intradermal",
    "inhaled", "nebulised", "intranasal", "rectal", "vaginal", "topical", "transdermal", "eye",
    "ear", "epidural", "intrathecal", "local_infiltration", "nasogastric", "intravesical",
    "nasal_cannula", "simple_face_mask", "venturi_mask", "reservoir_mask", "high_flow_nasal",
    "cpap", "niv", "bag_valve_mask", "tracheal_tube",
]  # fmt: skip
Form = Literal["bolus", "infusion", "continuous"]
Severity = Literal["absolute", "caution"]
Flag = Literal["low", "normal", "high", "critical_low", "critical_high", "abnormal"]


class PersonLike(Protocol):
    """What reference ranges and dose limits need to know about a person; ``age`` in years."""

    @property
    def sex(self) -> str: ...
    @property
    def age(self) -> float: ...
    @property
    def pregnant(self) -> bool: ...
    @property
    def weight_kg(self) -> float | None: ...


class Demographics(Frozen):
    """The plainest ``PersonLike``."""

    sex: str = "female"
    age: float = 40.0
    pregnant: bool = False
    weight_kg: float | None = None


class Source(Frozen):
    id: str
    title: str
    version: str
    jurisdiction: str
    note: str = ""


class Range(Frozen):
    """A reference interval and whom it is for; ``age_min`` is reached, ``age_max`` is not."""

    sex: Sex | None = None
    age_min: float = 0.0
    age_max: float | None = None
    pregnant: bool | None = None
    low: float | None = None
    high: float | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        return read_range(value) if isinstance(value, str) else value

    def suits(self, person: PersonLike) -> bool:
        old_enough = person.age >= self.age_min
        young_enough = self.age_max is None or person.age < self.age_max
        right_sex = self.sex is None or self.sex == person.sex
        return old_enough and young_enough and right_sex and (not self.pregnant or person.pregnant)


class Analyte(Frozen):
    """One reported quantity. ``us_unit`` value = value * ``us_factor`` + ``us_offset``.

    ``spread`` is where plausible normal values lie when the range is open or wider than life.
    An analyte with a ``normal`` word is not a number ("negative").
    """

    id: str
    name: str
    also: tuple[str, ...] = ()
    unit: str = ""
    decimals: int = 0
    us_unit: str = ""
    us_factor: float = 1.0
    us_offset: float = 0.0
    us_decimals: int = 0
    ranges: tuple[Range, ...] = ()
    critical_low: float | None = None
    critical_high: float | None = None
    spread: tuple[float, float] | None = None
    normal: str = ""
    note: str = ""
    source: str


class Test(Frozen):
    """Something that can be ordered. ``take_seconds`` is the trainee's own time for it."""

    __test__ = False  # pytest would otherwise collect it

    id: str
    name: str
    us_name: str = ""
    also: tuple[str, ...] = ()
    group: TestGroup
    kind: TestKind
    take_seconds: int = Field(ge=0)
    result_minutes: float = Field(ge=0)
    cost: int = Field(ge=1, le=4)
    harm: str = ""
    analytes: tuple[str, ...] = ()
    normal: str = ""
    sex: Sex | None = None
    source: str


class Manoeuvre(Frozen):
    """Something that can be examined; ``normal`` is what is seen, felt or heard, uninterpreted."""

    id: str
    name: str
    also: tuple[str, ...] = ()
    region: str
    seconds: int = Field(ge=1)
    normal: str
    sensitive: bool = False
    position: str = ""
    needs: tuple[str, ...] = ()
    sex: Sex | None = None
    pregnant: bool = False
    age_max: float | None = None
    source: str


class Route(Frozen):
    """One way to give a drug, with limits of a single dose (or of a rate when ``continuous``).

    Outside ``low`` to ``high`` is unusual; above ``max`` is implausible. With ``per_kg`` the
    amounts are for each kilogram of body weight. ``fio2`` is what an oxygen device delivers.
    """

    route: RouteName
    form: Form = "bolus"
    who: Literal["adult", "child"] = "adult"
    unit: str
    usual: float
    low: float
    high: float
    max: float
    over_minutes: float | None = None
    per_kg: bool = False
    day_max: float | None = None
    fio2: float | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        route = read_route(value)
        if "over_minutes" in route or route["route"] == "iv_infusion":
            slow = "infusion" if route["route"] == "iv_infusion" else "bolus"
            route.setdefault("form", slow)
        route.setdefault("usual", route["low"])
        return route


class Contraindication(Frozen):
    """``condition`` is a snake_case word that a case can state of a person."""

    severity: Severity
    condition: str
    why: str

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        names = ("severity", "condition", "why")
        return read_columns(value, names) if isinstance(value, str) else value


class Interaction(Frozen):
    """``other`` is a drug id or a drug class. ``OTHER | WHY`` is a caution."""

    other: str
    why: str
    severity: Severity = "caution"

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        graded = value.count("|") > 1
        return read_columns(value, ("severity", "other", "why") if graded else ("other", "why"))


def _as_tuple(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


Words = Annotated[tuple[str, ...], BeforeValidator(_as_tuple)]


class Drug(Frozen):
    """A drug, fluid, gas or blood product by its generic name.

    ``strengths`` says what one piece holds: {"spray": "400 ug"}. ``effects`` names an entry of the
    physiology's drug table, or is empty when the physiology does not model the drug.
    """

    id: str
    name: str
    us_name: str = ""
    also: tuple[str, ...] = ()
    drug_class: str
    classes: Words = ()
    kind: DrugKind = "drug"
    allergy_classes: Words = ()
    routes: tuple[Route, ...] = Field(min_length=1)
    strengths: dict[str, str] = Field(default_factory=dict)
    contraindications: tuple[Contraindication, ...] = ()
    interactions: tuple[Interaction, ...] = ()
    pregnancy: str
    renal: str
    effects: str = ""
    give_seconds: int = Field(default=60, ge=0)
    source: str

    def is_a(self, word: str) -> bool:
        """Whether ``word`` is this drug's id or one of its classes."""
        return word in (self.id, self.drug_class, *self.classes, *self.allergy_classes)


class Procedure(Frozen):
    id: str
    name: str
    also: tuple[str, ...] = ()
    seconds: int = Field(ge=1)
    needs_consent: bool
    sensitive: bool = False
    harm: str = ""
    source: str


class CallTarget(Frozen):
    """A person or team one can call; ``minutes`` until they answer, ``arrive`` until they come."""

    id: str
    name: str
    also: tuple[str, ...] = ()
    uk_title: str
    us_title: str
    minutes: float = Field(ge=0)
    arrive: float | None = None
    source: str
