"""Words that data may use for what the model knows, beside the model's own names. Nothing else is understood.

A word that is not here is given in the mapping file; see docs/own-data.md.
"""

from __future__ import annotations

from sim.model.catalogue import channels, countries, products

PRODUCTS = {
    "cannabis": ("weed", "hash", "hashish", "marijuana", "edibles", "concentrates"),
    "stimulants": ("cocaine", "amphetamine", "amphetamines", "speed", "methamphetamine", "meth"),
    "ecstasy": ("mdma",),
    "opioids": ("heroin", "fentanyl", "oxycodone"),
    "benzodiazepines": ("benzos", "alprazolam", "diazepam"),
    "psychedelics": ("lsd", "mushrooms", "dmt"),
    "dissociatives": ("ketamine",),
}
COUNTRIES = {
    "UK": ("great britain", "gb"),
    "US": ("usa", "united states of america"),
    "EU_other": (
        "austria", "at", "belgium", "be", "bulgaria", "bg", "croatia", "hr", "cyprus", "cy", "czechia",
        "czech republic", "cz", "denmark", "dk", "estonia", "ee", "finland", "fi", "greece", "gr", "hungary", "hu",
        "ireland", "ie", "italy", "it", "latvia", "lv", "lithuania", "lt", "luxembourg", "lu", "malta", "mt", "poland",
        "pl", "portugal", "pt", "romania", "ro", "slovakia", "sk", "slovenia", "si",
    ),
}  # fmt: skip
CAUSES = {
    "takedown": ("seizure", "seized", "raid", "raided"),
    "exit_scam": ("scam", "exit scam", "exit-scam"),
    "hack": ("hacked",),
    "voluntary_closure": ("voluntary", "retired"),
    "ddos": ("ddos attack",),
}
"""Barriers and shocks by which an event of a cause is replayed."""


def product_words() -> dict[str, str]:
    """Give the words for products, in small letters, with what each means."""
    return _words({row.name: () for row in products.ROWS} | PRODUCTS)


def country_words() -> dict[str, str]:
    """Give the words for countries: codes, names in English."""
    meanings = {row.name: (row.meaning,) for row in countries.ROWS if row.name not in ("EU_other", "other")}
    return _words({row.name: (*meanings.get(row.name, ()), *COUNTRIES.get(row.name, ())) for row in countries.ROWS})


def channel_words() -> dict[str, str]:
    """Give the names of channels of delivery."""
    return _words({row.name: () for row in channels.ROWS})


def cause_words() -> dict[str, str]:
    """Give the words for why a marketplace closed, with the barrier or shock that replays it."""
    from sim.model.interventions.registry import catalogue  # only now: it may read plug-ins

    return _words(dict.fromkeys(catalogue(), ()) | CAUSES)


def measure_words() -> dict[str, str]:
    """Give the measures of a watched run, against which own facts can be held."""
    from sim.validation.measures import STEADY  # only now: it reads the whole model

    return _words(dict.fromkeys(STEADY, ()))


def _words(entries: dict[str, tuple[str, ...]]) -> dict[str, str]:
    return {word.lower(): name for name, others in entries.items() for word in (name, *others)}
