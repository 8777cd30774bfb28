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
    powers: float = figure("share of undercover work online that the law allows, without any barrier", unit="share", low=0, high=1, source="S87 (sign): lacking in many countries; which of them is judgement")
    sources: dict[str, str] = field(default_factory=dict)


ROWS = (
    Country("DE", "Germany", True, buyers=0.11, vendors=0.095, powers=0.6),
    Country("NL", "Netherlands", True, buyers=0.06, vendors=0.075, powers=0.8),
    Country("UK", "United Kingdom", True, buyers=0.14, vendors=0.11, powers=0.8),
    Country("FR", "France", True, buyers=0.06, vendors=0.02, powers=0.6),
    Country("ES", "Spain", True, buyers=0.03, vendors=0.02, powers=0.4),
    Country("SE", "Sweden", True, buyers=0.03, vendors=0.015, powers=0.2),
    Country("EU_other", "the rest of the EU", True, buyers=0.11, vendors=0.04, powers=0.3),
    Country("US", "United States", False, buyers=0.27, vendors=0.425, powers=1.0),
    Country("CA", "Canada", False, buyers=0.06, vendors=0.07, powers=0.8),
    Country("AU", "Australia", False, buyers=0.08, vendors=0.08, powers=0.9),
    Country("other", "all other countries", False, buyers=0.05, vendors=0.05, powers=0.2),
)
"""Those of the EU first: compiled code asks by position."""

COUNTRIES = names(ROWS)
EU = tuple(row.name for row in ROWS if row.eu)
if COUNTRIES[: len(EU)] != EU:
    raise ValueError("countries of the EU stand before all others")
