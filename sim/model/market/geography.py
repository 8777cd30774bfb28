"""Countries, products, delivery channels and facilitators: the labels every table of the model is keyed by."""

from __future__ import annotations

COUNTRIES = ("DE", "NL", "UK", "FR", "ES", "SE", "EU_other", "US", "CA", "AU", "other")
"""Countries named in the evidence, the rest grouped. UK counts as EU: the evidence is of 2011-2017."""

EU = ("DE", "NL", "UK", "FR", "ES", "SE", "EU_other")

PRODUCTS = ("cannabis", "stimulants", "ecstasy", "opioids", "benzodiazepines", "psychedelics", "dissociatives")

CHANNELS = ("domestic_post", "intra_eu_post", "extra_eu_post", "private_parcel", "local_drop")

FACILITATORS = ("hosting", "exchange", "packaging")

REORGANISATION = (
    "migrate", "open", "carry_reputation", "replace", "deal_directly", "conceal",
    "reroute", "pay_otherwise", "harden", "rehost", "resupply", "street",
)  # fmt: skip
"""Ways the ecosystem works around a barrier; each can be closed by a setting."""

REACHES = (
    *((country, country) for country in COUNTRIES),
    *(("EU", country) for country in EU),
    *(("world", country) for country in COUNTRIES),
)
"""Where an offer can be bought (in one country only, in the EU, or anywhere), and the country it is sent from."""
