"""The catalogue: every test, manoeuvre, drug, procedure and colleague a trainee may ask for.

    >>> book = catalogue()
    >>> book.search("drug", "gtn")[0].id
    'glyceryl_trinitrate'

Everything in it is unreviewed until a clinician has reviewed it.
"""

from simtrainer.scenario.catalogue.doses import DoseVerdict, route_named
from simtrainer.scenario.catalogue.lint import check_catalogue
from simtrainer.scenario.catalogue.load import Catalogue, catalogue
from simtrainer.scenario.catalogue.models import (
    Analyte,
    CallTarget,
    Demographics,
    Drug,
    Flag,
    Manoeuvre,
    PersonLike,
    Procedure,
    Route,
    Source,
    Test,
)
from simtrainer.scenario.catalogue.quantity import canonical_unit, convert, is_rate, parse_quantity
from simtrainer.scenario.catalogue.search import Hit, Kind

__all__ = [
    "Analyte",
    "CallTarget",
    "Catalogue",
    "Demographics",
    "DoseVerdict",
    "Drug",
    "Flag",
    "Hit",
    "Kind",
    "Manoeuvre",
    "PersonLike",
    "Procedure",
    "Route",
    "Source",
    "Test",
    "canonical_unit",
    "catalogue",
    "check_catalogue",
    "convert",
    "is_rate",
    "parse_quantity",
    "route_named",
]
