"""Partners: public, private or of society, who see something of the trade and may tell others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from sim.model.catalogue.row import figure, names

SECTORS = ("public", "private", "society")


@dataclass(frozen=True)
class Partner:
    """``examines``: borders (see catalogue.channels) at which it examines parcels; "" stands for private carriers."""

    name: str
    meaning: str
    sector: str
    awareness: float = figure("share of the signals before it that it recognises, without any barrier", unit="share", low=0, high=1)
    right: float = figure("share of what it sees that it may tell others, by law", unit="share", low=0, high=1, source="S47 (sign): the sector decides how much may be exchanged")
    shares: float = figure("share of what it may tell that it tells, without any barrier", unit="share", low=0, high=1)
    competence: float = figure("how well it carries out its part of a barrier, against what the barrier describes", unit="ratio", low=0, high=1, default=1.0)
    examines: tuple[str, ...] = ()
    sources: dict[str, str] = field(default_factory=dict)


ROWS = (
    Partner("police", "police of each country", "public", awareness=0.4, right=1.0, shares=0.3),
    Partner("prosecutor", "public prosecution", "public", awareness=0.3, right=1.0, shares=0.3),
    Partner("tax_authority", "tax and benefits", "public", awareness=0.1, right=0.8, shares=0.1),
    Partner("customs", "customs at the border", "public", awareness=0.4, right=1.0, shares=0.2, examines=("EU", "world"), sources={"shares": "B13: one seized item in 70 is worked on by detectives (sign)"}),
    Partner("post", "postal services", "private", awareness=0.2, right=0.4, shares=0.1, examines=("none",), sources={"right": "B127: duties to hand over in two countries (sign)"}),
    Partner("carriers", "private carriers of parcels", "private", awareness=0.2, right=0.3, shares=0.1, examines=("",)),
    Partner("local_administration", "municipalities: permits, registers, inspections", "public", awareness=0.1, right=0.6, shares=0.1),
    Partner("providers", "providers of servers and connections", "private", awareness=0.2, right=0.3, shares=0.1),
    Partner("exchangers", "exchanges of coin, and machines", "private", awareness=0.3, right=0.5, shares=0.2),
    Partner("firms", "firms whose goods or services are used", "private", awareness=0.1, right=0.3, shares=0.1),
    Partner("white_hats", "those who look for weaknesses of sites", "society", awareness=0.4, right=0.5, shares=0.1),
)

PARTNERS = names(ROWS)
ALIASES = {"hosting providers": "providers", "forensic institutes": "police"}
"""Who is meant where a barrier names a partner otherwise."""
for _row in ROWS:
    if _row.sector not in SECTORS:
        raise ValueError(f"partner {_row.name}: its sector is one of {SECTORS}")


def rows_of(named: Iterable[str]) -> list[int]:
    """Return the rows of the partners that a barrier names; who is in no row (a legislator, the press) is left out."""
    return list(_rows_of(tuple(named)))


@cache
def _rows_of(named: tuple[str, ...]) -> tuple[int, ...]:
    meant = (ALIASES.get(name, name.replace(" ", "_")) for name in named)
    return tuple(dict.fromkeys(PARTNERS.index(name) for name in meant if name in PARTNERS))
