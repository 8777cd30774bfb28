"""The labels every table of the model is keyed by, in the order of the catalogue, and where an offer can be bought."""

from __future__ import annotations

from sim.model.catalogue.channels import CHANNELS
from sim.model.catalogue.countries import COUNTRIES, EU
from sim.model.catalogue.facilitators import FACILITATORS
from sim.model.catalogue.products import PRODUCTS
from sim.model.catalogue.substances import SUBSTANCES

__all__ = ["AGES", "AXES", "CHANNELS", "COUNTRIES", "EU", "FACILITATORS", "PRODUCTS", "REACHES", "SUBSTANCES"]

AGES = ("young", "adult")
"""Age groups of customers."""

AXES = {
    "country": COUNTRIES, "product": PRODUCTS, "channel": CHANNELS, "facilitator": FACILITATORS,
    "substance": SUBSTANCES, "age": AGES,
}  # fmt: skip
"""The axes that levers and columns may have, with their labels."""

REACHES = (
    *((country, country) for country in COUNTRIES),
    *(("EU", country) for country in EU),
    *(("world", country) for country in COUNTRIES),
)
"""Where an offer can be bought (in one country only, in the EU, or anywhere), and the country it is sent from."""
