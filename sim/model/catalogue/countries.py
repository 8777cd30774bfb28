"""Countries: where buyers and vendors live, and whether a parcel between two of them crosses the border of the EU."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.model.catalogue.row import figure, names


@dataclass(frozen=True)
class Country:
    """Countries named in the evidence, the rest grouped."""

    name: str
    meaning: str
    eu: bool  # UK counts as EU: the evidence is of 2011-2017
    buyers: float = figure("share of buyers by country (normalised)", unit="share", low=0, high=1, source="no measured split of buyers; ordered by vendor shares (S55, S124) with US and AU demand added")
    vendors: float = figure("share of vendors by country (normalised)", unit="share", low=0, high=1, source="S55, S107, S124: EU 46 % of revenue, DE, NL, UK leading; the split within is judgement", status="derived")
    sources: dict[str, str] = field(default_factory=dict)


ROWS = (
    Country("DE", "Germany", True, buyers=0.11, vendors=0.095),
    Country("NL", "Netherlands", True, buyers=0.06, vendors=0.075),
    Country("UK", "United Kingdom", True, buyers=0.14, vendors=0.11),
    Country("FR", "France", True, buyers=0.06, vendors=0.02),
    Country("ES", "Spain", True, buyers=0.03, vendors=0.02),
    Country("SE", "Sweden", True, buyers=0.03, vendors=0.015),
    Country("EU_other", "the rest of the EU", True, buyers=0.11, vendors=0.04),
    Country("US", "United States", False, buyers=0.27, vendors=0.425),
    Country("CA", "Canada", False, buyers=0.06, vendors=0.07),
    Country("AU", "Australia", False, buyers=0.08, vendors=0.08),
    Country("other", "all other countries", False, buyers=0.05, vendors=0.05),
)
"""Those of the EU first: compiled code asks by position."""

COUNTRIES = names(ROWS)
EU = tuple(row.name for row in ROWS if row.eu)
if COUNTRIES[: len(EU)] != EU:
    raise ValueError("countries of the EU stand before all others")
