"""Reading the data files beside this module into one ``Catalogue``."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from simtrainer.errors import OurBug, UserError
from simtrainer.scenario.catalogue import display, doses, safety, values
from simtrainer.scenario.catalogue.models import (
    Analyte,
    CallTarget,
    Drug,
    Flag,
    Manoeuvre,
    PersonLike,
    Procedure,
    Source,
    Test,
)
from simtrainer.scenario.catalogue.search import Findable, Hit, Kind, Term, find, index

Model = TypeVar("Model", bound=BaseModel)

# A table of this name holds what every entry of its file has unless it says otherwise.
DEFAULTS = "defaults"


@dataclass(frozen=True)
class Catalogue:
    """All that can be ordered, examined, given, done or called, by id. Nothing in it changes."""

    sources: Mapping[str, Source]
    analytes: Mapping[str, Analyte]
    tests: Mapping[str, Test]
    manoeuvres: Mapping[str, Manoeuvre]
    drugs: Mapping[str, Drug]
    procedures: Mapping[str, Procedure]
    calls: Mapping[str, CallTarget]
    _indexes: dict[Kind, tuple[Term, ...]] = field(default_factory=dict, compare=False, repr=False)

    def search(self, kind: Kind, text: str, limit: int = 50) -> list[Hit]:
        """Entries of one kind, the best first; everything in alphabetical order for no text."""
        if kind not in self._indexes:
            self._indexes[kind] = index(self._entries(kind).values())
        return find(self._indexes[kind], kind, text, limit)

    def analyte(self, analyte: str) -> Analyte:
        """Raises UserError, naming a near id, for an id that is not in the catalogue."""
        found = self.analytes.get(analyte)
        if found is None:
            raise UserError(self._no_such("analyte", analyte))
        return found

    def test(self, test: str) -> Test:
        """Raises UserError, naming a near id, for an id that is not in the catalogue."""
        found = self.tests.get(test)
        if found is None:
            raise UserError(self._no_such("test", test))
        return found

    def drug(self, drug: str) -> Drug:
        """Raises UserError, naming a near id, for an id that is not in the catalogue."""
        found = self.drugs.get(drug)
        if found is None:
            raise UserError(self._no_such("drug", drug))
        return found

    def drugs_in_class(self, word: str) -> tuple[Drug, ...]:
        """The drugs of a class such as ``nitrate``, or the one drug with that id."""
        return tuple(drug for drug in self.drugs.values() if drug.is_a(word))

    def normal_result(
        self,
        test: str,
        person: PersonLike,
        rng_seed: str,
        given: Mapping[str, values.Value] | None = None,
    ) -> dict[str, values.Value]:
        """A plausible normal result, in the catalogue's units; empty for a narrative report.

        ``given`` are values that the case has decided; computed analytes follow from them. Raises
        UserError for a test that is not in the catalogue.
        """
        analytes = [self.analytes[name] for name in self.test(test).analytes]
        return values.normal_result(analytes, self.analytes, person, rng_seed, given or {})

    def flag(self, analyte: str, value: values.Value, person: PersonLike) -> Flag:
        return values.flag(self.analyte(analyte), value, person)

    def reference(self, analyte: str, person: PersonLike, locale: str = "en-GB") -> str:
        """The reference interval as printed beside a result: "130–180", "<5", or "" for none."""
        return display.reference(self.analyte(analyte), person, locale)

    def format_value(self, analyte: str, value: values.Value, locale: str = "en-GB") -> str:
        """A value with its unit as printed: "142 g/L", or "14.2 g/dL" for ``en-US``."""
        return display.format_value(self.analyte(analyte), value, locale)

    def dose_check(
        self,
        drug: str,
        route: str,
        dose: float,
        unit: str,
        person: PersonLike,
        over_minutes: float | None = None,
    ) -> doses.DoseVerdict:
        """Whether one dose (or rate) is plausible. Raises UserError for an unknown drug or unit."""
        return doses.dose_check(self.drug(drug), route, dose, unit, person, over_minutes)

    def concerns(self, drug: str, patient: safety.Treated) -> tuple[safety.Concern, ...]:
        """Allergies, contraindications and interactions that a careful prescriber would raise."""
        return safety.concerns(self.drug(drug), patient, self.drugs)

    def _entries(self, kind: Kind) -> Mapping[str, Findable]:
        kinds: dict[Kind, Mapping[str, Findable]] = {
            "test": self.tests,
            "analyte": self.analytes,
            "manoeuvre": self.manoeuvres,
            "drug": self.drugs,
            "procedure": self.procedures,
            "call": self.calls,
        }
        return kinds[kind]

    def _no_such(self, kind: Kind, name: str) -> str:
        near = self.search(kind, name.replace("_", " "), 1)
        advice = f"; did you mean {near[0].id}?" if near else "."
        return f'The catalogue has no {kind} "{name[:60]}"{advice}'


@cache
def catalogue() -> Catalogue:
    """The one catalogue, read from its files at the first call."""
    return Catalogue(
        sources=_load("sources", Source),
        analytes=_load("analytes", Analyte),
        tests=_load("tests", Test),
        manoeuvres=_load("manoeuvres", Manoeuvre),
        drugs=_load("drugs", Drug),
        procedures=_load("procedures", Procedure),
        calls=_load("calls", CallTarget),
    )


def _load(kind: str, model: type[Model]) -> dict[str, Model]:
    entries: dict[str, Model] = {}
    for file, name, fields in _tables(kind):
        if name in entries:
            raise OurBug(f"{file}: {name} is already in the catalogue")
        try:
            entries[name] = model.model_validate({"id": name, **fields})
        except ValidationError as error:
            raise OurBug(f"{file}: {name}: {error}") from error
    return entries


def _tables(kind: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    folder = resources.files("simtrainer.scenario.catalogue") / "data"
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        if not file.name.startswith(kind) or not file.name.endswith(".toml"):
            continue
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
        defaults = tables.pop(DEFAULTS, {})
        for name, fields in tables.items():
            yield file.name, name, {**defaults, **fields}
