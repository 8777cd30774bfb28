"""The tables that are understood: which columns each has, how their cells are read, and which a row cannot lack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sim.observations import cells
from sim.observations.vocabulary import cause_words, channel_words, country_words, measure_words, product_words


@dataclass(frozen=True)
class Column:
    """``needed``: a row without it is not used; ``meaning``: what stands in it, for who writes the table."""

    read: cells.Cell
    meaning: str
    needed: bool = False


@dataclass(frozen=True)
class Kind:
    """A table by name. ``any_of``: columns of which a row needs one at least; ``use``: what it is used for."""

    name: str
    use: str
    columns: Mapping[str, Column]
    any_of: tuple[str, ...] = ()


SERIES = Kind(
    "series",
    "shares of the marketplaces at the start, and lines beside those of the model",
    {
        "date": Column(cells.day, "first day that the figures are of", True),
        "marketplace": Column(cells.text, "its name; empty: all together"),
        "orders": Column(cells.number, "orders"),
        "revenue": Column(cells.money, "revenue, EUR"),
    },
    ("orders", "revenue"),
)
EVENTS = Kind(
    "events",
    "barriers and shocks of a run, each on its day",
    {
        "date": Column(cells.day, "day of the event", True),
        "marketplace": Column(cells.text, "its name in the world"),
        "cause": Column(cells.known(cause_words, "cause"), "why it closed, or a barrier's name", True),
        "targets": Column(cells.text, "which marketplaces of the model: largest unless it says otherwise"),
        "count": Column(cells.count, "how many"),
        "share": Column(cells.number, "share of trade to cover with targets share"),
    },
)
LISTINGS = Kind(
    "listings",
    "mix of products, prices and countries of vendors",
    {
        "vendor": Column(cells.text, "name of the vendor", True),
        "category": Column(cells.known_part(product_words, "product"), "product, or a path with one in it"),
        "price": Column(cells.money, "price, EUR"),
        "origin": Column(cells.known(country_words, "country"), "country it is sent from"),
        "rating": Column(cells.number, "rating of the vendor or listing"),
        "orders": Column(cells.number, "orders of the listing so far: its weight"),
    },
    ("category", "price", "origin"),
)
SEIZURES = Kind(
    "seizures",
    "targets of calibrate: by which channels seized parcels came",
    {
        "date": Column(cells.day, "day", True),
        "channel": Column(cells.known(channel_words, "channel of delivery"), "channel of delivery", True),
        "country": Column(cells.known(country_words, "country"), "country"),
        "items": Column(cells.number, "parcels seized", True),
    },
)
FACTS = Kind(
    "facts",
    "targets of calibrate",
    {
        "label": Column(cells.text, "what was observed", True),
        "measure": Column(cells.known(measure_words, "measure"), "how the model measures it", True),
        "arguments": Column(cells.text, "what the measure is told, words apart"),
        "low": Column(cells.figure, "least it may be", True),
        "high": Column(cells.figure, "most it may be", True),
        "unit": Column(cells.text, "unit"),
        "source": Column(cells.text, "where it is from"),
    },
)
KINDS = {kind.name: kind for kind in (SERIES, EVENTS, LISTINGS, SEIZURES, FACTS)}
