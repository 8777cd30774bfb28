"""Teams at work: how many there are on vendors of each country."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sim.model.catalogue.countries import ROWS
from sim.model.engine.levers import Modifier
from sim.model.market.levers import TEAMS


def teams_at_work(teams: float, countries: Collection[str]) -> Iterator[Modifier]:
    """Spread so many teams over the countries that take part (none named: all), as their vendors are spread."""
    rows = [row for row in ROWS if not countries or row.name in countries]
    every = sum(row.vendors for row in rows)
    for row in rows:
        yield Modifier(TEAMS, teams * row.vendors / every, {"country": (row.name,)})
